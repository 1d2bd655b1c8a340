"""Access points, clients and WLANs, told by their controller and by the switch ports behind them."""

from __future__ import annotations

import pytest

from bot.errors import RequestError
from bot.lab.faults import FAULTS

from .bench import Bench

WLC, AP, SWITCH, PORT = "wlc-kar-01", "AP-KAR-B2-07", "sw-kar-b2-01", "Gi1/0/9"
CLIENT = "a4c3.f077.8899"
JOIN = "show wireless stats ap join summary"
DETAIL = f"show wireless client mac-address {CLIENT} detail"

# fault -> (device, part, [(where it is read, command, what its answer then holds)])
TOLD: dict[str, tuple[str, str | None, list[tuple[str, str, str]]]] = {
    "ap-not-joined": (
        AP,
        None,
        [
            (WLC, f"{JOIN} | include {AP}", "Not Joined  Join                  DTLS close alert from peer"),
            (WLC, f"show ap name {AP} config general", "% AP name not found"),
            (WLC, "show logging", f"AP Event: AP Name: {AP} Mac: a4b2.398c.6cc0"),
            (WLC, "show wireless stats ap history", "Disjoined"),
            (WLC, DETAIL, "not found"),
        ],
    ),
    "ap-auth-pending": (
        WLC,
        AP,
        [(WLC, f"{JOIN} | include {AP}", "Not Joined  Join                  Ap auth pending")],
    ),
    "ap-unseen": (
        AP,
        None,
        [(WLC, JOIN, "Number of APs: 31\n"), (WLC, f"show ap name {AP} config general", "% AP name not found")],
    ),
    "ap-downloading": (AP, None, [(WLC, f"show ap summary | include {AP}", "Downloading"), (WLC, DETAIL, "not found")]),
    "ap-listens-only": (
        AP,
        None,
        [(WLC, f"show ap name {AP} config general", "AP Mode                                         : Monitor")],
    ),
    "radar-heard": (AP, None, [(WLC, f"show ap dot11 5ghz summary | include {AP}", "(112,116)*")]),
    "ap-led-off": (
        AP,
        None,
        [(WLC, f"show ap name {AP} config general", "LED State                                       : Disabled")],
    ),
    "client-joining": (WLC, CLIENT, [(WLC, DETAIL, "Policy Manager State: Authenticating")]),
    "ap-low-power": (
        AP,
        None,
        [
            (WLC, f"show ap name {AP} config general", ": PoE/Medium Power (15.4 W)"),
            (SWITCH, f"show power inline {PORT}", "Gi1/0/9   auto   on         15.4"),
        ],
    ),
    "ap-disabled": (
        AP,
        None,
        [(WLC, f"show ap name {AP} config general", "Administrative State                            : Disabled")],
    ),
    "ap-radio-disabled": (
        AP,
        None,
        [(WLC, f"show ap dot11 5ghz summary | include {AP}", "1       Disabled       Down")],
    ),
    "ap-restarted": (AP, None, [(WLC, f"show ap uptime | include {AP}", "  9 minutes 20 seconds ")]),
    "ap-rejoined": (AP, None, [(WLC, f"show ap uptime | include {AP}", "   9 minutes 20 seconds")]),
    "ap-misconfigured": (
        AP,
        None,
        [
            (WLC, f"show ap tag summary | include {AP}", "RF-Typical                        Yes"),
            (WLC, DETAIL, "not found"),
        ],
    ),
    "ap-no-poe": (
        AP,
        None,
        [
            (WLC, f"{JOIN} | include {AP}", "Not Joined  Run                   Heart beat timer expiry"),
            (SWITCH, f"show power inline {PORT}", "Gi1/0/9   auto   off        0.0     n/a"),
            (SWITCH, f"show interfaces {PORT} status", "notconnect"),
            (SWITCH, "show logging", "%ILPOWER-5-IEEE_DISCONNECT: Interface Gi1/0/9: PD removed"),
        ],
    ),
    "ap-radio-down": (AP, None, [(WLC, f"show ap dot11 5ghz summary | include {AP}", "1       Enabled        Down")]),
    "channel-busy": (AP, None, [(WLC, f"show ap dot11 5ghz load-info | include {AP}", "                       88  ")]),
    "client-excluded": (
        WLC,
        "A4:C3:F0:77:88:99",
        [
            (WLC, "show wireless exclusionlist", f"{CLIENT}{34 * chr(32)}    802.1X authentication failure"),
            (WLC, "show wireless client summary", "Number of Excluded Clients: 1"),
            (WLC, "show logging", f"Client MAC: {CLIENT} was added to exclusion list associated with AP Name:{AP}"),
            (WLC, DETAIL, "not found"),
        ],
    ),
    "client-weak": (
        WLC,
        CLIENT,
        [(WLC, DETAIL, "Radio Signal Strength Indicator : -82 dBm\n  Signal to Noise Ratio : 9 dB")],
    ),
    "client-wrong-psk": (WLC, CLIENT, [(WLC, "show wireless exclusionlist", "Wrong PSK")]),
    "client-sticky": (
        WLC,
        CLIENT,
        [(WLC, DETAIL, "Radio Signal Strength Indicator : -82 dBm"), (WLC, DETAIL, "........ -54  dBm")],
    ),
    "client-authenticating": (
        WLC,
        CLIENT,
        [(WLC, DETAIL, "Policy Manager State: Authenticating"), (WLC, DETAIL, "SM State         : AUTHENTICATING")],
    ),
    "client-webauth": (
        WLC,
        CLIENT,
        [(WLC, DETAIL, "Policy Manager State: Webauth Pending"), (WLC, "show wireless client summary", "Webauth")],
    ),
    "policy-disabled": (
        WLC,
        "REG-Corp",
        [(WLC, "show wireless profile policy summary", "klient-wifi                             DISABLED")],
    ),
    "client-no-ip": (
        WLC,
        CLIENT,
        [
            (WLC, DETAIL, "Policy Manager State: IP Learn"),
            (WLC, f"show wireless client summary | include {CLIENT}", "WLAN 1    IP Learn "),
        ],
    ),
    "wlan-no-dhcp": (
        WLC,
        "REG-Corp",
        [(WLC, DETAIL, "Policy Manager State: IP Learn"), (WLC, "show wireless client summary", "IP Learn")],
    ),
    "wlan-login-stuck": (WLC, "REG-Corp", [(WLC, DETAIL, "Policy Manager State: Authenticating")]),
    "wlan-disabled": (
        WLC,
        "REG-Corp",
        [
            (WLC, "show wlan summary", "REG-Corp                         DOWN   [WPA2][802.1x][AES]"),
            (WLC, DETAIL, "not found"),
        ],
    ),
}


@pytest.fixture
def bench() -> Bench:
    return Bench(size=24)


def test_every_fault_of_the_air_has_its_story_here() -> None:
    assert set(TOLD) == {name for name, fault in FAULTS.items() if fault.where in ("ap", "client", "wlan")}


@pytest.mark.parametrize("fault", TOLD)
def test_a_fault_of_the_air_is_told_by_every_command_it_touches_and_healing_ends_it(bench: Bench, fault: str) -> None:
    device, part, told = TOLD[fault]
    for where, command, words in told:
        assert words not in bench.read(where, command), f"{command} says so while all is well"
    bench.inject(fault, device, part)
    for where, command, words in told:
        assert words in bench.read(where, command), command
    bench.heal(device, part)
    for where, command, words in told:
        if command not in ("show logging", "show wireless stats ap history"):  # these remember
            assert words not in bench.read(where, command), command
    assert bench.faults.active() == []


@pytest.mark.parametrize("fault", ["poe-off", "poe-faulty", "notconnect", "wrong-vlan", "vlan-not-on-trunk"])
def test_an_access_point_whose_wire_fails_is_lost_for_its_controller(bench: Bench, fault: str) -> None:
    bench.inject(fault, AP)
    assert "Not Joined  Run                   Heart beat timer expiry" in bench.read(WLC, f"{JOIN} | include {AP}")
    assert AP not in bench.read(WLC, "show ap summary")
    bench.heal(AP)
    assert AP in bench.read(WLC, "show ap summary")


def test_after_its_power_came_back_an_access_point_has_a_short_uptime_and_after_a_join_fault_a_long_one(
    bench: Bench,
) -> None:
    def uptime() -> str:
        return bench.read(WLC, f"show ap uptime | include {AP}")

    bench.inject("ap-not-joined", AP)
    bench.heal(AP)
    bench.clock.advance(125)
    assert uptime().count("days") == 1
    assert uptime().rstrip().endswith("2 minutes 5 seconds")
    bench.inject("ap-no-poe", AP)
    bench.heal(AP)
    bench.clock.advance(60)
    assert "days" not in uptime()


def test_all_access_points_are_joined_and_all_clients_work_while_all_is_well(bench: Bench) -> None:
    aps, clients = len(bench.region.air.aps), len(bench.region.air.clients)
    assert f"Number of APs: {aps}\n" in bench.read(WLC, "show ap summary")
    assert "Not Joined" not in bench.read(WLC, JOIN)
    listed = bench.read(WLC, "show wireless client summary")
    assert f"Number of Clients: {clients}\n" in listed
    assert listed.count(" Run ") == clients
    assert "Number of Excluded Clients: 0" in listed


def test_the_controller_sees_its_core_switch_and_the_core_switch_sees_the_controller(bench: Bench) -> None:
    assert "Device ID: csw-kar-01.reg.lan" in bench.read(WLC, "show cdp neighbors detail")
    assert "System Name: wlc-kar-01.reg.lan" in bench.read("csw-kar-01", "show lldp neighbors detail")


def test_a_controller_has_no_spanning_tree_no_poe_and_a_switch_no_access_points(bench: Bench) -> None:
    for device, command in ((WLC, "show spanning-tree"), (WLC, "show power inline"), (SWITCH, "show ap summary")):
        assert "% Invalid input detected at '^' marker." in bench.read(device, command)


def test_when_the_radius_servers_are_dead_the_controller_says_so(bench: Bench) -> None:
    bench.inject("radius-dead", WLC)
    assert "current DEAD" in bench.read(WLC, "show aaa servers")


@pytest.mark.parametrize(
    ("fault", "device", "part", "words"),
    [
        ("ap-not-joined", SWITCH, None, "happens to an access point, and sw-kar-b2-01 is none"),
        ("client-weak", WLC, "0000.0000.0001", "name its MAC address, such as"),
        ("client-weak", SWITCH, CLIENT, "sw-kar-b2-01 is none"),
        ("wlan-disabled", WLC, "REG-Nothing", "name one of REG-Corp, REG-Guest"),
        ("fan-failed", AP, None, "Name its controller, wlc-kar-01"),
        ("controller-alone", SWITCH, None, "sw-kar-b2-01 is no wireless controller; try wlc-kar-01"),
    ],
)
def test_what_is_not_on_the_air_is_refused_with_what_there_is(
    bench: Bench, fault: str, device: str, part: str | None, words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        bench.inject(fault, device, part)
    assert bench.faults.active() == []
