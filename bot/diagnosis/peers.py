"""What equal devices on the same switch have, told by the names of their ports."""

from __future__ import annotations

import re
from typing import Final

from bot.diagnosis.scene import Scene
from bot.diagnosis.truths import ABSENT, UNKNOWN, Result, Value, row_value
from parsers.records import PortStatus

PEER_FIELDS: Final = ("vlan", "count", "kind")
_ENOUGH_PEERS: Final = 3
# Names of jacks and rooms: any device may be plugged in behind them, so they make no ports equal.
_ANY_DEVICE: Final = frozenset({
    "uttag", "jack", "outlet", "socket", "port", "rum", "room", "plats", "user", "host", "client", "klient", "access",
    "avd", "plan", "hus", "ledig", "reserv", "spare", "unused", "patch", "panel",
})  # fmt: skip


def peers(scene: Scene, field: str) -> Result:
    """What equal devices on the switch have, as the pretend read `peers`: their VLAN, their number, their kind.

    Equal are connected access ports whose names begin with the same word as the target's (PRN-, AP , MTA ). They
    tell something only where at least three of them agree to the last one; else there is ABSENT.
    """
    ports, own = scene.latest("ports"), scene.value("port", "name")[0]
    if ports is None or ports.failure is not None or own is UNKNOWN or scene.lacks("ports"):
        return Result(UNKNOWN)
    kind = _kind(own)
    equal = [
        row for row in ports.rows
        if isinstance(row.record, PortStatus) and row.record.status == "connected" and row.record.mode == "access"
        and row.record.interface != scene.interface and kind and _kind(row.record.name) == kind
    ]  # fmt: skip
    vlans = {row.record.vlan for row in equal if isinstance(row.record, PortStatus)}
    if len(equal) < _ENOUGH_PEERS or len(vlans) != 1 or None in vlans:
        return Result(ABSENT)
    proof = tuple(one for row in equal[:_ENOUGH_PEERS] for one in row_value(ports, row, "vlan")[1])
    values: dict[str, Value] = {"vlan": vlans.pop() or ABSENT, "count": len(equal), "kind": kind}
    return Result(values[field], proof)


def _kind(name: object) -> str:
    """The word that a port's name begins with, for what is plugged in there; none where it only names a jack."""
    found = re.match(r"[^\W\d_]{2,}", name) if isinstance(name, str) else None
    word = found[0].casefold() if found else ""
    return "" if word in _ANY_DEVICE else word
