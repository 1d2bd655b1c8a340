"""What guards a network against loops, floods and false addresses, and what each guard did last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interface, Mac, Record, VlanId, VlanSet, Yes


@dataclass(frozen=True, kw_only=True)
class Udld(Record):
    """`show udld X`: does light or copper go both ways?"""

    interface: Interface | None = None
    enabled: Yes | None = None
    state: Literal["bidirectional", "unidirectional", "unknown", "other"] | None = None


@dataclass(frozen=True, kw_only=True)
class StormControl(Record):
    """A row of `show storm-control`: one port and one kind of traffic. Levels as printed (%, pps or bps)."""

    interface: Interface | None = None
    traffic: Literal["broadcast", "multicast", "unicast", "unknown-unicast", "other"] | None = None
    state: Literal["forwarding", "blocking", "link-down", "inactive", "other"] | None = None
    upper: str | None = None
    lower: str | None = None
    current: str | None = None
    action: str | None = None


@dataclass(frozen=True, kw_only=True)
class LoopProtect(Record):
    """A port under loop protection (HPE, Aruba): its own probes came back."""

    interface: Interface | None = None
    enabled: Yes | None = None
    detected: Yes | None = None
    count: int | None = None  # how often
    action: str | None = None  # send-disable: the port is turned off
    disabled: bool | None = None  # the port is turned off now because of a loop


@dataclass(frozen=True, kw_only=True)
class ArpInspection(Record):
    """A VLAN of `show ip arp inspection statistics`."""

    vlan: VlanId | None = None
    forwarded: int | None = None
    dropped: int | None = None
    dhcp_drops: int | None = None  # no lease was seen for the sender
    acl_drops: int | None = None


@dataclass(frozen=True, kw_only=True)
class SourceGuard(Record):
    """A row of `show ip verify source interface X`."""

    interface: Interface | None = None
    filter_type: str | None = None  # ip, ip-mac, ip trk
    mode: str | None = None  # active, inactive-no-snooping-vlan, ...
    address: str | None = None  # deny-all: nothing was leased here, so nothing may be sent
    mac: Mac | None = None
    vlans: VlanSet | None = None
