"""Words for what has no port of its own: access points, wifi devices, whole sites, switches that let nobody in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.card import card
from bot.desk.escalate import ticket_body
from bot.desk.progress import progress_sentence
from bot.desk.reasons import reason
from bot.desk.same_fault import fault_key
from bot.diagnosis.evidence import decisive_first
from bot.model import Diagnosis, NotChecked, Progress, Target, Understood
from tests.desk.answers import DEVICE, answer, evidence, finding, observation, proven, text, unknown

WLC, AP, CLIENT = "wlc-kar-01", "AP-KAR-B2-07", "a4:c3:f0:77:88:99"
SILENT = f"{DEVICE} (127.0.0.1:41899) did not answer in time."


def hit(target: Target, facts: Understood | None = None, diagnosis: Diagnosis | None = None) -> str:
    made = card(answer(diagnosis or proven(), target=target, understood=facts or Understood()))
    return str(made.hit)


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (Target(device=WLC, ap=AP), "Accesspunkt AP-KAR-B2-07, på wlc-kar-01."),
        (Target(device=WLC, ap=AP, room="Rum 107"), "Rum 107, accesspunkt AP-KAR-B2-07, på wlc-kar-01."),
        (Target(device=WLC, client=CLIENT), f"Enheten {CLIENT}, på wlc-kar-01."),
        (Target(device=WLC, wlan="REG-Corp"), "Wifi-nätet REG-Corp, på wlc-kar-01."),
        (Target(device=DEVICE), f"Utrustningen {DEVICE}."),
    ],
)
def test_what_was_asked_about_stands_before_the_device_that_was_asked(target: Target, told: str) -> None:
    assert hit(target) == told


def test_a_site_is_named_where_the_caller_named_it() -> None:
    assert hit(Target(device="dsw-sun-01"), Understood(site="sunne")) == "Sunne, utrustningen dsw-sun-01."


def test_a_device_that_no_controller_knows_is_not_said_to_be_on_one() -> None:
    target = Target(device=WLC, client=CLIENT, located_by=f"MAC address, on {WLC}")
    diagnosis = replace(proven(), root_cause="TARGET_NOT_FOUND")
    made = card(answer(diagnosis, target=target, understood=Understood()))
    assert made.hit == f"Enheten {CLIENT}, sökt på wlc-kar-01."
    assert made.found is None


@pytest.mark.parametrize("since", ["för en kvart sedan", "for ten minutes", "a while ago", "sedan i natt"])
def test_since_is_not_said_twice(since: str) -> None:
    facts = Understood(symptom="slow", since=since)
    assert hit(Target(device=DEVICE), facts).endswith(f"Anmält: långsamt {since}.")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (Target(device=WLC, ap=AP), f"Hittade det: {AP} ({WLC})."),
        (Target(device=DEVICE, interface="GigabitEthernet1/0/14"), f"Hittade det: {DEVICE} Gi1/0/14."),
    ],
)
def test_progress_names_what_was_asked_about(target: Target, told: str) -> None:
    assert progress_sentence(Progress(state="found", target=target), "sv") == told


def test_of_a_silent_switch_everything_is_unread_in_one_line_on_the_card_and_in_the_ticket() -> None:
    missing = tuple(
        NotChecked(what=text(f"läsning {n}", f"reading {n}"), because="unreachable", detail=SILENT) for n in range(9)
    )
    seen = (observation(failure="unreachable", reason=SILENT),)
    made = answer(replace(unknown(), not_checked=missing), observations=seen)
    assert card(made).not_checked == (f"Allt på {DEVICE} (9 läsningar): utrustningen gick inte att nå.",)
    assert ticket_body(made).count(SILENT) <= 2  # as proof, and once for all that was not read


def test_a_switch_that_answered_something_keeps_the_names_of_what_it_did_not() -> None:
    missing = (NotChecked(what=text("loggen", "the log"), because="unreachable"),)
    seen = (observation(), observation(failure="dropped"))
    made = answer(replace(unknown(), not_checked=missing), observations=seen)
    assert card(made).not_checked == ("Loggen: utrustningen gick inte att nå.",)


def test_why_a_login_failed_is_told_in_swedish_and_a_devices_own_words_stay() -> None:
    assert reason(SILENT, "sv") == f"{DEVICE} svarade inte i tid."
    assert reason(SILENT, "en") == SILENT
    assert reason("% Authorization failed.", "sv") == "% Authorization failed."


def test_rows_of_one_reading_are_no_samples_of_each_other() -> None:
    root = finding(proof=(evidence("five_minutes", "93"), evidence("five_minutes", "88")))
    later = finding(proof=(evidence("crc", "1"), evidence("crc", "2", later_s=15)))
    shown = [card(answer(replace(proven(), findings=(one,), root_cause=one.code))).proof[0] for one in (root, later)]
    assert [one.value for one in shown] == ["93, 88", "1 → 2"]


def test_what_decides_is_proof_before_what_names_the_row_and_what_is_as_it_should_be() -> None:
    pieces = [evidence("ssid", "REG-Corp"), evidence("status", "connected"), evidence("enabled", "False")]
    assert [one.field for one in decisive_first(pieces)] == ["enabled", "ssid", "status"]


def test_a_dark_site_is_one_ticket_whichever_of_its_switches_was_asked_about() -> None:
    keys = set()
    for switch in ("sw-arv-a1-01", "sw-arv-a2-01"):
        found = (
            replace(finding("DEVICE_UNREACHABLE", component=None), device=switch),
            replace(finding("NEIGHBOUR_UNREACHABLE", component="TwentyFiveGigE1/0/1"), device="dsw-arv-01"),
        )
        diagnosis = replace(unknown(), root_cause="DEVICE_UNREACHABLE", findings=found)
        keys.add(fault_key(answer(diagnosis, target=Target(device=switch))))
    assert keys == {"DEVICE_UNREACHABLE dsw-arv-01"}


def test_a_raw_line_stands_once_in_a_ticket_below_all_that_was_read_in_it() -> None:
    line = "Nov 17 09:41:14: %LINK-3-UPDOWN: Interface TwentyFiveGigE1/0/3, changed state to down"
    proof = tuple(evidence(field, field, (line,), command="show logging") for field in ("mnemonic", "text"))
    diagnosis = replace(proven(), findings=(replace(proven().findings[0], evidence=proof),))
    assert ticket_body(answer(diagnosis)).count(line) == 1
