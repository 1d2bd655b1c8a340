"""What the buttons of a message do, for the one who presses: asked at the press whether this person may."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal

from bot.card import DiagnosisCard, masked
from bot.channels.talk import texts
from bot.channels.talk.conversations import Conversations
from bot.channels.talk.message import C, P
from bot.errors import BotError, RemoteError
from bot.model import Deed, Language, Person, Request, Text

Verb = Literal[
    "ask", "form",  # the form, sent and asked for: each chat's own
    "back", "details", "reveal",  # the same answer seen otherwise, by the one who presses alone
    "recheck", "choose",  # a new question
    "escalate", "helped", "not_helped", "cancel",
]  # fmt: skip
_DEEDS: Final[Mapping[Verb, Deed]] = {
    "recheck": "ask", "choose": "ask", "escalate": "escalate", "details": "raw", "reveal": "reveal",
}  # fmt: skip
_TICKET_S: Final = 4.0  # the one who pressed is told so far; the ticket goes on being made

# A question to begin once the chat has its acknowledgement, a card or words for the one who pressed alone.
Outcome = Request | DiagnosisCard | str


@dataclass(frozen=True, kw_only=True)
class Press(Generic[P]):
    """A pressed button: what, by whom, on which message, and the opaque id that it carries."""

    verb: Verb
    request_id: str | None
    number: int | None = None  # of a choice
    person: Person
    event: str  # pressed twice by a person is twice; delivered twice by the chat is once
    place: P


class Buttons(Generic[P, C]):
    """Every button that works alike in all chats. `language` is for those whose question is not kept any more."""

    def __init__(self, talks: Conversations[P, C], *, language: Language) -> None:
        self._talks, self._language = talks, language
        self._log = logging.getLogger(f"firstline.{talks.face.channel}")

    async def pressed(self, press: Press[P]) -> Outcome:
        """Never raises: whatever went wrong, the one who pressed is told."""
        language = self._language
        try:
            request = await self._request(press)
            if request:
                language = request.language
            outcome = await self._refusal(press, request) or await self._done(press, request)
        except Exception:  # noqa: BLE001  (whatever it was)
            self._log.exception("a button was not carried out", extra={"request": press.request_id})
            outcome = texts.NOT_DONE
        return outcome[language] if isinstance(outcome, Mapping) else outcome

    async def _request(self, press: Press[P]) -> Request | None:
        number = press.request_id
        return await self._talks.blocking(lambda: self._talks.door.request(number)) if number else None

    async def _refusal(self, press: Press[P], request: Request | None) -> Text | None:
        deed = _DEEDS.get(press.verb)
        return await self._talks.refusal(press.person, deed, request.id if request else None) if deed else None

    async def _done(self, press: Press[P], request: Request | None) -> Request | DiagnosisCard | Text:
        if request is None:
            return texts.GONE
        door, person = self._talks.door, press.person
        match press.verb:
            case "choose" if press.number is not None:
                return await self._talks.accept(
                    str(press.number), person, event=press.event, place=press.place.anew(), thread=request.thread
                )
            case "recheck":
                again = self._talks.again(request.id, person, event=press.event, place=press.place.anew())
                return await again or texts.GONE
            case "back" | "details" | "reveal":
                return await self._card(press, request)
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
                return texts.GONE  # a button of an older version

    async def _card(self, press: Press[P], request: Request) -> DiagnosisCard | Text:
        """The answer as this person may see it; that it was opened is written down."""
        door, person = self._talks.door, press.person
        card = await self._talks.blocking(lambda: door.card(request.id))
        if card is None:
            return texts.GONE
        deed = _DEEDS.get(press.verb)
        if deed:
            await self._talks.blocking(lambda: door.record(person, deed, request.id))
        if press.verb == "details" and press.place.public:  # asked for in public, though shown to one person
            allowed = await self._talks.blocking(lambda: door.allowed(person))
            return card if "reveal" in allowed.deeds else masked(card)
        return card

    async def _escalate(self, press: Press[P], request: Request) -> Text:
        """Make the ticket, in the name of the one who pressed; its number comes on the message that everybody sees."""
        making = self._talks.soon(self._ticket(press, request))
        done, _ = await asyncio.wait([making], timeout=_TICKET_S)
        return making.result() if done else texts.TICKET_COMES

    async def _ticket(self, press: Press[P], request: Request) -> Text:
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
            self._log.warning("the ticket is not on the card yet: %s", error, extra={"request": request.id})
        return texts.TICKET_MADE
