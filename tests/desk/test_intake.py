"""Intake: personal identity numbers never get further, and one message is one request."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.desk.intake import accept, drop_personal

NOW = datetime(2026, 11, 22, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "number",
    ["19811218-9876", "811218-9876", "811218+9876", "198112189876", "8112189876", "19811278-9873", "811278-9873",
     "19811218 9876", "811218 - 9876", "19811218-A123", "811218–9876", "20150229-1234"],
)  # fmt: skip
def test_a_personal_identity_number_is_dropped_in_every_form(number: str) -> None:
    text, dropped = drop_personal(f"patient {number} i rum 214, inget nät")
    assert text == "patient [***] i rum 214, inget nät"
    assert dropped


@pytest.mark.parametrize(
    "text",
    ["ring 0701234567", "tel 054-61 50 00", "a4c3.f077.8899", "sw-kar-a2-03 Gi1/0/14", "2026-11-22 09:12", "INC0012345",
     "10.20.3.17", "001122334455", "811398-9876", "vlan 240, ärende 123456-7890"],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert drop_personal(text) == (text, False)


def test_every_number_of_a_text_is_dropped() -> None:
    assert drop_personal("811218-9876 och 198112189876") == ("[***] och [***]", True)


def test_a_request_holds_no_personal_identity_number_and_says_so() -> None:
    request, dropped = accept("811218-9876 inget nät", requester="alva", channel="cli", at=NOW)
    assert request.text == "[***] inget nät"
    assert dropped


def test_the_same_event_is_the_same_request_and_another_event_is_not() -> None:
    ids = [
        accept("inget nät", requester="alva", channel="slack", at=NOW, event=event)[0].id
        for event in ("e1", "e1", "e2")
    ]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("skrivaren har inget nät", "en", "sv"),
        ("the printer has no network", "sv", "en"),
        ("sw-kar-a2-03 Gi1/0/14", "en", "en"),
        ("sw-kar-a2-03 Gi1/0/14", None, "sv"),
    ],
)
def test_the_words_of_the_text_tell_its_language_and_else_the_channel(
    text: str, known: str | None, language: str
) -> None:
    request, _ = accept(text, requester="alva", channel="web", at=NOW, language="en" if known == "en" else None)
    assert request.language == language


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        accept("inget nät", requester="alva", channel="cli", at=datetime(2026, 11, 22))  # noqa: DTZ001
