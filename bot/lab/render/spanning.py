"""Spanning tree per VLAN, its blocked and inconsistent ports, and the port-channels."""

from __future__ import annotations

from dataclasses import dataclass

from bot.lab.names import draw
from bot.lab.render.grammar import NETWORK, Ask, Command
from bot.lab.state import access_vlan, carried, linked, root_port, speed
from bot.lab.topology import Port, Switch

_COST = {10: 100, 100: 19, 1000: 4, 10_000: 2}


@dataclass(frozen=True, kw_only=True)
class _Role:
    port: Port
    vlan: int
    role: str  # Root Desg Altn Back
    state: str  # FWD LRN BLK BKN*
    kind: str  # P2p Edge


def _roles(ask: Ask, vlan: int) -> list[_Role]:
    """The active ports of one VLAN in the order of their numbers."""
    switch, found = ask.switch, []
    forwarding = root_port(ask.region, switch)
    for port in switch.ports.values():
        if not linked(ask.region, switch, port) or (port.channel is not None and not port.alone):
            continue
        if port.routed is not None or port.monitoring:
            continue
        if port.trunk and vlan in carried(switch, port):
            kind = "P2p "
            if port.stp == "loop-inconsistent":
                role, state, kind = "Desg", "BKN*", "P2p *LOOP_Inc "
            elif switch.role != "access":
                role, state = "Desg", "FWD"
            else:
                role, state = ("Root", "FWD") if port is forwarding else ("Altn", "BLK")
            found.append(_Role(port=port, vlan=vlan, role=role, state=state, kind=kind))
        elif not port.trunk and vlan in (access_vlan(switch, port), port.voice_vlan):
            found.append(_edge(port, vlan))
    return found


def _edge(port: Port, vlan: int) -> _Role:
    if port.stp == "backup":
        return _Role(port=port, vlan=vlan, role="Back", state="BLK", kind="P2p ")
    if port.stp == "learning":  # no edge port: it waits until it is sure that no loop is behind it
        return _Role(port=port, vlan=vlan, role="Desg", state="LRN", kind="P2p ")
    if port.stp == "root-inconsistent":
        return _Role(port=port, vlan=vlan, role="Desg", state="BKN*", kind="P2p *ROOT_Inc ")
    shared = "Shr" if port.half else "P2p"
    return _Role(port=port, vlan=vlan, role="Desg", state="FWD", kind=f"{shared} Edge ")


def _cost(ask: Ask, port: Port) -> int:
    if port.is_channel:
        return 1 if speed(ask.switch, port) >= 10_000 else 3
    return _COST.get(speed(ask.switch, port), 4)


def _row(ask: Ask, one: _Role, first: str) -> str:
    return f"{first:<19} {one.role} {one.state:<4}{_cost(ask, one.port):<9} {f'128.{one.port.number}':<8} {one.kind}"


def _root(ask: Ask, vlan: int) -> tuple[Switch, Port | None]:
    """The root bridge of a VLAN and our port to it: ourselves, where no uplink carries the VLAN."""
    uplink = root_port(ask.region, ask.switch)
    if uplink is None or vlan not in carried(ask.switch, uplink):
        return ask.switch, None
    gateway = ask.region.switches[ask.region.gateways[ask.switch.site.name, ask.switch.site.block]]
    return (gateway, uplink) if vlan in gateway.vlans else (ask.switch, None)


def _priority(switch: Switch) -> int:
    return 8192 if switch.role == "distribution" else 32_768


def _vlan_block(ask: Ask, vlan: int, roles: list[_Role]) -> list[str]:
    switch = ask.switch
    root, port = _root(ask, vlan)
    hello = "Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec"
    way = (
        ["             This bridge is the root"]
        if port is None
        else [f"             Cost        {_cost(ask, port)}", f"             Port        {port.number} ({port.name})"]
    )
    mine = _priority(switch)
    return [
        "",
        f"VLAN{vlan:04d}",
        "  Spanning tree enabled protocol rstp",
        f"  Root ID    Priority    {_priority(root) + vlan}",
        f"             Address     {root.base_mac}",
        *way,
        f"             {hello}",
        "",
        f"  Bridge ID  Priority    {mine + vlan}  (priority {mine} sys-id-ext {vlan})",
        f"             Address     {switch.base_mac}",
        f"             {hello}",
        "             Aging Time  300 sec",
        "",
        "Interface           Role Sts Cost      Prio.Nbr Type",
        "------------------- ---- --- --------- -------- --------------------------------",
        *(_row(ask, one, one.port.short) for one in roles),
        "",
    ]


def _all(ask: Ask) -> str:
    blocks = [(vlan, _roles(ask, vlan)) for vlan in sorted(ask.switch.vlans)]
    return "\n".join(line for vlan, roles in blocks if roles for line in _vlan_block(ask, vlan, roles)) + "\n"


def _vlan(ask: Ask) -> str:
    vlan = int(ask.words["vlan"])
    roles = _roles(ask, vlan)
    if not roles:
        return f"\nSpanning tree instance(s) for vlan {vlan} does not exist.\n"
    return "\n".join(_vlan_block(ask, vlan, roles)) + "\n"


def _of_port(ask: Ask, port: Port) -> list[_Role]:
    return [one for vlan in sorted(ask.switch.vlans) for one in _roles(ask, vlan) if one.port is port]


def _one(ask: Ask) -> str:
    roles = _of_port(ask, ask.port)
    if not roles:
        return f"no spanning tree info available for {ask.port.name}\n"
    lines = ["", "Vlan                Role Sts Cost      Prio.Nbr Type"]
    lines.append("------------------- ---- --- --------- -------- --------------------------------")
    return "\n".join([*lines, *(_row(ask, one, f"VLAN{one.vlan:04d}") for one in roles)]) + "\n"


def _one_detail(ask: Ask) -> str:
    roles = _of_port(ask, ask.port)
    if not roles:
        return f"no spanning tree info available for {ask.port.name}\n"
    return "\n".join(line for one in roles for line in _detail(ask, one))


def _detail(ask: Ask, one: _Role) -> list[str]:
    switch, port = ask.switch, one.port
    root, way = _root(ask, one.vlan)
    words = {"Root": "root", "Desg": "designated", "Altn": "alternate", "Back": "backup"}[one.role]
    state = {"FWD": "forwarding", "LRN": "learning", "BLK": "blocking", "BKN*": f"broken  ({_why(port)})"}[one.state]
    edge = "Edge" in one.kind
    designated = root if one.role in ("Root", "Altn") else switch
    portfast = "portfast" if switch.hardware.family == "ios12" else "portfast edge"
    sent = draw(switch.name + port.name + "bpdu", 40_000) if one.role == "Desg" else 14
    received = 0 if edge else draw(switch.name + port.name + "rx", 500_000)
    return [
        f" Port {port.number} ({port.name}) of VLAN{one.vlan:04d} is {words} {state} ",
        f"   Port path cost {_cost(ask, port)}, Port priority 128, Port Identifier 128.{port.number}.",
        f"   Designated root has priority {_priority(root) + one.vlan}, address {root.base_mac}",
        f"   Designated bridge has priority {_priority(designated) + one.vlan}, address {designated.base_mac}",
        f"   Designated port id is 128.{port.number}, designated path cost {0 if way is None else _cost(ask, way)}",
        f"   Timers: message age {0 if edge else 16}, forward delay 0, hold 0",
        "   Number of transitions to forwarding state: 1",
        *([f"   The port is in the {portfast} mode"] if edge else []),
        "   Link type is point-to-point by default",
        *(["   Bpdu guard is enabled"] if edge else []),
        *(["   Root guard is enabled on the port"] if port.stp == "root-inconsistent" else []),
        f"   BPDU: sent {sent}, received {received}",
        "",
    ]


def _why(port: Port) -> str:
    return "Loop Inconsistent" if port.stp == "loop-inconsistent" else "Root Inconsistent"


def _inconsistent(ask: Ask) -> str:
    width = 30 if ask.switch.hardware.is_xe else 24
    lines = ["", f"{'Name':<20} {'Interface':<{width}} Inconsistency", f"{'-' * 20} {'-' * width} {'-' * 18}"]
    bad = [one for vlan in sorted(ask.switch.vlans) for one in _roles(ask, vlan) if one.state == "BKN*"]
    lines += [f"{f'VLAN{one.vlan:04d}':<20} {one.port.name:<{width}} {_why(one.port)}" for one in bad]
    lines += ["", f"Number of inconsistent ports (segments) in the system : {len(bad)}"]
    return "\n".join(lines) + "\n"


def _blocked(ask: Ask) -> str:
    lines = ["", "Name                 Blocked Interfaces List", f"{'-' * 20} {'-' * 36}"]
    count = 0
    for vlan in sorted(ask.switch.vlans):
        ports = [one.port.short for one in _roles(ask, vlan) if one.state not in ("FWD", "LRN")]
        if ports:
            count += len(ports)
            lines.append(f"{f'VLAN{vlan:04d}':<20} {', '.join(ports)}")
    lines += ["", f"Number of blocked ports (segments) in the system : {count}"]
    return "\n".join(lines) + "\n"


def _flag(ask: Ask, member: Port) -> str:
    if not linked(ask.region, ask.switch, member):
        return "D"
    if member.standby:
        return "H"
    return "s" if member.suspended else "I" if member.alone else "P"


def _etherchannel(ask: Ask) -> str:
    switch = ask.switch
    groups = [port for port in switch.ports.values() if port.is_channel]
    lines = [
        "Flags:  D - down        P - bundled in port-channel",
        "        I - stand-alone s - suspended",
        "        H - Hot-standby (LACP only)",
        "        R - Layer3      S - Layer2",
        "        U - in use      f - failed to allocate aggregator",
        "",
        "        M - not in use, minimum links not met",
        "        u - unsuitable for bundling",
        "        w - waiting to be aggregated",
        "        d - default port",
        *(["", "        A - formed by Auto LAG"] if switch.hardware.is_xe else []),
        "",
        "",
        f"Number of channel-groups in use: {len(groups)}",
        f"Number of aggregators:           {len(groups)}",
        "",
        "Group  Port-channel  Protocol    Ports",
        "------+-------------+-----------+-----------------------------------------------",
    ]
    for port in groups:
        group = port.name.removeprefix("Port-channel")
        state = "SU" if linked(ask.region, switch, port) else "SD"
        members = [switch.ports[name] for name in port.members]
        flags = ((m.short, _flag(ask, m)) for m in members)
        shown = "".join(f"{f'{name}({flag})':<15}" for name, flag in flags)
        lines.append(f"{group:<7}{f'{port.short}({state})':<17}{'LACP':<10}{shown}")
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show spanning-tree", render=_all),
    Command(line="show spanning-tree vlan {vlan}", render=_vlan),
    Command(line="show spanning-tree interface {port}", render=_one),
    Command(line="show spanning-tree interface {port} detail", render=_one_detail),
    Command(line="show spanning-tree inconsistentports", render=_inconsistent),
    Command(line="show spanning-tree blockedports", render=_blocked),
    Command(line="show etherchannel summary", render=_etherchannel, families=NETWORK),
)
