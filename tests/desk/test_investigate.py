"""One request from understanding to answer: what is told on the way, what is never read, and that nothing raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.understand import understand
from bot.model import Answer, Progress, Request
from tests.desk.answers import AT
from tests.hospital import Hospital, hospital

WARD, PORT = "sw-kar-a2-03", "Gi1/0/14"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("investigate")) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    running.mark()
    yield running
    running.lab.heal()


def watched(house: Hospital, text: str) -> tuple[Answer, list[Progress]]:
    steps: list[Progress] = []
    request = Request(id="r1", text=text, language="sv", requester="alva", channel="test", at=AT)
    desk = house.app.desk
    return desk.answer(request, understand(text, desk.inventory), steps.append), steps


def states(steps: list[Progress]) -> list[str]:
    """The states in order, repeated ones once."""
    return [one.state for at, one in enumerate(steps) if at == 0 or steps[at - 1].state != one.state]


def test_a_healthy_port_is_read_twice_and_no_verdict_is_told_before_the_second_reading(house: Hospital) -> None:
    answer, steps = watched(house, f"{WARD} {PORT} har inget nät")
    assert states(steps) == ["locating", "found", "reading", "second_reading", "reading", "done"]
    assert [one.diagnosis for one in steps[:-1]] == [None] * (len(steps) - 1)
    assert answer.diagnosis is not None
    assert steps[-1].diagnosis == answer.diagnosis


def test_a_fault_is_told_before_the_rest_is_read(house: Hospital) -> None:
    house.lab.inject("bpduguard", WARD, PORT)
    answer, steps = watched(house, f"{WARD} {PORT} har inget nät")
    first = next(one for one in steps if one.state == "first_verdict")
    assert first.diagnosis is not None
    assert answer.diagnosis is not None
    assert first.diagnosis.root_cause == answer.diagnosis.root_cause == "ERRDISABLED_BPDUGUARD"
    assert "second_reading" not in states(steps)


def test_progress_counts_up_to_what_was_read(house: Hospital) -> None:
    answer, steps = watched(house, f"{WARD} {PORT} har inget nät")
    counted = [(one.done, one.total) for one in steps if one.state == "reading"]
    assert [done for done, _ in counted] == list(range(1, len(answer.observations) + 1))
    assert all(done <= total for done, total in counted)


@pytest.mark.parametrize("text", ["hjälp", "hej", f"starta om {WARD}", f"stäng av port 14 på {WARD}", "tack!"])
def test_help_chat_and_wishes_to_change_something_read_nothing(house: Hospital, text: str) -> None:
    answer, steps = watched(house, text)
    assert (answer.diagnosis, answer.observations) == (None, ())
    assert states(steps) == ["done"]
    assert house.heard() == {}


def test_where_is_tells_the_place_and_reads_nothing_about_its_health(house: Hospital) -> None:
    answer, _ = watched(house, "var sitter PRN-KAR-106?")
    assert answer.target.interface == "GigabitEthernet1/0/14"
    assert answer.diagnosis is None
    assert {one.read for one in answer.observations} <= {"arp_lookup", "mac_lookup", "port_channels", "cdp", "lldp"}


def test_a_wireless_device_is_not_investigated_as_if_it_had_a_port(house: Hospital) -> None:
    wireless = [one.name for one in house.app.desk.inventory.devices if one.role in {"ap", "wlc"}]
    desk = house.app.desk
    if not wireless:
        ap = replace(desk.inventory.devices[0], name="AP-KAR-A2-99", platform="cisco_ap", role="ap")
        desk = replace(desk, inventory=replace(desk.inventory, devices=(*desk.inventory.devices, ap)))
        wireless = [ap.name]
    text = f"{wireless[0]} har inget nät"
    request = Request(id="r1", text=text, language="sv", requester="alva", channel="test", at=AT)
    answer = desk.answer(request, understand(text, desk.inventory), lambda _: None)
    assert answer.diagnosis is None or answer.diagnosis.outcome == "unknown"


def test_medical_equipment_behind_a_jack_is_known_to_the_diagnosis(house: Hospital) -> None:
    port = next(
        (name for name, one in house.region.switches[WARD].ports.items() if one.endpoints[:1] and
         one.endpoints[0].kind == "medical")
    )  # fmt: skip
    house.lab.inject("bpduguard", WARD, port)
    answer, _ = watched(house, f"{WARD} {port} har inget nät")
    assert answer.diagnosis is not None
    assert answer.diagnosis.guard == "known"


def test_the_time_of_an_answer_adds_up(house: Hospital) -> None:
    answer, _ = watched(house, f"{WARD} {PORT} har inget nät")
    assert 0 < answer.timings.device_s <= answer.timings.total_s
    assert 0 < answer.timings.parse_s <= answer.timings.total_s
    assert answer.target.located_at is not None
