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
from tests.accuracy_spoilt import GRAVE, OUTCOMES, decisive, judge
from tests.catalogue import Catalogue, Trial

COLUMNS: Final = ("right", "wrong", "could not tell", "false alarm", "cleared wrongly", "proof missing")
_HOSPITALS: Final = 4
_AGO_S: Final = 60.0  # a fault began so long before the question
_PUT_RIGHT_S: Final = 300.0  # what was put right is asked about so much later
SAME: Final = "same"  # the port of the first fault
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
    spoilt: str | None = None  # how the spoilt form of the question went
    spoilt_said: str = ""


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
        "vlan": str(here.vlan(trial.asked_at, port)) if "{vlan}" in trial.ask and port else "",
        "ap": _AP,
        "client": client,
        "wlan": _WLAN,
    }
    if trial.fault is not None:
        _break(here, trial.fault, trial.device, trial.at, port, client)
    for one in trial.further:
        spot = port if one.at == SAME else here.socket(one.device, one.at) if one.at not in (None, "AP") else None
        _break(here, one.fault, one.device, one.at, spot, client)
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
    tried = Tried(trial=trial, asked=asked, columns=tuple(columns), said=_said(answer))
    where = decisive(answer.diagnosis) if answer.diagnosis else None
    if trial.spoilt is None or answer.diagnosis is None or where is None:
        return tried
    less = here.ask_spoilt(asked, where, trial.spoilt)
    told = f"{where[1]} on {where[0]} {trial.spoilt}: {_said(less)}"
    return replace(tried, spoilt=judge(answer.diagnosis, less, where), spoilt_said=told)


def _break(here: Ward, fault: str, device: str, at: str | None, port: str | None, client: str) -> None:
    parts = {"port": port, "either": port, "device": None, "ap": _AP, "client": client, "wlan": _WLAN}
    part = parts[FAULTS[fault].where]
    own = at == "AP" and part is port  # the socket of the access point
    here.faults.inject(fault, _AP if own else device, None if own else part, ago_s=_AGO_S)


def _port(here: Ward, trial: Trial) -> str | None:
    if trial.platform == "wlc" or trial.at is None:
        return None
    of_the_port = trial.fault is not None and FAULTS[trial.fault].where == "port"
    return here.socket(trial.device if of_the_port else trial.asked_at, trial.at)


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
    told = {one.code for one in diagnosis.findings}
    beneath = {one.code for one in diagnosis.findings if one.caused_by is not None}
    if diagnosis.root_cause == trial.root and trial.tells <= told and trial.follows <= beneath:
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
    return sorted(own - {trial.root, "NO_FAULT"} - trial.tells - trial.beside)  # what follows must be told beneath


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
        made = " + ".join([one.trial.fault or one.trial.at or "-", *(each.fault for each in one.trial.further)])
        words = lines.setdefault((one.trial.row, made), {})
        words.setdefault(one.trial.platform, []).append("/".join(_SHORT[column] for column in one.columns))
        for column in one.columns:
            totals[column] += 1
    wide = max((len(made) for _, made in lines), default=0) + 2
    print(f"\n{'the lab':13}{'':33}{'fault':{wide}}" + "".join(f"{platform:>11}" for platform in platforms))
    shown = ""
    for (row, fault), words in lines.items():
        name = f"{row:13}{about.get(row, ''):33}" if row != shown else f"{'':46}"
        print(f"{name}{fault:{wide}}" + "".join(f"{' '.join(words.get(one, ['·'])):>11}" for one in platforms))
        shown = row
    print(f"{f'{len(tried)} questions':{46 + wide}}" + "  ".join(f"{column} {totals[column]}" for column in COLUMNS))
    less = [one for one in tried if one.spoilt is not None]
    held = {outcome: sum(one.spoilt == outcome for one in less) for outcome in OUTCOMES}
    head = f"{len(less)} with the deciding answer cut or refused"
    print(f"{head:{46 + wide}}" + "  ".join(f"{outcome} {held[outcome]}" for outcome in OUTCOMES))
    for outcome in GRAVE:
        totals[outcome] += held[outcome]
    for one in tried:
        if one.columns != ("right",):
            place = f"{one.trial.row} {one.trial.fault or 'healthy'} on {one.trial.platform}"
            why = f"; {one.trial.hidden}" if one.trial.hidden else ""
            print(f"{place}: {', '.join(one.columns)}: “{one.asked}” said {one.said}, expected {one.trial.root}{why}")
        if one.spoilt not in (None, "right"):
            made = f"{one.trial.row} {one.trial.fault or 'healthy'} on {one.trial.platform}"
            print(f"{made}, spoilt: {one.spoilt}: “{one.asked}”, {one.spoilt_said}; whole, it said {one.said}")
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
        two_at_once=kept(catalogue.two_at_once),
        look_alikes=kept(catalogue.look_alikes),
        healthy=kept(catalogue.healthy),
    )
