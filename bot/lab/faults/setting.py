"""Faults of what a port is set up for, and of guards that leave it open: mirrored, parked, flooded, one-way."""

from __future__ import annotations

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up

_BY_HAND = "%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)"


def mirrored(scene: Scene) -> None:
    """Somebody measures there: the port gets a copy of other traffic."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "monitoring", value=True)
    scene.log(_BY_HAND)


def parked_in_use(scene: Scene) -> None:
    """Somebody opened a closed socket and left it in the VLAN where unused ones are kept."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "vlan", scene.switch.site.vlans["park"])
    scene.set(scene.port, "voice_vlan", None)
    scene.log(_BY_HAND)


def desk_trunk(scene: Scene) -> None:
    """A socket at a desk was set up for a switch or an access point: frames without a tag are in VLAN 1."""
    scene.needs_copper()
    scene.occupant()
    allowed = tuple(sorted(vlan for role, vlan in scene.switch.site.vlans.items() if role != "park"))
    scene.set(scene.port, "trunk", value=True)
    scene.set(scene.port, "allowed", (1, *allowed))
    scene.log(_BY_HAND)


def learning(scene: Scene) -> None:
    """The device came a moment ago to a port that is no edge port: it waits for half a minute."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "stp", "learning")
    for late, text in came_up(scene.port.name):
        scene.log(text, after=max(0.0, scene.region.clock.now() - scene.at - 12.0) + late)


def flood_filtered(scene: Scene) -> None:
    """A broken network card floods the port; storm control throws the broadcasts away and leaves the port open."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "flooding", value=True)
    scene.rise("broadcasts_in", 52_000.0)
    scene.rise("packets_in", 52_000.0)
    scene.repeat(
        f"%STORM_CONTROL-3-FILTERED: A Broadcast storm detected on {scene.port.short}. "
        "A packet filter action has been applied on the interface.",
        120.0,
    )


def source_guarded(scene: Scene) -> None:
    """A device with a fixed address behind IP source guard: no lease speaks for it, so nothing comes through."""
    scene.needs_copper()
    scene.set(scene.occupant(), "ip", None)
    scene.set(scene.port, "guarded", value=True)


def one_way(scene: Scene) -> None:
    """One fibre of two carries; UDLD is told to warn only, so the port stays open."""
    if not scene.port.fibre or scene.port.peer is None:
        raise RequestError(f"{scene.port.name} leads to no other switch; try Te1/1/1 of sw-kar-a2-03.")
    if not scene.xe:
        raise RequestError(f"{scene.switch.name} shuts such a port; try the fault udld, or an IOS-XE switch.")
    scene.set(scene.port, "one_way", value=True)


def alone(scene: Scene) -> None:
    """The far end speaks no LACP, and the port works by itself instead of in its port-channel."""
    if scene.port.channel is None:
        raise RequestError(f"{scene.port.name} is in no port-channel; try Te1/1/2 of sw-kar-a2-03.")
    scene.set(scene.port, "alone", value=True)
    scene.log(f"%EC-5-UNBUNDLE: Interface {scene.port.name} left the port-channel Port-channel{scene.port.channel}")


def no_powered_device(scene: Scene) -> None:
    """What hangs on the cable answers the search for devices that take power, and is none: a bad adapter."""
    scene.needs_copper()
    scene.powered()
    scene.set(scene.port, "poe", "undetected")
    scene.count("poe_signature", 3)
    scene.rise("poe_signature", 1 / 3)
    scene.log(f"%ILPOWER-5-IEEE_DISCONNECT: Interface {scene.port.short}: PD removed")
