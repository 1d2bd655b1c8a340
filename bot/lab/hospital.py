"""The default hospital region: three sites, three gateways, seventeen access switches, and who sits in each socket."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lab.clock import LabClock
from bot.lab.counters import kind_of_traffic
from bot.lab.endpoints import Addresses, access_point, medical, pc, phone, printer, video
from bot.lab.hardware import (
    C2960_24PC,
    C2960X_24PS,
    C3850_12XS,
    C3850_24P,
    C9200L_24P,
    C9300_24P,
    C9300_48P,
    C9500_24Y,
    Hardware,
)
from bot.lab.names import dotted, draw
from bot.lab.state import linked
from bot.lab.topology import LogStyle, Port, Region, Site, Switch

VLAN_NAMES = {
    "client": "KLIENT",
    "printer": "SKRIVARE",
    "voice": "VOIP",
    "medical": "MEDTEK",
    "ap": "AP",
    "video": "VIDEO",
    "guest": "GAST",
    "critical": "KRITISK",
    "mgmt": "MGMT",
    "park": "PARK",
}


def _plan(*numbers: int) -> dict[str, int]:
    return dict(zip(VLAN_NAMES, numbers, strict=True))


KARLSTAD = Site(name="karlstad", code="kar", octet=21, vlans=_plan(110, 120, 130, 140, 150, 160, 170, 180, 199, 666))
TORSBY = Site(name="torsby", code="tor", octet=34, vlans=_plan(20, 40, 30, 50, 60, 70, 80, 90, 99, 998))
LUND = Site(
    name="lund",
    code="lun",
    octet=72,
    vlans=_plan(1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1001, 1999),
    vlan_offset=1000,
)


_PLAIN = LogStyle()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One access switch as it is ordered: where, which model, and what is special about it."""

    name: str
    hardware: Hardware
    bundled: bool = True  # two uplinks in one port-channel; else two trunks, the second blocked by spanning tree
    auth: bool = True
    port_security: bool = False
    style: LogStyle = _PLAIN
    synced: bool = True
    legacy_ssh: bool = False
    recovery: tuple[str, ...] = ()


_ZONE = LogStyle(zone=True)
_OLD = LogStyle(msec=False, sequence=True)
SITES: dict[str, tuple[Site, Hardware, tuple[Plan, ...]]] = {
    "karlstad": (
        KARLSTAD,
        C9500_24Y,
        (
            Plan(name="sw-kar-a1-01", hardware=C9300_48P),
            Plan(name="sw-kar-a2-03", hardware=C9300_24P),
            Plan(name="sw-kar-b2-01", hardware=C9300_24P, recovery=("bpduguard", "storm-control")),
            Plan(name="sw-kar-c3-02", hardware=C9200L_24P, style=LogStyle(year=True, zone=True)),
            Plan(name="sw-kar-d2-01", hardware=C9300_48P),
            Plan(name="sw-kar-e2-01", hardware=C9200L_24P),
            Plan(name="sw-kar-p1-02", hardware=C2960X_24PS, auth=False, port_security=True, style=_ZONE),
            Plan(name="sw-kar-r3-01", hardware=C9200L_24P, synced=False),
        ),
    ),
    "torsby": (
        TORSBY,
        C3850_12XS,
        (
            Plan(name="sw-tor-a1-01", hardware=C3850_24P, bundled=False),
            Plan(name="sw-tor-b1-01", hardware=C9200L_24P),
            Plan(name="sw-tor-b1-02", hardware=C2960X_24PS, style=_ZONE),
            Plan(name="sw-tor-c1-01", hardware=C2960_24PC, bundled=False, auth=False, style=_OLD, legacy_ssh=True),
            Plan(name="sw-tor-d1-01", hardware=C2960X_24PS, style=_ZONE, recovery=("bpduguard", "link-flap")),
        ),
    ),
    "lund": (
        LUND,
        C9500_24Y,
        (
            Plan(name="sw-lun-a1-01", hardware=C9300_24P),
            Plan(name="sw-lun-b1-09", hardware=C2960_24PC, bundled=False, auth=False, style=_OLD, legacy_ssh=True),
            Plan(name="sw-lun-c2-01", hardware=C3850_24P, bundled=False, style=LogStyle(sequence=True)),
            Plan(name="sw-lun-e1-01", hardware=C9300_24P),
        ),
    ),
}


def build(clock: LabClock) -> Region:
    """The region, healthy, with every counter running from now."""
    now = clock.now()
    region = Region(clock=clock, started=now, switches={}, gateways={})
    addresses = Addresses()
    for site, gateway_hardware, plans in SITES.values():
        gateway = _switch(Plan(name=f"dsw-{site.code}-01", hardware=gateway_hardware, auth=False), site, 2, now)
        gateway.role = "distribution"
        region.switches[gateway.name] = gateway
        region.gateways[site.name] = gateway.name
        for order, plan in enumerate(plans):
            switch = _switch(plan, site, 30 + order, now)
            region.switches[switch.name] = switch
            _furnish(switch, plan, addresses)
            _cable(switch, gateway, order, bundled=plan.bundled)
        _park_unused(gateway)
    _name_the_known(region, addresses)
    for switch in region.switches.values():
        _start_links(region, switch, now)
    return region


def _switch(plan: Plan, site: Site, host: int, now: float) -> Switch:
    hardware, mgmt = plan.hardware, site.vlans["mgmt"]
    ports: dict[str, Port] = {}
    for group in hardware.groups:
        for n in range(group.first, group.last + 1):
            name = f"{group.prefix}{n}"
            ports[name] = Port(name=name, number=len(ports) + 1, mbps=group.mbps, fibre=group.fibre, feeds=group.poe)
    oui = ("b0c53c", "a0f849", "700f6a", "ecce13", "6c310e")[draw(plan.name + "oui", 5)]
    building = plan.name.split("-")[2]
    return Switch(
        name=plan.name,
        site=site,
        hardware=hardware,
        role="access",
        host_ip=site.address(mgmt, host),
        base_mac=dotted(f"{oui}{draw(plan.name + 'mac', 65536):04x}00"),
        serial=f"FDO{2000 + draw(plan.name + 'w', 500)}{'ABCDEFGHJK'[draw(plan.name + 's', 10)]}"
        f"{draw(plan.name + 'n', 900) + 100}",
        booted=now - 86_400 * (40 + draw(plan.name + "boot", 300)) - draw(plan.name + "sec", 86_400),
        location={"building": building[0].upper(), "floor": int(building[1]), "room": plan.name[7:].upper()}
        if building[0].isalpha()
        else {"building": "A", "room": "Korskoppling"},
        ports=ports,
        vlans={1: "default", **{vlan: VLAN_NAMES[role] for role, vlan in site.vlans.items()}},
        auth=plan.auth,
        log_style=plan.style,
        synced=plan.synced,
        drift_s=0.0 if plan.synced else -437.0,
        recovery_causes=plan.recovery,
        poe_available=hardware.poe_watts,
        legacy_ssh=plan.legacy_ssh,
    )


def _furnish(switch: Switch, plan: Plan, addresses: Addresses) -> None:
    """Gives each access port a socket label and, mostly, somebody behind it."""
    vlans = switch.site.vlans
    for port in [p for p in switch.ports.values() if p.feeds]:
        key = f"{switch.name}{port.name}"
        socket = f"{'ABCD'[draw(key + 'b', 4)]}{1 + draw(key + 'f', 4)}{draw(key + 'r', 70) + 10}"
        port.vlan, port.voice_vlan = vlans["client"], vlans["voice"]
        port.description = f"Uttag {socket}-{1 + draw(key + 'j', 4)}"
        share = draw(key + "kind", 100)
        if share < 42:
            port.endpoints = [pc(switch, key, addresses)]
            if share < 16 and plan.auth:
                port.endpoints.append(phone(switch, key, addresses))
        elif share < 56:
            made = printer(switch, key, addresses)
            port.endpoints, port.description = [made], made.host
            port.vlan, port.voice_vlan = vlans["printer"], None
        elif share < 62:
            port.endpoints, port.description = [medical(switch, key, addresses)], f"MTA {socket}"
            port.vlan, port.voice_vlan = vlans["medical"], None
        elif share < 66:
            port.endpoints, port.description = [access_point(switch, key, addresses)], f"AP {socket}"
            port.vlan, port.voice_vlan = vlans["ap"], None
        elif share >= 88:
            port.shutdown, port.description = True, "** LEDIG **"
            port.vlan, port.voice_vlan = vlans["park"], None
        if plan.port_security and port.endpoints:
            port.secure_max, port.secure_mode = 2, "Restrict"


def _cable(switch: Switch, gateway: Switch, order: int, *, bundled: bool) -> None:
    """Two fibres to the gateway, as a port-channel or as two trunks."""
    mine = [p for p in switch.ports.values() if p.fibre][:2]
    theirs = list(gateway.ports.values())[order * 2 : order * 2 + 2]
    allowed = tuple(sorted(vlan for role, vlan in switch.site.vlans.items() if role != "park"))
    for near, far, here, there in zip(mine, theirs, (switch, switch), (gateway, gateway), strict=True):
        near.peer, far.peer = (there.name, far.name), (here.name, near.name)
        near.description, far.description = f"Upplank {gateway.name}", switch.name
        for port in (near, far):
            port.trunk, port.allowed = True, allowed
    if bundled:
        _bundle(switch, mine, 1, f"LAG mot {gateway.name}", allowed)
        _bundle(gateway, theirs, order + 1, f"LAG mot {switch.name}", allowed)


def _bundle(switch: Switch, members: list[Port], group: int, description: str, allowed: tuple[int, ...]) -> None:
    name = f"Port-channel{group}"
    base = 2088 if switch.hardware.is_xe else 55
    switch.ports[name] = Port(
        name=name,
        number=base + group,
        mbps=members[0].mbps * len(members),
        fibre=True,
        description=description,
        trunk=True,
        allowed=allowed,
        members=tuple(port.name for port in members),
    )
    for port in members:
        port.channel = group


def _park_unused(gateway: Switch) -> None:
    for port in gateway.ports.values():
        if not port.trunk and port.mbps < 100_000:
            port.shutdown, port.vlan = True, gateway.site.vlans["park"]


def _name_the_known(region: Region, addresses: Addresses) -> None:
    """The sockets that the documentation and the demo speak of."""
    ward = region.switches["sw-kar-a2-03"]
    port = ward.ports["GigabitEthernet1/0/14"]
    made = printer(ward, "avd12", addresses, name="PRN-KAR-106")
    port.endpoints, port.description, port.shutdown = [made], "Uttag A2-114-2", False
    port.vlan, port.voice_vlan = ward.site.vlans["printer"], None
    clinic = region.switches["sw-tor-b1-01"]
    port = clinic.ports["GigabitEthernet1/0/17"]
    port.endpoints, port.shutdown = [video(clinic, "rum214", addresses, name="VC-TOR-214")], False
    port.description, port.vlan, port.voice_vlan = "Rum 214 B-17", clinic.site.vlans["video"], None
    desk = clinic.ports["GigabitEthernet1/0/18"]
    desk.endpoints, desk.shutdown = [pc(clinic, "rum214", addresses)], False
    desk.description, desk.vlan, desk.voice_vlan = "Rum 214 B-18", clinic.site.vlans["client"], 30
    old = region.switches["sw-lun-b1-09"].ports["FastEthernet0/6"]
    made = printer(region.switches["sw-lun-b1-09"], "prn106", addresses, name="PRN-LUN-106")
    old.endpoints, old.description, old.shutdown = [made], "PRN-LUN-106", False
    old.vlan, old.voice_vlan = LUND.vlans["printer"], None
    region.rooms = [
        _room("Avd 12", "ward", "karlstad", ("A2-114-2", "sw-kar-a2-03", "GigabitEthernet1/0/14", "printer")),
        _room(
            "Rum 214",
            "consulting",
            "torsby",
            ("B-17", "sw-tor-b1-01", "GigabitEthernet1/0/17", "video codec"),
            ("B-18", "sw-tor-b1-01", "GigabitEthernet1/0/18", "room PC"),
        ),
    ]


def _room(name: str, kind: str, site: str, *jacks: tuple[str, str, str, str]) -> dict[str, object]:
    return {
        "name": name,
        "kind": kind,
        "site": site,
        "jacks": [
            {"jack": jack, "device": device, "interface": interface, "used_by": used_by}
            for jack, device, interface, used_by in jacks
        ],
    }


def _start_links(region: Region, switch: Switch, now: float) -> None:
    for port in switch.ports.values():
        port.linked_since = now if linked(region, switch, port) else None
        port.traffic = kind_of_traffic(port)
