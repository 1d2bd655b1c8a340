"""NX-OS, EOS and Junos: a torn text never becomes good news, and their words become those that runbooks know."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import values, wording
from parsers.parse import Parsed, parse
from parsers.platform import load_platform

PARSERS = Path(__file__).parents[2] / "parsers"
LOG_LINES = {
    "cisco_nxos": "2026 Nov 18 14:05:31 nx-1 %ETHPORT-5-IF_UP: Interface Ethernet1/23 is up in mode access",
    "arista_eos": "Nov 18 14:05:31 sw-1 Ebra: %LINEPROTO-5-UPDOWN: Line protocol on Interface Ethernet23 is up",
}

# A sample with a row, and the fields that stand last in it, whose words could be cut without anything to notice it by.
WHOLE = [
    ("cisco_nxos", "interface", "damaged-frames", "Ethernet1/1", set()),
    ("cisco_nxos", "interface", "turned-off-for-a-flapping-link", "Ethernet1/3", set()),
    ("cisco_nxos", "port", "turned-off-by-the-switch", "Ethernet1/3", {"media"}),
    ("cisco_nxos", "port_errors", "damaged-frames", "Ethernet1/1", {"giants"}),
    ("cisco_nxos", "switchport", "vlan-does-not-exist", "Ethernet1/7", set()),
    ("arista_eos", "interface", "damaged-frames", "Ethernet1", set()),
    ("arista_eos", "interface", "turned-off-by-the-switch", "Ethernet3", set()),
    ("arista_eos", "port", "turned-off-by-the-switch", "Ethernet3", {"media"}),
    ("arista_eos", "port_errors", "damaged-frames", "Ethernet1", {"xmit"}),
    ("arista_eos", "switchport", "access-port", "Ethernet3", set()),
    ("juniper_junos", "interface", "damaged-frames", "ge-0/0/7", {"giants"}),
    ("juniper_junos", "interface", "shut-by-bpdu-protection", "ge-0/0/14", {"giants"}),
    ("juniper_junos", "errdisabled", "bpdu", "ge-0/0/14", set()),
    ("juniper_junos", "port_errors", "damaged-frames", "ge-0/0/7", set()),
]
BY_CASE = pytest.mark.parametrize(
    ("name", "read", "case", "interface", "last"), WHOLE, ids=[f"{one[0]}-{one[1]}-{one[2]}" for one in WHOLE]
)


def read_port(name: str, read: str, text: str, interface: str) -> Parsed:
    platform = load_platform(name)
    sent = platform.commands(read, {"interface": interface})[0]
    return parse(platform, read, text, {"interface": interface}, platform.form_of(sent))


def assert_never_wrong(parsed: Parsed, truth: dict[str, object], last: set[str]) -> None:
    """Unreadable, or what is there is true; a row that is in the whole text is never absent."""
    assert parsed.status != "empty"
    for name, value in vars(parsed.rows[0].record).items() if parsed.status == "ok" else ():
        assert value is None or value == truth[name] or name in last, f"{name} became {value}"


@BY_CASE
def test_a_text_cut_at_any_byte_is_unreadable_or_true(
    name: str, read: str, case: str, interface: str, last: set[str]
) -> None:
    text = (PARSERS / name / "samples" / read / f"{case}.txt").read_text()
    truth = vars(read_port(name, read, text, interface).rows[0].record)
    for end in range(len(text.rstrip())):
        assert_never_wrong(read_port(name, read, text[:end], interface), truth, last)


@pytest.mark.parametrize(("name", "read", "case", "interface", "last"), [one for one in WHOLE if one[0] in LOG_LINES])
def test_a_console_message_anywhere_leaves_unreadable_or_true(
    name: str, read: str, case: str, interface: str, last: set[str]
) -> None:
    text = (PARSERS / name / "samples" / read / f"{case}.txt").read_text()
    truth = vars(read_port(name, read, text, interface).rows[0].record)
    for at in range(0, len(text), 3):
        torn = f"{text[:at]}\n{LOG_LINES[name]}\n{text[at:]}"
        assert_never_wrong(read_port(name, read, torn, interface), truth, last)


@pytest.mark.parametrize(
    ("typed", "full", "short"),
    [
        ("ge-0/0/12", "ge-0/0/12", "ge-0/0/12"),
        ("ge-0/0/12.0", "ge-0/0/12", "ge-0/0/12"),
        ("xe-0/1/0.512", "xe-0/1/0.512", "xe-0/1/0.512"),
        ("et-0/0/4:1", "et-0/0/4:1", "et-0/0/4:1"),
        ("ae10", "ae10", "ae10"),
        ("Et49/1", "Ethernet49/1", "Et49/1"),
        ("Eth101/1/9", "Ethernet101/1/9", "Et101/1/9"),
        ("Ma1", "Management1", "Ma1"),
        ("Port-Channel10", "Port-channel10", "Po10"),
    ],
)
def test_ports_of_other_makes_keep_their_names(typed: str, full: str, short: str) -> None:
    assert values.interface(typed) == full
    assert values.short_interface(full) == short


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("linkFlapErrDisabled", "link-flap"),
        ("BPDUGuard errDisable", "bpduguard"),
        ("BPDU Error: Detected", "bpduguard"),
        ("Loop Detect PDU Error: Detected", "loopdetect"),
        ("portsec", "psecure-violation"),
        ("psecure-violation", "psecure-violation"),
        ("channel-misconfig (STP)", "channel-misconfig (STP)"),
        ("Hardware failure", "Hardware failure"),
        (None, None),
    ],
)
def test_why_a_port_was_turned_off_is_said_in_one_word_for_all_makes(said: str | None, word: str | None) -> None:
    assert wording.reason(said) == word


def test_a_message_that_ios_says_alike_stays_as_it_is() -> None:
    assert wording.as_ios("LINK", "UPDOWN", "Interface GigabitEthernet1/0/1, changed state to down") is None
    assert wording.as_ios("PM", "ERR_DISABLE", "bpduguard error detected on Gi1/0/1") is None


def test_a_port_that_a_person_shut_is_no_lost_link() -> None:
    assert wording.as_ios("ETHPORT", "IF_DOWN_ADMIN_DOWN", "Interface Ethernet1/5 is down") is None
    trap = "ifIndex 533, ifAdminStatus down(2), ifOperStatus down(2), ifName ge-0/0/9"
    assert wording.as_ios("mib2d", "SNMP_TRAP_LINK_DOWN", trap) is None
