"""What was seen, arranged for rules: every read in one of four states, and the values with the rows they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from bot.diagnosis.inferred import heard_mac, stand_in, unlisted_port
from bot.diagnosis.places import name_at
from bot.diagnosis.samples import Rise, rise, still_since
from bot.diagnosis.seen import Seen, interface_at
from bot.diagnosis.truths import ABSENT, UNKNOWN, Proof, Value
from bot.model import ACCESS_FAILURES, Case, Observation, Place
from parsers.parse import raw_lines
from parsers.reads import READS
from parsers.records import PortStatus, Record
from parsers.values import DeviceTime

_NO_ANSWER: Final = {"denied", "parse_failed"}  # it answered, and not with what was asked for
SESSION_FIELDS: Final = ("failure", "reason", "asked", "readable", "denied", "checks_unread", "checks_failed")


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """How the reading itself went, as the pretend read `session`, so that rules can speak about silence too."""

    failure: str = "none"  # an access failure of bot.model.Failure, or none
    reason: str = ""  # in the device's or the network's own words
    asked: int = 0
    readable: int = 0
    denied: int = 0
    checks_unread: int = 0  # things that "cleared" rests on and that could not be told
    checks_failed: int = 0  # things that "cleared" rests on and that are not so


@dataclass(frozen=True)
class Scene(Seen):
    """What was seen from one place, with what one answer lets us know of another, and how the reading itself went."""

    session: SessionFacts = field(default_factory=SessionFacts)
    # Facts already worked out, by the identity of their tree: libraries outlive scenes, and a scene never changes.
    memo: dict[int, Value] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(case: Case, seen: Sequence[Observation], place: Place = "target") -> Scene:
        """Index the observations; of two with the same sample number the later one counts."""
        by_name: dict[str, dict[int, Observation]] = {}
        for observation in seen:
            if _counts(observation, case):
                if observation.place == place:
                    by_name.setdefault(observation.read, {})[observation.sample] = observation
                if observation.place != "target":
                    away = name_at(observation.place, observation.read)
                    by_name.setdefault(away, {})[observation.sample] = observation
        samples = {name: tuple(one[number] for number in sorted(one)) for name, one in by_name.items()}
        latest = [taken[-1] for name, taken in samples.items() if name in READS]
        failed = next((one for one in latest if one.failure in ACCESS_FAILURES), None)
        return Scene(
            case=case,
            samples=samples,
            place=place,
            session=SessionFacts(
                failure=str(failed.failure) if failed else "none",
                reason=(failed.reason or "") if failed else "",
                asked=len(latest),
                readable=sum(one.failure is None for one in latest),
                denied=sum(one.failure == "denied" for one in latest),
            ),
        )

    def named(self, name: str) -> Value:
        """A name that stands for itself in conditions (schema.NAMES)."""
        values: dict[str, Value | None] = {
            "interface_name": self.interface,
            "member": _stack_member(self.interface),
            "ap_name": self.case.target.ap,
            "client_mac": self.case.target.client,
            "client_mac_made_up": _made_up(self.case.target.client),
            "heard_mac": heard_mac(self),
            "uplinks": self.uplinks,
            "places": tuple(place for place, spot in self.case.places.items() if spot.device),
        }
        value = values[name]
        return ABSENT if value is None else value

    def value(self, read: str, field_name: str) -> tuple[Value, tuple[Proof, ...]]:
        """As read; what the row of a port does not tell, another answer may."""
        told = super().value(read, field_name)
        if told[0] is UNKNOWN and isinstance(self.record(read), PortStatus):
            return stand_in(self, read, field_name) or told
        return told

    @cached_property
    def unlisted(self) -> str | None:
        """A socket that the switch names elsewhere and its list of ports lacks."""
        return unlisted_port(self)

    def lacks(self, read: str) -> bool:
        """Is a list known not to be whole? What stands in it is true; what does not stand in it is unknown."""
        return read == "ports" and self.unlisted is not None

    def change(self, read: str, field_name: str, record: Record | None = None) -> Rise:
        """How far a counter rose between the samples: of the one record, or of the row that is meant."""
        readable = [one for one in self.samples.get(read, ()) if one.failure is None and one.rows]
        if len(readable) == 1 and (before := self.still_since(read)):
            readable = [before, *readable]
        return rise(readable, field_name, record)

    def still_since(self, read: str, at_least_s: float = 0.0) -> Observation | None:
        """An earlier question's sample since which no error was counted."""
        return still_since(self.latest(read), self.case.earlier, at_least_s)

    def unread_words(self, field_name: str) -> tuple[Proof, ...]:
        """The device's own words where it did not answer as asked: the proof of `session.denied` and the like.

        The refused line, or the first line of an answer that could not be read; at most three, the same one once.
        """
        kinds = {"denied": {"denied"}, "readable": _NO_ANSWER, "checks_unread": _NO_ANSWER}.get(field_name, set())
        found: dict[str, Proof] = {}
        for one in (taken[-1] for name, taken in self.samples.items() if name in READS):
            if one.failure in kinds:
                lines = [line for line in raw_lines(one.raw) if line.strip()]
                said = next((line for line in lines if line.strip() == one.reason), lines[0] if lines else None)
                if said is not None:
                    found.setdefault(said, Proof(observation=one, row=None, field="answer", value=said))
        return tuple(found.values())[:3]

    def age_s(self, time: DeviceTime) -> float | None:
        """Seconds from a time of the device to its own `show clock` (or uptime, for stamps that count from boot)."""
        if time.since_boot_s is not None:
            uptime = self.value("version", "uptime_s")[0]
            return uptime - time.since_boot_s if isinstance(uptime, int) and uptime >= time.since_boot_s else None
        now = self.value("clock", "time")[0]
        if not isinstance(now, DeviceTime):
            return None
        here, there = _naive(now, now), _naive(time, now)
        if here is None or there is None:
            return None
        age = (here - there).total_seconds()
        if age < -86400 and time.year is None:  # a year-less stamp "of the future" is last year's
            there = there.replace(year=there.year - 1)
            age = (here - there).total_seconds()
        return max(age, 0.0) if age > -120 else None  # a stamp from the future: the clock was moved


def _made_up(mac: str | None) -> bool | None:
    """Whether the second bit of its first byte says that no maker gave it this MAC address."""
    return bool(int(mac[:2], 16) & 2) if mac else None


def _stack_member(interface: str | None) -> str | None:
    digits = "".join(ch if ch.isdigit() else " " for ch in (interface or "").partition("/")[0]).split()
    return digits[-1] if digits and "/" in (interface or "") else None


def _counts(observation: Observation, case: Case) -> bool:
    """Is it about this case? Reads of one port count only for the port in question; locating looked at others too."""
    if observation.place == "target" and observation.device != case.device.name:
        return False
    if "interface" not in READS[observation.read].takes:
        return True
    return dict(observation.parameters).get("interface") == interface_at(case, observation.place)


def _naive(time: DeviceTime, now: DeviceTime) -> datetime | None:
    year, month, day = time.year or now.year, time.month or now.month, time.day or now.day
    if year is None or month is None or day is None:
        return None
    try:
        return datetime(year, month, day, time.hour, time.minute, time.second)  # noqa: DTZ001  both in the device's zone
    except ValueError:
        return None
