"""What was seen, arranged for rules: every read in one of four states, and the values with the rows they stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from bot.diagnosis.places import name_at
from bot.model import ACCESS_FAILURES, Case, Device, Observation, Place
from parsers.parse import Row, raw_lines
from parsers.reads import READS
from parsers.records import MacEntry, PortStatus, Vlan
from parsers.values import DeviceTime

_NO_ANSWER: Final = {"denied", "parse_failed"}  # it answered, and not with what was asked for
State = Literal["not_asked", "unreadable", "empty", "read"]


class Unknown:
    """The third truth: we do not know. One instance, compared by identity."""

    def __repr__(self) -> str:
        return "unknown"


class Absent:
    """A definite nothing: the command was read and says that there is no such record."""

    def __repr__(self) -> str:
        return "absent"


UNKNOWN: Final = Unknown()
ABSENT: Final = Absent()
Value = str | float | int | bool | tuple[str, ...] | tuple[int, ...] | DeviceTime | Unknown | Absent


@dataclass(frozen=True, kw_only=True, eq=False)
class Proof:
    """One value that a condition mentioned: which observation, which row of it (None: none matched), which field."""

    observation: Observation
    row: Row | None
    field: str
    value: Value


@dataclass(frozen=True)
class Result:
    """What an expression came to: a value and the rows and fields it rests on."""

    value: Value
    proof: tuple[Proof, ...] = ()


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


PEER_FIELDS: Final = ("vlan", "count", "kind")
OWN_UPLINKS: Final[tuple[Place, ...]] = ("own_uplink", "second_own_uplink")
_EARLIER_S: Final = 86400.0  # an older sample says little of today
_PACKETS: Final = ("input_packets", "output_packets")
_ERRORS: Final = (
    "crc", "input_errors", "output_errors", "output_drops", "late_collisions", "collisions", "runts", "giants",
    "frame", "resets", "align", "fcs", "xmit", "rcv", "undersize", "out_discards", "violations", "untrusted",
    "invalid_signature", "power_denied", "over_current", "short_current",
)  # fmt: skip
_ENOUGH_PEERS: Final = 3
# Names of jacks and rooms: any device may be plugged in behind them, so they make no ports equal.
_ANY_DEVICE: Final = frozenset({
    "uttag", "jack", "outlet", "socket", "port", "rum", "room", "plats", "user", "host", "client", "klient", "access",
    "avd", "plan", "hus", "ledig", "reserv", "spare", "unused", "patch", "panel",
})  # fmt: skip
SESSION_FIELDS: Final = ("failure", "reason", "asked", "readable", "denied", "checks_unread", "checks_failed")
# Not every make's list of ports has all columns of Cisco's. What a row does not tell, another answer may.
_STANDS_IN: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "status": ("interface", "state", {w: w for w in ("connected", "notconnect", "disabled", "err-disabled")}),
    "mode": ("switchport", "oper_mode", {"access": "access", "static access": "access", "trunk": "trunk"}),
    "vlan": ("switchport", "access_vlan", {}),
}


@dataclass(frozen=True)
class Scene:
    """The case as seen from one place: what was read there by its plain name, all the rest by `place_read`."""

    case: Case
    samples: Mapping[str, tuple[Observation, ...]]
    session: SessionFacts = field(default_factory=SessionFacts)
    place: Place = "target"
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
            case,
            samples,
            SessionFacts(
                failure=str(failed.failure) if failed else "none",
                reason=(failed.reason or "") if failed else "",
                asked=len(latest),
                readable=sum(one.failure is None for one in latest),
                denied=sum(one.failure == "denied" for one in latest),
            ),
            place,
        )

    @property
    def device(self) -> Device:
        """The device of this place; the target's own where the place is not looked up."""
        spot = self.case.places.get(self.place)
        return spot.device if spot and spot.device else self.case.device

    @property
    def interface(self) -> str | None:
        """The port of this place."""
        return interface_at(self.case, self.place)

    def named(self, name: str) -> Value:
        """A name that stands for itself in conditions (schema.NAMES)."""
        uplinks = (self.case.places.get(place) for place in OWN_UPLINKS)
        values: dict[str, Value | None] = {
            "interface_name": self.interface,
            "member": _stack_member(self.interface),
            "ap_name": self.case.target.ap,
            "client_mac": self.case.target.client,
            "client_mac_made_up": _made_up(self.case.target.client),
            "heard_mac": self._heard(),
            "uplinks": tuple(spot.interface for spot in uplinks if spot and spot.interface),
            "places": tuple(place for place, spot in self.case.places.items() if spot.device),
        }
        value = values[name]
        return ABSENT if value is None else value

    def _heard(self) -> Value | None:
        """The MAC address behind the port; None where nobody is heard, or several."""
        heard = self.latest("mac")
        if heard is None or heard.failure is not None:
            return UNKNOWN
        macs = {row.record.mac for row in heard.rows if isinstance(row.record, MacEntry) and row.record.mac}
        return macs.pop() if len(macs) == 1 else None

    def state(self, read: str) -> State:
        """In which of the four states a read is."""
        latest = self.latest(read)
        if latest is None:
            return "not_asked"
        if latest.failure is not None:
            return "unreadable"
        return "read" if latest.rows else "empty"

    def latest(self, read: str) -> Observation | None:
        """The last readable sample; where none was readable, the last one taken."""
        taken = self.samples.get(read, ())
        readable = [one for one in taken if one.failure is None]
        return readable[-1] if readable else taken[-1] if taken else None

    def value(self, read: str, field_name: str) -> tuple[Value, tuple[Proof, ...]]:
        """The field of the one record of this read, with its proof; ABSENT where there is no such record."""
        observation = self.latest(read)
        if observation is None or observation.failure is not None:
            return UNKNOWN, ()
        if not observation.rows:
            return ABSENT, (Proof(observation=observation, row=None, field=field_name, value=ABSENT),)
        told = row_value(observation, observation.rows[0], field_name)
        if told[0] is UNKNOWN and isinstance(observation.rows[0].record, PortStatus):
            return self._stand_in(read, field_name) or told
        return told

    def _stand_in(self, read: str, field_name: str) -> tuple[Value, tuple[Proof, ...]] | None:
        """What another answer says of the port where its own row does not. A trunk's row has no VLAN, and gets none."""
        other, its_field, words = _STANDS_IN.get(field_name, ("", "", {}))
        at = read.removesuffix("port")
        mode = self.value(read, "mode")[0] if field_name == "vlan" else "access"
        if field_name == "vlan" and mode is UNKNOWN and self.state(at + "switchport") == "unreadable":
            return self._vlan_heard(at)
        if not other or mode != "access":
            return None
        value, proof = self.value(at + other, its_field)
        word = words.get(value) if isinstance(value, str) else value if isinstance(value, int) else None
        return None if word is None else (word, proof)

    def _vlan_heard(self, at: str) -> tuple[Value, tuple[Proof, ...]] | None:
        """The one VLAN, those for telephones aside, in which the port hears anybody."""
        mac, vlans = self.latest(at + "mac"), self.latest(at + "vlans")
        if mac is None or vlans is None or mac.failure is not None or vlans.failure is not None:
            return None
        voice = {one.id for row in vlans.rows if isinstance(one := row.record, Vlan) and one.voice is not False}
        heard = [
            (row, one.vlan) for row in mac.rows if isinstance(one := row.record, MacEntry) and one.vlan not in voice
        ]
        if len({vlan for _, vlan in heard}) != 1 or heard[0][1] is None:
            return None
        return row_value(mac, heard[0][0], "vlan")

    def change(self, read: str, field_name: str) -> tuple[Value, tuple[Proof, ...], float]:
        """Latest minus first sample of a counter, its proof, the seconds between; unknown when it went backwards."""
        readable = [one for one in self.samples.get(read, ()) if one.failure is None and one.rows]
        if len(readable) == 1 and (before := self.still_since(read)):
            readable = [before, *readable]
        if len(readable) < 2:
            return UNKNOWN, (), 0.0
        (first, first_proof) = row_value(readable[0], readable[0].rows[0], field_name)
        (last, last_proof) = row_value(readable[-1], readable[-1].rows[0], field_name)
        if not isinstance(first, int | float) or not isinstance(last, int | float) or last < first:
            return UNKNOWN, (), 0.0  # counters cleared or the device restarted between the samples: proves nothing
        seconds = (readable[-1].at - readable[0].at).total_seconds()
        return last - first, (*first_proof, *last_proof), seconds

    def still_since(self, read: str, at_least_s: float = 0.0) -> Observation | None:
        """An earlier question's sample since which no error was counted: as good as waiting for a second one.

        Where errors grew it is none: they may be from before the cable was changed, and only a fresh pair tells.
        """
        latest = self.latest(read)
        if latest is None or latest.failure is not None or len(latest.rows) != 1:
            return None
        for before in self.case.earlier:
            same = (before.device, before.read, before.parameters) == (latest.device, latest.read, latest.parameters)
            seconds = (latest.at - before.at).total_seconds()
            if same and before.rows and at_least_s <= seconds <= _EARLIER_S and _still(before, latest, seconds):
                return before
        return None

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

    def peers(self, field_name: str) -> Result:
        """What equal devices on the switch have, as the pretend read `peers`: their VLAN, their number, their kind.

        Equal are connected access ports whose names begin with the same word as the target's (PRN-, AP , MTA ). They
        tell something only where at least three of them agree to the last one; else there is ABSENT.
        """
        ports, own = self.latest("ports"), self.value("port", "name")[0]
        if ports is None or ports.failure is not None or own is UNKNOWN:
            return Result(UNKNOWN)
        kind = _kind(own)
        equal = [
            row for row in ports.rows
            if isinstance(row.record, PortStatus) and row.record.status == "connected" and row.record.mode == "access"
            and row.record.interface != self.interface and kind and _kind(row.record.name) == kind
        ]  # fmt: skip
        vlans = {row.record.vlan for row in equal if isinstance(row.record, PortStatus)}
        if len(equal) < _ENOUGH_PEERS or len(vlans) != 1 or None in vlans:
            return Result(ABSENT)
        proof = tuple(one for row in equal[:_ENOUGH_PEERS] for one in row_value(ports, row, "vlan")[1])
        values: dict[str, Value] = {"vlan": vlans.pop() or ABSENT, "count": len(equal), "kind": kind}
        return Result(values[field_name], proof)

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


def _still(before: Observation, latest: Observation, seconds: float) -> bool:
    """No error more, no packet less, and nobody cleared the counters in between."""
    old, new = before.rows[0].record, latest.rows[0].record
    cleared = getattr(new, "counters_cleared_s", None)
    if isinstance(cleared, int) and cleared <= seconds:
        return False
    if any(getattr(old, name, None) != getattr(new, name, None) for name in _ERRORS):
        return False
    packets = [(getattr(old, name, None), getattr(new, name, None)) for name in _PACKETS]
    return all(a <= b for a, b in packets if isinstance(a, int) and isinstance(b, int))


def _made_up(mac: str | None) -> bool | None:
    """Whether the second bit of its first byte says that no maker gave it this MAC address."""
    return bool(int(mac[:2], 16) & 2) if mac else None


def _stack_member(interface: str | None) -> str | None:
    digits = "".join(ch if ch.isdigit() else " " for ch in (interface or "").partition("/")[0]).split()
    return digits[-1] if digits and "/" in (interface or "") else None


def _kind(name: object) -> str:
    """The word that a port's name begins with, for what is plugged in there; none where it only names a jack."""
    found = re.match(r"[^\W\d_]{2,}", name) if isinstance(name, str) else None
    word = found[0].casefold() if found else ""
    return "" if word in _ANY_DEVICE else word


def row_value(observation: Observation, row: Row, field_name: str) -> tuple[Value, tuple[Proof, ...]]:
    """A field of one row: None in the record is unknown."""
    raw = getattr(row.record, field_name)
    value: Value = UNKNOWN if raw is None else raw
    return value, (Proof(observation=observation, row=row, field=field_name, value=value),)


def interface_at(case: Case, place: Place) -> str | None:
    """The port in question at a place; None where there is none, or it is not known."""
    if place == "target":
        return case.target.interface
    spot = case.places.get(place)
    return spot.interface if spot else None


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
