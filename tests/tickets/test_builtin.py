"""The built-in ticket system: the contract, its files, and processes that write at the same moment."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import RemoteError
from bot.tickets.builtin import BuiltinTickets
from tests.desk.answers import AT, answer, proven
from tests.tickets.contract import TicketContract

ROOT = Path(__file__).parents[2]
FAULT = "POE_DENIED sw-1 Gi1/0/4"


@pytest.fixture(name="system")
def _system(tmp_path: Path) -> BuiltinTickets:
    return BuiltinTickets(tmp_path / "tickets")


class TestContract(TicketContract):
    """The suite that every ticket system passes."""


def test_numbers_begin_at_one_and_go_up(system: BuiltinTickets) -> None:
    keys = [system.open_or_update(f"HIGH_CPU sw-{n}", answer(proven()), "Full.").key for n in range(1, 12)]
    assert keys == [f"INC-{number}" for number in range(1, 12)]
    assert [ticket.key for ticket in system.list()] == keys


def test_a_ticket_can_be_read_by_a_person_and_by_us(system: BuiltinTickets, tmp_path: Path) -> None:
    system.open_or_update(FAULT, answer(proven()), "Ingen ström till telefonen.\n\nBEVIS\n  | Gi1/0/4 power-deny\n")
    file = (tmp_path / "tickets" / "open" / "INC-1.txt").read_text(encoding="utf-8")
    assert file.startswith(f"Ticket: INC-1\nFault: {FAULT}\nOpened: 2026-11-17T09:42:12Z\n")
    ticket = system.read("INC-1")
    assert ticket.title == "Ingen ström till telefonen."
    assert "  | Gi1/0/4 power-deny" in ticket.text
    assert (ticket.state, ticket.fault_key, ticket.requests, ticket.opened_at) == ("open", FAULT, ("r-1",), AT)


def test_a_later_call_stands_below_the_first_with_its_time(system: BuiltinTickets) -> None:
    system.open_or_update(FAULT, answer(proven()), "Första samtalet.")
    later = answer(proven(), request_id="r-2", at=AT + timedelta(hours=1))
    system.open_or_update(FAULT, later, "Andra samtalet.")
    ticket = system.read("INC-1")
    assert ticket.text.index("Första") < ticket.text.index("2026-11-17T10:42:12Z") < ticket.text.index("Andra")
    assert ticket.requests == ("r-1", "r-2")
    assert ticket.updated_at == AT + timedelta(hours=1)


def test_a_request_sent_again_is_not_written_twice(system: BuiltinTickets) -> None:
    for _ in range(2):
        system.open_or_update(FAULT, answer(proven()), "Ett samtal.")
    assert system.read("INC-1").text.count("Ett samtal.") == 1


def test_after_closing_the_same_fault_makes_a_new_ticket(system: BuiltinTickets) -> None:
    system.open_or_update(FAULT, answer(proven()), "Första gången.")
    system.close("INC-1")
    again = system.open_or_update(FAULT, answer(proven(), request_id="r-2"), "Andra gången.")
    assert (again.key, again.action) == ("INC-2", "created")
    assert [(ticket.key, ticket.state) for ticket in system.list()] == [("INC-1", "closed"), ("INC-2", "open")]
    assert [ticket.key for ticket in system.list("open")] == ["INC-2"]
    assert "Första gången." in system.read("INC-1").text


def test_a_number_is_never_given_twice_even_when_files_are_moved_away(system: BuiltinTickets, tmp_path: Path) -> None:
    system.open_or_update(FAULT, answer(proven()), "Ett.")
    (tmp_path / "tickets" / "open" / "INC-1.txt").unlink()
    assert system.open_or_update(FAULT, answer(proven()), "Två.").key == "INC-2"
    (tmp_path / "tickets" / ".lock").unlink()
    assert system.open_or_update("HIGH_CPU sw-1", answer(proven()), "Tre.").key == "INC-3"


def test_what_a_killed_process_left_half_written_is_no_ticket(system: BuiltinTickets, tmp_path: Path) -> None:
    system.open_or_update(FAULT, answer(proven()), "Ett.")
    (tmp_path / "tickets" / "open" / "INC-2.tmp").write_text("Ticket: INC-2\nFau", encoding="utf-8")
    assert [ticket.key for ticket in system.list()] == ["INC-1"]


def test_a_spoilt_file_stops_no_other_ticket(system: BuiltinTickets, tmp_path: Path) -> None:
    system.open_or_update(FAULT, answer(proven()), "Ett.")
    (tmp_path / "tickets" / "open" / "INC-1.txt").write_bytes(b"\xff\xfe nothing of ours")
    assert system.open_or_update(FAULT, answer(proven()), "Två.").key == "INC-2"
    with pytest.raises(RemoteError, match="no readable ticket INC-1"):
        system.read("INC-1")


def test_a_head_cannot_be_forged_by_what_is_written_into_it(system: BuiltinTickets) -> None:
    nasty = "r\nFault: HIGH_CPU sw-9\n\nbody"
    system.open_or_update(f"{FAULT}\nFault: x", answer(proven(), request_id=nasty), "Ett.")
    ticket = system.read("INC-1")
    assert (ticket.fault_key, ticket.requests, ticket.text) == (f"{FAULT} Fault: x", (nasty,), "Ett.\n")


@pytest.mark.parametrize("key", ["INC-7", "INC-0", "../INC-1", "", "INC-1.txt"])
def test_a_ticket_that_is_not_there_is_told_in_a_sentence(system: BuiltinTickets, key: str) -> None:
    system.open_or_update(FAULT, answer(proven()), "Ett.")
    with pytest.raises(RemoteError, match="There is no readable ticket"):
        system.read(key)


def test_a_folder_that_cannot_be_used_is_another_systems_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(RemoteError, match="cannot be used"):
        BuiltinTickets(tmp_path / "file" / "tickets").open_or_update(FAULT, answer(proven()), "Ett.")


def test_an_empty_folder_has_no_tickets_and_is_not_made_by_looking(tmp_path: Path) -> None:
    assert BuiltinTickets(tmp_path / "tickets").list() == ()
    assert not (tmp_path / "tickets").exists()


# One of several processes that are told of the same faults at the same moment.
RACER = """
import sys, time
from pathlib import Path
from bot.tickets.builtin import BuiltinTickets
from tests.desk.answers import answer, proven
folder, name = Path(sys.argv[1]), sys.argv[2]
(folder / f"ready-{name}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
tickets = BuiltinTickets(folder / "tickets")
for fault in range(6):
    tickets.open_or_update(f"HIGH_CPU sw-{fault}", answer(proven(), request_id=f"{name}-{fault}"), f"From {name}.")
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
    assert sorted(ticket.fault_key for ticket in found) == [f"HIGH_CPU sw-{fault}" for fault in range(6)]
    assert [sorted(one[0] for one in ticket.requests) for ticket in found] == [["a", "b", "c"]] * 6
    assert [ticket.key for ticket in found] == [f"INC-{number}" for number in range(1, 7)]
