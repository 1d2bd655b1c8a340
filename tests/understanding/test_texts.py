"""Every text of the lists is understood as its row says, and nothing that nobody meant is understood as a target."""

from __future__ import annotations

import re

import pytest

from bot.desk.personal import drop_personal
from bot.desk.understand import understand
from bot.desk.understand.spoken import as_typed
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
    assert len(ROWS) > 1500
    assert sum(row.kind.startswith("voice") for row in ROWS) >= 550
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


@pytest.mark.parametrize("text", ["inget nät i rum 305\n{}", "{}\ninget nät i rum 305"])
def test_of_a_long_text_its_beginning_and_its_end_are_read(text: str, known: Inventory) -> None:
    """Who pastes a whole log has put the question before or after it."""
    understood = understand(text.format("Gi1/0/1 up up\n" * 1400), known).understood
    assert (understood.room, understood.symptom) == ("Rum 305", "no_network")


def test_what_was_not_read_of_a_long_text_is_told_in_the_question(known: Inventory) -> None:
    """Nobody waits for an answer about a room that stood in the middle."""
    understanding = understand("hej hej " * 1000 + "inget nät i rum 305 " + "hej hej " * 1000 + "inget nät!", known)
    assert understanding.understood.room is None
    assert understanding.question is not None
    assert "början och slutet" in understanding.question.text["sv"]


@pytest.mark.parametrize("name", ["sw-ost-a2-01", "10.40.2.11", "A2-114-1", "GigabitEthernet1/0/14"])
def test_a_name_that_the_cut_goes_through_is_no_other_name(name: str, known: Inventory) -> None:
    """Half an address is another address."""
    for before in range(4_000 - len(name) - 1, 4_001):
        understanding = understand("x " * (before // 2) + "x" * (before % 2) + name + " x" * 9_000, known)
        said = {getattr(understanding.understood, field) for field in ("device", "interface", "ip", "jack", "host")}
        assert said <= {None, name, "sw-ost-a2-01"}


@pytest.mark.parametrize(
    ("heard", "typed"),
    [
        ("sw streck ost streck a två streck noll ett port fjorton", "sw-ost-a2-01 port 14"),
        ("rum tre noll fem", "rum 305"),
        ("port tre, fyra och tjugotvå", "port 3, fyra och tjugotvå"),
        ("port tre och fyra", "port 3 och 4"),
        ("room two hundred and fourteen", "room 214"),
        ("uttag ve noll två", "uttag v-02"),
        ("i vårt rum två datorer", "i vårt rum två datorer"),
        ("i vårt rum ett problem", "i vårt rum ett problem"),
        ("bara ett streck på wifi", "bara ett streck på wifi"),
        ("ring noll sju noll ett två tre fyra", "ring noll sju noll ett två tre fyra"),
        ("sex personer i rum 305", "sex personer i rum 305"),
    ],
)
def test_a_dictated_name_is_written_as_it_is_typed(heard: str, typed: str) -> None:
    """Only where a name stands: a number in a sentence stays a word."""
    assert as_typed(heard) == typed
