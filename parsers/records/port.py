"""A port itself: its state, settings, counters, cable and configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interface, Mbps, Record, Seconds, VlanId, Yes


@dataclass(frozen=True, kw_only=True)
class InterfaceRecord(Record):
    """`show interfaces X`: state, settings and counters. Rates in bit/s, counters since `counters_cleared_s` ago."""

    interface: Interface | None = None
    admin_status: Literal["up", "down"] | None = None  # down: a person wrote `shutdown`
    link: Literal["up", "down"] | None = None
    protocol: Literal["up", "down"] | None = None
    state: str | None = None  # the word in brackets: connected, notconnect, err-disabled, disabled, inactive...
    description: str | None = None
    duplex: Literal["full", "half", "auto"] | None = None
    speed_mbps: Mbps | None = None
    bandwidth_kbps: int | None = None
    media: str | None = None
    txload: int | None = None  # of 255
    rxload: int | None = None  # of 255
    last_input_s: Seconds | None = None  # None also for "never"
    counters_cleared_s: Seconds | None = None  # None also for "never"
    input_bps: int | None = None
    output_bps: int | None = None
    input_packets: int | None = None
    output_packets: int | None = None
    broadcasts: int | None = None
    input_errors: int | None = None
    crc: int | None = None
    frame: int | None = None
    runts: int | None = None
    giants: int | None = None
    output_errors: int | None = None
    output_drops: int | None = None
    collisions: int | None = None
    late_collisions: int | None = None
    resets: int | None = None


@dataclass(frozen=True, kw_only=True)
class PortStatus(Record):
    """A row of `show interfaces status`."""

    interface: Interface | None = None
    name: str | None = None  # the description, cut by the column
    status: (
        Literal[
            "connected", "notconnect", "disabled", "err-disabled", "inactive", "suspended", "monitoring", "sfp-absent"
        ]
        | None
    ) = None
    mode: Literal["access", "trunk", "routed"] | None = None  # what the Vlan column says: a number, trunk, routed
    vlan: VlanId | None = None
    duplex: Literal["full", "half", "auto"] | None = None
    duplex_negotiated: bool | None = None  # a-full, a-half: agreed with the far end
    speed_mbps: Mbps | None = None
    speed_negotiated: bool | None = None
    media: str | None = None
    intrusion: Yes | None = None  # a foreign device was seen here and nobody has cleared the alarm (HPE)


@dataclass(frozen=True, kw_only=True)
class PortDescription(Record):
    """A row of `show interfaces description`: the whole description, where `show interfaces status` cuts it."""

    interface: Interface | None = None
    status: str | None = None
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class ErrDisabled(Record):
    """A row of `show interfaces status err-disabled`: why the switch itself turned the port off."""

    interface: Interface | None = None
    reason: str | None = None  # bpduguard, psecure-violation, link-flap, ... as the switch spells it


@dataclass(frozen=True, kw_only=True)
class RecoveryTimer(Record):
    """A row of the first table of `show errdisable recovery`: does this reason heal by itself?"""

    reason: str | None = None
    enabled: Yes | None = None


@dataclass(frozen=True, kw_only=True)
class RecoveryPending(Record):
    """A row of the last table of `show errdisable recovery`: a port that will be tried again."""

    interface: Interface | None = None
    reason: str | None = None
    seconds_left: int | None = None


@dataclass(frozen=True, kw_only=True)
class PortErrors(Record):
    """The rows of `show interfaces counters errors` for one port, its tables joined."""

    interface: Interface | None = None
    align: int | None = None
    fcs: int | None = None
    xmit: int | None = None
    rcv: int | None = None
    undersize: int | None = None
    out_discards: int | None = None
    single_collisions: int | None = None
    multi_collisions: int | None = None
    late_collisions: int | None = None
    excess_collisions: int | None = None
    runts: int | None = None
    giants: int | None = None


@dataclass(frozen=True, kw_only=True)
class CablePair(Record):
    """A pair of `show cable-diagnostics tdr interface X`: the stored result of a test that somebody ran earlier."""

    interface: Interface | None = None
    pair: str | None = None
    length_m: int | None = None
    status: Literal["normal", "open", "short", "impedance-mismatch", "not-completed", "other"] | None = None


@dataclass(frozen=True, kw_only=True)
class PortConfig(Record):
    """`show running-config interface X`; only what rules speak of, secrets never."""

    interface: Interface | None = None
    shutdown: bool | None = None  # False where the whole block was read and has no such line; so also below
    description: str | None = None
    access_vlan: VlanId | None = None
    voice_vlan: VlanId | None = None
    mode: str | None = None
    power_inline: str | None = None
    speed: str | None = None
    duplex: str | None = None
    authentication: bool | None = None  # 802.1X or MAB is switched on here
    port_security: bool | None = None
    bpduguard: bool | None = None
