"""Computing takes turns: parsers and rules of two visits at a time would only fight for the one interpreter.

What waits for a device costs nothing and is not limited here. But threads that compute are handed the interpreter one
after another, and the acknowledgement of the next question, which asks for it a dozen times, would wait behind each of
them each time. So one of them computes while the others stand in line, those of persons before those of checks.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Final

from bot.store import Lane

_BEFORE: Final[dict[Lane, int]] = {"interactive": 1, "background": 2}


class Turns:
    """One computes at a time; within a lane in the order of asking. Thread-safe, not to be nested."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[int, int, threading.Event]] = []
        self._numbers = itertools.count()

    def of(self, lane: Lane) -> Callable[[], AbstractContextManager[None]]:
        """What gives a turn of this lane: `with turn(): ...`."""
        return partial(self._turn, lane)

    @contextmanager
    def _turn(self, lane: Lane) -> Iterator[None]:
        mine: threading.Event | None = None
        with self._lock:
            if self._taken:
                mine = threading.Event()
                heapq.heappush(self._waiting, (_BEFORE[lane], next(self._numbers), mine))
            self._taken = True
        if mine:
            mine.wait()
        try:
            yield
        finally:
            with self._lock:
                if self._waiting:
                    heapq.heappop(self._waiting)[2].set()  # handed on: nobody overtakes
                else:
                    self._taken = False
