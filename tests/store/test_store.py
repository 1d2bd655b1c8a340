"""What every store keeps to, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.model import Request, TicketRef
from bot.store import OwnTicket, Store, open_store
from bot.store.database import open_database
from bot.store.documents import dump
from tests.desk.answers import answer, observation, proven
from tests.store.databases import DATABASES, Fresh

NOW = datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.parametrize("fresh", DATABASES, indirect=True)


@pytest.fixture
def url(fresh: Fresh, tmp_path: Path) -> str:
    return fresh.url or f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = open_store(url)
    yield made
    made.close()


def asked(number: int, *, thread: str | None = None, requester: str = "anna", channel: str = "chat") -> Request:
    return Request(
        id=f"r-{number}", text="inget nät", language="sv", requester=requester, channel=channel,
        at=NOW + number * SECOND, thread=thread,
    )  # fmt: skip


def keep(store: Store, *numbers: int, thread: str | None = None) -> None:
    with store.writing() as rows:
        for number in numbers:
            rows.requests.add(asked(number, thread=thread), f"event-{number}", "interactive")


def test_a_request_is_kept_as_it_was_asked(store: Store) -> None:
    request = replace(asked(1, thread="t"), reply_to="C1/17.2")
    with store.writing() as rows:
        assert rows.requests.add(request, "e", "interactive")[1]
    with store.reading() as rows:
        promise = rows.requests.get("r-1")
    assert promise
    assert (promise.request, promise.lane, promise.round) == (request, "interactive", 0)
    assert (promise.queued_at, promise.answered_at) == (None, None)


def test_the_same_event_of_a_channel_is_one_request_even_under_another_id(store: Store) -> None:
    with store.writing() as rows:
        first, _ = rows.requests.add(asked(1), "e", "interactive")
        again, new = rows.requests.add(asked(2), "e", "interactive")
        other, other_new = rows.requests.add(asked(3, channel="web"), "e", "interactive")
    assert (again, new) == (first, False)
    assert (other.request.id, other_new) == ("r-3", True)


def test_requests_without_an_event_are_all_kept(store: Store) -> None:
    with store.writing() as rows:
        assert [rows.requests.add(asked(number), None, "interactive")[1] for number in (1, 2)] == [True, True]


def test_the_same_event_delivered_at_once_by_many_is_new_for_one(store: Store) -> None:
    def deliver(_: int) -> bool:
        with store.writing() as rows:
            return rows.requests.add(asked(1), "e", "interactive")[1]

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(deliver, range(8))) == [False] * 7 + [True]


def test_open_requests_come_oldest_first_and_those_of_persons_before_the_others(store: Store) -> None:
    with store.writing() as rows:
        rows.requests.add(asked(1), None, "background")
        for number in (3, 2, 4):
            rows.requests.add(asked(number), None, "interactive")
        rows.requests.answered("r-4", NOW)
        rows.requests.queued(["r-2"], NOW)
    with store.reading() as rows:
        assert [one.request.id for one in rows.requests.unanswered(9)] == ["r-2", "r-3", "r-1"]
        assert [one.request.id for one in rows.requests.unqueued(9)] == ["r-3", "r-1"]
        assert rows.requests.count_unanswered() == 3


def test_a_request_that_was_given_up_is_unqueued_again_in_the_next_round(store: Store) -> None:
    keep(store, 1)
    with store.writing() as rows:
        rows.requests.queued(["r-1"], NOW)
        rows.requests.given_up("r-1", 0)
        (again,) = rows.requests.unqueued(9)
    assert again.round == 1


def test_where_the_channel_shows_it_can_be_told_later(store: Store) -> None:
    keep(store, 1, thread="old")
    with store.writing() as rows:
        rows.requests.place("r-1", "C1/17.2", None)
        rows.requests.place("nobody", "C1/17.2", "t")
        placed = rows.requests.get("r-1")
    assert placed
    assert (placed.request.reply_to, placed.request.thread) == ("C1/17.2", "old")


def test_the_conversation_before_is_its_latest_answered_request_by_thread_or_by_first_id(store: Store) -> None:
    keep(store, 1)
    keep(store, 2, 3, thread="r-1")
    keep(store, 4, thread="elsewhere")
    with store.writing() as rows:
        for number in (1, 2):
            rows.requests.answered(f"r-{number}", NOW)
        assert rows.requests.before(asked(2, thread="r-1")) == "r-1"
        assert rows.requests.before(asked(3, thread="r-1")) == "r-2"
        assert rows.requests.before(asked(4, thread="elsewhere")) is None
        assert rows.requests.before(asked(5)) is None


def test_recent_requests_come_newest_first_without_those_of_schedules(store: Store) -> None:
    keep(store, 1, 2)
    with store.writing() as rows:
        rows.requests.add(asked(3, requester="bo"), None, "interactive")
        rows.requests.add(asked(4), None, "background")
        assert [one.id for one in rows.requests.recent(2, None)] == ["r-3", "r-2"]
        assert [one.id for one in rows.requests.recent(9, "anna")] == ["r-2", "r-1"]


def test_the_first_answer_to_a_request_stands(store: Store) -> None:
    keep(store, 1)
    first, second = answer(proven(), request_id="r-1"), answer(None, request_id="r-1")
    with store.writing() as rows:
        assert [rows.answers.add("r-1", dump(one), NOW) for one in (first, second)] == [True, False]
        assert rows.answers.get("r-1") == first
        assert rows.answers.latest_at() == NOW
        ticket = TicketRef(system="builtin", key="INC-1", url=None, action="created")
        rows.answers.change("r-1", dump(replace(first, ticket=ticket)))
        changed = rows.answers.get("r-1")
    assert changed
    assert changed.ticket == ticket


def test_a_transaction_that_fails_leaves_nothing_behind(store: Store) -> None:
    keep(store, 1)

    def half() -> None:
        with store.writing() as rows:
            rows.answers.add("r-1", dump(answer(proven(), request_id="r-1")), NOW)
            rows.outbox.add("ticket.r-1", "ticket", "fault", "r-1", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with store.reading() as rows:
        assert rows.answers.get("r-1") is None
        assert rows.outbox.get("ticket.r-1") is None


def test_equal_questions_that_come_together_share_a_reading(store: Store) -> None:
    keep(store, 1, 2, 3)
    with store.writing() as rows:
        join = rows.readings.join
        assert join("facts", "r-1", at=NOW, since=NOW - 3 * SECOND) == "r-1"
        assert join("facts", "r-2", at=NOW + 2 * SECOND, since=NOW - SECOND) == "r-1"
        assert join("other facts", "r-2", at=NOW, since=NOW) == "r-2"
        assert join("facts", "r-3", at=NOW + 9 * SECOND, since=NOW + 6 * SECOND) == "r-3", "too old to be shared"
        assert join("facts", "r-1", at=NOW + 9 * SECOND, since=NOW - 3 * SECOND) == "r-3", "newer is as good"


def test_many_who_ask_the_same_at_once_get_one_reading(store: Store) -> None:
    keep(store, *range(8))

    def join(number: int) -> str:
        with store.writing() as rows:
            return rows.readings.join("facts", f"r-{number}", at=NOW, since=NOW - SECOND)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(join, range(8)))) == 1


def test_a_reading_keeps_what_it_gave_first(store: Store) -> None:
    keep(store, 1)
    found = answer(proven(), request_id="r-1")
    with store.writing() as rows:
        rows.readings.join("facts", "r-1", at=NOW, since=NOW)
        assert not rows.readings.is_over("r-1")
        rows.readings.finish("r-1", dump(found), NOW)
        rows.readings.finish("r-1", dump(answer(None)), NOW)
        assert rows.readings.is_over("r-1")
        reading = rows.readings.get("r-1")
        assert rows.readings.forget(NOW) == 0
        assert rows.readings.forget(NOW + SECOND) == 1
        assert rows.readings.get("r-1") is None
    assert reading
    assert (reading.leader, reading.answer) == ("r-1", found)


def test_an_operation_is_written_down_once_and_told_in_order(store: Store) -> None:
    keep(store, 1, 2)
    with store.writing() as rows:
        box = rows.outbox
        assert [box.add(one, "ticket", "fault", "r-1", NOW) for one in ("b", "b")] == [True, False]
        box.add("a", "ticket", "fault", "r-2", NOW + SECOND)
        box.add("c", "reply", "r-1", "r-1", NOW + 9 * SECOND)
        assert [one.op_id for one in box.waiting("fault")] == ["b", "a"]
        assert [one.op_id for one in box.due(NOW + SECOND, 9)] == ["b", "a"]
        assert box.count_waiting() == {"ticket": 2, "reply": 1, "tell": 0}
        box.done("b", NOW)
        assert [one.op_id for one in box.waiting("fault")] == ["a"]


def test_what_failed_waits_until_its_time_and_says_why(store: Store) -> None:
    keep(store, 1)
    with store.writing() as rows:
        box = rows.outbox
        box.add("a", "ticket", "fault", "r-1", NOW)
        box.add("b", "ticket", "other", "r-1", NOW)
        box.failed("a", "RT does not answer.", NOW + 60 * SECOND)
        box.put_off("ticket", NOW + 30 * SECOND)
        assert box.due(NOW + 29 * SECOND, 9) == []
        assert [one.op_id for one in box.due(NOW + 30 * SECOND, 9)] == ["b"]
        assert [(one.op_id, one.attempts) for one in box.due(NOW + 60 * SECOND, 9)] == [("a", 1), ("b", 0)]
        assert box.last_trouble("ticket") == "RT does not answer."
        box.done("a", NOW)
        assert box.last_trouble("ticket") is None


def test_a_fault_has_one_open_ticket_and_a_new_one_takes_the_place_of_a_closed_one(store: Store) -> None:
    def own(key: str) -> OwnTicket:
        return OwnTicket(system="rt", remote_key=key, fault_key="POE_DENIED sw-1", url=None)

    with store.writing() as rows:
        tickets = rows.tickets
        assert tickets.open("POE_DENIED sw-1") is None
        for key in ("17", "17", "18"):
            tickets.own(own(key), NOW)
        assert tickets.open("POE_DENIED sw-1") == own("18")
        tickets.close("rt", "18", NOW)
        assert tickets.open("POE_DENIED sw-1") is None
        tickets.own(own("17"), NOW)
        assert tickets.open("POE_DENIED sw-1") == own("17"), "it was opened again over there"


def test_a_device_has_one_holder_until_it_lets_go(store: Store) -> None:
    with store.writing() as rows:
        leases = rows.leases
        assert leases.take("device:sw-1", "p/1", 60)
        assert leases.take("device:sw-1", "p/1", 60), "who has it may hold it longer"
        assert not leases.take("device:sw-1", "p/2", 60)
        assert leases.take("device:sw-2", "p/2", 60)
        leases.give("device:sw-1", "p/2")
        assert not leases.take("device:sw-1", "q/1", 60), "nobody gives away what another holds"
        leases.give("device:sw-1", "p/1")
        assert leases.take("device:sw-1", "q/1", 60)


def test_a_lease_runs_out_unless_it_is_renewed_by_its_process(store: Store) -> None:
    with store.writing() as rows:
        leases = rows.leases
        leases.take("a", "p/1", -1)
        assert leases.take("a", "q/1", -1), "it had run out"
        assert leases.renew("q", 60) == 1
        assert leases.renew("p", 60) == 0
        assert not leases.take("a", "p/1", 60)
        leases.give_all("q")
        assert leases.take("a", "p/1", 60)


def test_of_many_who_want_a_device_at_once_one_gets_it(store: Store) -> None:
    start = threading.Barrier(8)

    def take(number: int) -> bool:
        start.wait()
        with store.writing() as rows:
            return rows.leases.take("device:sw-1", f"p/{number}", 60)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, range(8))) == 1


def test_the_latest_sample_of_a_read_is_kept_and_found_unless_it_is_older_than_asked(store: Store) -> None:
    samples = [replace(observation(), at=NOW + number * SECOND) for number in range(3)]
    device, read = samples[0].device, samples[0].read
    with store.writing() as rows:
        for sample in samples:
            rows.samples.keep(sample)
            rows.samples.keep(sample)
        assert rows.samples.latest(device, read, (), since=NOW + SECOND) == samples[2]
        assert rows.samples.latest(device, read, (), since=NOW + 3 * SECOND) is None
        assert rows.samples.latest("another", read, (), since=NOW) is None
        assert rows.samples.forget(NOW + 3 * SECOND) == 1, "older ones of the same read were dropped"


def test_a_store_opened_again_still_has_everything(store: Store, url: str) -> None:
    keep(store, 1)
    again = open_store(url)
    with again.reading() as rows:
        assert rows.requests.get("r-1")
    again.close()


def test_data_of_a_newer_version_is_left_alone_and_says_so(store: Store, url: str) -> None:
    database = open_database(url)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE firstline_version SET version = 99")
    database.close()
    with pytest.raises(SettingsError, match="newer firstline"):
        open_store(url)
