"""What can be asked of a device, by name: the words that runbooks say after `read:` and platforms bind to commands.

A read gives records of one kind. `takes` names its typed parameters; `keep` names the record field that must equal
the parameter of the same name, for commands that tell about more than was asked. `many` says whether a rule speaks
of one record (`port.status`) or of rows (`any(log.mnemonic == ...)`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Parameter = Literal["interface", "mac", "address"]


@dataclass(frozen=True, kw_only=True)
class ReadName:
    """One entry of the vocabulary."""

    kind: str  # a key of parsers.records.KINDS
    takes: tuple[Parameter, ...] = ()
    keep: str | None = None
    many: bool = False


READS: dict[str, ReadName] = {
    # the device
    "clock": ReadName(kind="clock"),
    "version": ReadName(kind="version"),
    "ntp": ReadName(kind="ntp"),
    "log": ReadName(kind="log", many=True),
    # one port
    "interface": ReadName(kind="interface", takes=("interface",), keep="interface"),
    "port": ReadName(kind="port", takes=("interface",), keep="interface"),
    "errdisabled": ReadName(kind="errdisabled", takes=("interface",), keep="interface"),
    "recovery_pending": ReadName(kind="recovery_pending", takes=("interface",), keep="interface"),
    "port_errors": ReadName(kind="port_errors", takes=("interface",), keep="interface"),
    "switchport": ReadName(kind="switchport", takes=("interface",), keep="interface"),
    "trunk": ReadName(kind="trunk", takes=("interface",), keep="interface"),
    "port_config": ReadName(kind="port_config", takes=("interface",)),
    "mac": ReadName(kind="mac", takes=("interface",), keep="interface", many=True),
    "poe": ReadName(kind="poe_port", takes=("interface",), keep="interface"),
    "poe_detail": ReadName(kind="poe_detail", takes=("interface",), keep="interface"),
    "port_security": ReadName(kind="port_security", takes=("interface",)),
    "auth_session": ReadName(kind="auth_session", takes=("interface",), keep="interface", many=True),
    "dot1x_statistics": ReadName(kind="dot1x_statistics", takes=("interface",), keep="interface"),
    "stp": ReadName(kind="stp_port", takes=("interface",), keep="interface", many=True),
    "stp_inconsistent": ReadName(kind="stp_inconsistent", takes=("interface",), keep="interface", many=True),
    "cable": ReadName(kind="cable_pair", takes=("interface",), keep="interface", many=True),
    "cdp": ReadName(kind="neighbor", takes=("interface",), keep="interface", many=True),
    "lldp": ReadName(kind="neighbor", takes=("interface",), keep="interface", many=True),
    "dhcp_binding": ReadName(kind="dhcp_binding", takes=("interface",), keep="interface", many=True),
    # the whole switch
    "ports": ReadName(kind="port", many=True),
    "descriptions": ReadName(kind="port_description", many=True),
    "recovery_timers": ReadName(kind="recovery_timer", many=True),
    "trunks": ReadName(kind="trunk", many=True),
    "vlans": ReadName(kind="vlan", many=True),
    "dhcp_bindings": ReadName(kind="dhcp_binding", many=True),
    "dhcp_snooping": ReadName(kind="dhcp_snooping"),
    "poe_budget": ReadName(kind="poe_budget", many=True),
    "port_channels": ReadName(kind="port_channel", many=True),
    "aaa_servers": ReadName(kind="aaa_server", many=True),
    "auth_sessions": ReadName(kind="auth_session", many=True),
    "cdp_all": ReadName(kind="neighbor", many=True),
    "lldp_all": ReadName(kind="neighbor", many=True),
    # locating
    "mac_lookup": ReadName(kind="mac", takes=("mac",), keep="mac", many=True),
    "arp_lookup": ReadName(kind="arp", takes=("address",), keep="address", many=True),
    "arp_of_mac": ReadName(kind="arp", takes=("mac",), keep="mac", many=True),
}
