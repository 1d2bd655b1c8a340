"""What terminals and broken connections do to a text never turns a fault, or the unknown, into good news."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.parse import Parsed, parse, raw_lines
from parsers.platform import load_platform
from parsers.reads import READS

SAMPLES = Path(__file__).parents[2] / "parsers" / "cisco_xe" / "samples"
XE = load_platform("cisco_xe")
LOG_LINE = "*Nov 17 09:41:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/23, changed state to down"
PORT = {"interface": "GigabitEthernet1/0/7"}

# A sample with a row, and the fields whose words could be cut without anything to notice it by: they stand last.
WHOLE = [
    ("interface", "damaged-frames", "GigabitEthernet1/0/7", set()),
    ("interface", "turned-off-by-the-switch", "GigabitEthernet1/0/14", set()),
    ("port", "ten-megabit-on-a-gigabit-port", "GigabitEthernet1/0/22", {"media"}),
    ("port", "turned-off-by-the-switch", "GigabitEthernet1/0/14", {"media"}),
    ("port_errors", "damaged-frames", "GigabitEthernet1/0/7", {"runts"}),
    ("switchport", "vlan-does-not-exist", "GigabitEthernet1/0/10", set()),
    ("switchport", "trunk-with-a-long-list", "TenGigabitEthernet1/1/1", set()),
]
BY_CASE = pytest.mark.parametrize(
    ("read", "case", "interface", "last"), WHOLE, ids=[f"{one[0]}-{one[1]}" for one in WHOLE]
)


def sample(read: str, case: str) -> str:
    return (SAMPLES / read / f"{case}.txt").read_text()


def read_port(read: str, text: str, interface: str) -> Parsed:
    return parse(XE, read, text, {"interface": interface})


def fields(parsed: Parsed) -> dict[str, object]:
    (row,) = parsed.rows
    return vars(row.record)


def assert_never_wrong(parsed: Parsed, truth: dict[str, object], last: set[str]) -> None:
    """Unreadable, or what is there is true; a row that is in the whole text is never absent."""
    assert parsed.status != "empty"
    for name, value in fields(parsed).items() if parsed.status == "ok" else ():
        assert value is None or value == truth[name] or name in last, f"{name} became {value}"


@BY_CASE
def test_a_text_cut_at_any_byte_is_unreadable_or_true(read: str, case: str, interface: str, last: set[str]) -> None:
    text = sample(read, case)
    truth = fields(read_port(read, text, interface))
    for end in range(len(text.rstrip())):
        assert_never_wrong(read_port(read, text[:end], interface), truth, last)


@BY_CASE
def test_a_console_message_anywhere_leaves_unreadable_or_true(
    read: str, case: str, interface: str, last: set[str]
) -> None:
    text = sample(read, case)
    truth = fields(read_port(read, text, interface))
    for at in range(len(text)):
        torn = f"{text[:at]}\n{LOG_LINE}\n{text[at:]}"
        assert_never_wrong(read_port(read, torn, interface), truth, last)


@BY_CASE
def test_a_console_message_printed_into_a_line_leaves_unreadable_or_true(
    read: str, case: str, interface: str, last: set[str]
) -> None:
    text = sample(read, case)
    truth = fields(read_port(read, text, interface))
    for at in range(0, len(text), 3):
        assert_never_wrong(read_port(read, f"{text[:at]}{LOG_LINE}\n{text[at:]}", interface), truth, last)


def test_console_messages_between_lines_change_nothing_but_the_line_numbers() -> None:
    text = sample("ports", "all-states-of-a-stack")
    lines = text.split("\n")
    plain = parse(XE, "ports", text)
    messy = parse(XE, "ports", "\n".join([*lines[:4], LOG_LINE, *lines[4:]]))
    assert [row.record for row in messy.rows] == [row.record for row in plain.rows]
    assert messy.rows[0].lines == plain.rows[0].lines
    assert messy.rows[-1].lines["status"][0] == plain.rows[-1].lines["status"][0] + 1


@pytest.mark.parametrize(
    "remnant",
    [" --More-- " + "\b" * 9 + " " * 8 + "\b" * 9, " --More-- \r          \r", " --More--         ", "\x00\x00"],
    ids=["backspaces", "carriage-returns", "spaces", "nuls"],
)
@pytest.mark.parametrize(
    ("read", "case"),
    [("ports", "all-states-of-a-stack"), ("interface", "damaged-frames"), ("mac", "computer-and-phone")],
)
def test_what_the_pager_leaves_in_front_of_lines_is_taken_out(read: str, case: str, remnant: str) -> None:
    text = sample(read, case)
    lines = [remnant + line if number % 3 == 1 else line for number, line in enumerate(text.split("\n"))]
    paged = parse(XE, read, "\n".join(lines), {})
    assert paged.status == "ok"
    assert paged.rows == parse(XE, read, text, {}).rows


@pytest.mark.parametrize("ending", ["\r\n", "\r\r\n"])
def test_carriage_returns_change_neither_values_nor_line_numbers(ending: str) -> None:
    text = sample("interface", "damaged-frames")
    plain, returned = (read_port("interface", one, PORT["interface"]) for one in (text, text.replace("\n", ending)))
    assert returned == plain
    assert raw_lines(text.replace("\n", ending)) == raw_lines(text)


def test_every_value_tells_the_line_that_it_stands_on() -> None:
    text = sample("interface", "damaged-frames")
    (row,) = read_port("interface", text, PORT["interface"]).rows
    assert "48190 CRC" in raw_lines(text)[row.lines["crc"][0]]
    assert row.lines["admin_status"] == row.lines["link"], "concluded from the line that tells the link"


def test_a_joined_record_tells_the_lines_of_each_of_its_tables() -> None:
    text = sample("port_errors", "damaged-frames")
    (row,) = read_port("port_errors", text, PORT["interface"]).rows
    assert row.lines["fcs"] != row.lines["late_collisions"]
    assert row.lines["interface"] == (*row.lines["fcs"], *row.lines["late_collisions"])


def test_a_refusal_is_neither_nothing_nor_a_text_that_cannot_be_read() -> None:
    denied = parse(XE, "errdisabled", "% Authorization failed.\n")
    assert (denied.status, denied.refusal, denied.reason) == ("unreadable", "denied", "% Authorization failed.")


def test_a_read_that_a_platform_does_not_have_is_unsupported() -> None:
    unbound = load_platform("cisco_ios")
    assert unbound.commands("clock", {})
    for read in unbound.definition.cannot:
        assert parse(unbound, read, "").refusal == "unsupported"


def test_without_a_form_the_first_that_reads_is_taken() -> None:
    assert parse(XE, "mac", "", PORT).status == "empty"
    assert parse(load_platform("cisco_ios"), "mac", "", PORT).status == "unreadable"


@pytest.mark.parametrize("read", READS)
@settings(max_examples=15, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["C"], exclude_characters="#>"), max_size=300))
def test_no_text_makes_the_parser_fail_or_find_anything(read: str, text: str) -> None:
    if text.strip():
        assert parse(XE, read, text).status == "unreadable"


@pytest.mark.parametrize("read", READS)
def test_a_text_of_another_command_is_unreadable(read: str) -> None:
    for other, case in (("clock", "in-step"), ("descriptions", "long-and-missing"), ("version", "crashed-an-hour-ago")):
        if other != read:
            assert parse(XE, read, sample(other, case)).status == "unreadable"


def test_threads_share_templates_without_sharing_what_they_read() -> None:
    cases = [("interface", "damaged-frames"), ("port", "vlan-is-missing"), ("vlans", "suspended-and-shut-down")]
    alone = [parse(XE, read, sample(read, case)) for read, case in cases]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda case: parse(XE, case[0], sample(*case)), cases * 20))
    assert together == alone * 20
