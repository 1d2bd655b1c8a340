"""The counters of a question: earlier samples of them to compare with, and its own kept for later questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.diagnosis.advance import steps_of
from bot.diagnosis.places import READ_NAMES, place_and_read
from bot.diagnosis.runbook import Investigation
from bot.model import Observation
from bot.ports import History


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The reads of one investigation that a rate is judged by."""

    reads: frozenset[str]
    history: History | None

    @staticmethod
    def of(investigation: Investigation, history: History | None) -> Counted:
        """Those that some runbook reads twice, one record each."""
        twice = {step.read for _, _, step in steps_of(investigation) if step.samples > 1}
        reads = frozenset(place_and_read(name)[1] for name in twice if not READ_NAMES[name].many)
        return Counted(reads=reads, history=history)

    def before(self, taken: Sequence[Observation]) -> list[Observation]:
        """Earlier samples of what was just read for the first time."""
        if self.history is None:
            return []
        found = [
            self.history.earlier(one.device, one.read, one.parameters)
            for one in self._of_counters(taken)
            if one.sample == 1
        ]
        return [one for one in found if one is not None]

    def keep(self, seen: Sequence[Observation]) -> None:
        """Remember the last sample of each counter."""
        if self.history is not None:
            last = {(one.device, one.read, one.parameters): one for one in self._of_counters(seen)}
            self.history.keep(list(last.values()))

    def _of_counters(self, seen: Sequence[Observation]) -> list[Observation]:
        return [one for one in seen if one.read in self.reads and one.failure is None and one.rows]
