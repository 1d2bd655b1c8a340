"""What makes two calls the same fault, and so one ticket: from what was read, and the cabling that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.desk.sayings import root_finding
from bot.model import Answer, Diagnosis, Finding, Inventory, LinkEnd, Observation
from parsers.records import AaaServer, Neighbor
from parsers.values import interface

# Faults of a whole device: whichever port was asked about, it is the same fault and the same ticket.
_WHOLE_DEVICE: Final = frozenset({
    "DEVICE_UNREACHABLE", "DEVICE_SILENT", "LOGIN_FAILED", "SSH_ALGORITHM_MISMATCH", "HOST_KEY_MISMATCH",
    "AAA_OVERLOADED", "NO_FREE_LINE", "RADIUS_UNREACHABLE", "HIGH_CPU", "LOW_MEMORY", "FAN_FAILURE", "PSU_FAILURE",
    "TEMPERATURE_HIGH", "UNEXPECTED_RELOAD", "NTP_UNSYNCHRONISED", "STACK_MEMBER_REMOVED", "STACK_MEMBER_STARTING",
    "STACK_VERSION_MISMATCH", "STP_LOOP", "MAC_FLAPPING", "DHCP_SNOOPING_DROPS", "POE_BUDGET_EXCEEDED",
    "PORTS_LOST_TOGETHER", "DHCP_RELAY_MISSING", "DHCP_POOL_EXHAUSTED", "DUPLICATE_IP",
})  # fmt: skip
_AT_THE_ROUTER: Final = frozenset({"DHCP_RELAY_MISSING", "DHCP_POOL_EXHAUSTED"})  # it may be told from any port below
_WHOLE_WLAN: Final = frozenset({"WLAN_DISABLED", "POLICY_DISABLED", "WIFI_CLIENT_NO_IP"})  # likewise of a network
_AT_THE_SERVERS: Final = frozenset({"RADIUS_UNREACHABLE", "RADIUS_SERVER_DEAD"})
# What ails a cable is seen from both of its ends.
_OF_ONE_CABLE: Final = frozenset({
    "UPLINK_DOWN", "UPLINK_FLAPPING", "UPLINK_SATURATED", "UDLD_UNIDIRECTIONAL", "LOW_OPTICAL_POWER", "CABLE_FAULT",
    "INPUT_ERRORS_RISING", "DUPLEX_MISMATCH", "NATIVE_VLAN_MISMATCH", "ETHERCHANNEL_MEMBER_DOWN",
    "ETHERCHANNEL_MEMBER_SUSPENDED",
})  # fmt: skip


def fault_key(answer: Answer) -> str:
    """What makes two calls the same fault: root cause, device and component, for instance `POE_DENIED sw-1 Gi1/0/4`.

    A fault of a whole device has no component, and what is wrong at the router is the router's fault whichever jack it
    was found from. A cable is one, whichever of its ends was looked at, where the other end is known; servers that do
    not answer are the same ones for every switch that asks them, where it tells which they are. Where that is not
    known, it stays a fault of its own: two tickets for one fault are mended sooner than one for two.
    """
    root = root_finding(answer.diagnosis) if answer.diagnosis else None
    findings = answer.diagnosis.findings if answer.diagnosis else ()
    code = answer.diagnosis.root_cause if answer.diagnosis else "CAUSE_UNKNOWN"
    target = answer.target
    place = target.device or target.ap or target.client or target.wlan or target.room
    device = (root.device if root else None) or place or answer.request.id  # nothing known is never "the same fault"
    component = (root.component if root else None) or target.interface
    above = next((one for one in findings if one.code == "NEIGHBOUR_UNREACHABLE"), None)
    if code == "DEVICE_UNREACHABLE" and above:
        device = above.device  # a dark site is one fault, whichever of its switches was asked about
    if code in _AT_THE_ROUTER and root:
        device = next((one.device for one in root.evidence if one.device != device), device)
    if code in _WHOLE_DEVICE:
        component = None
    elif code in _WHOLE_WLAN and target.wlan and root and root.escalate_to != "Client":
        component = target.wlan
    where = [part for part in (device, component) if part]
    if root and code in _OF_ONE_CABLE and answer.far_end and component == root.component:
        where = sorted((" ".join(where), f"{answer.far_end.device} {answer.far_end.interface}"))
    if root and code in _AT_THE_SERVERS:
        where = _servers(answer, root) or where
    return re.sub(r"\s+", " ", " ".join((code, *where))).strip()


def far_end(diagnosis: Diagnosis, observations: Iterable[Observation], inventory: Inventory) -> LinkEnd | None:
    """The other end of the cable that the root cause is about: as the inventory's cabling tells, else a neighbour."""
    root = root_finding(diagnosis)
    if root is None or root.component is None:
        return None
    near = LinkEnd(device=root.device, interface=root.component)
    for link in inventory.links:
        if near in (link.a, link.b):
            return link.b if link.a == near else link.a
    for seen in observations:
        for row in seen.rows if seen.device == root.device else ():
            if isinstance(one := row.record, Neighbor) and one.interface == root.component:
                other = inventory.device(one.device or "") or inventory.device((one.device or "").partition(".")[0])
                port = interface(one.device_interface or "") or interface(one.port_description or "")
                if other and port:
                    return LinkEnd(device=other.name, interface=port)
    return None


def _servers(answer: Answer, root: Finding) -> list[str]:
    """The sign-in servers that do not answer, where the root cause rests on a list that names every one of them."""
    told = {(one.device, one.command) for one in root.evidence}
    lists = [one for one in answer.observations if (one.device, one.command) in told and one.read == "aaa_servers"]
    rows = [row.record for row in lists[-1].rows] if lists else []
    servers = [one for one in rows if isinstance(one, AaaServer)]
    if root.code == "RADIUS_SERVER_DEAD":
        servers = [one for one in servers if one.state == "dead"]
    hosts = sorted({one.host for one in servers if one.host})
    return hosts if all(one.host for one in servers) else []
