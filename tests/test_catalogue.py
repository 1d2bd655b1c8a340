"""The catalogue of faults is whole: each has a code with a rule and cases, a fault of the lab, and a question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest

from bot.desk.library import case_documents, load_library
from bot.lab.faults import FAULTS
from parsers.document import Node
from tests.accuracy import scenario_folders
from tests.accuracy_faults import try_some
from tests.catalogue import Row, load_catalogue

CATALOGUE = load_catalogue()
# Asked back or concluded by the desk, with no rule of a runbook behind it.
BY_THE_DESK = {"NO_FAULT", "TARGET_AMBIGUOUS"}
CODES = sorted({code for row in CATALOGUE.rows for code in row.codes} - BY_THE_DESK)


@cache
def rules() -> dict[str, set[str]]:
    """code -> the runbooks with a rule for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for book in load_library().runbooks.values():
        for rule in book.rules:
            found[rule.code].add(book.name)
    return found


@cache
def cases() -> dict[str, list[Node]]:
    """Runbook or investigation -> its cases."""
    return {folder: node["cases"].list() for folder, node, _ in case_documents()}


def test_the_table_has_every_fault_from_f01_to_f48_in_order() -> None:
    assert [row.name for row in CATALOGUE.rows] == [f"F{number:02d}" for number in range(1, 49)]


@pytest.mark.parametrize("row", CATALOGUE.rows, ids=lambda row: row.name)
def test_each_fault_can_be_tried_or_says_why_not(row: Row) -> None:
    assert row.trials or row.captures or row.blind
    assert len(row.about.split()) <= 6
    known = {folder.name for folder in scenario_folders()}
    assert set(row.captures) <= known


def test_every_trial_expects_a_code_that_the_product_can_say() -> None:
    said = set(rules()) | BY_THE_DESK
    wanted = {code for trial in CATALOGUE.trials for code in (trial.root, *trial.tells, *trial.follows, *trial.beside)}
    assert sorted(wanted - said) == []


def test_each_code_of_the_table_has_a_rule() -> None:
    assert [code for code in CODES if code not in rules()] == []


def test_each_code_of_the_table_has_a_case_where_it_is_there() -> None:
    found = {code for those in cases().values() for one in those for code in one["finds"].texts()}
    assert [code for code in CODES if code not in found] == []


def test_each_runbook_of_the_table_has_a_healthy_case_and_an_unreadable_one() -> None:
    """Beside the runbook itself, or beside an investigation that asks it."""
    homes: dict[str, set[str]] = defaultdict(set)
    for one in load_library().investigations.values():
        for part in one.parts:
            for book in part.runbooks:
                homes[book.name] |= {book.name, one.name}
    for name in {book for code in CODES for book in rules().get(code, ())}:
        those = [one for home in homes[name] for one in cases().get(home, [])]
        assert any(not one["finds"].list() for one in those), f"{name}: no case where all is well"
        assert any(_unreadable(one) for one in those), f"{name}: no case where a read failed"


def _unreadable(case: Node) -> bool:
    words = {"unreadable", "unsupported", "denied", "timeout"}
    given = [one.value for _, one in case["given"].items()] if "given" in case else []
    return "session" in case or any(isinstance(one, str) and one in words for one in given)


def test_every_code_of_a_rule_stands_in_the_table() -> None:
    known = {code for row in CATALOGUE.rows for code in row.codes} | set(CATALOGUE.other_codes)
    assert sorted(set(rules()) - known) == []


def test_every_fault_of_the_lab_is_tried_and_every_one_tried_exists() -> None:
    made = {trial.fault for trial in CATALOGUE.trials if trial.fault}
    assert made == set(FAULTS)
    assert {one.fault for trial in CATALOGUE.trials for one in trial.further} <= made


def test_the_judge_tells_right_from_wrong_from_cleared_wrongly_from_a_false_alarm() -> None:
    broken = next(one for one in CATALOGUE.trials if one.fault == "bpduguard")
    well = next(one for one in CATALOGUE.healthy if one.at == "pc")
    trials = (
        broken,
        replace(broken, root="PORT_NOTCONNECT"),
        replace(broken, root="NO_FAULT"),
        well,
        replace(well, root="PORT_NOTCONNECT"),
        replace(well, ask="who are you?"),
    )
    judged = [one.columns for one in try_some(trials)]
    assert judged == [("right",), ("wrong",), ("false alarm",), ("right",), ("cleared wrongly",), ("could not tell",)]
