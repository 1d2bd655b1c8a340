"""The question what has changed in a running service: from what is stored, without a login, for who may see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.access import Access, Team
from bot.desk.document import answer_document
from bot.desk.understand import understand
from bot.jobs import Service
from bot.model import Answer, Deed, Request
from tests.jobs.parts import Chat, Tickets, ask, done, running, until
from tests.jobs.ward import SWITCHES, desk, question

PORT = "GigabitEthernet1/0/14"
ASKS: frozenset[Deed] = frozenset({"ask"})


def answer_to(service: Service, request: Request) -> Answer:
    done(service, request)
    found = service.answer(request.id)
    assert found is not None
    return found


def of(service: Service, text: str, who: str = "chat:anna", thread: str | None = None) -> Answer:
    return answer_to(service, service.accept(text, channel="chat", requester=who, thread=thread))


def later(folder: Path, clock: str) -> None:
    """The captured switch is read at this time from now on."""
    (folder / "captures" / SWITCHES[0] / "show_clock.txt").write_text(f"{clock} UTC Sun Nov 22 2026\n")


def test_a_thread_is_told_what_is_stored_without_a_login_and_a_recheck_reads(tmp_path: Path) -> None:
    made = desk(tmp_path)
    chat = Chat()
    with running(tmp_path, made, tickets=Tickets(tmp_path / "tickets"), chat=chat) as service:
        first = of(service, question(SWITCHES[0]), thread="t")
        logins = len(made.transport.sessions)  # type: ignore[attr-defined]
        told = of(service, "vad har hänt?", thread="t")
        assert told.diagnosis is None
        assert told.past is not None
        assert [one.request for one in told.past.earlier] == [first.request.id]
        assert (told.target.device, told.target.interface) == (SWITCHES[0], PORT)
        card = service.card(told.request.id)
        assert card is not None
        assert card.outcome == "Historik"
        assert card.headline.startswith("Bara läst en gång")
        until(lambda: chat.of(told.request))
        assert chat.of(told.request) == [None]  # no ticket
        again = of(service, "vad har ändrats?", thread="t")
        assert again.past is not None
        assert [one.request for one in again.past.earlier] == [first.request.id]
        assert len(made.transport.sessions) == logins  # type: ignore[attr-defined]
        later(tmp_path, "18:30:00.000")
        assert card.recheck is not None
        read = of(service, card.recheck, thread="t")
        assert read.diagnosis is not None
        assert len(made.transport.sessions) > logins  # type: ignore[attr-defined]
        since = of(service, f"vad har ändrats på {SWITCHES[0]} {PORT}?")
        history = answer_document(since)["history"]
    assert isinstance(history, list)
    assert [one["request"] for one in history] == [read.request.id, first.request.id]


def test_without_anything_stored_it_is_read(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, made) as service:
        of(service, question(SWITCHES[0]))
        other = of(service, f"vad har ändrats på {SWITCHES[1]} {PORT}?")
    assert other.past is None
    assert other.diagnosis is not None
    assert other.diagnosis.root_cause == "ERRDISABLED_BPDUGUARD"
    assert answer_document(other)["history"] == []


def test_status_is_always_read(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, made) as service:
        of(service, question(SWITCHES[0]), thread="t")
        status = of(service, "status?", thread="t")
    assert status.intent == "status"
    assert status.past is None


@pytest.mark.parametrize(("sites", "investigations"), [(frozenset({"torsby"}), None), (None, frozenset({"device"}))])
def test_who_may_not_ask_about_a_place_is_told_nothing_of_it(
    tmp_path: Path, sites: frozenset[str] | None, investigations: frozenset[str] | None
) -> None:
    everybody = Team(name="all", members=("chat:anna",), may=ASKS)
    some = Team(name="some", members=("chat:bo",), may=ASKS, sites=sites, investigations=investigations)
    made = replace(desk(tmp_path), access=Access(teams=(everybody, some)))
    with running(tmp_path, made) as service:
        of(service, question(SWITCHES[0]), thread="t")
        refused = of(service, "vad har ändrats?", who="chat:bo", thread="t")
        allowed = of(service, "vad har ändrats?", thread="t")
    assert refused.past is None
    assert refused.diagnosis is not None
    assert refused.diagnosis.root_cause == "NOT_ALLOWED"
    assert allowed.past is not None


def test_what_was_dropped_after_planning_makes_it_unknown_and_nothing_is_read_without_a_plan(tmp_path: Path) -> None:
    made = desk(tmp_path)
    with running(tmp_path, made) as service:
        asked = ask(service, "hjälp")
        done(service, asked)
        work = service._running.work  # type: ignore[union-attr]
        changed = understand(f"vad har ändrats på {SWITCHES[0]} {PORT}?", made.inventory)
        told = work._answer(asked, changed, read=None, asked=None)
    assert told.diagnosis is not None
    assert told.diagnosis.outcome == "unknown"
    assert made.transport.sessions == []  # type: ignore[attr-defined]
