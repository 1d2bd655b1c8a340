"""What looks like a fault and is none, or another one: spares, sleepers, roamers, modules that measure nothing."""

from __future__ import annotations

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up, went_down
from bot.lab.state import root_port


def asleep(scene: Scene) -> None:
    """A sleeping computer holds its link at 10 Mb/s, to be woken over the network."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "speed", 10)
    scene.set(scene.port, "asleep", value=True)


def restarts(scene: Scene) -> None:
    """The device on the port loses its power again and again and starts anew: no fault of the cable."""
    scene.needs_copper()
    scene.powered()
    for n in range(9):
        begin = n * 70.0 - 620.0
        scene.log(f"%ILPOWER-5-IEEE_DISCONNECT: Interface {scene.port.short}: PD removed", after=begin)
        for late, text in went_down(scene.port.name):
            scene.log(text, after=begin + 0.4 + late)
        scene.log(f"%ILPOWER-7-DETECT: Interface {scene.port.short}: Power Device detected: IEEE PD", after=begin + 3.0)
        scene.log(f"%ILPOWER-5-POWER_GRANTED: Interface {scene.port.short}: Power granted", after=begin + 3.2)
        for late, text in came_up(scene.port.name):
            scene.log(text, after=begin + 41.0 + late)


def far_half(scene: Scene) -> None:
    """The other end runs half duplex: here frames come in broken, and no collision is ever counted."""
    scene.needs_copper()
    speaker = next((endpoint for endpoint in scene.port.endpoints if endpoint.speaks_cdp), None)
    if speaker is None:
        raise RequestError(f"What hangs on {scene.port.name} does not speak CDP; choose a port with a phone.")
    scene.set(scene.port, "far_half", value=True)
    scene.rise("crc", 3.2)
    scene.rise("runts", 0.4)


def numb(scene: Scene) -> None:
    """The device draws its power and gives no link: it hangs, or is broken itself."""
    scene.needs_copper()
    scene.powered()
    scene.set(scene.port, "numb", value=True)


def weak_laser(scene: Scene) -> None:
    """The module of this end sends too little light; what comes in is well."""
    _module(scene)
    scene.set(scene.port, "tx_dbm", -14.1)


def measures_nothing(scene: Scene) -> None:
    """The module measures nothing: no value is not the same as no light."""
    _module(scene)
    scene.set(scene.port, "dumb_module", value=True)


def hot_standby(scene: Scene) -> None:
    """A spare member of a port-channel waits, as it was told to."""
    if scene.port.channel is None:
        raise RequestError(f"{scene.port.name} is in no port-channel; try Te1/1/2 of sw-kar-a2-03.")
    scene.set(scene.port, "standby", value=True)


def few_drops(scene: Scene) -> None:
    """A burst now and then does not fit: nobody notices."""
    scene.rise("output_drops", 0.4)


def leased_and_guarded(scene: Scene) -> None:
    """IP source guard lets the device through, for its lease is on record."""
    scene.needs_copper()
    scene.occupant()
    scene.set(scene.port, "guarded", value=True)


def clients_roam(scene: Scene) -> None:
    """Two phones walk between an access point here and one behind the uplink: their addresses move now and then."""
    uplink = root_port(scene.region, scene.switch)
    ap = next((p for p in scene.switch.physical if any(e.kind == "ap" for e in p.endpoints)), None)
    if uplink is None or ap is None:
        raise RequestError(f"{scene.switch.name} has no access point; try sw-kar-a2-03.")
    for n, mac in enumerate(("9cb6.d0a1.1102", "9cb6.d0a1.4418")):
        scene.log(
            f"%SW_MATM-4-MACFLAP_NOTIF: Host {mac} in vlan {ap.vlan} is flapping "
            f"between port {uplink.short} and port {ap.short}",
            after=n * 1130.0 - 1400.0,
        )


def member_planned(scene: Scene) -> None:
    """One more switch of the stack is planned, and was never there."""
    if scene.switch.hardware.members < 2:
        raise RequestError(f"{scene.switch.name} is no stack. Try sw-arv-a1-01.")
    scene.set(scene.switch.health, "planned_member", value=True)


def radar_heard(scene: Scene) -> None:
    """Radar was heard on the channel: the radio moved to another one and goes on."""
    scene.set(scene.ap.radios[1], "channel", 112)


def _module(scene: Scene) -> None:
    if not scene.port.fibre or scene.port.peer is None:
        raise RequestError(f"{scene.port.name} is no fibre in use; try Te1/1/1 of sw-kar-a2-03.")


def led_off(scene: Scene) -> None:
    """Its lamp is off, as the wards want it at night."""
    scene.set(scene.ap, "led", value=False)
