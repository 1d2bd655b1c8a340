"""The terminal: whole cards against texts kept as files, and what every card holds to, whatever its words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.card import DiagnosisCard, Proof
from bot.channels.terminal import ProgressLine, Screen, given, render, screen_of, write
from bot.desk.card import card
from bot.model import TicketRef
from tests.desk.answers import answer, cleared, likely, not_found, observation, proven, unknown

GOLDEN = Path(__file__).parent / "golden"
TICKET = TicketRef(system="builtin", key="INC-12", url="https://tickets.example/INC-12", action="created")
DENIED = (observation(failure="denied", reason="% Authorization failed."),)
# The name of the file tells language and signs; a card that looks otherwise on purpose is a new text in its file.
CARDS = {
    "proven.sv.txt": card(answer(proven(), ticket=TICKET)),
    "proven.en.ascii.txt": card(answer(proven(), language="en")),
    "likely.sv.ascii.txt": card(answer(likely())),
    "cleared.en.txt": card(answer(cleared(), language="en")),
    "unknown.sv.txt": card(answer(unknown(), observations=DENIED)),
    "unknown.en.ascii.txt": card(answer(unknown(), observations=DENIED, language="en")),
    "question.sv.txt": card(answer(question=not_found())),
    "change.sv.txt": card(answer(intent="change")),
    "help.en.ascii.txt": card(answer(intent="help", language="en")),
}
LIVE = Screen(width=60, colour=False, unicode=True, live=True)
PIPED = Screen(width=80, colour=False, unicode=True, live=False)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_looks_like_its_kept_text(name: str) -> None:
    shown = render(CARDS[name], colour=False, unicode="ascii" not in name)
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_kept_text_belongs_to_a_card() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CARDS)


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize("width", [80, 60, 40])
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    shown = render(CARDS[name], width=width, colour=False, unicode=True)
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("name", CARDS)
def test_colour_changes_nothing_but_colour(name: str) -> None:
    coloured = render(CARDS[name], colour=True, unicode=True)
    assert "\x1b[1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(CARDS[name], colour=False, unicode=True)


@pytest.mark.parametrize("name", CARDS)
def test_without_unicode_only_letters_are_left_beside_ascii(name: str) -> None:
    assert set(render(CARDS[name], colour=False, unicode=False)) - set(map(chr, range(128))) <= set("åäöÅÄÖ")


def test_the_guard_stands_before_step_one() -> None:
    shown = render(CARDS["proven.sv.txt"], colour=False, unicode=True)
    assert shown.index("Sitter medicinteknik där?") < shown.index("1. ")


def test_what_was_not_read_stands_before_what_is_ruled_out() -> None:
    shown = render(CARDS["proven.en.ascii.txt"], colour=False, unicode=False)
    assert shown.index("Not checked") < shown.index("Ruled out")


def test_text_of_a_device_cannot_steer_the_terminal() -> None:
    evil = Proof(
        device="sw\x1b]0;owned\x07", command="show\x1b[2J x", field="name", value="a\rb\x08\u202ec", at="09:42:12",
        lines=("Gi1/0/1 \x1b[31mred\x1b[0m \x9b2J end",),
    )  # fmt: skip
    made = replace(CARDS["proven.sv.txt"], proof=(evil,), headline="x\x1b[5my")
    shown = render(made, colour=False, unicode=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


def test_names_and_numbers_that_belong_together_never_part() -> None:
    made = replace(CARDS["proven.sv.txt"], hit="x" * 73 + " avd 12")  # "avd" alone would have found room
    assert "\n  avd 12\n" in render(made, colour=False, unicode=True)
    made = replace(CARDS["proven.sv.txt"], hit="x" * 66 + " uttag A2-114-2")
    assert "\n  uttag A2-114-2\n" in render(made, colour=False, unicode=True)


def test_a_raw_line_that_is_too_wide_closes_its_blanks_and_loses_no_word() -> None:
    raw = "Gi1/0/14" + " " * 40 + "Skrivare avd 12" + " " * 40 + "err-disabled bpduguard"
    made = replace(CARDS["proven.sv.txt"], proof=(replace(CARDS["proven.sv.txt"].proof[0], lines=(raw,)),))
    assert "| Gi1/0/14  Skrivare avd 12  err-disabled bpduguard\n" in render(made, colour=False, unicode=True)


def test_two_values_of_one_line_are_proven_by_it_once() -> None:
    [proof] = CARDS["proven.sv.txt"].proof
    made = replace(CARDS["proven.sv.txt"], proof=(proof, replace(proof, field="state", value="err-disabled")))
    shown = render(made, colour=False, unicode=True)
    assert shown.count(proof.command) == shown.count(f"| {proof.lines[0]}") == 1
    assert "state: err-disabled" in shown


def test_a_label_too_long_for_its_column_has_a_line_of_its_own() -> None:
    labels = replace(CARDS["proven.en.ascii.txt"].labels, owner="Who takes it")
    shown = render(replace(CARDS["proven.en.ascii.txt"], labels=labels), colour=False, unicode=True)
    assert "\n  Who takes it\n              Network operations opens the port.\n" in shown


def test_a_verdict_that_rests_on_nothing_says_that_nothing_was_read() -> None:
    made: DiagnosisCard = card(answer(observations=()))
    assert "  Bevis       Inget är läst.\n" in render(made, colour=False, unicode=True)


# --- the stream ------------------------------------------------------------------------------------------------------


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, in an encoding of its choice."""

    def __init__(self, encoding: str, *, tty: bool = True) -> None:
        self.bytes = io.BytesIO()
        self._tty = tty
        super().__init__(self.bytes, encoding=encoding)

    def isatty(self) -> bool:
        return self._tty


@pytest.mark.parametrize(
    ("encoding", "environment", "tty", "colour", "unicode"),
    [
        ("utf-8", {}, True, True, True),
        ("utf-8", {"NO_COLOR": "1"}, True, False, True),
        ("utf-8", {"TERM": "dumb"}, True, False, True),
        ("utf-8", {}, False, False, True),
        ("iso-8859-1", {}, True, True, False),
        ("ascii", {}, True, True, False),
    ],
)
def test_the_screen_follows_the_stream_and_the_environment(
    encoding: str, environment: dict[str, str], tty: bool, colour: bool, unicode: bool
) -> None:
    screen = screen_of(Terminal(encoding, tty=tty), environment)
    assert (screen.colour, screen.unicode) == (colour, unicode)


def test_a_locale_without_our_letters_gets_the_nearest_and_no_error() -> None:
    stream = Terminal("ascii")
    write(stream, "Säg → nätet\n")
    assert stream.bytes.getvalue() == b"Sag ? natet\n"


def test_progress_rewrites_its_line_while_a_step_goes_on_and_leaves_it_standing() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream, LIVE)
    line.show("found", "Hittade det: sw-kar-a2-03 Gi1/0/14.")
    line.show("reading", "Läser: 1 av 9 svar.")
    line.show("reading", "Läser: 2 av 9 svar.")
    line.done()
    assert stream.getvalue() == (
        "  Hittade det: sw-kar-a2-03 Gi1/0/14.\n  Läser: 1 av 9 svar.\r\x1b[K  Läser: 2 av 9 svar.\n"
    )


def test_progress_in_a_pipe_is_one_plain_line_per_step() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream, PIPED)
    line.show("found", "Hittade det: sw-kar-a2-03 Gi1/0/14.")
    line.show("reading", "Läser: 1 av 9 svar.")
    line.show("reading", "Läser: 2 av 9 svar.")
    line.done()
    assert stream.getvalue() == "  Hittade det: sw-kar-a2-03 Gi1/0/14.\n  Läser: 1 av 9 svar.\n"


def test_a_live_line_never_wraps_since_a_wrapped_line_cannot_be_rewritten() -> None:
    stream = io.StringIO()
    ProgressLine(stream, LIVE).show("reading", "ord " * 40)
    assert len(stream.getvalue()) == LIVE.width - 1


def test_nothing_is_written_where_there_was_no_progress() -> None:
    stream = io.StringIO()
    ProgressLine(stream, LIVE).done()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("typed", "piped", "words"),
    [
        ("skrivaren är död", b"", "skrivaren är död"),
        ("-", "skrivaren är död\nuttag A2-114-2\n".encode(), "skrivaren är död\nuttag A2-114-2\n"),
        ("-", "skrivaren är död".encode("latin-1"), "skrivaren är död"),
        ("skrivaren \udce4r d\udcf6d", b"", "skrivaren är död"),  # as Python hands over bytes that are no UTF-8
    ],
)
def test_words_are_typed_or_piped_whatever_the_terminals_encoding(typed: str, piped: bytes, words: str) -> None:
    assert given(typed, io.TextIOWrapper(io.BytesIO(piped))) == words
