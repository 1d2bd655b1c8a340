"""What one answer lets us know of another: columns that a make does not print, rows that a list lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.diagnosis.seen import Seen
from bot.diagnosis.truths import UNKNOWN, Proof, Value, row_value
from bot.model import Observation
from parsers.records import LogEntry, MacEntry, Neighbor, PortChannel, PortStatus, StackMember, Trunk, Vlan

# Begins the command of an answer that a case tells: the rows that matter to it, never all that a switch would list.
EXCERPT: Final = "(case) "
# Not every make's list of ports has all columns of Cisco's. What a row does not tell, another answer may.
_STANDS_IN: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "status": ("interface", "state", {w: w for w in ("connected", "notconnect", "disabled", "err-disabled")}),
    "mode": ("switchport", "oper_mode", {"access": "access", "static access": "access", "trunk": "trunk"}),
    "vlan": ("switchport", "access_vlan", {}),
}
# Their lists of ports hold every socket; those of others hold what switches, or what is up.
_LISTS_ALL: Final = frozenset({"cisco_ios", "cisco_xe", "cisco_nxos", "arista_eos", "aruba_aoscx", "hp_procurve"})
_SWITCHES: Final = frozenset({"access", "distribution", "core", None})
# GigabitEthernet1/0/1, Ethernet5, 1/1/24, A7; not what is made of software, nor a management port beside the sockets.
_SOCKET: Final = re.compile(r"(?:(?!App)[A-Za-z]*(?:Ethernet|GigE)|[A-Z]?)(?:\d+/)*\d+")
_BESIDE: Final = frozenset({"GigabitEthernet0/0", "GigabitEthernet0", "FastEthernet0", "FastEthernet1"})
_DIGITS: Final = re.compile(r"\d+")


def stand_in(scene: Seen, read: str, field: str) -> tuple[Value, tuple[Proof, ...]] | None:
    """What another answer says of the port where its own row does not. A trunk's row has no VLAN, and gets none."""
    other, its_field, words = _STANDS_IN.get(field, ("", "", {}))
    at = read.removesuffix("port")
    mode = scene.value(read, "mode")[0] if field == "vlan" else "access"
    if field == "vlan" and mode is UNKNOWN and scene.state(at + "switchport") == "unreadable":
        return _vlan_heard(scene, at)
    if not other or mode != "access":
        return None
    value, proof = scene.value(at + other, its_field)
    word = words.get(value) if isinstance(value, str) else value if isinstance(value, int) else None
    return None if word is None else (word, proof)


def _vlan_heard(scene: Seen, at: str) -> tuple[Value, tuple[Proof, ...]] | None:
    """The one VLAN, those for telephones aside, in which the port hears anybody."""
    mac, vlans = scene.latest(at + "mac"), scene.latest(at + "vlans")
    if mac is None or vlans is None or mac.failure is not None or vlans.failure is not None:
        return None
    voice = {one.id for row in vlans.rows if isinstance(one := row.record, Vlan) and one.voice is not False}
    heard = [(row, one.vlan) for row in mac.rows if isinstance(one := row.record, MacEntry) and one.vlan not in voice]
    if len({vlan for _, vlan in heard}) != 1 or heard[0][1] is None:
        return None
    return row_value(mac, heard[0][0], "vlan")


def heard_mac(scene: Seen) -> Value | None:
    """The MAC address behind the port; None where nobody is heard, or several."""
    heard = scene.latest("mac")
    if heard is None or heard.failure is not None:
        return UNKNOWN
    macs = {row.record.mac for row in heard.rows if isinstance(row.record, MacEntry) and row.record.mac}
    return macs.pop() if len(macs) == 1 else None


def unlisted_port(scene: Seen) -> str | None:
    """A socket that other answers of the switch name and its list of ports lacks: then the list is not whole.

    A list that was cut, or lost a row on the way, does not say so itself.
    """
    listed = scene.latest("ports")
    if listed is None or not listed.rows or scene.device.role not in _SWITCHES:
        return None
    if scene.device.platform not in _LISTS_ALL or listed.command.startswith(EXCERPT):
        return None
    there = {one.interface for row in listed.rows if isinstance(one := row.record, PortStatus)}
    gone = _members_gone(scene)
    for name in _named(scene):
        if name not in there and name not in _BESIDE and _SOCKET.fullmatch(name) and _member(name) not in gone:
            return name
    return None


def _named(scene: Seen) -> Iterator[str]:
    """The ports that the switch itself names elsewhere: uplinks, bundles, trunks, neighbours, addresses, its log.

    Of a message the first one: where a neighbour disagrees, the neighbour's port follows.
    """
    yield from scene.uplinks
    for name in scene.samples:
        told = scene.latest(name)
        for row in told.rows if told is not None and _own(told, scene) else ():
            match row.record:
                case LogEntry(interfaces=tuple() as first) if first:
                    yield first[0]
                case PortChannel(interface=str() as port) | Trunk(interface=str() as port):
                    yield port
                case Neighbor(interface=str() as port) | MacEntry(interface=str() as port):
                    yield port


def _own(told: Observation, scene: Seen) -> bool:
    return told.device == scene.device.name


def _members_gone(scene: Seen) -> set[str]:
    """Members of a stack that have left it: the log may speak of their ports for months."""
    stack = scene.latest("stack")
    there = {one.member for row in stack.rows if isinstance(one := row.record, StackMember)} if stack else set()
    named = {_member(name) for name in _named(scene)} if there else set()
    return {member for member in named if member and member not in there}


def _member(port: str) -> str | None:
    found = _DIGITS.search(port) if port.count("/") == 2 else None
    return found[0] if found else None
