"""What the one who presses a button of a card sees then: a card in place of the old one, or a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast, get_args

from bot.card import DiagnosisCard
from bot.channels.talk import Buttons, Conversations, Press, texts
from bot.channels.talk.buttons import Verb
from bot.channels.talk.form import question_of
from bot.channels.teams import texts as own
from bot.channels.teams.cards import Content
from bot.channels.teams.details import details
from bot.channels.teams.face import TeamsFace
from bot.channels.teams.place import Place
from bot.model import Language, Person, Request

_VERBS: Final = frozenset[str](get_args(Verb))


@dataclass(frozen=True, kw_only=True)
class CardPress(Press[Place]):
    """A pressed button of a card, with the fields of the form where it is the form's own."""

    fields: Mapping[str, object]


def read_press(given: Mapping[str, object], *, person: Person, event: str, place: Place) -> CardPress | None:
    """From what the button carries; None where it is none of ours."""
    verb, request_id, number = given.get("verb"), given.get("request"), given.get("number")
    if verb not in _VERBS:
        return None
    return CardPress(
        verb=cast("Verb", verb),
        request_id=request_id if isinstance(request_id, str) else None,
        number=number if isinstance(number, int) else None,
        fields=given,
        person=person,
        event=event,
        place=place,
    )


class CardButtons:
    """Teams wants something to show for every press, a new question too."""

    def __init__(self, talks: Conversations[Place, Content], face: TeamsFace, *, language: Language) -> None:
        self._talks, self._face, self._language = talks, face, language
        self._buttons = Buttons(talks, language=language)

    async def pressed(self, press: CardPress) -> Content | str:
        """Raises only where a question of the form could not be stored."""
        if press.verb == "ask":
            return await self._ask(press)
        outcome = await self._buttons.pressed(press)
        if isinstance(outcome, Request):
            self._talks.begin(outcome)
            return (own.READING_AGAIN if press.verb == "recheck" else own.ASKED)[outcome.language]
        if isinstance(outcome, DiagnosisCard):
            return self._shown(press, outcome)
        return outcome

    async def _ask(self, press: CardPress) -> str:
        refusal = await self._talks.refusal(press.person, "ask")
        if refusal is not None:
            return refusal[self._language]
        question = question_of(press.fields)
        if question is None:
            return texts.NO_PLACE[self._language]
        asked = await self._talks.accept(question, press.person, event=press.event, place=press.place.anew())
        self._talks.begin(asked)
        return own.ASKED[asked.language]

    def _shown(self, press: CardPress, card: DiagnosisCard) -> Content:
        """A card that only the one who pressed sees."""
        number = press.request_id or ""
        match press.verb:
            case "details":
                return details(card, number, console=self._face.console)
            case "reveal":
                return self._face.whole(card, number)
            case _:
                return self._face.answered(card, number, press.place)
