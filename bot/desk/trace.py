"""Follows a MAC address from a gateway down to the true edge port: MAC table, neighbour, the next switch, and again."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.desk.reading import Reader, platform_of
from bot.model import Device, Inventory, LinkEnd, Observation
from parsers.records import MacEntry, Neighbor, PortChannel

_LONGEST_PATH = 6  # core, two layers of distribution, access, and two to spare


@dataclass
class Trace:
    """One search. `failed`: a MAC table that could not be read; `lost`: the way led to that very device."""

    inventory: Inventory
    reader: Reader
    failed: Observation | None = None
    lost: bool = False
    _visited: set[str] = field(default_factory=set)

    def follow(self, start: Device, mac: str) -> LinkEnd | None:
        """The port where the address is heard and behind which there is no switch that we know; None: not heard."""
        device = start
        for _ in range(_LONGEST_PATH):
            if device.name in self._visited or platform_of(device) is None:
                return None
            self._visited.add(device.name)
            heard = self.reader.one(device, "mac_lookup", mac=mac)
            if heard.failure:
                self.failed = heard
                self.lost = device is not start
                return None
            port = _heard_on(heard)
            if port is None:
                return None
            below = self._behind(device, port)
            if below is None:
                return LinkEnd(device=device.name, interface=port)
            device = below
        return None

    def _behind(self, device: Device, port: str) -> Device | None:
        """The switch of the inventory at the other end of a port or of a port-channel's members."""
        members = self._members(device, port) if port.startswith("Port-channel") else [port]
        for link in self.inventory.links:
            for here, there in ((link.a, link.b), (link.b, link.a)):
                if here.device == device.name and here.interface in {port, *members}:
                    return self._switch(there.device)
        for member in members:
            for read in ("cdp", "lldp"):
                for row in self.reader.one(device, read, interface=member).rows:
                    found = self._switch(row.record.device) if isinstance(row.record, Neighbor) else None
                    if found:
                        return found
        return None

    def _members(self, device: Device, channel: str) -> list[str]:
        rows = self.reader.one(device, "port_channels").rows
        return [
            row.record.interface
            for row in rows
            if isinstance(row.record, PortChannel) and row.record.channel == channel and row.record.interface
        ]

    def _switch(self, name: str | None) -> Device | None:
        """The inventory's switch of this name; neighbours may tell their domain along with it."""
        found = self.inventory.device((name or "").partition(".")[0]) or self.inventory.device(name or "")
        return found if found and found.role not in {"ap", "wlc", "firewall"} else None


def _heard_on(observation: Observation) -> str | None:
    ports = [row.record.interface for row in observation.rows if isinstance(row.record, MacEntry)]
    return next((port for port in ports if port), None)
