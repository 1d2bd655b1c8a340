"""The book of what is broken just now: faults are injected and healed here, and told to the logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.errors import RequestError
from bot.lab.faults.place import Key, find, same
from bot.lab.faults.scene import Scene
from bot.lab.faults.table import FAULTS, Fault
from bot.lab.logbook import came_up, went_down
from bot.lab.onair import disconnect_reason, joined, wired
from bot.lab.state import linked
from bot.lab.topology import Port, Region, Switch
from bot.lab.wireless import AccessPoint

__all__ = ["FAULTS", "ActiveFault", "Fault", "Faults"]


@dataclass(frozen=True, kw_only=True)
class ActiveFault:
    """A fault that was injected; `interface` is the port, client or WLAN; `since` in simulated seconds since 1970."""

    fault: str
    device: str
    interface: str | None
    since: float


@dataclass(frozen=True, kw_only=True)
class _Before:
    """What was up before something was changed."""

    links: dict[tuple[str, str], bool]
    joined: set[str]
    wired: set[str]


class Faults:
    """Injects and heals. Several faults may stand in one place; what is put right there is put right altogether."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._active: dict[tuple[Key, str], tuple[ActiveFault, Scene]] = {}

    def active(self) -> list[ActiveFault]:
        return [active for active, _ in self._active.values()]

    def inject(self, name: str, device: str, interface: str | None, *, ago_s: float) -> ActiveFault:
        """Breaks something as of `ago_s` simulated seconds ago; RequestError says why not."""
        fault = FAULTS.get(name)
        if fault is None:
            raise RequestError(f"The lab knows no fault {name!r}. It knows: {', '.join(FAULTS)}.")
        place = find(self._region, name, fault.where, device, interface)
        if (place.key, name) in self._active:
            raise RequestError(f"{' '.join(filter(None, place.key))} already has {name}; heal it first.")
        at = self._region.clock.now() - ago_s
        scene = Scene(region=self._region, switch=place.switch, at=at, place=place)
        before = self._before(place.switch)
        try:
            fault.apply(scene)
        except RequestError:
            _undo(scene, scene.at)
            raise
        self._tell(before, scene.at, logged=scene.at + 0.6)
        active = ActiveFault(fault=name, device=place.key[0], interface=place.key[1], since=scene.at)
        self._active[place.key, name] = (active, scene)
        return active

    def heal(self, device: str | None, interface: str | None) -> list[ActiveFault]:
        """Puts right what was injected there; returns it, empty where nothing was."""
        healed: list[ActiveFault] = []
        for there, (active, scene) in reversed(list(self._active.items())):
            if same(self._region, there[0], device, interface):
                now = self._region.clock.now()
                before = self._before(scene.switch)
                _undo(scene, now)
                self._tell(before, now, logged=now - 3.0)
                del self._active[there]
                healed.append(active)
        return healed

    def _before(self, switch: Switch) -> _Before:
        aps = self._region.air.aps.values()
        return _Before(
            links=self._links(other for other in self._region.switches.values() if other.site is switch.site),
            joined={ap.name for ap in aps if joined(self._region, ap)},
            wired={ap.name for ap in aps if wired(self._region, ap)},
        )

    def _links(self, switches: Iterable[Switch]) -> dict[tuple[str, str], bool]:
        """Link of each port of some switches and of those at the other ends."""
        seen: dict[tuple[str, str], bool] = {}
        for switch in switches:
            for port in switch.ports.values():
                seen[switch.name, port.name] = linked(self._region, switch, port)
                far = self._region.other_end(port)
                if far is not None:
                    there = far[0]
                    for other in (far[1], *_channel_of(there, far[1])):
                        seen[there.name, other.name] = linked(self._region, there, other)
        return seen

    def _tell(self, before: _Before, at: float, *, logged: float) -> None:
        """Logs and books each link and access point that came or went.

        Traffic is booked up to now even where the story began earlier: a counter never runs backwards.
        """
        now = self._region.clock.now()
        for (name, interface), was in before.links.items():
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
        for ap in self._region.air.aps.values():
            is_there = joined(self._region, ap)
            if is_there != (ap.name in before.joined):
                self._tell_join(ap, at, logged, was_wired=ap.name in before.wired, is_there=is_there)

    def _tell_join(self, ap: AccessPoint, at: float, logged: float, *, was_wired: bool, is_there: bool) -> None:
        wlc = self._region.switches[ap.controller]
        if is_there:
            ap.joined = at
            if not was_wired:  # it was without power or cut off: a restart is what it does then
                ap.booted = at - 1.0
            words = "Joined"
        else:
            words = disconnect_reason(ap)[1]
            ap.lost = (at, words)
            words = f"Disjoined {words}"
        wlc.write(
            logged + 2.0,
            f"%CAPWAPAC_SMGR_TRACE_MESSAGE-5-AP_JOIN_DISJOIN: Chassis 1 R0/0: wncd: AP Event: AP Name: {ap.name} "
            f"Mac: {ap.radio_mac} Session-IP: {ap.ip}[5256] {wlc.host_ip}[5246] Ethernet MAC: {ap.mac} {words}",
        )


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
