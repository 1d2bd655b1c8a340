"""How a target stands, and what of that is worth telling: new, worse, better, gone, unknown, back and forth. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.checks import ChangeKind, CheckResult, CheckTarget, Remembered, Standing
from bot.desk.sayings import sayings
from bot.model import Answer, Severity

_TROUBLE: Final = ("warning", "critical")
_RANK: Final[Mapping[Severity, int]] = {"unknown": 0, "ok": 0, "info": 0, "warning": 1, "critical": 2}
_TURNS: Final = 2  # so often back to what was told before, and it is unsteady
_SETTLED: Final = 3  # the same so many checks in a row: it has come to rest
_FORGOTTEN: Final = 6  # after so many, an earlier back and forth no longer counts


def result_of(answer: Answer, target: CheckTarget, at: datetime, codes: frozenset[str] | None) -> CheckResult:
    """What an answer says about a target. `codes`: the findings that count; None: all."""
    diagnosis, question = answer.diagnosis, answer.question
    root = question.code if question else diagnosis.root_cause if diagnosis else "CAUSE_UNKNOWN"
    return CheckResult(
        target=target,
        request=answer.request.id,
        standing=standing_of(answer, codes),
        root_cause=root,
        outcome=diagnosis.outcome if diagnosis else "unknown",
        headline=sayings(answer).headline,
        at=at,
    )


def standing_of(answer: Answer, codes: frozenset[str] | None = None) -> Standing:
    """A question back, or no verdict, is unknown: it is told once and never counts as healthy."""
    diagnosis = answer.diagnosis
    if diagnosis is None or answer.question:
        return Standing(state="unknown")
    if diagnosis.outcome == "cleared":  # what may stand beside it is no trouble of this target
        return Standing(state="healthy", severity="ok")
    if diagnosis.outcome == "unknown":  # what was found on the way is no whole picture to compare with
        return Standing(state="unknown")
    troubles = [
        finding
        for finding in diagnosis.findings
        if finding.severity in _TROUBLE and finding.caused_by is None and (codes is None or finding.code in codes)
    ]
    if troubles:
        worst = max((one.severity for one in troubles), key=lambda severity: _RANK[severity])
        return Standing(state="trouble", codes=tuple(sorted({one.code for one in troubles})), severity=worst)
    return Standing(state="noted", severity="ok")


def weigh(now: Standing, memory: Remembered | None) -> tuple[ChangeKind | None, Remembered]:
    """What of this standing is worth telling, and what to remember. None: nothing.

    What goes back and forth between two standings is told twice, then once more as unsteady, and not again until it
    has been the same for three checks.
    """
    if memory is None:
        return compare(now, None, None), Remembered(told=now, known=_known(now), latest=now)
    row = min(memory.in_a_row + 1, _FORGOTTEN) if now == memory.latest else 1
    seen = replace(memory, latest=now, in_a_row=row)
    if memory.unsteady and now in {memory.told, memory.before}:
        if row < _SETTLED:
            return None, seen
        other = seen.before if now == seen.told else seen.told
        return compare(now, other, seen.known), _told(seen, now, turns=0, unsteady=False)
    if now == memory.told:
        return None, replace(seen, turns=0, before=None) if row >= _FORGOTTEN else seen
    change = compare(now, memory.told, memory.known)
    if change is None:  # a difference that nobody needs to hear of: healthy, and healthy but not cleared
        return None, replace(seen, told=now, known=now, before=None, turns=0)
    turns = memory.turns + 1 if now == memory.before else 0
    unsteady = turns >= _TURNS
    return ("unsteady" if unsteady else change), _told(seen, now, turns=turns, unsteady=unsteady)


def compare(now: Standing, told: Standing | None, known: Standing | None) -> ChangeKind | None:
    """What has changed since `told`; `known` is the last one told that was not unknown."""
    if now.state == "unknown":
        return "unknown"
    if told is not None and told.state == "unknown":
        if known is None:
            return "new" if now.codes else "checked"
        if now.codes == known.codes and now.severity == known.severity:
            return "checked"
        told = known
    if told is None or not told.codes:
        return "new" if now.codes else None
    if not now.codes:
        return "gone" if now.state == "healthy" else "better"
    before, after = set(told.codes), set(now.codes)
    if _RANK[now.severity] != _RANK[told.severity]:
        return "worse" if _RANK[now.severity] > _RANK[told.severity] else "better"
    if after < before:
        return "better"
    return "worse" if after > before else "new"


def _told(memory: Remembered, now: Standing, *, turns: int, unsteady: bool) -> Remembered:
    before = memory.before if now == memory.told else memory.told
    return replace(memory, told=now, known=_known(now) or memory.known, before=before, turns=turns, unsteady=unsteady)


def _known(now: Standing) -> Standing | None:
    return None if now.state == "unknown" else now
