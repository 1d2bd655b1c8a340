"""A chat as the service knows it: a thread with a loop of its own, started and forgotten; nothing else waits for it."""

from __future__ import annotations

import asyncio
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from bot.card import DiagnosisCard
from bot.channels.talk.conversations import Conversations
from bot.channels.talk.message import C, P, Writer
from bot.channels.talk.sending import Sending
from bot.errors import RemoteError, SettingsError
from bot.model import Request
from bot.ports import SystemState

GRACE_S: Final = 3.0  # what is being written may still be written when we stop
_T = TypeVar("_T")


class Chat(ABC, Generic[P, C]):
    """bot.ports.Sender. `refused` is what the chat raises where it answers, and says no."""

    def __init__(self, name: str, refused: type[RemoteError]) -> None:
        self._name = name
        self._log = logging.getLogger(f"firstline.{name.casefold()}")
        self._thread: threading.Thread | None = None
        self._stop_asked = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._talks: Conversations[P, C] | None = None  # while there is a connection, or was one
        self._sending = Sending(name, refused)
        self._working: bool | None = None
        self._since: datetime | None = None
        self.problem: str | None = None  # what stands in the way, in a sentence; None where nothing does

    def start(self) -> None:
        """Return at once; load, connect, and connect again, in the background."""
        self._thread = threading.Thread(target=self._run, name=self._name.casefold(), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being written, then let go. Requests under way are the service's to finish."""
        self._stop_asked.set()
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if loop and stopping and not loop.is_closed():
            loop.call_soon_threadsafe(stopping.set)
        if thread:
            thread.join(timeout=GRACE_S + 5)

    def state(self) -> SystemState:
        """Whether the chat answers, and since when; for the console's footer."""
        return SystemState(system="chat", working=self._working, since=self._since)

    def send(self, request: Request, card: DiagnosisCard) -> None:
        """The answer in its place, also that of a request from before a restart."""
        talks = self._talks
        if talks is None:
            raise self._sending.away()
        self._sending.answer(lambda: talks.show(request, card))

    # --- for the chats -----------------------------------------------------------------------------------------------

    @abstractmethod
    async def _live(self, stopping: asyncio.Event) -> None:
        """From start to stop, on the chat's own loop."""

    def _load(self) -> None:
        """What takes seconds, before there is a loop that somebody waits for. Raises SettingsError."""

    def _tell(self, writer: Writer[P, C] | None, place: P, content: C) -> None:
        """A message of its own accord."""
        if writer is None:
            raise self._sending.away()
        self._sending.wait(_posted(writer, place, content))

    async def _over(self, work: Coroutine[Any, Any, _T]) -> _T:
        """From the web server's loop to ours, and back with what came of it."""
        assert self._loop is not None
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _note(self, working: bool, problem: str | None) -> None:
        if working != self._working or problem != self.problem:
            self._log.log(logging.INFO if working else logging.WARNING, "%s: %s", self._name, problem or "connected")
        if working != self._working:
            self._since = datetime.now(UTC)
        self._working, self.problem = working, problem

    # --- its own thread ----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._load()
            asyncio.run(self._begun())
        except SettingsError as error:
            self._note(False, str(error))
        except Exception:  # noqa: BLE001  (the process goes on without this chat)
            self._log.exception("the %s channel ended", self._name)
            ended = f"the {self._name} channel ended by a fault of its own. See the log, then restart the service."
            self._note(False, ended)

    async def _begun(self) -> None:
        self._loop = self._sending.loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        if not self._stop_asked.is_set():
            await self._live(self._stopping)


async def _posted(writer: Writer[P, C], place: P, content: C) -> None:
    await writer.post(place, content)
