"""What the store keeps of checks, on SQLite and on PostgreSQL; and that data of the version before comes along."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.checks import CheckResult, CheckTarget, Remembered, Standing
from bot.desk.schedule.targets import understanding_of
from bot.model import Request
from bot.store import Round, Store, migrations, open_store
from bot.store.database import open_database
from tests.store.databases import DATABASES, Fresh

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TARGETS = tuple(CheckTarget(name=f"sw-{number}", device=f"sw-{number}") for number in range(4))
TROUBLE = Standing(state="trouble", codes=("CRC_ERRORS",), severity="warning")

pytestmark = pytest.mark.parametrize("fresh", DATABASES, indirect=True)


@pytest.fixture
def url(fresh: Fresh, tmp_path: Path) -> str:
    return fresh.url or f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = open_store(url)
    yield made
    made.close()


def firing(number: int = 1, schedule: str | None = "rooms", due: datetime = NOW) -> Round:
    return Round(
        id=f"f-{number}", schedule=schedule, title="rooms", due=due, ended_at=None, total=4, at_once=2, language="sv",
    )  # fmt: skip


def result(target: CheckTarget, standing: Standing = TROUBLE, request: str = "r-1", at: datetime = NOW) -> CheckResult:
    return CheckResult(
        target=target, request=request, standing=standing, root_cause="CRC_ERRORS", outcome="proven",
        headline={"sv": "Kabeln är dålig", "en": "The cable is bad"}, at=at,
    )  # fmt: skip


def begin(store: Store, *made: Round) -> None:
    with store.writing() as rows:
        for one in made:
            assert rows.firings.begin(one)
            rows.results.plan(one.id, ((target, NOW + at * SECOND) for at, target in enumerate(TARGETS)))


def test_one_due_time_of_a_schedule_is_one_firing_however_many_begin_it_at_once(store: Store) -> None:
    def try_it(number: int) -> bool:
        with store.writing() as rows:
            return rows.firings.begin(firing(number))

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(try_it, range(8))) == [False] * 7 + [True]


def test_another_due_time_and_checks_by_hand_are_firings_of_their_own(store: Store) -> None:
    made = [firing(1), firing(2, due=NOW + SECOND), firing(3, None), firing(4, None)]
    begin(store, *made)
    with store.reading() as rows:
        assert rows.firings.latest(9) == [made[1], made[0], made[2], made[3]]
        assert rows.firings.last_due("rooms") == NOW + SECOND
        assert rows.firings.last_due("another") is None
        assert rows.firings.get("f-3") == made[2]


def test_targets_begin_when_their_time_has_come_and_never_twice(store: Store) -> None:
    begin(store, firing())
    with store.writing() as rows:
        assert rows.results.to_begin("f-1", NOW + SECOND, 9) == list(TARGETS[:2])
        rows.results.begun("f-1", "sw-0", "r-0")
        assert rows.results.to_begin("f-1", NOW + 9 * SECOND, 2) == list(TARGETS[1:3])
        assert (rows.results.count_under_way("f-1"), rows.results.count_left("f-1")) == (1, 4)
        assert rows.results.asked_by("r-0") == ("f-1", TARGETS[0])
        assert rows.results.asked_by("r-1") is None


def test_what_was_found_comes_back_as_it_was_with_its_change(store: Store) -> None:
    begin(store, firing())
    found = [result(TARGETS[0], request="r-0"), result(TARGETS[1], Standing(state="healthy", severity="ok"), "r-1")]
    with store.writing() as rows:
        for one in found:
            rows.results.begun("f-1", one.target.name, one.request or "")
            rows.results.found("f-1", one)
        rows.results.changed("f-1", "sw-0", "new")
        assert rows.results.all("f-1") == [replace(found[0], change="new"), found[1]]
        assert rows.results.changes("f-1") == [replace(found[0], change="new")]
        assert rows.results.telling("f-1") == [replace(found[0], change="new")]
        assert rows.results.counts("f-1") == {"trouble": 1, "healthy": 1}
        assert (rows.results.count_under_way("f-1"), rows.results.count_left("f-1")) == (0, 2)


def test_the_latest_result_of_any_other_firing_is_the_one_before(store: Store) -> None:
    begin(store, firing(1), firing(2, None), firing(3, None))
    with store.writing() as rows:
        for number, one in enumerate(("f-1", "f-2")):
            rows.results.begun(one, "sw-0", f"r-{number}")
            rows.results.found(one, result(TARGETS[0], request=f"r-{number}", at=NOW + number * SECOND))
        before = rows.results.before("sw-0", "f-3")
        assert before
        assert before.request == "r-1"
        assert rows.results.before("sw-1", "f-3") is None


def test_the_end_of_a_firing_belongs_to_one_of_all_who_see_it(store: Store) -> None:
    begin(store, firing())

    def end(_: int) -> bool:
        with store.writing() as rows:
            return rows.firings.end("f-1", NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(end, range(8))) == [False] * 7 + [True]
    with store.reading() as rows:
        assert rows.firings.open() == []


def test_a_schedule_is_known_since_it_was_first_seen_with_its_present_times(store: Store) -> None:
    with store.writing() as rows:
        assert rows.firings.know("rooms", "0 3 * * *", NOW) == NOW
        assert rows.firings.know("rooms", "0 3 * * *", NOW + SECOND) == NOW
        assert rows.firings.know("rooms", "0 4 * * *", NOW + SECOND) == NOW + SECOND


def test_what_was_told_is_remembered_per_schedule_and_target(store: Store) -> None:
    first, then = Remembered(told=TROUBLE, latest=TROUBLE), Remembered(told=TROUBLE, latest=TROUBLE, in_a_row=2)
    with store.writing() as rows:
        rows.standings.remember("rooms", "sw-0", first)
        rows.standings.remember("rooms", "sw-0", then)
        rows.standings.remember("night", "sw-0", first)
        assert rows.standings.of("rooms") == {"sw-0": then}


def test_what_a_check_asks_is_kept_as_it_is_understood(store: Store) -> None:
    text, understanding = understanding_of(TARGETS[0], "sv")
    request = Request(id="r-1", text=text, language="sv", requester="", channel="check", at=NOW)
    with store.writing() as rows:
        rows.requests.add(request, "f-1 sw-0", "background", understanding)
        stored = rows.requests.get("r-1")
    assert stored
    assert (stored.understanding, stored.lane) == (understanding, "background")


def test_old_firings_are_forgotten_with_what_they_found(store: Store) -> None:
    begin(store, firing(1), firing(2, None))
    with store.writing() as rows:
        rows.firings.end("f-1", NOW)
        assert rows.firings.old(NOW, 9) == []
        assert rows.firings.old(NOW + SECOND, 9) == ["f-1"]
        rows.results.forget(["f-1"])
        rows.firings.forget(["f-1"])
        assert [one.id for one in rows.firings.latest(9)] == ["f-2"]


def test_the_outbox_of_the_version_before_comes_along(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "VERSIONS", migrations.VERSIONS[:1])
        old = open_database(url)
        at = "2026-11-22T06:30:00.000000Z"
        request = "'r-1', 'chat', NULL, NULL, 'anna', 'interactive', '2026', NULL, 0, NULL, ''"
        reply = f"'reply.r-1', 'reply', 'r-1', 'r-1', '{at}', '{at}', 2, 'away', NULL"
        with old.writing() as connection:
            connection.exec_driver_sql(f"INSERT INTO requests VALUES ({request})")
            connection.exec_driver_sql(f"INSERT INTO outbox VALUES ({reply})")
        old.close()
    store = open_store(url)
    with store.reading() as rows:
        (operation,) = rows.outbox.due(NOW, 9)
    store.close()
    assert (operation.about, operation.attempts, operation.trouble) == ("r-1", 2, "away")
