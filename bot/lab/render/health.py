"""The health of the box: load, fans, supplies, temperature, and the switches of a stack."""

from __future__ import annotations

from bot.lab.names import draw, mac_plus
from bot.lab.render.grammar import NETWORK, XE, Ask, Command
from bot.lab.topology import Switch

_HOT = {"Inlet": (46, 56), "Outlet": (105, 125), "Hotspot": (105, 125)}
_RULE = "-" * 51 + "\n"
_OLD_YELLOW = 56  # of a 2960, which has one sensor
_SUPPLY_HEAD = (
    "SW  PID                 Serial#     Status           Sys Pwr  PoE Pwr  Watts\n"
    "--  ------------------  ----------  ---------------  -------  -------  -----\n"
)


def _cpu(ask: Ask) -> str:
    """Busy processes stand on top; the five-second figure moves a little from call to call."""
    xe = ask.switch.hardware.is_xe
    rows = [
        (92, 269_661, 4_191_250, 64, 2.88, "Spanning Tree" if xe else "Hulc LED Process"),
        (153, 84_231, 8_850_790, 9, 0.91, "PLFM-MGR IPC pro" if xe else "hpm main process"),
        (118, 15_037, 8_273_183, 1, 0.15, "SNMP ENGINE"),
        (8, 19_287, 8_178_140, 2, 0.12, "Check heaps"),
        (131, 4_679, 7_903_754, 0, 0.04, "CDP Protocol"),
    ]
    total = 5
    if ask.switch.health.busy is not None:
        name, share = ask.switch.health.busy
        rows.insert(0, (34, 8_811_240, 42_881_093, 205, float(share), name))
        total += share
    second = 93 if ask.switch.health.spike else min(100, total + int(ask.now) % 4)
    table = f"CPU utilization for five seconds: {second}%/1%; one minute: {total}%; five minutes: {total}%\n"
    table += " PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process \n"
    for pid, runtime, invoked, usecs, part, name in rows:
        shown = f"{part:>5.2f}%"
        table += f"{pid:>4}{runtime:>12}{invoked:>12}{usecs:>11} {shown} {shown} {shown}   0 {name:<16} \n"
    return table


def _environment(ask: Ask) -> str:
    family, switch = ask.switch.hardware.family, ask.switch
    if family == "ios12":
        return _environment_old(switch)
    if family == "ios15":
        return _environment_classic(switch)
    members = _present(switch)
    fans = "".join(_fans(switch, member) for member in members)
    warm = "".join(_temperatures(switch, member) for member in members)
    supplies = "".join(_supplies(switch, member) for member in members)
    return fans + warm + _SUPPLY_HEAD + supplies


def _present(switch: Switch) -> list[int]:
    lost = (switch.health.lost_member, switch.health.strange_member, switch.health.starting_member)
    return [member for member in range(1, switch.hardware.members + 1) if member not in lost]


def _fans(switch: Switch, member: int) -> str:
    """The second fan is the one that fails."""
    broken = switch.health.fan_failed and member == 1
    if switch.hardware.family == "xe16":
        rows = "".join(f"Switch {member} FAN {n} is {'FAULTY' if broken and n == 2 else 'OK'}\n" for n in (1, 2, 3))
    else:
        rows = "Switch   FAN     Speed   State   Airflow direction\n" + _RULE
        for n in (1, 2, 3):
            speed, state = (0, "FAULTY") if broken and n == 2 else (14_240, "OK")
            rows += f"  {member}       {n}     {speed:<5}     {state:<7} Front to Back\n"
    second = "OK" if switch.health.supply_failed and member == 1 else "NOT PRESENT"
    return f"{rows}FAN PS-1 is OK\nFAN PS-2 is {second}\n"


def _temperatures(switch: Switch, member: int) -> str:
    inlet = switch.health.inlet_c if member == 1 else 24
    values = {"Inlet": inlet, "Outlet": inlet + 8, "Hotspot": inlet + 25}
    shown = [place for place in values if switch.hardware.wide or place != "Outlet"]
    state = "OK" if _colour(inlet, "Inlet") == "GREEN" else "NOT OK"
    warm = "\n".join(_warm(place, values[place], *_HOT[place]) for place in shown)
    return f"Switch {member}: SYSTEM TEMPERATURE is {state}\n{warm}"


def _colour(value: int, place: str) -> str:
    yellow, red = _HOT[place]
    return "RED" if value >= red else "YELLOW" if value >= yellow else "GREEN"


def _warm(place: str, value: int, yellow: int, red: int, whose: str = "") -> str:
    colour = "RED" if value >= red else "YELLOW" if value >= yellow else "GREEN"
    return (
        f"{place} Temperature Value: {value} Degree Celsius\n{whose}Temperature State: {colour}\n"
        f"Yellow Threshold : {yellow} Degree Celsius\nRed Threshold    : {red} Degree Celsius\n"
    )


def _supplies(switch: Switch, member: int) -> str:
    """One supply by order; where the second one has failed, there are two, and the second has no input."""
    poe = "Good" if switch.poe_available is not None else "n/a"
    first = f"{member}A  {switch.hardware.psu:<19} {f'DCC{switch.serial[3:]}':<11} {'OK':<16} Good     {poe:<8} 715\n"
    if member == 1 and switch.health.supply_failed:
        serial = f"DCD{switch.serial[3:]}"
        bad = f"{'No Input Power':<16} Bad      Bad      715"
        return f"{first}{member}B  {switch.hardware.psu:<19} {serial:<11} {bad}\n"
    return first + f"{member}B  Not Present\n"


def _environment_classic(switch: Switch) -> str:
    health = switch.health
    hot = health.inlet_c + 10 >= _OLD_YELLOW
    fans = f"Switch 1 FAN 1 is OK\nSwitch 1 FAN 2 is {'FAULTY' if health.fan_failed else 'OK'}\n"
    sensor = _warm("System", health.inlet_c + 10, 56, 66, "System ")
    warm = f"SYSTEM TEMPERATURE is {'NOT OK' if hot else 'OK'}\n{sensor}"
    return f"{fans}{warm}{_SUPPLY_HEAD} 1  {'Built-in':<49}{'Bad' if health.supply_failed else 'Good'} \n"


def _environment_old(switch: Switch) -> str:
    health = switch.health
    hot = health.inlet_c + 10 >= _OLD_YELLOW
    return (
        f"FAN is {'FAULTY' if health.fan_failed else 'OK'}\nSYSTEM TEMPERATURE is {'NOT OK' if hot else 'OK'}\n"
        f"{_warm('SYSTEM', health.inlet_c + 10, _OLD_YELLOW, _OLD_YELLOW + 10, 'SYSTEM ')}"
        f"POWER is {'FAULTY' if health.supply_failed else 'OK'}\nRPS is NOT PRESENT\n"
    )


def _members(ask: Ask) -> str:
    switch, mac = ask.switch, ask.switch.base_mac
    lines = [
        f"Switch/Stack Mac Address : {mac} - Local Mac Address",
        "Mac persistency wait time: Indefinite",
        "                                             H/W   Current",
        "Switch#   Role    Mac Address     Priority Version  State ",
        "-" * 85,
    ]
    for member in range(1, switch.hardware.members + 1):
        role = "Active" if member == 1 else "Standby" if member == 2 else "Member"
        own, priority, version, state = mac_plus(mac, 0x10000 * (member - 1)), 16 - member, "V02", "Ready"
        if member == switch.health.lost_member:
            role, own, priority, version, state = "Member", "0000.0000.0000", 0, "V02", "Removed"
        elif member == switch.health.strange_member:
            role, version, state = "Member", "V02", "V-Mismatch"
        elif member == switch.health.starting_member:
            role, version, state = "Member", "V02", "Initializing"
        star = "*" if member == 1 else " "
        lines.append(f"{star}{member}       {role:<8} {own}     {priority:<6} {version:<7} {state:<20}")
    if switch.health.planned_member:
        number = switch.hardware.members + 1
        lines.append(f" {number}       Member   0000.0000.0000     0              {'Provisioned':<20}")
    return "\n".join(lines) + "\n"


def _ring(switch: Switch) -> list[tuple[int, tuple[int | None, int | None]]]:
    """(member, neighbours on its two ports) of the switches that are there; None: the cable leads to nobody."""
    there = _present(switch)
    if len(there) < 2:
        return [(member, (None, None)) for member in there]
    one, two = there
    if switch.health.ring_open:  # the cable between 1/1 and 2/2 is out
        return [(one, (None, two)), (two, (one, None))]
    return [(one, (two, two)), (two, (one, one))]


def _members_detail(ask: Ask) -> str:
    lines = [
        "",
        "",
        "         Stack Port Status             Neighbors     ",
        "Switch#  Port 1     Port 2           Port 1   Port 2 ",
        "-" * 56,
    ]
    for member, others in _ring(ask.switch):
        state = ["DOWN" if other is None else "OK" for other in others]
        near = ["None" if other is None else str(other) for other in others]
        lines.append(f"  {member}      {state[0]:<10} {state[1]:<16} {near[0]:<8} {near[1]} ")
    return _members(ask) + "\n".join(lines) + "\n"


def _ports(ask: Ask) -> str:
    left = "Sw#/Port#  Port Status  Neighbor/Port  Cable Length   "
    lines = [
        f"{left}Link OK   Link Active   Sync OK   #Changes to LinkOK  In Loopback",
        "-" * 115,
    ]
    for member, others in _ring(ask.switch):
        for port, other in enumerate(others, start=1):
            there, up = ("None", "No") if other is None else (f"{other}/{3 - port}", "Yes")
            status, length = ("DOWN", "NONE") if other is None else ("OK", "50cm")
            changes = 0 if other is None else 1
            lines.append(
                f"{f'{member}/{port}':<11}{status:<13}{there:<15}{length:<15}{up:<10}{up:<14}{up:<10}{changes:<20}No"
            )
    return "\n".join(lines) + "\n"


def _tables(ask: Ask) -> str:
    return _tables_17(ask) if ask.switch.hardware.wide else _tables_16(ask)


def _learnt(ask: Ask, most: int) -> int:
    return most - 3 if ask.switch.health.tables_full else 40 + draw(ask.switch.name + "macs", 300)


def _tables_17(ask: Ask) -> str:
    """IOS-XE 17: one row per table, exact matches and TCAM apart; the share of V4, V6, MPLS and others behind."""
    heading = f" {'Table':<23}{'Subtype':<13}{'Dir':<5}{'Max':>7}{'Used':>9}{'%Used':>9}"
    lines = [
        "Codes: EM - Exact_Match, I - Input, O - Output, IO - Input & Output, NA - Not Applicable",
        "",
        "CAM Utilization for ASIC  [0]",
        heading + "".join(f"{word:>9}" for word in ("V4", "V6", "MPLS", "Other")),
        " " + "-" * 102,
    ]
    rows = (
        ("Mac Address Table", "EM", "I", 32_768, _learnt(ask, 32_768)),
        ("Mac Address Table", "TCAM", "I", 1_024, 21),
        ("IP Route Table", "EM", "I", 24_576, 40),
        ("IP Route Table", "TCAM", "I", 8_192, 76),
        ("Security ACL", "TCAM", "IO", 5_120, 129),
    )
    for table, kind, way, most, used in rows:
        left = f" {table:<23}{kind:<13}{way:<5}{most:>7}{used:>9}{f'{100 * used / most:.2f}%':>9}"
        lines.append(left + f"{0:>9}{0:>9}{0:>9}{used:>9}")
    return "\n".join(lines) + "\n"


def _tables_16(ask: Ask) -> str:
    """IOS-XE 16: most and used in one column each, exact matches and TCAM with a stroke between them."""
    lines = [
        "CAM Utilization for ASIC# 0",
        f" {'Table':<50}{'Max Values':<20}{'Used Values':<20}",
        " " + "-" * 80,
        f" {'Unicast MAC addresses':<50}{'32768/1024':<20}{f'{_learnt(ask, 32_768)}/21':<20}",
        f" {'L3 Multicast entries':<50}{'4096/512':<20}{'0/7':<20}",
        f" {'Directly or indirectly connected routes':<50}{'16384/7168':<20}{'34/45':<20}",
        f" {'Security Access Control Entries':<50}{'3072':<20}{'126':<20}",
    ]
    return "\n".join(lines) + "\n"


def _memory(ask: Ask) -> str:
    """The pools and the processes that hold most; a switch that has run out holds nearly all in one process."""
    total, held = 856_541_768, 148_000_000 + draw(ask.switch.name + "mem", 4_000_000)
    rows = [(0, "*Init*", held), (0, "*Dead*", 24_858_128), (118, "SNMP ENGINE", 10_653_483)]
    if ask.switch.health.low_memory:
        rows.insert(0, (92, "SISF Main Thread", total - 9_000_000 - sum(size for _, _, size in rows)))
    used = sum(size for _, _, size in rows)
    lines = [f"Processor Pool Total:  {total} Used:  {used} Free:  {total - used}"]
    if ask.switch.hardware.is_xe:
        lines.append(" lsmpi_io Pool Total:    6295128 Used:    6294304 Free:        824")
    lines += ["", " PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process"]
    freed = 600_000
    lines += [f"{pid:>4}   0{size + freed:>11}{freed:>11}{size:>11}{0:>11}{0:>11} {name}" for pid, name, size in rows]
    return "\n".join([*lines, f"{used:>39} Total"]) + "\n"


COMMANDS = (
    Command(line="show processes memory sorted", render=_memory, families=NETWORK),
    Command(line="show processes cpu sorted", render=_cpu, families=NETWORK),
    Command(
        line="show platform hardware fed switch active fwd-asic resource tcam utilization", render=_tables, families=XE
    ),
    Command(line="show environment all", render=_environment),
    Command(line="show switch", render=_members, families=XE),
    Command(line="show switch detail", render=_members_detail, families=XE),
    Command(line="show switch stack-ports summary", render=_ports, families=XE),
)
