"""show interfaces: the long form, as each software family words it."""

from __future__ import annotations

from bot.lab.clock import compact_age
from bot.lab.counters import Counters, counters
from bot.lab.names import draw, mac_plus
from bot.lab.render.grammar import NETWORK, Ask, Command
from bot.lab.state import routed_vlans, speed, status, svi_mac
from bot.lab.topology import Port, Switch

_HARDWARE = (
    ("FastEthernet", "Fast Ethernet"),
    ("GigabitEthernet", "Gigabit Ethernet"),
    ("TenGigabitEthernet", "Ten Gigabit Ethernet"),
    ("TwentyFiveGigE", "Twenty Five Gigabit Ethernet"),
    ("HundredGigE", "Hundred Gigabit Ethernet"),
    ("Port-channel", "EtherChannel"),
)


def speed_words(mbps: int) -> str:
    """1000Mb/s, 10Gb/s."""
    return f"{mbps // 1000}Gb/s" if mbps >= 10_000 else f"{mbps}Mb/s"


def media(switch: Switch, port: Port) -> str:
    """The media type as show interfaces and show interfaces status name it."""
    if port.is_channel:
        return "N/A" if switch.hardware.is_xe else ""
    if port.fibre:
        if port.peer is None:
            return "Not Present"
        if port.mbps >= 100_000:
            return "QSFP 100G SR4"
        return "SFP-10GBase-SR" if port.mbps >= 10_000 else "1000BaseSX SFP"
    return "10/100BaseTX" if port.mbps == 100 else "10/100/1000BaseTX"


def all_interfaces(ask: Ask) -> str:
    svis = [_svi(ask.switch, vlan) for vlan in svi_vlans(ask.switch)]
    return "".join([*svis, *(_block(ask, port) for port in ask.switch.ports.values())])


def svi_vlans(switch: Switch) -> list[int]:
    """VLAN interfaces: 1 (shut), management, and on a gateway all routed VLANs."""
    return [1, *(routed_vlans(switch) if switch.role == "distribution" else [switch.site.vlans["mgmt"]])]


def _one(ask: Ask) -> str:
    return _block(ask, ask.port)


def _one_svi(ask: Ask) -> str:
    vlan = int(ask.words["svi"].removeprefix("Vlan"))
    if vlan not in svi_vlans(ask.switch):
        return "% Invalid input detected at '^' marker.\n\n"
    return _svi(ask.switch, vlan)


def _block(ask: Ask, port: Port) -> str:
    switch, family = ask.switch, ask.switch.hardware.family
    word = status(ask.region, switch, port)
    count = counters(ask.region, switch, port)
    up = word == "connected"
    mbps = speed(switch, port)
    bandwidth = (mbps * max(1, len(port.members)) if up else port.mbps) * 1000
    unit = "Kbit" if family == "ios12" else "Kbit/sec"
    lines = [
        _first_line(port, word) + ("" if family == "xe17" else " "),
        _hardware_line(switch, port),
        *([f"  Description: {port.description}"] if port.description else []),
        *([f"  Internet address is {port.routed}/30"] if port.routed else []),
        f"  MTU 1500 bytes, BW {bandwidth} {unit}, DLY {_delay(mbps)} usec, ",
        (
            f"     reliability 255/255, "
            f"txload {_load(count.bps_out, bandwidth)}/255, rxload {_load(count.bps_in, bandwidth)}/255"
        ),
        "  Encapsulation ARPA, loopback not set",
        "  Keepalive not set" if port.fibre and not switch.hardware.is_xe else "  Keepalive set (10 sec)",
        f"  {_negotiation(switch, port, up=up, mbps=mbps)}",
        f"  input flow-control is {'on' if switch.hardware.is_xe else 'off'}, output flow-control is unsupported ",
        "  ARP type: ARPA, ARP Timeout 04:00:00",
        *([f"  Members in this channel: {' '.join(_bundled(ask, port))} "] if port.is_channel else []),
        _last_input(ask, port, up=up),
        '  Last clearing of "show interface" counters never',
        (
            f"  Input queue: 0/{2000 if switch.hardware.is_xe else 75}/0/0 (size/max/drops/flushes); "
            f"Total output drops: {count.output_drops}"
        ),
        "  Queueing strategy: fifo",
        "  Output queue: 0/40 (size/max)",
        f"  5 minute input rate {count.bps_in if up else 0} bits/sec, {count.pps_in if up else 0} packets/sec",
        f"  5 minute output rate {count.bps_out if up else 0} bits/sec, {count.pps_out if up else 0} packets/sec",
        *_totals(family, count),
    ]
    return "\n".join(lines) + "\n"


def _first_line(port: Port, word: str) -> str:
    if word == "disabled":
        return f"{port.name} is administratively down, line protocol is down (disabled)"
    if word in ("suspended", "monitoring"):  # there is link, and the port-channel or the network does not use it
        return f"{port.name} is up, line protocol is down ({word})"
    state = "up" if word == "connected" else "down"
    return f"{port.name} is {state}, line protocol is {state} ({word})"


def _hardware_line(switch: Switch, port: Port) -> str:
    kind = next(words for prefix, words in _HARDWARE if port.name.startswith(prefix))
    mac = mac_plus(switch.base_mac, port.number)
    return f"  Hardware is {kind}, address is {mac} (bia {mac})"


def _delay(mbps: int) -> int:
    return {10: 1000, 100: 100}.get(mbps, 10)


def _load(bps: int, kbit: int) -> int:
    return max(1, min(255, bps * 255 // (kbit * 1000)))


def _negotiation(switch: Switch, port: Port, *, up: bool, mbps: int) -> str:
    kind = media(switch, port)
    if port.fibre:
        auto = "" if kind == "1000BaseSX SFP" else "link type is auto, "
        return f"Full-duplex, {speed_words(mbps)}, {auto}media type is {kind or ' '}"
    if not up and not port.hard_coded:
        return f"Auto-duplex, Auto-speed, media type is {kind}"
    return f"{'Half' if port.half else 'Full'}-duplex, {speed_words(mbps)}, media type is {kind}"


def _bundled(ask: Ask, port: Port) -> list[str]:
    members = [ask.switch.ports[name] for name in port.members]
    return [m.short for m in members if status(ask.region, ask.switch, m) == "connected" and not (m.alone or m.standby)]


def _last_input(ask: Ask, port: Port, *, up: bool) -> str:
    if up:
        seen = "never" if port.silent else compact_age(draw(port.name, 3 if port.trunk else 28))
        return f"  Last input {seen}, output 00:00:00, output hang never"
    if port.changed and (port.endpoints or port.peer is not None):
        age = compact_age(max(0.0, ask.now - port.changed))
        return f"  Last input {age}, output {age}, output hang never"
    return "  Last input never, output never, output hang never"


def _totals(family: str, count: Counters) -> list[str]:
    pause = "PAUSE" if family == "ios12" else "pause"
    return [
        f"     {count.packets_in} packets input, {count.bytes_in} bytes, 0 no buffer",
        f"     Received {count.broadcasts_in} broadcasts ({count.multicasts_in} multicasts)",
        f"     {count.runts} runts, {count.giants} giants, 0 throttles ",
        f"     {count.input_errors} input errors, {count.crc} CRC, {count.frame} frame, 0 overrun, 0 ignored",
        f"     0 watchdog, {count.multicasts_in} multicast, 0 pause input",
        "     0 input packets with dribble condition detected",
        f"     {count.packets_out} packets output, {count.bytes_out} bytes, 0 underruns",
        *([f"     Output {count.broadcasts_out} broadcasts (0 multicasts)"] if family == "xe17" else []),
        f"     {count.output_errors} output errors, {count.collisions} collisions, {count.resets} interface resets",
        *(["     0 unknown protocol drops"] if family != "ios12" else []),
        f"     0 babbles, {count.late_collisions} late collision, {count.deferred} deferred",
        f"     0 lost carrier, 0 no carrier, 0 {pause} output",
        "     0 output buffer failures, 0 output buffers swapped out",
    ]


def _svi(switch: Switch, vlan: int) -> str:
    xe, old = switch.hardware.is_xe, switch.hardware.family == "ios12"
    mgmt = switch.site.vlans["mgmt"]
    state = "administratively down, line protocol is down" if vlan == 1 else "up, line protocol is up"
    mac, kind = svi_mac(switch), "Ethernet SVI" if xe else "EtherSVI"
    address = switch.host_ip if vlan == mgmt else switch.site.address(vlan, 2)
    lines = [
        f"Vlan{vlan} is {state} {', Autostate Enabled' if switch.hardware.wide else ''}",
        f"  Hardware is {kind}, address is {mac} (bia {mac})",
        *([f"  Internet address is {address}/24"] if vlan != 1 else []),
        f"  MTU 1500 bytes, BW 1000000 {'Kbit' if old else 'Kbit/sec'}, DLY 10 usec, ",
        "     reliability 255/255, txload 1/255, rxload 1/255",
        "  Encapsulation ARPA, loopback not set",
        "  Keepalive not supported ",
        "  ARP type: ARPA, ARP Timeout 04:00:00",
        "  Last input 00:00:00, output 00:00:00, output hang never",
        '  Last clearing of "show interface" counters never',
        "  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0",
        "  Queueing strategy: fifo",
        "  Output queue: 0/40 (size/max)",
        "  5 minute input rate 2000 bits/sec, 3 packets/sec",
        "  5 minute output rate 1000 bits/sec, 1 packets/sec",
        f"     {draw(switch.name + str(vlan), 40_000_000)} packets input, 2249839744 bytes, 0 no buffer",
        "     Received 0 broadcasts (0 IP multicasts)",
        "     0 runts, 0 giants, 0 throttles ",
        "     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored",
        "     9110324 packets output, 812233412 bytes, 0 underruns",
        "     0 output errors, 2 interface resets",
        *([] if old else ["     0 unknown protocol drops"]),
        "     0 output buffer failures, 0 output buffers swapped out",
    ]
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show interfaces", render=all_interfaces, families=NETWORK),
    Command(line="show interfaces {port}", render=_one, families=NETWORK),
    Command(line="show interfaces {svi}", render=_one_svi, families=NETWORK),
)
