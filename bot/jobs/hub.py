"""Live progress inside this process: whoever works on a request tells it here, whoever watches the request hears it.

Only those whom a piece of news concerns are woken: with one condition for all, a hundred waiting requests would wake at
every step of every other, and the acknowledgement of the next question would wait for the interpreter behind them.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.model import Progress

_KEPT: Final = 500  # readings whose steps are remembered; older ones are over long since
_LOOK_S: Final = 1.0  # how often a watcher looks into the store, when another process may have done the work
_HERE_S: Final = 15.0  # the same where this process does it, and wakes the watcher at the end


class Hub:
    """Steps by reading, and which requests wait for which reading. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: OrderedDict[str, list[Progress]] = OrderedDict()
        self._reading_of: OrderedDict[str, str] = OrderedDict()
        self._working: set[str] = set()
        self._signals: OrderedDict[str, None] = OrderedDict()
        self._waiting: defaultdict[str, list[threading.Event]] = defaultdict(list)  # by name of a signal
        self._following: defaultdict[str, list[threading.Event]] = defaultdict(list)  # by request
        self._closed = False

    def begin(self, request_id: str) -> None:
        """Somebody in this process works on the request from now on, or is about to."""
        with self._lock:
            self._working.add(request_id)

    def join(self, request_id: str, reading_id: str) -> None:
        """What is told of the reading concerns this request too."""
        with self._lock:
            self._reading_of[request_id] = reading_id
            while len(self._reading_of) > 2 * _KEPT:
                self._reading_of.popitem(last=False)
            _wake(self._following.get(request_id))

    def tell(self, reading_id: str, step: Progress) -> None:
        """One step of a reading."""
        with self._lock:
            self._steps.setdefault(reading_id, []).append(step)
            while len(self._steps) > _KEPT:
                self._steps.popitem(last=False)
            for request_id, followers in self._following.items():
                if self._reading_of.get(request_id) == reading_id:
                    _wake(followers)

    def end(self, request_id: str) -> None:
        """Nobody in this process works on the request any more."""
        with self._lock:
            self._working.discard(request_id)
            self._reading_of.pop(request_id, None)
            _wake(self._following.get(request_id))

    def signal(self, name: str) -> None:
        """It has happened: wake those who wait for `name`, and let those who come later not wait."""
        with self._lock:
            self._signals[name] = None
            while len(self._signals) > 4 * _KEPT:
                self._signals.popitem(last=False)
            _wake(self._waiting.get(name))

    def expect(self, name: str) -> None:
        """What happened under this name before does not count: it is about to happen anew."""
        with self._lock:
            self._signals.pop(name, None)

    def wait(self, name: str, seconds: float) -> None:
        """Until `name` has happened, or the time is up: the caller looks into the store in either case."""
        with self._called(self._waiting, name) as happened:
            with self._lock:
                if name in self._signals or self._closed:
                    return
            happened.wait(seconds)

    def follow(self, request_id: str, finished: Callable[[], bool]) -> Iterator[Progress]:
        """Where the request stands, then each step, then `done`. `finished` tells whether the store has the answer."""
        reading = ""
        told = -1  # the latest step is told at once: a page that opens late is not left blank
        looked_at = time.monotonic()
        with self._called(self._following, request_id) as news:
            while not self._closed:
                news.clear()
                with self._lock:
                    reading = self._reading_of.get(request_id, reading)
                    steps = self._steps.get(reading, [])
                    told = len(steps) - 1 if told < 0 else told
                    untold, told = steps[max(told, 0) :], len(steps)
                    here = request_id in self._working
                yield from untold
                if not here or time.monotonic() - looked_at > _HERE_S:
                    looked_at = time.monotonic()
                    if finished():
                        yield Progress(state="done")
                        return
                news.wait(_LOOK_S)

    def close(self) -> None:
        """Let all watchers go: the process ends, the request may be finished after the restart."""
        with self._lock:
            self._closed = True
            for called in (*self._waiting.values(), *self._following.values()):
                _wake(called)

    @contextmanager
    def _called(self, those: defaultdict[str, list[threading.Event]], name: str) -> Iterator[threading.Event]:
        """An event that is set whenever there is news under the name, for as long as the block lasts."""
        event = threading.Event()
        with self._lock:
            those[name].append(event)
        try:
            yield event
        finally:
            with self._lock:
                those[name].remove(event)
                if not those[name]:
                    del those[name]


def _wake(those: list[threading.Event] | None) -> None:
    for one in those or ():
        one.set()
