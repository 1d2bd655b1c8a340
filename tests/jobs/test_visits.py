"""Who visits devices when: one per device, so many at once, whoever asked first before others, nobody after the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue

import pytest

from bot.jobs.visits import Closed, Visits
from tests.jobs.parts import until

LONG_S = 30.0
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Visitors:
    """Threads that visit and stay until they are let go, and who is there."""

    def __init__(self, at_once: int) -> None:
        self.visits = Visits(at_once)
        self.there: SimpleQueue[str] = SimpleQueue()
        self.left: SimpleQueue[str] = SimpleQueue()
        self._go: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def come(self, name: str, device: str, asked: int) -> None:
        self._go[name] = threading.Event()
        self._threads.append(threading.Thread(target=self._visit, args=(name, device, asked), daemon=True))
        self._threads[-1].start()

    def let_go(self, name: str) -> None:
        self._go[name].set()

    def end(self) -> None:
        for go in self._go.values():
            go.set()
        for thread in self._threads:
            thread.join(LONG_S)

    def _visit(self, name: str, device: str, asked: int) -> None:
        try:
            with self.visits.admitted(device, AT + timedelta(seconds=asked)):
                self.there.put(name)
                assert self._go[name].wait(LONG_S)
        except Closed:
            self.left.put(name)


@contextmanager
def visitors(at_once: int) -> Iterator[Visitors]:
    made = Visitors(at_once)
    try:
        yield made
    finally:
        made.end()


def test_one_device_is_visited_by_one_and_who_waits_for_it_keeps_no_place_from_others() -> None:
    with visitors(2) as those:
        those.come("first", "sw-1", 0)
        assert those.there.get(timeout=LONG_S) == "first"
        those.come("same", "sw-1", 1)
        until(lambda: len(those.visits._waiting) == 1)
        those.come("other", "sw-2", 2)
        assert those.there.get(timeout=LONG_S) == "other"
        assert those.there.empty()
        those.let_go("first")
        assert those.there.get(timeout=LONG_S) == "same"


def test_whoever_asked_first_is_admitted_first() -> None:
    with visitors(1) as those:
        those.come("now", "sw-1", 9)
        assert those.there.get(timeout=LONG_S) == "now"
        for name, asked in (("late", 3), ("early", 1), ("middle", 2)):
            those.come(name, f"sw-{name}", asked)
        until(lambda: len(those.visits._waiting) == 3)
        for leaving, coming in (("now", "early"), ("early", "middle"), ("middle", "late")):
            those.let_go(leaving)
            assert those.there.get(timeout=LONG_S) == coming


def test_who_waits_when_the_service_stops_is_sent_away_and_who_comes_later_too() -> None:
    with visitors(1) as those:
        those.come("there", "sw-1", 0)
        assert those.there.get(timeout=LONG_S) == "there"
        those.come("waiting", "sw-2", 1)
        until(lambda: len(those.visits._waiting) == 1)
        those.visits.close()
        assert those.left.get(timeout=LONG_S) == "waiting"
        those.come("later", "sw-3", 2)
        assert those.left.get(timeout=LONG_S) == "later"
        assert those.there.empty()


def test_who_fails_leaves_its_place() -> None:
    visits = Visits(1)
    with pytest.raises(ValueError, match="our mistake"), visits.admitted("sw-1", AT):
        raise ValueError("our mistake")
    with visits.admitted("sw-1", AT):
        pass
