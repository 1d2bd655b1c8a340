"""The guards of a port (its addresses, floods, one-way fibres) and the stored result of a cable test."""

from __future__ import annotations

from bot.lab.clock import LONG_MONTHS, local
from bot.lab.counters import grown
from bot.lab.names import dotted
from bot.lab.render.grammar import NOT_OLD, Ask, Command
from bot.lab.state import linked
from bot.lab.topology import Port


def violations(port: Port, now: float) -> int:
    return grown(port, "violations", now)


def _learnt(ask: Ask, port: Port) -> list[str]:
    if not linked(ask.region, ask.switch, port) or port.silent:
        return []
    return [endpoint.mac for endpoint in port.endpoints][: port.secure_max or 0]


def _one(ask: Ask) -> str:
    port = ask.port
    configured = port.secure_max is not None
    learnt = _learnt(ask, port)
    if port.errdisabled == "psecure-violation":
        state = "Secure-shutdown"
    else:
        state = "Secure-up" if configured and linked(ask.region, ask.switch, port) else "Secure-down"
    last = port.intruder or (learnt[-1] if learnt else dotted("0" * 12))
    vlan = port.vlan if port.intruder or learnt else 0
    rows = (
        ("Port Security", "Enabled" if configured else "Disabled"),
        ("Port Status", state),
        ("Violation Mode", port.secure_mode if configured else "Shutdown"),
        ("Aging Time", "0 mins"),
        ("Aging Type", "Absolute"),
        ("SecureStatic Address Aging", "Disabled"),
        ("Maximum MAC Addresses", port.secure_max or 1),
        ("Total MAC Addresses", len(learnt)),
        ("Configured MAC Addresses", 0),
        ("Sticky MAC Addresses", len(learnt)),
        ("Last Source Address:Vlan", f"{last}:{vlan}"),
        ("Security Violation Count", violations(port, ask.now)),
    )
    return "".join(f"{label:<26} : {value}\n" for label, value in rows)


def _all(ask: Ask) -> str:
    line = "-" * 75
    lines = ["Secure Port  MaxSecureAddr  CurrentAddr  SecurityViolation  Security Action"]
    lines += ["                (Count)       (Count)          (Count)", line]
    for port in ask.physical:
        if port.secure_max is not None:
            lines.append(
                f"{port.short:>11}{port.secure_max:>15}{len(_learnt(ask, port)):>13}{violations(port, ask.now):>19}"
                f"         {port.secure_mode}"
            )
    limit = 8192 if ask.switch.hardware.family == "ios12" else 4096
    lines += [line, "Total Addresses in System (excluding one mac per port)     : 0"]
    lines.append(f"Max Addresses limit in System (excluding one mac per port) : {limit}")
    return "\n".join(lines) + "\n"


def _guarded(port: Port) -> bool:
    return port.flooding or port.errdisabled == "storm-control"


def _storm(ask: Ask) -> str:
    return _storm_table(ask, [port for port in ask.physical if _guarded(port)])


def _storm_one(ask: Ask) -> str:
    return _storm_table(ask, [ask.port] if _guarded(ask.port) else [])


def _storm_table(ask: Ask, ports: list[Port]) -> str:
    upper = "5.00%"
    if not ask.switch.hardware.is_xe:  # classic IOS names neither action nor type
        lines = ["Interface  Filter State   Upper        Lower        Current     "]
        lines.append("---------  -------------  -----------  -----------  ----------  ")
        for port in ports:
            state, now = _filter(ask, port)
            lines.append(f"{port.short:<10} {state:<14} {upper:>11}  {upper:>11}  {now:>10}  ")
        return "\n".join(lines) + "\n"
    lines = [
        f"Key: U - Unicast, B - Broadcast, M - Multicast{', UU - Unknown Unicast' if ask.switch.hardware.wide else ''}",
        "Interface       Filter State   Upper        Lower        Current         Action     Type",
        "---------       -------------  -----------  -----------  -------------   ---------  ----",
    ]
    for port in ports:
        state, now = _filter(ask, port)
        action = "None" if port.flooding else "Shutdown"
        lines.append(f"{port.short:<15} {state:<14} {upper:>11}  {upper:>11}  {now:>13}   {action:>9}  {'B':>4}")
    return "\n".join(lines) + "\n"


def _filter(ask: Ask, port: Port) -> tuple[str, str]:
    """(state of the filter, what comes in just now)."""
    if not linked(ask.region, ask.switch, port):
        return "Link Down", "0.00%"
    return ("Blocking", "11.42%") if port.flooding else ("Forwarding", "0.00%")


def _source_guard(ask: Ask) -> str:
    """Where the guard is on and no lease is on record, nothing but the request for a lease comes through."""
    port = ask.port
    lines = ["Interface  Filter-type  Filter-mode  IP-address       Mac-address        Vlan"]
    lines.append("---------  -----------  -----------  ---------------  -----------------  ----")
    if port.guarded:
        ip = next((endpoint.ip for endpoint in port.endpoints if endpoint.kind != "phone"), None)
        lines.append(f"{port.short:<9}  {'ip':<11}  {'active':<11}  {ip or 'deny-all':<15}  {'':17}  {port.vlan}")
    return "\n".join(lines) + "\n"


def _udld(ask: Ask) -> str:
    """It listens on fibres to other switches only; told to warn, it leaves a port open that carries one way."""
    port = ask.port
    on = port.fibre and port.peer is not None
    mode = f"Enabled{' / in alert mode' if port.one_way else ''}" if on else "Disabled"
    state = "Unidirectional" if port.one_way else "Bidirectional"
    up = on and linked(ask.region, ask.switch, port)
    lines = [
        f"Interface {port.short}",
        "---",
        f"Port enable administrative configuration setting: {mode}",
        f"Port enable operational state: {mode}",
        f"Current bidirectional state: {state if up else 'Unknown'}",
    ]
    if on:
        phase = "Advertisement - Single neighbor detected" if up else "Link down"
        lines += [f"Current operational state: {phase}", "Message interval: 15000 ms", "Time out interval: 5000 ms"]
    return "\n".join(lines) + "\n"


def _tdr(ask: Ask) -> str:
    port = ask.port
    if port.fibre:
        return "% Invalid input detected at '^' marker.\n\n"
    if not port.tdr:
        if ask.switch.hardware.is_xe:
            return f"% TDR test was never issued on {port.short}\n"
        return f"%% TDR test was never issued on interface {port.short}\n"
    at = local(port.tdr_at)
    lines = [
        f"TDR test last run on: {LONG_MONTHS[at.month - 1]} {at.day:02d} {at:%H:%M:%S}",
        "",
        "Interface   Speed Local pair Pair length        Remote pair Pair status",
        "---------   ----- ---------- ------------------ ----------- --------------------",
    ]
    for i, (length, state) in enumerate(port.tdr):
        head = f"{port.short:<11} {'auto':<5}" if i == 0 else " " * 17
        pair = f"Pair {'ABCD'[i]}"
        lines.append(f"{head} {pair:<10} {length:<18} {pair if length != 'N/A' else 'N/A':<11} {state:<20}")
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show port-security", render=_all),
    Command(line="show port-security interface {port}", render=_one),
    Command(line="show storm-control", render=_storm),
    Command(line="show storm-control {port}", render=_storm_one),
    Command(line="show ip verify source interface {port}", render=_source_guard, families=NOT_OLD),
    Command(line="show udld {port}", render=_udld),
    Command(line="show cable-diagnostics tdr interface {port}", render=_tdr),
)
