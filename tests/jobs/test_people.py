"""Stories of persons at a running service: who may what, taking a question back, words about answers, the log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.desk.access import Access, Team
from bot.desk.investigate import Desk
from bot.jobs import Service
from bot.model import Device, EventQuery, Person
from bot.ports import NoSession, Reply, Session, Transport
from parsers.platform import Command
from tests.jobs.parts import Chat, Tickets, ask, done, running, until
from tests.jobs.ward import SWITCHES, desk, question

ANNA, BO = Person(id="chat:anna"), Person(id="chat:bo")
TEAMS = Access(
    teams=(
        Team(name="karlstad", members=("chat:anna", "chat:bo"), may=frozenset({"ask", "raw"}),
             sites=frozenset({"karlstad"})),
        Team(name="torsby", members=("chat:eva",), sites=frozenset({"torsby"})),
    )
)  # fmt: skip


class Held:
    """A way to devices that stands still in the first command until it is let go, and counts commands and logins."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.entered, self.go = threading.Event(), threading.Event()
        self.commands: list[str] = []
        self.logins: list[str] = []

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        self.logins.append(device.name)
        with self._inner.session(device) as session:
            assert not isinstance(session, NoSession)
            yield _Slow(session, self)

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


class _Slow:
    def __init__(self, inner: Session, held: Held) -> None:
        self._inner, self._held = inner, held

    def run(self, command: Command) -> Reply:
        self._held.commands.append(command.line)
        self._held.entered.set()
        assert self._held.go.wait(60)
        return self._inner.run(command)


def held(folder: Path) -> tuple[Desk, Held]:
    made = desk(folder)
    transport = Held(made.transport)
    return replace(made, transport=transport), transport


def cause(service: Service, request_id: str) -> str | None:
    answer = service.answer(request_id)
    return answer.diagnosis.root_cause if answer and answer.diagnosis else None


def events(service: Service, **query: str) -> list[tuple[str, str]]:
    return [(one.who, one.event) for one in service.audit(EventQuery(**query))]  # type: ignore[arg-type]


# --- taking a question back -------------------------------------------------------------------------------------------


def test_a_question_taken_back_is_answered_so_at_once_and_the_visit_stops_between_two_commands(tmp_path: Path) -> None:
    made, way = held(tmp_path)
    chat = Chat()
    with running(tmp_path, made, chat=chat) as service:
        asked = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna")
        assert way.entered.wait(30)
        assert not service.cancel(asked.id, BO)
        assert service.cancel(asked.id, ANNA)
        assert not service.cancel(asked.id, ANNA)
        assert done(service, asked)[-1] == "done"
        shown = service.card(asked.id)
        assert shown is not None
        assert (cause(service, asked.id), shown.kind, shown.outcome) == ("CANCELLED", "told", "Avbruten")
        way.go.set()
        until(lambda: ("chat:anna", "ran") in events(service))
        until(lambda: chat.of(asked))
        again = ask(service, question(SWITCHES[0]))
        assert done(service, again)[-1] == "done"
        assert cause(service, again.id) == "ERRDISABLED_BPDUGUARD"
        told = [one.event for one in service.audit(EventQuery(request=asked.id))]
        assert {"asked", "cancelled", "ran", "shown"} == set(told)
        assert cause(service, asked.id) == "CANCELLED"
    assert len(way.logins) == 2
    assert way.commands.count("show clock") == 2
    assert len(chat.of(asked)) == 1


def test_who_asked_the_same_still_gets_the_answer(tmp_path: Path) -> None:
    made, way = held(tmp_path)
    with running(tmp_path, made) as service:
        first = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna")
        assert way.entered.wait(30)
        second = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:bo")
        until(lambda: _joined(service, second.id))
        assert service.cancel(first.id, ANNA)
        way.go.set()
        assert done(service, second)[-1] == "done"
        assert (cause(service, first.id), cause(service, second.id)) == ("CANCELLED", "ERRDISABLED_BPDUGUARD")
    assert len(way.logins) == 1


def _joined(service: Service, request_id: str) -> bool:
    with service._store.reading() as rows:
        promise = rows.requests.get(request_id)
    return promise is not None and promise.reading is not None


def test_a_question_taken_back_before_a_restart_is_not_taken_up_again(tmp_path: Path) -> None:
    made, way = held(tmp_path)
    with running(tmp_path, made) as service:
        asked = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna")
        assert way.entered.wait(30)
        assert service.cancel(asked.id, ANNA)
        threading.Timer(0.5, way.go.set).start()
    logins = len(way.logins)
    with running(tmp_path, made) as service:
        assert done(service, asked)[-1] == "done"
        later = ask(service, question(SWITCHES[1]))
        assert done(service, later)[-1] == "done"
        assert cause(service, asked.id) == "CANCELLED"
    assert way.logins[logins:] == [SWITCHES[1]]


# --- who may what -----------------------------------------------------------------------------------------------------


def test_two_who_may_ask_about_different_things_never_share_an_answer(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, replace(made, access=TEAMS)) as service:
        asked = [
            service.accept(question(SWITCHES[0]), channel="chat", requester=who)
            for who in ("chat:anna", "chat:eva", "chat:nobody", "chat:bo")
        ]
        for one in asked:
            done(service, one)
        causes = [cause(service, one.id) for one in asked]
        assert causes == ["ERRDISABLED_BPDUGUARD", "NOT_ALLOWED", "NOT_ALLOWED", "ERRDISABLED_BPDUGUARD"]
        refused = [who for who, event in events(service) if event == "refused"]
        assert sorted(refused) == ["chat:eva", "chat:nobody"]
        assert service.refusal(ANNA, "raw", asked[0].id) is None
        assert service.refusal(Person(id="chat:eva"), "ask", asked[0].id) is not None
        assert service.refusal(ANNA, "reveal", asked[0].id) is not None
        assert service.refusal(replace(ANNA, guest=True), "ask") is not None
    assert len(made.transport.sessions) <= 2  # type: ignore[attr-defined]


def test_who_may_ask_nothing_is_told_how_the_thread_stands_without_a_login(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, replace(made, access=TEAMS)) as service:
        first = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna", thread="t")
        done(service, first)
        logins = len(made.transport.sessions)  # type: ignore[attr-defined]
        later = service.accept(f"status {SWITCHES[0]}?", channel="chat", requester="chat:nobody", thread="t")
        done(service, later)
        answer = service.answer(later.id)
        assert answer is not None
        assert cause(service, later.id) == ("ERRDISABLED_BPDUGUARD" if answer.intent == "status" else "NOT_ALLOWED")
    assert len(made.transport.sessions) == logins  # type: ignore[attr-defined]


# --- the start page -------------------------------------------------------------------------------


def test_the_start_page_has_my_questions_my_teams_and_its_tickets(tmp_path: Path) -> None:
    made = replace(desk(tmp_path), access=TEAMS)
    with running(tmp_path, made, tickets=Tickets(tmp_path / "tickets")) as service:
        mine = service.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna")
        theirs = service.accept("hjälp", channel="chat", requester="chat:eva")
        for one in (mine, theirs):
            done(service, one)
        until(lambda: service.board(ANNA).tickets)
        anna, bo, eva = (service.board(Person(id=f"chat:{name}")) for name in ("anna", "bo", "eva"))
    assert [line.request_id for line in anna.mine] == [mine.id]
    assert anna.mine[0].kind == "fault"
    assert SWITCHES[0] in anna.mine[0].text["sv"]
    assert (anna.team, bo.mine) == ((), ())
    assert [line.request_id for line in bo.team] == [mine.id]
    assert [line.text["sv"][:6] for line in bo.tickets] == ["INC-1:"]
    assert (eva.team, eva.tickets) == ((), ())
    assert [line.request_id for line in eva.mine] == [theirs.id]
