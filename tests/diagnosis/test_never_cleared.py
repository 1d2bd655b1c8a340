"""Nothing is cleared while an answer is missing that could have held a fault: every question, symptom and answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from bot.diagnosis.cases import Played, play
from bot.diagnosis.runbook import Investigation
from bot.model import Diagnosis, Observation, Place, Symptom
from parsers.document import parse_document
from parsers.parse import Row
from tests.diagnosis.plays import baselines, library, played, rule, runbook, shipped, shipped_cases, to_the_end

Where = tuple[Place, str]  # and which read
Content = Mapping[int, tuple[Row, ...]]  # sample -> what stood in it
INVESTIGATIONS = sorted(shipped().investigations)


@cache
def contents() -> Mapping[tuple[str, Where], Sequence[Content]]:
    """What each answer holds in the shipped cases of faults, one for each code, where it is part of the proof."""
    found: dict[tuple[str, Where], list[Content]] = defaultdict(list)
    done: set[tuple[str, str]] = set()
    for document, case in shipped_cases():
        finds, investigation = case["finds"].texts(), document["investigation"].text()
        if finds and (investigation, finds[0]) not in done:
            one = play(shipped(), document, case, baselines())
            if one.diagnosis.severity in {"critical", "warning"}:
                done.add((investigation, finds[0]))
                for where, content in _proof(one).items():
                    found[investigation, where].append(content)
    return found


def _proof(one: Played) -> Mapping[Where, Content]:
    proof = {(piece.device, piece.command) for piece in one.diagnosis.findings[0].evidence}
    held: dict[Where, dict[int, tuple[Row, ...]]] = defaultdict(dict)
    for seen in one.seen:
        if (seen.device, seen.command) in proof and seen.failure is None:
            held[seen.place, seen.read][seen.sample] = seen.rows
    return held


def symptoms(investigation: Investigation) -> Iterator[Symptom | None]:
    """None, and those that some condition of it makes a difference for."""
    told = [one.source for one in investigation.facts.values()]
    told += [one.when.source for one in investigation.checks]
    told += [one.only_if.source for one in investigation.checks if one.only_if]
    for part in investigation.parts:
        for book in part.runbooks:
            told += [one.source for one in book.facts.values()]
            told += [step.when.source for step in book.steps if step.when] + [one.when.source for one in book.rules]
    yield None
    yield from (one for one in get_args(Symptom) if any(f'"{one}"' in source for source in told))


def healthy(investigation: str, symptom: Symptom | None) -> Played:
    said = f", asked: {{symptom: {symptom}}}" if symptom else ""
    text = f"investigation: {investigation}\ncases:\n  - {{case: x, finds: [], like: healthy{said}}}\n"
    document = parse_document(text, "cases.yaml")
    return play(shipped(), document, document["cases"].list()[0], baselines())


def with_other(one: Played, where: Where, other: Callable[[Observation], Observation]) -> Diagnosis:
    """The same reading, but for one answer."""
    told = [other(seen) if (seen.place, seen.read) == where else seen for seen in one.seen]
    return to_the_end(one.case, told, shipped())


def missing(seen: Observation) -> Observation:
    return replace(seen, rows=(), failure="parse_failed", reason="nobody can read this")


def holding(content: Content) -> Callable[[Observation], Observation]:
    return lambda seen: replace(seen, rows=content[min(seen.sample, max(content))])


@pytest.mark.patient
@pytest.mark.parametrize("name", INVESTIGATIONS)
def test_no_answer_is_missed_that_could_have_held_a_fault(name: str) -> None:
    """Of an answer without which all is cleared, nothing that it holds in any known fault would have changed that."""
    wrongly = []
    for symptom in symptoms(shipped().investigations[name]):
        well = healthy(name, symptom)
        if well.diagnosis.outcome != "cleared":
            continue
        for where in {(seen.place, seen.read) for seen in well.seen if seen.failure is None}:
            known = contents().get((name, where), ())
            if known and with_other(well, where, missing).outcome == "cleared":
                told = (with_other(well, where, holding(content)) for content in known)
                wrongly += [(symptom, where, one.root_cause) for one in told if one.outcome != "cleared"]
    assert not wrongly


def test_what_is_asked_where_all_is_well_is_cleared_for_each_kind_of_question() -> None:
    """Else the test above would look at nothing."""
    assert {name for name in INVESTIGATIONS if healthy(name, None).diagnosis.outcome == "cleared"} == set(
        INVESTIGATIONS
    )
    assert len(contents()) > 50


SMALL = library(
    runbook(
        "small", rule("TOO_HOT", "any(temperatures.celsius > 60)"), steps=[{"read": "port"}, {"read": "temperatures"}]
    ),
    runbook("hint", rule("A_HINT", "count(cdp) == 0", severity="info"), steps=[{"read": "cdp"}]),
    runbook("aside", rule("WRONG_TIME", "ntp.synchronised == False"), steps=[{"read": "ntp"}]),
    checks={"link": {"when": 'port.status == "connected"', "says": "link"}},
    beside=["aside"],
)


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ("temperatures: none, cdp: none, ntp: {synchronised: true}", "cleared"),
        ("temperatures: unreadable, cdp: none, ntp: {synchronised: true}", "unknown"),
        ("temperatures: denied, cdp: none, ntp: {synchronised: true}", "unknown"),
        # What a platform does not have holds nothing; a hint and what stands beside are no fault of this.
        ("temperatures: unsupported, cdp: none, ntp: {synchronised: true}", "cleared"),
        ("temperatures: none, cdp: unreadable, ntp: unreadable", "cleared"),
    ],
)
def test_a_fault_that_nobody_could_look_for_holds_back_cleared_without_a_check_of_its_own(
    given: str, outcome: str
) -> None:
    one = played(f"like: healthy, given: {{{given}}}", SMALL).diagnosis
    assert (one.outcome, bool(one.checks)) == (outcome, True)
    assert {check.passed for check in one.checks} == {True}
