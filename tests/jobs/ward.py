"""A small hospital for the tests of the service: a captured switch under several names, and a transport that counts."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import captured_app
from bot.card import DiagnosisCard
from bot.desk.investigate import Desk
from bot.model import Device, Request
from bot.ports import NoSession, Session, Transport

SCENARIO = Path(__file__).parents[1] / "scenarios" / "bpduguard-iosxe"
SWITCHES = tuple(f"sw-kar-a2-0{number}" for number in range(3, 9))


def question(switch: str) -> str:
    """The question of the captured incident, about one of the switches."""
    return f"Gi1/0/14 på {switch} har inget nät"


def desk(folder: Path, transport: type[CountingTransport] | None = None, log: Path | None = None) -> Desk:
    """A desk whose switches all have the captured fault; each has its own fault key."""
    captures = folder / "captures"
    if not captures.exists():
        devices = [{"name": name, "platform": "cisco_xe", "role": "access", "site": "karlstad"} for name in SWITCHES]
        for name in SWITCHES:
            shutil.copytree(SCENARIO / "sw-kar-a2-03", captures / name)
        (captures / "inventory.yaml").write_text(json.dumps({"devices": devices}))
    made = captured_app(captures).desk
    return replace(made, transport=(transport or CountingTransport)(made.transport, log))


class CountingTransport:
    """Counts the sessions and how many there were at once to one device; keeps the log in a file where one is given."""

    def __init__(self, inner: Transport, log: Path | None = None, takes_s: float = 0.0) -> None:
        self._inner = inner
        self._log = log
        self._takes_s = takes_s
        self._lock = threading.Lock()
        self._now: dict[str, int] = {}
        self.sessions: list[str] = []
        self.most_at_once = 0

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with self._lock:
            self._now[device.name] = self._now.get(device.name, 0) + 1
            self.most_at_once = max(self.most_at_once, self._now[device.name])
            self.sessions.append(device.name)
        if self._log:
            append(self._log, device.name)
        try:
            with self._inner.session(device) as session:
                time.sleep(self._takes_s)
                yield session
        finally:
            with self._lock:
                self._now[device.name] -= 1

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


class WritingSender:
    """A channel that writes down what it was given, in a file that outlives the process."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def send(self, request: Request, card: DiagnosisCard) -> None:
        append(self._log, f"{request.id} {card.kind} {card.ticket.key if card.ticket else '-'}")


def append(log: Path, line: str) -> None:
    """One more line; it is in the file even if the process is killed right afterwards."""
    with log.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def lines(log: Path) -> list[str]:
    """What was written so far."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []
