"""What every ticket system keeps to, whichever it is: a test class takes a suite and says how to look behind it.

Systems such as a real Request Tracker keep what earlier runs left, so every test has a fault of its own.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod

import pytest

from bot.model import TicketRef
from bot.ports import TicketDraft, TicketFile, TicketSystem
from bot.tickets.delivery import file_fault, short_key

RAW = "Gi1/0/14  Skrivare avd 12     err-disabled bpduguard\nräksmörgås\n".encode()


def draft(body: str = "Porten stängdes av.\n\nBEVIS\n  | Gi1/0/14 err-disabled", files: bool = False) -> TicketDraft:
    return TicketDraft(
        title=body.partition("\n")[0], body=body, severity="critical", group="LAN",
        files=(TicketFile(name="sw-1.txt", content=RAW),) if files else (),
    )  # fmt: skip


def new_fault() -> str:
    return f"POE_DENIED sw-{uuid.uuid4().hex} Gi1/0/4"


class TicketContract(ABC):
    """For every system. Subclass it in a test module with a fixture `system` that gives one."""

    @pytest.fixture(name="fault")
    def _fault(self) -> str:
        return new_fault()

    @abstractmethod
    def said(self, system: TicketSystem, key: str) -> str:
        """All that was written about a ticket, as its readers see it."""

    @abstractmethod
    def file(self, system: TicketSystem, key: str, name: str) -> bytes:
        """A file that came along with it, by the name that it was given."""

    def test_a_check_writes_nothing(self, system: TicketSystem, fault: str) -> None:
        system.check()
        assert system.find_open(short_key(fault)) is None

    def test_the_first_call_about_a_fault_makes_a_ticket(self, system: TicketSystem, fault: str) -> None:
        made = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        assert (made.system, made.action) == (system.name, "created")
        assert "Porten stängdes av." in self.said(system, made.key)

    def test_a_second_call_about_the_same_fault_is_added_to_the_same_ticket(
        self, system: TicketSystem, fault: str
    ) -> None:
        first = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        second = file_fault(system, fault_key=fault, draft=draft("Ett samtal till."), op_id="r-2", known=first.key)
        assert (second.key, second.action) == (first.key, "updated")
        assert "Ett samtal till." in self.said(system, first.key)

    def test_another_fault_has_a_ticket_of_its_own(self, system: TicketSystem, fault: str) -> None:
        first = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        other = file_fault(system, fault_key=new_fault(), draft=draft(), op_id="r-1")
        assert other.key != first.key
        assert other.action == "created"

    def test_a_call_that_is_sent_again_gets_the_same_answer(self, system: TicketSystem, fault: str) -> None:
        made = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        again: list[TicketRef] = [
            file_fault(system, fault_key=fault, draft=draft(), op_id="r-1", known=known) for known in (made.key, None)
        ]
        assert again == [made, made]

    def test_what_was_read_goes_along_as_a_file_with_the_first_call_and_the_later_ones(
        self, system: TicketSystem, fault: str
    ) -> None:
        made = file_fault(system, fault_key=fault, draft=draft(files=True), op_id="r-1")
        assert self.file(system, made.key, "sw-1.txt") == RAW
        later = TicketDraft(
            title="Senare", body="Senare", severity="warning", files=(TicketFile(name="sw-2.txt", content=RAW * 2),)
        )
        file_fault(system, fault_key=fault, draft=later, op_id="r-2", known=made.key)
        assert self.file(system, made.key, "sw-2.txt") == RAW * 2

    def test_letters_signs_and_line_breaks_arrive_as_they_were_written(self, system: TicketSystem, fault: str) -> None:
        body = "Rubrik åäö 'citat' \"två\" \\ % _ {x} <b>&amp;</b>\n\n  | indrag ⚠ 漢\n\nslut"
        made = file_fault(system, fault_key=fault, draft=draft(body), op_id="r-1")
        assert body in self.said(system, made.key)

    def test_a_title_may_be_longer_than_the_system_keeps(self, system: TicketSystem, fault: str) -> None:
        made = file_fault(system, fault_key=fault, draft=draft("Å" * 400), op_id="r-1")
        assert file_fault(system, fault_key=fault, draft=draft(), op_id="r-2", known=made.key).key == made.key

    def test_an_operation_without_a_plain_id_is_refused_before_anything_is_written(
        self, system: TicketSystem, fault: str
    ) -> None:
        with pytest.raises(ValueError, match="operation's id"):
            file_fault(system, fault_key=fault, draft=draft(), op_id="r-1]\nForged: x")


class ReadableContract(TicketContract):
    """For systems that can be read: nothing is doubled even where a reply was lost, and states are what they say."""

    def test_a_lost_database_finds_the_open_ticket_again(self, system: TicketSystem, fault: str) -> None:
        first = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        second = file_fault(system, fault_key=fault, draft=draft(), op_id="r-2", known=None)
        assert (second.key, second.action) == (first.key, "updated")

    def test_a_ticket_whose_making_was_not_confirmed_is_not_made_twice(self, system: TicketSystem, fault: str) -> None:
        made = system.create(short_key(fault), draft(), "r-1")  # and then we lose power
        again = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1", known=None)
        assert (again.key, again.action) == (made.key, "created")
        assert self.said(system, made.key).count("Porten stängdes av.") == 1

    def test_the_same_operation_is_written_once(self, system: TicketSystem, fault: str) -> None:
        made = system.create(short_key(fault), draft(), "r-1")
        for _ in range(2):
            system.comment(made.key, "Ett samtal till.", "r-2")
        assert self.said(system, made.key).count("Ett samtal till.") == 1
        assert system.get(made.key).op_ids == ("r-1", "r-2")

    def test_nobody_has_a_ticket_of_an_unheard_fault(self, system: TicketSystem, fault: str) -> None:
        assert system.find_open(short_key(fault)) is None

    def test_a_key_is_data_and_never_a_query(self, system: TicketSystem, fault: str) -> None:
        system.create(short_key(fault), draft(), "r-1")
        hostile = ("x' OR Status='new", "'", "\\", "%", "_", "x' OR 1=1 --", "}", "*", "fl-" + "0" * 300, "")
        assert [key for key in hostile if system.find_open(key) is not None] == []

    def test_a_resolved_fault_that_comes_back_has_a_new_ticket(self, system: TicketSystem, fault: str) -> None:
        first = file_fault(system, fault_key=fault, draft=draft(), op_id="r-1")
        assert system.resolve(first.key, "Åtgärdat.", "r-2").state == "resolved"
        assert "Åtgärdat." in self.said(system, first.key)
        assert system.find_open(short_key(fault)) is None
        again = file_fault(system, fault_key=fault, draft=draft(), op_id="r-3", known=first.key)
        assert again.action == "created"
        assert again.key != first.key

    def test_resolving_and_reopening_may_be_repeated(self, system: TicketSystem, fault: str) -> None:
        made = system.create(short_key(fault), draft(), "r-1")
        for _ in range(2):
            assert system.resolve(made.key, "Klart.", "r-2").state == "resolved"
        for _ in range(2):
            assert system.reopen(made.key, "Tillbaka.", "r-3").state == "open"
        found = system.find_open(short_key(fault))
        assert found is not None
        assert (found.key, found.op_ids) == (made.key, ("r-1", "r-2", "r-3"))

    def test_a_comment_leaves_a_resolved_ticket_resolved(self, system: TicketSystem, fault: str) -> None:
        made = system.create(short_key(fault), draft(), "r-1")
        system.resolve(made.key, "Klart.", "r-2")
        assert system.comment(made.key, "En sak till.", "r-3").state == "resolved"

    def test_a_ticket_that_is_not_there_is_gone_and_the_fault_gets_a_new_one(
        self, system: TicketSystem, fault: str
    ) -> None:
        nowhere = ("99999999", "INC-99999999", "", "../1", "1/../2", "1?x=1", "-1")
        assert {system.get(key).state for key in nowhere} == {"gone"}
        assert file_fault(system, fault_key=fault, draft=draft(), op_id="r-1", known="99999999").action == "created"
