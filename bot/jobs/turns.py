"""Computing takes turns: parsers and rules of two visits at a time would only fight for the one interpreter.

What waits for a device costs nothing and is not limited here. But threads that compute are handed the interpreter one
after another, and the acknowledgement of the next question, which asks for it a dozen times, would wait behind each of
them each time. So one of them computes while the others stand in line, those of persons before those of checks, and
whoever asked first before others: of many questions at once the first are answered soon, instead of all of them late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from bot.store import Lane
from bot.store.line import Line

_BEFORE: Final[dict[Lane, int]] = {"interactive": 1, "background": 2}
_CALM_S: Final = 0.1  # nobody is held up for longer, however many come


class Turns:
    """One computes at a time, and nobody begins while a question is being taken in. Thread-safe, not to be nested."""

    def __init__(self) -> None:
        self.line = Line()
        self._lock = threading.Lock()
        self._coming = 0
        self._calm = threading.Event()
        self._calm.set()

    def of(self, lane: Lane, asked_at: datetime) -> Callable[[], AbstractContextManager[None]]:
        """What gives a turn to a question of this lane that was asked then: `with turn(): ...`."""
        return partial(self._turn, lane, asked_at)

    @contextmanager
    def first(self) -> Iterator[None]:
        """A question is being taken in: until the end of the block nobody begins to compute."""
        with self._lock:
            self._coming += 1
            self._calm.clear()
        try:
            yield
        finally:
            with self._lock:
                self._coming -= 1
                if not self._coming:
                    self._calm.set()

    def breathe(self) -> None:
        """Wait a moment where a question is being taken in."""
        self._calm.wait(_CALM_S)

    @contextmanager
    def _turn(self, lane: Lane, asked_at: datetime) -> Iterator[None]:
        with self.line.turn(_BEFORE[lane], asked_at):
            self.breathe()
            yield
