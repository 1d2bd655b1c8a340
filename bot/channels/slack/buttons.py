"""What the buttons of a message do, for the one who presses: asked at the press whether this person may."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from bot.card import DiagnosisCard, masked
from bot.channels.slack.blocks import Block, Content
from bot.channels.slack.details import details
from bot.channels.slack.form import form
from bot.channels.slack.people import People
from bot.channels.slack.place import Place
from bot.channels.talk import Conversations, Writer, texts
from bot.errors import BotError, RemoteError
from bot.model import Deed, Language, Person, Request, Text

_LOG: Final = logging.getLogger("firstline.slack")
DEEDS: Final[Mapping[str, Deed]] = {
    "recheck": "ask", "choose": "ask", "form": "ask", "escalate": "escalate", "details": "raw", "reveal": "reveal",
}  # fmt: skip


class Outlet(Writer[Place, Content], Protocol):
    """What else Slack can show."""

    async def modal(self, trigger: str, view: Block) -> None:
        """A window for the one who pressed a button, `trigger` being the proof of it. Raises RemoteError."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """A pressed button: what, by whom, on which message, and the opaque id that it carries."""

    verb: str
    request_id: str
    rest: str  # the number of a choice
    person: Person
    event: str  # pressed twice by a person is twice; delivered twice by Slack is once
    place: Place
    trigger: str

    @classmethod
    def read(cls, body: Mapping[str, Any], people: People) -> Press:
        """From what Slack sends."""
        action, message = body["actions"][0], body.get("message") or {}
        pressed = str(action["action_id"])
        box = body.get("container") or {}
        request_id, _, rest = str(action.get("value", "")).partition("/")
        team = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
        user = str(body["user"]["id"])
        ts = str(message.get("ts") or box.get("message_ts", ""))
        return cls(
            verb="choose" if pressed.startswith("choose_") else pressed,
            request_id=request_id,
            rest=rest,
            person=people.person(team, user),
            event=f"{team}:{ts}:{pressed}:{action.get('action_ts', '')}:{user}",
            place=Place(
                # The Home tab is no channel: what is asked from there is answered to the asker alone.
                channel=(body.get("channel") or {}).get("id") or box.get("channel_id") or user,
                thread=message.get("thread_ts") if message.get("thread_ts") != ts else None,
                ts=ts or None,
                user=user,
            ),
            trigger=str(body.get("trigger_id", "")),
        )


class Buttons:
    """Gives what the one who pressed is told alone; None where the message says it."""

    def __init__(
        self, talks: Conversations[Place, Content], outlet: Outlet, *, language: Language, console: str | None
    ) -> None:
        self._talks, self._outlet, self._language, self._console = talks, outlet, language, console

    async def asks(self, press: Press) -> Request | Text | None:
        """A button that asks anew: the stored question, to be begun once Slack has its acknowledgement."""
        refusal = await self.refused(press.person, DEEDS[press.verb], press.request_id)
        if refusal is not None:
            return refusal
        place = press.place.under(press.person.id.rpartition(":")[2])
        if press.verb == "choose":
            return await self._talks.accept(press.rest, press.person, event=press.event, place=place)
        again = await self._talks.again(press.request_id, press.person, event=press.event, place=place)
        return again or texts.GONE

    async def pressed(self, press: Press) -> str | None:
        """Any other button. Never raises for what another system does."""
        door, deed = self._talks.door, DEEDS.get(press.verb)
        request = await self._talks.blocking(lambda: door.request(press.request_id))
        language = request.language if request else self._language
        if deed and (refusal := await self.refused(press.person, deed, request.id if request else None)):
            return refusal[language]
        try:
            told = await self._done(press, request, language)
        except RemoteError as error:
            _LOG.warning("a button: %s", error, extra={"request": press.request_id})
            return texts.NOT_DONE[language]
        return told[language] if told else None

    async def refused(self, person: Person, deed: Deed, request_id: str | None) -> Text | None:
        """Why this person may not, and whom to ask."""
        return await self._talks.blocking(partial(self._talks.door.refusal, person, deed, request_id))

    async def _done(self, press: Press, request: Request | None, language: Language) -> Text | None:
        door, person = self._talks.door, press.person
        if press.verb == "form":
            words = request.text if request else ""
            place = press.place.under(press.place.user) if press.place.ts else press.place
            await self._outlet.modal(press.trigger, form(language, str(place), words))
            return None
        if request is None:
            return texts.GONE
        match press.verb:
            case "escalate":
                return await self._escalate(press, request)
            case "details" | "reveal":
                return await self._details(press, request)
            case "helped" | "not_helped":
                helped = press.verb == "helped"
                await self._talks.blocking(lambda: door.helped(request.id, person, helped))
                return texts.GLAD if helped else texts.SORRY
            case "cancel":
                ended = await self._talks.blocking(lambda: door.cancel(request.id, person))
                return texts.CANCELLED if ended else texts.TOO_LATE
            case _:
                return None  # a link: Slack has opened it

    async def _escalate(self, press: Press, request: Request) -> Text | None:
        """Make the ticket, in the name of the one who pressed; its number comes on the message that everybody sees."""
        try:
            ticket = await self._talks.slowly(lambda: self._talks.door.escalate(request.id, press.person.id))
        except RemoteError:
            return texts.TICKET_LATER
        except BotError as error:
            return {"sv": str(error), "en": str(error)}
        if ticket is None:
            return texts.NOTHING_TO_ESCALATE
        await self._talks.refresh(request.id, press.place)
        return None

    async def _details(self, press: Press, request: Request) -> Text | None:
        """Everything the answer rests on, in a window that only the one who pressed sees."""
        door = self._talks.door
        card = await self._talks.blocking(lambda: door.card(request.id))
        if card is None:
            return texts.GONE
        await self._talks.blocking(lambda: door.record(press.person, DEEDS[press.verb], request.id))
        address = f"{self._console}/r/{request.id}/proof" if self._console else None
        await self._outlet.modal(press.trigger, details(await self._for(card, press), address))
        return None

    async def _for(self, card: DiagnosisCard, press: Press) -> DiagnosisCard:
        """Whole for those who may see it whole, though it was asked for in public."""
        if press.verb == "reveal" or not press.place.public:
            return card
        allowed = await self._talks.blocking(lambda: self._talks.door.allowed(press.person))
        return card if "reveal" in allowed.deeds else masked(card)
