"""What answers were about, on SQLite and on PostgreSQL: found by subject and room, and forgotten with the question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.history import earlier_of, subject_of, told
from bot.jobs.counting import Counts
from bot.jobs.retention import Forgetting, erase
from bot.model import Device, Past, Request, Understanding, Understood
from bot.settings import Retention
from bot.store import Rows, Store, open_store
from bot.store.documents import dump
from tests.desk.answers import answer, observation, proven
from tests.store.databases import DATABASES, Fresh

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUBJECT = "port sw-kar-a2-03 gigabitethernet1/0/14"

pytestmark = pytest.mark.parametrize("fresh", DATABASES, indirect=True)


@pytest.fixture
def store(fresh: Fresh, tmp_path: Path) -> Iterator[Store]:
    made = open_store(fresh.url or f"sqlite:///{tmp_path / 'store.db'}")
    yield made
    made.close()


def answered(rows: Rows, number: int, at: datetime, *, subject: str = SUBJECT, room: str | None = None) -> None:
    """An answered question and what it was about."""
    asked = Request(id=f"r-{number}", text="x", language="sv", requester="chat:anna", channel="chat", at=at)
    rows.requests.add(asked, None, "interactive")
    made = replace(answer(proven(), observations=(observation(),)), request=asked)
    rows.answers.add(asked.id, dump(made), at)
    rows.requests.answered(asked.id, at)
    short = earlier_of(made)
    assert short is not None
    rows.subjects.add(short, subject, room, at)
    rows.subjects.add(short, subject, room, at)


def about(store: Store, subject: str = SUBJECT, since: datetime = NOW - DAY, limit: int = 10) -> list[str]:
    with store.reading() as rows:
        return [one.request for one in rows.subjects.about(subject, since, limit)]


def test_answers_about_a_subject_are_found_newest_first_each_once(store: Store) -> None:
    with store.writing() as rows:
        answered(rows, 1, NOW - 2 * DAY)
        answered(rows, 2, NOW - 2 * HOUR)
        answered(rows, 3, NOW - HOUR)
        answered(rows, 4, NOW, subject="device sw-kar-a2-03")
    assert about(store) == ["r-3", "r-2"]
    assert about(store, limit=1) == ["r-3"]
    assert about(store, since=NOW - 3 * DAY) == ["r-3", "r-2", "r-1"]


def test_what_is_kept_of_an_answer_reads_back_as_it_was(store: Store) -> None:
    with store.writing() as rows:
        answered(rows, 1, NOW)
    short = earlier_of(answer(proven(), request_id="r-1"))
    with store.reading() as rows:
        assert rows.subjects.about(SUBJECT, NOW, 1) == [short]


def test_a_room_leads_to_what_its_latest_answer_was_about(store: Store) -> None:
    with store.writing() as rows:
        answered(rows, 1, NOW - HOUR, room="rum 214")
        answered(rows, 2, NOW, room="rum 214", subject="ap ap-tor-b1-02")
        answered(rows, 3, NOW)
    with store.reading() as rows:
        assert rows.subjects.latest_in("rum 214", NOW - DAY) == "ap ap-tor-b1-02"
        assert rows.subjects.latest_in("rum 214", NOW + HOUR) is None
        assert rows.subjects.latest_in("rum 215", NOW - DAY) is None


def test_it_is_forgotten_with_the_question(store: Store) -> None:
    with store.writing() as rows:
        answered(rows, 1, NOW - 91 * DAY)
        answered(rows, 2, NOW)
    Forgetting(store=store, retention=Retention(), zone=UTC, counts=Counts()).once(NOW)
    assert about(store, since=NOW - 100 * DAY) == ["r-2"]
    erase(store, "chat:anna", "cli:op")
    assert about(store) == []


def test_log_lines_that_were_told_go_when_raw_answers_go(store: Store) -> None:
    with store.writing() as rows:
        answered(rows, 1, NOW - 31 * DAY)
        first = rows.answers.get("r-1")
        assert first is not None
        short = earlier_of(first)
        assert short is not None
        asked = replace(first.request, id="r-2")
        rows.requests.add(asked, None, "interactive")
        understanding = Understanding(intent="what_changed", language="sv", understood=Understood())
        made = told(asked, understanding, [short], first, Device(name="sw-1", platform="cisco_xe"))
        assert made.past is not None
        past = Past(earlier=made.past.earlier, log=("a line of anna",), names=("anna",))
        rows.answers.add("r-2", dump(replace(made, past=past)), NOW - 31 * DAY)
        rows.requests.answered("r-2", NOW)
    assert subject_of(first.target) == SUBJECT
    Forgetting(store=store, retention=Retention(), zone=UTC, counts=Counts()).once(NOW)
    with store.reading() as rows:
        kept = rows.answers.get("r-2")
    assert kept is not None
    assert kept.past == Past(earlier=(short,))
