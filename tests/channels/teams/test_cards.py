"""Any card within every limit of Teams, valid by the SDK's own model, and inert whatever stands in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.card import CheckLine, DiagnosisCard, Kind, Labels, Proof, TicketLine
from bot.channels.talk.form import question_of
from bot.channels.teams.activity import plain
from bot.channels.teams.cards import Content, answered, notice, told, under_way
from bot.channels.teams.details import details
from bot.channels.teams.form import form, form_card, found
from tests.fakes.teams import actions_of, card_problem, words_of
from tests.front_door import InProcess
from tests.some import one_in

HOSTILE = (
    "[login](https://evil.example)", "**bold** _it_ ~~no~~", "<at>everyone</at>", "{{DATE(2026-11-22T00:00:00Z)}}",
    "# head\n- item\r\n1. one", "https://evil.example", "<script>alert(1)</script>", "\x00\x1b[31m\u202eevil\u200f",
    "`code` ```block```", "\ud83d", '"\\' * 300, "🛑" * 3000, "å" * 5000, "",
)  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text(max_size=20)
lists = st.lists(texts, max_size=7).map(tuple)
maybe = st.none() | texts
kinds = st.sampled_from(get_args(Kind))
proofs = st.builds(
    Proof,
    device=texts,
    command=texts,
    field=maybe,
    value=texts,
    at=texts,
    lines=lists,
)
labels = st.builds(Labels, **{name: st.text(min_size=1, max_size=30) for name in Labels.__dataclass_fields__} | {
    "more": st.just("och {count} till")
})  # fmt: skip
cards = st.builds(
    DiagnosisCard,
    language=st.sampled_from(("sv", "en")), kind=kinds, outcome=texts, at=maybe, headline=texts, hit=maybe, say=maybe,
    ask=maybe, choices=lists, choose=maybe, guard=maybe, do=lists, owner=maybe,
    ticket=st.none() | st.builds(TicketLine, key=texts, text=texts, url=maybe),
    proof=st.lists(proofs, max_size=4).map(tuple),
    rests_on_reading=st.booleans(), exactly=maybe, found=maybe, also=lists,
    checks=st.lists(st.builds(CheckLine, text=texts, passed=st.none() | st.booleans()), max_size=12).map(tuple),
    not_checked=lists, ruled_out=lists, would_change=lists, labels=labels,
)  # fmt: skip
thorough = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def problem(content: Content) -> str | None:
    assert "\n" not in content.summary
    return card_problem({"attachments": [{"content": json.loads(json.dumps(content.card))}]})


@thorough
@given(card=cards, hidden=st.booleans())
def test_any_answer_and_its_proof_are_cards_that_teams_takes(card: DiagnosisCard, hidden: bool) -> None:
    more = form(card.language, "r-1") if card.kind == "question" else ()
    assert problem(answered(card, "r-1", hidden=hidden, console="https://c.example", more=more)) is None
    assert problem(details(card, "r-1", console="https://c.example")) is None


@thorough
@given(text=texts, lines=lists)
def test_any_step_word_and_notice_is_a_card_that_teams_takes(text: str, lines: tuple[str, ...]) -> None:
    assert problem(under_way(text, "sv", "r-1")) is None
    assert problem(told({"sv": text, "en": text}, "en")) is None
    assert problem(notice(text, lines * 9, "och {count} till")) is None


@pytest.mark.parametrize("kind", one_in(3, get_args(Kind), name=str))
def test_the_largest_card_of_all_is_within_the_limit(kind: Kind) -> None:
    """Every part longer than it may be, in the signs that take most bytes."""
    long = "🛑" * 4000
    many = (long,) * 30
    card = DiagnosisCard(
        language="sv", kind=kind, outcome=long, at=long, headline=long, hit=long, say=long, ask=long, choices=many,
        choose=long, guard=long, do=many, owner=long,
        ticket=TicketLine(key=long, text=long, url="https://" + "t" * 990),
        proof=(Proof(device=long, command=long, field=long, value=long, at=long, lines=many * 9),) * 30,
        exactly=long, found=long, also=many, checks=(CheckLine(text=long, passed=None),) * 30, not_checked=many,
        ruled_out=many, would_change=many, labels=Labels(**dict.fromkeys(Labels.__dataclass_fields__, long)),
    )  # fmt: skip
    card = replace(card, labels=replace(card.labels, more="och {count} till"))
    for one in (card, replace(card, ticket=None)):
        assert (
            problem(answered(one, "r-1" * 8, hidden=True, console="https://c.example", more=form("sv", "r-1"))) is None
        )
        assert problem(details(one, "r-1" * 8, console="https://c.example")) is None


def real(scenario: str = "bpduguard-iosxe", text: str = "Gi1/0/14 på sw-kar-a2-03 är död") -> DiagnosisCard:
    with InProcess.captures(scenario) as door:
        request = door.accept(text, channel="teams", requester="teams:t:u")
    card = door.card(request.id)
    assert card is not None
    return card


def test_what_devices_and_people_write_is_shown_as_it_stands_and_works_as_nothing() -> None:
    wish = "[klicka](https://evil.example) <at>alla</at> {{DATE(2026-01-01)}} **nu**"
    content = answered(replace(real(), hit=wish), "r-1")
    assert "[klicka](https://evil.example) <at>alla</at> { {DATE(2026-01-01)}} **nu**" in words_of(content.card)
    assert "entities" not in json.dumps(content.card)


def test_what_matters_stands_in_the_order_in_which_it_is_read() -> None:
    card = real()
    shown = words_of(answered(card, "r-1").card)
    parts = [card.outcome, card.headline, card.hit, card.say, card.ask, card.guard, card.do[0], card.owner]
    places = [shown.index(part) for part in parts if part]
    assert places == sorted(places)
    assert card.proof[0].command in shown[places[-1] :]


def test_a_locked_phone_reads_neither_place_nor_equipment() -> None:
    card = real()
    assert answered(card, "r-1").summary == f"🛑 {card.headline}"
    assert "sw-kar" not in answered(card, "r-1").summary + under_way("Läser sw-kar-a2-03", "sv").summary


def test_a_button_carries_an_opaque_id_and_has_a_twin_for_older_clients() -> None:
    for action in actions_of(answered(real(), "r-1", hidden=True).card):
        assert set(action["data"]) == {"verb", "request"}
        assert action["data"]["request"] == "r-1"
        assert action["fallback"]["type"] == "Action.Submit"
        assert action["fallback"]["data"] == action["data"]


def test_raw_lines_keep_their_columns_and_what_has_no_room_is_counted() -> None:
    card = real()
    lines = ("Port      Name   Status", *(f"Gi1/0/{number}   x   connected" for number in range(400)))
    content = details(replace(card, proof=(replace(card.proof[0], lines=lines),)), "r-1")
    shown = words_of(content.card)
    assert "Port\u00a0 \u00a0 \u00a0 Name" in shown
    kept = sum("connected" in line for line in shown.splitlines())
    assert card.labels.more.format(count=400 - kept) in shown
    assert "fråga nummer r-1" in shown  # there is no address of the console to link to


def test_a_cleared_network_offers_no_ticket() -> None:
    cleared = replace(real(), kind="cleared")
    assert "escalate" not in [one["verb"] for one in actions_of(answered(cleared, "r-1").card)]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_form_is_a_card_that_teams_takes(language: str) -> None:
    assert problem(form_card("en" if language == "en" else "sv")) is None


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({}, None),
        ({"symptom": "inget nät", "port": "14"}, None),
        ({"place": "A2-114-2", "symptom": "inget nät"}, "A2-114-2, inget nät"),
        ({"place": " sw-1 ", "port": "Gi1/0/1", "symptom": "", "words": "sedan\ni går"}, "sw-1 Gi1/0/1, sedan i går"),
        ({"words": "skrivaren på avd 12"}, "skrivaren på avd 12"),
        ({"place": 7, "words": ["x"]}, None),
    ],
)
def test_the_form_writes_what_a_person_would_write(fields: dict[str, object], question: str | None) -> None:
    assert question_of(fields) == question


def test_a_search_gives_names_that_the_question_then_holds() -> None:
    class Hit:
        name, place = "A2-114-2", "avd 12 → sw-kar-a2-03 Gi1/0/14"

    answer = found("a2", lambda _: [Hit()] * 40)
    value = answer["value"]
    assert isinstance(value, dict)
    assert len(value["results"]) == 15
    assert value["results"][0]["value"] == "A2-114-2"
    assert "sw-kar-a2-03" in value["results"][0]["title"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<at>firstline</at>&nbsp;skrivaren är död", "skrivaren är död"),
        ("<at>firstline</at> och <at>Anna A</at> ser: port <b>14</b>", "och ser: port 14"),
        ("<p>rad ett</p>\r\n\r\n<p>rad två&nbsp;&lt;up&gt;</p>", "rad ett\nrad två <up>"),
        ("<at id='0'>Bot</at>\u00a0hej", "hej"),
        ("a < b och c > d", "a < b och c > d"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_the_person_wrote_it(written: str, read: str) -> None:
    assert plain(written) == read
