"""How Teams shows the one message of a question. Pure."""

from __future__ import annotations

from typing import Final

from bot.card import DiagnosisCard, masked
from bot.channels.teams.cards import Content, answered, under_way
from bot.channels.teams.form import form
from bot.channels.teams.place import Place
from bot.model import Request, Stage

CHANNEL: Final = "teams"


class TeamsFace:
    """bot.channels.talk.Face in Adaptive Cards. `console` is the address for links; None: no links."""

    channel = CHANNEL

    def __init__(self, console: str | None) -> None:
        self.console = console

    def place(self, reply_to: str | None) -> Place | None:
        return Place.parse(reply_to)

    def under_way(self, sentence: str, request: Request, place: Place, stage: Stage | None = None) -> Content:
        return under_way(sentence, request.language, request.id)

    def answered(self, card: DiagnosisCard, request_id: str, place: Place) -> Content:
        shown = masked(card) if place.public else card
        more = form(card.language, request_id) if card.kind == "question" else ()
        return answered(shown, request_id, hidden=shown != card, console=self.console, more=more)

    def whole(self, card: DiagnosisCard, request_id: str) -> Content:
        """For one person alone, who may see it."""
        return answered(card, request_id, console=self.console)
