"""Each fault is told by the commands that it touches, and healing takes all of it back."""

from __future__ import annotations

import pytest

from bot.errors import RequestError
from bot.lab import Lab
from bot.lab.faults import FAULTS

from . import told
from .bench import Bench
from .conftest import Talk

XE, IOS = "sw-kar-a2-03", "sw-tor-b1-02"
X = "Gi1/0/14"
ERRDISABLED = "show interfaces status err-disabled"

# Counters and logs keep what they saw after healing, as on a real switch.
STAYS = {"show logging", "show power inline X detail", "show interfaces X counters errors"}
# fault -> (device, port, {command: what its answer then holds}); X in a command stands for the port.
TOLD: dict[str, tuple[str, str, dict[str, str]]] = {
    "bpduguard": (
        XE,
        X,
        {
            ERRDISABLED: "Gi1/0/14     Uttag A2-114-2     err-disabled bpduguard",
            "show interfaces X": "GigabitEthernet1/0/14 is down, line protocol is down (err-disabled)",
            "show interfaces X status": "err-disabled 120          auto   auto",
            "show logging": "%SPANTREE-2-BLOCK_BPDUGUARD: Received BPDU on port Gi1/0/14 with BPDU Guard enabled.",
            "show spanning-tree interface X": "no spanning tree info available for GigabitEthernet1/0/14",
            "show authentication sessions interface X details": "No sessions match supplied criteria.",
        },
    ),
    "psecure-violation": (
        IOS,
        "Gi1/0/2",
        {
            ERRDISABLED: "err-disabled psecure-violation",
            "show port-security interface X": "Port Status                : Secure-shutdown",
            "show logging": "%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred, caused by MAC address",
        },
    ),
    "link-flap": (XE, X, {ERRDISABLED: "link-flap", "show logging": "%PM-4-ERR_DISABLE: link-flap error detected"}),
    "udld": (XE, "Te1/1/1", {ERRDISABLED: "udld", "show etherchannel summary": "Te1/1/1(D)     Te1/1/2(P)"}),
    "storm-control": (
        XE,
        X,
        {
            ERRDISABLED: "storm-control",
            "show storm-control": "Gi1/0/14        Link Down",
            "show logging": "%STORM_CONTROL-3",
        },
    ),
    "inline-power": (
        XE,
        X,
        {
            ERRDISABLED: "inline-power",
            "show power inline X detail": "Over Current Counter: 3",
            "show logging": "Imax error",
        },
    ),
    "loopback": (XE, X, {ERRDISABLED: "loopback", "show logging": "%ETHCNTR-3-LOOP_BACK_DETECTED"}),
    "dhcp-rate-limit": (XE, X, {ERRDISABLED: "dhcp-rate-limit", "show logging": "DHCP_SNOOPING_RATE_LIMIT_EXCEEDED"}),
    "arp-inspection": (XE, X, {ERRDISABLED: "arp-inspection", "show logging": "%SW_DAI-4-PACKET_RATE_EXCEEDED"}),
    "security-violation": (XE, X, {ERRDISABLED: "security-violation", "show logging": "-5-SECURITY_VIOLATION"}),
    "etherchannel-suspended": (
        XE,
        "Te1/1/2",
        {
            "show etherchannel summary": "Te1/1/1(P)     Te1/1/2(s)",
            "show interfaces X": "TenGigabitEthernet1/1/2 is up, line protocol is down (suspended)",
            "show interfaces status": "Te1/1/2      Upplank dsw-kar-01 suspended    trunk        full    10G",
            "show logging": "%EC-5-L3DONTBNDL2: Te1/1/2 suspended: LACP currently not enabled on the remote port.",
        },
    ),
    "low-light": (
        XE,
        "Te1/1/1",
        {
            "show interfaces X transceiver detail": "Te1/1/1    N/A   -17.2 --                2.0       -1.0",
            "show interfaces transceiver": "-17.2 --",
        },
    ),
    "uplink-flapping": (
        XE,
        "Te1/1/1",
        {"show logging": "%LINK-3-UPDOWN: Interface TenGigabitEthernet1/1/1, changed state to down"},
    ),
    "native-vlan-mismatch": (
        XE,
        "Te1/1/1",
        {
            "show interfaces trunk": "Po1            on               802.1q         trunking      199",
            "show interfaces X switchport": "Trunking Native Mode VLAN: 199 (MGMT)",
            "show running-config interface X": "switchport trunk native vlan 199",
            "show logging": "%CDP-4-NATIVE_VLAN_MISMATCH: Native VLAN mismatch discovered on TenGigabitEthernet1/1/1",
        },
    ),
    "uplink-full": (XE, "Te1/1/1", {"show interfaces X": "txload 246/255"}),
    "output-drops": (XE, X, {"show interfaces X counters errors": "          740 "}),
    "channel-misconfig": (XE, "Te1/1/2", {ERRDISABLED: "channel-misconfig (STP)", "show logging": "CHNL_MISCFG"}),
    "admin-shutdown": (
        XE,
        X,
        {
            "show interfaces X": "is administratively down, line protocol is down (disabled)",
            "show interfaces X status": "disabled",
            "show running-config interface X": " shutdown\n",
            "show logging": "changed state to administratively down",
        },
    ),
    "notconnect": (
        XE,
        X,
        {
            "show interfaces X status": "notconnect",
            "show logging": "%LINK-3-UPDOWN: Interface GigabitEthernet1/0/14, changed state to down",
        },
    ),
    "comes-and-goes": (XE, X, {"show logging": "Interface GigabitEthernet1/0/14, changed state to down"}),
    "crc-rising": (XE, X, {"show interfaces X counters errors": "          82 "}),
    "duplex-mismatch": (
        XE,
        "Gi1/0/15",
        {
            "show interfaces X": "Half-duplex, 100Mb/s",
            "show interfaces X status": "a-half  a-100",
            "show logging": "%CDP-4-DUPLEX_MISMATCH: duplex mismatch discovered on GigabitEthernet1/0/15",
        },
    ),
    "speed-low": (XE, X, {"show interfaces X status": "a-full   a-10 ", "show interfaces X": "BW 10000 Kbit/sec"}),
    "cable-fault": (
        XE,
        X,
        {"show cable-diagnostics tdr interface X": "Pair B      Open", "show interfaces X status": "notconnect"},
    ),
    "poe-denied": (
        XE,
        "Gi1/0/1",
        {
            "show power inline X": "auto   power-deny 0.0",
            "show logging": "%ILPOWER-5-ILPOWER_POWER_DENY: Interface Gi1/0/1",
        },
    ),
    "poe-budget": (XE, "Gi1/0/1", {"show power inline": "        12.0\n", "show power inline X": "power-deny"}),
    "poe-faulty": (XE, "Gi1/0/1", {"show power inline X": "faulty", "show logging": "power Tstart error detected"}),
    "poe-off": (
        XE,
        "Gi1/0/1",
        {"show power inline X": "off    off", "show running-config interface X": "power inline never"},
    ),
    "portsec-restrict": (
        IOS,
        "Gi1/0/2",
        {"show port-security interface X": "Violation Mode             : Restrict", "show port-security": "Restrict"},
    ),
    "dot1x-failed": (
        XE,
        "Gi1/0/13",
        {
            "show authentication sessions interface X details": "dot1x           Authc Failed",
            "show logging": "%DOT1X-5-FAIL: Switch 1 R0/0: sessmgrd: Authentication failed for client",
            "show authentication sessions interface X": "Unauth",
        },
    ),
    "mab-failed": (
        IOS,
        "Gi1/0/2",
        {
            "show authentication sessions interface X details": "mab           Authc Failed",
            "show dot1x interface X statistics": "RxTotal = 0",
            "show logging": "%MAB-5-FAIL: Authentication failed for client",
        },
    ),
    "radius-dead": (
        XE,
        X,
        {
            "show aaa servers": "State: current DEAD",
            "show authentication sessions interface X details": "Service Template: CRITICAL_AUTH_VLAN",
            "show logging": "%RADIUS-3-ALLDEADSERVER",
        },
    ),
    "guest-vlan": (XE, X, {"show access-session interface X details": "GUEST_VLAN", "show interfaces X status": "170"}),
    "critical-vlan": (XE, X, {"show access-session interface X details": "CRITICAL_AUTH_VLAN"}),
    "supplicant-silent": (
        XE,
        "Gi1/0/13",
        {
            "show dot1x interface X statistics": "RxStart = 0",
            "show access-session interface X details": "LIMITED_ACCESS",
        },
    ),
    "wrong-vlan": (XE, X, {"show interfaces X switchport": "Access Mode VLAN: 110 (KLIENT)"}),
    "vlan-missing": (XE, X, {"show interfaces X switchport": "Access Mode VLAN: 240 (Inactive)"}),
    "vlan-not-on-trunk": (
        XE,
        X,
        {"show interfaces trunk": "110,130,140", "show spanning-tree vlan 120": "is the root"},
    ),
    "stp-blocking": (
        XE,
        X,
        {"show spanning-tree interface X": "Back BLK", "show spanning-tree blockedports": "Gi1/0/14"},
    ),
    "loop-inconsistent": (
        "sw-lun-c2-01",
        "Te1/1/2",
        {
            "show spanning-tree inconsistentports": "TenGigabitEthernet1/1/2        Loop Inconsistent",
            "show spanning-tree interface X": "Desg BKN*",
            "show logging": "%SPANTREE-2-LOOPGUARD_BLOCK: Loop guard blocking port TenGigabitEthernet1/1/2 on VLAN",
        },
    ),
    "root-inconsistent": (
        XE,
        X,
        {
            "show spanning-tree inconsistentports": "GigabitEthernet1/0/14          Root Inconsistent",
            "show spanning-tree interface X": "*ROOT_Inc",
            "show logging": "%SPANTREE-2-ROOTGUARD_BLOCK: Root guard blocking port GigabitEthernet1/0/14 on VLAN0120.",
        },
    ),
    "stp-loop": (
        XE,
        X,
        {
            "show interfaces X": "5 minute input rate 20999000 bits/sec, 41004 packets/sec",
            "show logging": "%SW_MATM-4-MACFLAP_NOTIF: Host 0000.0c07.acc7 in vlan 120 is flapping between port Po1",
            "show processes cpu sorted": "five minutes: 76%",
        },
    ),
    "no-lease": (XE, X, {"show authentication sessions interface X details": "IPv4 Address:  Unknown"}),
    "voice-vlan-missing": (XE, "Gi1/0/15", {"show interfaces X switchport": "Voice VLAN: none"}),
    "snooping-drops": (
        XE,
        X,
        {
            "show ip dhcp snooping statistics": "Packets Dropped From untrusted ports                  = 17",
            "show logging": "message type: DHCPOFFER, MAC sa: 0000.0c07.acc7",
        },
    ),
    "rogue-dhcp": (XE, X, {"show logging": "untrusted port, message type: DHCPOFFER, MAC sa: 3005.5c27.673e"}),
    "arp-drops": (
        XE,
        X,
        {"show logging": "%SW_DAI-4-DHCP_SNOOPING_DENY: 1 Invalid ARPs (Req) on Gi1/0/14, vlan 120.([3005.5c27.673e/"},
    ),
    "ip-theft": (XE, X, {"show logging": "VLAN=120 MAC=3005.5c27.673e IF=Gi1/0/14 New(Spoof) MAC=d481.d7"}),
    "mac-flapping": (XE, X, {"show logging": "is flapping between port Po1 and port Gi1/0/14"}),
    "silent-endpoint": (XE, X, {"show interfaces X": "Last input never"}),
}


EVERY = TOLD | told.TOLD


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_every_fault_of_a_port_has_its_story_here() -> None:
    assert set(EVERY) == {name for name, fault in FAULTS.items() if fault.where in ("port", "either")}


@pytest.mark.parametrize("fault", EVERY)
def test_a_fault_is_told_by_every_command_it_touches_and_healing_ends_it(bench: Bench, fault: str) -> None:
    device, port, says = EVERY[fault]
    for command, words in says.items():
        assert words not in bench.read(device, command, port), f"{command} says so on a healthy port"
    bench.inject(fault, device, port)
    for command, words in says.items():
        assert words in bench.read(device, command, port), command
    bench.heal(device, port)
    for command, words in says.items():
        if command not in STAYS:
            assert words not in bench.read(device, command, port), command


def test_a_fault_that_takes_the_link_takes_mac_session_and_neighbour_with_it(bench: Bench) -> None:
    port = "Gi1/0/15"
    assert "DYNAMIC" in bench.read(XE, "show mac address-table", port)
    assert "Gi1/0/15" in bench.read(XE, "show mac address-table interface X", port)
    assert "Total cdp entries displayed : 1" in bench.read(XE, "show cdp neighbors X detail", port)
    bench.inject("notconnect", XE, port)
    assert "Gi1/0/15" not in bench.read(XE, "show mac address-table", port)
    assert "Total cdp entries displayed : 0" in bench.read(XE, "show cdp neighbors X detail", port)
    assert "No sessions match" in bench.read(XE, "show authentication sessions interface X details", port)


def test_the_gateway_forgets_a_device_whose_vlan_left_the_trunk(bench: Bench) -> None:
    mac = "3005.5c27.673e"
    assert bench.region.switches[XE].ports["GigabitEthernet1/0/14"].endpoints[0].mac == mac
    command = f"show mac address-table address {mac}"
    assert mac in bench.read("dsw-kar-01", command)
    bench.inject("vlan-not-on-trunk", XE, X)
    assert mac in bench.read(XE, command, X)
    assert mac not in bench.read("dsw-kar-01", command)


def test_a_device_without_a_lease_has_no_binding_and_keeps_its_mac(bench: Bench) -> None:
    mac, bindings = "3005.5c27.673e", "show ip dhcp snooping binding"
    assert "30:05:5C:27:67:3E" in bench.read(XE, bindings)
    bench.inject("no-lease", XE, X)
    assert "30:05:5C:27:67:3E" not in bench.read(XE, bindings)
    assert mac in bench.read(XE, "show mac address-table interface X", X)


def test_a_cut_fibre_takes_the_far_end_down_too(bench: Bench) -> None:
    peer = bench.region.switches[XE].ports["TenGigabitEthernet1/1/1"].peer
    assert peer is not None
    bench.inject("notconnect", XE, "Te1/1/1")
    assert "is down, line protocol is down (notconnect)" in bench.read(peer[0], "show interfaces X", peer[1])
    assert f"%LINK-3-UPDOWN: Interface {peer[1]}, changed state to down" in bench.read(peer[0], "show logging")


def test_an_old_switch_lists_err_disabled_ports_without_the_vlan_column(bench: Bench) -> None:
    bench.inject("bpduguard", "sw-lun-b1-09", "Fa0/6")
    text = bench.read("sw-lun-b1-09", ERRDISABLED)
    assert "Fa0/6     PRN-LUN-106        err-disabled bpduguard" in text
    assert "Err-disabled Vlans" not in text


def test_where_recovery_is_on_the_time_left_counts_down(bench: Bench) -> None:
    bench.inject("bpduguard", "sw-kar-b2-01", "Gi1/0/5", ago_s=100.0)
    row = bench.read("sw-kar-b2-01", "show errdisable recovery").splitlines()[-1].split()
    assert row[:2] == ["Gi1/0/5", "bpduguard"]
    left = int(row[2])
    bench.clock.advance(50)
    assert int(bench.read("sw-kar-b2-01", "show errdisable recovery").splitlines()[-1].split()[2]) <= left - 50


def test_errors_rise_between_two_samples_and_stay_when_healed(bench: Bench) -> None:
    def crc() -> int:
        text = bench.read(XE, "show interfaces X", "Gi1/0/18")
        return int(text.split(" input errors, ")[1].split(" CRC")[0])

    bench.inject("crc-rising", XE, "Gi1/0/18")
    first = crc()
    bench.clock.advance(30)
    second = crc()
    assert second >= first + 100
    bench.heal(XE)
    bench.clock.advance(30)
    assert crc() == pytest.approx(second, abs=20)


def test_traffic_moves_on_a_healthy_port_and_stands_still_on_a_dead_one(bench: Bench) -> None:
    def frames() -> int:
        return int(bench.read(XE, "show interfaces X", X).split(" packets input")[0].split()[-1])

    first = frames()
    bench.clock.advance(30)
    second = frames()
    assert second > first
    bench.inject("bpduguard", XE, X)
    dead = frames()
    bench.clock.advance(30)
    assert dead == frames() >= second


def test_a_device_that_is_not_there_is_refused_with_the_names_there_are(lab: Lab) -> None:
    with pytest.raises(RequestError, match=r"has no device sw-nowhere\. It has: dsw-kar-01, "):
        lab.inject("bpduguard", "sw-nowhere", X)


def test_over_ssh_a_printer_dies_of_bpdu_guard_and_lives_again(lab: Lab, talk: Talk) -> None:
    assert "bpduguard" not in talk(XE, ERRDISABLED)
    lab.inject("bpduguard", XE, X)
    assert "Gi1/0/14     Uttag A2-114-2     err-disabled bpduguard" in talk(XE, ERRDISABLED)
    lab.heal(XE, X)
    seen = talk(XE, ERRDISABLED, "show logging", f"show mac address-table interface {X}")
    assert "err-disabled bpduguard" not in seen
    assert "%LINK-3-UPDOWN: Interface GigabitEthernet1/0/14, changed state to up" in seen
    assert "3005.5c27.673e" in seen
