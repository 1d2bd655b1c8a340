"""kill -9 at every place that a request passes, then a restart: everything accepted is answered, no ticket is doubled.

One service is killed at one place after the other, each time while it takes up what the death before left behind.
Without FIRSTLINE_KILL_ROUNDS only at the hardest places, once; FIRSTLINE_KILL_ROUNDS=20 at every place twenty times;
FIRSTLINE_TEST_POSTGRES does it on PostgreSQL too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.jobs.failpoint import PLACES
from bot.store import open_store
from bot.tickets.builtin import BuiltinTickets
from tests.jobs.ward import SWITCHES, lines
from tests.patient import patient
from tests.store.databases import DATABASES, Fresh

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("FIRSTLINE_KILL_ROUNDS", "0"))
HARDEST = ("begun", "read", "told", "sent")  # a few seconds' worth, where nothing says how often


@patient
@pytest.mark.parametrize("fresh", DATABASES, indirect=True)
def test_a_request_survives_a_kill_at_every_place_and_no_ticket_is_doubled(fresh: Fresh, tmp_path: Path) -> None:
    deaths = 0
    places, rounds = (PLACES, ROUNDS) if ROUNDS else (HARDEST, 1)
    for round_ in range(rounds):
        for at, place in enumerate(places):
            number = round_ * len(places) + at
            switch = SWITCHES[number % len(SWITCHES)]
            asked = [
                f"{number}-a={switch}",
                f"{number}-b={SWITCHES[(number + 1) % len(SWITCHES)]}",
                f"0-a={SWITCHES[0]}",
            ]
            # Dying at the second passing leaves one request finished and others half done.
            deaths += live(tmp_path, fresh.url, asked, die_at=f"{place}:{1 + round_ % 2}")
    assert live(tmp_path, fresh.url, [], die_at="") == 0
    assert deaths == len(places) * rounds, "at some place the process was not killed at all"

    accepted = set(lines(tmp_path / "accepted.log"))
    store = open_store(fresh.url or f"sqlite:///{tmp_path / 'data' / 'firstline.db'}")
    with store.reading() as rows:
        stored = [one.id for one in rows.requests.recent(100_000, None)]
        lost = [one for one in {*stored, *accepted} if rows.answers.get(one) is None]
        unfinished = rows.outbox.count_waiting()
        without_ticket = [one for one in stored if (answer := rows.answers.get(one)) and answer.ticket is None]
    store.close()
    replies = Counter(line.split()[0] for line in lines(tmp_path / "replies.log"))
    tickets = BuiltinTickets(tmp_path / "tickets").list()
    operations = Counter(operation for ticket in tickets for operation in ticket.op_ids)
    doubled = [ticket for ticket in tickets if Counter(one.fault_key for one in tickets)[ticket.fault_key] > 1]
    print(f"\n{len(places)} places x {rounds}: {deaths} kills, {len(stored)} requests, {len(lost)} lost, "
          f"{len(doubled)} tickets doubled, {len(tickets)} tickets, {len(operations)} operations")  # fmt: skip
    assert accepted <= set(stored)
    assert not lost
    assert not without_ticket
    assert unfinished == {"ticket": 0, "reply": 0, "tell": 0}
    assert set(replies) == set(stored), "a request without its final reply"
    assert not doubled
    assert set(operations.values()) == {1}, "a call was added to a ticket twice"
    assert len(operations) == len(stored)


def live(folder: Path, url: str | None, asked: list[str], *, die_at: str) -> int:
    """One life of the service; 1 if it was killed, 0 if it came to its end."""
    said = [sys.executable, "-m", "tests.jobs.victim", str(folder), url or "-", *asked]
    environment = {**os.environ, "FIRSTLINE_DIE_AT": die_at}
    done = subprocess.run(said, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, f"at {die_at}: {done.stderr[-2000:]}"
    return int(done.returncode == -signal.SIGKILL)
