"""Cards in Slack: whole messages against texts kept as files, Slack's limits for any card, and inert words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import CheckLine, DiagnosisCard, Kind, Proof, TicketLine
from bot.channels.slack.blocks import Content, answered, notice, under_way
from bot.channels.slack.details import MOST_RAW, details
from bot.desk import words
from bot.desk.card import card
from bot.model import Language, TicketRef
from tests.desk.answers import answer, cleared, likely, not_found, observation, proven, unknown
from tests.fakes.block_kit import block_kit_problem
from tests.fakes.slack_window import everything, page

GOLDEN = Path(__file__).parent / "golden"
TICKET = TicketRef(system="builtin", key="INC-12", url="https://tickets.example/INC-12", action="created")
DENIED = (observation(failure="denied", reason="% Authorization failed."),)
CARDS = {
    "proven.sv": card(answer(proven())),
    "proven.en": card(answer(proven(), language="en")),
    "ticket.sv": card(answer(proven(), ticket=TICKET)),
    "likely.sv": card(answer(likely())),
    "cleared.en": card(answer(cleared(), language="en")),
    "unknown.sv": card(answer(unknown(), observations=DENIED)),
    "question.sv": card(answer(question=not_found())),
    "change.sv": card(answer(intent="change")),
    "help.en": card(answer(intent="help", language="en")),
}


def drawn(blocks: Any) -> str:
    """Blocks as a person sees them, the kind of each at its left."""
    lines: list[str] = []
    for block in blocks:
        kind = block["type"]
        if kind == "actions":
            shown = " ".join(f"[{one['text']['text']}]" for one in block["elements"])
        elif kind == "rich_text":
            shown = block["elements"][0]["elements"][0]["text"]
        else:
            shown = (block.get("text") or block["elements"][0])["text"]
        first, *rest = shown.split("\n")
        lines += [f"[{kind}]".ljust(12) + first, *(" " * 12 + line for line in rest)]
    return "\n".join(lines) + "\n"


def whole(shown: DiagnosisCard) -> str:
    """Locked phone, message, and the window behind its button where it has one."""
    made = answered(shown, "r-1")
    page = f"{made.text}\n\n{drawn(made.blocks)}"
    return (
        page + f"\n--- details\n\n{drawn(details(shown, 'r-1')['blocks'])}" if "details" in str(made.blocks) else page
    )


@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_like_its_kept_text(name: str) -> None:
    assert whole(CARDS[name]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_kept_text_belongs_to_a_card() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(CARDS)


@pytest.mark.parametrize("name", CARDS)
def test_the_guard_stands_before_the_first_step_and_what_was_not_read_is_never_folded_away(name: str) -> None:
    shown_card = CARDS[name]
    shown = drawn(answered(shown_card, "r-1").blocks)
    if shown_card.guard and shown_card.do:
        assert shown.index(shown_card.guard) < shown.index("1. ")
    for one in shown_card.not_checked:
        assert one in shown


def test_the_asker_is_named_only_where_the_message_does_not_stand_under_the_question() -> None:
    assert "<@U1>" in drawn(answered(CARDS["proven.sv"], "r-1", "U1").blocks)
    assert "<@" not in drawn(answered(CARDS["proven.sv"], "r-1").blocks)


def test_a_cleared_network_offers_no_ticket() -> None:
    assert "escalate" not in json.dumps(answered(CARDS["cleared.en"], "r-1").blocks)


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://tickets.example/\ud83d", "INC 12"])
def test_without_an_address_a_ticket_is_no_button_and_no_second_ticket_is_offered(url: str | None) -> None:
    shown = answered(card(answer(proven(), ticket=replace(TICKET, url=url))), "r-1")
    assert "open_ticket" not in json.dumps(shown.blocks)
    assert "escalate" not in json.dumps(shown.blocks)
    assert "INC-12" in drawn(shown.blocks)


# --- any card --------------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=5000)
SOME = st.lists(WORDS, max_size=40).map(tuple)
LANGUAGES: list[Language] = ["sv", "en"]
KINDS: list[Kind] = ["fault", "likely", "cleared", "unknown", "question", "told"]


@st.composite
def cards(draw: st.DrawFn) -> DiagnosisCard:
    """A card with anything in any part, much of it long."""
    maybe = st.none() | WORDS
    proof = st.builds(Proof, device=WORDS, command=WORDS, field=maybe, value=WORDS, at=st.just("09:42:12"), lines=SOME)
    check = st.builds(CheckLine, text=WORDS, passed=st.none() | st.booleans())
    language = draw(st.sampled_from(LANGUAGES))
    return DiagnosisCard(
        language=language,
        kind=draw(st.sampled_from(KINDS)),
        outcome=draw(WORDS),
        at=draw(st.none() | st.just("09:42:12")),
        headline="x" + draw(WORDS),
        hit=draw(maybe),
        say=draw(maybe),
        ask=draw(maybe),
        choices=draw(st.lists(WORDS.map(lambda text: "x" + text), max_size=9).map(tuple)),
        choose=draw(maybe),
        guard=draw(maybe),
        do=draw(SOME),
        owner=draw(maybe),
        ticket=draw(st.none() | st.builds(TicketLine, key=WORDS.map(lambda text: "T" + text), text=WORDS)),
        proof=draw(st.lists(proof, max_size=30).map(tuple)),
        rests_on_reading=draw(st.booleans()),
        exactly=draw(maybe),
        found=draw(maybe),
        also=draw(SOME),
        checks=draw(st.lists(check, max_size=30).map(tuple)),
        not_checked=draw(SOME),
        ruled_out=draw(SOME),
        would_change=draw(SOME),
        labels=words.LABELS[language],
    )


@settings(max_examples=60, deadline=None)
@given(cards())
def test_any_card_is_within_slacks_limits(any_card: DiagnosisCard) -> None:
    made, window = answered(any_card, "r-0123456789abcdef"), details(any_card, "r-0123456789abcdef")
    assert block_kit_problem({"blocks": list(made.blocks)}) is None
    assert len(json.dumps(made.blocks, ensure_ascii=False)) < 12_000
    assert len(made.text) <= 155
    assert block_kit_problem({"view": window}) is None
    blocks = window["blocks"]
    assert isinstance(blocks, list)
    assert len(blocks) <= 100
    raw = [block["elements"][0]["elements"][0]["text"] for block in blocks if block["type"] == "rich_text"]
    assert sum(map(len, raw)) <= MOST_RAW


def longest() -> DiagnosisCard:
    """Every part there is, each far too long, of a sign that grows when it is escaped."""
    long, many = "&" * 9000, ("&" * 9000,) * 60
    proof = Proof(device=long, command=long, field=long, value=long, at="09:42:12", lines=many)
    return replace(
        CARDS["proven.sv"], headline=long, outcome=long, hit=long, say=long, ask=long, guard=long, do=many, owner=long,
        ticket=TicketLine(key=long, text=long, url="https://tickets.example/" + "x" * 900), proof=(proof,) * 60,
        also=many, not_checked=many, choices=many, choose=long,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_card_is_within_slacks_limits(kind: Kind) -> None:
    full = replace(longest(), kind=kind)
    made = answered(full, "r-0123456789abcdef", "U0123456789")
    assert block_kit_problem({"blocks": list(made.blocks)}) is None
    assert len(json.dumps(made.blocks, ensure_ascii=False)) < 12_000
    assert block_kit_problem({"view": details(full, "r-1")}) is None


def test_what_has_no_room_is_counted() -> None:
    many = tuple(f"reading number {number} with a long explanation of why not" for number in range(100))
    shown = drawn(answered(replace(CARDS["proven.en"], not_checked=many), "r-1").blocks)
    kept = shown.count("reading number")
    assert kept < 100
    assert f"and {100 - kept} more" in shown


HOSTILE = "<!channel> <@U1> <http://evil.example|click> & `rm` \x1b[31m\u202egnp.exe"


def test_words_of_a_device_ping_nobody_and_link_nowhere() -> None:
    proof = Proof(device=HOSTILE, command=HOSTILE, field=None, value=HOSTILE, at="09:42:12", lines=(HOSTILE,))
    full = replace(CARDS["proven.sv"], headline=HOSTILE, hit=HOSTILE, do=(HOSTILE,), proof=(proof,), also=(HOSTILE,))
    made = answered(full, "r-1")
    for text in [made.text, *marked_up(made.blocks), *marked_up(details(full, "r-1")["blocks"])]:
        assert not set("<>\x1b\u202e") & set(text)
        assert text.count("`") % 2 == 0


def test_every_card_can_be_drawn_and_words_of_a_device_are_drawn_as_they_stand() -> None:
    shown = page(everything())
    for drawn in ("<b>bold</b>", "<i>", "<s>", "🖼"):
        assert drawn not in shown.replace("<i>APP</i>", "")
    for word in ("*bold*", "_slanted_", "~struck~", "fe80::ab:1", "00:ab:cd:11:22:33"):
        assert f"<code>{word}</code>" in shown


def test_proof_that_has_no_room_is_a_link_or_names_the_question_where_the_console_has_no_address() -> None:
    shown = CARDS["proven.sv"]
    long = replace(shown, proof=(replace(shown.proof[0], lines=("Gi1/0/14 up",) * 900),))
    linked, bare = details(long, "r-1", console="https://c.example"), details(long, "r-1")
    assert "https://c.example/r/r-1/proof" in str(linked)
    assert "Allt som lästes finns i konsolen, fråga nummer r-1." in drawn(bare["blocks"])
    assert "Allt som lästes" not in str(linked)
    assert "konsolen" not in str(details(shown, "r-1"))  # there all of it stands


def marked_up(blocks: Any) -> list[str]:
    """Every text in which Slack would look for markup."""
    places = [part for block in blocks for part in (block.get("text"), *block.get("elements", ())) if part]
    return [str(part["text"]) for part in places if part.get("type") == "mrkdwn"]


def test_a_step_of_the_work_shows_no_place_on_a_locked_phone() -> None:
    step = under_way("Hittade det: sw-kar-a2-03 Gi1/0/14.", "sv", "r-1")
    assert "sw-kar" not in step.text
    assert "sw-kar-a2-03" in drawn(step.blocks)


def test_a_notice_is_within_the_limits() -> None:
    made: Content = notice("&" * 500, ["&" * 500] * 500, "och {count} till")
    assert block_kit_problem({"blocks": list(made.blocks)}) is None
