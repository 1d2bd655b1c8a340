"""Who is let in and who gets power: port security, 802.1X and MAB, RADIUS servers, PoE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import AuthState, Interface, Mac, Record, VlanId, Yes


@dataclass(frozen=True, kw_only=True)
class PortSecurity(Record):
    """`show port-security interface X`."""

    enabled: Yes | None = None
    status: Literal["secure-up", "secure-down", "secure-shutdown"] | None = None
    mode: Literal["shutdown", "restrict", "protect", "shutdown vlan"] | None = None
    maximum: int | None = None
    learnt: int | None = None
    sticky: int | None = None
    last_mac: Mac | None = None  # None for 0000.0000.0000: nobody yet
    last_vlan: int | None = None
    violations: int | None = None


@dataclass(frozen=True, kw_only=True)
class AuthSession(Record):
    """A session of `show authentication sessions interface X details`: 802.1X and MAB of one endpoint."""

    interface: Interface | None = None
    mac: Mac | None = None
    ipv4: str | None = None
    user: str | None = None
    status: Literal["authorized", "unauthorized"] | None = None
    domain: Literal["data", "voice", "unknown"] | None = None
    host_mode: str | None = None
    session_id: str | None = None
    policy: str | None = None
    vlan: VlanId | None = None  # assigned by the session, overrides the port's
    local_template: str | None = None  # service template under "Local Policies", CRITICAL... when RADIUS is dead
    acl: str | None = None
    dot1x: AuthState | None = None
    mab: AuthState | None = None
    webauth: AuthState | None = None


@dataclass(frozen=True, kw_only=True)
class Dot1xStatistics(Record):
    """`show dot1x interface X statistics`: has the endpoint ever spoken 802.1X?"""

    interface: Interface | None = None
    rx_start: int | None = None
    rx_response: int | None = None
    rx_total: int | None = None
    tx_total: int | None = None


@dataclass(frozen=True, kw_only=True)
class AaaServer(Record):
    """A server of `show aaa servers`."""

    host: str | None = None
    name: str | None = None
    state: Literal["up", "dead"] | None = None
    requests: int | None = None
    timeouts: int | None = None


@dataclass(frozen=True, kw_only=True)
class PoePort(Record):
    """A row of `show power inline`."""

    interface: Interface | None = None
    admin: Literal["auto", "static", "off"] | None = None  # off: power inline never
    oper: Literal["on", "off", "power-deny", "faulty", "err-disabled", "other"] | None = None
    watts: float | None = None
    device: str | None = None
    poe_class: str | None = None
    max_watts: float | None = None


@dataclass(frozen=True, kw_only=True)
class PoeBudget(Record):
    """The head of `show power inline`: what a switch or stack member can still give."""

    module: str | None = None
    available_watts: float | None = None
    used_watts: float | None = None
    remaining_watts: float | None = None


@dataclass(frozen=True, kw_only=True)
class PoeDetail(Record):
    """`show power inline X detail`: the counters of refusals and faults since the port was powered."""

    interface: Interface | None = None
    mode: str | None = None
    oper: str | None = None
    detected: Yes | None = None
    device: str | None = None
    poe_class: str | None = None
    requested_watts: float | None = None
    absent: int | None = None
    over_current: int | None = None
    short_current: int | None = None
    invalid_signature: int | None = None
    power_denied: int | None = None
