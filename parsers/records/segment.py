"""What a port is connected to: VLANs, trunks, neighbours, MAC and ARP tables, spanning tree, bundles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interface, Interfaces, Mac, Record, VlanId, VlanSet, Words, Yes


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
    voice: Yes | None = None  # it is for telephones (HPE)
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
class StpPort(Record):
    """A row of `show spanning-tree interface X`, one per VLAN or instance."""

    instance: str | None = None
    interface: Interface | None = None  # told only where the rows were cut out of `show spanning-tree`
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
class DhcpBinding(Record):
    """A row of `show ip dhcp snooping binding`."""

    mac: Mac | None = None
    address: str | None = None
    lease_s: int | None = None
    vlan: VlanId | None = None
    interface: Interface | None = None


@dataclass(frozen=True, kw_only=True)
class Snooping(Record):
    """`show ip dhcp snooping`: is it switched on, and in which VLANs is it at work?"""

    enabled: Yes | None = None
    vlans: VlanSet | None = None


@dataclass(frozen=True, kw_only=True)
class SnoopingPort(Record):
    """A row of `show ip dhcp snooping`. A port that has none is not trusted: no server may answer there."""

    interface: Interface | None = None
    trusted: Yes | None = None


@dataclass(frozen=True, kw_only=True)
class DhcpSnooping(Record):
    """`show ip dhcp snooping statistics`: counters of the whole switch."""

    forwarded: int | None = None
    dropped: int | None = None
    untrusted: int | None = None  # a server's answers that came in on a port where no server may be
