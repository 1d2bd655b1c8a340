"""The running service in one process: questions in, answers out, each event once, equal ones together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

import pytest

from bot.errors import SettingsError
from bot.jobs import Service, work
from tests.jobs.parts import Chat, Tickets, ask, done, running, until
from tests.jobs.ward import SWITCHES, CountingTransport, desk, question


class House:
    """One service for the tests that leave nothing behind."""

    def __init__(self, service: Service, transport: CountingTransport, chat: Chat, tickets: Tickets) -> None:
        self.service, self.transport, self.chat, self.tickets = service, transport, chat, tickets


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    made = desk(folder)
    transport = made.transport
    assert isinstance(transport, CountingTransport)
    chat, tickets = Chat(), Tickets(folder / "tickets")
    with running(folder, made, tickets, chat) as service:
        yield House(service, transport, chat, tickets)


def test_a_question_is_answered_with_progress_a_ticket_and_a_final_reply(house: House) -> None:
    request = ask(house.service, question(SWITCHES[0]))
    steps = done(house.service, request)
    answer, card = house.service.answer(request.id), house.service.card(request.id)
    assert steps[-1] == "done"
    assert steps.count("done") == 1
    assert answer
    assert card
    assert answer.diagnosis
    assert (answer.request, answer.diagnosis.root_cause) == (request, "ERRDISABLED_BPDUGUARD")
    assert card.kind == "fault"
    assert card.ticket
    until(lambda: house.chat.of(request))
    assert house.chat.of(request) == [card.ticket.key]
    assert house.service.recent(1) == [request]


def test_the_same_event_twice_is_one_request_and_one_visit_to_the_device(house: House) -> None:
    before = len(house.transport.sessions)
    first = ask(house.service, question(SWITCHES[1]), event="e-1")
    assert ask(house.service, question(SWITCHES[1]), event="e-1") == first
    done(house.service, first)
    assert ask(house.service, question(SWITCHES[1]), event="e-1") == first
    assert len(house.transport.sessions) == before + 1
    assert done(house.service, first) == ["done"]


def test_twenty_equal_questions_at_once_make_one_session_and_twenty_answers(house: House) -> None:
    before = len(house.transport.sessions)
    with ThreadPoolExecutor(20) as threads:
        asked = list(threads.map(lambda number: ask(house.service, question(SWITCHES[2]), f"twin-{number}"), range(20)))
    for request in asked:
        done(house.service, request)
    answers = [house.service.answer(request.id) for request in asked]
    assert [answer.request if answer else None for answer in answers] == asked
    assert len(house.transport.sessions) == before + 1
    assert {answer.ticket.key for answer in answers if answer and answer.ticket} == {house.tickets.list()[-1].key}, (
        "one fault, one ticket"
    )


def test_the_question_asked_again_later_is_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "SHARED", work.SHARED * 0)
    before = len(house.transport.sessions)
    for number in range(2):
        done(house.service, ask(house.service, question(SWITCHES[3]), f"again-{number}"))
    assert len(house.transport.sessions) == before + 2


def test_a_question_back_reads_no_device_and_a_pick_in_its_thread_is_understood(house: House) -> None:
    before = len(house.transport.sessions)
    first = ask(house.service, "Gi1/0/14 har inget nät", thread="t-1")
    done(house.service, first)
    card = house.service.card(first.id)
    assert card
    assert card.kind == "question"
    assert len(house.transport.sessions) == before
    second = ask(house.service, SWITCHES[4], thread="t-1")
    done(house.service, second)
    answer = house.service.answer(second.id)
    assert answer
    assert (answer.target.device, answer.target.interface) == (SWITCHES[4], "GigabitEthernet1/0/14")


def test_where_the_channel_shows_it_is_known_when_the_final_reply_goes_out(house: House) -> None:
    request = ask(house.service, question(SWITCHES[5]))
    house.service.placed(request.id, reply_to="C1/17.2", thread="C1:17.1")
    stored = house.service.request(request.id)
    assert stored
    assert (stored.reply_to, stored.thread) == ("C1/17.2", "C1:17.1")
    done(house.service, request)


def test_the_ticket_of_an_answer_is_found_and_there_is_none_where_nothing_is_wrong(house: House) -> None:
    request = ask(house.service, question(SWITCHES[0]), "escalated")
    done(house.service, request)
    made = house.service.escalate(request.id, "anna")
    answer = house.service.answer(request.id)
    assert answer
    assert made == answer.ticket
    helped = ask(house.service, "hjälp")
    done(house.service, helped)
    assert house.service.escalate(helped.id, "anna") is None
    assert house.service.escalate("r-unknown", "anna") is None


def test_a_wish_for_no_ticket_is_kept_until_somebody_presses_escalate(house: House) -> None:
    request = ask(house.service, f"{question(SWITCHES[1])}, eskalera inte")
    done(house.service, request)
    answer = house.service.answer(request.id)
    assert answer
    assert answer.ticket is None
    assert house.service.escalate(request.id, "anna") is not None


def test_a_request_that_nobody_made_is_done_at_once_without_an_answer(house: House) -> None:
    assert [step.state for step in house.service.watch("r-unknown")] == ["done"]
    assert house.service.answer("r-unknown") is None
    assert house.service.card("r-unknown") is None
    assert house.service.request("r-unknown") is None


def test_the_service_tells_how_it_is_and_its_numbers_have_the_same_names_every_time(house: House) -> None:
    first, second = house.service.measures(), house.service.measures()
    assert house.service.unready() == []
    assert [(one.name, one.labels) for one in first] == [(one.name, one.labels) for one in second]
    values = {one.name: one.value for one in first}
    assert values["firstline_requests_total"] >= values["firstline_readings_total"] > 0
    assert [(one.system, one.working) for one in house.service.systems()] == [("tickets", True)]


def test_a_second_service_on_the_same_folder_is_refused_in_words(house: House) -> None:
    with pytest.raises(SettingsError, match="another firstline service"):
        Service(desk=desk(house.service.folder.folder.parent), data=house.service.folder.folder, zone=UTC)
