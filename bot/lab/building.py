"""Builds one switch as it is ordered: its ports, who sits in each socket, and the cables to the gateway above it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lab.counters import kind_of_traffic
from bot.lab.endpoints import Addresses, access_point, medical, pc, phone, printer
from bot.lab.hardware import Hardware
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
_PLAIN = LogStyle()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One switch as it is ordered: its model, and what is special about it."""

    name: str
    hardware: Hardware
    bundled: bool = True  # two uplinks in one port-channel; else two trunks, the second blocked by spanning tree
    auth: bool = True
    port_security: bool = False
    style: LogStyle = _PLAIN
    synced: bool = True
    legacy_ssh: bool = False
    recovery: tuple[str, ...] = ()


def vlan_plan(*numbers: int) -> dict[str, int]:
    """VLAN numbers in the order of VLAN_NAMES, by role."""
    return dict(zip(VLAN_NAMES, numbers, strict=True))


def ordered(plan: Plan, site: Site, host: int, now: float) -> Switch:
    """The switch of a plan, with all ports empty; `host` is the last octet of its management address."""
    hardware, mgmt = plan.hardware, site.vlans["mgmt"]
    ports: dict[str, Port] = {}
    for group in hardware.groups:
        for n in range(group.first, group.last + 1):
            name = f"{group.prefix}{n}"
            ports[name] = Port(
                name=name,
                number=len(ports) + 1,
                mbps=group.mbps,
                member=group.member,
                fibre=group.fibre,
                feeds=group.poe,
            )
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


def furnish(switch: Switch, plan: Plan, addresses: Addresses) -> None:
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


def cable(switch: Switch, gateway: Switch, order: int, *, bundled: bool) -> None:
    """Two fibres to the gateway, as a port-channel or as two trunks."""
    fibres = [p for p in switch.ports.values() if p.fibre]
    stack = switch.hardware.members
    mine = (fibres if stack == 1 else fibres[:: len(fibres) // stack])[:2]  # a stack has one on each of two switches
    trunk(mine, switch, list(gateway.ports.values())[order * 2 : order * 2 + 2], gateway)
    if bundled:
        bundle(switch, mine, 1, f"LAG mot {gateway.name}")
        theirs = [gateway.ports[port.peer[1]] for port in mine if port.peer is not None]
        bundle(gateway, theirs, order + 1, f"LAG mot {switch.name}")


def trunk(mine: list[Port], switch: Switch, theirs: list[Port], above: Switch) -> None:
    """Cables between two switches that carry every VLAN of the lower one's site."""
    switch.up = tuple(port.name for port in mine)
    allowed = tuple(sorted(vlan for role, vlan in switch.site.vlans.items() if role != "park"))
    for near, far in zip(mine, theirs, strict=True):
        near.peer, far.peer = (above.name, far.name), (switch.name, near.name)
        near.description, far.description = f"Upplank {above.name}", switch.name
        for port in (near, far):
            port.trunk, port.allowed = True, allowed


def bundle(switch: Switch, members: list[Port], group: int, description: str) -> None:
    """Makes cabled trunk ports into one port-channel."""
    name = f"Port-channel{group}"
    base = 2088 if switch.hardware.is_xe else 55
    switch.ports[name] = Port(
        name=name,
        number=base + group,
        mbps=members[0].mbps * len(members),
        fibre=True,
        description=description,
        trunk=True,
        allowed=members[0].allowed,
        members=tuple(port.name for port in members),
    )
    for port in members:
        port.channel = group


def route(lower: Switch, near: Port, upper: Switch, far: Port, number: int) -> None:
    """A cable between two routers with a small network of its own; `number` is never used twice in a region."""
    if lower.role != upper.role:
        lower.up += (near.name,)
    for port, there, device, last in ((near, far, upper, 2), (far, near, lower, 1)):
        port.peer, port.description = (device.name, there.name), f"L3 {device.name}"
        port.routed = f"10.255.{number // 60}.{number % 60 * 4 + last}"


def park_unused(switch: Switch) -> None:
    """Shuts what nobody uses, as the region's rules want it on everything above the access switches."""
    for port in switch.ports.values():
        if not port.trunk and port.peer is None and port.mbps < 100_000:
            port.shutdown, port.vlan = True, switch.site.vlans["park"]


def start_links(region: Region, switch: Switch, now: float) -> None:
    """Lets the counters of everything that has link run from now."""
    for port in switch.ports.values():
        port.linked_since = now if linked(region, switch, port) else None
        port.traffic = kind_of_traffic(port)
