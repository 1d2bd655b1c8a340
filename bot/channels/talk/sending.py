"""Hands what is to be said over to a chat's own loop, from other threads, and waits until the chat has taken it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Final

from bot.errors import RemoteError

_SEND_S: Final = 45.0  # the longest that a final answer may take, tries included; then the outbox tries again


class Sending:
    """`loop` is the chat's, once it has one. `refused` is what the chat raises where it answers, and says no."""

    def __init__(self, chat: str, refused: type[RemoteError]) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._chat, self._refused = chat, refused
        self._away = False  # at the last attempt
        self._trying = threading.Lock()

    def away(self) -> RemoteError:
        """What is raised while there is no connection."""
        return RemoteError(f"{self._chat} is not connected. The answer is kept and sent when it is.")

    def answer(self, showing: Callable[[], Coroutine[None, None, None]]) -> None:
        """Show an answer. While the chat is away one caller at a time finds out how long; the others fail at once."""
        alone = self._away and self._trying.acquire(blocking=False)
        if self._away and not alone:
            raise self.away()
        try:
            self.wait(showing())
            self._away = False
        except self._refused:
            self._away = False
            raise
        except RemoteError:
            self._away = True
            raise
        finally:
            if alone:
                self._trying.release()

    def wait(self, work: Coroutine[None, None, None]) -> None:
        """Until it is done. Raises RemoteError where the chat does not take it in time, or is being stopped."""
        if self.loop is None:
            work.close()
            raise self.away()
        try:
            running = asyncio.run_coroutine_threadsafe(work, self.loop)
        except RuntimeError:  # stopped meanwhile
            work.close()
            raise self.away() from None
        try:
            running.result(_SEND_S)
        except CancelledError:
            raise self.away() from None
        except TimeoutError:
            running.cancel()
            raise RemoteError(f"{self._chat} takes too long. The answer is kept and sent again.") from None
