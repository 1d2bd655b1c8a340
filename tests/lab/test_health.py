"""The box itself: fans, supplies, heat, load, restarts, stacks, time, electricity and the way to the core."""

from __future__ import annotations

import pytest

from bot.errors import RequestError
from bot.lab.faults import FAULTS
from bot.lab.machine import SimulatedSwitch

from .bench import Bench

XE, XE16, IOS, OLD = "sw-kar-a2-03", "sw-tor-a1-01", "sw-tor-b1-02", "sw-tor-c1-01"
STACK = "sw-kar-f2-02"
ABOVE, WLC = "dsw-kar-01", "wlc-kar-01"
ENVIRONMENT = "show environment all"
# How a device treats whoever logs in: told over SSH in test_device_faults.py.
BEHAVIOUR = {
    *("unreachable", "refused", "login-failed", "aaa-overloaded", "no-free-line", "silent", "slow"),
    *("other-key", "old-ssh", "dropping", "garbling", "authorization-failed", "privilege-1"),
}

# fault -> (device it happens to, [(where it is read, command, what its answer then holds)])
TOLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "fan-failed": (XE, [(XE, ENVIRONMENT, "  1       2     0         FAULTY  Front to Back")]),
    "psu-failed": (
        XE,
        [
            (XE, ENVIRONMENT, "No Input Power   Bad      Bad      715"),
            (XE, "show logging", "%PLATFORM_FEP-1-FRU_PS_SIGNAL_FAULTY"),
        ],
    ),
    "temperature-high": (
        XE,
        [(XE, ENVIRONMENT, "Inlet Temperature Value: 49 Degree Celsius\nTemperature State: YELLOW")],
    ),
    "cpu-high": (
        XE,
        [
            (XE, "show processes cpu sorted", "five minutes: 93%"),
            (XE, "show processes cpu sorted", "88.00% 88.00% 88.00%   0 ARP Input"),
            (XE, "show logging", "%SYS-1-CPURISINGTHRESHOLD"),
        ],
    ),
    "tcam-full": (
        XE,
        [
            (
                XE,
                "show platform hardware fed switch active fwd-asic resource tcam utilization",
                "Mac Address Table      EM           I      32768    32765   99.99%",
            )
        ],
    ),
    "stack-member-starting": (
        STACK,
        [
            (STACK, "show switch", "V02     Initializing"),
            (STACK, "show logging", "stack_mgr: Switch 2 has been added to the stack."),
        ],
    ),
    "stack-member-planned": (STACK, [(STACK, "show switch", " 3       Member   0000.0000.0000     0")]),
    "controller-took-over": (
        WLC,
        [
            (WLC, "show redundancy", "Last switchover reason = active unit failed"),
            (WLC, "show redundancy", "Current Software state = STANDBY HOT"),
            (WLC, "show logging", "%REDUNDANCY-3-SWITCHOVER"),
        ],
    ),
    "controller-alone": (WLC, [(WLC, "show redundancy", "              Standby failures = 1")]),
    "controller-paired": (WLC, [(WLC, "show redundancy", "Hardware Mode = Duplex")]),
    "hung": (XE, [(ABOVE, "show cdp neighbors TwentyFiveGigE1/0/3 detail", "Total cdp entries displayed : 0")]),
    "desks-dark": (XE, [(XE, "show interfaces Gi1/0/14 status", "notconnect")]),
    "branch-planned": (ABOVE, [(ABOVE, "show interfaces status", "sw-kar-e1-01 (plan")]),
    "clients-roam": (XE, [(XE, "show logging", "Host 9cb6.d0a1.1102 in vlan 150 is flapping between port Po1")]),
    "cpu-spike": (XE, [(XE, "show processes cpu sorted", "five seconds: 93%/1%; one minute: 5%")]),
    "pool-full": (ABOVE, [(ABOVE, "show ip dhcp pool", "Leased addresses               : 234")]),
    "radius-one-dead": (XE, [(XE, "show aaa servers", "State: current DEAD")]),
    "reload-planned": (XE, [(XE, "show version", "System returned to ROM by reload at")]),
    "stack-ring-open": (STACK, [(STACK, "show switch stack-ports summary", "1/1        DOWN         None")]),
    "duplicate-ip": (ABOVE, [(ABOVE, "show logging", "%IP-4-DUPADDR: Duplicate address 10.21.")]),
    "ntp-lost": (XE, [(XE, "show ntp status", "Clock is unsynchronized, stratum 16"), (XE, "show clock", "*")]),
    "reload-crash": (
        XE,
        [
            (XE, "show version", "uptime is 17 minutes"),
            (XE, "show version", "Last reload reason: Critical process linux_iosd_image fault"),
            (XE, "show logging", "%SYS-5-RESTART: System restarted --"),
        ],
    ),
    "reload-power": (XE, [(XE, "show version", "Last reload reason: PowerOn")]),
    "stack-member-removed": (
        STACK,
        [
            (STACK, "show switch", " 2       Member   0000.0000.0000     0      V02     Removed"),
            (STACK, "show switch stack-ports summary", "1/1        DOWN         None"),
            (STACK, "show interfaces Te2/1/1 status", "notconnect"),
            (STACK, "show logging", "%STACKMGR-4-SWITCH_REMOVED"),
            ("dsw-kar-02", "show logging", "changed state to down"),
        ],
    ),
    "stack-version-mismatch": (STACK, [(STACK, "show switch detail", "V-Mismatch")]),
    "memory-low": (
        XE,
        [
            (XE, "show processes memory sorted", "Free:  9000000\n"),
            (XE, "show processes memory sorted", "SISF Main Thread"),
            (XE, "show logging", "%SYS-2-MALLOCFAIL"),
        ],
    ),
    "uplink-down": (
        XE,
        [
            (ABOVE, "show interfaces Twe1/0/3 status", "notconnect"),
            (ABOVE, "show etherchannel summary", "Po2(SD)          LACP      Twe1/0/3(D)    Twe1/0/4(D)"),
            (ABOVE, "show logging", "%LINK-3-UPDOWN: Interface TwentyFiveGigE1/0/3, changed state to down"),
        ],
    ),
    "power-lost": (XE, [(ABOVE, "show interfaces Twe1/0/3 status", "notconnect")]),
    "site-dark": (
        "dsw-arv-01",
        [("csw-kar-01", "show interfaces Twe1/0/3", "is down, line protocol is down (notconnect)")],
    ),
}


@pytest.fixture
def bench() -> Bench:
    return Bench(size=40)


def unreachable(bench: Bench) -> set[str]:
    region = bench.region
    return {s.name for s in region.switches.values() if SimulatedSwitch(region, s).reach == "unreachable"}


def test_every_fault_of_a_device_has_its_story() -> None:
    told = set(TOLD) | BEHAVIOUR | {"relay-missing"}
    assert told == {name for name, fault in FAULTS.items() if fault.where == "device"}


@pytest.mark.parametrize("fault", TOLD)
def test_a_fault_of_a_device_is_told_by_every_command_it_touches_and_healing_ends_it(bench: Bench, fault: str) -> None:
    device, told = TOLD[fault]
    for where, command, words in told:
        assert words not in bench.read(where, command), f"{command} says so while all is well"
    bench.inject(fault, device)
    for where, command, words in told:
        assert words in bench.read(where, command), command
    bench.heal(device)
    for where, command, words in told:
        if command != "show logging":
            assert words not in bench.read(where, command), command


@pytest.mark.parametrize(
    ("device", "fault", "words"),
    [
        (XE16, "fan-failed", "Switch 1 FAN 2 is FAULTY"),
        (IOS, "fan-failed", "Switch 1 FAN 2 is FAULTY"),
        (OLD, "fan-failed", "FAN is FAULTY"),
        (IOS, "psu-failed", "Bad"),
        (OLD, "psu-failed", "POWER is FAULTY"),
        (IOS, "temperature-high", "System Temperature State: YELLOW"),
        (OLD, "temperature-high", "SYSTEM TEMPERATURE is NOT OK"),
    ],
)
def test_each_family_of_switches_words_a_broken_box_in_its_own_way(
    bench: Bench, device: str, fault: str, words: str
) -> None:
    assert words not in bench.read(device, ENVIRONMENT)
    bench.inject(fault, device)
    assert words in bench.read(device, ENVIRONMENT)


def test_a_switch_without_a_way_to_the_core_is_out_of_reach_and_nobody_else_is(bench: Bench) -> None:
    assert unreachable(bench) == set()
    bench.inject("uplink-down", XE)
    assert unreachable(bench) == {XE}
    bench.heal(XE)
    assert unreachable(bench) == set()


def test_a_cut_fibre_of_two_leaves_the_switch_in_reach(bench: Bench) -> None:
    bench.inject("notconnect", XE, "Te1/1/1")
    assert unreachable(bench) == set()


def test_a_gateway_without_uplinks_takes_its_whole_clinic_along(bench: Bench) -> None:
    bench.inject("uplink-down", "dsw-arv-01")
    clinic = {switch.name for switch in bench.region.switches.values() if switch.site.name == "arvika"}
    assert len(clinic) > 1
    assert unreachable(bench) == clinic


def test_a_dark_site_takes_its_access_points_from_the_controller(bench: Bench) -> None:
    lost = {ap.name for ap in bench.region.air.aps.values() if ap.site == "arvika"}
    assert lost
    bench.inject("site-dark", "dsw-arv-01")
    rows = bench.read("wlc-kar-01", "show wireless stats ap join summary | include Not Joined").splitlines()
    assert {row.split()[2] for row in rows} == lost


def test_a_stack_has_a_budget_of_power_an_environment_and_a_serial_number_for_each_switch(bench: Bench) -> None:
    assert "\n2           445.0" in bench.read(STACK, "show power inline")
    assert "Switch 2: SYSTEM TEMPERATURE is OK" in bench.read(STACK, ENVIRONMENT)
    assert 'NAME: "Switch 2"' in bench.read(STACK, "show inventory")
    assert "     2 28    C9300-24P" in bench.read(STACK, "show version")


def test_a_switch_that_is_no_stack_has_no_member_to_lose(bench: Bench) -> None:
    with pytest.raises(RequestError, match=f"{XE} is no stack. Try sw-"):
        bench.inject("stack-member-removed", XE)


def test_a_gateway_may_lose_its_helper_addresses(bench: Bench) -> None:
    command = "show running-config interface Vlan110"
    assert " ip helper-address 10.40.8.11\n" in bench.read(ABOVE, command)
    bench.inject("relay-missing", ABOVE)
    assert "ip helper-address" not in bench.read(ABOVE, command)
    with pytest.raises(RequestError, match="try a gateway such as dsw-kar-01"):
        bench.inject("relay-missing", XE)


def test_a_core_switch_has_nothing_above_it_to_lose(bench: Bench) -> None:
    with pytest.raises(RequestError, match="has nothing above it"):
        bench.inject("uplink-down", "csw-kar-01")
