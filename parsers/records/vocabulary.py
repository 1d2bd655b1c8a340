"""The types of record fields: each annotation says how the text of a device is read (parsers.values)."""

from __future__ import annotations

from typing import Annotated, Literal

Interface = Annotated[str, "interface"]  # full name as the device would print it in `show interfaces`
Mac = Annotated[str, "mac"]  # aa:bb:cc:dd:ee:ff
Seconds = Annotated[int, "seconds"]  # a span; read from "25 weeks, 5 days", "00:38:11", "1y2w", "never" is None
Mbps = Annotated[int, "mbps"]  # a speed in Mbit/s; read from "1000Mb/s", "a-100", "10G"
VlanId = Annotated[int, "vlan"]  # 1-4094
VlanSet = Annotated[tuple[int, ...], "vlans"]  # read from "1,10-12,none,all"
Words = Annotated[tuple[str, ...], "words"]  # several words or lines, in the order printed
Interfaces = Annotated[tuple[str, ...], "interfaces"]  # full names
Macs = Annotated[tuple[str, ...], "macs"]
Yes = Annotated[bool, "yes"]  # Enabled/Disabled, yes/no, on/off, true/false

AuthState = Literal["success", "failed", "running", "stopped", "not_run"]


class Record:
    """The root of all records; nothing of its own."""
