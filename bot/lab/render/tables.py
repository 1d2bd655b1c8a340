"""The tables of show interfaces (status, description, errors, trunk, switchport), err-disable and VLANs."""

from __future__ import annotations

from collections.abc import Iterable

from bot.lab.counters import counters
from bot.lab.render.grammar import Ask, Command
from bot.lab.render.interfaces import media, svi_vlans
from bot.lab.state import access_vlan, carried, linked, root_port, speed, status
from bot.lab.topology import Port, Switch

_CAUSES = {
    "xe17": "arp-inspection bpduguard channel-misconfig* dhcp-rate-limit dtp-flap gbic-invalid inline-power l2ptguard "
    "link-flap mac-limit loopback pagp-flap port-mode-failure pppoe-ia-rate-limit psecure-violation "
    "security-violation sfp-config-mismatch storm-control udld vmps psp dual-active-recovery evc-lite_input_mapping_fa",
    "ios15": "arp-inspection bpduguard channel-misconfig* dhcp-rate-limit dtp-flap gbic-invalid inline-power l2ptguard "
    "link-flap mac-limit loopback pagp-flap port-mode-failure pppoe-ia-rate-limit psecure-violation "
    "security-violation sfp-config-mismatch storm-control udld vmps psp",
    "ios12": "arp-inspection bpduguard channel-misconfig dhcp-rate-limit dtp-flap gbic-invalid inline-power link-flap "
    "loopback pagp-flap psecure-violation security-violation storm-control udld unicast-flood vmps",
}


def _columns(switch: Switch) -> int:
    return 12 if switch.hardware.wide else 9


def _status_table(ask: Ask, ports: Iterable[Port]) -> str:
    width = _columns(ask.switch)
    head = f"{'Port':<{width}} {'Name':<18} {'Status':<12} {'Vlan':<10} {'Duplex':>6} {'Speed':>6} Type"
    lines = [] if ask.switch.hardware.family == "ios12" else [""]
    return "\n".join([*lines, head, *(_status_row(ask, port, width) for port in ports)]) + "\n"


def _status_row(ask: Ask, port: Port, width: int) -> str:
    switch = ask.switch
    word = status(ask.region, switch, port)
    up = word in ("connected", "suspended", "monitoring")
    vlan = _vlan_word(switch, port, up=up)
    duplex, rate = _pace(switch, port, up=up)
    row = f"{port.short:<{width}} {port.description[:18]:<18} {word:<12} {vlan:<10} {duplex:>6} {rate:>6} "
    return row + media(switch, port)


def _vlan_word(switch: Switch, port: Port, *, up: bool) -> str:
    if port.routed is not None:
        return "routed"
    if port.trunk and up:
        return "trunk"
    return str(1 if port.trunk or port.fibre else access_vlan(switch, port))


def _pace(switch: Switch, port: Port, *, up: bool) -> tuple[str, str]:
    mbps = speed(switch, port)
    rate = f"{mbps // 1000}G" if mbps >= 10_000 else str(mbps)
    if port.is_channel:
        return "a-full", f"a-{rate}"
    if port.fibre:
        return ("auto" if port.peer is None and not switch.hardware.is_xe else "full"), rate
    duplex = "half" if port.half else "full"
    if port.hard_coded:
        return duplex, rate
    return (f"a-{duplex}", f"a-{rate}") if up else ("auto", "auto")


def _status(ask: Ask) -> str:
    return _status_table(ask, ask.switch.ports.values())


def _status_one(ask: Ask) -> str:
    return _status_table(ask, [ask.port])


def _err_disabled(ask: Ask) -> str:
    switch = ask.switch
    down = [port for port in switch.physical if port.errdisabled is not None]
    width = _columns(switch)
    head = f"{'Port':<{width}} {'Name':<18} {'Status':<12} {'Reason':<20}"
    if switch.hardware.family != "ios12":
        head += " Err-disabled Vlans"
    if not down:  # IOS-XE 17 prints the bare header, the others nothing at all
        return f"\n{head.rstrip()}\n" if switch.hardware.wide else ""
    rows = [f"{p.short:<{width}} {p.description[:18]:<18} err-disabled {p.errdisabled}" for p in down]
    return "\n".join(["", head.rstrip(), *rows]) + "\n"


def _recovery(ask: Ask) -> str:
    switch = ask.switch
    family = switch.hardware.family
    old = family == "ios12"
    width = 20 if old else 28
    causes = _CAUSES["xe17" if switch.hardware.is_xe else family].split()
    lines = [f"{'ErrDisable Reason':<{width}} Timer Status", f"{'-' * 17:<{width}} {'-' * 14}"]
    for cause in causes:
        words = cause.replace("*", " (STP)").replace("_", " ")
        state = "Enabled" if cause.rstrip("*") in switch.recovery_causes else "Disabled"
        lines.append(f"{words:<{width}} {state}")
    lines += ["", f"Timer interval: {switch.recovery_s} seconds", ""]
    lines.append("Interfaces that will be enabled at the next timeout:")
    waiting = [p for p in switch.physical if p.errdisabled and p.errdisabled.split()[0] in switch.recovery_causes]
    if waiting:
        lines += ["", "Interface       Errdisable reason       Time left(sec)"]
        lines.append("---------       -----------------       --------------")
        for port in waiting:
            left = switch.recovery_s - int(ask.now - port.changed) % switch.recovery_s
            lines.append(f"{port.short:<15} {port.errdisabled:>17} {left:>20}")
    return "\n".join(lines) + "\n"


def _description(ask: Ask) -> str:
    lines = [f"{'Interface':<30} {'Status':<14} Protocol Description"]
    for vlan in svi_vlans(ask.switch):
        state, protocol = ("admin down", "down") if vlan == 1 else ("up", "up")
        lines.append(f"{f'Vl{vlan}':<30} {state:<14} {protocol:<8} ")
    for port in ask.switch.ports.values():
        up = linked(ask.region, ask.switch, port)
        state = "admin down" if port.shutdown else "up" if up else "down"
        lines.append(f"{port.short:<30} {state:<14} {'up' if up else 'down':<8} {port.description}")
    return "\n".join(lines) + "\n"


def _error_tables(ask: Ask, ports: list[Port]) -> str:
    classic = not ask.switch.hardware.is_xe
    first = ["Port           Align-Err     FCS-Err    Xmit-Err     Rcv-Err  UnderSize  OutDiscards "]
    second = ["Port         Single-Col  Multi-Col   Late-Col  Excess-Col  Carri-Sen      Runts "]
    if classic:  # classic IOS has one column more and a blank line between the tables
        second = ["", second[0] + "    Giants "]
    for port in ports:
        c = counters(ask.region, ask.switch, port)
        first.append(
            f"{port.short:<12}{c.frame:>12}{c.crc:>12}{c.output_errors:>12}{c.input_errors:>12}{0:>11}"
            f"{c.output_drops:>13} "
        )
        single = c.collisions * 4 // 5
        row = f"{port.short:<12}{single:>11}{c.collisions - single:>11}{c.late_collisions:>11}"
        row += f"{0:>12}{0:>11}{c.runts:>11} "
        second.append(row + (f"{c.giants:>10} " if classic else ""))
    return "\n".join([*first, *second]) + "\n"


def _errors(ask: Ask) -> str:
    return _error_tables(ask, list(ask.switch.ports.values()))


def _errors_one(ask: Ask) -> str:
    return _error_tables(ask, [ask.port])


def _vlan_words(switch: Switch, vlan: int) -> str:
    return f"{vlan} ({switch.vlans.get(vlan, 'Inactive')})"


def _switchport_block(ask: Ask, port: Port) -> str:
    switch = ask.switch
    if port.routed is not None:
        return f"Name: {port.short}\nSwitchport: Disabled\n"
    xe17, up = switch.hardware.wide, linked(ask.region, ask.switch, port)
    bundle = f" (member of bundle Po{port.channel})" if port.channel is not None and up else ""
    operational = ("trunk" + bundle if port.trunk else "static access") if up else "down"
    encapsulation = "dot1q" if port.trunk else "native"
    voice = _vlan_words(switch, port.voice_vlan) if port.voice_vlan is not None else "none"
    access = 1 if port.trunk or port.fibre else access_vlan(switch, port)
    lines = [
        f"Name: {port.short}",
        "Switchport: Enabled",
        f"Administrative Mode: {'trunk' if port.trunk else 'dynamic auto' if port.fibre else 'static access'}",
        f"Operational Mode: {operational}",
        "Administrative Trunking Encapsulation: dot1q",
        *([f"Operational Trunking Encapsulation: {encapsulation}"] if up else []),
        f"Negotiation of Trunking: {'On' if port.trunk or port.fibre else 'Off'}",
        f"Access Mode VLAN: {_vlan_words(switch, access)}",
        f"Trunking Native Mode VLAN: {_vlan_words(switch, port.native)}",
        f"Administrative Native VLAN tagging: {'disabled' if switch.hardware.is_xe else 'enabled'}",
        f"Voice VLAN: {voice}",
        "Administrative private-vlan host-association: none ",
        "Administrative private-vlan mapping: none ",
        "Administrative private-vlan trunk native VLAN: none",
        "Administrative private-vlan trunk Native VLAN tagging: enabled",
        "Administrative private-vlan trunk encapsulation: dot1q",
        "Administrative private-vlan trunk normal VLANs: none",
        "Administrative private-vlan trunk associations: none",
        "Administrative private-vlan trunk mappings: none",
        "Operational private-vlan: none",
        f"Trunking VLANs Enabled: {','.join(map(str, port.allowed)) if port.trunk else 'ALL'}",
        "Pruning VLANs Enabled: 2-1001",
        "Capture Mode Disabled",
        "Capture VLANs Allowed: ALL",
        "",
        "Protected: false",
        "Unknown unicast blocked: disabled",
        "Unknown multicast blocked: disabled",
        *(["Vepa Enabled: false"] if switch.hardware.is_xe else []),
        *(["App Interface: false"] if xe17 else []),
        "Appliance trust: none",
    ]
    return "\n".join(lines) + "\n"


def _switchport(ask: Ask) -> str:
    return "\n".join(_switchport_block(ask, port) for port in ask.switch.ports.values())


def _switchport_one(ask: Ask) -> str:
    return _switchport_block(ask, ask.port)


def _trunk_tables(ask: Ask, ports: list[Port]) -> str:
    switch = ask.switch
    width = 14 if switch.hardware.wide else 11
    rows: list[list[str]] = [[], [], [], []]
    forwarding = root_port(ask.region, switch)
    for port in ports:
        name, up = f"{port.short:<{width}}", linked(ask.region, switch, port)
        member = port.channel is not None and up
        word = "trnk-bndl" if member else "trunking" if port.trunk and up else "not-trunking"
        rows[0].append(f"{name} {'on' if port.trunk else 'off':<16} {'802.1q':<14} {word:<13} {port.native}")
        rows[1].append(f"{name} {','.join(map(str, port.allowed if port.trunk else [access_vlan(switch, port)]))}")
        active = carried(switch, port) if port.trunk else [access_vlan(switch, port)]
        rows[2].append(f"{name} {'none' if member else ','.join(map(str, active)) or 'none'}")
        passes = port.trunk and up and not member and (switch.role != "access" or port is forwarding)
        rows[3].append(f"{name} {','.join(map(str, active)) if passes and active else 'none'}")
    heads = (
        f"{'Port':<{width}} {'Mode':<16} {'Encapsulation':<14} {'Status':<13} Native vlan",
        f"{'Port':<{width}} Vlans allowed on trunk",
        f"{'Port':<{width}} Vlans allowed and active in management domain",
        f"{'Port':<{width}} Vlans in spanning tree forwarding state and not pruned",
    )
    return "".join("\n" + "\n".join([head, *part]) + "\n" for head, part in zip(heads, rows, strict=True))


def _trunk(ask: Ask) -> str:
    trunks = [port for port in ask.switch.uplinks if linked(ask.region, ask.switch, port)]
    return _trunk_tables(ask, trunks) if trunks else ""


def _trunk_one(ask: Ask) -> str:
    return _trunk_tables(ask, [ask.port])


def vlan_table(ask: Ask) -> str:
    switch = ask.switch
    lines = [] if switch.hardware.family == "ios12" else [""]
    lines.append("VLAN Name                             Status    Ports")
    lines.append("---- -------------------------------- --------- -------------------------------")
    for vlan in sorted(switch.vlans):
        ports = [port.short for port in switch.physical if _in_vlan(ask, port, vlan)]
        groups = [", ".join(ports[i : i + 3]) for i in range(0, len(ports), 3)] or [""]
        lines.append(f"{vlan:<4} {switch.vlans[vlan]:<32} active    {groups[0]}")
        lines.extend(f"{'':48}{group}" for group in groups[1:])
    for vlan, name in ((1002, "fddi"), (1003, "token-ring"), (1004, "fddinet"), (1005, "trnet")):
        lines.append(f"{vlan} {name + '-default':<32} act/unsup ")
    return "\n".join(lines) + "\n"


def _in_vlan(ask: Ask, port: Port, vlan: int) -> bool:
    """Trunks that are up stand in no VLAN; a trunk without link falls back to VLAN 1 in this table."""
    if port.routed is not None:
        return False
    if port.trunk:
        return vlan == 1 and not linked(ask.region, ask.switch, port)
    if port.fibre and port.peer is None and not port.shutdown:
        return vlan == 1
    return vlan in (access_vlan(ask.switch, port), port.voice_vlan)


COMMANDS = (
    Command(line="show interfaces status", render=_status),
    Command(line="show interfaces {port} status", render=_status_one),
    Command(line="show interfaces status err-disabled", render=_err_disabled),
    Command(line="show errdisable recovery", render=_recovery),
    Command(line="show interfaces description", render=_description),
    Command(line="show interfaces counters errors", render=_errors),
    Command(line="show interfaces {port} counters errors", render=_errors_one),
    Command(line="show interfaces switchport", render=_switchport),
    Command(line="show interfaces {port} switchport", render=_switchport_one),
    Command(line="show interfaces trunk", render=_trunk),
    Command(line="show interfaces {port} trunk", render=_trunk_one),
    Command(line="show vlan brief", render=vlan_table),
)
