"""What is concluded, with its proof, and the answer that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.asking import Question, Request, Target, Understood
from bot.model.network import LinkEnd, Whereabouts
from bot.model.seeing import Observation, ReadRequest
from bot.model.vocabulary import Confidence, Group, Guard, Intent, Outcome, Severity, Text, Theme


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One value that a conclusion rests on, with the lines it stands on, verbatim."""

    device: str
    command: str
    field: str
    value: str
    lines: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Script:
    """The words of an answer for the person on the phone (read aloud, ask, do), in every language."""

    headline: Text
    say: Text
    ask: Text
    do: tuple[Text, ...]
    owner: Text


@dataclass(frozen=True, kw_only=True)
class Finding:
    code: str
    severity: Severity
    confidence: Confidence
    device: str
    component: str | None
    summary: Text
    evidence: tuple[Evidence, ...]
    advice: tuple[Text, ...]
    escalate_to: Group | None
    try_first: bool = False  # first line's own steps come first; the team when they did not help
    caused_by: str | None = None
    script: Script | None = None


@dataclass(frozen=True, kw_only=True)
class RuledOut:
    code: str
    because: Text
    evidence: tuple[Evidence, ...] = ()
    theme: Theme | None = None  # of its runbook
    news: bool = True  # all that it speaks of was read and had something to say; False: true, but nobody would tell it


@dataclass(frozen=True, kw_only=True)
class NotChecked:
    what: Text
    because: Literal["unreachable", "parse_failed", "unsupported", "timeout", "skipped"]
    detail: str | None = None
    command: str | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that "cleared" rests on: True made and fine, False not fine, None could not be told."""

    name: str
    passed: bool | None
    text: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What is wrong, how sure, the proof. Without timings: the same observations give the same diagnosis."""

    outcome: Outcome
    root_cause: str
    severity: Severity
    findings: tuple[Finding, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    checks: tuple[Check, ...] = ()
    would_change: tuple[Text, ...] = ()  # the readings that would change the verdict
    script: Script | None = None
    guard: Guard = "none"


@dataclass(frozen=True, kw_only=True)
class Reads:
    """What to read next, and what can be said so far."""

    requests: tuple[ReadRequest, ...]
    so_far: Diagnosis


Stage = Literal["locating", "found", "reading", "first_verdict", "second_reading", "done"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step of the work, as it happens; a channel edits its one message with it."""

    state: Stage
    target: Target | None = None
    done: int = 0  # answers read
    total: int = 0  # answers that are asked for so far
    wait_s: float = 0.0  # until the second reading
    diagnosis: Diagnosis | None = None  # what can be said so far


@dataclass(frozen=True, kw_only=True)
class TicketRef:
    system: str
    key: str
    url: str | None
    action: Literal["created", "updated", "none"]


@dataclass(frozen=True, kw_only=True)
class Timings:
    total_s: float
    device_s: float
    parse_s: float


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An earlier answer about a target, in short."""

    request: str  # its id
    at: datetime  # UTC, of its last reading
    target: Target
    outcome: Outcome
    root_cause: str
    component: str | None = None  # the port that the root cause is about
    headline: Text


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is stored about a target, told where nothing was read anew."""

    earlier: tuple[Earlier, ...]  # at least one, the latest reading first
    log: tuple[str, ...] = ()  # messages of the device about exactly this target, as printed, newest first; redacted
    names: tuple[str, ...] = ()  # users and computers of people that stand in `log`


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Everything that a channel shows and the JSON document holds (interfaces.md, the answer as JSON)."""

    request: Request
    intent: Intent
    target: Target
    understood: Understood
    question: Question | None
    diagnosis: Diagnosis | None
    observations: tuple[Observation, ...]
    ticket: TicketRef | None
    timings: Timings
    may: tuple[Text, ...] = ()  # of a help text: what this person may
    whereabouts: tuple[Whereabouts, ...] = ()  # of the devices that it speaks of, as far as the inventory tells
    past: Past | None = None  # told instead of a diagnosis
    also: tuple[Understood, ...] = ()  # further places that the question names; none of them was looked at
    far_end: LinkEnd | None = None  # of the cable that the root cause is about, where that is known
