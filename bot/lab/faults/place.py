"""Finds what a fault shall happen to: a port, a device, an access point, a client or a WLAN, as somebody names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.errors import RequestError
from bot.lab.names import bare, dotted, full_name
from bot.lab.topology import Port, Region, Switch
from bot.lab.wireless import AccessPoint, WifiClient, Wlan

Where = Literal[
    "port",  # a port of a switch; an access point stands for the port that it hangs on
    "device",  # a switch or controller
    "either",  # one of the two
    "ap",  # an access point, named alone or after its controller
    "client",  # a wireless client, by its MAC after its controller
    "wlan",  # a WLAN by its name after its controller
]
Key = tuple[str, str | None]  # (device, the part of it): what a fault stands under until it is healed


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is broken; `switch` is where it is logged: for an access point the switch that it hangs on."""

    key: Key
    switch: Switch
    port: Port | None = None
    ap: AccessPoint | None = None
    client: WifiClient | None = None
    wlan: Wlan | None = None


def find(region: Region, fault: str, where: Where, device: str, part: str | None) -> Place:
    """The place of a fault; RequestError says what is missing or unknown."""
    if where == "ap":
        return _ap(region, fault, device, part)
    if device in region.air.aps:
        ap = region.air.aps[device]
        if where not in ("port", "either"):
            raise RequestError(f"{fault} does not happen to an access point. Name its controller, {ap.controller}.")
        return Place(key=(ap.switch, ap.port), switch=region.switches[ap.switch], port=_port_of(region, ap), ap=ap)
    switch = region.switches[device]
    if where == "client":
        return _client(region, fault, switch, part)
    if where == "wlan":
        return _wlan(region, fault, switch, part)
    if where == "device" or (where == "either" and part is None):
        return Place(key=(device, None), switch=switch)
    if part is None:
        raise RequestError(f"{fault} happens to a port: name one, such as {next(iter(switch.ports))}.")
    full = full_name(part, switch.ports)
    if full is None or switch.ports[full].is_channel:
        raise RequestError(f"{switch.name} has no port {part}.")
    return Place(key=(device, full), switch=switch, port=switch.ports[full])


def _port_of(region: Region, ap: AccessPoint) -> Port:
    return region.switches[ap.switch].ports[ap.port]


def _ap(region: Region, fault: str, device: str, part: str | None) -> Place:
    name = device if part is None else part
    ap = next((ap for ap in region.air.aps.values() if ap.name.lower() == name.lower()), None)
    if ap is None:
        some = ", ".join(list(region.air.aps)[:3]) or "none in the small region; start a larger one"
        raise RequestError(f"{fault} happens to an access point, and {name} is none. There are: {some}.")
    return Place(key=(ap.name, None), switch=region.switches[ap.switch], port=_port_of(region, ap), ap=ap)


def _client(region: Region, fault: str, switch: Switch, part: str | None) -> Place:
    digits = bare(part or "")
    client = region.air.clients.get(dotted(digits))
    if client is None or region.air.aps[client.ap].controller != switch.name:
        some = [c.mac for c in region.air.clients.values() if region.air.aps[c.ap].controller == switch.name][:3]
        there = f"such as {', '.join(some)}" if some else f"of a controller; {switch.name} is none"
        raise RequestError(f"{fault} happens to a wireless client: name its MAC address, {there}.")
    return Place(key=(switch.name, client.mac), switch=switch, client=client)


def _wlan(region: Region, fault: str, switch: Switch, part: str | None) -> Place:
    wlans = region.air.wlans.get(switch.name, [])
    wlan = next((w for w in wlans if part is not None and part.lower() in (w.name.lower(), str(w.number))), None)
    if wlan is None:
        there = ", ".join(w.name for w in wlans) or f"those of a controller; {switch.name} is none"
        raise RequestError(f"{fault} happens to a WLAN: name one of {there}.")
    return Place(key=(switch.name, wlan.name), switch=switch, wlan=wlan)


def same(region: Region, key: Key, device: str | None, part: str | None) -> bool:
    """The fault that stands under `key` is meant by the device and part that somebody names for healing."""
    if device is None:
        return True
    if device in region.air.aps:
        ap = region.air.aps[device]
        return key in ((ap.name, None), (ap.switch, ap.port))
    if part is None:
        return key[0] == device
    if part in region.air.aps:
        return key == (part, None)
    known = region.switches[device]
    return key[0] == device and key[1] in (part, full_name(part, known.ports), dotted(bare(part)))
