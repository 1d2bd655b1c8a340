"""What follows from what was read, per kind of record: small pure functions, each field with what it rests on.

A function takes the record and the SEEN_... texts of its template, and gives field -> (value, fields or SEEN_... names
that it was concluded from); the lines of those become the lines of the new field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parsers import membership
from parsers.convert import Converted
from parsers.derive_health import DERIVE as _HEALTH
from parsers.derive_wireless import DERIVE as _WIRELESS
from parsers.records import (
    AuthSession,
    Clock,
    ErrDisabled,
    InterfaceRecord,
    LogEntry,
    NtpStatus,
    PoeBudget,
    PortConfig,
    PortSecurity,
    PortStatus,
    Record,
    RecoveryPending,
    RecoveryTimer,
    StpPort,
    Switchport,
    Version,
    Vlan,
)
from parsers.values import interfaces_in, macs_in
from parsers.wording import as_ios, reason

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
    """Under `*` the clock was never set, under `.` it has lost its source; other makes name the source, or nothing."""
    if record.synchronised is not None or "SEEN_UNMARKED" in seen:
        return {}
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


_HELD = re.compile(r"(?i)disabled by|error|bpdu|loop|flap|violation|fault|storm|udld")  # by the switch itself


def interface(record: InterfaceRecord, seen: Seen) -> Derived:
    """ "administratively down" is a person's act; without that word, the port is meant to be up.

    HPE, Aruba and Junos have no word for the state in brackets; the first two tell a load in percent. Junos counts all
    collisions in one: where there were none, none was late.
    """
    admin = record.admin_status or ("up" if record.link else None)
    derived: dict[str, tuple[object, tuple[str, ...]]] = {"admin_status": (admin, ("admin_status", "link"))}
    if record.late_collisions is None and record.collisions == 0:
        derived["late_collisions"] = (0, ("collisions",))
    for name, mbits in (("input_bps", "SEEN_RX_MBITS"), ("output_bps", "SEEN_TX_MBITS")):
        if mbits in seen:
            derived[name] = (round(float(seen[mbits]) * 1_000_000), (mbits,))
    if "SEEN_UNICAST" in seen and record.broadcasts is not None:
        packets = int(seen["SEEN_UNICAST"].replace(",", "")) + record.broadcasts
        derived["input_packets"] = (packets, ("SEEN_UNICAST", "broadcasts"))
    if "SEEN_LINK" in seen and record.state is None:
        state = "disabled" if admin == "down" else "connected" if record.link == "up" else "notconnect"
        derived["state"] = (state, ("admin_status", "link"))
    elif "SEEN_LINK" in seen and admin == "up" and _HELD.search(record.state or ""):
        derived["state"] = ("err-disabled", ("state",))
    for name, percent in (("rxload", "SEEN_RX_PERCENT"), ("txload", "SEEN_TX_PERCENT")):
        if percent in seen:
            derived[name] = (min(255, max(1, round(float(seen[percent]) * 2.55))), (percent,))
    return derived


def port(record: PortStatus, seen: Seen) -> Derived:
    """`full` without `a-` is set by hand, where negotiation is told; a number in the Vlan column is an access port."""
    if membership.told(seen):
        return membership.port(record, seen)
    mode: Derived = {"mode": (record.mode or ("access" if record.vlan is not None else None), ("mode", "vlan"))}
    if "SEEN_UNTOLD" in seen:
        return mode
    return {
        **mode,
        "duplex_negotiated": (_negotiated(record.duplex_negotiated, record.duplex), ("duplex",)),
        "speed_negotiated": (_negotiated(record.speed_negotiated, record.speed_mbps), ("speed_mbps",)),
    }


def _negotiated(prefix: bool | None, value: object) -> bool | None:
    """The `a-` prefix, where there is a value that could carry it; `auto` has nothing agreed yet."""
    return None if value in {None, "auto"} else bool(prefix)


def switchport(record: Switchport, seen: Seen) -> Derived:
    """ "Voice VLAN: none" says that there is none, as does a list of all VLANs of the port without one for voice.

    On Arista and AOS-CX, a port that is for one VLAN has no other for telephones.
    """
    if membership.told(seen):
        return membership.switchport(record, seen)
    if "SEEN_VLANS" in seen:
        tagged = {*(record.trunk_vlans or ())} - {record.voice_vlan}
        mode = "trunk" if tagged else "access" if record.access_vlan else None
        return {
            "voice_configured": (record.voice_vlan is not None, ("voice_vlan", "SEEN_VLANS")),
            "oper_mode": (mode, ("access_vlan", "trunk_vlans")),
        }
    said = seen.get("SEEN_VOICE") or ("none" if "SEEN_STATIC" in seen else None)
    return {"voice_configured": (None if said is None else said != "none", ("SEEN_VOICE", "SEEN_STATIC"))}


def log(record: LogEntry, seen: Seen) -> Derived:
    """The ports and MAC addresses that the message names, and what it tells in the words of IOS."""
    text = record.text or ""
    named: Derived = {
        "interfaces": (record.interfaces or interfaces_in(text), ("interfaces", "text")),
        "macs": (macs_in(text), ("text",)),
    }
    said = as_ios(record.facility or "", record.mnemonic or "", text)
    if said is None:
        return named
    told = zip(("facility", "mnemonic", "text"), said, strict=True)
    return {**named, **{name: (word, (name,)) for name, word in told}}


def turned_off(record: ErrDisabled | RecoveryPending | RecoveryTimer, seen: Seen) -> Derived:
    """Why, in the words of IOS."""
    return {"reason": (reason(record.reason), ("reason",))}


# How far ProCurve or Junos has come with a client that is not let in.
_ENDED = {
    "rejected": "failed",
    "held": "failed",
    "timed out": "stopped",
    "authenticating": "running",
    "connecting": "running",
}


def auth_session(record: AuthSession, seen: Seen) -> Derived:
    """A method that the session's list of methods does not name was not run; a list that names none was cut."""
    if "SEEN_METHOD" in seen:  # other makes name the one method that decided
        name = "mab" if seen["SEEN_METHOD"][0] in "mM" else "dot1x"
        state = (
            record.dot1x or record.mab or {"authorized": "success", "unauthorized": "failed"}.get(record.status or "")
        )
        if record.status == "unauthorized" and "SEEN_STATE" in seen:
            state = next((end for word, end in _ENDED.items() if seen["SEEN_STATE"].casefold().startswith(word)), None)
        told: Derived = {name: (state, ("status", "SEEN_METHOD"))}
        return {"dot1x": ("not_run", ("SEEN_METHOD",)), **told}
    methods = {"dot1x": record.dot1x, "mab": record.mab, "webauth": record.webauth}
    listed = seen.get("SEEN_METHODS")
    if listed is None or (listed != "empty" and not any(methods.values())):
        return {}
    return {name: ("not_run", ("SEEN_METHODS",)) for name, state in methods.items() if state is None}


def stp_port(record: StpPort, seen: Seen) -> Derived:
    """The Type column names why a port is broken, behind a star: `P2p *ROOT_Inc`."""
    if junos := re.fullmatch(r"(\w+)-Incon", record.type or ""):
        word = f"{junos[1].upper()}_Inc"
        return {
            "state": ("broken", ("state", "type")),
            "type": (f"*{word}", ("type",)),
            "inconsistency": (word, ("type",)),
        }
    found = re.search(r"\*([A-Z]+_Inc)\b|\b(Dispute)\b", record.type or "")
    return {"inconsistency": (found and (found[1] or found[2]), ("type",))}


def port_security(record: PortSecurity, seen: Seen) -> Derived:
    """The list of all ports holds only those that have it switched on."""
    return {"enabled": (True, ("SEEN_ROW",))} if record.enabled is None and "SEEN_ROW" in seen else {}


def port_config(record: PortConfig, seen: Seen) -> Derived:
    """The template wants the block's end (or says SEEN_UNENDED), so what does not stand in it is not configured here.

    An interface template (IOS-XE) sets things that the block does not show; it cannot shut the port.
    """
    if "SEEN_UNENDED" in seen:
        return {}
    absent: Derived = {"shutdown": (False, ("interface",))} if record.shutdown is None else {}
    if "SEEN_TEMPLATE" in seen:
        return absent
    others = {
        "authentication": record.authentication,
        "port_security": record.port_security,
        "bpduguard": record.bpduguard,
    }
    return {**absent, **{name: (False, ("interface",)) for name, said in others.items() if said is None}}


def vlan(record: Vlan, seen: Seen) -> Derived:
    """Where a VLAN has no state of its own (Junos), what is listed is active."""
    return {"status": ("active", ("SEEN_ROW",))} if record.status is None and "SEEN_ROW" in seen else {}


def poe_budget(record: PoeBudget, seen: Seen) -> Derived:
    """Junos tells what there is, what is drawn and what is held back; the rest can still be given."""
    guard = seen.get("SEEN_GUARD")
    if guard is None or record.available_watts is None or record.used_watts is None:
        return {}
    left = round(max(record.available_watts - record.used_watts - float(guard), 0.0), 2)
    return {"remaining_watts": (left, ("available_watts", "used_watts", "SEEN_GUARD"))}


def ntp(record: NtpStatus, seen: Seen) -> Derived:
    """A list of servers of which none is followed."""
    followed = False if record.synchronised is None and "SEEN_PEERS" in seen else None
    return {"synchronised": (record.synchronised if followed is None else followed, ("synchronised", "SEEN_PEERS"))}


_DERIVE: dict[str, Callable[[Any, Seen], Derived]] = {
    "clock": clock,
    "version": version,
    "interface": interface,
    "port": port,
    "switchport": switchport,
    "log": log,
    "errdisabled": turned_off,
    "recovery_pending": turned_off,
    "recovery_timer": turned_off,
    "auth_session": auth_session,
    "stp_port": stp_port,
    "port_security": port_security,
    "port_config": port_config,
    "vlan": vlan,
    "poe_budget": poe_budget,
    "ntp": ntp,
    **_HEALTH,
    **_WIRELESS,
}
