"""The switch itself: clock, version, parts, time sync, log."""

from __future__ import annotations

import math

from bot.lab.clock import long_stamp, uptime_words
from bot.lab.logbook import log_lines
from bot.lab.names import bare
from bot.lab.render.grammar import NETWORK, Ask, Command
from bot.lab.state import linked
from bot.lab.topology import Switch

_NTP_EPOCH = 2_208_988_800  # seconds from 1900 to 1970
EXPORT = """This product contains cryptographic features and is subject to United
States and local country laws governing import, export, transfer and
use. Delivery of Cisco cryptographic products does not imply
third-party authority to import, export, distribute or use encryption.
Importers, exporters, distributors and users are responsible for
compliance with U.S. and local country laws. By using this product you
agree to comply with applicable laws and regulations. If you are unable
to comply with U.S. and local laws, return this product immediately.

A summary of U.S. laws governing Cisco cryptographic products may be found at:
http://www.cisco.com/wwl/export/crypto/tool/stqrg.html

If you require further assistance please contact us by sending email to
export@cisco.com.
"""


def _clock(ask: Ask) -> str:
    """A star stands before the time of a clock that no server keeps right."""
    star = "" if ask.switch.synced else "*"
    return f"{star}{long_stamp(ask.now + ask.switch.drift_s)}\n"


def _version(ask: Ask) -> str:
    return _version_xe(ask) if ask.switch.hardware.is_xe else _version_classic(ask)


def _started(ask: Ask) -> tuple[str, str]:
    up = uptime_words(ask.now - ask.switch.booted)
    stamp = long_stamp(ask.switch.booted)
    return up, f"{stamp[:8]}{stamp[12:]}"


def _port_counts(switch: Switch) -> list[str]:
    kinds: dict[str, int] = {}
    words = {10_000: "Ten Gigabit Ethernet", 100_000: "Hundred Gigabit Ethernet", 100: "FastEthernet"}
    for port in switch.physical:
        kind = words.get(port.mbps, "Gigabit Ethernet")
        if port.name.startswith("Twenty"):
            kind = "TwentyFive Gigabit Ethernet"
        kinds[kind] = kinds.get(kind, 0) + 1
    return [f"{count} {kind} interfaces" for kind, count in kinds.items()]


def reload_words(switch: Switch) -> tuple[str, str]:
    """(what the system returned to ROM by, the last reload reason): a planned reload, where nothing else is known."""
    if switch.health.reordered:
        return "reload", "Reload Command"
    if switch.health.reload is not None:
        return switch.health.reload, switch.health.reload
    return ("Reload Command", "Reload Command") if switch.hardware.is_xe else ("power-on", "power-on")


def _stack_rows(switch: Switch) -> list[str]:
    hardware, rows = switch.hardware, []
    for member in range(1, hardware.members + 1):
        if member != switch.health.lost_member:
            total = sum(port.member == member for port in switch.physical)
            star = "*" if member == 1 else " "
            software = f"{hardware.version:<17} {hardware.image:<21} INSTALL"
            rows.append(f"{star}{member:>5} {total:<5} {hardware.pid:<18} {software}")
    return rows


def _version_xe(ask: Ask) -> str:
    switch, hardware = ask.switch, ask.switch.hardware
    up, since = _started(ask)
    major, minor, patch = hardware.version.rstrip("abc").split(".")
    long_version = f"{major}.{int(minor):02d}.{int(patch):02d}{hardware.version.lstrip('0123456789.')}"
    mac = ":".join(bare(switch.base_mac)[i : i + 2] for i in range(0, 12, 2))
    returned, reason = reload_words(switch)
    return "\n".join(
        [
            f"Cisco IOS XE Software, Version {long_version}",
            hardware.software_line,
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2023 by Cisco Systems, Inc.",
            f"Compiled {hardware.compiled}",
            "",
            "",
            "ROM: IOS-XE ROMMON",
            "BOOTLDR: System Bootstrap, Version 17.1.1[FC2], RELEASE SOFTWARE (P)",
            "",
            f"{switch.name} uptime is {up}",
            f"Uptime for this control processor is {up}",
            f"System returned to ROM by {returned} at {since}",
            f"System restarted at {since}",
            'System image file is "flash:packages.conf"',
            f"Last reload reason: {reason}",
            "",
            "",
            "",
            EXPORT,
            "",
            f"cisco {hardware.pid} ({hardware.cpu}) processor with 1867864K/6147K bytes of memory.",
            f"Processor board ID {switch.serial}",
            "4 Virtual Ethernet interfaces",
            *_port_counts(switch),
            "32768K bytes of non-volatile configuration memory.",
            "16010152K bytes of physical memory.",
            "11161600K bytes of Flash at flash:.",
            "1638400K bytes of Crash Files at crashinfo:.",
            "",
            f"Base Ethernet MAC Address          : {mac}",
            "Motherboard Assembly Number        : 73-18140-03",
            f"Motherboard Serial Number          : {switch.serial}",
            "Model Revision Number              : D0",
            "Motherboard Revision Number        : B0",
            f"Model Number                       : {hardware.pid}",
            f"System Serial Number               : {switch.serial}",
            "",
            "",
            "Switch Ports Model              SW Version        SW Image              Mode   ",
            "------ ----- -----              ----------        ----------            ----   ",
            *_stack_rows(switch),
            "",
            "",
            "Configuration register is 0x102",
            "",
        ]
    )


def _version_classic(ask: Ask) -> str:
    switch, hardware = ask.switch, ask.switch.hardware
    up, since = _started(ask)
    mac = ":".join(bare(switch.base_mac)[i : i + 2] for i in range(0, 12, 2)).upper()
    line, total = hardware.image.split("-")[0], len(list(switch.physical))
    new = hardware.family == "ios15"
    returned, reason = reload_words(switch)
    return "\n".join(
        [
            hardware.software_line,
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2021 by Cisco Systems, Inc.",
            f"Compiled {hardware.compiled}",
            "",
            f"ROM: Bootstrap program is {line} boot loader",
            f"BOOTLDR: {line} Boot Loader ({line}-HBOOT-M) Version {hardware.version}, RELEASE SOFTWARE (fc1)",
            "",
            f"{switch.name} uptime is {up}",
            f"System returned to ROM by {returned}",
            f"System restarted at {since}",
            f'System image file is "flash:/{hardware.image.lower()}.bin"',
            *([f"Last reload reason: {reason}"] if new else []),
            "",
            "",
            EXPORT,
            f"cisco {hardware.pid} ({hardware.cpu}) processor (revision F0) with 524288K bytes of memory.",
            f"Processor board ID {switch.serial}",
            f"Last reset from {returned if returned == 'power-on' else 'reload'}",
            "4 Virtual Ethernet interfaces",
            *_port_counts(switch),
            "The password-recovery mechanism is enabled.",
            "",
            "512K bytes of flash-simulated non-volatile configuration memory.",
            f"Base ethernet MAC Address       : {mac}",
            "Model revision number           : F0",
            f"Model number                    : {hardware.pid}",
            f"System serial number            : {switch.serial}",
            "Hardware Board Revision Number  : 0x12",
            "",
            "",
            "Switch Ports Model                     SW Version            SW Image                 ",
            "------ ----- -----                     ----------            ----------               ",
            f"*    1 {total:<5} {hardware.pid:<25} {hardware.version:<21} {hardware.image:<25}",
            "",
            "",
            "Configuration register is 0xF",
            "",
        ]
    )


def _part(name: str, words: str, pid: str, version: str, serial: str) -> str:
    return f'NAME: "{name}", DESCR: "{words}"\nPID: {pid:<18}, VID: {version}  , SN: {serial}\n'


def _inventory(ask: Ask) -> str:
    switch, pid = ask.switch, ask.switch.hardware.pid
    if switch.hardware.is_xe:
        stack = f"c{pid.replace('WS-', '').replace('C', '')[:2]}xx Stack"
        parts = [_part(stack, stack, pid, "V03", switch.serial)]
        for member in range(1, switch.hardware.members + 1):
            serial = switch.serial if member == 1 else f"{switch.serial[:-1]}{member}"
            supply = f"Switch {member} - Power Supply A"
            if member != switch.health.lost_member:
                parts.append(_part(f"Switch {member}", pid, pid, "V03", serial))
                parts.append(_part(supply, supply, switch.hardware.psu, "V01", f"DCC{serial[3:]}"))
    else:
        parts = [_part("1", pid, pid, "V04", switch.serial)]
    for port in switch.physical:
        if port.fibre and port.peer is not None:
            ten = port.mbps >= 10_000
            words, module = ("SFP-10GBase-SR", "SFP-10G-SR") if ten else ("1000BaseSX SFP", "GLC-SX-MMD")
            parts.append(_part(port.name, words, module, "V03", f"AVD{21411400 + port.number}"))
    return "\n".join(parts)


def _ntp_hex(at: float) -> str:
    fraction, seconds = math.modf(at + _NTP_EPOCH)
    return f"{int(seconds):08X}.{int(fraction * (1 << 32)):08X}"


def _ntp(ask: Ask) -> str:
    xe, old = ask.switch.hardware.is_xe, ask.switch.hardware.family == "ios12"
    nominal, actual, precision = ("250.0000", "249.9968", "2**10") if xe else ("119.2092", "119.2075", "2**17")
    uptime = int((ask.now - ask.switch.booted) * 100)
    late = 412
    if ask.switch.synced:
        when = ask.now - late
        lines = ["Clock is synchronized, stratum 3, reference is 10.40.9.10     "]
        clock = (f"{_ntp_hex(when)} ({long_stamp(when)})", "0.5000", "4.00", "31.77", "2.20")
        last = [
            "loopfilter state is 'CTRL' (Normal Controlled Loop), drift is 0.000012713 s/s",
            f"system poll interval is 1024, last update was {late} sec ago.",
        ]
    else:
        lines = ["Clock is unsynchronized, stratum 16, no reference clock"]
        clock = ("00000000.00000000 (01:00:00.000 CET Mon Jan 1 1900)", "0.0000", "0.00", "7.22", "0.00")
        last = [
            "loopfilter state is 'FSET' (Drift set from file), drift is 0.000012713 s/s",
            "system poll interval is 8, never updated.",
        ]
    lines += [
        f"nominal freq is {nominal} Hz, actual freq is {actual} Hz, precision is {precision}",
        *([] if old else [f"ntp uptime is {uptime} (1/100 of seconds), resolution is 4000"]),
        f"reference time is {clock[0]}",
        f"clock offset is {clock[1]} msec, root delay is {clock[2]} msec",
        f"root dispersion is {clock[3]} msec, peer dispersion is {clock[4]} msec",
        *([] if old else last),
    ]
    return "\n".join(lines) + "\n"


def _logging(ask: Ask) -> str:
    switch = ask.switch
    xe, old = switch.hardware.is_xe, switch.hardware.family == "ios12"
    size = 4096 if old else 16_384
    lines = log_lines(ask.region, switch)
    kept: list[str] = []
    for line in reversed(lines):
        size -= len(line) + 1
        if size < 0:
            break
        kept.insert(0, line)
    count = 4000 + len(lines)
    head = [
        (
            "Syslog logging: enabled (0 messages dropped, 34 messages rate-limited, 0 flushes, 0 overruns, "
            "xml disabled, filtering disabled)"
        ),
        "",
        "No Active Message Discriminator.",
        "",
        "",
        "",
        "No Inactive Message Discriminator.",
        "",
        "",
        f"    Console logging: level informational, {count - 31} messages logged, xml disabled,",
        "                     filtering disabled",
        "    Monitor logging: level debugging, 68 messages logged, xml disabled,",
        "                     filtering disabled",
        f"    Buffer logging:  level debugging, {count} messages logged, xml disabled,",
        "                    filtering disabled",
        "    Exception Logging: size (4096 bytes)",
        "    Count and timestamp logging messages: disabled",
        *([] if old else ["    File logging: disabled"]),
        "    Persistent logging: disabled",
        "",
        "No active filter modules.",
        "",
        f"    Trap logging: level informational, {count - 19} message lines logged",
        "        Logging to 10.40.9.5  (udp port 514, audit disabled,",
        "              link up),",
        f"              {count - 19} message lines logged, ",
        "              0 message lines rate-limited, ",
        "              0 message lines dropped-by-MD, ",
        "              xml disabled, sequence number disabled",
        "              filtering disabled",
        *(["        Logging Source-Interface:       VRF Name:"] if xe else []),
        "",
        f"Log Buffer ({4096 if old else 16_384} bytes):",
        *([] if old else [""]),
    ]
    return "\n".join([*head, *kept]) + "\n"


def _addresses(ask: Ask) -> str:
    switch = ask.switch
    mgmt = f"Vlan{switch.site.vlans['mgmt']}"
    lines = ["Interface              IP-Address      OK? Method Status                Protocol"]
    lines.append("Vlan1                  unassigned      YES NVRAM  administratively down down    ")
    lines.append(f"{mgmt:<22} {switch.host_ip:<15} YES NVRAM  up                    up      ")
    for port in switch.ports.values():
        up = "up" if linked(ask.region, switch, port) else "down"
        state = "administratively down" if port.shutdown else up
        address, how = (port.routed, "NVRAM") if port.routed else ("unassigned", "unset")
        lines.append(f"{port.name:<22} {address:<15} YES {how:<6} {state:<21} {up:<8}")
    return "\n".join(lines) + "\n"


COMMANDS = (
    Command(line="show clock", render=_clock, families=NETWORK),
    Command(line="show version", render=_version),
    Command(line="show inventory", render=_inventory),
    Command(line="show ntp status", render=_ntp, families=NETWORK),
    Command(line="show logging", render=_logging, families=NETWORK),
    Command(line="show ip interface brief", render=_addresses, families=NETWORK),
)
