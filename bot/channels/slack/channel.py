"""The Slack channel: a thread with a loop of its own, started and forgotten; nothing else waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from bot.card import DiagnosisCard
from bot.channels.slack.blocks import Content, notice
from bot.channels.slack.connection import Endpoint, Reply, dispatched, hold_socket, keep, look_in
from bot.channels.slack.face import SlackFace
from bot.channels.slack.place import Place, Refused
from bot.channels.slack.settings import SlackSettings
from bot.channels.talk import Conversations, Sending, Sentence
from bot.channels.talk.form import Suggest
from bot.model import Request
from bot.ports import FrontDoor, SystemState

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.channels.slack.writer import SlackWriter

_LOG: Final = logging.getLogger("firstline.slack")
_GRACE_S: Final = 3.0


class SlackChannel:
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
        self._door, self._settings, self._sentence = front_door, settings, sentence
        self._suggest, self._console, self._zone = suggest, console, zone
        self.endpoint = Endpoint(self._dispatch)
        self._thread: threading.Thread | None = None
        self._stop_asked = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._app: AsyncApp | None = None
        self._talks: Conversations[Place, Content] | None = None
        self._writer: SlackWriter | None = None
        self._people: asyncio.Task[None] | None = None
        self._sending = Sending("Slack", Refused)
        self._working: bool | None = None
        self._since: datetime | None = None
        self.problem: str | None = None  # what stands in the way, in a sentence; None where nothing does
        # bolt and the SDK log whole payloads and a traceback a try; what matters is logged here, once per change.
        self._quiet = logging.getLogger("firstline.slack.sdk")
        self._quiet.setLevel(logging.CRITICAL + 1)

    def start(self) -> None:
        """Return at once; connect, and connect again, in the background."""
        self._thread = threading.Thread(target=self._run, name="slack", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being written, then let go. Requests under way are the service's to finish."""
        self._stop_asked.set()
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if loop and stopping and not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)
        if thread:
            thread.join(timeout=_GRACE_S + 5)

    def state(self) -> SystemState:
        """Whether Slack answers, and since when; for the console's footer."""
        return SystemState(system="chat", working=self._working, since=self._since)

    def send(self, request: Request, card: DiagnosisCard) -> None:
        """bot.ports.Sender: the answer in its place, also that of a request from before a restart."""
        talks = self._talks
        if talks is None:
            raise self._sending.away()
        self._sending.answer(lambda: talks.show(request, card))

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        """A message of its own accord to a channel (id or #name). `more` ("and {count} more") is for lines left out."""
        if self._writer is None:
            raise self._sending.away()
        content = notice(headline, lines, more)
        self._sending.wait(self._told(self._writer, Place(channel=place, user=place), content))

    # --- its own thread ----------------------------------------------------------------------------------------------

    async def _told(self, writer: SlackWriter, place: Place, content: Content) -> None:
        await writer.post(place, content)

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except Exception:  # noqa: BLE001  (the process goes on without Slack)
            _LOG.exception("the Slack channel ended")
            self._note(False, "the Slack channel ended by a fault of its own. See the log, then restart the service.")

    async def _live(self) -> None:
        self._loop = self._sending.loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        if self._stop_asked.is_set():
            return
        kept = asyncio.create_task(keep(self._attempt, self._note, self._settings.beat_s))
        await self._stopping.wait()
        talks, writer = self._talks, self._writer
        self._app = self._talks = self._writer = None
        ended = [kept, *([self._people] if self._people else [])]
        for one in ended:
            one.cancel()
        await asyncio.wait(ended, timeout=_GRACE_S)
        if talks:
            await talks.close(_GRACE_S)
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
        from bot.channels.slack.buttons import Buttons
        from bot.channels.slack.listeners import Desk, listening
        from bot.channels.slack.people import People
        from bot.channels.slack.writer import SlackWriter

        writer = SlackWriter(token, settings.api, self._quiet)
        talks = Conversations(self._door, writer, SlackFace(), sentence=self._sentence, pace_s=settings.pace_s)
        people = People(writer.groups)
        desk = Desk(
            settings=settings,
            writer=writer,
            talks=talks,
            buttons=Buttons(talks, writer, language=settings.language, console=self._console),
            people=people,
            suggest=self._suggest,
            zone=self._zone,
        )
        self._app = listening(desk, secret, self._quiet)
        self._writer, self._talks = writer, talks
        self._people = asyncio.create_task(people.keep())
        talks.open()

    async def _dispatch(self, body: bytes, headers: Mapping[str, str]) -> Reply | None:
        """On the web server's loop: hand over to ours and wait there for bolt's reply."""
        app, loop = self._app, self._loop
        if app is None or loop is None or self._settings.mode != "http":
            return None
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(dispatched(app, body, headers), loop))

    def _note(self, working: bool, problem: str | None) -> None:
        if working != self._working or problem != self.problem:
            _LOG.log(logging.INFO if working else logging.WARNING, "Slack: %s", problem or "connected")
        if working != self._working:
            self._since = datetime.now(UTC)
        self._working, self.problem = working, problem
