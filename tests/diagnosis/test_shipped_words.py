"""The words of every shipped rule keep to what runbooks/README.md promises the people who read them out."""

from __future__ import annotations

import re

import pytest

from bot.diagnosis.advance import steps_of
from bot.diagnosis.places import place_and_read
from bot.diagnosis.runbook import LANGUAGES, Rule, Runbook
from bot.diagnosis.schema import Schema
from bot.model import Language, Place
from tests.diagnosis.plays import shipped

RULES = [(book, rule) for book in shipped().runbooks.values() for rule in book.rules]
HEDGES = {"sv": ("troligen", "kanske", "verkar"), "en": ("probably", "may", "might", "seem")}
# Moving a plug, a device or its power: said only in a step marked `hands`, which is withheld at medical equipment.
TOUCH = {
    "en": r"\b(unplug|re-?plug|plug (it|them|the)|pull (out|the)|restart|reboot|power[- ]cycle"
    r"|swap (the|it|its|cables?)\b|switch (it|off|on)|turn (it )?(off|on)|move the"
    r"|try (the next|another) (jack|port|cable))",
    "sv": r"\b(dra ur|dra ut|koppla ur|koppla in|sätt(a)? i(n)? (den|kontakten|kabeln)|starta om|stäng av|slå (av|på)"
    r"|byt(a)? (kabel|kabeln|ut|till)|flytta (kabel|datorn|enheten|den)|prova (nästa|ett annat) (uttag|port))",
}
# Words before it in the same clause that make it a warning or a question.
ADVISED_AGAINST = {
    "en": r"\b(not|leave|without|who|which|whether|what|when)\b",
    "sv": r"\b(inte|låta?|utan|vem|om|vad|när|vilken)\b",
}


def ids(one: object) -> str:
    return f"{one.name}" if isinstance(one, Runbook | Rule) else str(one)


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_has_all_its_words_in_both_languages(book: Runbook, rule: Rule, language: Language) -> None:
    texts = [rule.says, *rule.script.values(), *(step.text for step in rule.do)]
    for text in [*texts, *([rule.otherwise] if rule.otherwise else [])]:
        assert text[language].template.strip()
        if len(text[language].template) > 30:
            assert text["en"].template != text["sv"].template, "not translated"


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_fits_and_names_no_port_or_device(book: Runbook, rule: Rule, language: Language) -> None:
    headline = rule.script["headline"][language].template
    assert len(headline) <= 60
    assert not re.search(r"\{(port|device)\}|VLAN|802\.1X|err-disabled", headline)


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_aloud_is_one_short_sentence(book: Runbook, rule: Rule, language: Language) -> None:
    say = rule.script["say"][language].template
    assert len(say.split()) <= 30
    assert say.endswith(".")
    assert not re.search(r"[.!?] [A-ZÅÄÖ]", say), "more than one sentence"


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caller_is_asked_one_question(book: Runbook, rule: Rule, language: Language) -> None:
    ask = rule.script["ask"][language].template
    assert ask.count("?") == 1
    assert ask.endswith("?")


@pytest.mark.parametrize(
    ("book", "rule"),
    [(book, rule) for book, rule in RULES if rule.confidence != "high" and rule.severity not in {"unknown", "info"}],
    ids=ids,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_only_likely_is_said_to_be_so(book: Runbook, rule: Rule, language: Language) -> None:
    headline = rule.script["headline"][language].template.casefold()
    assert any(word in headline for word in HEDGES[language]), headline


def test_what_is_only_likely_says_what_would_make_it_sure_and_every_runbook_has_its_theme() -> None:
    for book, rule in RULES:
        assert book.theme is not None, book.name
        if rule.confidence != "high" and rule.severity in {"critical", "warning"}:
            assert rule.sure is not None, f"{book.name}: {rule.name}"


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_that_touches_something_is_marked_hands(book: Runbook, rule: Rule, language: Language) -> None:
    for step in rule.do:
        text = step.text[language].template
        assert step.hands or not touches(text, language), text


@pytest.mark.parametrize(
    ("text", "language", "touching"),
    [
        ("Ask them to swap the cable.", "en", True),
        ("Ask who sits there, then unplug it.", "en", True),
        ("Ask them not to unplug anything.", "en", False),
        ("Be dem byta kabeln.", "sv", True),
        ("Be dem starta om telefonen.", "sv", True),
        ("Be dem att inte dra ur något.", "sv", False),
    ],
)
def test_the_words_of_a_touching_step_are_known(text: str, language: Language, touching: bool) -> None:
    assert touches(text, language) is touching


def touches(text: str, language: Language) -> bool:
    for clause in re.split(r"(?<=[.!?,;]) ", text):
        touched = re.search(TOUCH[language], clause, re.IGNORECASE)
        if touched and not re.search(ADVISED_AGAINST[language], clause[: touched.start()], re.IGNORECASE):
            return True
    return False


@pytest.mark.parametrize(("book", "rule"), RULES, ids=ids)
def test_where_hands_are_withheld_something_is_left_to_do(book: Runbook, rule: Rule) -> None:
    assert any(not step.hands for step in rule.do)


def test_every_read_of_a_rule_is_one_that_its_runbooks_investigation_reads() -> None:
    """Else the rule could never be true and nobody would notice."""
    for investigation in shipped().investigations.values():
        asked = {where(part.place, step.read) for part, _, step in steps_of(investigation)}
        for part in investigation.parts:
            for book, rule in [(one, rule) for one in part.runbooks for rule in one.rules]:
                facts = [book.facts[name] for name in rule.when.names & frozenset(book.facts)]
                mentioned = rule.when.mentions.union(*(fact.mentions for fact in facts))
                missing = [name for name in mentioned if where(part.place, name) not in asked]
                assert not missing, f"{book.name}, {rule.code}: nobody reads {missing}"


def where(applied_at: Place, name: str) -> tuple[Place, str]:
    place, read = place_and_read(name)
    return place or applied_at, read


def test_no_limit_or_fact_is_without_use() -> None:
    for book in shipped().runbooks.values():
        assert Schema(frozenset(book.facts), frozenset(book.limits))
        conditions = [rule.when for rule in book.rules] + [step.when for step in book.steps if step.when]
        conditions += [phrase.when for phrase in book.phrases.values()]
        written = " ".join(one.source for one in [*conditions, *book.facts.values()])
        texts = " ".join(
            text[language].template
            for rule in book.rules
            for language in LANGUAGES
            for text in (rule.says, *rule.script.values(), *(step.text for step in rule.do))
        )
        for name in book.limits:
            assert f"limits.{name}" in written + texts, f"{book.name}: limit {name}"
        for name in book.facts:
            assert re.search(rf"\b{name}\b", f"{written} {texts}"), f"{book.name}: fact {name}"
