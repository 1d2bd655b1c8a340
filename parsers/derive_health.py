"""What follows from what a device said of its health: shares, limits, which member speaks. For parsers.derive; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from parsers.records import (
    Cpu,
    DhcpPool,
    LoopProtect,
    Memory,
    NtpPeer,
    Optics,
    StackMember,
    StackPort,
    Supply,
    Svi,
    Tcam,
    Temperature,
)

Derived = Mapping[str, tuple[object, tuple[str, ...]]]
Seen = Mapping[str, str]


def supply(record: Supply, seen: Seen) -> Derived:
    """ "2B" is the second supply of stack member 2."""
    member = re.match(r"\d(?=[A-D]?$)", record.name or "")
    return {"member": (record.member or (member and member[0]), ("member", "name"))}


def stack_member(record: StackMember, seen: Seen) -> Derived:
    """The star marks the member that answers."""
    return {"current": (True if "SEEN_CURRENT" in seen else None, ("SEEN_CURRENT",))}


def stack_port(record: StackPort, seen: Seen) -> Derived:
    """In the table with two ports to a line, the second row of a line is the second port."""
    told = "2" if "SEEN_SECOND" in seen else "1"
    return {"port": (record.port or told, ("port", "SEEN_SECOND", "state"))}


def memory(record: Memory, seen: Seen) -> Derived:
    """How much is free, of what there is, in bytes; what is used, where only the rest was told."""
    scale = 1024 if "SEEN_KIB" in seen else 1
    total, free = (None if amount is None else amount * scale for amount in (record.total, record.free))
    if "SEEN_USED_PERCENT" in seen:
        return {"free_percent": (100.0 - float(seen["SEEN_USED_PERCENT"]), ("SEEN_USED_PERCENT",))}
    if not total or free is None:
        return {}
    used = total - free if record.used is None else record.used * scale
    return {
        "total": (total, ("total",)),
        "free": (free, ("free",)),
        "used": (used, ("used", "total", "free")),
        "free_percent": (round(100 * free / total, 1), ("total", "free")),
    }


def cpu(record: Cpu, seen: Seen) -> Derived:
    """What is not idle, where only that is told: over five minutes, or at this moment."""
    return {
        name: (round(100 - float(seen[idle])), (idle,))
        for name, idle in (
            ("five_seconds", "SEEN_IDLE"),
            ("one_minute", "SEEN_IDLE_1"),
            ("five_minutes", "SEEN_IDLE_5"),
        )
        if idle in seen
    }


def temperature(record: Temperature, seen: Seen) -> Derived:
    """What the thresholds say, where the device itself gives no verdict on a sensor."""
    value, yellow, red = record.celsius, record.yellow_celsius, record.red_celsius
    if record.state is not None or value is None or yellow is None or red is None:
        return {}
    state = "red" if value >= red else "yellow" if value >= yellow else "green"
    return {"state": (state, ("celsius", "yellow_celsius", "red_celsius"))}


def tcam(record: Tcam, seen: Seen) -> Derived:
    """The share of a table that is used."""
    percent = record.used_percent
    if percent is None and record.used is not None and record.maximum:
        percent = round(100 * record.used / record.maximum, 1)
    return {"used_percent": (percent, ("used_percent", "used", "maximum"))}


def optics(record: Optics, seen: Seen) -> Derived:
    """The flag that was printed; without one, what the thresholds say. No value, no verdict."""
    value = record.value
    if value is None:
        return {}
    limits = (
        ("high-alarm", record.high_alarm is not None and value > record.high_alarm),
        ("low-alarm", record.low_alarm is not None and value < record.low_alarm),
        ("high-warning", record.high_warning is not None and value > record.high_warning),
        ("low-warning", record.low_warning is not None and value < record.low_warning),
    )
    known = record.high_alarm is not None or record.low_alarm is not None
    beyond = [name for name, is_beyond in limits if is_beyond]
    state = record.state or (beyond[0] if beyond else "normal" if known else None)
    return {"state": (state, ("state", "value"))}


def ntp_peer(record: NtpPeer, seen: Seen) -> Derived:
    """The star marks the source that the clock follows."""
    mark = seen.get("SEEN_MARK")
    return {"selected": (bool(mark and mark.startswith("*")), ("SEEN_MARK", "address"))}


def svi(record: Svi, seen: Seen) -> Derived:
    """No helper stands for none only where the device says so, or where the whole block was read."""
    if record.helpers is None and ("SEEN_NONE" in seen or "SEEN_END" in seen):
        return {"helpers": ((), ("SEEN_NONE", "SEEN_END"))}
    return {}


def loop_protect(record: LoopProtect, seen: Seen) -> Derived:
    """A loop was found, the port is to be turned off for one, and it is down."""
    if record.detected is None or record.action is None or "SEEN_STATUS" not in seen:
        return {}
    acts = re.search(r"send-dis|send-recv-dis|TX|tx", record.action) is not None
    off = record.detected and acts and seen["SEEN_STATUS"].casefold() == "down"
    return {"disabled": (off, ("detected", "action", "SEEN_STATUS"))}


def dhcp_pool(record: DhcpPool, seen: Seen) -> Derived:
    """The addresses that can still be given out. Old releases do not tell what is excluded."""
    if record.total is None or record.leased is None:
        return {}
    return {"free": (max(record.total - record.leased - (record.excluded or 0), 0), ("total", "leased", "excluded"))}


DERIVE: dict[str, Callable[[Any, Seen], Derived]] = {
    "supply": supply,
    "stack_member": stack_member,
    "stack_port": stack_port,
    "memory": memory,
    "cpu": cpu,
    "temperature": temperature,
    "tcam": tcam,
    "optics": optics,
    "ntp_peer": ntp_peer,
    "svi": svi,
    "loop_protect": loop_protect,
    "dhcp_pool": dhcp_pool,
}
