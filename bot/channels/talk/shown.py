"""What of a card every chat shows: its sign, at most so many of each part, and which buttons stand below it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.card import CheckLine, DiagnosisCard, Proof
from bot.channels.talk import texts
from bot.channels.talk.buttons import Verb
from bot.model import Language

SIGNS: Final[dict[str, str]] = {  # kind of a card -> sign
    "fault": "🛑", "likely": "⚠️", "cleared": "✅", "unknown": "❔", "question": "❔", "told": "ℹ️",
}  # fmt: skip
MOST_PROOFS: Final = 2
_MOST_STEPS, _MOST_CHOICES = 5, 5
_ADDRESS: Final = re.compile(r"https?://[!-~]{1,990}")  # what a chat takes as an address; one refused costs the card
_QUOTES: Final[dict[Language, tuple[str, str]]] = {"sv": ("”", "”"), "en": ("“", "”")}
_MARKS: Final = {True: SIGNS["cleared"], False: SIGNS["fault"], None: SIGNS["unknown"]}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A button: what it says and does. With `url` it is a link, which nobody hears of."""

    label: str
    verb: Verb | None = None
    number: int | None = None  # of a choice
    url: str | None = None
    first: bool = False  # what is most likely wanted next


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """A proof with the device's own lines that have room."""

    proof: Proof
    lines: list[str]
    left_out: int  # lines that have none


def offers(card: DiagnosisCard, *, hidden: bool) -> tuple[list[Offer], list[Offer]]:
    """The buttons, and in a row of its own whether it helped, so that nobody presses that for something else.

    `hidden`: the card is masked, and a button shows what is behind to those who may see it.
    """
    language = card.language
    recheck = Offer(verb="recheck", label=texts.RECHECK[language])
    shown, judged = list[Offer](), list[Offer]()
    if card.kind == "question":
        shown = [Offer(verb="choose", label=line, number=number) for number, line in enumerate(choices(card), start=1)]
    elif card.rests_on_reading:
        if card.ticket and card.ticket.url and is_link(card.ticket.url):
            shown.append(Offer(label=card.ticket.key, url=card.ticket.url))
        elif not card.ticket and card.kind != "cleared":
            shown.append(Offer(verb="escalate", label=texts.ESCALATE[language], first=True))
        shown += [Offer(verb="details", label=texts.DETAILS[language]), recheck]
        judged = [
            Offer(verb="helped", label=texts.HELPED[language]),
            Offer(verb="not_helped", label=texts.NOT_HELPED[language]),
        ]
    elif card.recheck:
        shown.append(recheck)
    if hidden:
        shown.append(Offer(verb="reveal", label=texts.REVEAL[language]))
    return shown, judged


def locked(card: DiagnosisCard) -> str:
    """What a locked phone shows: no place and no equipment, which a question back names in its headline."""
    return f"{SIGNS[card.kind]} {card.outcome if card.kind == 'question' else card.headline}"


def is_link(url: str) -> bool:
    return bool(_ADDRESS.fullmatch(url))


def choices(card: DiagnosisCard) -> list[str]:
    """What a question back offers, numbered, in full: a button has room for a few words only."""
    return _numbered(card.choices[:_MOST_CHOICES])


def steps(card: DiagnosisCard) -> list[str]:
    return _numbered(card.do[:_MOST_STEPS])


def outcome(card: DiagnosisCard) -> str:
    """In words, with the time of the last reading."""
    return " · ".join(word for word in (card.outcome, card.at) if word)


def quoted(card: DiagnosisCard, words: str) -> str:
    """What is to be read aloud, as the card's language quotes it."""
    before, after = _QUOTES[card.language]
    return f"{before}{words}{after}"


def check_line(check: CheckLine) -> str:
    return f"{_MARKS[check.passed]} {check.text}"


def exhibits(
    card: DiagnosisCard, *, most: int, room: int, line: Callable[[str], str], cost: Callable[[str], int]
) -> list[Exhibit]:
    """As many proofs as may be shown, each with as many whole lines as have room; the decisive one first."""
    found: list[Exhibit] = []
    for proof in card.proof[:most]:
        lines, kept = [line(one) for one in proof.lines], list[str]()
        for one in lines:
            if cost(one) > room:
                break
            kept.append(one)
            room -= cost(one)
        found.append(Exhibit(proof=proof, lines=kept, left_out=len(lines) - len(kept)))
    return found


def visible(text: str) -> str:
    """Without control and direction characters, which a device or a person may have sent."""
    return "".join(sign if sign in "\n\t" or unicodedata.category(sign)[0] != "C" else " " for sign in text)


def _numbered(lines: Sequence[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
