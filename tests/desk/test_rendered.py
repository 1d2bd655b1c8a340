"""Every card of every scenario, in both languages, as the person on the phone reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bot.app import App, NoNames
from bot.captures import CapturesFolder
from bot.card import DiagnosisCard
from bot.channels.terminal import render
from bot.desk.card import card
from bot.desk.escalate import should_escalate, ticket_body
from bot.desk.investigate import Desk
from bot.devices.replay import ReplayTransport
from bot.inventory.yaml import load_inventory
from bot.model import Answer, Language
from parsers.document import load_document
from tests.accuracy_lab import library

SCENARIOS: Final = sorted(file.parent for file in Path("tests/scenarios").glob("*/scenario.yaml"))
BOTH: Final[tuple[Language, ...]] = ("sv", "en")
# Small words that no sentence of the other language can do without, and that are no word of this one.
FOREIGN: Final[dict[Language, str]] = {
    "sv": r"the|and|is|are|not|of|with|was|were|has|have|this|that|from|which|by|been|could|cannot|its|nobody|probably",
    "en": r"och|är|inte|på|för|som|det|att|av|från|har|när|ingen|inget|eller|kan|till|troligen",
}
# What a value that nobody knows leaves behind in a sentence.
HOLES: Final = (
    r"\bNone\b(?! of)|\bokänt\b|\bunknown\b(?! device)|\(\s*\)|\[\s*\]|\{|\}|  "
    r"|\s[.,;:](\s|$)|[,;:]\.|\.\.(?!\.)"
)
MOST_RULED_OUT: Final = 9


@cache
def answered(folder: Path) -> Answer:
    scenario = load_document(folder / "scenario.yaml")
    captures = CapturesFolder(folder)
    inventory = load_inventory(captures.inventory_path, captures=True)
    transport, names = ReplayTransport(captures), NoNames(inventory.hosts)
    desk = Desk(inventory=inventory, transport=transport, library=library(), resolver=names)
    return App(desk=desk).ask(scenario["request"].text(), channel="cli")


def card_of(folder: Path, language: Language) -> tuple[Answer, DiagnosisCard]:
    answer = answered(folder)
    answer = replace(answer, request=replace(answer.request, language=language))
    return answer, card(answer)


def spoken(shown: DiagnosisCard) -> Iterator[str]:
    """What is the desk's own, from top to bottom: no values and lines of a device."""
    yield from filter(None, (shown.outcome, shown.headline, shown.say, shown.ask, shown.guard, *shown.do, shown.owner))
    yield from filter(None, (shown.found, *shown.not_checked, *shown.ruled_out, *shown.ruled_out_more))
    yield from (one.text for one in shown.checks)


def told(answer: Answer, shown: DiagnosisCard) -> Iterator[str]:
    """The sentences in which values stand, without what a device or the caller said in so many words."""
    findings = answer.diagnosis.findings if answer.diagnosis else ()
    quoted = {piece.value for one in findings for piece in one.evidence if " " in piece.value}
    quoted |= {one.reason for one in answer.observations if one.reason}
    quoted |= {str(getattr(row.record, "text", "")) for one in answer.observations for row in one.rows} - {""}
    quoted |= {said for said in (answer.understood.since, answer.understood.changed) if said}
    device_said = re.compile("|".join(re.escape(one) for one in sorted(quoted, key=len, reverse=True)) or "(?!)")
    for sentence in filter(None, (shown.hit, shown.exactly, *shown.also, *shown.would_change)):
        yield device_said.sub("(quoted)", sentence)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: str(folder.name))
def test_a_card_is_whole_and_short_and_in_one_language(folder: Path, language: Language) -> None:
    answer, shown = card_of(folder, language)
    own = list(spoken(shown))
    for sentence in [*own, *told(answer, shown)]:
        assert not re.search(rf"(?<![\w.-])({FOREIGN[language]})(?![\w.-])", sentence), sentence
        assert not re.search(HOLES, sentence), sentence
    assert len(shown.headline) <= 60
    assert len((shown.say or "").split()) <= 30
    assert (shown.ask or "?").count("?") == 1
    assert len(shown.do) <= 3
    assert len(shown.ruled_out) <= MOST_RULED_OUT
    assert len(shown.would_change) == 1 if shown.kind == "likely" else len(shown.would_change) <= 1


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: str(folder.name))
def test_nothing_is_told_twice(folder: Path, language: Language) -> None:
    _, shown = card_of(folder, language)
    lines = [shown.exactly, *shown.also, *(one.text for one in shown.checks), *shown.not_checked, *shown.ruled_out]
    lines += [*shown.ruled_out_more, *shown.do, shown.say, shown.ask, shown.owner]
    sentences = [part.casefold() for line in lines if line for part in re.split(r"(?<=[.?]) ", line)]
    assert [one for one, count in Counter(sentences).items() if count > 1] == []


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: str(folder.name))
def test_a_terminal_shows_it_on_two_screens(folder: Path) -> None:
    for language in BOTH:
        _, shown = card_of(folder, language)
        assert len(render(shown, colour=False, unicode=True).splitlines()) <= 64


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: str(folder.name))
def test_a_ticket_says_where_it_is_and_names_nobody(folder: Path, language: Language) -> None:
    answer, _ = card_of(folder, language)
    if not should_escalate(answer):
        return
    body = ticket_body(answer)
    own = [line for line in body.splitlines() if not line.lstrip().startswith("|")]  # all but a device's lines
    assert [line for line in own if re.search(r"\bNone\b(?! of)|\(\)|:\s*$", line)] == []
    for one in answer.whereabouts:
        assert f"{one.device}: " in body
    assert answer.request.requester not in body.split()
