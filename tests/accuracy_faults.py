"""The lab's half of `make accuracy`: each fault of the catalogue is made, asked about as an agent would, and judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.errors import RequestError
from bot.lab.faults import FAULTS
from bot.model import Answer
from bot.model.seeing import ACCESS_FAILURES
from tests.accuracy_lab import Ward, ward
from tests.catalogue import Catalogue, Trial

COLUMNS: Final = ("right", "wrong", "could not tell", "false alarm", "cleared wrongly", "proof missing")
_HOSPITALS: Final = 4
_PUT_RIGHT_S: Final = 300.0  # what was put right is asked about so much later
_AP: Final = "AP-KAR-B2-07"
_CLIENT: Final = "a4c3.f077.8899"  # it hangs on that access point
_WLAN: Final = "REG-Corp"
_SHORT: Final = {
    "right": "ok",
    "wrong": "WRONG",
    "could not tell": "?",
    "false alarm": "ALARM",
    "cleared wrongly": "CLEARED",
    "proof missing": "PROOF",
}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """How one trial went."""

    trial: Trial
    asked: str
    columns: tuple[str, ...]
    said: str


def try_all(trials: Sequence[Trial], pool: Executor) -> Iterator[Tried]:
    """Try everything; told in the order given. The number of hospitals is fixed, so that each run is like the last.

    What one trial leaves behind (old log lines, counters that stand still) is there in the next: it must not matter.
    """
    shares = pool.map(try_some, [trials[hand::_HOSPITALS] for hand in range(_HOSPITALS)])
    return (one for row in zip_longest(*shares) for one in row if one is not None)


def try_some(trials: Sequence[Trial]) -> list[Tried]:
    """Make, ask, judge and heal, one after the other, in one hospital."""
    with TemporaryDirectory() as folder:
        return list(_each(ward(Path(folder)), trials))


def _each(here: Ward, trials: Sequence[Trial]) -> Iterator[Tried]:
    for trial in trials:
        try:
            yield _try(here, trial)
        except RequestError as error:
            yield Tried(trial=trial, asked=trial.ask, columns=("wrong",), said=f"the lab cannot: {error}")
        finally:
            here.heal()


def _try(here: Ward, trial: Trial) -> Tried:
    client = _client(here, trial)
    port = _port(here, trial)
    words = {
        "device": trial.device,
        "asked": trial.asked_at,
        "port": here.socket(trial.asked_at, trial.asks) if trial.asks else port or "",
        "vlan": str(here.vlan(trial.asked_at, port)) if port else "",
        "ap": _AP,
        "client": client,
        "wlan": _WLAN,
    }
    if trial.fault is not None:
        where = FAULTS[trial.fault].where
        part = {"port": port, "either": port, "device": None, "ap": _AP, "client": client, "wlan": _WLAN}[where]
        device = _AP if trial.at == "AP" else trial.device
        here.faults.inject(trial.fault, device, None if trial.at == "AP" else part, ago_s=60.0)
        if trial.healed:
            here.faults.heal(None, None)
            here.region.clock.advance(_PUT_RIGHT_S)
    asked = trial.ask.format_map(words)
    answer = here.ask(asked)
    columns = [_column(trial, answer)]
    if columns == ["right"] and _strangers(trial, answer):
        columns = ["false alarm"]
    if any(line not in here.heard(device) for device, line in _proof(answer)):
        columns.append("proof missing")
    return Tried(trial=trial, asked=asked, columns=tuple(columns), said=_said(answer))


def _port(here: Ward, trial: Trial) -> str | None:
    if trial.platform == "wlc" or trial.at is None:
        return None
    return here.socket(trial.asked_at, trial.at)


def _client(here: Ward, trial: Trial) -> str:
    """A client of the WLAN that the trial names, else the known one."""
    if trial.platform != "wlc" or trial.at in (None, "AP"):
        return _CLIENT
    return here.client(trial.at)


def _column(trial: Trial, answer: Answer) -> str:
    """A question back is what must be said where the table names its code: TARGET_AMBIGUOUS."""
    if answer.question is not None:
        return "right" if answer.question.code == trial.root else "could not tell"
    diagnosis = answer.diagnosis
    if diagnosis is None:
        return "could not tell"
    if diagnosis.root_cause == trial.root and trial.tells <= {one.code for one in diagnosis.findings}:
        return "right" if trial.root != "NO_FAULT" or diagnosis.outcome == "cleared" else "could not tell"
    if diagnosis.root_cause == "NO_FAULT":
        return "cleared wrongly"
    if diagnosis.outcome == "unknown":
        return "could not tell"
    return "false alarm" if trial.root == "NO_FAULT" else "wrong"


def _strangers(trial: Trial, answer: Answer) -> list[str]:
    """Faults that are told as something of their own, and that nobody made."""
    findings = answer.diagnosis.findings if answer.diagnosis else ()
    own = {one.code for one in findings if one.caused_by is None and one.severity in ("critical", "warning")}
    return sorted(own - {trial.root, "NO_FAULT"} - trial.tells - trial.beside)


def _proof(answer: Answer) -> Iterator[tuple[str, str]]:
    """(device, line) of everything that a finding rests on; a refused login has no lines of a device."""
    failed = {one.reason for one in answer.observations if one.failure in ACCESS_FAILURES}
    for finding in answer.diagnosis.findings if answer.diagnosis else ():
        for piece in finding.evidence:
            yield from ((piece.device, line) for line in piece.lines if line not in failed)


def _said(answer: Answer) -> str:
    if answer.question is not None:
        return f"asked back: {answer.question.code}"
    if answer.diagnosis is None:
        return f"nothing ({answer.intent})"
    found = [one for one in answer.diagnosis.findings if one.code != answer.diagnosis.root_cause]
    more = ", ".join(one.code + (" (follows)" if one.caused_by else "") for one in found)
    return f"{answer.diagnosis.root_cause} ({answer.diagnosis.outcome})" + (f" + {more}" if more else "")


def print_table(catalogue: Catalogue, tried: Iterable[Tried]) -> dict[str, int]:
    """A line per fault with its platforms, then the totals, then what is not right; returns the totals."""
    tried = list(tried)
    about = {row.name: row.about for row in catalogue.rows}
    platforms = list(dict.fromkeys(one.trial.platform for one in tried))
    lines: dict[tuple[str, str], dict[str, list[str]]] = {}
    totals = dict.fromkeys(COLUMNS, 0)
    for one in tried:
        words = lines.setdefault((one.trial.row, one.trial.fault or one.trial.at or "-"), {})
        words.setdefault(one.trial.platform, []).append("/".join(_SHORT[column] for column in one.columns))
        for column in one.columns:
            totals[column] += 1
    print(f"\n{'the lab':13}{'':33}{'fault':24}" + "".join(f"{platform:>11}" for platform in platforms))
    shown = ""
    for (row, fault), words in lines.items():
        name = f"{row:13}{about.get(row, ''):33}" if row != shown else f"{'':46}"
        print(f"{name}{fault:24}" + "".join(f"{' '.join(words.get(one, ['·'])):>11}" for one in platforms))
        shown = row
    print(f"{f'{len(tried)} questions':70}" + "  ".join(f"{column} {totals[column]}" for column in COLUMNS))
    for one in tried:
        if one.columns != ("right",):
            place = f"{one.trial.row} {one.trial.fault or 'healthy'} on {one.trial.platform}"
            why = f"; {one.trial.hidden}" if one.trial.hidden else ""
            print(f"{place}: {', '.join(one.columns)}: “{one.asked}” said {one.said}, expected {one.trial.root}{why}")
    return totals


def only(catalogue: Catalogue, words: Iterable[str]) -> Catalogue:
    """The rows and faults of these names, for looking at a few; all where none is named."""
    wanted = set(words)
    if not wanted:
        return catalogue

    def kept(trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
        return tuple(one for one in trials if {one.row, one.fault, one.platform} & wanted)

    return replace(
        catalogue,
        rows=tuple(replace(row, trials=kept(row.trials)) for row in catalogue.rows),
        look_alikes=kept(catalogue.look_alikes),
        healthy=kept(catalogue.healthy),
    )
