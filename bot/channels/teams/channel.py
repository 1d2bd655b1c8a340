"""The Teams channel: the SDK on a loop of its own, an outgoing webhook, or both."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from bot.channels.talk import Chat, Conversations, Endpoint, Sentence
from bot.channels.talk.chat import GRACE_S
from bot.channels.talk.form import Suggest
from bot.channels.teams.cards import Content, notice
from bot.channels.teams.connection import Adapter, replied
from bot.channels.teams.face import TeamsFace
from bot.channels.teams.place import Place, Refused
from bot.channels.teams.places import Places
from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.webhook import Webhook
from bot.errors import RemoteError, SettingsError
from bot.ports import FrontDoor

if TYPE_CHECKING:
    from microsoft_teams.api import InvokeResponse
    from microsoft_teams.apps.events import ActivityEvent

    from bot.channels.teams.connector import Connector
    from bot.channels.teams.listener import Listener

_LONGEST_PAUSE_S: Final = 300.0


class TeamsChannel(Chat[Place, Content]):
    """Teams behind a FrontDoor. Mount `endpoint` at /teams, start it, hand final answers to `send`.

    `sentence` puts a step of the work into words (None: nothing to show), `suggest` names places for a half-written
    one. `places` is the file of conversations it may speak in, `console` the address under
    which people reach the console, where they do. Loads the SDK only when it is started.
    """

    def __init__(
        self,
        front_door: FrontDoor,
        settings: TeamsSettings,
        *,
        sentence: Sentence,
        suggest: Suggest,
        places: Path,
        console: str | None = None,
    ) -> None:
        super().__init__("Teams", Refused)
        self._door, self._settings, self._sentence, self._suggest = front_door, settings, sentence, suggest
        self._places = Places(places)
        self._console = console
        self._webhook = Webhook(front_door, settings, console=console) if settings.webhook else None
        webhook = {"/webhook": self._webhooked} if self._webhook else {}
        self.endpoint = Endpoint({"/messages": self._dispatch, **webhook})
        self._adapter = Adapter()
        self._connector: Connector | None = None
        self._listener: Listener | None = None

    def start(self) -> None:
        """Return at once; a webhook needs nothing to be started."""
        if self._settings.bot is not None:
            super().start()

    def stop(self) -> None:
        super().stop()
        if self._webhook:
            self._webhook.close()

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        """A message of its own accord to a channel (its link or id). `more` ("and {count} more") is for lines left
        out."""
        content = notice(headline, lines, more, self._settings.language)
        self._tell(self._connector, self._places.find(place, self._settings.tenants[0]), content)

    # --- its own thread ----------------------------------------------------------------------------------------------

    def _load(self) -> None:
        from bot.channels.teams.sdk import load

        try:
            load()
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"{error.name} is missing. Install firstline[teams], then restart the service."
            ) from None

    async def _live(self, stopping: asyncio.Event) -> None:
        from bot.channels.teams.connector import Connector
        from bot.channels.teams.listener import Listener

        settings = self._settings
        connector = Connector(settings, self._adapter)
        await connector.open()
        face = TeamsFace(self._console)
        talks = Conversations(self._door, connector, face, sentence=self._sentence, pace_s=settings.pace_s)
        self._listener = Listener(settings, connector, talks, face, suggest=self._suggest, places=self._places)
        connector.app.server.on_request = self._heard
        self._talks, self._connector = talks, connector
        talks.open()
        looking = asyncio.create_task(self._look_in(connector))
        await stopping.wait()
        self._talks = self._connector = self._listener = None
        looking.cancel()
        await asyncio.wait([looking], timeout=GRACE_S)
        await talks.close(GRACE_S)
        await connector.close()

    async def _look_in(self, connector: Connector) -> None:
        """Teams comes to us; all there is to see is whether Microsoft gives us a token and its keys."""
        pause = shortest = min(1.0, self._settings.beat_s)
        while True:
            try:
                await connector.check()
                self._note(True, None)
                pause = shortest
                await asyncio.sleep(self._settings.beat_s)
            except (RemoteError, SettingsError) as error:
                self._note(False, str(error))
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _heard(self, event: ActivityEvent) -> InvokeResponse[Any]:
        """Called by the SDK for every call that is signed."""
        from microsoft_teams.api import InvokeResponse

        listener = self._listener
        if listener is None:
            return InvokeResponse(status=503)
        try:
            status, body = await listener.heard(event.body.model_dump(by_alias=True))
        except Exception:
            self._log.exception("an activity of Teams was not carried out")
            raise
        return InvokeResponse(status=status, body=body)

    async def _webhooked(self, body: bytes, headers: Mapping[str, str]) -> Response:
        assert self._webhook is not None
        return replied(*await self._webhook.heard(body, headers.get("authorization", "")))

    async def _dispatch(self, body: bytes, headers: Mapping[str, str]) -> Response | None:
        """What the SDK and we reply. None: not ready; Teams tries again."""
        return await self._over(self._dispatched(body, headers)) if self._listener else None

    async def _dispatched(self, body: bytes, headers: Mapping[str, str]) -> Response | None:
        connector = self._connector
        if connector is None:
            return None
        if not self._settings.playground:
            try:
                await connector.keys.hold()
            except RemoteError:
                return None  # whether it is signed cannot be told yet
        return await self._adapter.dispatch(body, headers)
