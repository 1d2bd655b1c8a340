"""How Slack shows the one message of a question. Pure."""

from __future__ import annotations

from typing import Final

from bot.card import DiagnosisCard, masked
from bot.channels.slack.blocks import Content, answered, under_way
from bot.channels.slack.place import Place
from bot.model import Request, Stage

CHANNEL: Final = "slack"


class SlackFace:
    """bot.channels.talk.Face in Block Kit."""

    channel = CHANNEL

    def place(self, reply_to: str | None) -> Place | None:
        return Place.parse(reply_to)

    def under_way(self, sentence: str, request: Request, place: Place, stage: Stage | None = None) -> Content:
        return under_way(sentence, request.language, request.id, place.asker, stage)

    def answered(self, card: DiagnosisCard, request_id: str, place: Place) -> Content:
        shown = masked(card) if place.public else card
        return answered(shown, request_id, place.asker, hidden=shown != card)
