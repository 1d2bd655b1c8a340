"""The answers of one case by the names that they have at one place: each in one of four states, as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.diagnosis.truths import ABSENT, UNKNOWN, Proof, Value, row_value
from bot.model import Case, Device, Observation, Place
from parsers.records import Record

State = Literal["not_asked", "unreadable", "empty", "read"]
OWN_UPLINKS: Final[tuple[Place, ...]] = ("own_uplink", "second_own_uplink")


@dataclass(frozen=True)
class Seen:
    """The case as seen from one place: what was read there by its plain name, all the rest by `place_read`."""

    case: Case
    samples: Mapping[str, tuple[Observation, ...]]
    place: Place = "target"

    @property
    def device(self) -> Device:
        """The device of this place; the target's own where the place is not looked up."""
        spot = self.case.places.get(self.place)
        return spot.device if spot and spot.device else self.case.device

    @property
    def interface(self) -> str | None:
        """The port of this place."""
        return interface_at(self.case, self.place)

    @property
    def uplinks(self) -> tuple[str, ...]:
        """The switch's own ports towards the rest of the network, as far as they were looked up."""
        spots = (self.case.places.get(place) for place in OWN_UPLINKS)
        return tuple(spot.interface for spot in spots if spot and spot.interface)

    def state(self, read: str) -> State:
        """In which of the four states a read is."""
        latest = self.latest(read)
        if latest is None:
            return "not_asked"
        if latest.failure is not None:
            return "unreadable"
        return "read" if latest.rows else "empty"

    def fell_through(self, read: str) -> Observation | None:
        """The answer that was asked for and could not be had; not one that the platform does not have."""
        latest = self.latest(read)
        return latest if latest and latest.failure not in {None, "unsupported"} else None

    def latest(self, read: str) -> Observation | None:
        """The last readable sample; where none was readable, the last one taken."""
        taken = self.samples.get(read, ())
        readable = [one for one in taken if one.failure is None]
        return readable[-1] if readable else taken[-1] if taken else None

    def record(self, read: str) -> Record | None:
        """The one record of a read; None where there is none, or it could not be read."""
        observation = self.latest(read)
        return observation.rows[0].record if observation and observation.failure is None and observation.rows else None

    def value(self, read: str, field_name: str) -> tuple[Value, tuple[Proof, ...]]:
        """The field of the one record of this read, with its proof; ABSENT where there is no such record."""
        observation = self.latest(read)
        if observation is None or observation.failure is not None:
            return UNKNOWN, ()
        if not observation.rows:
            return ABSENT, (Proof(observation=observation, row=None, field=field_name, value=ABSENT),)
        return row_value(observation, observation.rows[0], field_name)


def interface_at(case: Case, place: Place) -> str | None:
    """The port in question at a place; None where there is none, or it is not known."""
    if place == "target":
        return case.target.interface
    spot = case.places.get(place)
    return spot.interface if spot else None
