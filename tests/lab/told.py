"""What a switch says of guards that leave a port open, of settings, and of what only looks like a fault."""

from __future__ import annotations

XE, IOS = "sw-kar-a2-03", "sw-tor-b1-02"
X, PHONE, UPLINK = "Gi1/0/14", "Gi1/0/15", "Te1/1/1"
ERRDISABLED = "show interfaces status err-disabled"

# fault -> (device, port, {command: what its answer then holds}); X in a command stands for the port.
TOLD: dict[str, tuple[str, str, dict[str, str]]] = {
    "gbic-invalid": (
        XE,
        UPLINK,
        {ERRDISABLED: "gbic-invalid", "show logging": "%PHY-4-UNSUPPORTED_TRANSCEIVER: Unsupported transceiver found"},
    ),
    "l2ptguard": (XE, X, {ERRDISABLED: "l2ptguard", "show logging": "l2ptguard error detected on Gi1/0/14"}),
    "unicast-flood": ("sw-lun-b1-09", "Fa0/6", {ERRDISABLED: "unicast-flood"}),
    "link-monitor-failure": (IOS, "Gi1/0/3", {ERRDISABLED: "link-monitor-failure"}),
    "poe-signature": (
        XE,
        PHONE,
        {"show power inline X": "auto   off", "show power inline X detail": "Invalid Signature Counter: 9"},
    ),
    "port-mirrored": (
        XE,
        X,
        {
            "show interfaces X": "is up, line protocol is down (monitoring)",
            "show interfaces X status": "monitoring   120        a-full",
            "show spanning-tree interface X": "no spanning tree info available",
        },
    ),
    "port-parked": (XE, X, {"show interfaces X switchport": "Access Mode VLAN: 666 (PARK)"}),
    "desk-trunk": (
        XE,
        X,
        {
            "show interfaces X switchport": "Operational Mode: trunk",
            "show mac address-table interface X": "   1    3005.5c27.673e",
            "show interfaces trunk": "Gi1/0/14       on               802.1q         trunking      1",
        },
    ),
    "port-learning": (XE, X, {"show spanning-tree interface X": "Desg LRN"}),
    "flood-filtered": (
        XE,
        X,
        {
            "show storm-control X": "Gi1/0/14        Blocking             5.00%        5.00%         11.42%",
            "show logging": "%STORM_CONTROL-3-FILTERED: A Broadcast storm detected on Gi1/0/14.",
        },
    ),
    "source-guard": (XE, X, {"show ip verify source interface X": "Gi1/0/14   ip           active       deny-all"}),
    "source-guard-served": (XE, X, {"show ip verify source interface X": "active       10.21.120."}),
    "one-way": (XE, UPLINK, {"show udld X": "Current bidirectional state: Unidirectional"}),
    "etherchannel-alone": (
        XE,
        "Te1/1/2",
        {
            "show etherchannel summary": "Te1/1/1(P)     Te1/1/2(I)",
            "show logging": "%EC-5-UNBUNDLE: Interface TenGigabitEthernet1/1/2 left the port-channel Port-channel1",
        },
    ),
    "sign-in-running": (
        XE,
        "Gi1/0/13",
        {
            "show authentication sessions interface X details": "Domain:  UNKNOWN",
            "show access-session interface X details": "dot1x           Running",
            "show dot1x interface X statistics": "RxTotal = 0",
        },
    ),
    "sign-in-unapplied": (
        IOS,
        "Gi1/0/3",
        {
            "show authentication sessions interface X details": "Status:  Unauthorized",
            "show logging": "%EPM-6-POLICY_APP_FAILURE: Policy Application Failure for Client",
        },
    ),
    "second-refused": (
        XE,
        X,
        {
            "show authentication sessions interface X": "Session count = 2",
            "show authentication sessions interface X details": "Status:  Unauthorized",
            "show logging": "%MAB-5-FAIL",
        },
    ),
    "extra-device": (IOS, "Gi1/0/3", {"show logging": "%AUTHMGR-5-SECURITY_VIOLATION: Security violation on the"}),
    "assigned-vlan": (
        XE,
        X,
        {
            "show authentication sessions interface X details": "Vlan Group:  Vlan: 110",
            "show interfaces X switchport": "Access Mode VLAN: 110 (KLIENT)",
        },
    ),
    "asleep": (XE, X, {"show interfaces X status": "a-full   a-10 ", "show interfaces X": "input rate 0 bits/sec"}),
    "device-restarts": (XE, PHONE, {"show logging": "%ILPOWER-5-IEEE_DISCONNECT: Interface Gi1/0/15: PD removed"}),
    "far-half": (XE, PHONE, {"show cdp neighbors X detail": "Duplex: half"}),
    "device-numb": (XE, PHONE, {"show interfaces X status": "notconnect"}),
    "laser-weak": (XE, UPLINK, {"show interfaces X transceiver detail": "-14.1 --"}),
    "module-dumb": (XE, UPLINK, {"show interfaces transceiver": "--------  --------\nTe1/1/2"}),
    "hot-standby": (XE, "Te1/1/2", {"show etherchannel summary": "Te1/1/1(P)     Te1/1/2(H)"}),
    "drops-few": (XE, X, {"show interfaces X counters errors": "            8 "}),
}
