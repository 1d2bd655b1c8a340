"""The one border between the async edge and the plain, blocking house behind it: every call in goes through here."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Final, ParamSpec, TypeVar

import anyio
import anyio.to_thread

_P = ParamSpec("_P")
_T = TypeVar("_T")
_PULSE_S: Final = 15.0  # proxies close a connection that is silent for longer
_LOG: Final = logging.getLogger("firstline.web")


class Border:
    """Calls run in threads, a bounded number at once. What is followed has a thread of its own for as long as it lasts.

    Followers wait most of their time: if they shared the threads of calls, forty open pages would stop the forty-first
    question.
    """

    def __init__(self, *, calls: int = 24, followers: int = 400) -> None:
        self._calls = calls
        self._room: anyio.CapacityLimiter | None = None  # bound to the loop that first asks
        self._followers = threading.BoundedSemaphore(followers)
        self._endings: set[Callable[[], None]] = set()  # of the open streams; touched in the loop's thread only
        self._closed = False

    async def call(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """The function's result, computed in a thread."""
        if self._room is None:
            self._room = anyio.CapacityLimiter(self._calls)
        return await anyio.to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._room)

    async def follow(self, steps: Callable[[], Iterator[_T]]) -> AsyncIterator[_T | None]:
        """What the blocking iterator gives, as it comes; None as a sign of life while nothing comes."""
        if self._closed or not self._followers.acquire(blocking=False):
            return
        queue: asyncio.Queue[tuple[_T] | None] = asyncio.Queue()  # None: nothing more comes
        gone = threading.Event()
        end = partial(queue.put_nowait, None)
        loop = asyncio.get_running_loop()

        def pump() -> None:
            try:
                for step in steps():
                    if gone.is_set():
                        return
                    loop.call_soon_threadsafe(queue.put_nowait, (step,))
            except Exception:  # noqa: BLE001  (a thread has nobody above it; the page then asks for the answer)
                _LOG.exception("a stream of progress broke")
            finally:
                self._followers.release()
                with suppress(RuntimeError):  # the loop is closed: the server has stopped
                    loop.call_soon_threadsafe(end)

        self._endings.add(end)
        threading.Thread(target=pump, name="web-follower", daemon=True).start()
        try:
            while True:
                try:
                    taken = await asyncio.wait_for(queue.get(), _PULSE_S)
                except TimeoutError:
                    yield None
                    continue
                if taken is None:
                    return
                yield taken[0]
        finally:
            gone.set()
            self._endings.discard(end)

    def close(self) -> None:
        """End every stream, so that a server that stops does not wait for open pages. Call it in the loop's thread."""
        self._closed = True
        for end in self._endings:
            end()
