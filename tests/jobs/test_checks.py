"""Checks in a running service: once for a due time, a few at a time, told once, resumed, and in nobody's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.checks import STATES
from bot.desk.investigate import Desk
from bot.desk.schedule import Schedule
from bot.errors import RequestError, SettingsError
from bot.jobs import Service, post, work
from bot.model import Device
from bot.ports import NoSession, Reply, Session, Transport
from bot.store import open_store
from parsers.platform import Command
from tests.jobs.checked import Room, checked, checking, ended, schedule, wait
from tests.jobs.parts import ask, done, until
from tests.jobs.ward import SWITCHES, CountingTransport, desk, question


@pytest.fixture(autouse=True)
def _each_check_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here one check follows the other within seconds, and would be answered by the same reading."""
    monkeypatch.setattr(work, "SHARED", timedelta(0))


class Plug(CountingTransport):
    """A ward whose switches can be unplugged."""

    def __init__(self, inner: Transport, log: Path | None = None) -> None:
        super().__init__(inner, log)
        self.out: set[str] = set()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with super().session(device) as session:
            if device.name in self.out:
                yield NoSession(failure="unreachable", reason="no answer", took_s=0.0, at=datetime.now(UTC))
            else:
                yield session


def plugged(folder: Path) -> tuple[Desk, Plug]:
    made = desk(folder, Plug)
    transport = made.transport
    assert isinstance(transport, Plug)
    return made, transport


def test_changes_are_told_once_in_one_message_and_what_is_as_before_is_not(tmp_path: Path) -> None:
    made, plug = plugged(tmp_path)
    room, ward = Room(), schedule(made)
    with checking(tmp_path, made, ward, room=room) as service:
        first = checked(service, "ward")
        assert (first.total, first.done, first.counts) == (6, 6, {"trouble": 6})
        until(lambda: room.told)
        (place, headline, lines) = room.told[0]
        assert (place, headline) == ("#net", "Kontrollen ward: 6 nya fel")
        assert lines[0] == "Nytt: sw-kar-a2-03 Gi1/0/14. Porten stängdes av när en switch kopplades in."
        assert len(lines) == 6
        assert not checked(service, "ward").changes
        plug.out = {SWITCHES[0]}
        gone = checked(service, "ward")
        assert [(one.target.device, one.change) for one in gone.changes] == [(SWITCHES[0], "unknown")]
        until(lambda: len(room.told) == 2)
        assert room.told[1][1] == "Kontrollen ward: 1 kunde inte kontrolleras"
        plug.out = set()
        assert [one.change for one in checked(service, "ward").changes] == ["checked"]
        until(lambda: len(room.told) == 3)
        wait(0.5)
    assert len(room.told) == 3


def test_each_result_leads_to_its_whole_answer_and_makes_no_ticket_and_no_recent_question(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    with checking(tmp_path, made) as service:
        found = checked(service, f"{SWITCHES[0]} Gi1/0/14")
        (result,) = found.changes
        assert result.request
        answer = service.answer(result.request)
        assert answer
        assert answer.diagnosis
        assert (answer.diagnosis.root_cause, answer.ticket) == ("ERRDISABLED_BPDUGUARD", None)
        assert answer.request.text == "kontrollera sw-kar-a2-03 Gi1/0/14"
        assert service.recent(9) == []
        assert found.schedule is None


def test_by_hand_a_target_is_compared_with_its_last_check_and_nobody_is_told(tmp_path: Path) -> None:
    made, plug = plugged(tmp_path)
    room, name = Room(), f"{SWITCHES[0]} Gi1/0/14"
    with checking(tmp_path, made, schedule(made), room=room) as service:
        assert [one.change for one in checked(service, name).changes] == ["new"]
        assert not checked(service, name).changes
        plug.out = {SWITCHES[0]}
        assert [one.change for one in checked(service, name).changes] == ["unknown"]
        with pytest.raises(RequestError, match="no schedule, device or room"):
            service.checks.run(["nowhere"])
        assert [one.title for one in service.checks.latest(9)] == [name] * 3
        wait(0.5)
    assert room.told == []


def test_without_names_all_schedules_are_checked_and_without_schedules_that_is_told(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    two = [replace(schedule(made, f"{switch} Gi1/0/14"), name=switch) for switch in SWITCHES[:2]]
    with checking(tmp_path, made, *two) as service:
        begun = service.checks.run([])
        assert [one.schedule for one in begun] == list(SWITCHES[:2])
        for one in begun:
            ended(service, one.id)
    with checking(tmp_path, made) as service, pytest.raises(RequestError, match="There are no schedules"):
        service.checks.run([])


def test_no_more_targets_are_read_at_once_than_the_schedule_allows(tmp_path: Path) -> None:
    made = desk(tmp_path)
    crowd = Crowd(made.transport)
    with checking(tmp_path, replace(made, transport=crowd), schedule(made, at_once=2)) as service:
        checked(service, "ward")
    assert crowd.most == 2


def test_what_is_due_fires_by_itself_once_and_its_targets_begin_within_the_spread(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    ward = schedule(made, cron="* * * * *", spread_s=3)
    know(tmp_path, ward, minutes=1)
    with checking(tmp_path, made, ward) as service:
        until(lambda: service.checks.latest(9))
        (fired, *_) = service.checks.latest(9)
        found = ended(service, fired.id)
        starts = {
            one.target.name: answer.request.at - found.due
            for one in found.results
            if one.request and (answer := service.answer(one.request))
        }
    assert found.due.second == 0
    assert all(starts[one.name] >= ward.starts(one) for one in ward.targets)


def test_of_the_due_times_that_were_missed_only_the_latest_is_made_up_for(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    ward = schedule(made, f"{SWITCHES[0]} Gi1/0/14", cron="0 * * * *")
    know(tmp_path, ward, minutes=60 * 50)
    with checking(tmp_path, made, ward) as service:
        until(lambda: service.checks.latest(9))
        ended(service, service.checks.latest(9)[0].id)
        wait(1.0)
        (fired,) = service.checks.latest(9)
    assert fired.due == datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


def test_a_new_schedule_has_missed_nothing(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    with checking(tmp_path, made, schedule(made, cron="0 0 * * *")) as service:
        wait(1.2)
        assert service.checks.latest(9) == []


def test_a_firing_goes_on_where_it_was_after_a_stop_in_the_middle(tmp_path: Path) -> None:
    made = desk(tmp_path)
    gate = Gate(made.transport, open_for=2)
    room, ward = Room(), schedule(made, at_once=2)
    with checking(tmp_path, replace(made, transport=gate), ward, room=room) as service:
        (begun,) = service.checks.run(["ward"])
        until(lambda: (found := service.checks.firing(begun.id)) and found.done == 2)
        until(lambda: gate.waiting)
        gate.close()
        early = service.checks.firing(begun.id)
        assert early
    gate.open.set()
    counting = desk(tmp_path).transport
    assert isinstance(counting, CountingTransport)
    with checking(tmp_path, replace(made, transport=counting), ward, room=room) as service:
        found = ended(service, begun.id)
        until(lambda: room.told)
        wait(0.5)
    assert (found.done, len(found.changes)) == (6, 6)
    found_early = {one.target.device for one in early.results}
    assert len(found_early) == 2
    assert not found_early & set(counting.sessions), "what was found before the stop was read again"
    assert len(room.told) == 1


def test_a_channel_that_is_away_is_told_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "_REPLY_AGAIN_S", (1,))
    made, _ = plugged(tmp_path)
    room = Room()
    room.away = True
    with checking(tmp_path, made, schedule(made, f"{SWITCHES[0]} Gi1/0/14"), room=room) as service:
        checked(service, "ward")
        until(lambda: value(service, "firstline_reply_failures_total"))
        room.away = False
        until(lambda: room.told)
        wait(1.5)
        assert value(service, "firstline_tellings_total") == 1
    assert len(room.told) == 1


def test_a_schedule_without_its_channel_does_not_start(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    service = Service(desk=made, data=tmp_path / "data", zone=UTC, schedules=[schedule(made)])
    with pytest.raises(SettingsError, match="slack is not set up"):
        service.start()
    service.stop(0)


def test_a_check_leaves_the_device_that_a_person_asks_about_and_comes_back(tmp_path: Path) -> None:
    made = desk(tmp_path)
    slow = SlowCommands(made.transport)
    with checking(tmp_path, replace(made, transport=slow), schedule(made, f"{SWITCHES[0]} Gi1/0/14")) as service:
        (begun,) = service.checks.run(["ward"])
        assert slow.reading.wait(20)
        request = ask(service, question(SWITCHES[0]))
        until(lambda: slow.visits == 2)
        left = slow.commands_of_first
        slow.quick = True
        assert done(service, request)[-1] == "done"
        found = ended(service, begun.id)
    assert found.counts == {"trouble": 1}
    assert left is not None, "the person came while the check was still there"
    assert slow.visits == 3, "the check, the person, and the check anew"
    assert slow.most_at_once == 1


def test_only_what_was_told_keeps_its_whole_answer_after_a_day(tmp_path: Path) -> None:
    made, _ = plugged(tmp_path)
    name = f"{SWITCHES[0]} Gi1/0/14"
    with checking(tmp_path, made) as service:
        first, second = checked(service, name), checked(service, name)
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'firstline.db'}")
    with store.writing() as rows:
        untold = rows.results.untold(datetime.now(UTC) + timedelta(minutes=1), 9)
        assert untold == [one.request for one in rows.results.all(second.id)]
        rows.forget(untold)
    with store.reading() as rows:
        assert [one.request for one in rows.results.all(second.id)] == [None]
        (kept,) = rows.results.all(first.id)
        assert kept.request
        assert rows.answers.get(kept.request)
        assert set(rows.results.counts(second.id)) <= set(STATES)
    store.close()


# --- parts -----------------------------------------------------------------------------------------------------------


def know(folder: Path, ward: Schedule, *, minutes: int) -> None:
    """The schedule has been known for so long, and no service ran since."""
    store = open_store(f"sqlite:///{folder / 'data' / 'firstline.db'}")
    with store.writing() as rows:
        rows.firings.know(ward.name, ward.rhythm, datetime.now(UTC) - timedelta(minutes=minutes))
    store.close()


def value(service: Service, name: str) -> float:
    return {one.name: one.value for one in service.measures()}[name]


class Crowd:
    """Counts the devices that are read at once."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self._lock = threading.Lock()
        self._now = self.most = 0

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            with self._inner.session(device) as session:
                threading.Event().wait(0.1)
                yield session
        finally:
            with self._lock:
                self._now -= 1

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


class Gate:
    """Lets a few visits through; the others wait until the test ends."""

    def __init__(self, inner: Transport, open_for: int) -> None:
        self._inner = inner
        self._left = open_for
        self._lock = threading.Lock()
        self.open = threading.Event()
        self.waiting = 0

    def close(self) -> None:
        """From now on nobody gets through, also not those that wait."""
        self._left = 0

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with self._lock:
            self._left -= 1
            passes = self._left >= 0
            self.waiting += not passes
        if not passes:
            self.open.wait(20)
        with self._inner.session(device) as session:
            yield session

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


class SlowCommands(CountingTransport):
    """A device that takes its time for each command of the first visit."""

    def __init__(self, inner: Transport) -> None:
        super().__init__(inner)
        self.reading = threading.Event()
        self.quick = False
        self.visits = self.sent = 0
        self.commands_of_first: int | None = None  # when the second visit began

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with super().session(device) as session:
            self.visits += 1
            slow = self.visits == 1
            if not slow and self.commands_of_first is None:
                self.commands_of_first = self.sent
            yield session if isinstance(session, NoSession) or not slow else _Slow(session, self)


class _Slow:
    def __init__(self, inner: Session, of: SlowCommands) -> None:
        self._inner = inner
        self._of = of

    def run(self, command: Command) -> Reply:
        self._of.reading.set()
        self._of.sent += 1
        threading.Event().wait(0.0 if self._of.quick else 0.3)
        return self._inner.run(command)
