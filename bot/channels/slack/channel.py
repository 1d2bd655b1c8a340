"""The Slack channel: bolt on a loop of its own, over a socket that is opened again and again, or over HTTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from starlette.responses import Response

from bot.channels.slack.blocks import Content, notice
from bot.channels.slack.connection import dispatched, hold_socket, keep, look_in
from bot.channels.slack.face import SlackFace
from bot.channels.slack.place import Place, Refused
from bot.channels.slack.settings import SlackSettings
from bot.channels.talk import Buttons, Chat, Conversations, Endpoint, Sentence
from bot.channels.talk.chat import GRACE_S
from bot.channels.talk.form import Suggest
from bot.ports import FrontDoor

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.channels.slack.writer import SlackWriter


class SlackChannel(Chat[Place, Content]):
    """Slack behind a FrontDoor. Start it, mount `endpoint` at /slack in mode http, hand final answers to `send`.

    `sentence` puts a step of the work into words (None: nothing to show), `suggest` gives the places that a few typed
    characters may mean, `console` is the address under which people reach the console, where they do, and `zone` that
    of the clocks on the Home tab. Loads bolt only when it is started.
    """

    def __init__(
        self,
        front_door: FrontDoor,
        settings: SlackSettings,
        *,
        sentence: Sentence,
        suggest: Suggest,
        console: str | None = None,
        zone: tzinfo = UTC,
    ) -> None:
        super().__init__("Slack", Refused)
        self._door, self._settings, self._sentence = front_door, settings, sentence
        self._suggest, self._console, self._zone = suggest, console, zone
        self.endpoint = Endpoint({"/events": self._dispatch})
        self._app: AsyncApp | None = None
        self._writer: SlackWriter | None = None
        self._people: asyncio.Task[None] | None = None
        # bolt and the SDK log whole payloads and a traceback a try; what matters is logged here, once per change.
        self._quiet = logging.getLogger("firstline.slack.sdk")
        self._quiet.setLevel(logging.CRITICAL + 1)

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        """A message of its own accord to a channel (id or #name). `more` ("and {count} more") is for lines left out."""
        self._tell(self._writer, Place(channel=place, user=place), notice(headline, lines, more))

    # --- its own thread ----------------------------------------------------------------------------------------------

    async def _live(self, stopping: asyncio.Event) -> None:
        kept = asyncio.create_task(keep(self._attempt, self._note, self._settings.beat_s))
        await stopping.wait()
        talks, writer = self._talks, self._writer
        self._app = self._talks = self._writer = None
        ended = [kept, *([self._people] if self._people else [])]
        for one in ended:
            one.cancel()
        await asyncio.wait(ended, timeout=GRACE_S)
        if talks:
            await talks.close(GRACE_S)
        if writer:
            await writer.close()

    async def _attempt(self) -> None:
        """One life of the connection. What is said in Slack outlives it."""
        settings = self._settings
        if self._app is None:
            self._open(settings)
        assert self._app is not None
        assert self._writer is not None
        await self._writer.check()
        if settings.mode == "socket":
            assert settings.app_token is not None
            await hold_socket(self._app, settings.app_token.read(), settings, self._quiet, self._note)
        else:
            await look_in(self._writer.check, self._note, settings.beat_s)

    def _open(self, settings: SlackSettings) -> None:
        """Read the secrets and load bolt. Raises SettingsError while a secret is not there."""
        token = settings.bot_token.read()
        secret = settings.signing_secret.read() if settings.mode == "http" and settings.signing_secret else "unused"
        from bot.channels.slack.listeners import Desk, listening
        from bot.channels.slack.people import People
        from bot.channels.slack.writer import SlackWriter

        writer = SlackWriter(token, settings.api, self._quiet, plans=settings.progress == "plan")
        talks = Conversations(self._door, writer, SlackFace(), sentence=self._sentence, pace_s=settings.pace_s)
        people = People(writer.groups)
        desk = Desk(
            settings=settings,
            writer=writer,
            talks=talks,
            buttons=Buttons(talks, language=settings.language),
            console=self._console,
            people=people,
            suggest=self._suggest,
            zone=self._zone,
        )
        self._app = listening(desk, secret, self._quiet)
        self._writer, self._talks = writer, talks
        self._people = asyncio.create_task(people.keep())
        talks.open()

    async def _dispatch(self, body: bytes, headers: Mapping[str, str]) -> Response | None:
        """What bolt replies. None: not ready; Slack delivers an event again."""
        app = self._app
        return await self._over(dispatched(app, body, headers)) if app and self._settings.mode == "http" else None
