"""What the buttons of a card do, for the one who presses: asked at the press whether this person may."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast, get_args

from bot.card import DiagnosisCard, masked
from bot.channels.talk import Conversations, texts
from bot.channels.talk.form import question_of
from bot.channels.teams import texts as own
from bot.channels.teams.cards import Content, Verb
from bot.channels.teams.details import details
from bot.channels.teams.face import TeamsFace
from bot.channels.teams.place import Place
from bot.errors import BotError, RemoteError
from bot.model import Deed, Language, Person, Request, Text

_LOG: Final = logging.getLogger("firstline.teams")
_VERBS: Final = frozenset[str](get_args(Verb))
_DEEDS: Final[Mapping[Verb, Deed]] = {
    "ask": "ask", "choose": "ask", "recheck": "ask", "escalate": "escalate", "details": "raw", "reveal": "reveal",
}  # fmt: skip
_TICKET_S: Final = 4.0  # the one who pressed is told so far; the ticket goes on being made


@dataclass(frozen=True, kw_only=True)
class Press:
    """A pressed button: what, by whom, on which message."""

    verb: Verb
    request_id: str | None
    number: int | None
    fields: Mapping[str, object]  # of the form; else empty
    person: Person
    event: str  # pressed twice by a person is twice; delivered twice by Teams is once
    place: Place

    @classmethod
    def read(cls, given: Mapping[str, object], *, person: Person, event: str, place: Place) -> Press | None:
        """From what the button carries; None where it is none of ours."""
        verb, request_id, number = given.get("verb"), given.get("request"), given.get("number")
        if verb not in _VERBS:
            return None
        return cls(
            verb=cast("Verb", verb),
            request_id=request_id if isinstance(request_id, str) else None,
            number=number if isinstance(number, int) else None,
            fields=given,
            person=person,
            event=event,
            place=place,
        )


class Buttons:
    """Gives what the one who pressed sees then: a card in place of the old one, or a few words."""

    def __init__(self, talks: Conversations[Place, Content], face: TeamsFace, *, language: Language) -> None:
        self._talks, self._face, self._language = talks, face, language

    async def pressed(self, press: Press) -> Content | str:
        """Never raises for what another system does."""
        door = self._talks.door
        request_id = press.request_id
        request = await self._talks.blocking(lambda: door.request(request_id)) if request_id else None
        language = request.language if request else self._language
        deed = _DEEDS.get(press.verb)
        if deed:
            refusal = await self._talks.blocking(lambda: door.refusal(press.person, deed, request_id))
            if refusal is not None:
                return refusal[language]
        if press.verb == "ask":
            return (await self._ask(press))[language]
        if request is None:
            return texts.GONE[language]
        if press.verb in {"details", "reveal", "back"}:
            return await self._shown(press, request)
        return (await self._done(press, request))[language]

    async def _ask(self, press: Press) -> Text:
        question = question_of(press.fields)
        if question is None:
            return texts.NO_PLACE
        return await self._asked(question, press, thread=None)

    async def _asked(self, text: str, press: Press, *, thread: str | None) -> Text:
        place = press.place.anew(press.place.user)
        accepted = await self._talks.accept(text, press.person, event=press.event, place=place, thread=thread)
        self._talks.begin(accepted)
        return own.ASKED

    async def _done(self, press: Press, request: Request) -> Text:
        door, person = self._talks.door, press.person
        match press.verb:
            case "choose" if press.number is not None:
                return await self._asked(str(press.number), press, thread=request.thread)
            case "recheck":
                place = press.place.anew(press.place.user)
                again = await self._talks.again(request.id, person, event=press.event, place=place)
                if again is None:
                    return texts.GONE
                self._talks.begin(again)
                return own.READING_AGAIN
            case "escalate":
                return await self._escalate(press, request)
            case "helped" | "not_helped":
                helped = press.verb == "helped"
                await self._talks.blocking(lambda: door.helped(request.id, person, helped))
                return texts.GLAD if helped else texts.SORRY
            case "cancel":
                ended = await self._talks.blocking(lambda: door.cancel(request.id, person))
                return texts.CANCELLED if ended else texts.TOO_LATE
            case _:
                return texts.GONE

    async def _escalate(self, press: Press, request: Request) -> Text:
        """Make the ticket, in the name of the one who pressed; its number comes on the card that everybody sees."""
        making = self._talks.soon(self._ticket(press, request))
        done, _ = await asyncio.wait([making], timeout=_TICKET_S)
        return making.result() if done else own.TICKET_COMES

    async def _ticket(self, press: Press, request: Request) -> Text:
        try:
            ticket = await self._talks.slowly(lambda: self._talks.door.escalate(request.id, press.person.id))
        except RemoteError:
            return texts.TICKET_LATER
        except BotError as error:
            return {"sv": str(error), "en": str(error)}
        if ticket is None:
            return texts.NOTHING_TO_ESCALATE
        try:
            await self._talks.refresh(request.id, press.place)
        except RemoteError as error:
            _LOG.warning("the ticket is not on the card yet: %s", error, extra={"request": request.id})
        return own.TICKET_MADE

    async def _shown(self, press: Press, request: Request) -> Content | str:
        """A card that only the one who pressed sees."""
        door, person = self._talks.door, press.person
        card = await self._talks.blocking(lambda: door.card(request.id))
        if card is None:
            return texts.GONE[request.language]
        match press.verb:
            case "details":
                await self._talks.blocking(lambda: door.record(person, "raw", request.id))
                return details(await self._for(card, press), request.id, console=self._face.console)
            case "reveal":
                await self._talks.blocking(lambda: door.record(person, "reveal", request.id))
                return self._face.whole(card, request.id)
            case _:
                return self._face.answered(card, request.id, press.place)

    async def _for(self, card: DiagnosisCard, press: Press) -> DiagnosisCard:
        """Whole for those who may see it whole, though it was asked for in public."""
        if not press.place.public:
            return card
        allowed = await self._talks.blocking(lambda: self._talks.door.allowed(press.person))
        return card if "reveal" in allowed.deeds else masked(card)
