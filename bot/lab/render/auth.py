"""802.1X, MAB and RADIUS: sessions as the two auth managers print them, statistics, server states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.lab.counters import grown
from bot.lab.names import bare, draw
from bot.lab.render.grammar import NETWORK, NOT_OLD, XE, Ask, Command
from bot.lab.state import access_vlan, linked, session_id, tracked_ip
from bot.lab.topology import Endpoint, Port

RADIUS_SERVERS = (("ise-psn1", "10.40.8.21"), ("ise-psn2", "10.40.8.22"))


@dataclass(frozen=True, kw_only=True)
class _Session:
    port: Port
    endpoint: Endpoint
    voice: bool
    authorised: bool
    method: str
    user: str
    ip: str | None
    states: tuple[tuple[str, str], ...]
    template: str | None = None
    vlan: int | None = None


def _sessions(ask: Ask, only: Port | None = None) -> Iterator[_Session]:
    switch = ask.switch
    if not switch.auth:
        return
    for port in switch.physical:
        if only not in (None, port) or port.trunk or not linked(ask.region, switch, port) or port.silent:
            continue
        if port.vlan in switch.vlans and port.stp in (None, "learning") and not port.monitoring:
            yield from (_session(ask, port, e) for e in port.endpoints)


def _session(ask: Ask, port: Port, endpoint: Endpoint) -> _Session:
    voice = endpoint.kind == "phone"
    mac_name = "-".join(bare(endpoint.mac).upper()[i : i + 2] for i in range(0, 12, 2))
    vlan = port.voice_vlan if voice and port.voice_vlan is not None else access_vlan(ask.switch, port)
    ip = tracked_ip(ask.switch, endpoint, vlan)
    trouble = None if voice else "mab-failed" if endpoint.mac == port.refused else port.auth
    user = endpoint.user or mac_name
    authorised, method, states = True, "dot1x" if endpoint.user else "mab", _HEALTHY[endpoint.user is not None]
    template: str | None = None
    role_vlan: int | None = None
    if trouble == "dot1x-failed":
        authorised, method, states, ip = False, "dot1x", _both("Authc Failed", "Authc Failed"), None
        user = endpoint.user or "anonymous"
    elif trouble == "mab-failed":
        authorised, method, states, user, ip = False, "mab", _both("Stopped", "Authc Failed"), mac_name, None
    elif trouble == "guest":
        method, states, user, template, role_vlan, ip = (
            "mab",
            _both("Stopped", "Authc Failed"),
            mac_name,
            "GUEST_VLAN",
            vlan,
            None,
        )
    elif trouble == "critical":
        method, states = "dot1x", _both("Authc Failed", "Authc Failed")
        template, role_vlan, ip = "CRITICAL_AUTH_VLAN", vlan, None
    elif trouble == "supplicant-silent":
        method, states, user = "mab", _both("Stopped", "Authc Success"), mac_name
    elif trouble == "assigned":
        role_vlan = vlan
    elif trouble == "running":
        authorised, method, states, user, ip = False, "dot1x", (("dot1x", "Running"),), "", None
    elif trouble == "unapplied":
        authorised, ip = False, None
    return _Session(
        port=port,
        endpoint=endpoint,
        voice=voice,
        authorised=authorised,
        method=method,
        user=user,
        ip=ip,
        states=states,
        template=template,
        vlan=role_vlan,
    )


def _both(dot1x: str, mab: str) -> tuple[tuple[str, str], ...]:
    return (("dot1x", dot1x), ("mab", mab))


_HEALTHY = {True: _both("Authc Success", "Stopped"), False: _both("Stopped", "Authc Success")}


def _table(ask: Ask, found: list[_Session]) -> str:
    xe = ask.switch.hardware.is_xe
    width = 24 if xe else 12
    id_width = " " * (4 if xe else 1)
    lines = ["", f"{'Interface':<{width}} MAC Address    Method  Domain  Status Fg{'  ' if xe else ' '}Session ID"]
    if xe:
        lines.append("-" * 92)
    for one in found:
        state = f"{'Auth' if one.authorised else 'Unauth':<8}"
        domain = _domain(one)
        lines.append(
            f"{one.port.short:<{width}} {one.endpoint.mac} {one.method:<7} {domain:<7} {state}{id_width}"
            f"{session_id(ask.switch, one.endpoint)}"
            if xe
            else f"{one.port.short:<{width}} {one.endpoint.mac} {one.method:<7} {domain:<7} {state}  "
            f"{session_id(ask.switch, one.endpoint)}"
        )
    lines += ["", f"Session count = {len(found)}", "", "Key to Session Events Blocked Status Flags:", ""]
    lines += [
        "  A - Applying Policy (multi-line status for details)",
        "  D - Awaiting Deletion",
        "  F - Final Removal in progress",
        "  I - Awaiting IIF ID allocation",
        *(["  N - Waiting for AAA to come up"] if xe else []),
        "  P - Pushed Session",
        "  R - Removing User Profile (multi-line status for details)",
        "  U - Applying User Profile (multi-line status for details)",
        "  X - Unknown Blocker",
    ]
    return "\n".join(lines) + "\n"


def _nothing(ask: Ask) -> str:
    family = ask.switch.hardware.family
    if family == "ios12":
        return "No Auth Manager contexts currently exist\n"
    methods = (
        "\nRunnable methods list:\n  Handle  Priority  Name\n     4        5      dot1x\n     9       10      mab\n"
    )
    return "No sessions match supplied criteria.\n" + ("" if family == "xe17" else methods)


def _all(ask: Ask) -> str:
    found = list(_sessions(ask))
    if ask.switch.hardware.family == "ios12" or not ask.switch.auth:
        return _nothing(ask)
    return _table(ask, found)


def _one(ask: Ask) -> str:
    found = list(_sessions(ask, ask.port))
    return _table(ask, found) if found else _nothing(ask)


def _details(ask: Ask) -> str:
    found = list(_sessions(ask, ask.port))
    if not found:
        return _nothing(ask)
    line = "-" * 40
    return f"\n{line}\n".join(_detail_block(ask, one) for one in found)


def _detail_block(ask: Ask, one: _Session) -> str:
    xe = ask.switch.hardware.is_xe
    mac = one.endpoint.mac
    handle = f"0x{draw(mac + 'handle', 1 << 31):08x}"
    policy = "DOT1X_MAB_POLICY" if xe else f"POLICY_{one.port.short}"
    accounting = f"0x{draw(mac + 'acct', 65_536):08x}" if one.authorised else "Unknown"
    rows = [
        ("Interface", one.port.name),
        *([("IIF-ID", f"0x{0x10000000 + draw(mac + 'iif', 1 << 28):08X}")] if xe else []),
        ("MAC Address", mac),
        ("IPv6 Address", "Unknown"),
        ("IPv4 Address", one.ip or "Unknown"),
        *([("User-Name", one.user)] if one.user else []),  # nobody has said a name while the device is asked for it
        ("Status", "Authorized" if one.authorised else "Unauthorized"),
        ("Domain", _domain(one)),
        ("Oper host mode", "multi-auth"),
        ("Oper control dir", "both"),
        ("Session timeout", "N/A"),
        *([("Restart timeout", "N/A")] if not xe else []),
        ("Common Session ID", session_id(ask.switch, one.endpoint)),
        ("Acct Session ID", accounting),
        ("Handle", handle),
        ("Current Policy", policy),
    ]
    lines = [f"{label:>21}:  {value}" for label, value in rows]
    lines += [*_policies(one), "", "", "Method status list:", "       Method           State"]
    lines += [f"{method:>13}           {state}" for method, state in one.states]
    return "\n".join(lines) + "\n"


def _domain(one: _Session) -> str:
    """Until RADIUS has answered, nobody knows whether it is a phone or a computer."""
    return "VOICE" if one.voice else "DATA" if one.user else "UNKNOWN"


def _policies(one: _Session) -> list[str]:
    if not one.authorised:
        return []
    if one.template is not None:
        local = [f"        Service Template: {one.template} (priority 10)", f"           Vlan Group:  Vlan: {one.vlan}"]
        return ["", "Local Policies:", *local]
    local = ["        Service Template: DEFAULT_LINKSEC_POLICY_SHOULD_SECURE (priority 15)"]
    acl = "LIMITED_ACCESS" if one.port.auth == "supplicant-silent" else "PERMIT_ALL_IPV4_TRAFFIC"
    assigned = [f"           Vlan Group:  Vlan: {one.vlan}"] if one.vlan is not None else []
    return [
        *["", "Local Policies:", *local, "      Security Policy:  Should Secure", "", "Server Policies:", *assigned],
        f"              ACS ACL: xACSACLx-IP-{acl}-57f6b0d3",
    ]


def _dot1x_statistics(ask: Ask) -> str:
    port = ask.port
    found = [s for s in _sessions(ask, port) if s.method == "dot1x"]
    talks = any(one.user for one in found)
    tries = 1 + grown(port, "dot1x_fails", ask.now)
    mac = found[0].endpoint.mac if found else "0000.0000.0000"
    heard = tries if talks else 0
    sent = tries if talks else 3 + grown(port, "dot1x_fails", ask.now) * 3
    return (
        f"Dot1x Authenticator Port Statistics for {port.name}\n"
        "--------------------------------------------\n"
        f"RxStart = {heard}       RxLogoff = 0    RxResp = {8 * heard}       RxRespID = {heard}\n"
        f"RxInvalid = 0     RxLenErr = 0    RxTotal = {10 * heard}\n\n"
        f"TxReq = {9 * heard}      TxReqID = {sent}    TxTotal = {9 * heard + sent}\n\n"
        f"RxVersion = {3 * talks}     LastRxSrcMAC = {mac}\n"
    )


def _dot1x_details(ask: Ask) -> str:
    port, xe = ask.port, ask.switch.hardware.is_xe
    port_lines = (
        []
        if xe
        else [
            "PortControl               = AUTO",
            "ControlDirection          = Both ",
            "HostMode                  = MULTI_DOMAIN",
        ]
    )
    lines = [
        f"Dot1x Info for {port.name}",
        "-" * 35,
        "PAE                       = AUTHENTICATOR",
        *port_lines,
        "QuietPeriod               = 60",
        "ServerTimeout             = 0",
        "SuppTimeout               = 30",
        "ReAuthMax                 = 2",
        "MaxReq                    = 2",
        "TxPeriod                  = 10",
        "",
    ]
    clients = [one for one in _sessions(ask, port) if one.method == "dot1x"]
    if not clients:
        return "\n".join([*lines, "Dot1x Authenticator Client List Empty"]) + "\n"
    lines += ["Dot1x Authenticator Client List", "-" * 31]
    for one in clients:
        lines += [
            f"EAP Method                = {'EAP-TLS' if not xe else '(13)'}",
            f"Supplicant                = {one.endpoint.mac}",
            f"Session ID                = {session_id(ask.switch, one.endpoint)}",
            f"    Auth SM State         = {'AUTHENTICATED' if one.states[0][1] == 'Authc Success' else 'HELD'}",
            "    Auth BEND SM State    = IDLE",
        ]
    return "\n".join(lines) + "\n"


def _mab_details(ask: Ask) -> str:
    port = ask.port
    lines = [f"MAB details for {port.name}", "-" * 37, "Mac-Auth-Bypass           = Enabled", ""]
    tried = [one for one in _sessions(ask, port) if len(one.states) > 1 and one.states[1][1] != "Stopped"]
    if not tried:
        return "\n".join([*lines, "MAB Client List Empty", ""]) + "\n"
    lines += ["MAB Client List", "---------------"]
    for one in tried:
        state = "TERMINATE" if one.states[1][1] == "Authc Success" else "ACQUIRING"
        lines += [
            f"Client MAC                = {one.endpoint.mac}",
            f"Session ID                = {session_id(ask.switch, one.endpoint)}",
            f"MAB SM state              = {state}",
            f"Auth Status               = {'AUTHORIZED' if one.authorised else 'UNAUTHORIZED'}",
            "",
        ]
    return "\n".join(lines) + "\n"


def _servers(ask: Ask) -> str:
    switch = ask.switch
    if not switch.auth:
        return ""
    return "\n".join(_server(ask, number) for number in range(len(RADIUS_SERVERS)))


def _server(ask: Ask, index: int) -> str:
    name, address = RADIUS_SERVERS[index]
    switch = ask.switch
    dead = None if switch.radius_alive == index else switch.radius_dead_since
    duration = 4_294_967 if dead is None else max(0, int(ask.now - dead))
    state = "UP" if dead is None else "DEAD"
    timeouts = 2 if dead is None else 2 + duration // 5
    count = 0 if dead is None else 1
    asked = 4000 + draw(switch.name + name, 900) + (0 if dead is not None else int(ask.now - ask.region.started) // 60)
    minutes = int(ask.now - switch.booted) // 60
    weeks, days, hours = minutes // 10_080, minutes // 1440 % 7, minutes // 60 % 24
    smd = [
        f"     Platform State from SMD: current {state}, duration {duration}s, previous duration 0s",
        f"     SMD Platform Dead: total time 0s, count {count}",
    ]
    lines = [
        f"RADIUS: id {index + 1}, priority {index + 1}, host {address}, auth-port 1812, acct-port 1813"
        + (f", hostname {name}" if switch.hardware.is_xe else ""),
        f"     State: current {state}, duration {duration}s, previous duration {0 if dead is None else 1_555_200}s",
        f"     Dead: total time {0 if dead is None else duration}s, count {count}",
        *(smd if switch.hardware.is_xe else []),
        "     Quarantined: No",
        f"     Authen: request {asked}, timeouts {timeouts}, failover {count}, retransmission {timeouts // 2}",
        f"             Response: accept {asked * 3 // 7}, reject 11, challenge {asked * 4 // 7 - 13}",
        "             Response: unexpected 0, server error 0, incorrect 0, time 38ms",
        f"             Transaction: success {asked - 13}, failure {0 if dead is None else timeouts // 3}",
        "             Throttled: transaction 0, timeout 0, failure 0",
        "     Author: request 0, timeouts 0, failover 0, retransmission 0",
        "             Response: accept 0, reject 0, challenge 0",
        "             Response: unexpected 0, server error 0, incorrect 0, time 0ms",
        "             Transaction: success 0, failure 0",
        "             Throttled: transaction 0, timeout 0, failure 0",
        "     Account: request 3604, timeouts 1, failover 0, retransmission 0",
        "             Request: start 1802, interim 0, stop 1793",
        "             Response: start 1802, interim 0, stop 1793",
        "             Response: unexpected 0, server error 0, incorrect 0, time 3ms",
        "             Transaction: success 3604, failure 0",
        "             Throttled: transaction 0, timeout 0, failure 0",
        f"     Elapsed time since counters last cleared: {weeks}w{days}d{hours}h{minutes % 60}m",
        "     Estimated Outstanding Access Transactions: 0",
        "     Estimated Outstanding Accounting Transactions: 0",
        "     Estimated Throttled Access Transactions: 0",
        "     Estimated Throttled Accounting Transactions: 0",
        "     Maximum Throttled Transactions: access 0, accounting 0",
        "     Requests per minute past 24 hours:",
        "             high - 15 hours, 12 minutes ago: 14",
        "             low  - 15 hours, 45 minutes ago: 0",
        "             average: 1",
    ]
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show authentication sessions", render=_all),
    Command(line="show authentication sessions interface {port}", render=_one),
    Command(line="show authentication sessions interface {port} details", render=_details, families=NOT_OLD),
    Command(line="show access-session", render=_all, families=NOT_OLD),
    Command(line="show access-session interface {port}", render=_one, families=NOT_OLD),
    Command(line="show access-session interface {port} details", render=_details, families=NOT_OLD),
    Command(line="show dot1x interface {port} statistics", render=_dot1x_statistics),
    Command(line="show dot1x interface {port} details", render=_dot1x_details),
    Command(line="show mab interface {port} details", render=_mab_details, families=(*XE, "ios15")),
    Command(line="show aaa servers", render=_servers, families=NETWORK),
)
