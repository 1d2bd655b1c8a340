"""Every text of the lists is understood as its row says, and nothing that nobody meant is understood as a target."""

from __future__ import annotations

import re

import pytest

from bot.desk.personal import drop_personal
from bot.desk.understand.symptom_rules import RULES
from bot.desk.understand.symptoms import symptom_of
from bot.desk.understand.vocabulary import CONCEPTS
from bot.model import Inventory
from tests.accuracy_understanding import Row, inventory, judge, rows

ROWS = rows()
# What stands in a text's concepts without being a word's: kinds of names, labels of floors, ends of clauses.
_NO_WORDS = re.compile(r"@(?:port|jack|room|mac|ip|host|site)|label|[,.]|\.{2,3}")


@pytest.fixture(scope="module")
def known() -> Inventory:
    return inventory()


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.kind}: {row.text}"[:90]) for row in ROWS])
def test_a_text_means_what_its_row_says(row: Row, known: Inventory, request: pytest.FixtureRequest) -> None:
    """A row with a gap asks back where a person would have known; when it no longer does, the gap is taken out."""
    judged = judge(row, known)
    assert not judged.false_targets
    if row.gap:
        request.applymarker(pytest.mark.xfail(reason=row.gap, strict=True))
    assert not judged.wrong


def test_the_lists_are_found() -> None:
    """A list that is not found would pass in silence."""
    assert len(ROWS) > 1000
    assert sum(row.kind.startswith("voice") for row in ROWS) >= 150
    assert sum(row.gap is not None for row in ROWS) < 20


@pytest.mark.parametrize("row", [row for row in ROWS if "gone" in row.meaning], ids=lambda row: row.text[:40])
def test_what_is_private_is_gone_for_good(row: Row) -> None:
    """Dropped once, nothing is left that would be dropped the second time, and no digit of it stays."""
    text, dropped = drop_personal(row.text)
    assert dropped
    assert drop_personal(text) == (text, False)
    assert str(row.meaning["gone"]) not in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.symptom}: {rule.says[0]}")
def test_a_rule_speaks_of_concepts_that_the_vocabulary_has(rule: object) -> None:
    """A misspelt concept would make a rule that never tells."""
    assert isinstance(rule, type(RULES[0]))
    parts = {part for row in (*rule.says, *rule.unless) for step in row.split() for part in step.split("|")}
    assert not {part for part in parts if part not in CONCEPTS and not _NO_WORDS.fullmatch(part)}


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("nätet är inte långsamt, det är helt dött", "no_network"),
        ("nätverksproblemen är tillbaka", "no_network"),
        ("tapar uppkoplingen ofta", "intermittent"),
        ("det tar en stund att sätta sig", None),
        ("när kommer ni?", None),
        ("wifi funkar men datorn är seg", "slow"),
    ],
)
def test_inflections_compounds_slips_and_denials(text: str, symptom: str | None) -> None:
    assert symptom_of(text) == symptom
