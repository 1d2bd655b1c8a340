"""CDP and LLDP neighbours: phones, access points and the switches at the other ends of the fibres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.lab.names import bare, draw, spaced
from bot.lab.render.grammar import NETWORK, Ask, Command
from bot.lab.state import linked
from bot.lab.topology import Endpoint, Port, Switch

_TECH = "Technical Support: http://www.cisco.com/techsupport"


@dataclass(frozen=True, kw_only=True)
class _Neighbour:
    port: Port
    name: str
    ip: str
    platform: str
    far_port: str
    capabilities: str
    letters: str
    version: tuple[str, ...]
    watts: float
    endpoint: Endpoint | None
    switch: Switch | None


def _neighbours(ask: Ask, only: Port | None = None) -> Iterator[_Neighbour]:
    for port in ask.physical:
        if only not in (None, port) or not linked(ask.region, ask.switch, port):
            continue
        far = ask.region.other_end(port)
        if far is not None and not far[0].health.hung:
            yield _switch_at(port, *far)
        for endpoint in port.endpoints:
            if endpoint.speaks_cdp and endpoint.ip is not None and not port.silent:
                yield _device_at(port, endpoint, endpoint.ip)


def _switch_at(port: Port, switch: Switch, there: Port) -> _Neighbour:
    gateway = switch.role != "access"
    years = "1986-2023" if switch.hardware.is_xe else "1986-2017"
    return _Neighbour(
        port=port,
        name=f"{switch.name}.reg.lan",
        ip=switch.host_ip,
        platform=f"cisco {switch.hardware.pid}",
        far_port=there.name,
        capabilities="Router Switch IGMP" if gateway else "Switch IGMP",
        letters="R S I" if gateway else "S I",
        version=(
            switch.hardware.software_line,
            _TECH,
            f"Copyright (c) {years} by Cisco Systems, Inc.",
            f"Compiled {switch.hardware.compiled}",
        ),
        watts=0.0,
        endpoint=None,
        switch=switch,
    )


def _device_at(port: Port, endpoint: Endpoint, ip: str) -> _Neighbour:
    phone = endpoint.kind == "phone"
    return _Neighbour(
        port=port,
        name=endpoint.host,
        ip=ip,
        platform=f"{'Cisco' if phone else 'cisco'} {endpoint.model}",
        far_port="Port 1" if phone else "GigabitEthernet0",
        capabilities="Host Phone Two-port Mac Relay" if phone else "Router Trans-Bridge",
        letters="H P M" if phone else "R T",
        version=("sip88xx.14-2-1-0001-14" if phone else "Cisco AP Software, ap1g7-k9w8 Version: 17.9.5.47",),
        watts=endpoint.watts,
        endpoint=endpoint,
        switch=None,
    )


def _cdp_block(one: _Neighbour, now: float) -> list[str]:
    hold = 120 + (draw(one.name, 60) - int(now)) % 60
    power: list[str] = []
    if one.endpoint is not None:
        milliwatts = int(one.watts * 1000)
        power = [
            f"Power drawn: {one.watts:.3f} Watts",
            f"Power request id: {draw(one.name, 60_000)}, Power management id: 4",
            f"Power request levels are:{milliwatts} 0 0 0 0 ",
        ]
    known = one.endpoint is None or one.endpoint.kind != "phone"
    return [
        "-------------------------",
        f"Device ID: {one.name}",
        "Entry address(es): ",
        f"  IP address: {one.ip}",
        f"Platform: {one.platform},  Capabilities: {one.capabilities} ",
        f"Interface: {one.port.name},  Port ID (outgoing port): {one.far_port}",
        f"Holdtime : {hold} sec",
        "",
        "Version :",
        *one.version,
        "",
        "advertisement version: 2",
        *(["VTP Management Domain: ''", f"Native VLAN: {_native(one)}"] if one.switch is not None else []),
        f"Duplex: {'half' if one.port.far_half else 'full'}",
        *power,
        "Management address(es): ",
        *([f"  IP address: {one.ip}"] if known else []),
        "",
    ]


def _native(one: _Neighbour) -> int:
    """What the far end says of its own port."""
    assert one.switch is not None
    return one.switch.ports[one.far_port].native


def _cdp_detail(ask: Ask, only: Port | None = None) -> str:
    found = list(_neighbours(ask, only))
    if not found and ask.switch.hardware.family == "ios12":
        return ""
    lines = [line for one in found for line in _cdp_block(one, ask.now)]
    if ask.switch.hardware.family == "ios12":
        return "\n".join(lines) + "\n"
    return "\n".join([*lines, *([] if found else [""]), "", f"Total cdp entries displayed : {len(found)}"]) + "\n"


def _cdp_one(ask: Ask) -> str:
    return _cdp_detail(ask, ask.port)


def _cdp_all(ask: Ask) -> str:
    return _cdp_detail(ask)


def _cdp_table(ask: Ask) -> str:
    lines = [
        "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge",
        "                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone, ",
        "                  D - Remote, C - CVTA, M - Two-port Mac Relay ",
        "",
        "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID",
    ]
    found = list(_neighbours(ask))
    for one in found:
        hold = 120 + (draw(one.name, 60) - int(ask.now)) % 60
        far = one.far_port if one.far_port == "Port 1" else spaced(one.far_port)
        if far == "GigabitEthernet0":
            far = "Gig 0"
        platform = one.platform.split(" ", 1)[1][:9]
        rest = f"{spaced(one.port.name):<18}{hold:<10}{one.letters:>10}   {platform:<9} {far}"
        if len(one.name) > 16:  # a long name stands on a line of its own
            lines += [one.name, f"{'':17}{rest}"]
        else:
            lines.append(f"{one.name:<17}{rest}")
    if ask.switch.hardware.family != "ios12":
        lines += ["", f"Total cdp entries displayed : {len(found)}"]
    return "\n".join(lines) + "\n"


def _lldp_block(ask: Ask, one: _Neighbour) -> list[str]:
    # 12.2 does not say on which port: a trap for whoever reads it.
    local = [] if ask.switch.hardware.family == "ios12" else [f"Local Intf: {one.port.short}"]
    chassis, port_id, port_words, capabilities = _lldp_identity(one)
    left = 90 + (draw(one.name, 30) - int(ask.now)) % 30
    return [
        "------------------------------------------------",
        *local,
        f"Chassis id: {chassis}",
        f"Port id: {port_id}",
        f"Port Description: {port_words}",
        f"System Name: {one.name}",
        "",
        "System Description: ",
        *_system_words(one),
        "",
        f"Time remaining: {left} seconds",
        f"System Capabilities: {capabilities}",
        f"Enabled Capabilities: {capabilities}",
        "Management Addresses:",
        f"    IP: {one.ip}",
        "Auto Negotiation - supported, enabled",
        "Physical media capabilities:",
        "    1000baseT(FD)",
        "    100base-TX(FD)",
        "Media Attachment Unit type: 30",
        "Vlan ID: - not advertised",
        "",
    ]


def _system_words(one: _Neighbour) -> tuple[str, ...]:
    if one.endpoint is not None and one.endpoint.kind == "phone":
        return (f"Cisco {one.endpoint.model}, V4, {one.version[0]}",)
    return one.version


def _lldp_identity(one: _Neighbour) -> tuple[str, str, str, str]:
    """Chassis id, port id, port description, capabilities."""
    if one.switch is not None:
        there = next(p for p in one.switch.ports.values() if p.name == one.far_port)
        return one.switch.base_mac, there.short, there.description, "B,R"
    assert one.endpoint is not None
    if one.endpoint.kind == "phone":
        return one.ip, f"{bare(one.endpoint.mac).upper()}:P1", "SW PORT", "B,T"
    return one.endpoint.mac, "Gi0", "GigabitEthernet0", "B,W"


def _lldp_detail(ask: Ask, only: Port | None = None) -> str:
    found = list(_neighbours(ask, only))
    lines = [line for one in found for line in _lldp_block(ask, one)]
    return "\n".join([*lines, *([] if found else [""]), "", f"Total entries displayed: {len(found)}"]) + "\n"


def _lldp_one(ask: Ask) -> str:
    return _lldp_detail(ask, ask.port)


def _lldp_all(ask: Ask) -> str:
    return _lldp_detail(ask)


COMMANDS = (
    Command(line="show cdp neighbors", render=_cdp_table, families=NETWORK),
    Command(line="show cdp neighbors detail", render=_cdp_all, families=NETWORK),
    Command(line="show cdp neighbors {port} detail", render=_cdp_one, families=NETWORK),
    Command(line="show lldp neighbors detail", render=_lldp_all, families=NETWORK),
    Command(line="show lldp neighbors {port} detail", render=_lldp_one, families=NETWORK),
)
