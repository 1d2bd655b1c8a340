"""What every ticket system keeps to, whichever it is: a test class takes this suite and says how to make its system."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.ports import TicketSystem
from tests.desk.answers import answer, proven


class TicketContract:
    """Subclass it in a test module, with a fixture `system` that gives an empty TicketSystem."""

    def test_the_first_call_about_a_fault_makes_a_ticket(self, system: TicketSystem) -> None:
        ticket = system.open_or_update("POE_DENIED sw-1 Gi1/0/4", answer(proven()), "Switchen gav ingen ström.")
        assert ticket.action == "created"
        assert ticket.key

    def test_a_second_call_about_the_same_fault_is_added_to_the_same_ticket(self, system: TicketSystem) -> None:
        first = system.open_or_update("POE_DENIED sw-1 Gi1/0/4", answer(proven(), request_id="r-1"), "Ett samtal.")
        second = system.open_or_update("POE_DENIED sw-1 Gi1/0/4", answer(proven(), request_id="r-2"), "Ett till.")
        assert (second.key, second.action) == (first.key, "updated")

    def test_another_fault_has_a_ticket_of_its_own(self, system: TicketSystem) -> None:
        first = system.open_or_update("POE_DENIED sw-1 Gi1/0/4", answer(proven()), "Den ena.")
        other = system.open_or_update("POE_DENIED sw-1 Gi1/0/5", answer(proven(), request_id="r-2"), "Den andra.")
        assert other.key != first.key
        assert other.action == "created"

    def test_a_request_that_is_sent_again_changes_nothing_and_gets_the_same_answer(self, system: TicketSystem) -> None:
        made = [system.open_or_update("HIGH_CPU sw-1", answer(proven()), "Processorn är full.") for _ in range(3)]
        assert made[0] == made[1] == made[2]

    def test_calls_at_the_same_moment_make_one_ticket(self, system: TicketSystem) -> None:
        calls = [answer(proven(), request_id=f"r-{number}") for number in range(8)]
        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(lambda one: system.open_or_update("HIGH_CPU sw-1", one, "Full."), calls))
        assert len({ticket.key for ticket in made}) == 1
        assert sorted(ticket.action for ticket in made) == ["created"] + ["updated"] * 7
