"""Spellings of the trade: interface names, MAC addresses, and draws that are the same at every start."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

# Full name, short name as in tables, and the three letters of show cdp neighbors.
KINDS = (
    ("FastEthernet", "Fa", "Fas"),
    ("GigabitEthernet", "Gi", "Gig"),
    ("TenGigabitEthernet", "Te", "Ten"),
    ("TwentyFiveGigE", "Twe", "Twe"),
    ("HundredGigE", "Hu", "Hun"),
    ("Port-channel", "Po", "Por"),
    ("Vlan", "Vl", "Vla"),
)
_SPLIT = re.compile(r"([A-Za-z-]+) ?([0-9][0-9/]*)$")


def draw(key: str, span: int) -> int:
    """A number below `span` that depends on the key only: the same network at every start."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) % span


def short(name: str) -> str:
    """GigabitEthernet1/0/14 -> Gi1/0/14."""
    for full, brief, _ in KINDS:
        if name.startswith(full) and name[len(full)].isdigit():
            return brief + name[len(full) :]
    return name


def spaced(name: str) -> str:
    """GigabitEthernet1/0/14 -> Gig 1/0/14, as show cdp neighbors prints it."""
    for full, _, three in KINDS:
        if name.startswith(full) and name[len(full)].isdigit():
            return f"{three} {name[len(full) :]}"
    return name


def full_name(typed: str, known: Iterable[str]) -> str | None:
    """The interface that was typed (`gi1/0/14`, `Gig 1/0/14`), or None where the device has none such."""
    split = _SPLIT.match(typed.strip())
    if split is None:
        return None
    letters, digits = split[1].lower(), split[2]
    kinds = [full for full, brief, _ in KINDS if full.lower().startswith(letters) or brief.lower() == letters]
    return next((name for name in known if any(name == kind + digits for kind in kinds)), None)


def dotted(bare: str) -> str:
    """f8b46a10a158 -> f8b4.6a10.a158."""
    return f"{bare[0:4]}.{bare[4:8]}.{bare[8:12]}"


def bare(mac: str) -> str:
    """Twelve small hex digits of any spelling."""
    return re.sub(r"[^0-9a-f]", "", mac.lower())


def colons(mac: str) -> str:
    """F8:B4:6A:10:A1:58, as the DHCP snooping table prints it."""
    digits = bare(mac).upper()
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


def mac_plus(base: str, offset: int) -> str:
    """The address `offset` above a switch's base address, dotted."""
    return dotted(f"{int(bare(base), 16) + offset:012x}")
