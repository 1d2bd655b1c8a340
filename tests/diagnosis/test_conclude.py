"""The verdict: which finding is the root cause, what follows from it, what is ruled out, and when all is cleared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.diagnosis.advance import advance
from bot.diagnosis.runbook import Library, Runbook
from bot.model import Diagnosis
from tests.diagnosis.plays import library, played, rule, runbook, shipped

HEALTHY = "like: healthy"
CONNECTED = 'port.status == "connected"'
ALL_IS_WELL = {"link": {"when": CONNECTED, "says": "The port has link."}}
STEPS = [{"read": "port"}, {"read": "poe"}, {"read": "log"}, {"read": "clock"}]


def book(name: str, *rules: dict[str, object], **more: object) -> Runbook:
    return runbook(name, *rules, **{"steps": STEPS, **more})


def concluded(*books: Runbook, case: str = HEALTHY, **more: object) -> Diagnosis:
    made: Library = library(*books, **{"checks": ALL_IS_WELL, **more})  # type: ignore[arg-type]
    return played(case, made).diagnosis


def codes(diagnosis: Diagnosis) -> list[str]:
    return [finding.code for finding in diagnosis.findings]


# --- the root cause --------------------------------------------------------------------------------------------------


def test_the_worst_finding_is_the_root_and_between_equals_the_first_in_diagnostic_order() -> None:
    one = book("one", rule("A", CONNECTED, severity="warning"), rule("B", CONNECTED))
    two = book("two", rule("C", CONNECTED), rule("D", CONNECTED, severity="info"))
    diagnosis = concluded(one, two)
    assert codes(diagnosis) == ["B", "C", "A", "D"]
    assert (diagnosis.root_cause, diagnosis.severity, diagnosis.outcome) == ("B", "critical", "proven")


def test_what_another_finding_explains_is_its_consequence_whatever_its_severity() -> None:
    diagnosis = concluded(
        book("one", rule("FOLLOWS", CONNECTED), rule("CAUSE", CONNECTED, severity="warning", explains=["FOLLOWS"]))
    )
    assert codes(diagnosis) == ["CAUSE", "FOLLOWS"]
    assert [finding.caused_by for finding in diagnosis.findings] == [None, "CAUSE"]


def test_a_finding_of_a_runbook_beside_is_told_last_and_never_the_root() -> None:
    diagnosis = concluded(
        book("one", rule("ROOT", CONNECTED, severity="warning")), book("clock", rule("BESIDE", CONNECTED)),
        beside=["clock"],
    )  # fmt: skip
    assert codes(diagnosis) == ["ROOT", "BESIDE"]


def test_a_network_with_findings_only_beside_is_cleared_and_they_are_told() -> None:
    diagnosis = concluded(
        book("one", rule("NO", "not linked"), facts={"linked": CONNECTED}), book("clock", rule("BESIDE", CONNECTED)),
        beside=["clock"],
    )  # fmt: skip
    assert (diagnosis.outcome, diagnosis.root_cause) == ("cleared", "NO_FAULT")
    assert codes(diagnosis) == ["NO_FAULT", "BESIDE"]


def test_of_several_rules_with_one_code_the_first_that_is_true_speaks() -> None:
    diagnosis = concluded(
        book(
            "one",
            rule("A", f"not {CONNECTED}", says="never"),
            rule("A", CONNECTED, says="sure"),
            rule("A", CONNECTED, says="unsure", confidence="low"),
        )
    )
    assert [finding.summary["en"] for finding in diagnosis.findings] == ["sure"]


@pytest.mark.parametrize(("confidence", "outcome"), [("high", "proven"), ("medium", "likely"), ("low", "likely")])
def test_only_high_confidence_is_proof(confidence: str, outcome: str) -> None:
    assert concluded(book("one", rule("A", CONNECTED, confidence=confidence))).outcome == outcome


def test_could_not_tell_is_told_only_where_no_fault_was_found() -> None:
    doubt = rule("DOUBT", CONNECTED, severity="unknown")
    assert codes(concluded(book("one", doubt, rule("FAULT", CONNECTED)))) == ["FAULT"]
    alone = concluded(book("one", doubt))
    assert (alone.outcome, alone.severity, alone.root_cause) == ("unknown", "unknown", "DOUBT")


# --- ruled out -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "ruled_out"),
    [
        ("like: healthy", ["NO_POWER"]),
        ("like: healthy, given: {poe: unreadable}", []),  # not known is not ruled out
        ("like: healthy, given: {poe: {oper: faulty}}", []),  # it is so
    ],
)
def test_only_what_is_definitely_not_so_is_ruled_out(case: str, ruled_out: list[str]) -> None:
    one = book("one", rule("NO_POWER", 'poe.oper == "faulty"', otherwise="There is power."))
    diagnosis = concluded(one, case=case)
    assert [out.code for out in diagnosis.ruled_out] == ruled_out
    assert all(out.because == {"en": "There is power.", "sv": "sv There is power."} for out in diagnosis.ruled_out)


def test_what_is_ruled_out_is_proven_by_what_was_read() -> None:
    one = book("one", rule("NO_POWER", 'poe.oper == "faulty"', otherwise="There is power."))
    piece = concluded(one).ruled_out[0].evidence[0]
    assert (piece.field, piece.value, piece.lines) == ("oper", "off", ("oper: off",))


# --- checks and the cleared network ----------------------------------------------------------------------------------

NOTHING = book("one", rule("NEVER", f"not {CONNECTED}"))
TWO_CHECKS = {
    "link": {"when": CONNECTED, "says": "The port has link."},
    "power": {"when": 'poe.oper == "off"', "says": "No power is drawn."},
}


@pytest.mark.parametrize(
    ("case", "passed", "outcome", "root"),
    [
        ("like: healthy", [True, True], "cleared", "NO_FAULT"),
        ("like: healthy, given: {poe: unreadable}", [True, None], "unknown", "CAUSE_UNKNOWN"),
        ("like: healthy, given: {poe: timeout}", [True, None], "unknown", "CAUSE_UNKNOWN"),
        ("like: healthy, given: {poe: unsupported}", [True, None], "unknown", "CAUSE_UNKNOWN"),
        ("like: healthy, given: {poe: none}", [True, False], "unknown", "CAUSE_UNKNOWN"),
        ("like: healthy, given: {poe: {oper: 'on'}}", [True, False], "unknown", "CAUSE_UNKNOWN"),
        ("like: healthy, given: {poe: {oper: null}}", [True, None], "unknown", "CAUSE_UNKNOWN"),
    ],
)
def test_cleared_is_said_only_when_every_check_was_made_and_is_true(
    case: str, passed: list[bool | None], outcome: str, root: str
) -> None:
    diagnosis = concluded(NOTHING, case=case, checks=TWO_CHECKS)
    assert [check.passed for check in diagnosis.checks] == passed
    assert (diagnosis.outcome, diagnosis.root_cause) == (outcome, root)


def test_a_check_with_a_condition_is_made_unless_the_condition_is_definitely_false() -> None:
    checks = {**ALL_IS_WELL, "power": {**TWO_CHECKS["power"], "only_if": "asked.wanted_vlan > 0"}}
    assert len(concluded(NOTHING, checks=checks).checks) == 1
    assert len(concluded(NOTHING, case="like: healthy, asked: {wanted_vlan: 7}", checks=checks).checks) == 2
    doubtful = {**ALL_IS_WELL, "power": {**TWO_CHECKS["power"], "only_if": "poe.watts > 1"}}
    unread = concluded(NOTHING, case="like: healthy, given: {poe: unreadable}", checks=doubtful)
    assert (len(unread.checks), unread.outcome) == (2, "unknown")


def test_what_could_not_be_read_and_no_check_rests_on_is_told_and_does_not_hold_the_verdict_back() -> None:
    diagnosis = concluded(NOTHING, case="like: healthy, given: {poe: unsupported, log: denied}")
    assert diagnosis.outcome == "cleared"
    assert [(one.what["en"], one.because) for one in diagnosis.not_checked] == [
        ("the poe", "unsupported"), ("the log", "parse_failed"),
    ]  # fmt: skip


def test_a_cleared_network_is_proven_by_the_lines_of_its_checks() -> None:
    healthy = concluded(NOTHING).findings[0]
    assert (healthy.code, healthy.severity) == ("NO_FAULT", "ok")
    assert [piece.lines for piece in healthy.evidence] == [("status: connected",)]


# --- where medical equipment sits ------------------------------------------------------------------------------------

HANDS = rule("A", CONNECTED, do=["Send the ticket.", {"hands": "Ask them to swap the cable."}])


@pytest.mark.parametrize(
    ("case", "guard", "steps"),
    [
        ("like: healthy", "possible", 2),
        ("like: healthy, tags: [medical]", "known", 1),
        ("like: healthy, tags: [theatre]", "known", 1),
        ("like: healthy, tags: [hospital]", "possible", 2),
        ("like: healthy, given: {port: {name: MedTek 7}}", "known", 1),
    ],
)
def test_steps_for_hands_are_withheld_where_medical_equipment_sits(case: str, guard: str, steps: int) -> None:
    diagnosis = concluded(book("one", HANDS), case=case, words=["medtek"])
    assert (diagnosis.guard, len(diagnosis.findings[0].advice)) == (guard, steps)


def test_where_no_hands_are_asked_for_nothing_is_guarded() -> None:
    assert concluded(book("one", rule("A", CONNECTED))).guard == "none"


# --- what else an answer says about itself ---------------------------------------------------------------------------


def test_a_site_may_set_a_limit_of_one_runbook() -> None:
    limited = library(
        book("one", rule("FAST", "port.speed_mbps >= limits.fast"), limits={"fast": 10_000}), checks=ALL_IS_WELL
    )
    one = played(HEALTHY, limited)
    assert one.diagnosis.outcome == "cleared"
    for limits, found in (({"one.fast": 1000.0}, "FAST"), ({"two.fast": 1000.0}, "NO_FAULT")):
        again = advance(replace(one.case, limits=limits), one.seen, limited)
        assert isinstance(again, Diagnosis)
        assert again.root_cause == found


def test_the_decisive_value_would_change_a_verdict_and_the_missing_answer_would_change_a_doubt() -> None:
    proven = concluded(book("one", rule("A", CONNECTED)))
    assert proven.would_change[0]["en"] == "If `(case) port` shows anything but connected (state), this changes."
    doubt = book("one", rule("DOUBT", "unread(poe)", severity="unknown"))
    unknown = concluded(doubt, case="like: healthy, given: {poe: unreadable}")
    assert unknown.would_change[0]["sv"] == "Det går att avgöra när sv poe går att läsa."


def test_nothing_is_checked_or_ruled_out_where_the_device_was_not_reached() -> None:
    lost = rule("LOST", 'session.failure == "unreachable"', severity="unknown")
    out = rule("OUT", f"not {CONNECTED}", otherwise="Not so.")
    diagnosis = concluded(book("one", lost, out), case="like: healthy, session: unreachable")
    assert (diagnosis.root_cause, diagnosis.checks, diagnosis.ruled_out) == ("LOST", (), ())
    assert {one.because for one in diagnosis.not_checked} == {"unreachable"}


def test_the_shipped_investigation_clears_its_own_healthy_baseline() -> None:
    diagnosis = played(HEALTHY, shipped()).diagnosis
    assert diagnosis.outcome == "cleared"
    assert all(check.passed for check in diagnosis.checks)
