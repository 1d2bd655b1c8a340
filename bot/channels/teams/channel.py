"""The Teams channel: a thread with a loop of its own, started and forgotten; nothing else waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.card import DiagnosisCard
from bot.channels.talk import Conversations, Sending, Sentence
from bot.channels.talk.form import Suggest
from bot.channels.teams.cards import Content, notice
from bot.channels.teams.connection import Adapter, Endpoint, Headers, Reply
from bot.channels.teams.face import TeamsFace
from bot.channels.teams.place import Place, Refused
from bot.channels.teams.places import Places
from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.webhook import Webhook
from bot.errors import RemoteError, SettingsError
from bot.model import Request
from bot.ports import FrontDoor, SystemState

if TYPE_CHECKING:
    from microsoft_teams.api import InvokeResponse
    from microsoft_teams.apps.events import ActivityEvent

    from bot.channels.teams.connector import Connector
    from bot.channels.teams.listener import Listener

_LOG: Final = logging.getLogger("firstline.teams")
_GRACE_S: Final = 3.0
_LONGEST_PAUSE_S: Final = 300.0


class TeamsChannel:
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
        self._door, self._settings, self._sentence, self._suggest = front_door, settings, sentence, suggest
        self._places = Places(places)
        self._console = console
        self._webhook = Webhook(front_door, settings, console=console) if settings.webhook else None
        self.endpoint = Endpoint(self._dispatch, self._webhook.heard if self._webhook else None)
        self._adapter = Adapter()
        self._thread: threading.Thread | None = None
        self._stop_asked = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._talks: Conversations[Place, Content] | None = None
        self._connector: Connector | None = None
        self._listener: Listener | None = None
        self._sending = Sending("Teams", Refused)
        self._working: bool | None = None
        self._since: datetime | None = None
        self.problem: str | None = None  # what stands in the way, in a sentence; None where nothing does

    def start(self) -> None:
        """Return at once; load, connect, and look again, in the background."""
        if self._settings.bot is None:
            return  # a webhook needs none of that
        self._thread = threading.Thread(target=self._run, name="teams", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being written, then let go. Requests under way are the service's to finish."""
        self._stop_asked.set()
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if loop and stopping and not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)
        if thread:
            thread.join(timeout=_GRACE_S + 5)
        if self._webhook:
            self._webhook.close()

    def state(self) -> SystemState:
        """Whether Teams answers, and since when; for the console's footer."""
        return SystemState(system="chat", working=self._working, since=self._since)

    def send(self, request: Request, card: DiagnosisCard) -> None:
        """bot.ports.Sender: the answer in its place, also that of a request from before a restart."""
        talks = self._talks
        if talks is None:
            raise self._sending.away()
        self._sending.answer(lambda: talks.show(request, card))

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        """A message of its own accord to a channel (its link or id). `more` ("and {count} more") is for lines left
        out."""
        if self._connector is None:
            raise self._sending.away()
        content = notice(headline, lines, more, self._settings.language)
        self._sending.wait(self._told(self._connector, self._places.find(place, self._settings.tenants[0]), content))

    # --- its own thread ----------------------------------------------------------------------------------------------

    async def _told(self, connector: Connector, place: Place, content: Content) -> None:
        await connector.post(place, content)

    def _run(self) -> None:
        try:
            from bot.channels.teams.sdk import load

            load()  # seconds of importing, before there is a loop that somebody waits for
            asyncio.run(self._live())
        except ModuleNotFoundError as error:
            self._note(False, f"{error.name} is missing. Install firstline[teams], then restart the service.")
        except Exception:  # noqa: BLE001  (the process goes on without Teams)
            _LOG.exception("the Teams channel ended")
            self._note(False, "the Teams channel ended by a fault of its own. See the log, then restart the service.")

    async def _live(self) -> None:
        from bot.channels.teams.connector import Connector
        from bot.channels.teams.listener import Listener

        self._loop = self._sending.loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        if self._stop_asked.is_set():
            return
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
        await self._stopping.wait()
        self._talks = self._connector = self._listener = None
        looking.cancel()
        await asyncio.wait([looking], timeout=_GRACE_S)
        await talks.close(_GRACE_S)
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
            _LOG.exception("an activity of Teams was not carried out")
            raise
        return InvokeResponse(status=status, body=body)

    async def _dispatch(self, body: bytes, headers: Headers) -> Reply | None:
        """On the web server's loop: hand over to ours and wait there for the reply."""
        loop = self._loop
        if self._listener is None or loop is None:
            return None
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._dispatched(body, headers), loop))

    async def _dispatched(self, body: bytes, headers: Headers) -> Reply | None:
        connector = self._connector
        if connector is None:
            return None
        if not self._settings.playground:
            try:
                await connector.keys.hold()
            except RemoteError:
                return None  # whether it is signed cannot be told yet
        return await self._adapter.dispatch(body, headers)

    def _note(self, working: bool, problem: str | None) -> None:
        if working != self._working or problem != self.problem:
            _LOG.log(logging.INFO if working else logging.WARNING, "Teams: %s", problem or "connected")
        if working != self._working:
            self._since = datetime.now(UTC)
        self._working, self.problem = working, problem
