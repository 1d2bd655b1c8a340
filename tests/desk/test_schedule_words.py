"""What is said of a check: short, worst first, unknowns gathered, and within one message of the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.channels.slack.blocks import notice
from bot.checks import CHANGES, ChangeKind, CheckResult, CheckTarget, Firing, Standing, State
from bot.desk.schedule.words import MORE, headline_of, lines_of
from bot.model import Language

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


def found(number: int, change: ChangeKind, cause: str = "POE_DENIED", room: str | None = None) -> CheckResult:
    state: State = "unknown" if change == "unknown" else "healthy" if change == "gone" else "trouble"
    return CheckResult(
        target=CheckTarget(name=f"sw-{number:03}", device=f"sw-{number:03}", room=room),
        request="r-1", standing=Standing(state=state), root_cause=cause, outcome="proven", change=change, at=NOW,
        headline={"sv": "Switchen ger ingen ström", "en": "The switch gives no power"},
    )  # fmt: skip


def firing(*results: CheckResult, schedule: str | None = "rooms") -> Firing:
    return Firing(
        id="f-1", schedule=schedule, title="rooms", due=NOW, ended_at=NOW, total=9, done=9, results=results,
    )  # fmt: skip


def test_trouble_comes_first_then_what_is_not_known_then_what_is_better() -> None:
    told = firing(
        found(1, "gone", room="Rum 214"), found(2, "unknown"), found(3, "new", room="Rum 3"), found(4, "worse")
    )
    assert headline_of(told, "sv") == (
        "Kontrollen rooms: 1 har blivit värre, 1 nytt fel, 1 kunde inte kontrolleras, 1 är frisk igen"
    )
    assert lines_of(told, "sv") == [
        "Värre: sw-004. Switchen ger ingen ström.",
        "Nytt: sw-003, Rum 3. Switchen ger ingen ström.",
        "Kunde inte kontrolleras: sw-002. Switchen ger ingen ström.",
        "Friskt igen: sw-001, Rum 214.",
    ]
    assert lines_of(told, "en")[1] == "New: sw-003, Rum 3. The switch gives no power."


def test_what_could_not_be_checked_for_one_reason_is_one_line() -> None:
    many = [found(number, "unknown", "DEVICE_UNREACHABLE") for number in range(70)]
    lines = lines_of(firing(*many, found(99, "unknown", "LOGIN_FAILED")), "en")
    assert lines == [
        "Could not be checked (70): sw-000, sw-001, sw-002, sw-003 …. The switch gives no power.",
        "Could not be checked: sw-099. The switch gives no power.",
    ]


def test_nothing_changed_is_said_in_words() -> None:
    assert headline_of(firing(), "en") == "The check rooms: nothing has changed"
    assert headline_of(firing(schedule=None), "sv") == "Kontroll av rooms: inget har ändrats"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_thousands_of_changes_are_still_one_message_within_the_limits_of_the_chat(language: Language) -> None:
    results = [found(number, CHANGES[number % len(CHANGES)]) for number in range(2500)]
    told = replace(firing(*results), title="x" * 200)
    message = notice(headline_of(told, language), lines_of(told, language), MORE[language])
    header, section = message.blocks
    assert len(str(header["text"]["text"])) <= 150  # type: ignore[index]
    text = str(section["text"]["text"])  # type: ignore[index]
    assert len(text) <= 3000
    assert MORE[language].split("{count}")[1] in text


def test_every_kind_of_change_has_its_words_in_both_languages() -> None:
    for kind in CHANGES:
        one, many = firing(found(1, kind)), firing(found(1, kind), found(2, kind))
        said = {headline_of(each, language) for each in (one, many) for language in ("sv", "en")}
        assert len(said) == 4
