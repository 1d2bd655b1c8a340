"""The vocabulary: what the output of a device is turned into, one frozen record per thing that the device tells of.

Every field may be None: the output did not tell, so we do not know. None is never 0, "" or False.
A field's annotation says how its text is read (parsers.values) and what a runbook may compare it with.
Interface names are full (GigabitEthernet1/0/14), MAC addresses lower case with colons, times the device's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from parsers.values import DeviceTime

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


@dataclass(frozen=True, kw_only=True)
class Clock(Record):
    """`show clock`: the device's own now. `synchronised` is False under `*` and `.` (not set / lost NTP)."""

    time: DeviceTime | None = None
    synchronised: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Version(Record):
    """`show version`: what runs, since when, why it last restarted."""

    hostname: str | None = None
    software: Literal["IOS", "IOS-XE"] | None = None
    version: str | None = None
    model: str | None = None
    image: str | None = None
    uptime_s: Seconds | None = None
    reload_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class InterfaceRecord(Record):
    """`show interfaces X`: state, settings and counters. Rates in bit/s, counters since `counters_cleared_s` ago."""

    interface: Interface | None = None
    admin_status: Literal["up", "down"] | None = None  # down: a person wrote `shutdown`
    link: Literal["up", "down"] | None = None
    protocol: Literal["up", "down"] | None = None
    state: str | None = None  # the word in brackets: connected, notconnect, err-disabled, disabled, inactive, suspended...
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
        Literal["connected", "notconnect", "disabled", "err-disabled", "inactive", "suspended", "monitoring", "sfp-absent"]
        | None
    ) = None
    mode: Literal["access", "trunk", "routed"] | None = None  # what the Vlan column says: a number, trunk, routed
    vlan: VlanId | None = None
    duplex: Literal["full", "half", "auto"] | None = None
    duplex_negotiated: bool | None = None  # a-full, a-half: agreed with the far end
    speed_mbps: Mbps | None = None
    speed_negotiated: bool | None = None
    media: str | None = None


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
class Switchport(Record):
    """`show interfaces X switchport`."""

    interface: Interface | None = None
    enabled: Yes | None = None
    admin_mode: str | None = None  # static access, trunk, dynamic auto, ...
    oper_mode: str | None = None  # static access, trunk, down, ...
    access_vlan: VlanId | None = None
    access_vlan_name: str | None = None  # "Inactive" where the VLAN does not exist on the switch
    voice_vlan: VlanId | None = None  # None also for "none": see voice_configured
    voice_configured: bool | None = None
    native_vlan: VlanId | None = None
    trunk_vlans: VlanSet | None = None  # all = 1-4094


@dataclass(frozen=True, kw_only=True)
class Trunk(Record):
    """The rows of `show interfaces trunk` for one port, its four tables joined."""

    interface: Interface | None = None
    mode: str | None = None
    status: Literal["trunking", "not-trunking", "other"] | None = None
    native_vlan: VlanId | None = None
    allowed: VlanSet | None = None
    active: VlanSet | None = None
    forwarding: VlanSet | None = None


@dataclass(frozen=True, kw_only=True)
class Vlan(Record):
    """A row of `show vlan brief`."""

    id: VlanId | None = None
    name: str | None = None
    status: Literal["active", "suspended", "shutdown", "unsupported"] | None = None
    interfaces: Interfaces | None = None


@dataclass(frozen=True, kw_only=True)
class MacEntry(Record):
    """A row of `show mac address-table`: who was heard where."""

    vlan: VlanId | None = None  # None for "All"
    mac: Mac | None = None
    type: Literal["dynamic", "static", "other"] | None = None
    interface: Interface | None = None  # None for CPU, Drop and the like


@dataclass(frozen=True, kw_only=True)
class ArpEntry(Record):
    """A row of `show ip arp`. `age_min` is None for the device's own address."""

    address: str | None = None
    mac: Mac | None = None  # None for Incomplete
    age_min: int | None = None
    interface: Interface | None = None


@dataclass(frozen=True, kw_only=True)
class Neighbor(Record):
    """A CDP or LLDP neighbour in detail."""

    protocol: Literal["cdp", "lldp"] | None = None
    interface: Interface | None = None  # ours
    device: str | None = None  # its name, domain kept as told
    device_interface: str | None = None  # its port, as it tells it (LLDP: the port id)
    port_description: str | None = None
    platform: str | None = None
    description: str | None = None  # LLDP system description, CDP version
    address: str | None = None
    capabilities: Words | None = None  # CDP: Switch, Router, Phone, Host, Trans-Bridge...; LLDP: B, R, T, W, ...
    native_vlan: VlanId | None = None
    voice_vlan: VlanId | None = None
    duplex: Literal["full", "half"] | None = None


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
class StpPort(Record):
    """A row of `show spanning-tree interface X`, one per VLAN or instance."""

    instance: str | None = None
    role: Literal["root", "designated", "alternate", "backup", "disabled", "master", "shared"] | None = None
    state: Literal["forwarding", "learning", "listening", "blocking", "discarding", "broken", "disabled"] | None = None
    type: str | None = None  # P2p Edge, Shr, P2p *ROOT_Inc ...
    inconsistency: str | None = None  # ROOT_Inc, LOOP_Inc, PVID_Inc, TYPE_Inc where the Type column says so


@dataclass(frozen=True, kw_only=True)
class StpInconsistent(Record):
    """A row of `show spanning-tree inconsistentports`."""

    instance: str | None = None
    interface: Interface | None = None
    inconsistency: str | None = None  # Root Inconsistent, Loop Inconsistent, Port VLAN ID Mismatch, ...


@dataclass(frozen=True, kw_only=True)
class PortChannel(Record):
    """A member of `show etherchannel summary`, with its bundle."""

    channel: Interface | None = None
    channel_flags: str | None = None  # SU, SD, RU ...
    protocol: str | None = None
    interface: Interface | None = None
    flag: str | None = None  # P bundled, s suspended, I stand-alone, D down, H hot-standby, w waiting


@dataclass(frozen=True, kw_only=True)
class LogEntry(Record):
    """A message of `show logging`, with what it names taken out of its text."""

    time: DeviceTime | None = None
    facility: str | None = None
    severity: int | None = None
    mnemonic: str | None = None
    text: str | None = None
    interfaces: Interfaces | None = None  # named in the text, full
    macs: Macs | None = None


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


@dataclass(frozen=True, kw_only=True)
class NtpStatus(Record):
    """`show ntp status`."""

    synchronised: bool | None = None
    stratum: int | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class DhcpBinding(Record):
    """A row of `show ip dhcp snooping binding`."""

    mac: Mac | None = None
    address: str | None = None
    lease_s: int | None = None
    vlan: VlanId | None = None
    interface: Interface | None = None


# The names under which platforms and runbooks speak of them.
KINDS: dict[str, type[Record]] = {
    "clock": Clock,
    "version": Version,
    "interface": InterfaceRecord,
    "port": PortStatus,
    "port_description": PortDescription,
    "errdisabled": ErrDisabled,
    "recovery_timer": RecoveryTimer,
    "recovery_pending": RecoveryPending,
    "port_errors": PortErrors,
    "switchport": Switchport,
    "trunk": Trunk,
    "vlan": Vlan,
    "mac": MacEntry,
    "arp": ArpEntry,
    "neighbor": Neighbor,
    "poe_port": PoePort,
    "poe_budget": PoeBudget,
    "poe_detail": PoeDetail,
    "port_security": PortSecurity,
    "auth_session": AuthSession,
    "dot1x_statistics": Dot1xStatistics,
    "aaa_server": AaaServer,
    "stp_port": StpPort,
    "stp_inconsistent": StpInconsistent,
    "port_channel": PortChannel,
    "log": LogEntry,
    "cable_pair": CablePair,
    "port_config": PortConfig,
    "ntp": NtpStatus,
    "dhcp_binding": DhcpBinding,
}
