"""Faults after which the switch itself shuts the port: err-disabled, each with its reason and its story."""

from __future__ import annotations

from collections.abc import Callable

from bot.errors import RequestError
from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up, went_down


def _shut(scene: Scene, reason: str, *, words: str | None = None, after: float = 0.3) -> None:
    """Err-disables the port; `words` is the reason as the log spells it, where that differs."""
    name = scene.port.short
    scene.set(scene.port, "errdisabled", reason)
    scene.log(
        f"%PM-4-ERR_DISABLE: {words or reason} error detected on {name}, putting {name} in err-disable state",
        after=after,
    )
    if reason.split(maxsplit=1)[0] in scene.switch.recovery_causes:
        every = float(scene.switch.recovery_s)
        scene.repeat(
            f"%PM-4-ERR_RECOVER: Attempting to recover from {words or reason} err-disable state on {name}",
            every,
            after=every,
        )
        scene.repeat(
            f"%PM-4-ERR_DISABLE: {words or reason} error detected on {name}, putting {name} in err-disable state",
            every,
            after=every + 4.2,
        )


def bpduguard(scene: Scene) -> None:
    scene.occupant()
    name = scene.port.short
    scene.log(f"%SPANTREE-2-BLOCK_BPDUGUARD: Received BPDU on port {name} with BPDU Guard enabled. Disabling port.")
    _shut(scene, "bpduguard")


def psecure_violation(scene: Scene) -> None:
    scene.needs_copper()
    scene.occupant()
    stranger = scene.stranger()
    scene.set(scene.port, "secure_max", scene.port.secure_max or 1)
    scene.set(scene.port, "secure_mode", "Shutdown")
    scene.set(scene.port, "intruder", stranger)
    scene.count("violations", 1)
    _shut(scene, "psecure-violation", after=0.0)
    scene.log(
        "%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred, "
        f"caused by MAC address {stranger} on port {scene.port.name}.",
        after=0.1,
    )


def link_flap(scene: Scene) -> None:
    scene.occupant()
    for n in range(5):
        begin = (n - 5) * 2.0
        for late, text in went_down(scene.port.name):
            scene.log(text, after=begin + late / 4)
        for late, text in came_up(scene.port.name):
            scene.log(text, after=begin + 0.9 + late / 4)
    _shut(scene, "link-flap")


def udld(scene: Scene) -> None:
    scene.log(f"%UDLD-4-UDLD_PORT_DISABLED: UDLD disabled interface {scene.port.short}, unidirectional link detected")
    _shut(scene, "udld")


def storm_control(scene: Scene) -> None:
    scene.occupant()
    scene.count("broadcasts_in", 184_000)
    name = scene.port.short
    _shut(scene, "storm-control", after=0.0)
    scene.log(
        f"%STORM_CONTROL-3-SHUTDOWN: A packet storm was detected on {name}. The interface has been disabled.", after=0.1
    )


def inline_power(scene: Scene) -> None:
    scene.needs_copper()
    scene.powered()
    scene.count("poe_over", 3)
    scene.log(
        f"%ILPOWER-3-CONTROLLER_PORT_ERR: Controller port error, Interface {scene.port.short}: "
        "Power Controller reports power Imax error detected"
    )
    _shut(scene, "inline-power")


def loopback(scene: Scene) -> None:
    scene.occupant()
    scene.log(f"%ETHCNTR-3-LOOP_BACK_DETECTED: Loop-back detected on {scene.port.name}.")
    _shut(scene, "loopback")


def dhcp_rate_limit(scene: Scene) -> None:
    scene.occupant()
    scene.log(
        "%DHCP_SNOOPING-4-DHCP_SNOOPING_ERRDISABLE_WARNING: DHCP Snooping received 16 DHCP packets "
        f"on interface {scene.port.short}"
    )
    scene.log(
        "%DHCP_SNOOPING-4-DHCP_SNOOPING_RATE_LIMIT_EXCEEDED: The interface "
        f"{scene.port.short} is receiving more than the threshold set",
        after=0.1,
    )
    _shut(scene, "dhcp-rate-limit")


def arp_inspection(scene: Scene) -> None:
    scene.occupant()
    scene.log(f"%SW_DAI-4-PACKET_RATE_EXCEEDED: 16 packets received in 124 milliseconds on {scene.port.short}.")
    _shut(scene, "arp-inspection")


def security_violation(scene: Scene) -> None:
    scene.needs_auth()
    scene.needs_copper()
    scene.occupant()
    stranger = scene.stranger()
    scene.set(scene.port, "intruder", stranger)
    words = (
        f"%SESSION_MGR-5-SECURITY_VIOLATION: Switch 1 R0/0: sessmgrd: Security violation on the interface "
        f"{scene.port.name} - new MAC address ({stranger}) is seen.AuditSessionID Unassigned"
        if scene.xe
        else f"%AUTHMGR-5-SECURITY_VIOLATION: Security violation on the interface {scene.port.name}, "
        f"new MAC address ({stranger}) is seen.AuditSessionID  Unassigned"
    )
    scene.log(words)
    _shut(scene, "security-violation")


def foreign_module(scene: Scene) -> None:
    """The switch does not accept the module in a fibre port."""
    if not scene.port.fibre or scene.port.peer is None:
        raise RequestError(f"{scene.port.name} has no module in use; try an uplink such as Te1/1/1 of sw-kar-a2-03.")
    scene.log(f"%PHY-4-UNSUPPORTED_TRANSCEIVER: Unsupported transceiver found in {scene.port.short}")
    _shut(scene, "gbic-invalid")


def because(reason: str) -> Callable[[Scene], None]:
    """A reason that is told by nothing but itself; it can hit a socket in a wall and a cable between switches."""

    def fault(scene: Scene) -> None:
        if scene.port.peer is None:
            scene.occupant()
        _shut(scene, reason)

    return fault


def channel_misconfig(scene: Scene) -> None:
    group = scene.port.channel
    if group is None:
        members = [p.short for p in scene.switch.physical if p.channel is not None]
        raise RequestError(
            f"channel-misconfig needs a member of a port-channel; on {scene.switch.name} "
            + (f"those are {', '.join(members)}." if members else "there is none: try sw-kar-a2-03.")
        )
    words = "channel-misconfig" if scene.switch.hardware.family == "ios12" else "channel-misconfig (STP)"
    scene.log(
        "%SPANTREE-2-CHNL_MISCFG: Detected loop due to etherchannel misconfiguration of "
        f"Port-channel{group} {scene.port.short}"
    )
    _shut(scene, words)
