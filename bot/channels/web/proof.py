"""The proof of an answer: each raw output with the lines that decide marked, and the rest folded. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.model import Answer, Evidence, Finding, Language, Observation
from parsers.records.spoken import spoken_field

_WHOLE: Final = 14  # lines; an output up to this long is shown whole
_AROUND: Final = 2  # lines kept on either side of a decisive one
_HEAD: Final = 2  # lines kept at the top, where tables have their headings
_NAMED: Final = 3  # values named below an output; the marked lines show the rest
# These say which row it is, or repeat it; what decides stands in the others.
_ROW: Final = frozenset({"interface", "interfaces", "id", "vlan", "mac", "time", "facility", "text", "name"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an output as the device wrote it; `before`, `marked` and `after` are its parts, in order."""

    number: int
    before: str
    marked: str = ""  # the decisive value, where it stands in the line as it was read
    after: str = ""
    decisive: bool = False


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Lines that are left out."""

    count: int


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One output that the answer rests on, or why there is none."""

    number: int
    device: str
    command: str
    sample: int
    at: datetime  # UTC
    entries: tuple[tuple[str, str], ...] = ()  # what the value is called, and the value; the decisive first
    parts: tuple[Line | Fold, ...] = ()
    folded: int = 0
    wraps: bool = False  # a log: long lines may break; a table must not
    reason: str | None = None  # nothing could be read


def exhibits(answer: Answer, *, whole: bool = False) -> tuple[Exhibit, ...]:
    """What the answer rests on, the decisive first; then what could not be read. `whole` folds nothing."""
    language = answer.request.language
    piles: dict[tuple[str, str, datetime], list[Evidence]] = {}
    for one in _evidence(answer):
        piles.setdefault((one.device, one.command, one.at), []).append(one)
    seen = {(one.device, one.command, one.at): one for one in answer.observations}
    shown = [_exhibit(seen.get(key), pile, language, whole=whole) for key, pile in piles.items()]
    shown += [_failed(one) for one in _failures(answer.observations)]
    return tuple(_numbered(shown))


def _evidence(answer: Answer) -> Iterator[Evidence]:
    """Root cause, then (where there is no fault) what was checked, then the other findings."""
    diagnosis = answer.diagnosis
    if diagnosis is None:
        return
    ordered: list[Finding] = sorted(diagnosis.findings, key=lambda one: one.code != diagnosis.root_cause)
    yield from (one for finding in ordered[:1] for one in finding.evidence)
    if diagnosis.outcome in {"cleared", "unknown"}:
        yield from (one for check in diagnosis.checks for one in check.evidence)
    yield from (one for finding in ordered[1:] for one in finding.evidence)


def _failures(observations: Sequence[Observation]) -> Iterator[Observation]:
    """Each reading that failed, a device that lets nobody in only once."""
    told: set[tuple[str, str | None]] = set()
    for one in observations:
        key = (one.device, one.reason if not one.raw else one.command)
        if one.failure is not None and key not in told:
            told.add(key)
            yield one


def _exhibit(
    observation: Observation | None, evidence: Sequence[Evidence], language: Language, *, whole: bool
) -> Exhibit:
    first = evidence[0]
    decisive = [line for one in evidence for line in one.lines]
    raw = observation.raw if observation and observation.raw else "\n".join(dict.fromkeys(decisive))
    lines = _lines(raw, decisive, [one.value for one in evidence])
    parts = tuple(lines) if whole or len(lines) <= _WHOLE else tuple(_folded(lines))
    return Exhibit(
        number=0,
        device=first.device,
        command=first.command,
        sample=observation.sample if observation else 1,
        at=first.at,
        entries=_entries(evidence, language),
        parts=parts,
        folded=sum(part.count for part in parts if isinstance(part, Fold)),
        wraps="logg" in first.command,
    )


def _entries(evidence: Sequence[Evidence], language: Language) -> tuple[tuple[str, str], ...]:
    ordered = sorted(evidence, key=lambda one: one.field in _ROW)
    told = ((spoken_field(one.field, language) or one.field, one.value) for one in ordered)
    return tuple(dict.fromkeys(told))[:_NAMED]


def _failed(observation: Observation) -> Exhibit:
    lines = _lines(observation.raw, (), ()) if observation.raw.strip() else []
    return Exhibit(
        number=0,
        device=observation.device,
        command=observation.command,
        sample=observation.sample,
        at=observation.at,
        parts=tuple(lines[:_WHOLE]),
        folded=max(0, len(lines) - _WHOLE),
        reason=observation.reason or str(observation.failure).replace("_", " "),
    )


def _lines(raw: str, decisive: Sequence[str], values: Sequence[str]) -> list[Line]:
    wanted = {line.rstrip() for line in decisive if line.strip()}
    lines = [line.rstrip() for line in raw.expandtabs().splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return [
        _marked(number, line, values) if line in wanted or line.strip() in wanted else Line(number=number, before=line)
        for number, line in enumerate(lines, start=1)
    ]


def _marked(number: int, line: str, values: Iterable[str]) -> Line:
    """The line with the first of the values that stands in it as a word of its own."""
    for value in values:
        found = re.search(rf"(?<![\w/.]){re.escape(value)}(?![\w/])", line) if value else None
        if found:
            before, after = line[: found.start()], line[found.end() :]
            return Line(number=number, before=before, marked=found[0], after=after, decisive=True)
    return Line(number=number, before=line, decisive=True)


def _folded(lines: Sequence[Line]) -> Iterator[Line | Fold]:
    hits = [at for at, line in enumerate(lines) if line.decisive]
    kept = {at for hit in hits for at in range(hit - _AROUND, hit + _AROUND + 1)} | set(range(_HEAD))
    kept |= {at for at in range(len(lines)) if at - 1 in kept and at + 1 in kept}  # no fold of a single line
    if not hits:
        kept |= set(range(_WHOLE - _HEAD))
    skipped = 0
    for at, line in enumerate(lines):
        if at in kept:
            if skipped:
                yield Fold(count=skipped)
            skipped = 0
            yield line
        else:
            skipped += 1
    if skipped:
        yield Fold(count=skipped)


def _numbered(shown: Iterable[Exhibit]) -> Iterator[Exhibit]:
    for number, one in enumerate(shown, start=1):
        yield replace(one, number=number)
