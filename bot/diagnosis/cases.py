"""The tests that stand beside runbooks (cases.yaml): what was seen, in records, and what must be concluded.

investigation: wired-port
cases:
  - case: a small switch on the port, and the switch turned it off
    like: healthy                      # baselines.yaml of the investigation; leave out to start from nothing
    target: GigabitEthernet1/0/14      # default GigabitEthernet1/0/1
    platform: cisco_xe                 # default
    role: distribution                 # default access, or wlc where the investigation is about the air
    asked: {wanted_vlan: 120}          # what the caller claimed
    tags: [medical]
    session: unreachable               # the target could not be reached; {uplink: silent} for another place
    places: {uplink: unknown}          # or the port there; default: all but the second uplink are known
    given:                             # laid over the baseline, read by read; `uplink_port` at another place
      port: {status: err-disabled}     # a one-record read: fields laid over the baseline's
      interface: {crc: [10, 25]}       # two samples, `apart` seconds from each other (default 15)
      log: [{mnemonic: BLOCK_BPDUGUARD, time: 2026-11-17 09:04:10, interfaces: [GigabitEthernet1/0/14]}]
      errdisabled: none                # read, and there is no such record
      poe: unreadable                  # or unsupported, denied, timeout; what is left out altogether is unreadable
    finds: [ERRDISABLED_BPDUGUARD]     # exactly these codes
    root: ERRDISABLED_BPDUGUARD        # default: the first of finds
    outcome: proven                    # proven, likely, cleared, unknown
    severity: critical
    rules_out: [ADMIN_SHUTDOWN]
    advice_without: [unplug]           # words that no advice may hold here
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from bot.diagnosis.advance import advance, steps_of
from bot.diagnosis.inferred import EXCERPT
from bot.diagnosis.places import PLACES, READ_NAMES, name_at
from bot.diagnosis.runbook import Investigation, Library
from bot.diagnosis.schema import ASKED_FIELDS, kind_fields
from bot.diagnosis.seen import OWN_UPLINKS
from bot.model import (
    Case,
    Device,
    Diagnosis,
    Failure,
    Observation,
    Place,
    ReadRequest,
    Reads,
    Role,
    Spot,
    Target,
    Understood,
)
from parsers.document import Node, nearest
from parsers.parse import Row
from parsers.records import KINDS, Record
from parsers.values import DeviceTime

# What the target of a case is where it does not say: investigation.about -> (value, field of Target).
_ABOUT: Final[Mapping[str, tuple[str, str]]] = {
    "port": ("GigabitEthernet1/0/1", "interface"),
    "device": ("", ""),
    "ap": ("AP-CASE-01", "ap"),
    "client": ("02:00:00:00:00:01", "client"),
    "wlan": ("CASE", "wlan"),
}
_PORTS: Final[Mapping[str, str]] = {
    "own_uplink": "TenGigabitEthernet1/1/1",
    "uplink": "TwentyFiveGigE1/0/7",
    "gateway": "Vlan110",
    "controller": "",
    "switch": "GigabitEthernet1/0/9",
}
_ROLES: Final[Mapping[str, Role]] = {role: role for role in get_args(Role)}
_START: Final = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC)
_FAILURES: Final[Mapping[str, Failure]] = {
    "unreadable": "parse_failed", "unsupported": "unsupported", "denied": "denied", "timeout": "timeout",
}  # fmt: skip
_KEYS: Final = (
    "case", "like", "target", "platform", "role", "asked", "tags", "session", "places", "given", "apart",
    "finds", "root", "outcome", "severity", "rules_out", "advice_without",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """How one case went; no complaints: it is green."""

    runbook: str
    case: str
    place: str  # file:line
    complaints: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Played:
    """One case played to its end: what advance() asked for, batch by batch, what it was told, what it concluded."""

    case: Case
    batches: tuple[tuple[ReadRequest, ...], ...]
    seen: tuple[Observation, ...]
    diagnosis: Diagnosis


def run_cases(library: Library, folder: str, node: Node, baselines: Mapping[str, Node]) -> Iterator[CaseResult]:
    """Run every case of one cases.yaml. `baselines`: investigation -> its baselines.yaml. Raises DocumentError."""
    for one in node["cases"].list():
        complaints = tuple(_complaints(one, play(library, node, one, baselines).diagnosis))
        yield CaseResult(runbook=folder, case=one["case"].text(), place=f"{one.file}:{one.line}", complaints=complaints)


def play(library: Library, node: Node, one: Node, baselines: Mapping[str, Node]) -> Played:
    """Play one case of a cases.yaml just as the desk does: advance() asks, the case answers, until it concludes.

    Raises DocumentError for a mistake in the case.
    """
    node.only("investigation", "cases")
    one.only(*_KEYS)
    investigation = node["investigation"].one_of(list(library.investigations))
    case = _case(library.investigations[investigation], one)
    places = _places(one.get("places"))
    given, sessions = _given(one, baselines.get(investigation)), _sessions(one)
    apart_node = one.get("apart")
    apart = int(apart_node.number()) if apart_node else 15
    seen: list[Observation] = []
    batches: list[tuple[ReadRequest, ...]] = []
    for _ in range(len(list(steps_of(library.investigations[investigation]))) + 3):
        step = advance(case, seen, library)
        if isinstance(step, Diagnosis):
            return Played(case=case, batches=tuple(batches), seen=tuple(seen), diagnosis=step)
        assert isinstance(step, Reads)
        batches.append(step.requests)
        looked_up = {request.place: places[request.place] for request in step.requests if not request.device}
        case = replace(case, places={**case.places, **looked_up})
        seen += [
            _answer(request, given, apart, sessions.get(request.place)) for request in step.requests if request.device
        ]
    raise AssertionError("an investigation never asks for more reads than it has steps")


def _case(investigation: Investigation, node: Node) -> Case:
    platform, asked, tags, role = node.get("platform"), node.get("asked"), node.get("tags"), node.get("role")
    facts: dict[str, object] = {}
    for name, value in asked.items() if asked else ():
        if name not in ASKED_FIELDS:
            raise value.fail(f"nobody is asked for '{name}'", nearest(name, ASKED_FIELDS))
        facts[name] = value.value
    usual: Role = "wlc" if investigation.about in {"ap", "client", "wlan"} else "access"
    device = Device(
        name="sw-case-01",
        platform=platform.text() if platform else "cisco_xe",
        role=_ROLES[role.one_of(list(_ROLES))] if role else usual,
        site="case",
    )
    default, key = _ABOUT[investigation.about]
    wished = node.get("target")
    what = {key: wished.text() if wished else default} if key else {}
    return Case(
        request="case",
        investigation=investigation.name,
        target=Target(device=device.name, located_by="named", **what),
        understood=Understood(**{"device": device.name, **what, **facts}),  # type: ignore[arg-type]
        device=device,
        tags=tuple(tags.texts()) if tags else (),
    )


def _places(node: Node | None) -> dict[Place, Spot]:
    """Where the other places are; a case names those that differ, and `unknown` for one that is not found."""
    ports: dict[str, str] = dict(_PORTS)
    if node:
        node.only(*PLACES[1:])
    for name, one in node.items() if node else ():
        ports[name] = one.text()
    return {
        place: Spot(because="the case does not know it")
        if ports.get(place, "unknown") == "unknown"
        else Spot(device=_device_at(place), interface=ports[place] or None)
        for place in PLACES[1:]
    }


def _device_at(place: Place) -> Device:
    if place in OWN_UPLINKS:
        return Device(name="sw-case-01", platform="cisco_xe", role="access", site="case")
    return Device(name=f"sw-case-{place.replace('_', '-')}", platform="cisco_xe", role="distribution", site="case")


def _sessions(node: Node) -> dict[Place, str]:
    """How the login on a place fails; a word alone is about the target."""
    told = node.get("session")
    if told is None:
        return {}
    if isinstance(told.value, str):
        return {"target": told.text()}
    told.only(*PLACES)
    return {place: told[place].text() for place in PLACES if place in told}


@dataclass(frozen=True)
class _Told:
    """What a case tells of one read: a failure, or rows of plain fields (a two-item list is two samples)."""

    failure: str | None = None
    rows: tuple[Mapping[str, object], ...] = ()
    place: Node | None = field(default=None, compare=False)


def _given(node: Node, baselines: Node | None) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    like = node.get("like")
    if like:
        if baselines is None or like.text() not in baselines:
            raise like.fail(
                f"there is no baseline '{like.text()}'", "They stand in baselines.yaml of the investigation."
            )
        for read, one in baselines[like.text()].items():
            told[read] = _told(read, one, None)
    given = node.get("given")
    for read, one in given.items() if given else ():
        told[read] = _told(read, one, told.get(read))
    return told


def _told(read: str, node: Node, base: _Told | None) -> _Told:
    if read not in READ_NAMES:
        raise node.fail(f"there is no read '{read}'", nearest(read, list(READ_NAMES)))
    if node.value in ("none", []):
        return _Told(place=node)
    if isinstance(node.value, str):
        return _Told(failure=node.one_of(["none", *_FAILURES]), place=node)
    if READ_NAMES[read].many:
        return _Told(rows=tuple(_fields(read, one) for one in node.list()), place=node)
    before = base.rows[0] if base and base.rows else {}
    return _Told(rows=({**before, **_fields(read, node)},), place=node)


def _fields(read: str, node: Node) -> dict[str, object]:
    known = list(kind_fields(READ_NAMES[read].kind))
    node.only(*known)
    return {name: one.value for name, one in node.items()}


def _answer(request: ReadRequest, given: Mapping[str, _Told], apart: int, access: str | None) -> Observation:
    told = given.get(_name(request), _Told(failure="unreadable"))
    failure: Failure | None = _FAILURES[told.failure] if told.failure else None
    if access:
        failure = access  # type: ignore[assignment]
    at = _START + timedelta(seconds=apart if request.sample > 1 else 0)
    rows = () if failure else tuple(_row(request.read, one, request.sample, told.place) for one in told.rows)
    return Observation(
        device=request.device, read=request.read, place=request.place, parameters=request.parameters,
        sample=request.sample, command=f"{EXCERPT}{_name(request)}", at=at, rows=rows, failure=failure,
        reason=failure and f"the case says {failure}",
        raw="\n".join(f"{name}: {value}" for row in told.rows for name, value in row.items()),
    )  # fmt: skip


def _name(request: ReadRequest) -> str:
    return name_at(None if request.place == "target" else request.place, request.read)


def _row(read: str, fields: Mapping[str, object], sample: int, place: Node | None) -> Row:
    kind = KINDS[READ_NAMES[read].kind]
    allowed = kind_fields(READ_NAMES[read].kind)
    values: dict[str, object] = {}
    for name, raw in fields.items():
        value = raw
        if isinstance(raw, list):
            listed = _hint(kind, name).startswith("tuple")
            value = tuple(raw) if listed else raw[min(sample, len(raw)) - 1]
        if _hint(kind, name).startswith("DeviceTime"):
            value = _time(str(value))
        if allowed[name] and value is not None and value not in allowed[name] and place:
            known = ", ".join(map(str, allowed[name]))
            raise place.fail(f"'{value}' is never a value of {read}.{name}", f"Known: {known}.")
        values[name] = value
    lines = {name: (number,) for number, name in enumerate(fields)}
    return Row(record=kind(**values), lines=lines)


def _hint(kind: type[Record], name: str) -> str:
    """The annotation as it is written in records.py."""
    hint = str(kind.__annotations__[name])
    return f"tuple {hint}" if hint.startswith(("VlanSet", "Words", "Interfaces", "Macs")) else hint


def _time(text: str) -> DeviceTime:
    stamp = datetime.fromisoformat(text)
    return DeviceTime(
        year=stamp.year, month=stamp.month, day=stamp.day, hour=stamp.hour, minute=stamp.minute, second=stamp.second
    )


def _complaints(node: Node, diagnosis: Diagnosis) -> Iterator[str]:
    found = [finding.code for finding in diagnosis.findings if finding.code != "NO_FAULT"]
    wanted = [one.text() for one in node["finds"].list()]
    if set(found) != set(wanted):
        yield f"found {found or 'nothing'}, expected {wanted or 'nothing'}"
    root = node.get("root")
    expected_root = root.text() if root else wanted[0] if wanted else None
    if expected_root and diagnosis.root_cause != expected_root:
        yield f"the root cause is {diagnosis.root_cause}, expected {expected_root}"
    for key, actual in (("outcome", diagnosis.outcome), ("severity", diagnosis.severity)):
        wish = node.get(key)
        if wish and wish.text() != actual:
            yield f"{key} is {actual}, expected {wish.text()}"
    excluded = {one.code for one in diagnosis.ruled_out}
    for code in node["rules_out"].texts() if "rules_out" in node else ():
        if code not in excluded:
            yield f"{code} is not ruled out"
    steps = [step for finding in diagnosis.findings for step in finding.advice]
    advice = " ".join(text for step in steps for text in step.values()).casefold()
    for word in node["advice_without"].texts() if "advice_without" in node else ():
        if word.casefold() in advice:
            yield f"the advice says '{word}'"
    for check in diagnosis.checks if diagnosis.outcome == "cleared" else ():
        if check.passed is not True:
            yield f"cleared although '{check.name}' was not made"
