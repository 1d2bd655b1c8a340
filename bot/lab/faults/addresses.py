"""Faults of addresses and phones: one address twice, a stranger that hands some out, ARP that is dropped."""

from __future__ import annotations

from collections.abc import Iterator

from bot.errors import RequestError
from bot.lab.clock import long_stamp
from bot.lab.faults.scene import Scene
from bot.lab.state import downlinks, linked
from bot.lab.topology import Endpoint, Port

_AGAIN_S = 30.0


def voice_vlan_missing(scene: Scene) -> None:
    """The port has a phone and no VLAN for it: the phone ends up among the computers."""
    scene.needs_copper()
    if not any(endpoint.kind == "phone" for endpoint in scene.port.endpoints):
        raise RequestError(f"There is no phone on {scene.port.name}; choose a port that has one.")
    scene.set(scene.port, "voice_vlan", None)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)", after=2.5)


def snooping_drops(scene: Scene) -> None:
    """The switch trusts its uplink no more: it throws the server's answers away, and the device gets no address."""
    scene.needs_copper()
    scene.set(scene.occupant(), "ip", None)
    scene.set(scene.switch.health, "drops_leases_since", scene.at)
    _offers_dropped(scene, scene.switch.site.gateway_mac())


def pool_full(scene: Scene) -> None:
    """The gateway hands out addresses itself, and has none left."""
    if scene.switch.role != "distribution":
        raise RequestError(f"{scene.switch.name} is nobody's gateway; try one such as dsw-kar-01.")
    scene.set(scene.switch.health, "pool_full", value=True)


def rogue_dhcp(scene: Scene) -> None:
    """What hangs on the port hands out addresses, as a router from home does; snooping drops what it says."""
    scene.needs_copper()
    _offers_dropped(scene, scene.occupant().mac)


def _offers_dropped(scene: Scene, mac: str) -> None:
    """The line names who sent the offer, and not the port that it came in on."""
    scene.repeat(
        "%DHCP_SNOOPING-5-DHCP_SNOOPING_UNTRUSTED_PORT: DHCP_SNOOPING drop message on untrusted port, "
        f"message type: DHCPOFFER, MAC sa: {mac}",
        _AGAIN_S,
    )


def arp_drops(scene: Scene) -> None:
    """A device with an address that no lease speaks for: ARP inspection drops what it says, the link stays."""
    scene.needs_copper()
    endpoint = scene.occupant()
    address = endpoint.ip or scene.switch.site.address(scene.port.vlan, 77)
    scene.set(endpoint, "ip", None)
    zone = long_stamp(scene.at)
    stamp = f"{zone[:8]} {zone[13:]}"
    scene.repeat(
        f"%SW_DAI-4-DHCP_SNOOPING_DENY: 1 Invalid ARPs (Req) on {scene.port.short}, vlan {scene.port.vlan}."
        f"([{endpoint.mac}/{address}/0000.0000.0000/{scene.switch.site.address(scene.port.vlan, 1)}/{stamp}])",
        _AGAIN_S,
    )


def ip_theft(scene: Scene) -> None:
    """Another device uses the address of this one: device tracking on the switch tells of both."""
    scene.needs_copper()
    endpoint = scene.occupant()
    if not scene.xe or endpoint.ip is None:
        raise RequestError(f"{scene.switch.name} does not tell of stolen addresses; try an IOS-XE switch.")
    other = next((p.short for p in scene.switch.physical if p.endpoints and p is not scene.port), scene.port.short)
    scene.repeat(
        f"%SISF-4-IP_THEFT: IP Theft IP={endpoint.ip} VLAN={scene.port.vlan} MAC={endpoint.mac} IF={scene.port.short} "
        f"New(Spoof) MAC={scene.stranger()} New I/F={other}",
        _AGAIN_S,
    )


def duplicate_ip(scene: Scene) -> None:
    """A device with the gateway's own address somewhere behind it: the gateway hears it and says so."""
    found = next(_behind(scene), None)
    if scene.switch.role != "distribution" or found is None:
        raise RequestError(f"{scene.switch.name} is nobody's gateway; try one such as dsw-kar-01.")
    port, endpoint = found
    address = scene.switch.site.address(port.vlan, 2)
    scene.repeat(f"%IP-4-DUPADDR: Duplicate address {address} on Vlan{port.vlan}, sourced by {endpoint.mac}", _AGAIN_S)


def _behind(scene: Scene) -> Iterator[tuple[Port, Endpoint]]:
    for below, _ in downlinks(scene.region, scene.switch):
        for port in below.physical:
            if port.endpoints and linked(scene.region, below, port):
                yield port, port.endpoints[0]
