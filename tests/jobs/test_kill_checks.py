"""kill -9 in the middle of a check, then a restart: each target is found once, the check ends once and is told.

Without FIRSTLINE_KILL_ROUNDS at three places; with it at every place of a check and of its requests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.counting import Counts
from bot.jobs.failpoint import PLACES_OF_CHECKS
from bot.jobs.rounds import Rounds
from bot.store import open_store
from tests.jobs.checked import schedule, wait
from tests.jobs.parts import until
from tests.jobs.ward import SWITCHES, desk, lines
from tests.patient import patient
from tests.store.databases import DATABASES, Fresh

ROOT = Path(__file__).parents[2]
OF_REQUESTS = ("begun", "planned", "reading", "read", "keeping", "kept")
# The first check alone finds changes, and so comes to the place where they are told.
ALL = (*sorted(PLACES_OF_CHECKS, key=lambda place: place != "announcing"), *OF_REQUESTS)
PLACES = ALL if "FIRSTLINE_KILL_ROUNDS" in os.environ else ("announcing", "let-begin", "kept")


@patient
@pytest.mark.parametrize("fresh", DATABASES, indirect=True)
def test_a_check_survives_a_kill_at_every_place(fresh: Fresh, tmp_path: Path) -> None:
    deaths = 0
    for number, place in enumerate(PLACES, start=1):
        passing = 1 if place in {"fired", "ended", "announcing"} else 2  # half of the targets done, others under way
        deaths += live(tmp_path, fresh.url, number, die_at=f"{place}:{passing}")
        assert live(tmp_path, fresh.url, number, die_at="") == 0
    assert deaths == len(PLACES), "at some place the process was not killed at all"
    store = open_store(fresh.url or f"sqlite:///{tmp_path / 'data' / 'firstline.db'}")
    with store.reading() as rows:
        rounds = rows.firings.latest(100)
        found = {one.id: [result.target.device for result in rows.results.all(one.id)] for one in rounds}
        changed = {one.id: len(rows.results.changes(one.id)) for one in rounds}
    store.close()
    assert len(rounds) == len(PLACES)
    assert all(one.ended_at for one in rounds)
    assert all(Counter(devices) == Counter(SWITCHES) for devices in found.values())
    assert sorted(changed.values()) == [0] * (len(PLACES) - 1) + [6], "what was told once is told again"
    told = lines(tmp_path / "told.log")
    assert set(told) == {"Kontrollen ward: 6 nya fel"}
    assert len(told) == 1


@pytest.mark.parametrize("fresh", DATABASES, indirect=True)
def test_two_services_that_start_at_once_make_one_firing_of_one_due_time(fresh: Fresh, tmp_path: Path) -> None:
    url = fresh.url or f"sqlite:///{tmp_path / 'store.db'}"
    ward = schedule(desk(tmp_path), cron="0 * * * *")
    stores = [open_store(url) for _ in range(4)]
    with stores[0].writing() as rows:
        rows.firings.know("ward", ward.rhythm, datetime.now(UTC) - timedelta(hours=3))
    services = [
        Rounds(store=one, schedules=[ward], inventory=desk(tmp_path).inventory, counts=Counts(), take=lambda _: None)
        for one in stores
    ]
    for service in services:
        service.start()

    def begun() -> int:
        with stores[0].reading() as rows:
            return rows.requests.count_unanswered()

    until(lambda: begun() >= ward.at_once)
    wait(1.0)
    with stores[0].reading() as rows:
        (fired,) = rows.firings.latest(9)
        assert fired.due == datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        assert (fired.total, rows.results.count_left(fired.id)) == (6, 6)
        assert begun() == rows.results.count_under_way(fired.id), "a target was asked about twice"
    for service, store in zip(services, stores, strict=True):
        service.stop()
        store.close()


def live(folder: Path, url: str | None, firings: int, *, die_at: str) -> int:
    """One life of the service; 1 if it was killed, 0 if it came to its end."""
    said = [sys.executable, "-m", "tests.jobs.victim_of_checks", str(folder), url or "-", str(firings)]
    environment = {**os.environ, "FIRSTLINE_DIE_AT": die_at}
    done = subprocess.run(said, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, f"at {die_at}: {done.stderr[-2000:]}"
    return int(done.returncode == -signal.SIGKILL)
