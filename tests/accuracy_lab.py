"""The simulated hospital without SSH: the same machines, asked in memory at a clock that stands still but for waiting.

What a device does to whoever logs in (no answer, refused, silent, slow, breaking off) is told as the SSH transport
would tell it; tests/devices and tests/lab prove that it does. Everything above the transport is the product itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from bot.app import App, NoNames
from bot.desk.investigate import Desk
from bot.desk.library import load_library
from bot.devices.clean import printable
from bot.devices.redaction import redact
from bot.diagnosis.runbook import Library
from bot.inventory.yaml import load_inventory
from bot.lab import files
from bot.lab.clock import LabClock
from bot.lab.faults import Faults
from bot.lab.hospital import build
from bot.lab.machine import SimulatedSwitch
from bot.lab.onair import wlan_of
from bot.lab.session import garbled
from bot.lab.topology import Port, Region, Switch
from bot.model import Answer, Device, Failure
from bot.ports import NoSession, Reply, Session
from parsers.platform import Command
from tests.accuracy_spoilt import Spoilt, Where, spoil

_SIZE: Final = 30  # with a core, a wireless controller, access points and a stack
_A_DAY_S: Final = 93_600.0  # and two hours
_SESSION_S: Final = 60.0  # the transport's time for one session
_START: Final = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC).timestamp()
_NO_LOGIN: Final[dict[str, tuple[Failure, str]]] = {
    "unreachable": ("unreachable", "{} did not answer in time."),
    "refused": ("refused", "{} refuses the connection."),
    "silent": ("silent", "{} took the login and then said nothing."),
    "other-key": ("host_key", "{} shows another host key than the one on record."),
    "old-ssh": ("algorithm", "{} and this service have no key exchange in common."),
    "no-line": ("no_line", "{} closed the connection at once, as it does when all its lines are taken."),
}
_NO_PASSWORD: Final[dict[str, tuple[Failure, str]]] = {
    "refused": ("login_failed", "{} refused the user name or password."),
    "overloaded": ("aaa_overloaded", "{} refused the login after a long wait."),
}


@cache
def library() -> Library:
    """The shipped runbooks, loaded once for everything that is asked."""
    return load_library()


@dataclass(frozen=True)
class Inside:
    """A transport into the lab's memory. Keeps what each device said, so that proof can be held against it."""

    region: Region
    said: dict[str, list[str]] = field(default_factory=dict)
    spoilt: dict[Where, Spoilt] = field(default_factory=dict)  # commands whose answers are spoilt just now

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        """As the SSH transport would find the machine."""
        machine = SimulatedSwitch(self.region, self.region.switches[device.name])
        why = _NO_LOGIN.get(machine.reach) or _NO_PASSWORD.get(machine.behaviour.login)
        if why is not None:
            yield NoSession(failure=why[0], reason=why[1].format(device.name), took_s=0.0, at=self.now())
        else:
            yield _Login(self, machine)

    def wait(self, seconds: float) -> None:
        self.region.clock.advance(seconds)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.region.clock.now(), UTC)


@dataclass
class _Login:
    """One login on one machine."""

    transport: Inside
    machine: SimulatedSwitch
    _spent_s: float = 0.0
    _dropped: bool = False

    def run(self, command: Command) -> Reply:
        behaviour, at = self.machine.behaviour, self.transport.now()
        self._spent_s += behaviour.command_s
        if self._dropped or behaviour.output == "dropping":
            self._dropped = True
            return Reply(text=None, at=at, took_s=0.0, failure="dropped", reason="The session ended early.")
        if self._spent_s > _SESSION_S:
            return Reply(text=None, at=at, took_s=0.0, failure="timeout", reason="The session has used up its time.")
        if behaviour.output == "unauthorised":
            text = "% Authorization failed.\n\n"
        else:
            prompt = len(self.machine.prompt(behaviour.privilege))
            text = self.machine.answer(command.line, privilege=behaviour.privilege, prompt_length=prompt)
        if behaviour.output == "garbling":
            text = garbled(text)
        how = self.transport.spoilt.get((self.machine.name, command.line))
        if how is not None:
            text = spoil(how, command.line, text)
        told = redact(printable(text))
        self.transport.said.setdefault(self.machine.name, []).append(told)
        return Reply(text=told, at=at, took_s=0.0)


@dataclass(frozen=True, kw_only=True)
class Ward:
    """The hospital in memory, with the product in front of it."""

    region: Region
    faults: Faults
    transport: Inside
    app: App

    def ask(self, text: str) -> Answer:
        """One question; `transport.said` then holds what the devices said for it."""
        self.transport.said.clear()
        return self.app.ask(text, channel="test", ticket=False)

    def ask_spoilt(self, text: str, where: Where, how: Spoilt) -> Answer:
        """The same question once more, while one answer of one device is spoilt."""
        self.transport.spoilt[where] = how
        try:
            return self.ask(text)
        finally:
            self.transport.spoilt.clear()

    def heal(self) -> None:
        """All is well again since yesterday: the log lines of one fault are history for the next."""
        self.faults.heal(None, None)
        self.region.clock.advance(_A_DAY_S)

    def heard(self, device: str) -> str:
        """Everything that a device said for the last question."""
        return "\n".join(self.transport.said.get(device, ()))

    def vlan(self, device: str, port: str) -> int:
        """The segment of a port, as long as it is healthy."""
        return next(one.vlan for one in self.region.switches[device].physical if one.short == port)

    def client(self, wlan: str) -> str:
        """The address of a device on a wireless network."""
        for one in self.region.air.clients.values():
            if wlan_of(self.region, one).name == wlan:
                return one.mac
        raise LookupError(f"Nobody is on {wlan}.")

    def socket(self, device: str, kind: str) -> str:
        """The short name of a port: one that is named as it is, else the first in use by only one thing of this kind.

        Further kinds: `uplink` leads to another switch, `member` is of a port-channel, `phone` has one with a PC behind
        it, `empty` is open and `parked` shut with nothing in it.
        """
        switch = self.region.switches[device]
        ports = list(switch.physical)
        if any(port.short == kind for port in ports):
            return kind
        return next(port.short for port in ports if self._is(switch, port, kind))

    def _is(self, switch: Switch, port: Port, kind: str) -> bool:
        kinds = [one.kind for one in port.endpoints]
        if kind == "uplink":
            return port.name in switch.up if switch.up else port.peer is not None
        if kind == "member":
            return port.channel is not None
        if kind == "parked":
            return not kinds and port.shutdown and port.peer is None
        if kind == "empty":
            return not kinds and not port.shutdown and port.peer is None
        return not port.shutdown and "phone" in kinds if kind == "phone" else not port.shutdown and kinds == [kind]


def ward(folder: Path) -> Ward:
    """A healthy hospital; its inventory is written to the folder."""
    clock = LabClock(factor=0.0, start=_START)
    region = build(clock, size=_SIZE)
    folder.mkdir(parents=True, exist_ok=True)
    files.write_region(folder, region, dict.fromkeys(region.switches, 22))
    inventory = load_inventory(folder / "inventory.yaml")
    transport = Inside(region)
    desk = Desk(inventory=inventory, transport=transport, library=library(), resolver=NoNames(inventory.hosts))
    return Ward(region=region, faults=Faults(region), transport=transport, app=App(desk=desk))
