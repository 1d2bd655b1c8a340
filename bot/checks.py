"""The nouns of scheduled checks: what is looked at, how it stands, and what has changed since it was last told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

from bot.model import Outcome, Severity, Text

State = Literal[
    "trouble",  # something is wrong for the people behind it, or about to be
    "healthy",  # cleared: every check that this rests on was made and passed
    "noted",  # read, and nothing is wrong; but it is not cleared either, a port that is switched off for instance
    "unknown",  # could not be told; never taken for healthy, and never for a fault
]
STATES: Final[tuple[State, ...]] = ("trouble", "healthy", "noted", "unknown")

ChangeKind = Literal[
    "new",  # trouble where there was none, or other trouble
    "worse",
    "better",  # less trouble, but not all is well
    "gone",  # healthy again
    "unknown",  # it could be checked before and cannot now, or never could
    "checked",  # it can be checked again, and stands as it did before
    "unsteady",  # goes back and forth; told once, then not until it settles
]
# What is told first.
CHANGES: Final[tuple[ChangeKind, ...]] = ("worse", "new", "unsteady", "unknown", "better", "checked", "gone")


@dataclass(frozen=True, kw_only=True)
class CheckTarget:
    """One thing that a check looks at: a device, or a port of it. `name` stays the same from one check to the next."""

    name: str
    device: str
    interface: str | None = None  # full name; None: the device itself
    room: str | None = None
    jack: str | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a target stands: what one check is compared with the next by. `codes` are those of its troubles, sorted."""

    state: State
    codes: tuple[str, ...] = ()
    severity: Severity = "unknown"  # of the worst trouble; ok or unknown where there is none


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """What was last told of a target, so that the same is not told again."""

    told: Standing
    known: Standing | None = None  # the last one told that was not unknown
    before: Standing | None = None  # the one told before `told`
    latest: Standing
    in_a_row: int = 1  # how often the latest was found, one check after the other; counted no further than needed
    turns: int = 0  # how often it went back to what was told before
    unsteady: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """What a check found at one target."""

    target: CheckTarget
    request: str | None  # its whole answer, with proof; None: not kept, nothing was told of it
    standing: Standing
    root_cause: str
    outcome: Outcome
    headline: Text
    at: datetime  # UTC
    change: ChangeKind | None = None  # since it was last told; None: as before, or not compared


@dataclass(frozen=True, kw_only=True)
class Firing:
    """One run of a schedule, or of a check by hand. `results` are those worth a look: changes, troubles, unknowns."""

    id: str
    schedule: str | None  # None: asked for by hand, of the targets that `title` names
    title: str
    due: datetime  # UTC; a schedule has one firing for one due time
    ended_at: datetime | None  # UTC; None while it runs
    total: int  # targets
    done: int  # targets that have a result
    counts: Mapping[State, int] = field(default_factory=dict)
    results: tuple[CheckResult, ...] = ()

    @property
    def changes(self) -> tuple[CheckResult, ...]:
        """What changed, in the order in which it is told."""
        changed = [one for one in self.results if one.change]
        return tuple(sorted(changed, key=lambda one: (CHANGES.index(one.change or "gone"), one.target.name)))


def check_document(firing: Firing) -> dict[str, object]:
    """A firing as the one JSON document of API and command line; `troubles` and `not_checked` hold changed ones too."""
    return {
        "id": firing.id,
        "schedule": firing.schedule,
        "title": firing.title,
        "due": _instant(firing.due),
        "state": "done" if firing.ended_at else "running",
        "ended_at": _instant(firing.ended_at) if firing.ended_at else None,
        "total": firing.total,
        "done": firing.done,
        "counts": {state: firing.counts.get(state, 0) for state in STATES},
        "changes": [_result(one) for one in firing.changes],
        "troubles": [_result(one) for one in firing.results if one.standing.state == "trouble"],
        "not_checked": [_result(one) for one in firing.results if one.standing.state == "unknown"],
    }


def _result(result: CheckResult) -> dict[str, object]:
    return {
        "target": vars(result.target),
        "change": result.change,
        "state": result.standing.state,
        "severity": result.standing.severity,
        "codes": list(result.standing.codes),
        "root_cause": result.root_cause,
        "outcome": result.outcome,
        "headline": dict(result.headline),
        "at": _instant(result.at),
        "request": result.request,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
