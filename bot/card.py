"""One answer as every channel shows it: words in the asker's language, in reading order, without any layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model import Language

# The sign that stands beside the outcome word. Shape, word and colour, always all three.
Kind = Literal[
    "fault",  # proven; octagon, red
    "likely",  # triangle, amber
    "cleared",  # round tick, green
    "unknown",  # dashed ring with a question mark, violet: neither alarming nor calming
    "question",  # something must be asked back first
    "told",  # no verdict at all: help, a refused wish
]


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What the parts of a card are called, in the card's language."""

    say: str
    ask: str
    first: str  # the guard, before step 1
    do: str
    owner: str
    ticket: str
    proof: str
    exactly: str  # the sentence with port, device and values
    found: str  # how and when the place was found
    also: str
    checks: str
    not_checked: str
    ruled_out: str
    would_change: str
    choices: str
    nothing_read: str  # stands where the proof would be
    more: str  # "and {count} more", where a channel has no room for all


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One value that the answer rests on. Command, field, value and lines are the device's own, never translated."""

    device: str
    command: str
    field: str | None
    value: str  # two samples of one field stand together: 5812 → 5818
    at: str  # local clock, HH:MM:SS
    lines: tuple[str, ...] = ()  # verbatim


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One thing that "cleared" rests on. None: it could not be told, and is never shown as healthy."""

    text: str
    passed: bool | None


@dataclass(frozen=True, kw_only=True)
class TicketLine:
    """The ticket in words, and where to open it if its system has pages."""

    key: str
    text: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class DiagnosisCard:
    """The one card behind Slack, Teams, console and terminal. The fields stand in the order in which they are read.

    None and () mean that the part is left out. `not_checked` is never folded away, and stands before `ruled_out`.
    """

    language: Language
    kind: Kind
    outcome: str  # the outcome in words
    at: str | None  # local clock of the last reading; None where nothing was read
    headline: str
    hit: str | None = None  # who or what it is about, one line
    say: str | None = None  # read aloud; the channel adds the quotation marks
    ask: str | None = None
    choices: tuple[str, ...] = ()  # of a question back, numbered from 1
    choose: str | None = None  # how to answer a question back
    guard: str | None = None  # stands before step 1, in black and white
    do: tuple[str, ...] = ()
    owner: str | None = None
    ticket: TicketLine | None = None
    proof: tuple[Proof, ...] = ()  # the decisive one first
    rests_on_reading: bool = True  # False: help, a question back; there is nothing to prove
    exactly: str | None = None
    found: str | None = None
    also: tuple[str, ...] = ()  # consequences, and independent findings
    checks: tuple[CheckLine, ...] = ()
    not_checked: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    labels: Labels
