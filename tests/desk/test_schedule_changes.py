"""What of a check is told: once, again when it changes, calmly where nothing is known or it goes back and forth."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.checks import ChangeKind, CheckTarget, Remembered, Standing
from bot.desk.schedule.changes import result_of, standing_of, weigh
from bot.model import Question, Severity
from tests.desk.answers import AT, answer, cleared, proven, unknown

HEALTHY = Standing(state="healthy", severity="ok")
NOTED = Standing(state="noted", severity="ok")
UNKNOWN = Standing(state="unknown")


def trouble(*codes: str, severity: Severity = "warning") -> Standing:
    return Standing(state="trouble", codes=tuple(sorted(codes)), severity=severity)


A, B = trouble("CRC_ERRORS"), trouble("POE_DENIED", severity="critical")
BOTH = trouble("CRC_ERRORS", "POE_DENIED", severity="critical")


def told(*standings: Standing) -> list[ChangeKind | None]:
    """What is told of one check after the other."""
    memory: Remembered | None = None
    found: list[ChangeKind | None] = []
    for one in standings:
        change, memory = weigh(one, memory)
        found.append(change)
    return found


@pytest.mark.parametrize(
    ("standings", "changes"),
    [
        ([HEALTHY, HEALTHY], [None, None]),
        ([A, A, A], ["new", None, None]),
        ([HEALTHY, A, HEALTHY], [None, "new", "gone"]),
        ([A, BOTH, A], ["new", "worse", "better"]),
        ([A, B, A], ["new", "worse", "better"]),
        ([A, trouble("DUPLEX_MISMATCH")], ["new", "new"]),
        ([A, trouble("CRC_ERRORS", severity="critical")], ["new", "worse"]),
        ([A, trouble("CRC_ERRORS", "DUPLEX_MISMATCH")], ["new", "worse"]),
        ([A, NOTED], ["new", "better"]),
        ([HEALTHY, NOTED, HEALTHY, NOTED], [None, None, None, None]),
        ([NOTED, A], [None, "new"]),
    ],
)
def test_trouble_is_told_when_it_comes_changes_and_goes(
    standings: Sequence[Standing], changes: Sequence[ChangeKind | None]
) -> None:
    assert told(*standings) == changes


@pytest.mark.parametrize(
    ("standings", "changes"),
    [
        ([UNKNOWN, UNKNOWN], ["unknown", None]),  # also what is not covered: told once
        ([HEALTHY, UNKNOWN, UNKNOWN, HEALTHY], [None, "unknown", None, "checked"]),
        ([A, UNKNOWN, A], ["new", "unknown", "checked"]),
        ([A, UNKNOWN, HEALTHY], ["new", "unknown", "gone"]),
        ([A, UNKNOWN, BOTH], ["new", "unknown", "worse"]),
        ([HEALTHY, UNKNOWN, A], [None, "unknown", "new"]),
        ([UNKNOWN, HEALTHY], ["unknown", "checked"]),
        ([UNKNOWN, A], ["unknown", "new"]),
    ],
)
def test_what_could_not_be_checked_is_neither_a_fault_nor_healthy(
    standings: Sequence[Standing], changes: Sequence[ChangeKind | None]
) -> None:
    assert told(*standings) == changes


@pytest.mark.parametrize("other", [A, UNKNOWN])
def test_what_goes_back_and_forth_is_told_once_as_that_and_then_rests(other: Standing) -> None:
    found = told(*[HEALTHY, other] * 10)
    assert found[3] == "unsteady"
    assert all(found[1:4])
    assert not any(found[4:])


def test_when_it_has_settled_it_is_told_as_it_stands() -> None:
    restless = [HEALTHY, A, HEALTHY, A, HEALTHY, A]
    assert told(*restless, HEALTHY, HEALTHY, HEALTHY, HEALTHY)[6:] == [None, None, "gone", None]
    assert told(*restless, A, A, A, A)[6:] == [None, "new", None, None]


def test_something_else_is_told_also_of_what_goes_back_and_forth() -> None:
    assert told(HEALTHY, A, HEALTHY, A, HEALTHY, B)[-1] == "worse"


def test_an_old_back_and_forth_is_forgotten_after_six_equal_checks() -> None:
    calm = [HEALTHY] * 6
    restless = told(HEALTHY, A, HEALTHY, *calm, A, HEALTHY, *calm, A)
    assert [one for one in restless if one] == ["new", "gone", "new", "gone", "new"]


def test_only_troubles_that_are_no_consequence_count_and_only_those_of_the_wanted_runbooks() -> None:
    fault = answer(proven())
    assert fault.diagnosis
    code = fault.diagnosis.root_cause
    standing = standing_of(fault)
    assert (standing.state, code in standing.codes) == ("trouble", True)
    consequences = {one.code for one in fault.diagnosis.findings if one.caused_by}
    assert not consequences & set(standing.codes)
    assert standing_of(fault, frozenset({"ANOTHER"})) == NOTED


def test_a_question_back_and_an_unknown_answer_are_unknown_and_cleared_is_healthy() -> None:
    question = Question(about="interface", text={"sv": "Vilken port?", "en": "Which port?"})
    asked = answer(None, question=question)
    assert standing_of(asked) == UNKNOWN
    found = result_of(asked, CheckTarget(name="sw-1", device="sw-1"), AT, None)
    assert (found.root_cause, found.outcome, found.headline["sv"]) == ("TARGET_AMBIGUOUS", "unknown", "Vilken port?")
    assert standing_of(answer(unknown())) == UNKNOWN
    assert standing_of(answer(None)) == UNKNOWN
    assert standing_of(answer(cleared())) == HEALTHY
