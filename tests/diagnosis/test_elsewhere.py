"""Runbooks that look further than the target: reads at other places, whole runbooks there, one root cause over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.diagnosis.advance import advance
from bot.diagnosis.runbook import Library
from bot.model import Case, Device, Diagnosis, Failure, Observation, Place, ReadRequest, Reads, Spot, Target, Understood
from parsers.parse import Row
from parsers.records import PortStatus
from tests.diagnosis.plays import library, rule
from tests.diagnosis.plays import runbook as book

AT = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC)
ACCESS = Device(name="sw-1", platform="cisco_xe", role="access")
CORE = Device(name="dsw-1", platform="cisco_xe", role="distribution")
OWN, FAR = "TenGigabitEthernet1/1/1", "TwentyFiveGigE1/0/7"
SILENT = rule("DEVICE_UNREACHABLE", 'session.failure == "unreachable"', severity="unknown")
CUT = rule("UPLINK_DOWN", 'port.status == "notconnect"', explains=["DEVICE_UNREACHABLE"])
CHECKS = {"link": {"when": 'port.status == "connected"', "says": "There is a link."}}


def silent_switch(when: str | None = 'session.failure != "none"') -> Library:
    """The target is asked for its port; where it is silent, its neighbour for the port that leads to it."""
    here, there = book("reach", SILENT, steps=[{"read": "port"}]), book("neighbour", CUT, steps=[{"read": "port"}])
    part = {"on": "uplink", "runbooks": ["neighbour"], **({"when": when} if when else {})}
    return library(here, there, checks=CHECKS, also=[part])


def case(places: dict[Place, Spot] | None = None) -> Case:
    return Case(
        request="r", investigation="wired-port", device=ACCESS, places=places or {}, understood=Understood(),
        target=Target(device=ACCESS.name, interface="GigabitEthernet1/0/1"),
    )  # fmt: skip


def answered(request: ReadRequest, status: str | None, failure: Failure | None = None) -> Observation:
    interface = dict(request.parameters)["interface"]
    record = PortStatus(interface=interface, status=status)  # type: ignore[arg-type]
    return Observation(
        device=request.device, read=request.read, place=request.place, parameters=request.parameters,
        command="show interfaces status", at=AT, failure=failure, raw=f"{interface} {status}",
        rows=() if failure else (Row(record=record, lines={"interface": (0,), "status": (0,)}),),
    )  # fmt: skip


def asked(step: Reads | Diagnosis) -> list[tuple[Place, str]]:
    assert isinstance(step, Reads)
    return [(one.place, one.device) for one in step.requests]


def lost(
    library: Library, places: dict[Place, Spot] | None = None
) -> tuple[Case, list[Observation], Reads | Diagnosis]:
    """The target was asked and is out of reach; what is wanted then."""
    this = case(places)
    first = advance(this, [], library)
    assert isinstance(first, Reads)
    seen = [answered(one, None, "unreachable") for one in first.requests if one.place == "target"]
    return this, seen, advance(this, seen, library)


def test_a_healthy_target_asks_nothing_of_its_neighbours() -> None:
    first = advance(case(), [], silent_switch())
    assert asked(first) == [("target", "sw-1")]
    assert isinstance(first, Reads)
    done = advance(case(), [answered(first.requests[0], "connected")], silent_switch())
    assert isinstance(done, Diagnosis)
    assert done.outcome == "cleared"


def test_a_place_that_is_not_looked_up_yet_is_asked_for_without_a_device_and_then_with() -> None:
    books = silent_switch()
    this, seen, step = lost(books)
    assert asked(step) == [("uplink", "")]
    known = replace(this, places={"uplink": Spot(device=CORE, interface=FAR)})
    again = advance(known, seen, books)
    assert asked(again) == [("uplink", "dsw-1")]
    assert isinstance(again, Reads)
    assert dict(again.requests[0].parameters) == {"interface": FAR}, "the neighbour's port that leads here"


def test_the_cause_at_the_other_end_comes_first_and_the_silence_is_its_consequence() -> None:
    books = silent_switch()
    places: dict[Place, Spot] = {"uplink": Spot(device=CORE, interface=FAR)}
    this, seen, step = lost(books, places)
    assert isinstance(step, Reads)
    done = advance(this, [*seen, answered(step.requests[0], "notconnect")], books)
    assert isinstance(done, Diagnosis)
    assert [(one.code, one.device, one.component, one.caused_by) for one in done.findings] == [
        ("UPLINK_DOWN", "dsw-1", FAR, None),
        ("DEVICE_UNREACHABLE", "sw-1", "GigabitEthernet1/0/1", "UPLINK_DOWN"),
    ]
    assert (done.outcome, done.root_cause) == ("proven", "UPLINK_DOWN")


def test_a_neighbour_that_has_a_link_explains_nothing_and_clears_nothing() -> None:
    books = silent_switch()
    this, seen, step = lost(books, {"uplink": Spot(device=CORE, interface=FAR)})
    assert isinstance(step, Reads)
    done = advance(this, [*seen, answered(step.requests[0], "connected")], books)
    assert isinstance(done, Diagnosis)
    assert (done.outcome, done.root_cause) == ("unknown", "DEVICE_UNREACHABLE")


def test_a_place_that_cannot_be_found_is_told_as_not_checked_and_ends_the_search() -> None:
    _, _, done = lost(silent_switch(), {"uplink": Spot(because="no such cable is known")})
    assert isinstance(done, Diagnosis)
    skipped = [(one.what["en"], one.detail) for one in done.not_checked if one.because == "skipped"]
    assert skipped == [("the far end of the uplink", "no such cable is known")]
    assert done.root_cause == "DEVICE_UNREACHABLE"


def test_a_silent_switch_is_not_asked_for_its_own_uplink_either() -> None:
    own = book("uplink", rule("UPLINK_DOWN", 'port.status == "notconnect"'), steps=[{"read": "port"}])
    here = book("reach", SILENT, steps=[{"read": "port"}])
    books = library(here, own, checks=CHECKS, also=[{"on": "own_uplink", "runbooks": ["uplink"]}])
    _, _, done = lost(books, {"own_uplink": Spot(device=ACCESS, interface=OWN)})
    assert isinstance(done, Diagnosis)


def test_one_rule_may_hold_the_two_ends_of_a_cable_against_each_other() -> None:
    differ = rule("SPEED_MISMATCH", "port.speed_mbps != uplink_port.speed_mbps")
    books = library(book("ends", differ, steps=[{"read": "port"}, {"read": "port", "on": "uplink"}]), checks={})
    this = case({"uplink": Spot(device=CORE, interface=FAR)})
    step = advance(this, [], books)
    assert asked(step) == [("target", "sw-1"), ("uplink", "dsw-1")]
    assert isinstance(step, Reads)
    here, there = step.requests
    seen = [_at_speed(here, 1000), _at_speed(there, 10000)]
    assert _root(this, seen, books) == "SPEED_MISMATCH"
    assert _root(this, list(reversed(seen)), books) == "SPEED_MISMATCH", "whoever answers first"
    assert _root(this, [seen[0], _at_speed(there, 1000)], books) == "NO_FAULT"


def _at_speed(request: ReadRequest, mbps: int) -> Observation:
    record = PortStatus(interface=dict(request.parameters)["interface"], speed_mbps=mbps)
    return replace(answered(request, "connected"), rows=(Row(record=record, lines={"speed_mbps": (0,)}),))


def _root(this: Case, seen: Sequence[Observation], books: Library) -> str:
    done = advance(this, seen, books)
    assert isinstance(done, Diagnosis)
    return done.root_cause


def at_two_ports(theme: str, *, uplink_too: bool) -> dict[str, str | None]:
    """Errors on the port in question, drops on the switch's own uplink: each finding -> what it follows from."""
    linked = 'port.status == "connected"'
    errors, drops = rule("ERRORS", linked, explains=["DROPS"]), rule("DROPS", linked)
    full = [rule("FULL", linked, explains=["DROPS"])] if uplink_too else []
    here = book("quality", errors, steps=[{"read": "port"}], theme=theme)
    there = book("uplink", drops, *full, steps=[{"read": "port"}], theme="uplink")
    books = library(here, there, checks=CHECKS, also=[{"on": "own_uplink", "runbooks": ["uplink"]}])
    this, seen = case({"own_uplink": Spot(device=ACCESS, interface=OWN)}), list[Observation]()
    while isinstance(step := advance(this, seen, books), Reads):
        seen += [answered(one, "connected") for one in step.requests]
    return {one.code: one.caused_by for one in step.findings}


def test_what_ails_the_cable_of_one_port_is_not_why_another_port_of_the_device_ails() -> None:
    assert at_two_ports("cable", uplink_too=False) == {"ERRORS": None, "DROPS": None}
    assert at_two_ports("loop", uplink_too=False) == {"ERRORS": None, "DROPS": "ERRORS"}


def test_of_two_causes_the_one_at_the_same_place_is_told() -> None:
    assert at_two_ports("loop", uplink_too=True) == {"ERRORS": None, "FULL": None, "DROPS": "FULL"}
