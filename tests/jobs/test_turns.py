"""Who computes when: one at a time, persons before checks, and a mistake holds nobody up."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from queue import SimpleQueue

import pytest

from bot.jobs.turns import Turns
from bot.store import Lane
from tests.jobs.parts import until

LONG_S = 30.0
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_one_computes_at_a_time_and_persons_who_come_later_go_before_checks() -> None:
    turns, order, free = Turns(), SimpleQueue[str](), threading.Event()

    def compute(lane: Lane, name: str) -> None:
        with turns.of(lane, AT)():
            order.put(name)
            assert free.wait(LONG_S)

    coming: dict[str, Lane] = {"first": "background", "check": "background", "anna": "interactive", "bo": "interactive"}
    threads: list[threading.Thread] = []
    for name, lane in coming.items():
        threads.append(threading.Thread(target=compute, args=(lane, name), daemon=True))
        threads[-1].start()
        if name == "first":
            until(lambda: not order.empty())
        else:
            until(lambda: turns.line.waiting == len(threads) - 1)
    assert order.qsize() == 1, "the others stand in line while one computes"
    free.set()
    for thread in threads:
        thread.join(LONG_S)
    assert [order.get() for _ in threads] == ["first", "anna", "bo", "check"]


def test_who_fails_gives_the_turn_back() -> None:
    turn = Turns().of("interactive", AT)
    with pytest.raises(ValueError, match="our mistake"), turn():
        raise ValueError("our mistake")
    with turn():
        pass
