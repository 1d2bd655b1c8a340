"""HPE, Aruba and the health of a device: no cut turns a fault into good news, and ports are called as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.document import load_document
from parsers.parse import Parsed, parse
from parsers.platform import load_platform

PARSERS = Path(__file__).parents[2] / "parsers"
GOOD = {"ok", "green", "ready", "normal", "bidirectional", "forwarding", "connected", "healthy", "full", "authorized"}
PAGERS = {
    "cisco_xe": " --More-- " + "\b" * 9 + " " * 8 + "\b" * 9,
    "hp_procurve": "-- MORE --, next page: Space, next line: Enter, quit: Control-C\r" + " " * 80 + "\r",
    "aruba_aoscx": "-- MORE --, next page: Space, next line: Enter, quit: q\r" + " " * 80 + "\r",
}

# A sample with a fault in it; what is asked for; the field that tells the fault.
FAULTS = [
    ("cisco_xe", "supplies", "one-without-mains-in-a-stack", {}, "state"),
    ("cisco_xe", "supplies", "table-of-the-9500", {}, "state"),
    ("cisco_xe", "stack_ports", "a-cable-is-out", {}, "state"),
    ("cisco_xe", "stack", "a-member-gone-and-one-kept-out", {}, "state"),
    ("cisco_xe", "optics", "hardly-any-light-comes-in", {"interface": "TenGigabitEthernet1/1/1"}, "state"),
    ("cisco_xe", "udld", "one-way", {"interface": "TenGigabitEthernet1/1/1"}, "state"),
    ("cisco_xe", "temperatures", "yellow-and-red", {}, "state"),
    ("cisco_xe", "resources", "memory-runs-short", {}, "state"),
    ("hp_procurve", "interface", "late-collisions", {"interface": "16"}, "late_collisions"),
    ("hp_procurve", "interface", "turned-off-by-a-person", {"interface": "A1"}, "admin_status"),
    ("hp_procurve", "port_errors", "late-collisions", {"interface": "16"}, "late_collisions"),
    ("hp_procurve", "port", "one-in-the-list", {"interface": "3"}, "duplex"),
    ("hp_procurve", "poe", "every-state", {"interface": "4"}, "oper"),
    ("hp_procurve", "stp", "blocked", {"interface": "16"}, "state"),
    ("hp_procurve", "loop_protect", "port-turned-off-by-a-loop", {"interface": "4"}, "detected"),
    ("hp_procurve", "supplies", "one-without-mains", {}, "state"),
    ("hp_procurve", "fans", "one-failed", {}, "state"),
    ("aruba_aoscx", "interface", "damaged-frames-at-half-duplex", {"interface": "1/1/14"}, "crc"),
    ("aruba_aoscx", "interface", "held-down-by-the-switch", {"interface": "1/1/14"}, "state"),
    ("aruba_aoscx", "port", "one-in-the-list", {"interface": "1/1/4"}, "status"),
    ("aruba_aoscx", "auth_session", "dot1x-refused-and-mab-unknown", {"interface": "1/1/14"}, "status"),
    ("aruba_aoscx", "loop_protect", "port-turned-off-by-a-loop", {"interface": "1/1/14"}, "detected"),
]
BY_FAULT = pytest.mark.parametrize(
    ("name", "read", "case", "asked", "field"), FAULTS, ids=["-".join(one[:3]) for one in FAULTS]
)


def sample(name: str, read: str, case: str) -> tuple[str, str]:
    """The text of a sample and its command."""
    file = PARSERS / name / "samples" / read / case
    return file.with_suffix(".txt").read_text(), load_document(file.with_suffix(".yaml"))["command"].text()


def reading(name: str, read: str, text: str, command: str, asked: dict[str, str]) -> Parsed:
    platform = load_platform(name)
    form = next(match.form for match in platform.matches(command) if match.read == read)
    return parse(platform, read, text, asked, form)


def told(parsed: Parsed, field: str) -> list[tuple[object, ...]]:
    """What tells the row from others, and the field."""
    names = ("member", "name", "port", "sensor", "measure", "slot", "interface", "mac")
    return [(*(getattr(row.record, each, None) for each in names), getattr(row.record, field)) for row in parsed.rows]


def assert_never_better(parsed: Parsed, whole: Parsed, field: str) -> None:
    """Unreadable, or each row tells what it tells in the whole text, or a word that is no good news."""
    truth = {row[:-1]: row[-1] for row in told(whole, field)}
    for *row, value in told(parsed, field):
        known = truth.get(tuple(row))
        harmless = isinstance(value, str) and value not in GOOD
        assert value in {known, None} or harmless, f"{row} became {value}, and is {known}"


def reached(parsed: Parsed, text: str, end: int) -> bool:
    """Has the text before `end` begun to tell of the first row? A list without an end may lose whole lines unseen."""
    first = min(at for lines in parsed.rows[0].lines.values() for at in lines)
    line, within = text[:end].count("\n"), text[:end].rpartition("\n")[2]
    return line > first or (line == first and bool(within.strip()))


def places(text: str) -> Iterator[int]:
    yield from range(1, len(text.rstrip()), 1 if len(text) < 900 else 4)


@BY_FAULT
def test_a_text_cut_anywhere_never_tells_something_better(
    name: str, read: str, case: str, asked: dict[str, str], field: str
) -> None:
    text, command = sample(name, read, case)
    whole = reading(name, read, text, command, asked)
    assert whole.status == "ok"
    for end in places(text):
        cut = reading(name, read, text[:end], command, asked)
        assert_never_better(cut, whole, field)
        assert cut.status != "empty" or not reached(whole, text, end), "what is in the whole text became absent"


@BY_FAULT
def test_what_the_pager_leaves_behind_changes_nothing(
    name: str, read: str, case: str, asked: dict[str, str], field: str
) -> None:
    text, command = sample(name, read, case)
    lines = [PAGERS[name] + line if number % 5 == 4 else line for number, line in enumerate(text.split("\n"))]
    paged = reading(name, read, "\r\n".join(lines), command, asked)
    assert told(paged, field) == told(reading(name, read, text, command, asked), field)


@pytest.mark.parametrize("name", ["hp_procurve", "aruba_aoscx"])
@pytest.mark.parametrize("port", ["1", "14", "A1", "E7", "F24", "1/14", "2/A4", "Trk1", "1/1/14", "lag10"])
def test_ports_of_other_makes_are_called_as_they_call_them(name: str, port: str) -> None:
    command = load_platform(name).commands("interface", {"interface": port})[0]
    assert command.line.endswith(f" {port}")
    assert dict(command.parameters) == {"interface": port}


@pytest.mark.parametrize("port", ["1 | include x", "1;reload", "A1\nconfigure", "1/1/1/1", "brief", "all", "Z9", ""])
def test_nothing_but_the_name_of_a_port_enters_a_command(port: str) -> None:
    with pytest.raises(ValueError, match="interface"):
        load_platform("hp_procurve").commands("interface", {"interface": port})


def test_a_mac_address_is_sent_as_each_make_takes_it() -> None:
    asked = {"mac": "489e.bde8.184e"}
    lines = [load_platform(name).commands("mac_lookup", asked)[0].line for name in ("hp_procurve", "aruba_aoscx")]
    assert lines == ["show mac-address 489ebd-e8184e", "show mac-address-table address 48:9e:bd:e8:18:4e"]


@pytest.mark.parametrize("vlan", ["0", "4095", "110 ", "1-4", "all"])
def test_only_the_number_of_a_vlan_enters_a_command(vlan: str) -> None:
    with pytest.raises(ValueError, match="vlan"):
        load_platform("cisco_xe").commands("svi", {"vlan": vlan})


@pytest.mark.parametrize(
    ("name", "answer", "kind"),
    [
        ("hp_procurve", "Invalid input: status", "unsupported"),
        ("hp_procurve", "Ambiguous input: inter", "unsupported"),
        ("hp_procurve", "Module not present for port or invalid port: 99", "unsupported"),
        ("hp_procurve", "Not authorized to run this command.", "denied"),
        ("aruba_aoscx", "Invalid input: inline", "unsupported"),
        ("aruba_aoscx", "Cannot execute command. Command not allowed.", "denied"),
    ],
)
def test_a_refusal_is_told_from_an_answer(name: str, answer: str, kind: str) -> None:
    refused = load_platform(name).refusal(answer)
    assert refused is not None
    assert refused.kind == kind
