"""A list of access points or clients that was cut, or printed into, never hides one of them or says wrong things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from parsers.document import load_document
from parsers.parse import Parsed, parse
from parsers.platform import Match, load_platform
from parsers.reads import READS, WIRELESS
from tests.some import one_in

PARSERS = Path(__file__).parents[2] / "parsers"
LOG_LINE = "*Nov 17 09:41:00.123: %CAPWAPAC_SMGR_TRACE_MESSAGE-5-AP_JOIN_DISJOIN: Chassis 1 R0/0: wncd: AP Event"
# What stands last in its line, or is the only thing in it, can be cut without anything to notice it by.
LAST = {
    "ap": {"location", "clients"},
    "ap_join": {"disconnect_reason"},
    "ap_uptime": {"joined_s"},
    "ap_tags": {"source"},
    "ap_event": {"count"},
    "ap_neighbor": {"device_interface", "device_address"},
    "ap_radio": {"mode"},
    "ap_load": {"clients"},
    "wlan": {"security", "interface"},
    "wifi_client_row": {"role", "method"},
    "exclusion": {"seconds_left", "description"},
    "delete_reason": {"count"},
    "capwap": {"mode", "reload_reason", "disconnect_reason"},
    "ap_address": {"gateway"},
}


def wireless_samples() -> list[Path]:
    """The samples of what only wireless devices can be asked, as far as they are read."""
    of_wireless = [path for path in sorted(PARSERS.glob("*/samples/*/*.yaml")) if path.parent.name in WIRELESS]
    return [path for path in of_wireless if load_document(path)["status"].text() == "ok"]


def sample_name(path: Path) -> str:
    return f"{path.parts[-4]}/{path.parent.name}/{path.stem}"


EACH = pytest.mark.parametrize("path", wireless_samples(), ids=sample_name)


class Sample:
    """A text, how it is read, and what it says when it is whole."""

    def __init__(self, path: Path) -> None:
        said = load_document(path)
        self.platform = load_platform(path.parts[-4])
        matches = self.platform.matches(said["command"].text())
        self.match: Match = next(match for match in matches if match.read == path.parent.name)
        asked = {name: node.text() for name, node in said["parameters"].items()} if "parameters" in said else {}
        self.parameters: Mapping[str, str] = {**self.match.parameters, **asked}
        self.text = path.with_suffix(".txt").read_text(encoding="utf-8")
        self.truth = [vars(row.record) for row in self.read(self.text).rows]

    def read(self, text: str) -> Parsed:
        return parse(self.platform, self.match.read, text, self.parameters, self.match.form)

    def tells_its_length(self) -> bool:
        """Does a cut answer give itself away? A bare table, and a list of blocks, end where they end."""
        form = self.match.form
        if form.reading.counts is not None:
            return form.reading.counts.search(self.text) is not None
        return form.reading.ends is not None and "{" in form.line

    def assert_never_wrong(self, parsed: Parsed) -> None:
        last = LAST.get(READS[self.match.read].kind, set())
        if self.tells_its_length():
            assert parsed.status != "empty"
        for at, row in enumerate(parsed.rows):
            for name, value in vars(row.record).items():
                assert value is None or value == self.truth[at][name] or name in last, f"{name} became {value}"


@pytest.mark.parametrize("path", one_in(3, wireless_samples(), name=sample_name))
def test_an_answer_cut_at_any_byte_is_unreadable_or_true(path: Path) -> None:
    sample = Sample(path)
    for end in range(len(sample.text.rstrip())):
        sample.assert_never_wrong(sample.read(sample.text[:end]))


@EACH
def test_a_console_message_anywhere_leaves_unreadable_or_true(path: Path) -> None:
    sample = Sample(path)
    for at in range(0, len(sample.text), 7):
        sample.assert_never_wrong(sample.read(f"{sample.text[:at]}\n{LOG_LINE}\n{sample.text[at:]}"))


@EACH
def test_what_the_pager_and_the_line_leave_changes_nothing(path: Path) -> None:
    sample = Sample(path)
    lines = sample.text.split("\n")
    paged = [" --More-- \r          \r" + line if at % 5 == 4 else line for at, line in enumerate(lines)]
    for messy in ("\n".join(paged), sample.text.replace("\n", "\r\n")):
        assert [vars(row.record) for row in sample.read(messy).rows] == sample.truth
