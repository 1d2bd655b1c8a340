"""A lock that is handed on: to the lowest rank that waits, within a rank in the order of coming."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

Rank = tuple[Any, ...]  # of one line all alike, so that they can be compared


class Line:
    """One at a time; nobody overtakes. Thread-safe, not to be nested."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[Rank, int, threading.Event]] = []
        self._numbers = itertools.count()

    @contextmanager
    def turn(self, *rank: Any) -> Iterator[None]:
        """Waits for its turn, and hands it on at the end of the block."""
        mine: threading.Event | None = None
        with self._lock:
            if self._taken:
                mine = threading.Event()
                heapq.heappush(self._waiting, (rank, next(self._numbers), mine))
            self._taken = True
        if mine:
            mine.wait()
        try:
            yield
        finally:
            with self._lock:
                if self._waiting:
                    heapq.heappop(self._waiting)[2].set()
                else:
                    self._taken = False

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)
