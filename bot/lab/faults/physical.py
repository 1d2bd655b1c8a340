"""Faults of cable, plug and setting: shut by hand, unplugged, errors, duplex, speed, and of power over the cable."""

from __future__ import annotations

from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up, went_down
from bot.lab.state import poe_used


def admin_shutdown(scene: Scene) -> None:
    scene.set(scene.port, "shutdown", value=True)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)", after=2.5)


def notconnect(scene: Scene) -> None:
    scene.occupant()
    scene.set(scene.port, "unplugged", value=True)


def crc_rising(scene: Scene) -> None:
    if not scene.port.fibre:
        scene.occupant()
    scene.rise("crc", 4.1)
    scene.rise("frame", 0.06)


def duplex_mismatch(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    port = scene.port
    scene.set(port, "half", value=True)
    scene.set(port, "speed", min(100, port.mbps))
    for counter, per_s in (("collisions", 6.3), ("late_collisions", 0.7), ("deferred", 3.2), ("runts", 0.2)):
        scene.rise(counter, per_s)
    speaker = next((endpoint for endpoint in port.endpoints if endpoint.speaks_cdp), None)
    if speaker is not None:
        far = "Port 1" if speaker.kind == "phone" else "GigabitEthernet0"
        scene.repeat(
            f"%CDP-4-DUPLEX_MISMATCH: duplex mismatch discovered on {port.name} (not full duplex), "
            f"with {speaker.host} {far} (full duplex).",
            60.0,
            after=3.0,
        )


def comes_and_goes(scene: Scene) -> None:
    """The link of a device comes and goes; it is up when somebody looks."""
    scene.occupant()
    for n in range(14):
        begin = n * 20.0 - 290.0
        for late, text in went_down(scene.port.name):
            scene.log(text, after=begin + late)
        for late, text in came_up(scene.port.name):
            scene.log(text, after=begin + 6.0 + late)


def speed_low(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "speed", 10)
    for late, text in went_down(scene.port.name):
        scene.log(text, after=late)
    for late, text in came_up(scene.port.name):
        scene.log(text, after=3.4 + late)


def cable_fault(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "unplugged", value=True)
    good, cut = "31   +/- 5  meters", "14   +/- 5  meters"
    pairs = ((good, "Normal"), (cut, "Open"), (cut, "Open"), (good, "Normal"))
    scene.set(scene.port, "tdr", pairs[: 2 if scene.port.mbps == 100 else 4])
    scene.set(scene.port, "tdr_at", scene.at + 240.0 if scene.at + 240.0 < scene.region.clock.now() else scene.at)


def poe_denied(scene: Scene) -> None:
    """The device asks for more than the port is configured to give."""
    scene.needs_copper()
    scene.powered()
    scene.set(scene.port, "poe", "power-deny")
    scene.set(scene.port, "poe_max", 4.0)
    _denied(scene, "inline power denied")


def poe_budget(scene: Scene) -> None:
    """The switch has less left than the device asks for, as after the loss of a power supply."""
    scene.needs_copper()
    asked = scene.powered().watts
    scene.set(scene.port, "poe", "power-deny")
    scene.set(scene.switch, "poe_available", round(poe_used(scene.switch, scene.port.member) + asked * 0.4, 1))
    _denied(scene, "inline power denied. Reason: insufficient power")


def _denied(scene: Scene, words: str) -> None:
    name = scene.port.short
    scene.count("poe_denied", 1)
    scene.rise("poe_denied", 1 / 30)
    scene.log(f"%ILPOWER-7-DETECT: Interface {name}: Power Device detected: IEEE PD", after=2.0)
    scene.repeat(f"%ILPOWER-5-ILPOWER_POWER_DENY: Interface {name}: {words}", 30.0, after=2.2)


def poe_faulty(scene: Scene) -> None:
    scene.needs_copper()
    scene.powered()
    scene.set(scene.port, "poe", "faulty")
    scene.count("poe_short", 2)
    scene.rise("poe_short", 1 / 60)
    scene.repeat(
        f"%ILPOWER-3-CONTROLLER_PORT_ERR: Controller port error, Interface {scene.port.short}: "
        "Power Controller reports power Tstart error detected",
        60.0,
    )


def poe_off(scene: Scene) -> None:
    scene.needs_copper()
    scene.powered()
    scene.set(scene.port, "poe", "never")
    scene.log(f"%ILPOWER-5-IEEE_DISCONNECT: Interface {scene.port.short}: PD removed")
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)", after=2.5)
