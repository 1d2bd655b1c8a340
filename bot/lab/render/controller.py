"""The box of a Catalyst 9800: version, parts, redundancy, and the certificate that access points trust."""

from __future__ import annotations

from bot.lab.clock import long_stamp, uptime_words
from bot.lab.names import draw
from bot.lab.render.grammar import NETWORK_XE, WLC, Ask, Command
from bot.lab.render.system import EXPORT, reload_words


def _version(ask: Ask) -> str:
    switch, hardware = ask.switch, ask.switch.hardware
    up = uptime_words(ask.now - switch.booted)
    stamp = long_stamp(switch.booted)
    major, minor, patch = hardware.version.split(".")
    returned, reason = reload_words(switch)
    return "\n".join(
        [
            f"Cisco IOS XE Software, Version {major}.{int(minor):02d}.{int(patch):02d}",
            hardware.software_line,
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2024 by Cisco Systems, Inc.",
            f"Compiled {hardware.compiled}",
            "",
            "",
            "ROM: IOS-XE ROMMON",
            "",
            f"{switch.name} uptime is {up}",
            f"Uptime for this control processor is {up}",
            f"System returned to ROM by {returned}",
            f"System restarted at {stamp[:8]}{stamp[12:]}",
            'System image file is "bootflash:packages.conf"',
            f"Last reload reason: {reason}",
            "",
            "",
            "",
            EXPORT,
            "AIR License Level: AIR DNA Advantage",
            "Next reload AIR license Level: AIR DNA Advantage",
            "",
            f"cisco {hardware.pid} ({hardware.cpu}) processor (revision VXE) with 12293240K/3075K bytes of memory.",
            f"Processor board ID {switch.serial}",
            "Router operating mode: Autonomous",
            "5 Virtual Ethernet interfaces",
            "32768K bytes of non-volatile configuration memory.",
            "16332124K bytes of physical memory.",
            "6201343K bytes of virtual hard disk at bootflash:.",
            "Installation mode is INSTALL ",
            "",
            "",
            "Configuration register is 0x102",
            "",
        ]
    )


def _inventory(ask: Ask) -> str:
    pid = ask.switch.hardware.pid
    return f'NAME: "Chassis 1", DESCR: "Cisco {pid} Chassis"\nPID: {pid:<18}, VID: V02  , SN: {ask.switch.serial}\n'


def _redundancy(ask: Ask) -> str:
    health, image = ask.switch.health, ask.switch.hardware.software_line
    took_over, paired = health.took_over, health.twin == "hot"
    here, there = (1, 2) if took_over is None else (2, 1)
    at_work = ask.switch.booted if took_over is None else took_over
    lines = [
        "Redundant System Information :",
        "------------------------------",
        f"       Available system uptime = {uptime_words(ask.now - ask.switch.booted)}",
        f"Switchovers system experienced = {0 if took_over is None else 1}",
        f"              Standby failures = {1 if health.twin == 'gone' else 0}",
        f"        Last switchover reason = {'none' if took_over is None else 'active unit failed'}",
        "",
        f"                 Hardware Mode = {'Duplex' if paired else 'Simplex'}",
        "    Configured Redundancy Mode = sso",
        f"     Operating Redundancy Mode = {'sso' if paired else 'Non-redundant'}",
        "              Maintenance Mode = Disabled",
        f"                Communications = {'Up' if paired else 'Down      Reason: Failure'}",
        "",
        "Current Processor Information :",
        "-------------------------------",
        *_processor("Active", here, "ACTIVE", ask.now - at_work, image),
        "",
    ]
    if not paired:
        slot = 0 if health.twin is None else there
        return "\n".join(
            [*lines, f"Peer (slot: {slot}) information is not available because it is in 'DISABLED' state", ""]
        )
    peer = _processor("Standby", there, "STANDBY HOT", ask.now - health.twin_since, image)
    return "\n".join([*lines, "Peer Processor Information :", "----------------------------", *peer, ""])


def _processor(what: str, slot: int, state: str, since_s: float, image: str) -> list[str]:
    return [
        f"{what + ' Location':>30} = slot {slot}",
        f"        Current Software state = {state}",
        f"       Uptime in current state = {uptime_words(since_s)}",
        f"                 Image Version = {image}",
        "                          BOOT = flash:packages.conf;",
        "        Configuration register = 0x102",
    ]


def _trust(ask: Ask) -> str:
    name = ask.switch.name
    return "\n".join(
        [
            f"Trustpoint Name  : {name}_WLC_TP",
            "Certificate Info : Available",
            "Certificate Type : SSC",
            f"Certificate Hash : {draw(name, 1 << 63):016x}{draw(name + 'h', 1 << 63):016x}a3c4f012",
            "Private key Info : Available",
            "FIPS suitability : Not Applicable",
            "",
        ]
    )


COMMANDS = (
    Command(line="show version", render=_version, families=WLC),
    Command(line="show inventory", render=_inventory, families=WLC),
    Command(line="show redundancy", render=_redundancy, families=NETWORK_XE),
    Command(line="show wireless management trustpoint", render=_trust, families=WLC),
)
