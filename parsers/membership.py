"""The VLANs that a Junos port is in -> what other makes tell of a port: its state, mode, access and voice VLAN."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parsers.records import PortStatus, Switchport

Derived = Mapping[str, tuple[object, tuple[str, ...]]]
Seen = Mapping[str, str]

# What a protection writes beside a port that it has shut: letters (ELS) or words (older).
_SHUT = re.compile(r"\b(?:SCTL|MMAS|MLAS|LP|CISO)\b|bpdu|[Ss]torm control|MAC (?:move )?limit", re.ASCII)
# Letters that mean a shutdown by themselves, also where the port keeps its light and DN is not told.
_SHUT_BY_ITSELF = re.compile(r"\b(?:SCTL|MMAS|MLAS)\b", re.ASCII)
_VLANS = ("SEEN_TAGGING", "SEEN_TAGGED", "SEEN_UNTAGGED")


def told(seen: Seen) -> bool:
    """Whether this is such a list."""
    return "SEEN_TAGGING" in seen or "SEEN_STATE" in seen


def is_trunk(seen: Seen) -> bool:
    """ELS says `tagged` of a trunk; a port with a telephone is `tagged,untagged`, with one tagged VLAN (as is a trunk
    of older releases with one VLAN and a native one: there, nothing tells them apart)."""
    if "SEEN_TAGGING" in seen:
        return seen["SEEN_TAGGING"] == "tagged"
    tagged = seen.get("SEEN_TAGGED", "").split()
    return len(tagged) > 1 or (bool(tagged) and "SEEN_UNTAGGED" not in seen)


def _only(numbers: str) -> int | None:
    found = numbers.split()
    return int(found[0]) if len(found) == 1 else None


def port(record: PortStatus, seen: Seen) -> Derived:
    """State, mode and access VLAN. A port without letters (ELS) is up."""
    marks = f"{seen.get('SEEN_FLAGS', '')} {seen.get('SEEN_BLOCKING', '')}"
    down = "DN" in seen.get("SEEN_FLAGS", "") or seen.get("SEEN_STATE") == "down"
    shut = _SHUT_BY_ITSELF.search(marks) is not None or (down and _SHUT.search(marks) is not None)
    trunk = is_trunk(seen)
    return {
        "status": (
            "err-disabled" if shut else "notconnect" if down else "connected",
            ("interface", "SEEN_STATE", "SEEN_FLAGS", "SEEN_BLOCKING"),
        ),
        "mode": ("trunk" if trunk else "access", _VLANS),
        "vlan": (None if trunk else _only(seen.get("SEEN_UNTAGGED", "")), ("SEEN_UNTAGGED",)),
    }


def switchport(record: Switchport, seen: Seen) -> Derived:
    """Which VLAN data and telephones have; of a trunk, what it carries and what is untagged on it."""
    tagged = tuple(int(number) for number in seen.get("SEEN_TAGGED", "").split())
    untagged = _only(seen.get("SEEN_UNTAGGED", ""))
    enabled: Derived = {"enabled": (True, ("interface",))}
    if is_trunk(seen):
        carried = sorted({*tagged, *([untagged] if untagged else [])})
        return {
            **enabled,
            "oper_mode": ("trunk", _VLANS),
            "native_vlan": (untagged, ("SEEN_UNTAGGED",)),
            "trunk_vlans": (tuple(carried), _VLANS),
            "voice_configured": (False, _VLANS),
        }
    return {
        **enabled,
        "oper_mode": ("access", _VLANS),
        "access_vlan": (untagged, ("SEEN_UNTAGGED",)),
        "voice_vlan": (tagged[0] if tagged else None, ("SEEN_TAGGED",)),
        "voice_configured": (bool(tagged), _VLANS),
    }
