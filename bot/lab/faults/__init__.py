"""All faults of the lab in one table, and the book of what is broken just now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.errors import RequestError
from bot.lab.faults import access, errdisable, physical
from bot.lab.faults.device import behaves
from bot.lab.faults.scene import Scene
from bot.lab.logbook import came_up, went_down
from bot.lab.names import full_name
from bot.lab.state import linked
from bot.lab.topology import Port, Region, Switch


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to break something; `where` says whether it needs an interface."""

    about: str
    apply: Callable[[Scene], None]
    where: Literal["port", "device", "either"] = "port"


FAULTS: dict[str, Fault] = {
    "bpduguard": Fault(about="a switch was plugged in: BPDU guard err-disables the port", apply=errdisable.bpduguard),
    "psecure-violation": Fault(about="a foreign MAC: port security shuts the port", apply=errdisable.psecure_violation),
    "link-flap": Fault(about="the link came and went until the switch gave up", apply=errdisable.link_flap),
    "udld": Fault(about="the fibre carries one way only: UDLD shuts the port", apply=errdisable.udld),
    "storm-control": Fault(about="a broadcast storm: storm control shuts the port", apply=errdisable.storm_control),
    "inline-power": Fault(about="a PoE overload (Imax) err-disables the port", apply=errdisable.inline_power),
    "loopback": Fault(about="the port hears its own keepalive: a looped cable", apply=errdisable.loopback),
    "dhcp-rate-limit": Fault(about="too many DHCP packets: the port is err-disabled", apply=errdisable.dhcp_rate_limit),
    "arp-inspection": Fault(about="too many ARP packets: the port is err-disabled", apply=errdisable.arp_inspection),
    "security-violation": Fault(
        about="a second device on an 802.1X port: the port is err-disabled", apply=errdisable.security_violation
    ),
    "channel-misconfig": Fault(
        about="the two ends of a port-channel disagree: a member is err-disabled", apply=errdisable.channel_misconfig
    ),
    "admin-shutdown": Fault(about="somebody shut the port in the configuration", apply=physical.admin_shutdown),
    "notconnect": Fault(about="the plug was pulled", apply=physical.notconnect),
    "crc-rising": Fault(about="a bad cable: CRC errors grow", apply=physical.crc_rising),
    "duplex-mismatch": Fault(about="half duplex against full: late collisions grow", apply=physical.duplex_mismatch),
    "speed-low": Fault(about="the link came up at 10 Mb/s", apply=physical.speed_low),
    "cable-fault": Fault(about="a cut cable: no link, and a stored test says Open", apply=physical.cable_fault),
    "poe-denied": Fault(about="the device asks for more power than the port may give", apply=physical.poe_denied),
    "poe-budget": Fault(about="the switch has no power left for the device", apply=physical.poe_budget),
    "poe-faulty": Fault(about="the PoE controller reports a fault (Tstart)", apply=physical.poe_faulty),
    "poe-off": Fault(about="PoE is switched off on the port", apply=physical.poe_off),
    "portsec-restrict": Fault(about="port security drops a foreign MAC; link stays", apply=access.portsec_restrict),
    "dot1x-failed": Fault(about="RADIUS rejects the 802.1X login", apply=access.dot1x_failed),
    "mab-failed": Fault(about="RADIUS does not know the MAC address", apply=access.mab_failed),
    "radius-dead": Fault(
        about="no RADIUS server answers; a named port is in the critical VLAN", apply=access.radius_dead, where="either"
    ),
    "guest-vlan": Fault(about="the device was put into the guest VLAN", apply=access.guest_vlan),
    "critical-vlan": Fault(
        about="no RADIUS server answers: the port is in the critical VLAN", apply=access.radius_dead
    ),
    "supplicant-silent": Fault(
        about="the PC does not do 802.1X and got limited access by its MAC", apply=access.supplicant_silent
    ),
    "wrong-vlan": Fault(about="the port was put into another VLAN", apply=access.wrong_vlan),
    "vlan-missing": Fault(about="the port's VLAN does not exist on the switch", apply=access.vlan_missing),
    "vlan-not-on-trunk": Fault(about="the port's VLAN is not allowed on the uplink", apply=access.vlan_not_on_trunk),
    "stp-blocking": Fault(about="spanning tree blocks the port (Back BLK)", apply=access.stp_blocking),
    "root-inconsistent": Fault(about="root guard blocks the port", apply=access.root_inconsistent),
    "mac-flapping": Fault(about="the device's MAC moves between port and uplink", apply=access.mac_flapping),
    "silent-endpoint": Fault(about="link, but the device sends nothing", apply=access.silent_endpoint),
    "unreachable": Fault(
        about="connection attempts vanish, as with a dead switch", apply=behaves("reach", "unreachable"), where="device"
    ),
    "refused": Fault(about="the SSH port is closed", apply=behaves("reach", "refused"), where="device"),
    "login-failed": Fault(about="the device refuses the password", apply=behaves("login", "refused"), where="device"),
    "aaa-overloaded": Fault(
        about="logins are refused after a long wait: the AAA server is overloaded",
        apply=behaves("login", "overloaded"),
        where="device",
    ),
    "no-free-line": Fault(
        about="all VTY lines are taken: connections are closed at once",
        apply=behaves("reach", "no-line"),
        where="device",
    ),
    "silent": Fault(about="logs in, then never says a word", apply=behaves("reach", "silent"), where="device"),
    "slow": Fault(about="every command takes eight seconds", apply=behaves("command_s", 8.0), where="device"),
    "dropping": Fault(
        about="the session breaks in the middle of an output", apply=behaves("output", "dropping"), where="device"
    ),
    "garbling": Fault(
        about="noise and log lines get into outputs", apply=behaves("output", "garbling"), where="device"
    ),
    "authorization-failed": Fault(
        about="AAA authorises no command", apply=behaves("output", "unauthorised"), where="device"
    ),
    "privilege-1": Fault(
        about="the account has privilege 1: no running-config", apply=behaves("privilege", 1), where="device"
    ),
}


@dataclass(frozen=True, kw_only=True)
class ActiveFault:
    """A fault that was injected; `since` in simulated seconds since 1970."""

    fault: str
    device: str
    interface: str | None
    since: float


class Faults:
    """Injects and heals: one fault per port and one per device at a time."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._active: dict[tuple[str, str | None], tuple[ActiveFault, Scene]] = {}

    def active(self) -> list[ActiveFault]:
        return [active for active, _ in self._active.values()]

    def inject(self, name: str, device: str, interface: str | None, *, ago_s: float) -> ActiveFault:
        """Breaks something as of `ago_s` simulated seconds ago; RequestError says why not."""
        fault = FAULTS.get(name)
        if fault is None:
            raise RequestError(f"The lab knows no fault {name!r}. It knows: {', '.join(FAULTS)}.")
        switch = self._region.switches[device]
        port = self._port(fault, name, switch, interface)
        key = (device, port.name if port is not None else None)
        if key in self._active:
            there = self._active[key][0].fault
            raise RequestError(f"{device}{f' {port.name}' if port else ''} already has {there}; heal it first.")
        scene = Scene(region=self._region, switch=switch, place=port, at=self._region.clock.now() - ago_s)
        before = self._links(switch)
        try:
            fault.apply(scene)
        except RequestError:
            _undo(scene, scene.at)
            raise
        self._relink(switch, before, scene.at, logged=scene.at + 0.6)
        active = ActiveFault(fault=name, device=device, interface=key[1], since=scene.at)
        self._active[key] = (active, scene)
        return active

    def _port(self, fault: Fault, name: str, switch: Switch, interface: str | None) -> Port | None:
        if fault.where == "device":
            return None
        if interface is None:
            if fault.where == "either":
                return None
            raise RequestError(f"{name} happens to a port: name one, such as {next(iter(switch.ports))}.")
        full = full_name(interface, switch.ports)
        if full is None or switch.ports[full].is_channel:
            raise RequestError(f"{switch.name} has no port {interface}.")
        return switch.ports[full]

    def heal(self, device: str | None, interface: str | None) -> list[ActiveFault]:
        """Puts right what was injected there; returns it, empty where nothing was."""
        full = interface
        if device is not None and interface is not None:
            full = full_name(interface, self._region.switches[device].ports)
        healed: list[ActiveFault] = []
        for key, (active, scene) in reversed(list(self._active.items())):
            if (device is None or key[0] == device) and (interface is None or key[1] == full):
                now = self._region.clock.now()
                before = self._links(scene.switch)
                _undo(scene, now)
                self._relink(scene.switch, before, now, logged=now - 3.0)
                del self._active[key]
                healed.append(active)
        return healed

    def _links(self, switch: Switch) -> dict[tuple[str, str], bool]:
        """Link of each port of a switch and of those at the other ends."""
        seen: dict[tuple[str, str], bool] = {}
        for port in switch.ports.values():
            seen[switch.name, port.name] = linked(self._region, switch, port)
            far = self._region.other_end(port)
            if far is not None:
                there = far[0]
                for other in (far[1], *_channel_of(there, far[1])):
                    seen[there.name, other.name] = linked(self._region, there, other)
        return seen

    def _relink(self, switch: Switch, before: dict[tuple[str, str], bool], at: float, *, logged: float) -> None:
        """Logs and books each link that came or went.

        Traffic is booked up to now even where the story began earlier: a counter never runs backwards.
        """
        now = self._region.clock.now()
        for (name, interface), was in before.items():
            there = self._region.switches[name]
            port = there.ports[interface]
            now_up = linked(self._region, there, port)
            if now_up == was:
                continue
            port.changed = at
            if now_up:
                port.linked_since = now
                lines = came_up(port.name)
            else:
                port.linked_s += now - port.linked_since if port.linked_since is not None else 0.0
                port.linked_since = None
                lines = _down_lines(port)
            for late, text in lines:
                there.write(logged + late, text)


def _down_lines(port: Port) -> list[tuple[float, str]]:
    lines = went_down(port.name)
    if port.shutdown:
        lines[1] = (1.2, f"%LINK-5-CHANGED: Interface {port.name}, changed state to administratively down")
    return lines


def _channel_of(switch: Switch, port: Port) -> list[Port]:
    return [switch.ports[f"Port-channel{port.channel}"]] if port.channel is not None else []


def _undo(scene: Scene, now: float) -> None:
    for step in reversed(scene.undo):
        step(now)
