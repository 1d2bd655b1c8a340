"""Faults of the box and of what feeds it: power, uplinks, stack, fans, heat, load, restarts, port-channels, time."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up, went_down
from bot.lab.topology import Switch

_DESKS = 12
_BACK_S = 1020.0  # a restart is asked about a quarter of an hour after it


def unwell(name: str, value: object, *lines: str) -> Callable[[Scene], None]:
    """A fault that is one value of the switch's health, and what it logs."""

    def fault(scene: Scene) -> None:
        scene.set(scene.switch.health, name, value)
        for line in lines:
            scene.log(line)

    return fault


def supply_failed(scene: Scene) -> None:
    scene.set(scene.switch.health, "supply_failed", value=True)
    if scene.xe:
        scene.log("%PLATFORM_FEP-1-FRU_PS_SIGNAL_FAULTY: Switch 1: signal on power supply B is in faulty state")


def cpu_busy(scene: Scene) -> None:
    scene.set(scene.switch.health, "busy", ("ARP Input", 88))
    scene.log(
        "%SYS-1-CPURISINGTHRESHOLD: Threshold: Total CPU Utilization(Total/Intr): 94%/3%, "
        "Top 3 processes(Pid/Util):  34/88%, 92/2%, 153/0%"
    )


def restarted(reason: Callable[[Scene], str]) -> Callable[[Scene], None]:
    """The switch is back after a restart that nobody ordered; its log begins anew."""

    def fault(scene: Scene) -> None:
        back = scene.at - _BACK_S
        scene.set(scene.switch, "booted", back)
        scene.set(scene.switch.health, "reload", reason(scene))
        scene.set(scene.switch, "history", [])
        scene.set(scene.switch, "log", [])
        scene.log("%SYS-5-RESTART: System restarted --", after=75.0 - _BACK_S)
        for late, port in enumerate(p for p in scene.switch.physical if p.peer is not None):
            scene.log(f"%LINK-3-UPDOWN: Interface {port.name}, changed state to up", after=105.0 + late * 6 - _BACK_S)

    return fault


def restarted_on_purpose(scene: Scene) -> None:
    """Somebody restarted it for new software; it is back."""
    restarted(lambda _: "Reload Command")(scene)
    scene.set(scene.switch.health, "reordered", value=True)


def ring_open(scene: Scene) -> None:
    """One of the two cables between the switches of a stack is out: all work, until the other one goes too."""
    _last_member(scene)
    scene.set(scene.switch.health, "ring_open", value=True)
    scene.log("%STACKMGR-4-STACK_LINK_CHANGE: Switch 1 R0/0: stack_mgr: Stack port 1 on Switch 1 is down")


def crashed(scene: Scene) -> str:
    if scene.xe:
        return "Critical process linux_iosd_image fault on rp_0_0 (rc=139)"
    return "bus error at PC 0x1A2B3C4, address 0x0"


def lost_power(scene: Scene) -> str:
    return "PowerOn" if scene.xe else "power-on"


def member_removed(scene: Scene) -> None:
    member = _last_member(scene)
    scene.set(scene.switch.health, "lost_member", member)
    scene.log(f"%STACKMGR-4-SWITCH_REMOVED: Switch 1 R0/0: stack_mgr: Switch {member} has been removed from the stack.")


def member_strange(scene: Scene) -> None:
    scene.set(scene.switch.health, "strange_member", _last_member(scene))


def member_starting(scene: Scene) -> None:
    """The last switch of a stack had no electricity for a moment, and is on its way up."""
    member = _last_member(scene)
    scene.set(scene.switch.health, "starting_member", member)
    words = f"Switch 1 R0/0: stack_mgr: Switch {member} has been"
    scene.log(f"%STACKMGR-4-SWITCH_REMOVED: {words} removed from the stack.", after=-240.0)
    scene.log(f"%STACKMGR-4-SWITCH_ADDED: {words} added to the stack.")


def hung(scene: Scene) -> None:
    """The switch has hung: its lamps are on, its fibres have light, and it says nothing to anybody."""
    scene.set(scene.switch.health, "hung", value=True)


def desks_dark(scene: Scene) -> None:
    """The electricity of a corridor is gone: what stands on the desks goes out at once, the switch does not."""
    lit = [port for port in scene.switch.physical if port.endpoints and not port.fibre and not port.shutdown]
    for port in lit[:_DESKS]:
        scene.set(port, "unplugged", value=True)


def branch_planned(scene: Scene) -> None:
    """A port is marked for a switch that nobody has put up yet."""
    free = next((p for p in scene.switch.physical if p.fibre and p.peer is None and not p.shutdown), None)
    if scene.switch.role == "access" or free is None:
        raise RequestError(f"{scene.switch.name} has no free port for another switch; try dsw-kar-01.")
    scene.set(free, "description", "sw-kar-e1-01 (planerad)")


def _last_member(scene: Scene) -> int:
    if scene.switch.hardware.members < 2:
        stacks = [s.name for s in scene.region.switches.values() if s.hardware.members > 1]
        there = f"Try {stacks[0]}." if stacks else "The small region has no stack; start a larger one."
        raise RequestError(f"{scene.switch.name} is no stack. {there}")
    return scene.switch.hardware.members


def etherchannel_suspended(scene: Scene) -> None:
    if scene.port.channel is None:
        members = [port.short for port in scene.switch.physical if port.channel is not None]
        there = f"on {scene.switch.name} those are {', '.join(members)}." if members else "try sw-kar-a2-03."
        raise RequestError(f"etherchannel-suspended needs a member of a port-channel; {there}")
    scene.set(scene.port, "suspended", value=True)
    scene.log(f"%EC-5-L3DONTBNDL2: {scene.port.short} suspended: LACP currently not enabled on the remote port.")


def uplink_down(scene: Scene) -> None:
    """Every fibre towards the core is cut: the switch is out of reach, and its neighbour sees the ports go down."""
    if not scene.switch.up:
        raise RequestError(f"{scene.switch.name} has nothing above it; try an access switch such as sw-kar-a2-03.")
    for name in scene.switch.up:
        scene.set(scene.switch.ports[name], "unplugged", value=True)


def power_lost(scene: Scene) -> None:
    scene.set(scene.switch.health, "dead", value=True)


def site_dark(scene: Scene) -> None:
    """No electricity in the whole clinic, or in this part of the hospital; core switches have their own."""
    for switch in _neighbours(scene):
        scene.set(switch.health, "dead", value=True)


def _neighbours(scene: Scene) -> list[Switch]:
    return [s for s in scene.region.switches.values() if s.site is scene.switch.site and s.role not in ("core", "wlc")]


def _cabled(scene: Scene) -> str:
    return next(port.short for port in scene.switch.physical if port.peer is not None)


def memory_low(scene: Scene) -> None:
    scene.set(scene.switch.health, "low_memory", value=True)
    scene.log("%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from 0x5565A2C4, alignment 32")


def light_low(scene: Scene) -> None:
    """Dirty or bent fibre: too little light comes in, and frames break."""
    if not scene.port.fibre or scene.port.peer is None:
        raise RequestError(f"{scene.port.name} is no fibre in use; try {_cabled(scene)}.")
    scene.set(scene.port, "rx_dbm", -17.2)
    scene.rise("crc", 2.3)


def uplink_flaps(scene: Scene) -> None:
    """The link to another switch comes and goes twice a minute; it is up when somebody looks."""
    if scene.port.peer is None:
        raise RequestError(f"{scene.port.name} leads to no other switch; try {_cabled(scene)}.")
    for n in range(8):
        begin = n * 30.0 - 250.0
        for late, text in went_down(scene.port.name):
            scene.log(text, after=begin + late)
        for late, text in came_up(scene.port.name):
            scene.log(text, after=begin + 6.0 + late)


def natives_differ(scene: Scene) -> None:
    """The VLAN without a tag is another one at this end of a trunk."""
    far = scene.region.other_end(scene.port)
    if far is None or not scene.port.trunk:
        raise RequestError(f"{scene.port.name} is no trunk to another switch; try {_cabled(scene)}.")
    group = scene.port.channel
    for port in scene.switch.ports.values():
        if port is scene.port or (group is not None and (port.channel == group or port.name == f"Port-channel{group}")):
            scene.set(port, "native", scene.switch.site.vlans["mgmt"])
    scene.repeat(
        f"%CDP-4-NATIVE_VLAN_MISMATCH: Native VLAN mismatch discovered on {scene.port.name} "
        f"({scene.port.native}), with {far[0].name}.reg.lan {far[1].name} ({far[1].native}).",
        60.0,
    )


def relay_missing(scene: Scene) -> None:
    if scene.switch.role != "distribution":
        raise RequestError(f"{scene.switch.name} relays for nobody; try a gateway such as dsw-kar-01.")
    scene.set(scene.switch.health, "no_relay", value=True)
    scene.log("%SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.21)")


def full(scene: Scene) -> None:
    """An uplink carries all that it can: packets wait, and some are dropped."""
    if scene.port.peer is None:
        raise RequestError(f"{scene.port.name} leads to no other switch; try {_cabled(scene)}.")
    scene.rise("bits_out", scene.port.mbps * 965_000.0)
    scene.rise("output_drops", 140.0)


def drops_rise(scene: Scene) -> None:
    """More is to be sent than the port can take: packets are dropped, no frame is broken."""
    scene.rise("output_drops", 37.0)


def tables_full(scene: Scene) -> None:
    """More addresses were learnt than the hardware has room for."""
    if not scene.xe:
        raise RequestError(f"{scene.switch.name} does not tell of its tables; try an IOS-XE switch.")
    scene.set(scene.switch.health, "tables_full", value=True)


def time_lost(scene: Scene) -> None:
    scene.set(scene.switch, "synced", value=False)
    scene.set(scene.switch, "drift_s", -437.0)
