"""Who visits devices now: so many at once, one per device, and of those who wait whoever asked first.

More visits at once end no sooner, they would only fight for the one interpreter; and who waits for a device that is
being read keeps no place from others.
"""

from __future__ import annotations

import bisect
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime


class Closed(BaseException):
    """The service stops while somebody waits. No Exception: the engine must not note one as how the request ended."""


@dataclass(order=True)
class _Waiting:
    asked_at: datetime
    number: int
    holds: str = field(compare=False)
    turn: threading.Event = field(compare=False, default_factory=threading.Event)


class Visits:
    """One line for one kind of visitor. Thread-safe, not to be nested."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        self._held: set[str] = set()
        self._waiting: list[_Waiting] = []  # in order
        self._numbers = itertools.count()
        self._closed = False

    @contextmanager
    def admitted(self, holds: str, asked_at: datetime) -> Iterator[None]:
        """Nobody else holds the same until the end of the block. Raises Closed where the service stops before that."""
        mine = _Waiting(asked_at, next(self._numbers), holds)
        with self._lock:
            bisect.insort(self._waiting, mine)
            self._admit()
        mine.turn.wait()
        if self._closed:
            raise Closed
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(holds)
                self._admit()

    def close(self) -> None:
        """Nobody is admitted any more."""
        with self._lock:
            self._closed = True
            self._admit()

    def _admit(self) -> None:
        for one in list(self._waiting):
            if self._closed:
                one.turn.set()
            elif len(self._held) >= self._at_once:
                return
            elif one.holds not in self._held:
                self._held.add(one.holds)
                self._waiting.remove(one)
                one.turn.set()
