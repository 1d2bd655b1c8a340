"""Escalation: who gets a ticket, which calls are the same fault, and what a specialist can read in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.escalate import should_escalate, ticket_body
from bot.desk.same_fault import fault_key
from bot.model import Diagnosis, Intent, Target, Understood, Whereabouts
from tests.desk.answers import (
    DEVICE,
    PORT,
    RAW,
    answer,
    cleared,
    evidence,
    finding,
    not_found,
    observation,
    proven,
    unknown,
)


def of_one(code: str, *, port: str = PORT, escalate: bool = True) -> Diagnosis:
    found = finding(code, component=port, escalate=escalate)
    return Diagnosis(outcome="proven", root_cause=code, severity="critical", findings=(found,), script=found.script)


def test_a_fault_whose_root_names_a_team_is_escalated() -> None:
    assert should_escalate(answer(of_one("POE_DENIED")))


def test_a_fault_that_first_line_mends_is_not_escalated_unless_they_ask() -> None:
    mine = of_one("PORT_NOTCONNECT", escalate=False)
    assert not should_escalate(answer(mine))
    assert should_escalate(answer(mine, intent="escalate"))


def test_where_medical_equipment_keeps_hands_off_first_line_cannot_mend_it() -> None:
    assert should_escalate(answer(replace(of_one("PORT_NOTCONNECT", escalate=False), guard="known")))


def test_a_team_named_by_another_finding_than_the_root_is_no_reason() -> None:
    mine = of_one("PORT_NOTCONNECT", escalate=False)
    both = replace(mine, findings=(*mine.findings, finding("NTP_UNSYNCHRONISED")))
    assert not should_escalate(answer(both))


def test_a_device_that_could_not_be_told_about_is_escalated() -> None:
    assert should_escalate(answer(unknown()))


@pytest.mark.parametrize("code", ["TARGET_NOT_FOUND", "TARGET_AMBIGUOUS"])
def test_what_the_asker_can_put_right_is_not_escalated(code: str) -> None:
    assert not should_escalate(answer(of_one(code)))


def test_a_cleared_network_is_never_escalated_even_on_request() -> None:
    assert not should_escalate(answer(cleared(), intent="escalate"))


def test_a_question_back_is_never_escalated() -> None:
    assert not should_escalate(answer(question=not_found()))


@pytest.mark.parametrize("intent", ["where_is", "what_changed"])
def test_finding_a_place_makes_no_ticket(intent: Intent) -> None:
    assert not should_escalate(answer(proven(), intent=intent))


def test_two_calls_about_the_same_port_are_the_same_fault() -> None:
    first, second = answer(proven(), request_id="r-1"), answer(proven(), request_id="r-2", language="en")
    assert fault_key(first) == fault_key(second) == f"ERRDISABLED_BPDUGUARD {DEVICE} {PORT}"


def test_two_ports_or_two_causes_are_two_faults() -> None:
    keys = {
        fault_key(answer(of_one("POE_DENIED"))),
        fault_key(answer(of_one("POE_DENIED", port="GigabitEthernet1/0/15"))),
        fault_key(answer(of_one("POE_FAULTY"))),
    }
    assert len(keys) == 3


def test_a_silent_switch_is_one_fault_whichever_port_was_asked_about() -> None:
    first = of_one("DEVICE_UNREACHABLE")
    second = of_one("DEVICE_UNREACHABLE", port="GigabitEthernet1/0/15")
    assert fault_key(answer(first)) == fault_key(answer(second)) == f"DEVICE_UNREACHABLE {DEVICE}"


@pytest.mark.parametrize("code", ["STACK_MEMBER_REMOVED", "STP_LOOP", "DHCP_SNOOPING_DROPS"])
def test_a_fault_of_the_switch_is_one_whether_a_jack_or_the_switch_was_asked_about(code: str) -> None:
    jack, switch = of_one(code), of_one(code)
    switch = replace(switch, findings=(replace(switch.findings[0], component=None),))
    assert fault_key(answer(jack)) == fault_key(answer(switch, target=Target(device=DEVICE))) == f"{code} {DEVICE}"


def test_what_is_wrong_at_the_router_is_its_fault_whichever_jack_it_was_found_from() -> None:
    found = of_one("DHCP_RELAY_MISSING")
    proof = replace(evidence("helpers", ""), device="dsw-kar-01")
    found = replace(found, findings=(replace(found.findings[0], evidence=(proof,)),))
    assert fault_key(answer(found)) == "DHCP_RELAY_MISSING dsw-kar-01"


def test_a_ticket_says_where_the_devices_stand() -> None:
    here = (Whereabouts(device=DEVICE, site="karlstad", building="A", floor="2", room="A214"),)
    assert f"{DEVICE}: Karlstad, building A, floor 2, room A214" in ticket_body(
        replace(answer(proven(), language="en"), whereabouts=here)
    )


def test_two_faults_of_which_nothing_is_known_are_never_the_same() -> None:
    nowhere = [answer(unknown(), target=Target(), understood=Understood(), request_id=one) for one in ("r-1", "r-2")]
    assert fault_key(nowhere[0]) != fault_key(nowhere[1])


def test_a_ticket_holds_cause_certainty_proof_and_what_is_not_known() -> None:
    body = ticket_body(answer(proven(), language="en"))
    assert body.startswith("The port turned off when a switch was plugged in. Jack A2-114-2, port Gi1/0/14 on")
    for part in (
        "ERRDISABLED_BPDUGUARD: Port Gi1/0/14 on sw-kar-a2-03 is err-disabled",
        "Fault proven, high confidence",
        "2026-11-17T09:42:12Z, show interfaces status err-disabled",
        "reason = bpduguard",
        f"| {RAW}",
        "PORT_NOTCONNECT (follows from ERRDISABLED_BPDUGUARD)",
        "ADMIN_SHUTDOWN: The port is switched on",
        "The port's power (PoE): the answer could not be read (show power inline, no line looked like a port)",
        "First: Medical equipment there?",
        "1. Ask them to unplug the small switch.",
        "trouble: no network",
        "Number r-1, via cli",
    ):
        assert part in body


def test_a_ticket_speaks_swedish_to_a_swedish_request() -> None:
    body = ticket_body(answer(proven()))
    assert "BEVIS" in body
    assert "INTE KONTROLLERAT" in body
    assert "PROOF" not in body


def test_a_ticket_names_no_person() -> None:
    body = ticket_body(answer(proven()))
    assert "alva" not in body
    assert "karin" not in body


def test_where_nothing_could_be_read_the_ticket_tells_every_failed_reading() -> None:
    failed = tuple(observation(read, "denied", "% Authorization failed.") for read in ("ports", "log"))
    body = ticket_body(answer(unknown(), observations=failed, language="en"))
    assert "show interfaces status err-disabled: % Authorization failed." in body
    assert "not known: An address is learnt." in body


def test_what_a_caller_wrote_cannot_pass_for_a_heading() -> None:
    facts = Understood(device=DEVICE, interface=PORT, changed="ny switch\n\nPROOF\n  | all is well")
    body = ticket_body(answer(proven(), understood=facts, language="en"))
    assert body.count("\nPROOF\n") == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("efter att Anna Andersson flyttade skrivaren till Bengts rum", "flytt (skrivare, rum eller plats)"),
        ("ny dator sedan igår, säger Karin", "byte (dator)"),
        ("vi har haft Lars Lund här", "något, se frågan"),
        ("efter strömavbrottet", "strömavbrott eller åska"),
    ],
)
def test_what_was_changed_stands_in_a_ticket_in_our_words_so_that_nobody_is_named(said: str, told: str) -> None:
    facts = Understood(device=DEVICE, interface=PORT, changed=said)
    body = ticket_body(answer(proven(), understood=facts))
    assert f"ändrat: {told}\n" in body
    assert not any(name in body for name in ("Anna", "Bengt", "Karin", "Lund"))
