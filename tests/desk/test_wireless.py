"""Wireless over real SSH: every fault of the air, asked as first line asks, at the controller and the switch behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.locate.wireless import is_wireless
from bot.desk.same_fault import fault_key
from bot.model import Answer, LinkEnd
from tests.hospital import Hospital, hospital
from tests.patient import patient

WLC, AP, SWITCH, PORT = "wlc-kar-01", "AP-KAR-B2-07", "sw-kar-b2-01", "Gi1/0/9"
PHONE, NETWORK = "a4c3.f077.8899", "REG-Corp"
GONE = f"accesspunkten {AP} verkar borta, inget wifi på B2"
SLOW = f"wifi är segt vid {AP}"
OUT = f"telefonen {PHONE} kommer inte ut på wifi"
ALL = f"wifi {NETWORK} fungerar inte i Karlstad"
ONE = f"{OUT} {NETWORK}"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("wireless"), size=24) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    """The hospital, healed, and long enough after the last test for its logs to be history."""
    yield running
    running.lab.heal()
    running.app.desk.transport.wait(4 * 3600)


def codes(answer: Answer) -> list[str]:
    assert answer.diagnosis is not None
    return [finding.code for finding in answer.diagnosis.findings]


def root(answer: Answer) -> tuple[str, str]:
    assert answer.diagnosis is not None
    return answer.diagnosis.root_cause, answer.diagnosis.severity


@pytest.mark.parametrize("text", [GONE, SLOW, OUT, ALL])
def test_healthy_wifi_is_cleared_with_every_check_made(house: Hospital, text: str) -> None:
    diagnosis = house.ask(text).diagnosis
    assert diagnosis is not None
    assert (diagnosis.outcome, diagnosis.root_cause) == ("cleared", "NO_FAULT")
    assert diagnosis.checks
    assert all(check.passed for check in diagnosis.checks)


@patient
@pytest.mark.parametrize(
    ("fault", "device", "part", "text", "code", "severity"),
    [
        ("ap-not-joined", AP, None, GONE, "AP_NOT_JOINED", "critical"),
        ("ap-auth-pending", AP, None, GONE, "AP_NOT_JOINED", "critical"),
        ("ap-unseen", AP, None, GONE, "AP_NOT_JOINED", "critical"),
        ("ap-low-power", AP, None, GONE, "AP_LOW_POWER", "warning"),
        ("ap-misconfigured", AP, None, GONE, "AP_MISCONFIGURED", "critical"),
        ("ap-restarted", AP, None, GONE, "AP_RESTARTED", "warning"),
        ("ap-rejoined", AP, None, GONE, "AP_REJOINED", "warning"),
        ("ap-radio-down", AP, None, GONE, "AP_RADIO_DOWN", "warning"),
        ("channel-busy", AP, None, SLOW, "HIGH_CHANNEL_UTILISATION", "warning"),
        ("ap-no-poe", AP, None, GONE, "AP_NO_POE", "critical"),
        ("poe-off", SWITCH, PORT, GONE, "POE_ADMIN_OFF", "critical"),
        ("poe-faulty", SWITCH, PORT, GONE, "POE_FAULTY", "critical"),
        ("poe-denied", SWITCH, PORT, GONE, "POE_DENIED", "critical"),
        ("poe-budget", SWITCH, PORT, GONE, "POE_BUDGET_EXCEEDED", "critical"),
        ("admin-shutdown", SWITCH, PORT, GONE, "ADMIN_SHUTDOWN", "critical"),
        ("cable-fault", SWITCH, PORT, GONE, "CABLE_FAULT", "critical"),
        ("bpduguard", SWITCH, PORT, GONE, "ERRDISABLED_BPDUGUARD", "critical"),
        ("vlan-missing", SWITCH, PORT, GONE, "VLAN_NOT_EXISTING", "critical"),
        ("mab-failed", SWITCH, PORT, GONE, "MAB_FAILED", "critical"),
        ("crc-rising", SWITCH, PORT, SLOW, "INPUT_ERRORS_RISING", "warning"),
        ("speed-low", SWITCH, PORT, SLOW, "LINK_SPEED_LOW", "warning"),
        ("radius-dead", WLC, None, ALL, "RADIUS_UNREACHABLE", "critical"),
        ("radius-dead", WLC, None, OUT, "RADIUS_UNREACHABLE", "warning"),
        ("client-excluded", WLC, PHONE, OUT, "CLIENT_EXCLUDED", "critical"),
        ("client-wrong-psk", WLC, PHONE, OUT, "CLIENT_EXCLUDED", "critical"),
        ("client-weak", WLC, PHONE, OUT, "LOW_RSSI_CLIENT", "warning"),
        ("client-sticky", WLC, PHONE, OUT, "STICKY_CLIENT", "warning"),
        ("client-no-ip", WLC, PHONE, OUT, "WIFI_CLIENT_NO_IP", "critical"),
        ("client-authenticating", WLC, PHONE, OUT, "DOT1X_AUTH_FAILED", "critical"),
        ("client-webauth", WLC, PHONE, OUT, "WEBAUTH_PENDING", "critical"),
        ("wlan-no-dhcp", WLC, NETWORK, OUT, "WIFI_CLIENT_NO_IP", "critical"),
        ("wlan-no-dhcp", WLC, NETWORK, ALL, "WIFI_CLIENT_NO_IP", "critical"),
        ("policy-disabled", WLC, NETWORK, ALL, "POLICY_DISABLED", "critical"),
        ("policy-disabled", WLC, NETWORK, ONE, "POLICY_DISABLED", "critical"),
        ("wlan-disabled", WLC, NETWORK, ALL, "WLAN_DISABLED", "critical"),
        ("wlan-disabled", WLC, NETWORK, ONE, "WLAN_DISABLED", "critical"),
        ("authorization-failed", WLC, None, OUT, "UNKNOWN_OUTPUT", "unknown"),
    ],
)
def test_a_fault_is_found_where_it_is(
    house: Hospital, fault: str, device: str, part: str | None, text: str, code: str, severity: str
) -> None:
    house.lab.inject(fault, device, part)
    assert root(house.ask(text)) == (code, severity)


def test_a_dark_access_point_is_told_with_its_port_and_what_follows_from_it(house: Hospital) -> None:
    house.lab.inject("poe-off", SWITCH, PORT)
    answer = house.ask(GONE)
    assert codes(answer) == ["POE_ADMIN_OFF", "AP_NO_POE", "AP_NOT_JOINED", "PORT_NOTCONNECT"]
    assert answer.diagnosis is not None
    finding = answer.diagnosis.findings[0]
    assert (finding.device, finding.component) == (SWITCH, "GigabitEthernet1/0/9")
    assert house.logins() == {WLC: 1, SWITCH: 1}


def test_a_cut_building_comes_before_its_silent_switch_and_its_silent_access_point(house: Hospital) -> None:
    house.lab.inject("uplink-down", SWITCH)
    answer = house.ask(GONE)
    assert codes(answer) == ["UPLINK_DOWN", "AP_NOT_JOINED", "DEVICE_UNREACHABLE"]


def test_an_unreachable_controller_is_no_verdict(house: Hospital) -> None:
    house.lab.inject("unreachable", WLC)
    assert root(house.ask(OUT)) == ("DEVICE_UNREACHABLE", "unknown")


def test_without_cabling_the_controller_tells_the_port_behind_the_access_point(house: Hospital) -> None:
    house.lab.inject("crc-rising", SWITCH, PORT)
    assert root(unlinked(house).ask(SLOW)) == ("INPUT_ERRORS_RISING", "warning")


def test_without_cabling_a_lost_access_point_is_found_by_its_address_on_the_wire(house: Hospital) -> None:
    house.lab.inject("ap-auth-pending", AP)
    answer = unlinked(house).ask(GONE)
    assert root(answer) == ("AP_NOT_JOINED", "critical")
    assert any(one.place == "switch" and one.device == SWITCH for one in answer.observations)


def unlinked(house: Hospital) -> Hospital:
    """The same hospital, where the inventory knows no cabling to access points."""
    desk = house.app.desk
    links = tuple(one for one in desk.inventory.links if AP not in {one.a.device, one.b.device})
    app = replace(house.app, desk=replace(desk, inventory=replace(desk.inventory, links=links)))
    return replace(house, app=app)


# --- locating ---------------------------------------------------------------------------------------------------------


def test_a_device_that_no_controller_knows_is_asked_for_its_right_address(house: Hospital) -> None:
    answer = house.ask("telefonen 02:11:22:33:44:55 kommer inte ut på wifi")
    assert root(answer) == ("TARGET_NOT_FOUND", "warning")


def test_a_network_that_no_controller_has_is_asked_back_with_those_there_are(house: Hospital) -> None:
    answer = house.ask("wifi REG-Xyz fungerar inte i Karlstad")
    assert answer.question is not None
    assert answer.question.code == "TARGET_NOT_FOUND"
    assert NETWORK in answer.question.choices


def test_an_access_point_that_nobody_knows_is_asked_back_with_the_nearest_names(house: Hospital) -> None:
    known = house.app.desk.inventory
    bare = replace(known, devices=tuple(one for one in known.devices if one.role != "ap"), links=())
    app = replace(house.app, desk=replace(house.app.desk, inventory=bare))
    question = app.ask("accesspunkten AP-KAR-B2-70 är nere", channel="cli").question
    answer = app.ask(f"accesspunkten {AP.replace('-', '_')} är nere", channel="cli")
    assert question is not None
    assert (question.code, AP in question.choices) == ("TARGET_NOT_FOUND", True)
    assert answer.target.ap == AP


def test_no_wifi_in_a_room_means_its_access_point(house: Hospital) -> None:
    desk = house.app.desk
    rooms = [replace(one, aps=(AP,)) if one.name == "Rum 214" else one for one in desk.inventory.rooms]
    app = replace(house.app, desk=replace(desk, inventory=replace(desk.inventory, rooms=tuple(rooms))))
    answer = replace(house, app=app).ask("inget wifi i Rum 214")
    assert (answer.target.device, answer.target.ap) == (WLC, AP)
    assert answer.target.located_by == "the only access point of the room"


def test_a_room_with_several_access_points_is_a_question(house: Hospital) -> None:
    desk = house.app.desk
    aps = ("AP-KAR-A1-01", AP)
    rooms = [replace(one, aps=aps) if one.name == "Rum 214" else one for one in desk.inventory.rooms]
    app = replace(house.app, desk=replace(desk, inventory=replace(desk.inventory, rooms=tuple(rooms))))
    question = replace(house, app=app).ask("inget wifi i Rum 214").question
    assert question is not None
    assert (question.about, question.choices) == ("ap", aps)


def test_no_wifi_in_a_room_without_a_known_access_point_asks_no_jack(house: Hospital) -> None:
    question = house.ask("inget wifi i Rum 214").question
    assert question is not None
    assert "B-17" not in " ".join((*question.choices, question.text["sv"]))


def test_an_address_that_no_wire_hears_may_be_a_wireless_device(house: Hospital) -> None:
    """Asked without a word of wifi."""
    answer = house.ask(f"enheten {PHONE} kommer inte åt journalen")
    assert (answer.target.device, answer.target.client) == (WLC, "a4:c3:f0:77:88:99")


def test_one_network_without_addresses_is_one_ticket_whoever_calls(house: Hospital) -> None:
    house.lab.inject("wlan-no-dhcp", WLC, NETWORK)
    keys = {fault_key(house.ask(text)) for text in (OUT, ALL)}
    assert keys == {f"WIFI_CLIENT_NO_IP {WLC} {NETWORK}"}


def test_what_leads_to_an_access_point_is_no_wire_of_its_own(house: Hospital) -> None:
    inventory = house.app.desk.inventory
    assert is_wireless(LinkEnd(device=SWITCH, interface="GigabitEthernet1/0/9"), inventory)
    assert not is_wireless(LinkEnd(device="sw-kar-a2-03", interface="GigabitEthernet1/0/14"), inventory)
