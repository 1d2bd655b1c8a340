"""What a running service writes down about persons: the log, and their words about answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.jobs import Service
from bot.model import EventQuery, Person, Tally
from tests.jobs.parts import Chat, Tickets, done, running, until
from tests.jobs.ward import SWITCHES, desk, question

ANNA, BO = Person(id="chat:anna"), Person(id="chat:bo")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service for those who only look at what they asked themselves: each about a switch of its own."""
    folder = tmp_path_factory.mktemp("shared")
    with running(folder, desk(folder), tickets=Tickets(folder / "tickets"), chat=Chat()) as service:
        yield service


def test_what_is_answered_cannot_be_taken_back(shared: Service) -> None:
    asked = shared.accept(question(SWITCHES[0]), channel="chat", requester="chat:anna")
    done(shared, asked)
    assert not shared.cancel(asked.id, ANNA)
    assert not shared.cancel("r-none", ANNA)
    assert cause(shared, asked.id) == "ERRDISABLED_BPDUGUARD"


def test_the_log_tells_who_asked_what_ran_and_what_was_shown_and_no_text(shared: Service) -> None:
    asked = shared.accept(question(SWITCHES[1]), channel="chat", requester="chat:anna", groups=["chat:g"])
    done(shared, asked)
    until(lambda: {"shown", "ticket"} <= {event for _, event in events(shared, request=asked.id)})
    shared.helped(asked.id, BO, True)
    shared.record(BO, "reveal", asked.id)
    rows = list(shared.audit(EventQuery(request=asked.id)))
    assert {one.event for one in rows} == {"asked", "ran", "answered", "shown", "ticket", "feedback", "reveal"}
    ran = next(one for one in rows if one.event == "ran")
    assert (ran.who, ran.device) == ("chat:anna", SWITCHES[1])
    assert "show clock; " in (ran.detail or "")
    assert "show interfaces status err-disabled" in (ran.detail or "")
    assert not any("inget nät" in (one.detail or "") for one in rows)
    stored = shared.request(asked.id)
    assert stored is not None
    assert stored.groups == ("chat:g",)


def test_words_about_answers_are_counted_for_their_finding(shared: Service) -> None:
    before = tally(shared)
    asked = shared.accept(question(SWITCHES[2]), channel="chat", requester="chat:anna")
    done(shared, asked)
    shared.helped(asked.id, ANNA, False)
    shared.helped(asked.id, ANNA, True)
    shared.helped("r-none", ANNA, True)
    until(lambda: tally(shared).escalated > before.escalated)
    after = tally(shared)
    assert (after.asked, after.helped) == (before.asked + 1, before.helped + 1)
    assert after.not_helped == before.not_helped


def tally(service: Service) -> Tally:
    found = [one for one in service.statistics() if one.code == "ERRDISABLED_BPDUGUARD"]
    return found[0] if found else Tally(code="ERRDISABLED_BPDUGUARD")


def cause(service: Service, request_id: str) -> str | None:
    answer = service.answer(request_id)
    return answer.diagnosis.root_cause if answer and answer.diagnosis else None


def events(service: Service, **query: str) -> list[tuple[str, str]]:
    return [(one.who, one.event) for one in service.audit(EventQuery(**query))]  # type: ignore[arg-type]
