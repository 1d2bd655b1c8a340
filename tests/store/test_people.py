"""What is kept about persons, on SQLite and on PostgreSQL: the audit log, words about answers, and forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs.counting import Counts
from bot.jobs.retention import NAME, Forgetting, erase
from bot.model import Event, EventQuery, Request, Tally, Text
from bot.settings import Retention
from bot.store import OwnTicket, Rows, Store, open_store
from bot.store.audit import event
from bot.store.documents import dump
from bot.store.look import look_at
from tests.desk.answers import answer, observation, proven
from tests.store.databases import DATABASES, Fresh

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LINE: Text = {"sv": "Porten är avstängd", "en": "The port is off"}

pytestmark = pytest.mark.parametrize("fresh", DATABASES, indirect=True)


@pytest.fixture
def url(fresh: Fresh, tmp_path: Path) -> str:
    return fresh.url or f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = open_store(url)
    yield made
    made.close()


def noted(store: Store, *events: Event) -> None:
    with store.writing() as rows:
        rows.audit.add(*events)


def found(store: Store, **query: str | datetime) -> list[str]:
    return [one.event for one in store.audit(EventQuery(**query))]  # type: ignore[arg-type]


def question(rows: Rows, number: int, at: datetime, *, who: str = "chat:anna", code: str = "POE_DENIED") -> str:
    """An answered question of a person, with its line."""
    asked = Request(id=f"r-{number}", text="x", language="sv", requester=who, channel="chat", at=at)
    rows.requests.add(asked, None, "interactive")
    made = replace(answer(proven(), observations=(observation(),)), request=asked)
    rows.answers.add(asked.id, dump(made), at)
    rows.requests.answered(asked.id, at)
    rows.verdicts.add(asked.id, at, code=code, person=True, kind="fault", text=LINE)
    return asked.id


def forgetting(store: Store, retention: Retention | None = None) -> Forgetting:
    return Forgetting(store=store, retention=retention or Retention(), zone=UTC, counts=Counts())


# --- the audit log ----------------------------------------------------------------------------------------------------


def test_the_log_tells_what_was_written_in_the_order_of_time(store: Store) -> None:
    late = event("chat:anna", "answered", NOW + SECOND, request="r-1", device="sw-1", detail="proven POE_DENIED")
    early = event("chat:anna", "asked", NOW, request="r-1", detail="chat")
    noted(store, late, early)
    assert list(store.audit(EventQuery())) == [early, late]


def test_rows_of_one_instant_keep_the_order_in_which_they_were_written(store: Store) -> None:
    for number in range(30):
        noted(store, event("cli", f"e{number:02}", NOW))
    assert found(store) == [f"e{number:02}" for number in range(30)]


def test_the_log_is_asked_by_person_device_question_and_time(store: Store) -> None:
    noted(
        store,
        event("chat:anna", "asked", NOW, request="r-1"),
        event("check", "ran", NOW + SECOND, request="r-2", device="SW-1", detail="show clock"),
        event("chat:bo", "asked", NOW + 2 * SECOND, request="r-3"),
    )
    assert found(store, who="chat:anna") == ["asked"]
    assert found(store, who="chat:ann") == []
    assert found(store, device="sw-1") == ["ran"]
    assert found(store, request="r-3") == ["asked"]
    assert found(store, since=NOW + SECOND, until=NOW + 2 * SECOND) == ["ran"]


def test_a_long_log_is_read_piece_by_piece_and_whole(store: Store) -> None:
    noted(store, *(event("cli", "asked", NOW + number * SECOND) for number in range(2500)))
    assert len(found(store)) == 2500


def test_old_rows_of_the_log_are_dropped_and_no_others(store: Store) -> None:
    noted(store, event("cli", "old", NOW - DAY), event("cli", "older", NOW - 2 * DAY), event("cli", "kept", NOW))
    with store.writing() as rows:
        assert rows.audit.forget(NOW, 1) == 1
        assert rows.audit.forget(NOW, 10) == 1
    assert found(store) == ["kept"]


# --- words about answers ----------------------------------------------------------------------------------------------


def test_findings_are_counted_with_what_persons_said_and_the_last_word_counts(store: Store) -> None:
    with store.writing() as rows:
        one, two = question(rows, 1, NOW), question(rows, 2, NOW)
        question(rows, 3, NOW, code="CRC_ERRORS")
        rows.verdicts.add("r-4", NOW, code="CRC_ERRORS", person=False, kind="fault", text=LINE)  # a check's
        rows.verdicts.helped(one, "chat:anna", False, NOW)
        rows.verdicts.helped(one, "chat:anna", True, NOW)
        rows.verdicts.helped(one, "chat:bo", False, NOW)
        rows.verdicts.ticketed(two, "INC-1")
    with store.reading() as rows:
        assert rows.verdicts.tallies() == [
            Tally(code="POE_DENIED", asked=2, helped=1, not_helped=1, escalated=1),
            Tally(code="CRC_ERRORS", asked=1),
        ]


def test_open_tickets_are_known_with_the_question_that_they_tell_of(store: Store) -> None:
    with store.writing() as rows:
        asked = question(rows, 1, NOW)
        rows.tickets.own(OwnTicket(system="builtin", remote_key="INC-1", fault_key="A sw-1", url=None), NOW)
        rows.tickets.own(OwnTicket(system="builtin", remote_key="INC-2", fault_key="B sw-1", url=None), NOW + SECOND)
        rows.tickets.own(OwnTicket(system="builtin", remote_key="INC-3", fault_key="C sw-1", url=None), NOW)
        rows.tickets.close("builtin", "INC-3", NOW)
        rows.verdicts.ticketed(asked, "INC-1")
    with store.reading() as rows:
        assert [(one.remote_key, at) for one, at in rows.tickets.latest_open(9)] == [
            ("INC-2", NOW + SECOND), ("INC-1", NOW),
        ]  # fmt: skip
        assert [one.request_id for one in rows.verdicts.about(["INC-1", "INC-2"])] == [asked]


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_old_questions_go_with_all_that_hangs_on_them_and_the_counts_stay(store: Store) -> None:
    with store.writing() as rows:
        old = question(rows, 1, NOW - 91 * DAY)
        rows.verdicts.helped(old, "chat:anna", True, NOW)
        rows.outbox.add("reply.r-1", "reply", old, old, NOW)
        rows.outbox.done("reply.r-1", NOW)
        kept = question(rows, 2, NOW - 89 * DAY)
    assert forgetting(store).once(NOW)["questions"] == 1
    with store.reading() as rows:
        assert rows.requests.get(old) is None
        assert rows.answers.get(old) is None
        assert rows.outbox.get("reply.r-1") is None
        assert rows.verdicts.of([old]) == {}
        assert rows.requests.get(kept) is not None
        assert rows.verdicts.tallies() == [Tally(code="POE_DENIED", asked=2, helped=1)]


def test_a_question_stays_while_it_is_open_or_something_of_it_is_still_to_be_told(store: Store) -> None:
    with store.writing() as rows:
        told = question(rows, 1, NOW - 91 * DAY)
        rows.outbox.add("ticket.r-1", "ticket", "fault", told, NOW)
        asked = Request(id="r-2", text="x", language="sv", requester="a", channel="chat", at=NOW - 91 * DAY)
        rows.requests.add(asked, None, "interactive")
    assert forgetting(store).once(NOW)["questions"] == 0
    with store.reading() as rows:
        assert rows.requests.get("r-1") is not None
        assert rows.requests.get("r-2") is not None


def test_what_devices_answered_goes_earlier_than_the_answer(store: Store) -> None:
    with store.writing() as rows:
        old, kept = question(rows, 1, NOW - 31 * DAY), question(rows, 2, NOW - 29 * DAY)
    assert forgetting(store).once(NOW)["raw"] == 1
    with store.reading() as rows:
        emptied, whole = rows.answers.get(old), rows.answers.get(kept)
    assert emptied is not None
    assert whole is not None
    assert [one.raw for one in emptied.observations] == [""]
    assert emptied.diagnosis == whole.diagnosis
    assert all(one.raw for one in whole.observations)
    assert forgetting(store).once(NOW)["raw"] == 0  # once is enough


def test_more_than_one_piece_is_dropped_in_a_night(store: Store) -> None:
    with store.writing() as rows:
        for number in range(250):
            question(rows, number, NOW - 100 * DAY)
    assert forgetting(store).once(NOW)["questions"] == 250


def test_what_is_kept_for_ever_is_not_dropped(store: Store) -> None:
    with store.writing() as rows:
        question(rows, 1, NOW - 5000 * DAY)
        rows.audit.add(event("cli", "asked", NOW - 5000 * DAY))
    never = Retention(questions=None, raw=None, audit=None, samples=None)
    assert not +forgetting(store, never).once(NOW)


def test_old_data_is_dropped_once_a_night_and_by_day_where_the_nights_were_missed(store: Store, url: str) -> None:
    night = NOW.replace(hour=2)
    one = forgetting(store)
    assert one.is_due(NOW)  # never done yet
    one.once(NOW)
    assert not one.is_due(NOW + timedelta(hours=1))
    assert one.is_due(night + DAY)
    one.once(night + DAY)
    assert not one.is_due(night + DAY + timedelta(hours=2))
    assert one.is_due(NOW + 3 * DAY)
    with store.reading() as rows:
        assert rows.upkeep.last(NAME) == (night + DAY, {})
    assert look_at(url).forgot == (night + DAY, {})


def test_a_person_who_is_erased_is_nobody_and_the_log_keeps_what_was_done(store: Store) -> None:
    with store.writing() as rows:
        theirs, other = question(rows, 1, NOW), question(rows, 2, NOW, who="chat:bo")
        rows.verdicts.helped(other, "chat:anna", True, NOW)
        rows.audit.add(event("chat:anna", "asked", NOW, request=theirs), event("chat:bo", "asked", NOW))
        rows.audit.add(event("cli:root", "audit", NOW, detail="export chat:anna"))
    assert erase(store, "chat:anna", "cli:root") == {"questions": 1, "log rows": 1, "words": 1}
    rows_left = list(store.audit(EventQuery()))
    assert not [one for one in rows_left if "anna" in one.who or "anna" in (one.detail or "")]
    assert [one.event for one in rows_left if one.request == theirs] == ["asked"]
    assert [one.event for one in rows_left if one.who == "chat:bo"] == ["asked"]
    with store.reading() as rows:
        assert rows.requests.get(theirs) is None
        assert rows.requests.get(other) is not None
        assert rows.verdicts.tallies()[0].helped == 1
