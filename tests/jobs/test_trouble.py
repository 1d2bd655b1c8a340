"""The running service when something is slow, away, broken, or stopped in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.investigate import Desk
from bot.errors import RemoteError
from bot.jobs import post
from bot.model import Device, Request
from bot.ports import NoSession, Session
from tests.jobs.parts import WAIT_S, Chat, Tickets, ask, done, running, until
from tests.jobs.ward import SWITCHES, CountingTransport, desk, question
from tests.patient import patient


def test_a_device_is_never_visited_by_two_and_persons_go_before_schedules(tmp_path: Path) -> None:
    made = desk(tmp_path, SlowTransport)
    transport, order = made.transport, list[str]()
    assert isinstance(transport, CountingTransport)
    with running(tmp_path, made) as service:
        ports = [f"Gi1/0/{number} på {SWITCHES[0]} har inget nät" for number in range(1, 5)]
        swept = [
            service.accept(text, channel="schedule", requester="", event=str(number), lane="background")
            for number, text in enumerate(ports)
        ]
        until(lambda: transport.sessions)
        person = ask(service, question(SWITCHES[0]))

        def follow(one: Request) -> None:
            done(service, one)
            order.append(one.id)

        watchers = [threading.Thread(target=follow, args=(one,)) for one in [*swept, person]]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()
        assert service.recent(9) == [person], "what a schedule asked is no recent question"
    assert transport.most_at_once == 1
    assert len(transport.sessions) == 6, "the one that was running left, and came again after the person"
    assert order.index(person.id) <= 1


@patient
def test_a_ticket_system_that_is_down_delays_nothing_and_gets_everything_once_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "_TICKET_AGAIN_S", (1,))
    chat, tickets = Chat(), Tickets(tmp_path / "tickets")
    tickets.down = True
    with running(tmp_path, desk(tmp_path), tickets, chat) as service:
        asked = [ask(service, question(switch), f"{number}") for number, switch in enumerate((*SWITCHES[:2],) * 2)]
        for request in asked:
            done(service, request)
        until(lambda: all(chat.of(request) for request in asked))
        assert [chat.of(request) for request in asked] == [[None]] * 4
        assert service.systems()[0].working is False
        with pytest.raises(RemoteError, match="kept"):
            service.escalate(asked[0].id, "anna")
        tickets.down = False
        until(lambda: all(len(chat.of(request)) == 2 for request in asked))
        assert service.systems()[0].working is True
    made = tickets.list()
    assert sorted(chat.of(request)[1] or "" for request in asked) == sorted([one.key for one in made] * 2)
    assert sorted(operation for one in made for operation in one.op_ids) == sorted(f"ticket.{one.id}" for one in asked)


def test_a_chat_that_is_away_gets_its_final_reply_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "_REPLY_AGAIN_S", (1,))
    chat = Chat()
    chat.away = True
    with running(tmp_path, desk(tmp_path), None, chat) as service:
        request = ask(service, question(SWITCHES[0]))
        assert done(service, request)[-1] == "done"
        until(lambda: any(one.name == "firstline_reply_failures_total" and one.value for one in service.measures()))
        chat.away = False
        until(lambda: chat.of(request))
        assert chat.of(request) == [None]


def test_a_mistake_of_our_own_ends_in_an_answer_that_claims_nothing(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, replace(made, transport=BrokenTransport())) as service:
        request = ask(service, question(SWITCHES[0]))
        done(service, request)
        answer = service.answer(request.id)
        assert answer
        assert answer.diagnosis
        assert (answer.diagnosis.outcome, answer.diagnosis.root_cause) == ("unknown", "CAUSE_UNKNOWN")
        assert {one.name: one.value for one in service.measures()}["firstline_failures_total"] == 1


def test_what_was_running_at_the_stop_is_answered_after_the_next_start_and_watchers_are_let_go(tmp_path: Path) -> None:
    gate = Gated(desk(tmp_path))
    with running(tmp_path, gate.desk) as service:
        request = ask(service, question(SWITCHES[0]))
        assert gate.reached.wait(WAIT_S)
        with ThreadPoolExecutor(1) as threads:
            watched = threads.submit(lambda: done(service, request))
            service.stop(patience_s=1)
            assert "done" not in watched.result(WAIT_S)
        gate.open.set()
    with pytest.raises(RemoteError):
        ask(service, question(SWITCHES[1]))
    with running(tmp_path, desk(tmp_path)) as service:
        assert done(service, request)[-1] == "done"
        assert service.answer(request.id) is not None


class SlowTransport(CountingTransport):
    """Each visit takes a moment, so that others come meanwhile."""

    def __init__(self, inner: CountingTransport, log: Path | None = None) -> None:
        super().__init__(inner, log, takes_s=0.3)


class BrokenTransport:
    """A mistake in the program, not in the network."""

    def session(self, device: Device) -> AbstractContextManager[Session | NoSession]:
        raise ZeroDivisionError(device.name)

    def wait(self, seconds: float) -> None:
        """Nothing to wait for."""


class Gated:
    """A desk whose visits stop at the device's door until it is opened."""

    def __init__(self, of: Desk) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self._inner = of.transport
        self.desk = replace(of, transport=self)

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        self.reached.set()
        self.open.wait(WAIT_S)
        with self._inner.session(device) as session:
            yield session

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)
