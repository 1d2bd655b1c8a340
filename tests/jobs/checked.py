"""Schedules over the captured ward, and a channel that writes down what it is told, for the tests of checks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path

from bot.checks import CheckTarget, Firing
from bot.desk.investigate import Desk
from bot.desk.schedule import Schedule
from bot.desk.schedule.targets import named_target
from bot.errors import RemoteError
from bot.jobs import Service
from tests.jobs.parts import until
from tests.jobs.ward import SWITCHES, append

NEVER = "0 0 1 1 *"


class Room:
    """A bot.ports.Teller that remembers what it was told, in a file where one is given, and can be away."""

    def __init__(self, log: Path | None = None) -> None:
        self.away = False
        self.told: list[tuple[str, str, list[str]]] = []  # place, headline, lines
        self._log = log

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        if self.away:
            raise RemoteError("The chat does not answer.")
        self.told.append((place, headline, list(lines)))
        if self._log:
            append(self._log, headline)


def targets(of: Desk, *names: str) -> tuple[CheckTarget, ...]:
    return tuple(one for name in names for one in named_target(name, of.inventory))


def schedule(of: Desk, *names: str, cron: str = NEVER, at_once: int = 4, spread_s: float = 0) -> Schedule:
    """The check called `ward` of these ports; without names of one port of each switch."""
    ports = names or tuple(f"{switch} Gi1/0/14" for switch in SWITCHES)
    return Schedule(
        name="ward", cron=cron, zone=UTC, targets=targets(of, *ports), at_once=at_once, tell=("slack:#net",),
        spread=timedelta(seconds=spread_s),
    )  # fmt: skip


@contextmanager
def checking(folder: Path, of: Desk, *schedules: Schedule, room: Room | None = None) -> Iterator[Service]:
    service = Service(desk=of, data=folder / "data", zone=UTC, schedules=schedules)
    service.register_teller("slack", room or Room())
    service.start()
    try:
        yield service
    finally:
        service.stop(patience_s=0)


def checked(service: Service, *names: str) -> Firing:
    """A check by hand, from its beginning to its end."""
    (begun,) = service.checks.run(names)
    return ended(service, begun.id)


def ended(service: Service, firing: str) -> Firing:
    until(lambda: (found := service.checks.firing(firing)) and found.ended_at)
    found = service.checks.firing(firing)
    assert found
    return found


def wait(seconds: float) -> None:
    """Let the service's own threads look round once more."""
    time.sleep(seconds)
