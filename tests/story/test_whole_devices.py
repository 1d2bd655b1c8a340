"""Questions about a whole device, over real SSH: healthy, fallen, cut off, dark, and where its connections lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.terminal import render
from bot.desk.around import Around
from bot.desk.card import card
from bot.desk.reading import reading
from bot.model import Answer, Diagnosis, Target
from tests.hospital import Hospital, hospital


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("devices")) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    yield running
    running.lab.heal()


def told(answer: Answer) -> Diagnosis:
    assert answer.diagnosis is not None, answer.question
    return answer.diagnosis


@pytest.mark.parametrize("device", ["sw-kar-a1-01", "sw-tor-c1-01", "sw-lun-b1-09", "dsw-lun-01"])
def test_a_healthy_device_is_cleared_with_one_login(house: Hospital, device: str) -> None:
    diagnosis = told(house.ask(f"mår {device} bra?"))
    assert (diagnosis.outcome, diagnosis.severity) == ("cleared", "ok")
    assert all(check.passed for check in diagnosis.checks)
    assert house.logins() == {device: 1}


def test_a_switch_that_fell_is_told_with_the_time_since(house: Hospital) -> None:
    house.lab.inject("reload-crash", "sw-kar-d2-01")
    answer = house.ask("allt på sw-kar-d2-01 försvann en stund, vad hände?")
    assert (told(answer).root_cause, told(answer).severity) == ("UNEXPECTED_RELOAD", "warning")
    shown = render(card(answer), colour=False, unicode=True)
    assert "17 minuter" in shown
    assert "Critical process" in shown


@pytest.mark.parametrize("words", ["hela C3 är nere, sw-kar-c3-02", "Gi1/0/3 på sw-kar-c3-02 har inget nät"])
def test_the_cut_cable_of_a_silent_switch_is_found_at_its_other_end(house: Hospital, words: str) -> None:
    house.lab.inject("uplink-down", "sw-kar-c3-02")
    diagnosis = told(house.ask(words))
    assert (diagnosis.outcome, diagnosis.root_cause, diagnosis.severity) == ("proven", "UPLINK_DOWN", "critical")
    root, silence = diagnosis.findings[0], diagnosis.findings[-1]
    assert (root.device, root.component) == ("dsw-kar-01", "TwentyFiveGigE1/0/7")
    assert "sw-kar-c3-02" in root.summary["en"]
    assert (silence.code, silence.caused_by) == ("DEVICE_UNREACHABLE", "UPLINK_DOWN")


def test_a_silent_switch_that_its_neighbour_hears_is_not_called_dark(house: Hospital) -> None:
    house.lab.inject("unreachable", "sw-kar-e2-01")
    diagnosis = told(house.ask("sw-kar-e2-01 svarar inte"))
    assert (diagnosis.outcome, diagnosis.root_cause) == ("unknown", "DEVICE_UNREACHABLE")
    assert "NEIGHBOUR_SEES_IT" in {one.code for one in diagnosis.findings}


def test_a_refused_account_does_not_log_in_anywhere_else(house: Hospital) -> None:
    house.lab.inject("login-failed", "sw-kar-b2-01")
    assert told(house.ask("mår sw-kar-b2-01 bra?")).root_cause == "LOGIN_FAILED"
    assert set(house.logins()) <= {"sw-kar-b2-01"}


def test_a_router_that_passes_no_requests_on_is_found_from_a_jack_and_by_itself(house: Hospital) -> None:
    house.lab.inject("relay-missing", "dsw-tor-01")
    jack = house.socket("sw-tor-b1-01", "pc")
    assert told(house.ask(f"datorn i {jack} på sw-tor-b1-01 får ingen ip-adress")).root_cause == "DHCP_RELAY_MISSING"
    assert told(house.ask("mår dsw-tor-01 bra?")).root_cause == "DHCP_RELAY_MISSING"


@pytest.mark.parametrize("words", ["hela kliniken i torsby ligger nere", "är dsw-tor-01 frisk?"])
def test_a_place_cut_off_from_its_site_is_seen_where_the_site_comes_together(house: Hospital, words: str) -> None:
    house.lab.inject("uplink-down", "sw-tor-c1-01")
    diagnosis = told(house.ask(words))
    assert (diagnosis.outcome, diagnosis.root_cause, diagnosis.severity) == ("likely", "UPLINK_DOWN", "critical")
    assert "sw-tor-c1" in diagnosis.findings[0].summary["sv"]


def test_own_uplinks_are_found_by_their_neighbours_where_the_inventory_knows_no_cable(house: Hospital) -> None:
    inventory = house.app.desk.inventory
    switch = inventory.device("sw-lun-a1-01")
    assert switch is not None
    lonely = replace(inventory, devices=(switch,), links=())
    with reading(house.app.desk.transport) as reader:
        around = Around(lonely, reader, switch, Target(device=switch.name))
        assert around.spot("own_uplink").interface == "TenGigabitEthernet1/1/1"
        assert around.spot("second_own_uplink").interface == "TenGigabitEthernet1/1/2"
        assert around.spot("uplink").device is None
