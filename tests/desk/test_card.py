"""The card: what each kind of answer says, in the asker's language, and what it never says."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta, timezone
from types import ModuleType

import pytest

from bot.card import DiagnosisCard
from bot.desk import coverage, escalate, progress, words
from bot.desk.card import card
from bot.desk.progress import progress_sentence
from bot.model import (
    Finding,
    Language,
    NotChecked,
    Progress,
    RuledOut,
    Target,
    TicketRef,
    Understood,
    Whereabouts,
)
from tests.desk.answers import (
    AT,
    DEVICE,
    PORT,
    SCRIPT,
    answer,
    cleared,
    evidence,
    finding,
    likely,
    not_found,
    observation,
    proven,
    text,
    unknown,
)


@pytest.mark.parametrize(
    ("made", "kind", "outcome"),
    [
        (card(answer(proven())), "fault", "Fel bevisat"),
        (card(answer(likely())), "likely", "Fel troligt"),
        (card(answer(cleared())), "cleared", "Nätet friat"),
        (card(answer(unknown())), "unknown", "Kunde inte avgöra"),
        (card(answer(question=not_found())), "question", "Jag behöver veta en sak till"),
        (card(answer(intent="change")), "told", "Utförs inte"),
    ],
)
def test_every_outcome_has_its_sign_and_its_word(made: DiagnosisCard, kind: str, outcome: str) -> None:
    assert (made.kind, made.outcome) == (kind, outcome)


def test_the_line_of_who_is_hit_has_place_symptom_and_since() -> None:
    made = card(answer(proven()))
    assert made.hit == "Uttag A2-114-2, port Gi1/0/14 på sw-kar-a2-03. Anmält: inget nät sedan 09:04."


def test_the_words_that_a_caller_used_for_since_are_not_doubled() -> None:
    facts = Understood(device=DEVICE, interface=PORT, since="sedan i natt", symptom="slow")
    hit = card(answer(proven(), understood=facts)).hit
    assert hit == "Port Gi1/0/14 på sw-kar-a2-03. Anmält: långsamt sedan i natt."


def test_the_guard_is_there_where_hands_are_asked_for() -> None:
    assert card(answer(proven(guard="possible"))).guard == words.GUARDS["possible"]["sv"]
    assert card(answer(proven(guard="none"))).guard is None


def test_known_medical_equipment_without_any_step_left_is_left_alone() -> None:
    made = card(answer(likely(), language="en"))
    assert made.guard == words.GUARDS["known"]["en"]
    assert made.do == tuple(step["en"] for step in words.HANDS_OFF)


def test_known_medical_equipment_is_never_sent_hands_by_what_a_runbook_says() -> None:
    made = card(answer(proven(guard="known"), language="en"))
    assert (made.say, made.ask) == (words.GUARDED_SAY["en"], words.GUARDED_ASK["en"])
    assert made.owner == "Medical technology decides when anything may be touched. Network operations does the rest."
    assert made.headline == SCRIPT.headline["en"]


def test_a_counter_read_twice_is_one_proof_with_both_values_and_the_later_time() -> None:
    made = card(answer(likely()))
    assert [(one.field, one.value, one.at) for one in made.proof] == [
        ("skadade paket (CRC)", "5812 → 5818", "09:42:42")
    ]
    assert len(made.proof[0].lines) == 2


def test_where_nothing_proves_anything_the_failed_reading_is_the_proof() -> None:
    refused = observation(failure="denied", reason="% Authorization failed.")
    made = card(answer(unknown(), observations=(observation(), refused)))
    assert [(one.command, one.field, one.value) for one in made.proof] == [
        ("show interfaces status err-disabled", None, "% Authorization failed.")
    ]


def test_a_device_that_was_never_reached_has_no_command_to_prove_it_but_the_login() -> None:
    silent = observation(failure="unreachable", reason="no answer on port 22 within 10 s")
    made = card(answer(unknown(), observations=(silent,), language="en"))
    assert (made.proof[0].command, made.proof[0].value) == ("login (SSH)", "no answer on port 22 within 10 s")


def test_what_was_not_read_is_grouped_by_why_and_keeps_every_name() -> None:
    assert card(answer(proven())).not_checked == (
        "Portens ström (PoE), inloggningen på porten: svaret gick inte att läsa.",
    )


def test_what_equipment_does_not_have_is_told_only_where_nothing_could_be_told() -> None:
    lacks = NotChecked(what=text("kabelprovet", "the cable test"), because="unsupported")
    assert card(answer(replace(proven(), not_checked=(lacks,)))).not_checked == ()
    assert card(answer(replace(unknown(), not_checked=(lacks,)))).not_checked == (
        "Kabelprovet: finns inte på den här utrustningen.",
    )


def test_a_consequence_is_told_as_one_and_an_independent_finding_stands_beside() -> None:
    assert card(answer(proven(), language="en")).also == (
        "Consequence: The port has no link.",
        "The switch's clock is not synchronised.",
    )


def test_cleared_counts_its_checks_and_lists_each() -> None:
    made = card(answer(cleared()))
    assert made.hit is not None
    assert made.hit.endswith("2 av 2 kontroller gjorda 09:42.")
    assert [check.passed for check in made.checks] == [True, True]


def test_could_not_tell_knows_nothing_from_a_check_that_read_nothing() -> None:
    blind = replace(unknown(), checks=tuple(replace(check, evidence=()) for check in unknown().checks))
    assert card(answer(blind)).checks == ()
    unsaid = replace(blind, not_checked=())
    assert [check.passed for check in card(answer(unsaid)).checks] == [None]


def test_what_was_never_read_rules_nothing_out() -> None:
    assert card(answer(proven())).ruled_out == ("Porten är påslagen i konfigurationen.",)


def test_what_is_ruled_out_is_a_sentence_for_each_theme_and_the_rest_a_click_away() -> None:
    seen, unseen = (evidence("status", "connected"),), (evidence("log", "not listed", ()),)
    out = (
        RuledOut(code="A", because=text("Sv a.", "A."), theme="cable", evidence=unseen),
        RuledOut(code="B", because=text("Sv b.", "B."), theme="cable", evidence=seen),
        RuledOut(code="C", because=text("Sv c.", "C."), theme="power", evidence=seen, news=False),
        RuledOut(code="D", because=text("Sv d.", "D."), evidence=seen),
        RuledOut(code="E", because=text("Sv e.", "E."), theme="loop", evidence=unseen),
    )
    made = card(answer(replace(proven(), ruled_out=out), language="en"))
    assert made.ruled_out == ("Cable and link: B.", "Loops: E.", "D.")
    assert made.ruled_out_more == ("A.",)


def test_a_cleared_network_is_told_by_its_checks_alone() -> None:
    out = (RuledOut(code="A", because=text("Sv a.", "A."), theme="cable", evidence=(evidence(),)),)
    made = card(answer(replace(cleared(), ruled_out=out)))
    assert (made.ruled_out, made.ruled_out_more) == ((), ("Sv a.",))


def test_what_would_make_sure_is_told_of_what_is_not() -> None:
    assert card(answer(proven())).would_change == ()
    surer = text("Säkert när kabeln är bytt.", "Certain once the cable is swapped.")
    assert card(answer(replace(likely(), would_change=(surer,)))).would_change == ("Säkert när kabeln är bytt.",)


def test_that_nobody_knows_the_thing_is_no_fault_of_the_network() -> None:
    missing = replace(proven(), root_cause="TARGET_NOT_FOUND", findings=(finding("TARGET_NOT_FOUND"),))
    made = card(answer(missing))
    assert (made.kind, made.outcome) == ("unknown", "Hittades inte")


def test_what_two_cables_tell_alike_is_told_once() -> None:
    def cable(port: str, cause: str | None = None) -> Finding:
        said = f"{port[:2]}{port[-5:]} is dark."
        return replace(finding("UPLINK_DOWN", component=port, summary=text(f"Sv {said}", said)), caused_by=cause)

    ports = ("GigabitEthernet1/1/1", "GigabitEthernet1/1/2", "GigabitEthernet1/1/3")
    both = replace(proven(), findings=(finding(), *(cable(port) for port in ports[:2])))
    assert card(answer(both, language="en")).also == ("Gi1/1/1 is dark. The same on Gi1/1/2.",)
    roots = replace(proven(), root_cause="UPLINK_DOWN", findings=tuple(cable(port) for port in ports))
    assert card(answer(roots, language="en")).also == ("The same on Gi1/1/2, Gi1/1/3.",)


def test_a_device_stands_somewhere() -> None:
    here = Whereabouts(device=DEVICE, site="karlstad", building="A", floor="2")
    said = replace(answer(proven(), target=Target(device=DEVICE), understood=Understood()), whereabouts=(here,))
    assert card(said).hit == "Utrustningen sw-kar-a2-03, Karlstad, hus A, plan 2."


def test_a_clock_of_another_day_has_its_date() -> None:
    later = answer(proven(), language="en", at=AT + timedelta(days=1))
    assert card(later).at == "17 Nov, 09:42"
    assert card(answer(proven(), at=AT + timedelta(days=1))).at == "17 nov 09:42"


def test_the_clock_that_failed_first_is_not_what_proves_it() -> None:
    failed = tuple(observation(read, "denied", f"no {read}") for read in ("clock", "port"))
    assert card(answer(unknown(), observations=failed)).proof[0].value == "no port"


def test_could_not_tell_without_words_of_a_rule_says_so_in_the_desks_own() -> None:
    made = card(answer(unknown(), language="en"))
    assert made.headline == "I cannot tell whether the network is healthy here"
    assert [(check.text, check.passed) for check in made.checks] == [
        ("The port has a link.", True), ("An address is learnt.", None),
    ]  # fmt: skip
    assert made.say
    assert made.owner


def test_an_answer_without_any_diagnosis_is_unknown_never_healthy() -> None:
    made = card(answer(observations=()))
    assert (made.kind, made.proof, made.at) == ("unknown", (), None)


def test_a_wish_for_a_change_is_refused_with_whom_to_ask() -> None:
    made = card(answer(intent="change", language="en"))
    assert made.headline == "I only read, I change nothing in the network"
    assert made.owner == "Network operations decides on the change and makes it."
    wireless = card(answer(intent="change", understood=Understood(wlan="REG-Corp"), language="en"))
    assert wireless.owner == "The wifi team decides on the change and makes it."


def test_more_than_five_choices_ask_for_one_more_word() -> None:
    made = card(answer(question=not_found(tuple(f"sw-kar-a{number}-01" for number in range(7)))))
    assert len(made.choices) == 5
    assert made.choose is not None
    assert "Fler än 5" in made.choose


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("created", "INC-12 är skapat till nätdrift."),
        ("updated", "Felet är redan anmält. Samtalet är tillagt i INC-12."),
        ("none", "INC-12 finns redan."),
    ],
)
def test_the_ticket_is_a_sentence(action: str, sentence: str) -> None:
    ticket = TicketRef(system="builtin", key="INC-12", url=None, action=action)  # type: ignore[arg-type]
    made = card(answer(proven(), ticket=ticket)).ticket
    assert made is not None
    assert made.text == sentence


def test_how_a_place_was_found_is_told_with_its_age_unless_it_was_named() -> None:
    how, at = "MAC table, from dsw-kar-01", "2026-11-17T08:58:00Z"
    found = Target(device=DEVICE, interface=PORT, located_by=how, located_at=at)
    assert card(answer(proven(), target=found)).found == "i MAC-tabellerna, från dsw-kar-01 och vidare, 08:58"
    assert card(answer(proven())).found is None


def test_clocks_are_shown_in_the_zone_that_is_asked_for() -> None:
    made = card(answer(proven()), timezone(timedelta(hours=1)))
    assert (made.at, made.proof[0].at) == ("10:42:12", "10:42:12")


def test_values_that_no_device_prints_are_told_in_words() -> None:
    diagnosis = proven()
    absent = finding(proof=(evidence("state", "not listed", ()),))
    made = card(answer(type(diagnosis)(
        outcome="proven", root_cause=absent.code, severity="critical", findings=(absent,), script=SCRIPT,
    )))  # fmt: skip
    assert made.proof[0].value == "finns inte med"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_person_is_named_on_any_card(language: Language) -> None:
    for made in (card(answer(proven(), language=language)), card(answer(unknown(), language=language))):
        assert not re.search("alva|karin", repr(made), re.IGNORECASE)


# --- the sentences while it works ------------------------------------------------------------------------------------


def test_each_step_is_a_whole_sentence_and_the_last_one_is_the_answer_itself() -> None:
    target = Target(device=DEVICE, interface=PORT)
    said = [
        progress_sentence(Progress(state="locating"), "sv"),
        progress_sentence(Progress(state="found", target=target), "sv"),
        progress_sentence(Progress(state="reading", done=6, total=9), "sv"),
        progress_sentence(Progress(state="second_reading", diagnosis=likely(), wait_s=30.0), "sv"),
        progress_sentence(Progress(state="done"), "sv"),
    ]
    assert said == [
        "Jag letar upp platsen.",
        "Hittade det: sw-kar-a2-03 Gi1/0/14.",
        "Läser utrustningen: 6 av 9 svar.",
        (
            "Fel troligt så här långt: Kabeln skadar troligen trafiken. "
            "Jag läser en gång till om 30 sekunder för att bli säker."
        ),
        None,
    ]


def test_healthy_so_far_is_never_said() -> None:
    assert progress_sentence(Progress(state="first_verdict", diagnosis=cleared()), "en") is None


# --- the words -------------------------------------------------------------------------------------------------------


def texts_of(value: object, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every sentence in two languages that a value holds."""
    if isinstance(value, Mapping) and set(value) & {"sv", "en"} and all(isinstance(one, str) for one in value.values()):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from texts_of(inner, f"{name}[{at}]")


def all_texts(module: ModuleType) -> dict[str, Mapping[str, str]]:
    return dict(found for name, value in vars(module).items() for found in texts_of(value, name))


@pytest.mark.parametrize("module", [words, progress, escalate, coverage], ids=lambda module: str(module.__name__))
def test_every_text_has_both_languages_and_the_same_places_to_fill(module: ModuleType) -> None:
    found = all_texts(module)
    assert found
    for name, pair in found.items():
        assert set(pair) == {"sv", "en"}, name
        assert all(pair.values()), name
        fields = [sorted(str(part[1]) for part in string.Formatter().parse(one) if part[1]) for one in pair.values()]
        assert fields[0] == fields[1], name


def test_the_voice_has_no_exclamation_no_apology_and_reads_aloud_in_thirty_words() -> None:
    for name, pair in all_texts(words).items():
        for sentence in pair.values():
            assert not re.search(r"!|tyvärr|unfortunately|sorry|oj\b", sentence, re.IGNORECASE), name
            if name.endswith("_SAY"):
                assert len(sentence.split()) <= 30, name
            if name.endswith("_HEADLINE"):
                assert len(sentence) <= 60, name


def test_labels_fit_their_column_in_a_terminal() -> None:
    for labels in words.LABELS.values():
        shown = {name: label for name, label in vars(labels).items() if name not in {"nothing_read", "more"}}
        assert {name for name, label in shown.items() if len(label) > 11} == set()


def test_text_from_an_inventory_or_a_caller_is_never_taken_for_a_template() -> None:
    facts = Understood(device="{0.__class__}", interface="{x}", since="{y}", symptom="slow")
    made = card(answer(proven(), understood=facts, target=Target(device="{0.__class__}", interface="{x}")))
    assert made.hit == "Port {x} på {0.__class__}. Anmält: långsamt sedan {y}."
