"""Where a runbook's `on:` leads: a target's uplinks, their far ends, its gateway, controller, an access point's switch.

What the inventory's cabling tells is used as it is; else the neighbours that the device itself tells of (LLDP, CDP).
A place that cannot be found is no fault and no health: it is told under "not checked", with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bot.desk.reading import Reader, platform_of
from bot.desk.trace import Trace
from bot.model import Device, Inventory, LinkEnd, Place, Role, Spot, Target
from parsers.records import ApJoin, ApNeighbor, Neighbor, PortDescription, PortStatus
from parsers.values import interface

_HEIGHT: Final[dict[Role | None, int]] = {
    None: 1,
    "access": 1,
    "distribution": 2,
    "router": 3,
    "core": 3,
    "firewall": 4,
}
# Words that network departments mark such ports with.
_UPWARDS: Final = ("uppl", "uplink", "uplk", "dsw-", "dist", "core")
_FEW: Final = 4  # switches whose labels may be read to find an access point
_SIGNS: Final = re.compile(r"[\W_]")
_OWN: Final[dict[Place, int]] = {"own_uplink": 0, "second_own_uplink": 1}
_FAR: Final[dict[Place, int]] = {"uplink": 0, "second_uplink": 1}


@dataclass
class Around:
    """Finds the places of one case. Asks devices only where the inventory does not tell, and each thing once."""

    inventory: Inventory
    reader: Reader
    device: Device  # the target's
    target: Target
    _cables: list[tuple[LinkEnd, LinkEnd]] | None = field(default=None, init=False)
    _heard_of: list[Neighbor] | None = field(default=None, init=False)
    _switch: Spot | None = field(default=None, init=False)

    def spot(self, place: Place) -> Spot:
        """The device and port of a place, or why it is not known."""
        if place == "gateway":
            return self._gateway()
        if place == "controller":
            return self._controller()
        if place == "switch":
            return self.switch()
        cables = self._uplinks()
        number = _OWN.get(place, _FAR.get(place, 0))
        if place in _OWN:
            told = [near.interface for near, _ in cables] or self._towards_strangers()
            dark = [port for port in self._dark() if port not in told]
            ports = [*told[:1], *dark, *told[1:]]
            if number < len(ports) and (dark or not cables):
                return Spot(device=self._wired(), interface=ports[number])
        if number >= len(cables):
            return Spot(because="no such cable is known" if number == 0 else None)
        near, far = cables[number]
        end = near if place in _OWN else far
        device = self.inventory.device(end.device)
        if device is None or platform_of(device) is None:
            return Spot(because=f"{end.device} cannot be read")
        return Spot(device=device, interface=end.interface)

    def switch(self) -> Spot:
        """The switch port behind the access point: by the inventory's cabling, else as its controller tells."""
        if self._switch is None:
            self._switch = self._behind(self.target.ap) if self.target.ap else Spot(because="no access point is known")
        return self._switch

    # --- uplinks -----------------------------------------------------------------------------------------------------

    def _wired(self) -> Device:
        """The switch whose uplinks are meant: the target itself, or the one behind the access point."""
        if self.target.ap:
            return self.switch().device or self.device
        return self.device

    def _uplinks(self) -> list[tuple[LinkEnd, LinkEnd]]:
        """The cables towards the rest of the network, own end first; those that lead higher before equals."""
        if self._cables is None:
            device = self._wired()
            told = [
                (near, far)
                for link in self.inventory.links
                for near, far in ((link.a, link.b), (link.b, link.a))
                if near.device == device.name
            ]
            cables = _upwards(device, told, self.inventory)
            if not cables:
                cables = _upwards(device, self._neighbours(device), self.inventory)
            self._cables = cables
        return self._cables

    def _neighbours(self, device: Device) -> list[tuple[LinkEnd, LinkEnd]]:
        found: dict[str, tuple[LinkEnd, LinkEnd]] = {}
        for one in self._told(device):
            other = self.inventory.device((one.device or "").partition(".")[0]) or self.inventory.device(
                one.device or ""
            )
            port = interface(one.device_interface or "") or interface(one.port_description or "")
            if one.interface and other and port:
                ends = LinkEnd(device=device.name, interface=one.interface), LinkEnd(device=other.name, interface=port)
                found.setdefault(one.interface, ends)
        return list(found.values())

    def _told(self, device: Device) -> list[Neighbor]:
        """What the switch tells of its neighbours, by LLDP and by CDP; it is asked once."""
        if self._heard_of is None:
            rows = [row for read in ("lldp_all", "cdp_all") for row in self.reader.one(device, read).rows]
            self._heard_of = [row.record for row in rows if isinstance(row.record, Neighbor)]
        return self._heard_of

    def _towards_strangers(self) -> list[str]:
        """An access switch's own ports to switches and routers that the inventory does not know; routers first.

        Enough to look at its own end: where the far end is, nobody has to know.
        """
        device = self._wired()
        if _HEIGHT.get(device.role, 1) > 1 or device.role in {"ap", "wlc"}:
            return []
        found: dict[str, bool] = {}
        for one in self._told(device):
            if one.interface and _forwards(one):
                known = self.inventory.device((one.device or "").partition(".")[0])
                if known is None or _height(known) > 1:
                    found[one.interface] = found.get(one.interface, False) or _routes(one)
        return sorted(found, key=lambda port: (not found[port], port))

    def _dark(self) -> list[str]:
        """An access switch's ports without link that are marked as leading upwards: no neighbour tells of them."""
        device = self._wired()
        if _HEIGHT.get(device.role, 1) > 1 or device.role in {"ap", "wlc"}:
            return []
        rows = [row.record for row in self.reader.one(device, "ports").rows]
        return [
            one.interface
            for one in rows
            if isinstance(one, PortStatus) and one.interface and one.status in {"notconnect", "sfp-absent"}
            if any(word in (one.name or "").casefold() for word in _UPWARDS)
        ]

    # --- the others --------------------------------------------------------------------------------------------------

    def _gateway(self) -> Spot:
        """The routing device of the site; of several the one that the uplink leads to."""
        site = self._wired().site
        routing = [
            one
            for one in self.inventory.devices
            if one.role in {"distribution", "core", "router"} and platform_of(one) and one.site == site
        ]
        above = {far.device for _, far in self._uplinks()} if len(routing) > 1 else set()
        chosen = next((one for one in routing if one.name in above), routing[0] if routing else None)
        return Spot(device=chosen) if chosen else Spot(because="no router of the site is known")

    def _controller(self) -> Spot:
        ap = self.inventory.device(self.target.ap) if self.target.ap else None
        named = self.inventory.device(ap.controller) if ap and ap.controller else None
        chosen = named or next(iter(controllers(self.inventory, self.device.site)), None)
        return Spot(device=chosen) if chosen else Spot(because="no wireless controller is known")

    def _behind(self, ap: str) -> Spot:
        for link in self.inventory.links:
            for here, there in ((link.a, link.b), (link.b, link.a)):
                switch = self.inventory.device(there.device)
                if here.device.casefold() == ap.casefold() and switch and platform_of(switch):
                    return Spot(device=switch, interface=there.interface)
        if self.device.role == "wlc":
            for read in ("ap_cdp", "ap_lldp"):
                for row in self.reader.one(self.device, read, ap=ap).rows:
                    one = row.record
                    if isinstance(one, ApNeighbor) and one.device:
                        switch = self.inventory.device(one.device.partition(".")[0])
                        port = interface(one.device_interface or "")
                        if switch and port and platform_of(switch):
                            return Spot(device=switch, interface=port)
            heard = self._heard(ap) or self._labelled(ap)
            if heard:
                return heard
        return Spot(because="neither the inventory nor the controller tells which port it is plugged into")

    def _heard(self, ap: str) -> Spot | None:
        """An access point that has left tells its controller no neighbour; its wire may still be heard."""
        joins = [row.record for row in self.reader.one(self.device, "ap_join", ap=ap).rows]
        address = next((one.mac for one in joins if isinstance(one, ApJoin) and one.mac), None)
        if address is None:
            return None
        device = self.inventory.device(ap)
        site = device.site if device else self.device.site
        trace = Trace(self.inventory, self.reader)
        for start in self.inventory.devices:
            if start.role in {"distribution", "core", "router"} and start.site == site and platform_of(start):
                edge = trace.follow(start, address)
                switch = self.inventory.device(edge.device) if edge else None
                if edge and switch:
                    return Spot(device=switch, interface=edge.interface)
        return None

    def _labelled(self, ap: str) -> Spot | None:
        """The one port whose label is the name of the access point, where few switches of its site may have it."""
        device = self.inventory.device(ap)
        site = device.site if device else self.device.site
        near = [one for one in self.inventory.devices if one.site == site and platform_of(one)]
        few = [one for one in near if one.role in {"access", None}]
        wanted = _SIGNS.sub("", ap.casefold())
        hits = [
            Spot(device=switch, interface=row.record.interface)
            for switch in (few if len(few) <= _FEW else ())
            for row in self.reader.one(switch, "descriptions").rows
            if isinstance(row.record, PortDescription) and row.record.interface
            and wanted in _SIGNS.sub("", (row.record.description or "").casefold())
        ]  # fmt: skip
        return hits[0] if len(hits) == 1 else None


def controllers(inventory: Inventory, site: str | None) -> list[Device]:
    """The wireless controllers, those of the site first."""
    found = [one for one in inventory.devices if one.role == "wlc" and platform_of(one)]
    return sorted(found, key=lambda one: one.site != site)


def _upwards(
    device: Device, cables: list[tuple[LinkEnd, LinkEnd]], inventory: Inventory
) -> list[tuple[LinkEnd, LinkEnd]]:
    """Of all cables those that lead away from the edge, in the order of the own ports."""
    own = _HEIGHT.get(device.role, 1)
    heights = {far.device: _height(inventory.device(far.device)) for _, far in cables}
    higher = [cable for cable in cables if heights[cable[1].device] > own]
    equal = [cable for cable in cables if heights[cable[1].device] == own]
    return sorted(higher or equal, key=lambda cable: cable[0].interface)


def _height(device: Device | None) -> int:
    return _HEIGHT.get(device.role, 0) if device and device.role not in {"ap", "wlc"} else 0


def _can(neighbour: Neighbor) -> set[str]:
    """What the neighbour says it is, in the words of CDP or the letters of LLDP."""
    return {word.casefold() for word in neighbour.capabilities or ()}


def _forwards(neighbour: Neighbor) -> bool:
    """A switch or router, and no phone, access point or computer with a bridge in it."""
    can = _can(neighbour)
    return bool(can & {"switch", "router", "b", "r"}) and not can & {"phone", "t", "w", "trans-bridge", "host"}


def _routes(neighbour: Neighbor) -> bool:
    return bool(_can(neighbour) & {"router", "r"})
