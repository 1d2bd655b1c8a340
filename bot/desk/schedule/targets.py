"""Which devices and ports a check looks at: chosen by name, role, site, tag or room; and what is asked about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Final

from bot.checks import CheckTarget
from bot.errors import RequestError
from bot.model import Device, Intent, Inventory, Jack, Language, Room, Text, Understanding, Understood
from parsers.document import Node, nearest
from parsers.values import interface, short_interface

_KEYS: Final = ("devices", "roles", "sites", "tags", "rooms", "kinds", "ports")
_ASKS: Final[tuple[Text, Text]] = (
    {"sv": "är {name} frisk?", "en": "is {name} healthy?"},
    {"sv": "kontrollera {name}", "en": "check {name}"},
)


def understanding_of(target: CheckTarget, language: Language) -> tuple[str, Understanding]:
    """What is asked about a target: in words, for people who look it up later, and as it is worked on.

    It is handed over understood: the names are the inventory's own, and no wording may find another target in them.
    """
    facts = Understood(
        device=target.device,
        interface=target.interface,
        room=target.room,
        jack=target.jack,
        symptom="check_only" if target.interface else None,
    )
    text = _ASKS[1 if target.interface else 0][language].format(name=target.name)
    intent: Intent = "diagnose" if target.interface else "status"
    return text, Understanding(intent=intent, language=language, understood=facts, no_ticket=True)


def read_targets(node: Node, inventory: Inventory) -> tuple[CheckTarget, ...]:
    """`targets:`: one choice or a list of them. Within a choice all must fit; what any choice gives is checked once.

    Raises DocumentError where a name is unknown, or a choice gives nothing.
    """
    choices = [node] if isinstance(node.value, dict) else node.list()
    found: dict[str, CheckTarget] = {}
    for choice in choices:
        chosen = _chosen(choice, inventory)
        if not chosen:
            raise choice.fail("nothing in the inventory fits this", "Name fewer conditions, or others.")
        for one in chosen:
            found.setdefault(one.name, one)
    if not found:
        raise node.fail("there are no targets", "Name devices, roles, sites, tags, rooms, kinds or ports.")
    return tuple(found.values())


def named_target(name: str, inventory: Inventory) -> tuple[CheckTarget, ...]:
    """A device, a port (`sw-kar-a2-03 Gi1/0/14`) or a room as a person names it. Raises RequestError."""
    said = " ".join(name.split())
    rooms = [room for room in inventory.rooms if room.name.casefold() == said.casefold()]
    if rooms:
        found = [_of_jack(jack) for room in rooms for jack in room.jacks]
        if not found:
            raise RequestError(f"{rooms[0].name} has no jacks in the inventory, so there is nothing to check.")
        return tuple(found)
    device = inventory.device(said)
    if device:
        return (_of_device(device),)
    start, _, port = said.rpartition(" ")
    device, full = inventory.device(start), interface(port)
    if device and full:
        return (_of_port(device, full, inventory),)
    known = [*(one.name for one in inventory.devices), *(room.name for room in inventory.rooms)]
    raise RequestError(f"There is no schedule, device or room '{name}'. {_nearest_name(said, known)}")


def _chosen(node: Node, inventory: Inventory) -> list[CheckTarget]:
    node.only(*_KEYS)
    if "ports" in node:
        return _ports(node, inventory)
    devices = inventory.devices
    wanted = {key: _words(node, key, _known(key, inventory)) for key in ("roles", "sites", "tags") if key in node}
    names = _patterns(node, "devices", [one.name for one in devices]) if "devices" in node else None
    if "rooms" in node or "kinds" in node:
        for key in ("devices", "roles", "tags"):
            if key in node:
                raise node[key].fail(
                    f"'{key}' does not go with rooms", "Make it a choice of its own: '- devices: ...'."
                )
        return [_of_jack(jack) for room in _rooms(node, inventory, wanted.get("sites")) for jack in room.jacks]
    tests: list[Callable[[Device], bool]] = []
    if names is not None:
        tests.append(lambda one: any(fnmatchcase(one.name.casefold(), name) for name in names))
    if "roles" in wanted:
        tests.append(lambda one: one.role in wanted["roles"])
    if "sites" in wanted:
        tests.append(lambda one: one.site in wanted["sites"])
    if "tags" in wanted:
        tests.append(lambda one: bool(wanted["tags"] & set(one.tags)))
    return [_of_device(one) for one in devices if tests and all(test(one) for test in tests)]


def _rooms(node: Node, inventory: Inventory, sites: set[str] | None) -> Iterable[Room]:
    names = _patterns(node, "rooms", [one.name for one in inventory.rooms]) if "rooms" in node else None
    kinds = _words(node, "kinds", _known("kinds", inventory)) if "kinds" in node else None
    for room in inventory.rooms:
        named = names is None or any(fnmatchcase(room.name.casefold(), name) for name in names)
        if named and (kinds is None or room.kind in kinds) and (sites is None or room.site in sites):
            yield room


def _ports(node: Node, inventory: Inventory) -> list[CheckTarget]:
    found = []
    for one in _list(node["ports"]):
        start, _, port = " ".join(one.text().split()).rpartition(" ")
        device, full = inventory.device(start), interface(port)
        if device is None:
            raise one.fail(f"there is no device '{start}'", nearest(start, [each.name for each in inventory.devices]))
        if full is None:
            raise one.fail(f"'{port}' is no name of a port", "Write the device, a blank and the port: sw-1 Gi1/0/14.")
        found.append(_of_port(device, full, inventory))
    return found


def _known(key: str, inventory: Inventory) -> set[str]:
    values: dict[str, Iterable[str | None]] = {
        "roles": [one.role for one in inventory.devices],
        "sites": [*(one.site for one in inventory.devices), *(room.site for room in inventory.rooms)],
        "tags": [tag for one in inventory.devices for tag in one.tags],
        "kinds": [one.kind for one in inventory.rooms],
    }
    return {value for value in values[key] if value}


def _words(node: Node, key: str, known: set[str]) -> set[str]:
    for one in _list(node[key]):
        if one.text() not in known:
            problem = f"nothing in the inventory has '{one.text()}' under {key}"
            raise one.fail(problem, nearest(one.text(), sorted(known)))
    return set(node[key].texts())


def _patterns(node: Node, key: str, known: Sequence[str]) -> list[str]:
    """Names, where `*` stands for anything; letter case does not matter."""
    lower = [name.casefold() for name in known]
    for one in _list(node[key]):
        if not any(fnmatchcase(name, one.text().casefold()) for name in lower):
            raise one.fail(f"the inventory has no '{one.text()}' under {key}", _nearest_name(one.text(), known))
    return [text.casefold() for text in node[key].texts()]


def _nearest_name(said: str, known: Sequence[str]) -> str:
    """Of thousands of names only a near one is worth telling."""
    remedy = nearest(said, known)
    return remedy if remedy.startswith("Did you mean") else "Look it up in the inventory."


def _list(node: Node) -> list[Node]:
    return [node] if isinstance(node.value, str) else node.list()


def _of_device(device: Device) -> CheckTarget:
    return CheckTarget(name=device.name, device=device.name)


def _of_jack(jack: Jack) -> CheckTarget:
    name = f"{jack.device} {short_interface(jack.interface)}"
    return CheckTarget(name=name, device=jack.device, interface=jack.interface, room=jack.room, jack=jack.jack)


def _of_port(device: Device, full: str, inventory: Inventory) -> CheckTarget:
    jacks = (jack for room in inventory.rooms for jack in room.jacks)
    jack = next((one for one in jacks if (one.device, one.interface) == (device.name, full)), None)
    name = f"{device.name} {short_interface(full)}"
    return _of_jack(jack) if jack else CheckTarget(name=name, device=device.name, interface=full)
