"""A fresh region without SSH: break it, read it, heal it."""

from __future__ import annotations

from bot.lab.clock import LabClock
from bot.lab.faults import Faults
from bot.lab.hospital import SMALL, build
from bot.lab.render import answer


class Bench:
    """A region whose clock stands still until it is told to advance."""

    def __init__(self, size: int = SMALL) -> None:
        self.clock = LabClock(factor=0.0)
        self.region = build(self.clock, size=size)
        self.faults = Faults(self.region)

    def inject(self, fault: str, device: str, part: str | None = None, *, ago_s: float = 20.0) -> None:
        self.faults.inject(fault, device, part, ago_s=ago_s)

    def heal(self, device: str, part: str | None = None) -> None:
        self.faults.heal(device, part)

    def read(self, device: str, command: str, port: str = "") -> str:
        line = command.replace(" X", f" {port}")
        return answer(self.region, self.region.switches[device], line, privilege=15, prompt_length=0)
