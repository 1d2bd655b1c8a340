"""Rooms with jacks in their walls: what readiness checks of consulting rooms look at."""

from __future__ import annotations

from bot.lab.endpoints import Addresses, access_point, pc, video
from bot.lab.topology import Endpoint, Port, Switch

_VIDEO, _PC, _AP = 10, 11, 7  # which of the sockets of an access switch a consulting room uses


def consulting_room(switch: Switch, name: str, addresses: Addresses) -> dict[str, object]:
    """Puts a video codec, a PC and an access point into a room; returns it as the inventory spells it."""
    sockets = [port for port in switch.ports.values() if port.feeds]
    number = name.rsplit(maxsplit=1)[-1]
    codec = video(switch, name, addresses, name=f"VC-{switch.site.code.upper()}-{number}")
    _occupy(switch, sockets[_VIDEO], codec, "video", f"{name} B-{_VIDEO + 1}")
    _occupy(switch, sockets[_PC], pc(switch, name, addresses), "client", f"{name} B-{_PC + 1}")
    above = next((e for e in sockets[_AP].endpoints if e.kind == "ap"), None)
    if above is None:
        above = access_point(switch, name, addresses)
        _occupy(switch, sockets[_AP], above, "ap", f"AP {name}")
    jacks = (("video codec", sockets[_VIDEO], _VIDEO), ("room PC", sockets[_PC], _PC))
    return room(
        name,
        "consulting",
        switch.site.name,
        *((f"B-{index + 1}", switch.name, port.name, used_by) for used_by, port, index in jacks),
        aps=(above.host,),
    )


def _occupy(switch: Switch, port: Port, endpoint: Endpoint, role: str, description: str) -> None:
    port.endpoints, port.description, port.shutdown = [endpoint], description, False
    port.vlan, port.voice_vlan = switch.site.vlans[role], None


def room(
    name: str, kind: str, site: str, *jacks: tuple[str, str, str, str], aps: tuple[str, ...] = ()
) -> dict[str, object]:
    """A room of the inventory; each jack is (label, device, interface, used by)."""
    made: dict[str, object] = {
        "name": name,
        "kind": kind,
        "site": site,
        "jacks": [
            {"jack": jack, "device": device, "interface": interface, "used_by": used_by}
            for jack, device, interface, used_by in jacks
        ],
    }
    return {**made, "aps": list(aps)} if aps else made
