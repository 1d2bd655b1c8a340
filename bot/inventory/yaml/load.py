"""An inventory file -> Inventory. Every mistake is told with file, line and remedy (parsers.document.DocumentError)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from bot.inventory.yaml.places import Places
from bot.model import Device, Inventory, Jack, Link, LinkEnd, Role, Room
from parsers.document import Node, load_document
from parsers.names import PLATFORMS, SAME_AS, platform_of

_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
_KEYS = (
    "name", "host", "port", "platform", "role", "site", "location", "tags", "credentials", "ssh_profile", "controller",
)  # fmt: skip
# A name is also a folder of captures and a word in a chat message.
_NAME = re.compile(r"[^\W_][\w.:+-]{0,62}")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)*")


@dataclass(frozen=True)
class YamlInventory:
    """The source of `inventory: FILE`. In a captures folder hosts may be absent, and far ends may be unknown."""

    path: Path
    captures: bool = False

    def load(self) -> Inventory:
        """Read the file anew. Raises DocumentError."""
        return load_inventory(self.path, captures=self.captures)


def load_inventory(path: Path, captures: bool = False) -> Inventory:
    """Read an inventory file (interfaces.md, inventory). Raises DocumentError.

    With `captures` a device needs no host, and links, jacks and controllers may name devices that are not listed:
    a support bundle holds a part of the network.
    """
    return _inventory(load_document(path), captures)


def _inventory(document: Node, captures: bool) -> Inventory:
    document.only("devices", "links", "rooms", "hosts")
    devices = _devices(document["devices"], captures)
    places = Places(devices, strict=not captures)
    for node in document["devices"].list():
        controller = node.get("controller")
        if controller:
            places.device(controller)
    return Inventory(
        devices=tuple(places.with_controller(device) for device in devices),
        links=tuple(_link(node, places) for node in _list(document, "links")),
        rooms=_rooms(_list(document, "rooms"), places),
        hosts=_hosts(document.get("hosts")),
    )


def _devices(nodes: Node, captures: bool) -> tuple[Device, ...]:
    devices: list[Device] = []
    lines: dict[str, int] = {}
    for node in nodes.list():
        device = _device(node, captures)
        key = device.name.casefold()
        if key in lines:
            raise node["name"].fail(
                f"a device called '{device.name}' stands already on line {lines[key]}", "Keep one of them."
            )
        lines[key] = node["name"].line
        devices.append(device)
    return tuple(devices)


def _device(node: Node, captures: bool) -> Device:
    node.only(*_KEYS)
    platform = _platform(node["platform"])
    said = node.get("role")
    role = _ROLES[said.one_of(tuple(_ROLES))] if said else None
    if platform == "cisco_ap" and role is None:
        role = "ap"
    location = node.get("location")
    if location:
        location.only("building", "floor", "room")
    profile = node.get("ssh_profile")
    credentials = node.get("credentials")
    return Device(
        name=_name(node["name"]),
        platform=platform,
        host=_host(node, optional=captures or role == "ap"),
        port=_port(node.get("port")),
        role=role,
        site=_word(node.get("site")),
        building=_word(location.get("building")) if location else None,
        floor=_word(location.get("floor")) if location else None,
        room=_word(location.get("room")) if location else None,
        tags=_tags(node.get("tags")),
        credentials=credentials.text() if credentials else "default",
        ssh_profile="legacy" if profile and profile.one_of(("default", "legacy")) == "legacy" else "default",
        controller=_word(node.get("controller")),
    )


def _name(node: Node) -> str:
    name = node.text()
    if not _NAME.fullmatch(name):
        raise node.fail(
            f"'{name}' cannot be the name of a device", "Use letters, digits and - _ . without spaces, at most 63."
        )
    return name


def _platform(node: Node) -> str:
    name = node.text()
    platform = platform_of(name)
    if platform is None:
        if name.endswith(("_telnet", "_serial")):
            raise node.fail(f"'{name}' is not spoken here", "Devices are read over SSH only.")
        close = get_close_matches(name, (*PLATFORMS, *SAME_AS), n=1, cutoff=0.6)
        remedy = f"Did you mean {close[0]}?" if close else "Write netmiko's device_type of it, such as cisco_xe."
        raise node.fail(f"unknown platform '{name}'", remedy)
    return platform


def _host(node: Node, optional: bool) -> str | None:
    host = node.get("host")
    if host is None:
        if optional:
            return None
        raise node.fail(f"'host' is missing for {node['name'].text()}", "Add 'host:' with its address or DNS name.")
    text = host.text()
    digits_only = re.fullmatch(r"[\d.]+", text) is not None
    if _address(text) or (_HOST.fullmatch(text) and not digits_only):
        return text
    raise host.fail(f"'{text}' is neither an address nor a DNS name", "Write it like 10.20.3.17 or sw-1.example.org.")


def _address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _port(node: Node | None) -> int:
    if node is None:
        return 22
    number = node.number()
    if number != int(number) or not 0 < number < 65536:
        raise node.fail(f"{number} is not a TCP port", "Write a number from 1 to 65535, or leave it out for 22.")
    return int(number)


def _word(node: Node | None) -> str | None:
    """Text, or a number taken as the text it was written with (floor: 2, room: 214)."""
    if node is None:
        return None
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return str(node.value)
    return node.text()


def _tags(node: Node | None) -> tuple[str, ...]:
    return tuple(item.text() for item in node.list()) if node else ()


def _list(document: Node, key: str) -> list[Node]:
    node = document.get(key)
    return node.list() if node else []


def _link(node: Node, places: Places) -> Link:
    node.only("a", "b")
    return Link(a=_end(node["a"], places), b=_end(node["b"], places))


def _end(node: Node, places: Places) -> LinkEnd:
    node.only("device", "interface")
    device = places.device(node["device"])
    return LinkEnd(device=device, interface=places.interface(device, node["interface"]))


def _rooms(nodes: Iterable[Node], places: Places) -> tuple[Room, ...]:
    rooms: list[Room] = []
    lines: dict[tuple[str | None, str], int] = {}
    for node in nodes:
        room = _room(node, places)
        key = (room.site, room.name.casefold())
        if key in lines:
            where = f" at {room.site}" if room.site else ""
            raise node["name"].fail(
                f"a room called '{room.name}'{where} stands already on line {lines[key]}",
                "Keep one of them, or give each its site.",
            )
        lines[key] = node["name"].line
        rooms.append(room)
    return tuple(rooms)


def _room(node: Node, places: Places) -> Room:
    node.only("name", "kind", "site", "jacks", "aps")
    name, site = _word(node["name"]), _word(node.get("site"))
    assert name is not None
    jacks: list[Jack] = []
    for entry in _list(node, "jacks"):
        jack = _jack(entry, name, site, places)
        if any(jack.jack.casefold() == other.jack.casefold() for other in jacks):
            raise entry["jack"].fail(f"the jack '{jack.jack}' stands twice in room '{name}'", "Keep one of them.")
        jacks.append(jack)
    return Room(
        name=name,
        site=site,
        kind=_word(node.get("kind")),
        jacks=tuple(jacks),
        aps=tuple(places.device(entry) for entry in _list(node, "aps")),
    )


def _jack(node: Node, room: str, site: str | None, places: Places) -> Jack:
    node.only("jack", "device", "interface", "used_by")
    label = _word(node["jack"])
    assert label is not None
    device = places.device(node["device"])
    return Jack(
        jack=label,
        device=device,
        interface=places.interface(device, node["interface"]),
        room=room,
        site=site or places.site_of(device),
        used_by=_word(node.get("used_by")),
    )


def _hosts(node: Node | None) -> dict[str, str]:
    if node is None:
        return {}
    for name, address in node.items():
        if not _address(address.text()):
            raise address.fail(f"the address of {name} is not an IP address", "Write it like 10.20.3.17.")
    return {name: address.text() for name, address in node.items()}
