"""The built-in ticket system: the contract, its files, and processes that write at the same moment."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import RemoteError
from bot.ports import TicketFile, TicketSystem
from bot.tickets import connect
from bot.tickets.builtin import BuiltinTickets
from bot.tickets.delivery import file_fault
from parsers.document import DocumentError, parse_document
from tests.desk.answers import AT
from tests.tickets.contract import ReadableContract, draft

ROOT = Path(__file__).parents[2]
FAULT = "fl-7f3a9c12d4"


class Clock:
    """Stands still until it is told the time."""

    now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="system")
def _system(tmp_path: Path, clock: Clock) -> BuiltinTickets:
    return BuiltinTickets(tmp_path / "tickets", clock)


class TestContract(ReadableContract):
    """The suite that every ticket system passes."""

    def said(self, system: TicketSystem, key: str) -> str:
        assert isinstance(system, BuiltinTickets)
        return system.read(key).text

    def file(self, system: TicketSystem, key: str, name: str) -> bytes:
        files = Path(self.said(system, key).split("> files/")[-1].split("\n", 1)[0])
        assert files.name.endswith(name)
        return (self.folder / "files" / files).read_bytes()

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "tickets"


def test_calls_at_the_same_moment_make_one_ticket(system: BuiltinTickets) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = list(
            threads.map(
                lambda n: file_fault(system, fault_key="HIGH_CPU sw-1", draft=draft("Full."), op_id=f"r-{n}"), range(8)
            )
        )
    assert len({ticket.key for ticket in made}) == 1
    assert sorted(ticket.action for ticket in made) == ["created"] + ["updated"] * 7


def test_numbers_begin_at_one_and_go_up(system: BuiltinTickets) -> None:
    keys = [system.create(f"fl-{n}", draft("Full."), "r-1").key for n in range(1, 12)]
    assert keys == [f"INC-{number}" for number in range(1, 12)]
    assert [ticket.key for ticket in system.list()] == keys


def test_a_ticket_can_be_read_by_a_person_and_by_us(system: BuiltinTickets, tmp_path: Path) -> None:
    system.create(FAULT, draft("Ingen ström till telefonen.\n\nBEVIS\n  | Gi1/0/4 power-deny\n"), "r-1")
    file = (tmp_path / "tickets" / "open" / "INC-1.txt").read_text(encoding="utf-8")
    assert file.startswith(f"Ticket: INC-1\nFault: {FAULT}\nOpened: 2026-11-17T09:42:12Z\n")
    ticket = system.read("INC-1")
    assert ticket.title == "Ingen ström till telefonen."
    assert "  | Gi1/0/4 power-deny" in ticket.text
    assert (ticket.state, ticket.fault_key, ticket.op_ids, ticket.opened_at) == ("open", FAULT, ("r-1",), AT)


def test_a_later_call_stands_below_the_first_with_its_time(system: BuiltinTickets, clock: Clock) -> None:
    system.create(FAULT, draft("Första samtalet."), "r-1")
    clock.now = AT + timedelta(hours=1)
    system.comment("INC-1", "Andra samtalet.", "r-2")
    ticket = system.read("INC-1")
    assert ticket.text.index("Första") < ticket.text.index("2026-11-17T10:42:12Z") < ticket.text.index("Andra")
    assert ticket.op_ids == ("r-1", "r-2")
    assert ticket.updated_at == AT + timedelta(hours=1)


def test_closed_tickets_are_kept_and_listed_apart(system: BuiltinTickets) -> None:
    system.create(FAULT, draft("Första gången."), "r-1")
    system.resolve("INC-1", "Klart.", "r-2")
    assert system.create(FAULT, draft("Andra gången."), "r-3").key == "INC-2"
    assert [(ticket.key, ticket.state) for ticket in system.list()] == [("INC-1", "closed"), ("INC-2", "open")]
    assert [ticket.key for ticket in system.list("open")] == ["INC-2"]
    assert "Första gången." in system.read("INC-1").text


def test_a_file_cannot_leave_its_folder_by_its_name(system: BuiltinTickets, tmp_path: Path) -> None:
    system.create(FAULT, replace(draft(), files=(TicketFile(name="../../x.txt", content=b"x"),)), "r-1")
    assert [path.name for path in (tmp_path / "tickets" / "files").iterdir()] == ["INC-1-r-1-.._.._x.txt"]


def test_a_number_is_never_given_twice_even_when_files_are_moved_away(system: BuiltinTickets, tmp_path: Path) -> None:
    system.create(FAULT, draft("Ett."), "r-1")
    (tmp_path / "tickets" / "open" / "INC-1.txt").unlink()
    assert system.create(FAULT, draft("Två."), "r-1").key == "INC-2"
    (tmp_path / "tickets" / ".lock").unlink()
    assert system.create("fl-1", draft("Tre."), "r-1").key == "INC-3"


def test_what_a_killed_process_left_half_written_is_no_ticket(system: BuiltinTickets, tmp_path: Path) -> None:
    system.create(FAULT, draft("Ett."), "r-1")
    (tmp_path / "tickets" / "open" / "INC-2.tmp").write_text("Ticket: INC-2\nFau", encoding="utf-8")
    assert [ticket.key for ticket in system.list()] == ["INC-1"]


def test_a_spoilt_file_stops_no_other_ticket(system: BuiltinTickets, tmp_path: Path) -> None:
    system.create(FAULT, draft("Ett."), "r-1")
    (tmp_path / "tickets" / "open" / "INC-1.txt").write_bytes(b"\xff\xfe nothing of ours")
    assert system.create(FAULT, draft("Två."), "r-1").key == "INC-2"
    with pytest.raises(RemoteError, match="no readable ticket INC-1"):
        system.read("INC-1")


def test_a_head_cannot_be_forged_by_what_is_written_into_it(system: BuiltinTickets) -> None:
    nasty = "r\nFault: HIGH_CPU sw-9\n\nbody"
    system.create(f"{FAULT}\nFault: x", draft("Ett."), nasty)
    ticket = system.read("INC-1")
    assert (ticket.fault_key, ticket.op_ids, ticket.text) == (f"{FAULT} Fault: x", (nasty,), "Ett.\n")


@pytest.mark.parametrize("key", ["INC-7", "INC-0", "../INC-1", "", "INC-1.txt"])
def test_a_ticket_that_is_not_there_is_told_in_a_sentence(system: BuiltinTickets, key: str) -> None:
    system.create(FAULT, draft("Ett."), "r-1")
    with pytest.raises(RemoteError, match="There is no readable ticket"):
        system.read(key)


def test_a_folder_that_cannot_be_used_is_another_systems_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(RemoteError, match="cannot be used"):
        BuiltinTickets(tmp_path / "file" / "tickets").create(FAULT, draft("Ett."), "r-1")


def test_an_empty_folder_has_no_tickets_and_is_not_made_by_looking(tmp_path: Path) -> None:
    assert BuiltinTickets(tmp_path / "tickets").list() == ()
    assert not (tmp_path / "tickets").exists()


def test_without_a_word_in_the_configuration_tickets_are_files_in_the_data_folder(tmp_path: Path) -> None:
    for node in (None, parse_document("system: builtin\n", "firstline.yaml")):
        assert connect(node, tmp_path / "tickets").name == "builtin"
    with pytest.raises(DocumentError, match=r"firstline.yaml:1: 'rtt' is not one of .*Did you mean rt"):
        connect(parse_document("system: rtt\n", "firstline.yaml"), tmp_path)


# One of several processes that are told of the same faults at the same moment.
RACER = """
import sys, time
from pathlib import Path
from bot.tickets import connect
from bot.tickets.builtin import BuiltinTickets
from bot.tickets.delivery import file_fault
from tests.tickets.contract import draft
folder, name = Path(sys.argv[1]), sys.argv[2]
(folder / f"ready-{name}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
tickets = BuiltinTickets(folder / "tickets")
for fault in range(6):
    file_fault(tickets, fault_key=f"HIGH_CPU sw-{fault}", draft=draft(f"From {name}."), op_id=f"{name}-{fault}")
"""


def test_processes_at_the_same_moment_make_one_ticket_per_fault_and_lose_no_call(tmp_path: Path) -> None:
    names = ("a", "b", "c")
    racers = [subprocess.Popen([sys.executable, "-c", RACER, str(tmp_path), name], cwd=ROOT) for name in names]
    while not all((tmp_path / f"ready-{name}").exists() for name in names):
        assert all(racer.poll() is None for racer in racers), "a process ended before the start"
        time.sleep(0.005)
    (tmp_path / "go").touch()
    assert [racer.wait(30) for racer in racers] == [0, 0, 0]
    found = BuiltinTickets(tmp_path / "tickets").list()
    assert len({ticket.fault_key for ticket in found}) == 6
    assert [sorted(one[0] for one in ticket.op_ids) for ticket in found] == [["a", "b", "c"]] * 6
    assert [ticket.key for ticket in found] == [f"INC-{number}" for number in range(1, 7)]
