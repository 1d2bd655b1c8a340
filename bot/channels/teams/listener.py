"""What Teams tells us, sorted: a question, a pressed button, a search, a new place; and who is not let in."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from bot.channels.talk import Conversations, texts
from bot.channels.talk.form import Suggest
from bot.channels.teams import texts as own
from bot.channels.teams.activity import Heard, read_activity
from bot.channels.teams.buttons import CardButtons, CardPress, read_press
from bot.channels.teams.cards import Content, told
from bot.channels.teams.connector import Member
from bot.channels.teams.face import CHANNEL, TeamsFace
from bot.channels.teams.form import form_card, found
from bot.channels.teams.place import Place
from bot.channels.teams.places import Places
from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.threads import Threads
from bot.errors import RemoteError
from bot.model import Person, Text

_LOG: Final = logging.getLogger("firstline.teams")
_CARD: Final = "application/vnd.microsoft.card.adaptive"
_WORDS: Final = "application/vnd.microsoft.activity.message"
_KNOWN_S: Final = 3600.0  # how long we remember whether somebody is a guest
_MOST_KNOWN: Final = 5000
Response = tuple[int, object]  # HTTP status, and the body or None


class Outlet(Protocol):
    """What is asked of Teams here."""

    async def post(self, place: Place, content: Content) -> Place: ...

    def trusted(self, service: str) -> bool: ...

    async def member(self, place: Place, user: str) -> Member: ...

    async def groups(self, place: Place) -> tuple[str, ...]: ...


class Listener:
    """One activity at a time and many at once; for one event loop."""

    def __init__(
        self,
        settings: TeamsSettings,
        outlet: Outlet,
        talks: Conversations[Place, Content],
        face: TeamsFace,
        *,
        suggest: Suggest,
        places: Places,
    ) -> None:
        self._settings, self._outlet, self._talks = settings, outlet, talks
        self._suggest, self._places = suggest, places
        self._buttons = CardButtons(talks, face, language=settings.language)
        self._threads = Threads()
        self._guests: OrderedDict[str, tuple[bool, float]] = OrderedDict()

    async def heard(self, activity: Mapping[str, object]) -> Response:
        """Raises nothing that Teams could mend by sending it again."""
        heard = read_activity(activity)
        place = heard.place(heard.user or "")
        if heard.channel != "msteams" or place is None or not self._outlet.trusted(place.service):
            _LOG.warning("an activity from elsewhere than Teams was refused")
            return 403, None
        if place.tenant not in self._settings.tenants:
            _LOG.warning("an activity of another organisation was refused")
            return 403, None
        self._talks.soon(self._remember(heard, place))
        match heard.type:
            case "message" if heard.user:
                return await self._message(heard, place)
            case "invoke" if heard.user:
                return await self._invoked(heard, place)
            case "installationUpdate" if place.kind == "personal" and activity.get("action") == "add":
                self._talks.soon(self._posted(place, form_card(self._settings.language)))
        return 200, None  # reactions, edits, people who come and go: nothing to do

    async def _message(self, heard: Heard, place: Place) -> Response:
        refusal = await self._refusal(heard, place)
        if refusal is not None:
            self._talks.soon(self._posted(place, told(refusal, self._settings.language)))
            return 200, None
        press = await self._press(heard, place)
        if press is not None:  # a client that does not know Action.Execute
            self._talks.soon(self._posted(place, await self._submitted(press, place)))
            return 200, None
        if not heard.text:
            self._talks.soon(self._posted(place, form_card(self._settings.language)))
            return 200, None
        try:
            person = await self._person(heard, place)
            accept = partial(self._talks.accept, heard.text, person, event=heard.event, place=place)
            request = await accept(thread=self._threads.of(place, heard.event))
        except Exception:  # noqa: BLE001  (the asker is told, whatever it was)
            _LOG.exception("a question was not stored")
            self._talks.soon(self._posted(place, told(texts.NOT_SAVED, self._settings.language)))
            return 200, None
        self._talks.begin(request)
        return 200, None

    async def _submitted(self, press: CardPress, place: Place) -> Content:
        """What stands below the card then. Everybody reads it: what only one may see does not come here."""
        language = self._settings.language
        if place.public and press.verb in {"details", "reveal"}:
            return told(own.NOT_IN_PUBLIC, language)
        shown = await self._buttons.pressed(press)
        return told({"sv": shown, "en": shown}, language) if isinstance(shown, str) else shown

    async def _invoked(self, heard: Heard, place: Place) -> Response:
        if heard.name == "application/search":
            refusal = await self._refusal(heard, place)
            text = heard.value.get("queryText")
            places = found(text if isinstance(text, str) and refusal is None else "", self._suggest)
            return 200, {"statusCode": 200, **places}
        if heard.name != "adaptiveCard/action":
            return 501, None
        refusal = await self._refusal(heard, place)
        if refusal is not None:
            return _words(refusal[self._settings.language])
        press = await self._press(heard, place)
        if press is None:
            return _words(texts.GONE[self._settings.language])
        try:
            shown = await self._buttons.pressed(press)
        except Exception:  # noqa: BLE001  (the one who pressed is told, whatever it was)
            _LOG.exception("a button was not carried out", extra={"request": press.request_id})
            return _words(texts.NOT_DONE[self._settings.language])
        if isinstance(shown, str):
            return _words(shown)
        return 200, {"statusCode": 200, "type": _CARD, "value": shown.card}

    async def _press(self, heard: Heard, place: Place) -> CardPress | None:
        action = heard.value.get("action")
        given = action.get("data") if isinstance(action, dict) else heard.value
        if not isinstance(given, dict):
            return None
        person = await self._person(heard, place)
        return read_press(given, person=person, event=heard.event, place=replace(place, activity=heard.reply_to))

    async def _person(self, heard: Heard, place: Place) -> Person:
        """By ids that never change; in the team whose members alone can write here, and in the groups of Entra."""
        named = dict.fromkeys([heard.team_group, *await self._outlet.groups(place)])
        groups = tuple(f"{CHANNEL}:{place.tenant}:{one}" for one in named if one)
        return Person(id=_id(place), groups=groups)

    async def _refusal(self, heard: Heard, place: Place) -> Text | None:
        """Why this person is not let in; None: they are. Whom Teams does not vouch for just now is not."""
        guest = await self._is_guest(heard, place)
        if guest is None:
            return own.NOT_KNOWN
        if not guest:
            return None
        return await self._talks.refusal(Person(id=_id(place), guest=True), "ask") or texts.GUEST

    async def _is_guest(self, heard: Heard, place: Place) -> bool | None:
        """None: it cannot be told just now, and it was not told before."""
        key, now = f"{place.tenant} {place.user}", asyncio.get_running_loop().time()
        guest, known_at = self._guests.get(key, (None, 0.0))
        if guest is not None and now - known_at < _KNOWN_S:
            return guest
        try:
            member = await self._outlet.member(place, heard.sender or place.user)
        except RemoteError as error:
            _LOG.warning("Teams does not say who somebody is: %s", error)
            return guest
        guest = member.is_guest(self._settings.tenants)
        self._guests[key] = guest, now
        while len(self._guests) > _MOST_KNOWN:
            self._guests.popitem(last=False)
        return guest

    async def _remember(self, heard: Heard, place: Place) -> None:
        if place.kind != "personal":
            await self._talks.blocking(lambda: self._places.keep(place, heard.place_name))

    async def _posted(self, place: Place, content: Content) -> None:
        try:
            await self._outlet.post(place, content)
        except RemoteError as error:
            _LOG.warning("a word to the asker did not reach Teams: %s", error)


def _id(place: Place) -> str:
    return f"{CHANNEL}:{place.tenant}:{place.user}"


def _words(text: str) -> Response:
    return 200, {"statusCode": 200, "type": _WORDS, "value": text}
