"""What can be asked of a device, by name: the words that runbooks say after `read:` and platforms bind to commands.

A read gives records of one kind. `takes` names its typed parameters; `keep` names the record field that must equal
the parameter of the same name, for commands that tell about more than was asked. `many` says whether a rule speaks
of one record (`port.status`) or of rows (`any(log.mnemonic == ...)`). `key` names the fields by which a row of many is
found again in another sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Parameter = Literal["interface", "mac", "address", "vlan", "ap", "wlan", "profile"]


@dataclass(frozen=True, kw_only=True)
class ReadName:
    """One entry of the vocabulary."""

    kind: str  # a key of parsers.records.KINDS
    takes: tuple[Parameter, ...] = ()
    keep: str | None = None
    many: bool = False
    key: tuple[str, ...] = ()


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
    "errdisabled_all": ReadName(kind="errdisabled", many=True),
    "descriptions": ReadName(kind="port_description", many=True),
    "recovery_timers": ReadName(kind="recovery_timer", many=True),
    "trunks": ReadName(kind="trunk", many=True),
    "vlans": ReadName(kind="vlan", many=True),
    "dhcp_bindings": ReadName(kind="dhcp_binding", many=True),
    "dhcp_snooping": ReadName(kind="dhcp_snooping"),
    "snooping": ReadName(kind="snooping"),
    "snooping_ports": ReadName(kind="snooping_port", many=True),
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
    # how well the device itself is
    "supplies": ReadName(kind="supply", many=True),
    "fans": ReadName(kind="fan", many=True),
    "temperatures": ReadName(kind="temperature", many=True),
    "modules": ReadName(kind="module", many=True),
    "stack": ReadName(kind="stack_member", many=True),
    "stack_ports": ReadName(kind="stack_port", many=True),
    "stack_ring": ReadName(kind="stack_ring"),
    "cpu": ReadName(kind="cpu"),
    "cpu_processes": ReadName(kind="cpu_process", many=True),
    "memory": ReadName(kind="memory"),
    "resources": ReadName(kind="resource", many=True),
    "tcam": ReadName(kind="tcam", many=True),
    "redundancy": ReadName(kind="redundancy"),
    "ntp_associations": ReadName(kind="ntp_peer", many=True),
    "interfaces": ReadName(kind="interface", many=True),
    # light, loops, floods and false addresses
    "optics": ReadName(kind="optics", takes=("interface",), keep="interface", many=True),
    "optics_all": ReadName(kind="optics", many=True),
    "udld": ReadName(kind="udld", takes=("interface",), keep="interface"),
    "stp_inconsistent_all": ReadName(kind="stp_inconsistent", many=True),
    "storm_control": ReadName(kind="storm_control", takes=("interface",), keep="interface", many=True),
    "loop_protect": ReadName(kind="loop_protect", takes=("interface",), keep="interface"),
    "loop_protects": ReadName(kind="loop_protect", many=True),
    "source_guard": ReadName(kind="source_guard", takes=("interface",), keep="interface", many=True),
    "dai": ReadName(kind="dai", many=True, key=("vlan",)),
    # what a VLAN gets from its gateway
    "svi": ReadName(kind="svi", takes=("vlan",)),
    "svis": ReadName(kind="svi", many=True),
    "relay": ReadName(kind="svi", takes=("vlan",)),
    "dhcp_pools": ReadName(kind="dhcp_pool", many=True),
    "standby": ReadName(kind="standby", many=True),
}

# What only a wireless controller or an access point can be asked: `cannot: [wireless]` of a platform.yaml.
WIRELESS: dict[str, ReadName] = {
    # one access point, as its controller tells of it
    "ap": ReadName(kind="ap", takes=("ap",), keep="ap"),
    "ap_detail": ReadName(kind="ap_detail", takes=("ap",), keep="ap"),
    "ap_join": ReadName(kind="ap_join", takes=("ap",), keep="ap"),
    "ap_join_detail": ReadName(kind="ap_join_detail", takes=("mac",)),
    "ap_uptime": ReadName(kind="ap_uptime", takes=("ap",), keep="ap"),
    "ap_history": ReadName(kind="ap_event", takes=("ap",), keep="ap", many=True),
    "ap_tags": ReadName(kind="ap_tags", takes=("ap",), keep="ap"),
    "ap_cdp": ReadName(kind="ap_neighbor", takes=("ap",), keep="ap", many=True),
    "ap_lldp": ReadName(kind="ap_neighbor", takes=("ap",), keep="ap", many=True),
    "ap_radio_24ghz": ReadName(kind="ap_radio", takes=("ap",), keep="ap", many=True),
    "ap_load_24ghz": ReadName(kind="ap_load", takes=("ap",), keep="ap", many=True),
    "ap_radio_5ghz": ReadName(kind="ap_radio", takes=("ap",), keep="ap", many=True),
    "ap_load_5ghz": ReadName(kind="ap_load", takes=("ap",), keep="ap", many=True),
    "ap_radio_6ghz": ReadName(kind="ap_radio", takes=("ap",), keep="ap", many=True),
    "ap_load_6ghz": ReadName(kind="ap_load", takes=("ap",), keep="ap", many=True),
    # all access points of a controller
    "aps": ReadName(kind="ap", many=True),
    "ap_joins": ReadName(kind="ap_join", many=True),
    "ap_uptimes": ReadName(kind="ap_uptime", many=True),
    "ap_histories": ReadName(kind="ap_event", many=True),
    "ap_tags_all": ReadName(kind="ap_tags", many=True),
    "ap_cdp_all": ReadName(kind="ap_neighbor", many=True),
    "ap_lldp_all": ReadName(kind="ap_neighbor", many=True),
    "radios_24ghz": ReadName(kind="ap_radio", many=True),
    "loads_24ghz": ReadName(kind="ap_load", many=True),
    "radios_5ghz": ReadName(kind="ap_radio", many=True),
    "loads_5ghz": ReadName(kind="ap_load", many=True),
    "radios_6ghz": ReadName(kind="ap_radio", many=True),
    "loads_6ghz": ReadName(kind="ap_load", many=True),
    # wireless networks and their clients
    "wlans": ReadName(kind="wlan", many=True),
    "wlan": ReadName(kind="wlan", takes=("wlan",), keep="wlan"),
    "policy_profiles": ReadName(kind="policy_profile", many=True),
    "policy_profile": ReadName(kind="policy_profile", takes=("profile",), keep="profile"),
    "client": ReadName(kind="wifi_client", takes=("mac",), keep="mac"),
    "clients": ReadName(kind="wifi_client_row", many=True),
    "client_row": ReadName(kind="wifi_client_row", takes=("mac",), keep="mac"),
    "exclusions": ReadName(kind="exclusion", many=True),
    "exclusion": ReadName(kind="exclusion", takes=("mac",), keep="mac"),
    "client_deletes": ReadName(kind="delete_reason", many=True, key=("by", "reason")),
    # a controller of the older kind, and an access point's own command line
    "controller_ports": ReadName(kind="controller_port", many=True),
    "capwap": ReadName(kind="capwap"),
    "ap_address": ReadName(kind="ap_address"),
}
READS |= WIRELESS
