"""One answer as every channel shows it: words in the asker's language, in reading order, without any layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, Literal

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
    """One value that the answer rests on. Command, value and lines are the device's own, never translated.

    `field` is what the value is called, in words: None where the value says it all.
    """

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
    ruled_out: tuple[str, ...] = ()  # a line for each theme
    ruled_out_more: tuple[str, ...] = ()  # the rest, a click away
    would_change: tuple[str, ...] = ()
    recheck: str | None = None  # what to ask so that it is read now; None: the card's own question does that
    personal: tuple[str, ...] = ()  # addresses, users and computers of people, as they stand in the texts above
    labels: Labels


_HIDDEN: Final = "•"
_HEX: Final = "0123456789abcdefABCDEF"
_OURS: Final = frozenset({"language", "kind", "labels", "personal"})  # parts of a card that nothing was read into


def texts_of(card: DiagnosisCard) -> Iterator[str]:
    """Every text of a card that may hold what somebody said or a device answered."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _each_text(card, note)
    yield from found


def masked(card: DiagnosisCard) -> DiagnosisCard:
    """The card as everybody in a public channel may see it: what is `personal` keeps only what helps to tell it apart.

    An address of a network card keeps the half that names its maker, an IP address its network, a name its first
    letter.
    """
    if not card.personal:
        return card
    hidden: DiagnosisCard = _each_text(card, hider(card.personal))
    return replace(hidden, personal=())


def hider(personal: Iterable[str]) -> Callable[[str], str]:
    """Hides these values in a text, the longest first: one may stand within another."""
    values = sorted(personal, key=len, reverse=True)
    wanted = re.compile("|".join(_spelling(one) for one in values) or r"(?!)")
    return lambda text: wanted.sub(lambda found: _masked(found[0]), text)


def _each_text(part: Any, change: Callable[[str], str]) -> Any:
    """The same part of a card with every text in it changed."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_each_text(one, change) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = [one.name for one in fields(part) if one.name not in _OURS]
        return replace(part, **{name: _each_text(getattr(part, name), change) for name in names})
    return part


def _spelling(value: str) -> str:
    """A name counts as a whole word; an address wherever it stands (SEP001122334455)."""
    word = re.escape(value)
    return word if _digits(value) or _is_address(value) else rf"(?<!\w){word}(?!\w)"


def _masked(value: str) -> str:
    digits = _digits(value)
    if digits:  # a client id is a network card's address behind 01
        return _keep(value, 6 if digits == 12 else 8, _HEX)
    if _is_address(value):
        between = ":" if ":" in value else "."
        parts = value.split(between)
        hidden = len(parts) - 2 if between == "." else 1
        return between.join([*parts[:2], *[_HIDDEN] * hidden])
    return value[0] + _HIDDEN * 3


def _digits(value: str) -> int:
    """How many hexadecimal digits the address of a network card has, 0 where it is none."""
    bare = re.sub(r"[.:-]", "", value)
    return len(bare) if len(bare) in {12, 14} and all(sign in _HEX for sign in bare) else 0


def _is_address(value: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){3}|(?=.*:.*:)[0-9A-Fa-f:]{3,39}", value))


def _keep(value: str, most: int, counted: str) -> str:
    kept = 0
    signs = []
    for sign in value:
        kept += sign in counted
        signs.append(_HIDDEN if sign in counted and kept > most else sign)
    return "".join(signs)
