"""What a wireless controller would know just now, computed: who is joined, who is on the air, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.lab.state import carried, has_power, linked, root_port
from bot.lab.topology import Port, Region, Switch
from bot.lab.wireless import AccessPoint, Radio, WifiClient, Wlan


def isolated(region: Region, switch: Switch) -> bool:
    """No way leads from the switch to the core: nothing reaches it, and it reaches nobody."""
    if switch.health.dead:
        return True
    if not switch.up:
        return False  # a core switch, or the top of the small region
    return not any(_leads(region, switch, switch.ports[name]) for name in switch.up)


def _leads(region: Region, switch: Switch, port: Port) -> bool:
    far = region.other_end(port)
    return far is not None and linked(region, switch, port) and not port.suspended and not isolated(region, far[0])


def wired(region: Region, ap: AccessPoint) -> bool:
    """The access point has power and a way to its controller."""
    switch = region.switches[ap.switch]
    port = switch.ports[ap.port]
    plugged = any(endpoint.mac == ap.mac for endpoint in port.endpoints)
    if not plugged or not linked(region, switch, port) or not has_power(port):
        return False
    if port.silent or port.monitoring or port.stp is not None or port.auth is not None:
        return False
    if port.vlan != switch.site.vlans["ap"]:
        return False
    uplink = root_port(region, switch)
    reaches = uplink is None or port.vlan in carried(switch, uplink)
    return reaches and port.vlan in switch.vlans and not isolated(region, switch)


def joined(region: Region, ap: AccessPoint) -> bool:
    """The access point is on its controller."""
    if ap.unseen or ap.trouble is not None:
        return False
    return wired(region, ap) and not isolated(region, region.switches[ap.controller])


def disconnect_reason(ap: AccessPoint) -> tuple[str, str]:
    """(last failure phase, last disconnect reason) of an access point that is not joined."""
    if ap.trouble is not None:
        return ap.trouble.phase, ap.trouble.reason
    return "Run", "Heart beat timer expiry"


def radio_of(ap: AccessPoint, client: WifiClient) -> Radio:
    return next(radio for radio in ap.radios if radio.slot == client.slot)


def wlan_of(region: Region, client: WifiClient) -> Wlan:
    wlans = region.air.wlans[region.air.aps[client.ap].controller]
    return next(wlan for wlan in wlans if wlan.number == client.wlan)


def on_air(region: Region, client: WifiClient) -> bool:
    """The client is associated: neither excluded, nor on a radio, WLAN or access point that is gone."""
    return client.state != "excluded" and _sent(region, client) and joined(region, region.air.aps[client.ap])


def _sent(region: Region, client: WifiClient) -> bool:
    """Its WLAN is sent by its radio, if the access point is there."""
    ap, wlan = region.air.aps[client.ap], wlan_of(region, client)
    serves = not ap.misconfigured and not ap.downloading and ap.mode == "Local"
    return radio_of(ap, client).up and serves and wlan.enabled and wlan.policy_enabled


def clients_of(region: Region, controller: str) -> Iterator[WifiClient]:
    """The clients that a controller lists, those on its exclusion list too."""
    there = {ap.name for ap in region.air.of(controller) if joined(region, ap)}
    for client in region.air.clients.values():
        if client.ap in there and (client.state == "excluded" or _sent(region, client)):
            yield client
