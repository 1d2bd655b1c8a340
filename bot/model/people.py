"""Who asks or presses a button, what there is to be allowed, and what somebody sees on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from bot.model.vocabulary import Text

Deed = Literal[
    "ask",
    "escalate",  # make a ticket
    "raw",  # see what devices answered, as it stands
    "reveal",  # see addresses and users that are masked in public
    "check",  # begin a scheduled check by hand
    "audit",  # see who asked what
]
DEEDS: Final[tuple[Deed, ...]] = get_args(Deed)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody, by the ids that a channel vouches for. Names and mail addresses never decide anything."""

    id: str  # slack:T01:U07, teams:<tenant>:<object id>, console:anna, api, cli:anna
    groups: tuple[str, ...] = ()  # slack:T01:S09, teams:<tenant>:<group>, oidc:<group>
    guest: bool = False  # of another organisation


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What somebody may, all their teams together. None: everything of the kind."""

    deeds: frozenset[Deed]
    investigations: tuple[str, ...] | None = None
    sites: tuple[str, ...] | None = None
    team: tuple[str, ...] = ()  # the names of their teams


LineKind = Literal[
    "waiting",  # a question that has no answer yet
    "fault", "likely", "cleared", "unknown", "question", "told",  # as on its card
    "ticket",
    "worse", "new", "unsteady", "unchecked", "better", "checked", "gone",  # what a check found changed
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing on somebody's page: a question, a ticket, a change. Names and addresses stand in it unmasked."""

    request_id: str | None  # whose answer tells more; None: there is none, or none any more
    text: Text
    at: datetime  # UTC
    kind: LineKind
    url: str | None = None  # of the ticket's own system


@dataclass(frozen=True, kw_only=True)
class Board:
    """What somebody finds on their start page: newest first."""

    mine: tuple[Line, ...] = ()  # my latest questions
    team: tuple[Line, ...] = ()  # those of my teams, without mine
    tickets: tuple[Line, ...] = ()  # still open, of my teams and of scheduled checks
    changes: tuple[Line, ...] = ()  # what scheduled checks told today


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often a finding was the answer to a person, and what they said of it. Counts only, no persons."""

    code: str
    asked: int = 0
    helped: int = 0
    not_helped: int = 0
    escalated: int = 0


@dataclass(frozen=True, kw_only=True)
class Event:
    """One row of the audit log: who did what, about which question and device, when. Never a text that was written."""

    id: str  # sorts by time
    at: datetime  # UTC
    who: str  # a Person.id; "check" for scheduled checks
    event: str  # asked, refused, ran, answered, shown, ... (bot/store/audit.py names them all)
    request: str | None = None
    device: str | None = None
    detail: str | None = None  # commands, a root cause, a ticket's key


@dataclass(frozen=True, kw_only=True)
class EventQuery:
    """Which rows of the audit log are wanted; None: of all."""

    who: str | None = None
    device: str | None = None
    request: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included
