"""What is read next: all that is surely needed in one batch, then what conditions ask for, then second samples."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bot.diagnosis.advance import advance, steps_of
from bot.diagnosis.cases import Played, play
from bot.model import ACCESS_FAILURES, Diagnosis, Reads
from parsers.document import Node
from tests.diagnosis.plays import baselines, library, played, rule, runbook, shipped, shipped_cases, to_the_end

HEALTHY = "like: healthy"
TURNED_OFF = (
    "like: healthy, given: {port: {status: err-disabled}, interface: {state: err-disabled, protocol: down}, "
    "errdisabled: {interface: GigabitEthernet1/0/1, reason: bpduguard}}"
)
NOTHING_READABLE = "tags: []"
# One case for each way in which a reading can go on; the rest of the shipped cases differ in rules only.
COURSES = (
    HEALTHY,
    "like: healthy, given: {port: {status: notconnect}, interface: {state: notconnect, link: down, protocol: down}}",
    TURNED_OFF,
    "like: healthy, given: {interface: {crc: [10, 25], input_errors: [10, 25]}}",
    "like: healthy, given: {port: unreadable, interface: denied}",
    NOTHING_READABLE,
)


def plays() -> list[Played]:
    return [played(case) for case in COURSES]


def reads(batch: object) -> list[str]:
    assert isinstance(batch, tuple)
    return [request.read for request in batch]


def test_the_first_batch_holds_every_read_without_a_condition_once_and_in_diagnostic_order() -> None:
    wanted = [step.read for _, _, step in steps_of(shipped().investigations["wired-port"]) if step.when is None]
    first = played(HEALTHY).batches[0]
    assert reads(first) == list(dict.fromkeys(wanted))
    assert {(request.sample, request.after_s) for request in first} == {(1, 0.0)}


def test_a_read_of_one_port_names_the_port_and_a_read_of_the_switch_names_nothing() -> None:
    parameters = {request.read: request.parameters for request in played(HEALTHY).batches[0]}
    assert parameters["port"] == (("interface", "GigabitEthernet1/0/1"),)
    assert parameters["clock"] == ()


@pytest.mark.parametrize("one", plays(), ids=range(len(COURSES)))
def test_no_sample_is_asked_for_twice_and_there_are_at_most_as_many_rounds_as_steps(one: Played) -> None:
    asked = [(request.read, request.sample) for batch in one.batches for request in batch]
    assert len(asked) == len(set(asked))
    assert len(one.batches) <= len(list(steps_of(shipped().investigations["wired-port"])))


SMALL = library(
    runbook(
        "small",
        rule("DOWN", 'port.status == "notconnect"'),
        rule("ERRORS", "increase(interface.crc) > 0", severity="warning"),
        facts={"down": 'port.status == "notconnect"'},
        steps=[
            {"read": "port"},
            {"read": "clock"},
            {"read": "cable", "when": "down"},
            {"read": "interface", "when": 'port.status == "connected"', "samples": 2, "every": "15s"},
            {"read": "poe", "when": "interface.crc > 100"},
        ],
    ),
    runbook("again", rule("X", "absent(port)"), steps=[{"read": "port"}, {"read": "log"}]),
    checks={"link": {"when": 'port.status == "connected"', "says": "link"}},
)


def rounds(case: str) -> list[list[str]]:
    return [reads(batch) for batch in played(case, SMALL).batches]


def test_what_two_runbooks_want_is_read_once() -> None:
    assert rounds(HEALTHY)[0] == ["port", "clock", "log"]


@pytest.mark.parametrize(
    ("case", "then"),
    [
        ("like: healthy", [["interface"], ["interface"]]),
        ("like: healthy, given: {port: {status: notconnect}}", [["cable"]]),
        ("like: healthy, given: {interface: {crc: 200}}", [["interface"], ["poe"], ["interface"]]),
        ("like: healthy, given: {port: none}", []),
        # The port could not be read, so whether it is down cannot be told: better one command too many.
        ("like: healthy, given: {port: unreadable}", [["cable", "interface"], ["interface"]]),
        # poe waits for interface, which was never asked: that is no doubt, that is a condition not yet met.
        ("like: healthy, given: {port: {status: notconnect}, interface: {crc: 200}}", [["cable"]]),
        ("like: healthy, given: {interface: unreadable}", [["interface"], ["poe"]]),
    ],
)  # fmt: skip
def test_what_has_a_condition_waits_until_it_is_true_or_cannot_be_told(case: str, then: list[list[str]]) -> None:
    assert rounds(case)[1:] == then


def test_a_second_sample_comes_last_and_after_the_runbooks_interval() -> None:
    last = played(HEALTHY, SMALL).batches[-1]
    assert [(one.read, one.sample, one.after_s) for one in last] == [("interface", 2, 15.0)]


@pytest.mark.parametrize("told", ["unreadable", "denied", "none"])
def test_nothing_is_read_twice_that_could_not_be_read_once(told: str) -> None:
    asked = [one for batch in played(f"like: healthy, given: {{interface: {told}}}").batches for one in batch]
    assert [one.sample for one in asked if one.read == "interface"] == [1]


def test_no_second_sample_where_a_proven_fault_leaves_nobody_served() -> None:
    proven = played(TURNED_OFF)
    assert (proven.diagnosis.outcome, proven.diagnosis.severity) == ("proven", "critical")
    assert {one.sample for batch in proven.batches for one in batch} == {1}


@pytest.mark.parametrize("failure", sorted(ACCESS_FAILURES))
def test_after_an_access_failure_nothing_more_is_read(failure: str) -> None:
    """Of the switch itself; what its neighbour sees of a silent one is asked of the neighbour."""
    whole = played(f"like: healthy, session: {failure}, places: {{uplink: unknown}}")
    more = [one for batch in whole.batches[1:] for one in batch if one.place == "target" or one.device]
    assert not more
    step = advance(whole.case, whole.seen[:1], shipped())
    assert isinstance(step, Diagnosis)
    assert (step.outcome, step.severity, step.checks, step.ruled_out) == ("unknown", "unknown", (), ())


def test_a_batch_that_was_read_in_part_goes_on_with_the_rest() -> None:
    whole = played(HEALTHY)
    first = whole.batches[0]
    step = advance(whole.case, whole.seen[:3], shipped())
    assert isinstance(step, Reads)
    assert set(first[3:]) <= set(step.requests)
    assert not set(first[:3]) & set(step.requests)


@pytest.mark.parametrize("one", plays(), ids=range(len(COURSES)))
def test_the_order_in_which_answers_came_changes_nothing(one: Played) -> None:
    shuffled = list(one.seen)
    for seed in range(3):
        random.Random(seed).shuffle(shuffled)
        assert advance(one.case, shuffled, shipped()) == one.diagnosis


def one_case_per_finding() -> list[tuple[Node, Node]]:
    chosen: dict[str, tuple[Node, Node]] = {}
    for document, case in shipped_cases():
        finds = case["finds"].texts()
        if finds:
            chosen.setdefault(finds[0], (document, case))
    return list(chosen.values())


def test_nothing_is_concluded_to_be_healthy_while_an_answer_is_still_missing() -> None:
    """Drop any one answer of a healthy port: it is asked for again, or at least nobody says NO_FAULT without it."""
    healthy = played(HEALTHY)
    checked = {"port", "interface", "errdisabled", "vlans", "mac", "log"}
    for at, missing in enumerate(healthy.seen):
        step = advance(healthy.case, [*healthy.seen[:at], *healthy.seen[at + 1 :]], shipped())
        assert isinstance(step, Reads) or missing.sample > 1
        if missing.read in checked:
            assert not isinstance(step, Diagnosis) or step.outcome != "cleared"


def test_a_fault_is_never_cleared_because_what_told_it_could_not_be_read() -> None:
    """For every code: each read that its finding rests on fails while all else is readable, and then no NO_FAULT."""
    wrongly: dict[str, set[str]] = {}
    for document, case in one_case_per_finding():
        one = play(shipped(), document, case, baselines())
        if one.diagnosis.outcome == "cleared":
            continue
        for read in {piece.command.removeprefix("(case) ") for piece in one.diagnosis.findings[0].evidence}:
            told = [seen if seen.read != read else replace(seen, rows=(), failure="parse_failed") for seen in one.seen]
            if to_the_end(one.case, told, shipped()).outcome == "cleared":
                wrongly.setdefault(one.diagnosis.root_cause, set()).add(read)
    assert not wrongly
