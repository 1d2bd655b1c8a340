"""The store's memory of counters: the latest one, for a day, and no trouble where the database is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.jobs.history import StoredHistory
from bot.model import Observation
from bot.store import open_store
from parsers.parse import Row
from parsers.records import InterfaceRecord

NOW = datetime.now(UTC)
PORT = (("interface", "GigabitEthernet1/0/1"),)


def counted(at: datetime, crc: int) -> Observation:
    return Observation(
        device="sw-1", read="interface", parameters=PORT, at=at, rows=(Row(record=InterfaceRecord(crc=crc), lines={}),)
    )


def test_the_latest_sample_is_remembered_for_a_day(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'firstline.db'}")
    memory = StoredHistory(store)
    assert memory.earlier("sw-1", "interface", PORT) is None
    memory.keep([counted(NOW - timedelta(hours=2), 4), counted(NOW - timedelta(hours=1), 5)])
    found = memory.earlier("sw-1", "interface", PORT)
    assert found == counted(NOW - timedelta(hours=1), 5)
    assert memory.earlier("sw-1", "interface", (("interface", "other"),)) is None
    memory.keep([replace(counted(NOW - timedelta(days=2), 1), device="sw-2")])
    assert memory.earlier("sw-2", "interface", PORT) is None
    store.close()
