"""What a switch would know just now, computed from the topology: link, status, MAC and ARP tables, PoE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.lab.names import draw, mac_plus
from bot.lab.topology import Endpoint, Port, Region, Switch

Status = Literal["connected", "notconnect", "disabled", "err-disabled", "inactive", "suspended", "monitoring"]
POWER_DOWN = ("power-deny", "faulty", "never", "undetected")


@dataclass(frozen=True, kw_only=True, slots=True)
class MacRow:
    """A row of the MAC table; `port` is the short name."""

    vlan: int
    mac: str
    static: bool
    port: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Poe:
    """PoE of one port; watts."""

    admin: Literal["auto", "off"]
    oper: Literal["on", "off", "power-deny", "faulty"]
    watts: float
    device: str
    poe_class: str
    maximum: float


def enabled(port: Port) -> bool:
    """Neither a person nor the switch itself holds the port down."""
    return not port.shutdown and port.errdisabled is None and not port.unplugged


def linked(region: Region, switch: Switch, port: Port) -> bool:
    """The port has link."""
    if _gone(switch, port):
        return False
    if port.is_channel:
        members = (switch.ports[name] for name in port.members)
        return any(not (m.suspended or m.alone or m.standby) and linked(region, switch, m) for m in members)
    if not enabled(port):
        return False
    far = region.other_end(port)
    if far is not None:
        return enabled(far[1]) and not _gone(*far)
    return bool(port.endpoints) and has_power(port) and not port.numb


def _gone(switch: Switch, port: Port) -> bool:
    """The whole switch is dark, or the one of a stack that the port is on; a port-channel is on all of them."""
    if switch.health.dead:
        return True
    health = switch.health
    return not port.is_channel and port.member in (health.lost_member, health.strange_member, health.starting_member)


def has_power(port: Port) -> bool:
    """Whoever needs PoE gets it; a PC behind a phone without power has no link either."""
    return port.poe not in POWER_DOWN or not any(endpoint.watts > 0.0 for endpoint in port.endpoints)


def status(region: Region, switch: Switch, port: Port) -> Status:
    """The status word of show interfaces status."""
    if port.errdisabled is not None:
        return "err-disabled"
    if port.shutdown:
        return "disabled"
    if not linked(region, switch, port):
        return "notconnect"
    if port.suspended:
        return "suspended"
    if port.monitoring:
        return "monitoring"
    # Classic IOS calls a port whose VLAN does not exist inactive; IOS-XE leaves it connected.
    if not switch.hardware.is_xe and not port.trunk and port.vlan not in switch.vlans:
        return "inactive"
    return "connected"


def access_vlan(switch: Switch, port: Port) -> int:
    """The VLAN that data frames of an access port are in, after RADIUS or local policy had its say."""
    if port.auth == "guest":
        return switch.site.vlans["guest"]
    if port.auth == "assigned":
        return switch.site.vlans["printer" if port.vlan == switch.site.vlans["client"] else "client"]
    if port.auth == "critical":
        return switch.site.vlans["critical"]
    return port.vlan


def speed(switch: Switch, port: Port) -> int:
    """Mb/s of the link, or what the port can do where there is none."""
    if port.is_channel:
        return switch.ports[port.members[0]].mbps
    if port.speed is not None:
        return port.speed
    far = min((endpoint.mbps for endpoint in port.endpoints), default=port.mbps)
    return min(port.mbps, far)


def lets_in(port: Port, endpoint: Endpoint) -> bool:
    """Frames of the endpoint pass the port."""
    if port.silent or port.monitoring or port.stp is not None or not has_power(port):
        return False
    if endpoint.kind == "phone":
        return True
    if port.auth in ("dot1x-failed", "mab-failed", "running", "unapplied") or endpoint.mac == port.refused:
        return False
    return port.secure_mode == "Shutdown" or port.intruder is None


def _endpoint_vlan(switch: Switch, port: Port, endpoint: Endpoint) -> int:
    if port.trunk:
        return port.native
    if endpoint.kind == "phone" and port.voice_vlan is not None:
        return port.voice_vlan
    return access_vlan(switch, port)


def attached(region: Region, switch: Switch) -> Iterator[tuple[Port, Endpoint, int]]:
    """Each endpoint that the switch hears on its own ports, with its VLAN."""
    for port in switch.physical:
        if not port.endpoints or not linked(region, switch, port):
            continue
        for endpoint in port.endpoints:
            vlan = _endpoint_vlan(switch, port, endpoint)
            if vlan in switch.vlans and lets_in(port, endpoint):
                yield port, endpoint, vlan


def root_port(region: Region, switch: Switch) -> Port | None:
    """The uplink that forwards; None above the access switches and when no uplink has link."""
    if switch.role != "access":
        return None
    ways = (port for port in switch.uplinks if port.is_channel or port.peer is not None)
    return next((port for port in ways if linked(region, switch, port)), None)


def carried(switch: Switch, port: Port) -> list[int]:
    """VLANs that a trunk allows and that exist here."""
    return [vlan for vlan in port.allowed if vlan in switch.vlans]


def mac_table(region: Region, switch: Switch) -> list[MacRow]:
    """All learnt addresses, sorted as the switch prints them."""
    rows = [
        MacRow(vlan=vlan, mac=endpoint.mac, static=switch.auth, port=_seen_behind(region, port, endpoint))
        for port, endpoint, vlan in attached(region, switch)
    ]
    rows.extend(_uplink_rows(region, switch) if switch.role == "access" else _downlink_rows(region, switch))
    return sorted(rows, key=lambda row: (row.vlan, row.mac))


def _seen_behind(region: Region, port: Port, endpoint: Endpoint) -> str:
    """A flapping address is now here, now there: ten seconds each."""
    if port.flaps_with is not None and endpoint is port.endpoints[0] and int(region.clock.now() / 10) % 2:
        return port.flaps_with
    return port.short


def _uplink_rows(region: Region, switch: Switch) -> Iterator[MacRow]:
    """The gateway in each VLAN of the uplink, and a few neighbours that happened to talk."""
    uplink = root_port(region, switch)
    if uplink is None:
        return
    vlans = carried(switch, uplink)
    for vlan in vlans:
        yield MacRow(vlan=vlan, mac=switch.site.gateway_mac(), static=False, port=uplink.short)
    others = [s for s in region.switches.values() if s.site is switch.site and s is not switch and s.role == "access"]
    for other in others[:4]:
        heard = [(e, vlan) for _, e, vlan in attached(region, other) if draw(switch.name + e.mac, 6) == 0]
        for endpoint, vlan in heard[:4]:
            if vlan in vlans:
                yield MacRow(vlan=vlan, mac=endpoint.mac, static=False, port=uplink.short)


def _downlink_rows(region: Region, switch: Switch) -> Iterator[MacRow]:
    for below, port in downlinks(region, switch):
        for _, endpoint, vlan in attached(region, below):
            uplink = root_port(region, below)
            if uplink is not None and vlan in uplink.allowed and vlan in carried(switch, port):
                yield MacRow(vlan=vlan, mac=endpoint.mac, static=False, port=port.short)


def downlinks(region: Region, switch: Switch) -> Iterator[tuple[Switch, Port]]:
    """Each access switch below a distribution switch, with the port or port-channel that forwards to it."""
    for port in switch.uplinks:
        first = switch.ports[port.members[0]] if port.is_channel else port
        far = region.other_end(first)
        if far is None or not linked(region, switch, port):
            continue
        below, there = far
        uplink = root_port(region, below)
        if uplink is not None and (there.name == uplink.name or there.name in uplink.members):
            yield below, port


def poe(switch: Switch, port: Port) -> Poe:
    """PoE state of a port that can feed."""
    maximum = switch.hardware.poe_port_watts if port.poe_max is None else port.poe_max
    hungry = next((e for e in port.endpoints if e.watts > 0.0), None)
    if port.poe == "never":
        return Poe(admin="off", oper="off", watts=0.0, device="n/a", poe_class="n/a", maximum=maximum)
    if port.poe is not None and port.poe != "undetected":
        return Poe(admin="auto", oper=port.poe, watts=0.0, device="n/a", poe_class="n/a", maximum=maximum)
    if hungry is None or not enabled(port) or port.poe == "undetected" or _gone(switch, port):
        return Poe(admin="auto", oper="off", watts=0.0, device="n/a", poe_class="n/a", maximum=maximum)
    watts = min(hungry.watts, maximum)
    return Poe(admin="auto", oper="on", watts=watts, device=hungry.model, poe_class=hungry.poe_class, maximum=maximum)


def poe_used(switch: Switch, member: int | None = None) -> float:
    """Watts that the switch, or the one of a stack, has granted."""
    return sum(poe(switch, p).watts for p in switch.physical if p.feeds and member in (None, p.member))


def arp_table(region: Region, switch: Switch) -> list[tuple[str, int | None, str, int]]:
    """(address, age in minutes or None for the switch's own, MAC, VLAN) in the order of the VLANs."""
    site, mgmt = switch.site, switch.site.vlans["mgmt"]
    rows: list[tuple[str, int | None, str, int]] = [(switch.host_ip, None, svi_mac(switch), mgmt)]
    if switch.role != "distribution":
        return [*rows, (site.address(mgmt, 1), 3, site.gateway_mac(), mgmt)]
    rows.extend((site.address(vlan, 2), None, svi_mac(switch), vlan) for vlan in routed_vlans(switch) if vlan != mgmt)
    for below, port in downlinks(region, switch):
        rows.append((below.host_ip, draw(below.name, 200), svi_mac(below), mgmt))
        for _, endpoint, vlan in attached(region, below):
            if endpoint.ip is not None and vlan in carried(switch, port) and _belongs(endpoint.ip, switch, vlan):
                rows.append((endpoint.ip, draw(endpoint.mac, 200), endpoint.mac, vlan))
    return sorted(rows, key=lambda row: (row[3], [int(part) for part in row[0].split(".")]))


def _belongs(ip: str, switch: Switch, vlan: int) -> bool:
    """The address is one of this VLAN: an endpoint moved to another VLAN keeps its address but is not heard with it."""
    return ip.split(".")[2] == switch.site.address(vlan, 1).split(".")[2]


def routed_vlans(switch: Switch) -> list[int]:
    """VLANs with an interface of the gateway."""
    return sorted(vlan for role, vlan in switch.site.vlans.items() if role != "park")


def svi_mac(switch: Switch) -> str:
    """The address of the VLAN interfaces: 64 above the base address."""
    return mac_plus(switch.base_mac, 0x40)


def tracked_ip(switch: Switch, endpoint: Endpoint, vlan: int) -> str | None:
    """The IP address that the switch has learnt for an endpoint: none when it sits in a wrong VLAN."""
    return endpoint.ip if endpoint.ip is not None and _belongs(endpoint.ip, switch, vlan) else None


def session_id(switch: Switch, endpoint: Endpoint) -> str:
    """24 hex digits that begin with the switch's own address: the key of the session in the RADIUS."""
    head = "".join(f"{int(part):02X}" for part in switch.host_ip.split("."))
    return f"{head}{draw(endpoint.mac + 'n', 4096):08X}{draw(endpoint.mac + 't', 1 << 32):08X}"
