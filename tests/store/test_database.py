"""How SQLite is written to: one at a time, urgent ones first, and the disk is waited for only where it has to last."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from bot.store.database import Database, open_database

LONG_S = 30.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = open_database(f"sqlite:///{tmp_path / 'it.db'}")
    yield made
    made.close()


@pytest.mark.parametrize(("lasting", "synchronous"), [(True, 2), (False, 1)], ids=["lasting", "not lasting"])
def test_only_what_has_to_last_waits_for_the_disk(database: Database, lasting: bool, synchronous: int) -> None:
    for _ in range(2):
        with database.writing(lasting=not lasting):
            pass
        with database.writing(lasting=lasting) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous


def test_writers_take_turns_and_urgent_ones_are_first(database: Database) -> None:
    order, there, go = SimpleQueue[str](), threading.Event(), threading.Event()

    def write(name: str, urgent: bool) -> None:
        with database.writing(urgent=urgent):
            order.put(name)
            there.set()
            assert go.wait(LONG_S)

    threads: list[threading.Thread] = []
    for name in ("first", "second", "urgent"):
        threads.append(threading.Thread(target=write, args=(name, name == "urgent"), daemon=True))
        threads[-1].start()
        assert there.wait(LONG_S)
        assert database._line is not None
        while database._line.waiting < len(threads) - 1:
            threading.Event().wait(0.01)
    assert order.qsize() == 1
    go.set()
    for thread in threads:
        thread.join(LONG_S)
    assert [order.get() for _ in threads] == ["first", "urgent", "second"]
