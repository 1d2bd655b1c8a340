"""The vocabulary: what the output of a device is turned into, one frozen record per thing that the device tells of.

Every field may be None: the output did not tell, so we do not know. None is never 0, "" or False.
A field's annotation says how its text is read (parsers.values) and what a runbook may compare it with.
Interface names are full (GigabitEthernet1/0/14), MAC addresses lower case with colons, times the device's own.
"""

from __future__ import annotations

from parsers.records.access import AaaServer, AuthSession, Dot1xStatistics, PoeBudget, PoeDetail, PoePort, PortSecurity
from parsers.records.device import Clock, LogEntry, NtpStatus, Version
from parsers.records.port import (
    CablePair,
    ErrDisabled,
    InterfaceRecord,
    PortConfig,
    PortDescription,
    PortErrors,
    PortStatus,
    RecoveryPending,
    RecoveryTimer,
)
from parsers.records.segment import (
    ArpEntry,
    DhcpBinding,
    DhcpSnooping,
    MacEntry,
    Neighbor,
    PortChannel,
    StpInconsistent,
    StpPort,
    Switchport,
    Trunk,
    Vlan,
)
from parsers.records.vocabulary import Record

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
    "dhcp_snooping": DhcpSnooping,
}

__all__ = [
    "KINDS",
    "AaaServer",
    "ArpEntry",
    "AuthSession",
    "CablePair",
    "Clock",
    "DhcpBinding",
    "DhcpSnooping",
    "Dot1xStatistics",
    "ErrDisabled",
    "InterfaceRecord",
    "LogEntry",
    "MacEntry",
    "Neighbor",
    "NtpStatus",
    "PoeBudget",
    "PoeDetail",
    "PoePort",
    "PortChannel",
    "PortConfig",
    "PortDescription",
    "PortErrors",
    "PortSecurity",
    "PortStatus",
    "Record",
    "RecoveryPending",
    "RecoveryTimer",
    "StpInconsistent",
    "StpPort",
    "Switchport",
    "Trunk",
    "Version",
    "Vlan",
]
