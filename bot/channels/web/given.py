"""What the console is given by the house besides the front door: the desk's words, suggestions, examples, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, Protocol

from bot.card import DiagnosisCard
from bot.diagnosis.runbook import Library
from bot.model import Answer, Language, Progress, Text
from bot.settings import Phone

Sign = Literal["jack", "room", "switch", "ap", "find"]  # the small drawing beside a place


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A place that the text may mean, and what it leads to."""

    text: str  # the whole question, with the place written out
    sign: Sign
    name: str
    place: str = ""  # where it is and what is behind it, in names


@dataclass(frozen=True, kw_only=True)
class Example:
    """A question that the first page offers."""

    text: str
    about: str  # what kind of question it is
    sign: Sign


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One thing that the service stands on, as `firstline doctor` tells it."""

    about: Text
    mark: Literal["ok", "warn", "bad", "not set up"]
    said: Text
    do: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A schedule as the health page shows it."""

    name: str
    cron: str
    targets: int
    due: datetime  # UTC, the next time from when it was asked


class Rendered(Protocol):
    """An answer as text for a terminal of so many columns, in the language of its question, ending with a newline."""

    def __call__(self, answer: Answer, *, width: int, colour: bool, unicode: bool) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Given:
    """A channel may not import the desk, so what it shows is made by these. All are quick and pure."""

    document: Callable[[Answer], dict[str, object]]  # interfaces.md, the answer as JSON
    card: Callable[[Answer, Language, tzinfo], DiagnosisCard]  # in the language of the page, on the reader's clock
    progress: Callable[[Progress, Language], str | None]  # a step in words
    reason: Callable[[str, Language], str]  # why a login came to nothing, as an observation tells it
    text: Rendered  # for `firstline ask` and for curl
    suggest: Callable[[str], Sequence[Suggestion]]
    examples: Mapping[Language, Sequence[Example]]  # five of each
    zone: tzinfo  # of the clocks on pages, where the browser tells none
    library: Library  # the runbooks, for the pages about them
    checkup: Callable[[], Sequence[Looked]]  # what can be looked at without logging in to a device
    phones: Sequence[Phone] = ()  # whom to call when this is of no help
    schedules: Callable[[], Sequence[Planned]] = tuple  # what is checked by itself, and when next
