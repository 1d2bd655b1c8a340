"""What follows from what was read, per kind of record: small pure functions, each field with what it rests on.

A function takes the record and the SEEN_... texts of its template, and gives field -> (value, fields or SEEN_... names
that it was concluded from); the lines of those become the lines of the new field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parsers.convert import Converted
from parsers.records import (
    AuthSession,
    Clock,
    InterfaceRecord,
    LogEntry,
    PortConfig,
    PortSecurity,
    PortStatus,
    Record,
    StpPort,
    Switchport,
    Version,
)
from parsers.values import interfaces_in, macs_in

Derived = Mapping[str, tuple[object, tuple[str, ...]]]
Seen = Mapping[str, str]


def derive(kind: str, converted: Converted) -> tuple[Record, dict[str, tuple[int, ...]]]:
    """The record with what follows from it, and the lines of every field."""
    derived = _DERIVE[kind](converted.record, converted.seen) if kind in _DERIVE else {}
    values: dict[str, Any] = {  # what was said and not understood is not filled from elsewhere
        name: value for name, (value, _) in derived.items() if value is not None and name not in converted.doubts
    }
    lines = {name: where for name, where in converted.lines.items() if name not in converted.seen}
    for name, (_, rests_on) in derived.items():
        if name in values:
            stood = {line for source in rests_on for line in converted.lines.get(source, ())}
            lines[name] = tuple(sorted(stood))
    return replace(converted.record, **values) if values else converted.record, lines  # type: ignore[type-var]


def clock(record: Clock, seen: Seen) -> Derived:
    """Under `*` the clock was never set, under `.` it has lost its source."""
    return {"synchronised": (None if record.time is None else not record.time.doubtful, ("time",))}


def version(record: Version, seen: Seen) -> Derived:
    """IOS has no line for the reason alone; IOS-XE has both, and its own line is the one that tells a crash.

    Early IOS-XE calls itself IOS alone, but no IOS ever came to version 16.
    """
    derived: dict[str, tuple[object, tuple[str, ...]]] = {}
    if record.software == "IOS" and re.match(r"1[6-9]\.", record.version or ""):
        derived["software"] = ("IOS-XE", ("software", "version"))
    if record.reload_reason is None:
        derived["reload_reason"] = (seen.get("SEEN_RETURNED"), ("SEEN_RETURNED",))
    return derived


def interface(record: InterfaceRecord, seen: Seen) -> Derived:
    """ "administratively down" is a person's act; without that word, the port is meant to be up."""
    return {"admin_status": (record.admin_status or ("up" if record.link else None), ("admin_status", "link"))}


def port(record: PortStatus, seen: Seen) -> Derived:
    """`full` without `a-` is set by hand; a number in the Vlan column is an access port."""
    return {
        "mode": (record.mode or ("access" if record.vlan is not None else None), ("mode", "vlan")),
        "duplex_negotiated": (_negotiated(record.duplex_negotiated, record.duplex), ("duplex",)),
        "speed_negotiated": (_negotiated(record.speed_negotiated, record.speed_mbps), ("speed_mbps",)),
    }


def _negotiated(prefix: bool | None, value: object) -> bool | None:
    """The `a-` prefix, where there is a value that could carry it; `auto` has nothing agreed yet."""
    return None if value in {None, "auto"} else bool(prefix)


def switchport(record: Switchport, seen: Seen) -> Derived:
    """ "Voice VLAN: none" says that there is none; a missing line says nothing."""
    said = seen.get("SEEN_VOICE")
    return {"voice_configured": (None if said is None else said != "none", ("SEEN_VOICE",))}


def log(record: LogEntry, seen: Seen) -> Derived:
    """The ports and MAC addresses that the message names."""
    text = record.text or ""
    return {"interfaces": (interfaces_in(text), ("text",)), "macs": (macs_in(text), ("text",))}


def auth_session(record: AuthSession, seen: Seen) -> Derived:
    """A method that the session's list of methods does not name was not run; a list that names none was cut."""
    methods = {"dot1x": record.dot1x, "mab": record.mab, "webauth": record.webauth}
    listed = seen.get("SEEN_METHODS")
    if listed is None or (listed != "empty" and not any(methods.values())):
        return {}
    return {name: ("not_run", ("SEEN_METHODS",)) for name, state in methods.items() if state is None}


def stp_port(record: StpPort, seen: Seen) -> Derived:
    """The Type column names why a port is broken, behind a star: `P2p *ROOT_Inc`."""
    found = re.search(r"\*([A-Z]+_Inc)\b|\b(Dispute)\b", record.type or "")
    return {"inconsistency": (found and (found[1] or found[2]), ("type",))}


def port_security(record: PortSecurity, seen: Seen) -> Derived:
    """The list of all ports holds only those that have it switched on."""
    return {"enabled": (True, ("SEEN_ROW",))} if record.enabled is None and "SEEN_ROW" in seen else {}


def port_config(record: PortConfig, seen: Seen) -> Derived:
    """The template wants the block's end, so what does not stand in it is not configured here.

    An interface template (IOS-XE) sets things that the block does not show; it cannot shut the port.
    """
    absent: Derived = {"shutdown": (False, ("interface",))} if record.shutdown is None else {}
    if "SEEN_TEMPLATE" in seen:
        return absent
    others = {
        "authentication": record.authentication,
        "port_security": record.port_security,
        "bpduguard": record.bpduguard,
    }
    return {**absent, **{name: (False, ("interface",)) for name, said in others.items() if said is None}}


_DERIVE: dict[str, Callable[[Any, Seen], Derived]] = {
    "clock": clock,
    "version": version,
    "interface": interface,
    "port": port,
    "switchport": switchport,
    "log": log,
    "auth_session": auth_session,
    "stp_port": stp_port,
    "port_security": port_security,
    "port_config": port_config,
}
