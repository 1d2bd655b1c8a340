"""The network as the inventory tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.model.vocabulary import Role


@dataclass(frozen=True, kw_only=True)
class Device:
    """A network device of the inventory (interfaces.md, inventory)."""

    name: str
    platform: str  # a folder of parsers/, netmiko's other names of the same thing already mapped onto it
    host: str | None = None
    port: int = 22
    role: Role | None = None
    site: str | None = None
    building: str | None = None
    floor: str | None = None
    room: str | None = None
    tags: tuple[str, ...] = ()
    credentials: str = "default"
    ssh_profile: Literal["default", "legacy"] = "default"
    controller: str | None = None  # of an access point


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where a device stands, for whoever goes there."""

    device: str
    site: str | None = None
    building: str | None = None
    floor: str | None = None
    room: str | None = None


@dataclass(frozen=True, kw_only=True)
class LinkEnd:
    device: str
    interface: str  # full name


@dataclass(frozen=True, kw_only=True)
class Link:
    """Known cabling between two devices."""

    a: LinkEnd
    b: LinkEnd


@dataclass(frozen=True, kw_only=True)
class Jack:
    """A wall jack and the switch port behind it."""

    jack: str
    device: str
    interface: str
    room: str | None = None
    site: str | None = None
    used_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Room:
    name: str
    site: str | None = None
    kind: str | None = None
    jacks: tuple[Jack, ...] = ()
    aps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """All that is known beforehand. `hosts` maps a host name to its address, where a table is kept."""

    devices: tuple[Device, ...] = ()
    links: tuple[Link, ...] = ()
    rooms: tuple[Room, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[Device, ...] = ()  # known by name, but not to be searched for the one who asks

    def device(self, name: str) -> Device | None:
        """The device of exactly this name (letter case aside)."""
        known = (*self.devices, *self.elsewhere) if self.elsewhere else self.devices
        return next((device for device in known if device.name.casefold() == name.casefold()), None)
