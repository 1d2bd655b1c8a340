"""The simulated hospital with the whole product in front of it, for tests that ask as first line does.

Everything is real but time: SSH on loopback, the shipped runbooks, tickets in a folder. Waiting between two samples
moves the hospital's own clock instead of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.app import App, live_app
from bot.lab import Lab
from bot.lab.clock import LabClock
from bot.lab.hospital import SMALL
from bot.lab.topology import Endpoint, Region
from bot.model import Answer, Device
from bot.ports import NoSession, Session, Transport
from bot.settings import Settings

_LOGIN = "terminal length 0"  # the first line that is sent after each login


@dataclass(frozen=True)
class Leaping:
    """A transport that lets the hospital's time pass, not ours."""

    inner: Transport
    clock: LabClock

    def session(self, device: Device) -> AbstractContextManager[Session | NoSession]:
        return self.inner.session(device)

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)


@dataclass
class Hospital:
    """A running lab and the product that reads it."""

    lab: Lab
    data: Path
    app: App
    _marks: dict[str, int] = field(default_factory=dict)

    def ask(self, text: str, *, ticket: bool = False) -> Answer:
        """One question; what the devices hear from here on is told by `heard` and `logins`."""
        self.mark()
        return self.app.ask(text, channel="test", ticket=ticket)

    def mark(self) -> None:
        """From here on, `heard` and `logins` count anew."""
        self._marks = {name: len(self.lab.received(name)) for name in self.lab.devices}

    def heard(self) -> dict[str, list[str]]:
        """Every line that each device was sent since the last question began."""
        told = {name: self.lab.received(name)[self._marks.get(name, 0) :].decode() for name in self.lab.devices}
        return {name: [line for line in re.split(r"[\r\n]+", text) if line] for name, text in told.items() if text}

    def logins(self) -> Counter[str]:
        """How often each device was logged in to for the last question."""
        return Counter({name: lines.count(_LOGIN) for name, lines in self.heard().items()})

    @property
    def region(self) -> Region:
        assert self.lab.region is not None
        return self.lab.region

    def endpoint(self, device: str, interface: str) -> Endpoint:
        """The first thing behind a port."""
        return self.region.switches[device].ports[interface].endpoints[0]

    def socket(self, device: str, kind: str) -> str:
        """The short name of the first port in use by only one thing of a kind: pc, printer, medical, ap ..."""
        ports = self.region.switches[device].ports.values()
        return next(
            port.short for port in ports if not port.shutdown and [one.kind for one in port.endpoints] == [kind]
        )

    def config(self) -> Path:
        """A configuration file for the command line, with trusted host keys."""
        file = self.data / "firstline.yaml"
        file.write_text("inventory: lab/inventory.yaml\nsecrets: lab/credentials.yaml\nhosts: lab/hosts\ndata: .\n")
        return file


@contextmanager
def hospital(data: Path, size: int = SMALL) -> Iterator[Hospital]:
    """A healthy hospital that remembers every byte it is sent, until the end of the block. From 24 on it has wifi."""
    clock = LabClock()
    with Lab.hospital(data / "lab", size=size, record=True, clock=clock) as lab:
        settings = Settings(data=data, inventory=lab.inventory_path, secrets=lab.credentials_path, hosts=lab.hosts_path)
        settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
        app = live_app(settings)
        leaping = Leaping(app.desk.transport, clock)
        yield Hospital(lab=lab, data=data, app=replace(app, desk=replace(app.desk, transport=leaping)))
