"""Live progress inside this process: whoever works on a request tells it here, whoever watches the request hears it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Final

from bot.model import Progress

_KEPT: Final = 500  # readings whose steps are remembered; older ones are over long since
_LOOK_S: Final = 1.0  # how often a watcher looks into the store, when another process may have done the work


class Hub:
    """Steps by reading, and which requests wait for which reading. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._steps: OrderedDict[str, list[Progress]] = OrderedDict()
        self._reading_of: OrderedDict[str, str] = OrderedDict()
        self._working: set[str] = set()
        self._signals: OrderedDict[str, None] = OrderedDict()
        self._version = 0
        self._closed = False

    def begin(self, request_id: str) -> None:
        """Somebody in this process works on the request from now on."""
        with self._changed:
            self._working.add(request_id)

    def join(self, request_id: str, reading_id: str) -> None:
        """What is told of the reading concerns this request too."""
        with self._changed:
            self._reading_of[request_id] = reading_id
            while len(self._reading_of) > 2 * _KEPT:
                self._reading_of.popitem(last=False)
            self._tell_all()

    def tell(self, reading_id: str, step: Progress) -> None:
        """One step of a reading."""
        with self._changed:
            self._steps.setdefault(reading_id, []).append(step)
            while len(self._steps) > _KEPT:
                self._steps.popitem(last=False)
            self._tell_all()

    def end(self, request_id: str) -> None:
        """Nobody in this process works on the request any more."""
        with self._changed:
            self._working.discard(request_id)
            self._reading_of.pop(request_id, None)
            self._tell_all()

    def signal(self, name: str) -> None:
        """It has happened: wake those who wait for `name`, and let those who come later not wait."""
        with self._changed:
            self._signals[name] = None
            while len(self._signals) > 4 * _KEPT:
                self._signals.popitem(last=False)
            self._tell_all()

    def expect(self, name: str) -> None:
        """What happened under this name before does not count: it is about to happen anew."""
        with self._changed:
            self._signals.pop(name, None)

    def wait(self, name: str, seconds: float) -> None:
        """Until `name` has happened, or the time is up: the caller looks into the store in either case."""
        until = time.monotonic() + seconds
        with self._changed:
            while name not in self._signals and not self._closed and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)

    def follow(self, request_id: str, finished: Callable[[], bool]) -> Iterator[Progress]:
        """Where the request stands, then each step, then `done`. `finished` tells whether the store has the answer."""
        reading = ""
        told = -1  # the latest step is told at once: a page that opens late is not left blank
        while not self._closed:
            with self._changed:
                reading = self._reading_of.get(request_id, reading)
                steps = self._steps.get(reading, [])
                told = len(steps) - 1 if told < 0 else told
                news, told, seen = steps[max(told, 0) :], len(steps), self._version
                here = request_id in self._working
            yield from news
            if not here and finished():
                yield Progress(state="done")
                return
            with self._changed:
                self._changed.wait_for(lambda seen=seen: self._version != seen, _LOOK_S)  # type: ignore[misc]

    def _tell_all(self) -> None:
        self._version += 1
        self._changed.notify_all()

    def close(self) -> None:
        """Let all watchers go: the process ends, the request may be finished after the restart."""
        with self._changed:
            self._closed = True
            self._tell_all()
