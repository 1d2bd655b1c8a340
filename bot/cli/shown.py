"""An answer as a terminal shows it, with a word on the ticket that should be there and is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import Final, Literal

from bot.card import TicketLine
from bot.channels.terminal import render
from bot.desk.card import card
from bot.model import Answer, Language

Missing = Literal[
    "down",  # the ticket system did not answer; nobody tries again
    "refused",  # the ticket system does not take us; nobody tries again
    "kept",  # the service makes it as soon as it can
]

_MISSING: Final[dict[Missing, dict[Language, str]]] = {
    "down": {
        "sv": "Inget ärende är skapat: ärendesystemet svarar inte. Skapa det själv med texten härifrån, eller fråga "
        "igen om en stund.",
        "en": "No ticket was made: the ticket system does not answer. Make it yourself from this text, or ask again "
        "in a while.",
    },
    "refused": {
        "sv": "Inget ärende är skapat: ärendesystemet släpper inte in firstline. Skapa det själv med texten härifrån; "
        "'firstline doctor' säger vad som ska lagas.",
        "en": "No ticket was made: the ticket system does not let firstline in. Make it yourself from this text; "
        "'firstline doctor' says what to mend.",
    },
    "kept": {
        "sv": "Ärendet är inte skapat än: ärendesystemet svarar inte. Det är sparat och skapas av sig självt.",
        "en": "The ticket is not made yet: the ticket system does not answer. It is kept and is made by itself.",
    },
}


def as_text(
    answer: Answer, zone: tzinfo, *, width: int, colour: bool, unicode: bool, missing: Missing | None = None
) -> str:
    """The card of an answer as text."""
    shown = card(answer, zone)
    if missing and shown.ticket is None:
        shown = replace(shown, ticket=TicketLine(key="", text=without_ticket(missing, shown.language)))
    return render(shown, width=width, colour=colour, unicode=unicode)


def without_ticket(missing: Missing, language: Language) -> str:
    """Why there is no ticket, and what to do."""
    return _MISSING[missing][language]
