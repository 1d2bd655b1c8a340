"""What has changed, from stored answers alone: one sentence, each change once, the log's own lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.card import DiagnosisCard, masked
from bot.desk.board_words import code_of, line_of
from bot.desk.card import card
from bot.desk.document import answer_document
from bot.desk.endings import not_allowed
from bot.desk.escalate import should_escalate
from bot.desk.history import asked_subject, earlier_of, subject_of, told
from bot.model import (
    Answer,
    Device,
    Diagnosis,
    Earlier,
    Inventory,
    Jack,
    Language,
    Observation,
    Room,
    Target,
    Understanding,
    Understood,
)
from parsers.parse import Row
from parsers.records import AuthSession, Clock, LogEntry
from parsers.values import DeviceTime
from tests.desk.answers import AT, DEVICE, PORT, answer, cleared, not_found, observation, proven, request, unknown

MINUTE = timedelta(minutes=1)
SWITCH = Device(name=DEVICE, platform="cisco_xe", role="access", site="karlstad")
HERE = Target(device=DEVICE, interface=PORT)


def was(diagnosis: Diagnosis, minutes_ago: float, target: Target = HERE) -> Answer:
    """An answer whose reading was made so long before the question."""
    at = AT - minutes_ago * MINUTE
    made = answer(diagnosis, request_id=f"r-{minutes_ago}", at=at, target=target)
    return replace(made, observations=(replace(observation(), at=at),))


def history(*answers: Answer, language: Language = "sv") -> Answer:
    """The question "what has changed?" at 09:42:12, after these answers (newest first)."""
    asked = request(language, "r-now")
    facts = Understood(device=DEVICE, interface=PORT)
    understanding = Understanding(intent="what_changed", language=language, understood=facts)
    earlier = [short for one in answers if (short := earlier_of(one))]
    return told(asked, understanding, earlier, answers[0], SWITCH)


def shown(*answers: Answer, language: Language = "sv") -> DiagnosisCard:
    return card(history(*answers, language=language))


BAD = "Porten stängdes av när en switch kopplades in"
FINE = "Nätet är friskt här"
LOST = "Jag kan inte säga om nätet är friskt här"


@pytest.mark.parametrize(
    ("answers", "headline", "also"),
    [
        ([was(proven(), 5)], f"Bara läst en gång, 09:37: {BAD}", ()),
        ([was(proven(), 5), was(proven(), 30)], "Inget nytt: samma svar 09:37 som 09:12", (f"09:12: {BAD}",)),
        ([was(proven(), 5), was(proven(), 5.2)], "Inget nytt: samma svar 09:37:12 som 09:37:00", (f"09:37: {BAD}",)),
        (
            [was(proven(), 5), was(proven(), 10), was(cleared(), 30), was(cleared(), 60), was(proven(), 90)],
            f"Läget hade ändrats 09:32: {BAD}",
            (f"09:32: {BAD}", f"08:42: {FINE}", f"08:12: {BAD}"),
        ),
        (
            [was(cleared(), 5), was(proven(), 24 * 60)],
            f"Läget hade ändrats 09:37: {FINE}",
            (f"09:37: {FINE}", f"16 nov 09:42: {BAD}"),
        ),
    ],
)
def test_a_change_is_told_with_the_reading_that_saw_it_first_and_repeats_are_left_out(
    answers: list[Answer], headline: str, also: tuple[str, ...]
) -> None:
    made = shown(*answers)
    assert (made.headline, made.also) == (headline, also)


@pytest.mark.parametrize(
    ("answers", "headline", "also"),
    [
        (
            [was(unknown(), 5), was(proven(), 30)],
            f"Gick inte att avgöra 09:37: {LOST}",
            (f"09:37: {LOST}", f"09:12: {BAD}"),
        ),
        (
            [was(proven(), 5), was(unknown(), 30)],
            f"Gick att läsa först 09:37: {BAD}",
            (f"09:37: {BAD}", f"09:12: {LOST}"),
        ),
        (
            [was(proven(), 5), was(unknown(), 10), was(proven(), 30)],
            "Inget nytt: samma svar 09:37 som 09:12",
            (f"09:37: {BAD}", f"09:32: {LOST}", f"09:12: {BAD}"),
        ),
    ],
)
def test_what_could_not_be_told_is_neither_a_change_nor_the_lack_of_one(
    answers: list[Answer], headline: str, also: tuple[str, ...]
) -> None:
    made = shown(*answers)
    assert (made.headline, made.also) == (headline, also)


def test_the_card_says_when_it_was_read_last_and_that_nothing_was_read_now() -> None:
    made = shown(was(cleared(), 5), was(cleared(), 30))
    assert (made.kind, made.outcome, made.at) == ("told", "Historik", None)
    assert made.hit == "Port Gi1/0/14 på sw-kar-a2-03. Senast läst 09:37, inget är läst nu."
    assert not made.rests_on_reading
    assert made.checks == ()
    assert made.labels.also == "Tidigare"


def test_it_speaks_english_as_well() -> None:
    made = shown(was(cleared(), 5), was(proven(), 30), language="en")
    assert made.outcome == "History"
    assert made.headline == "It had changed by 09:37: The network is healthy here"
    assert made.hit == "Port Gi1/0/14 on sw-kar-a2-03. Last read at 09:37, nothing was read now."


def test_many_readings_alike_do_not_push_an_older_change_out() -> None:
    made = shown(*(was(proven(), number) for number in range(5, 100)), was(cleared(), 120))
    assert made.also == (f"08:03: {BAD}", f"07:42: {FINE}")


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (HERE, "kontrollera sw-kar-a2-03 GigabitEthernet1/0/14 igen"),
        (Target(device=DEVICE), "kontrollera sw-kar-a2-03 igen"),
        (Target(device="wlc-kar-01", ap="ap-kar-1"), "kontrollera ap-kar-1 igen"),
        (Target(device="wlc-kar-01", client="00:11:22:33:44:55", ap="ap-kar-1"), "kontrollera igen"),
    ],
)
def test_reading_again_asks_for_a_reading_and_names_no_machine_of_a_person(target: Target, text: str) -> None:
    assert shown(was(proven(), 5, target)).recheck == text
    assert card(answer(proven())).recheck is None


def test_other_programs_get_the_stored_answers_and_no_verdict() -> None:
    document = answer_document(history(was(cleared(), 5), was(cleared(), 20), was(proven(), 30)))
    told_of = cast("list[dict[str, object]]", document["history"])
    assert [(one["request"], one["root_cause"]) for one in told_of] == [
        ("r-5", "NO_FAULT"), ("r-20", "NO_FAULT"), ("r-30", "ERRDISABLED_BPDUGUARD"),
    ]  # fmt: skip
    assert told_of[0]["at"] == "2026-11-17T09:37:12Z"
    assert told_of[0]["headline"] == {"en": "The network is healthy here", "sv": FINE}
    assert (document["outcome"], document["root_cause"], document["severity"]) == ("unknown", None, "unknown")
    assert document["headline"] == {"en": "Last stored: The network is healthy here", "sv": f"Senast sparat: {FINE}"}
    assert answer_document(answer(proven(), intent="what_changed"))["history"] == []
    assert "history" not in answer_document(answer(proven()))


def test_it_is_no_verdict_to_count_or_to_escalate() -> None:
    made = history(was(proven(), 5))
    assert code_of(made) is None
    assert not should_escalate(replace(made, intent="escalate"))
    kind, text = line_of(made)
    assert (kind, text["sv"]) == ("told", f"Senast sparat: {BAD} (port Gi1/0/14 på sw-kar-a2-03)")


# --- the log ----------------------------------------------------------------------------------------------------------


def logged(*lines: tuple[str, LogEntry], clock: DeviceTime | None, read_ago: timedelta = 5 * MINUTE) -> Answer:
    """An answer whose switch printed these lines; its clock says what `clock` says."""
    made = was(proven(), read_ago / MINUTE)
    rows = tuple(Row(record=one, lines={"text": (number,)}) for number, (_, one) in enumerate(lines))
    raw = "\n".join(line for line, _ in lines)
    log = Observation(device=DEVICE, read="log", command="show logging", at=AT - read_ago, rows=rows, raw=raw)
    time = (Row(record=Clock(time=clock), lines={}),) if clock else ()
    now = Observation(device=DEVICE, read="clock", command="show clock", at=AT - read_ago, rows=time)
    return replace(made, observations=(now, *made.observations, log))


def entry(day: int, hour: int, port: str | None = PORT, facility: str = "LINK", **more: str) -> LogEntry:
    time = DeviceTime(month=11, day=day, hour=hour)
    return LogEntry(time=time, facility=facility, interfaces=(port,) if port else (), macs=(), **more)  # type: ignore[arg-type]


CLOCK = DeviceTime(year=2026, month=11, day=17, hour=10)


def log_of(made: Answer) -> list[str]:
    return [line.removeprefix("Loggen: ") for line in card(made).also if line.startswith("Loggen: ")]


def test_the_log_lines_of_exactly_this_port_and_the_last_day_stand_there_newest_first() -> None:
    made = logged(
        ("two days old", entry(15, 10)), ("a day and an hour", entry(16, 9)), ("yesterday", entry(16, 12)),
        ("another port", entry(17, 9, "GigabitEthernet1/0/15")), ("an hour old", entry(17, 9)),
        ("no port", entry(17, 9, None)), ("undated", LogEntry(interfaces=(PORT,))), clock=CLOCK,
    )  # fmt: skip
    assert log_of(history(made)) == ["an hour old", "yesterday"]


def test_at_most_five_lines_stand_there() -> None:
    made = logged(*((f"line {number}", entry(17, number)) for number in range(8)), clock=CLOCK)
    assert log_of(history(made)) == [f"line {number}" for number in (7, 6, 5, 4, 3)]


def test_a_line_whose_age_nobody_knows_is_left_out() -> None:
    assert log_of(history(logged(("a line", entry(17, 9)), clock=None))) == []


def test_the_last_day_is_counted_from_the_question_and_not_from_the_reading() -> None:
    lines = (("an hour before the reading", entry(17, 9)),)
    assert log_of(history(logged(*lines, clock=CLOCK, read_ago=22 * 60 * MINUTE))) == ["an hour before the reading"]
    assert log_of(history(logged(*lines, clock=CLOCK, read_ago=24 * 60 * MINUTE))) == []


def test_of_a_whole_device_only_what_concerns_it_as_a_whole_is_told_without_our_own_visits() -> None:
    made = logged(
        ("a port", entry(17, 8)), ("configured", entry(17, 9, None, "SYS")),
        ("a login", entry(17, 9, None, "SEC_LOGIN")), clock=CLOCK,
    )  # fmt: skip
    assert log_of(history(replace(made, target=Target(device=DEVICE)))) == ["configured"]


def test_addresses_and_people_in_the_log_are_masked_where_others_read_along() -> None:
    made = logged(
        ("%MAB-5-FAIL: Authentication failed for client (0050.5612.ab34)", entry(17, 9)),
        ("%AUTH: bo.ek was let in", entry(17, 8)),
        ("%SYS-5-CONFIG_I: Configured from console by anna on vty0 (10.1.2.3)", entry(17, 7)),
        clock=CLOCK,
    )
    session = Observation(
        device=DEVICE, read="auth_session", at=made.observations[0].at,
        rows=(Row(record=AuthSession(user="REGION\\bo.ek"), lines={}),),
    )  # fmt: skip
    kept = history(replace(made, observations=(*made.observations, session)))
    assert kept.past is not None
    assert "bo.ek" in kept.past.names
    hidden = " ".join(masked(card(kept)).also)
    for personal in ("12.ab34", "bo.ek", "anna", "2.3"):
        assert personal not in hidden
        assert personal in " ".join(card(kept).also)


# --- what an answer is about ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        answer(question=not_found()),
        answer(intent="help"),
        answer(not_allowed({"sv": "nej", "en": "no"})),
        answer(Diagnosis(outcome="unknown", root_cause="TARGET_NOT_FOUND", severity="unknown")),
        answer(proven(), observations=()),
        answer(proven(), target=Target()),
        history(was(proven(), 5)),
    ],
)
def test_what_tells_nothing_of_a_target_is_not_remembered(made: Answer) -> None:
    assert earlier_of(made) is None


def test_a_change_of_the_port_that_is_at_fault_is_a_change() -> None:
    first = earlier_of(was(proven(), 30))
    assert first is not None
    second = replace(first, component="GigabitEthernet1/0/15", at=first.at + MINUTE, request="r-2")
    asked = Understanding(intent="what_changed", language="sv", understood=Understood(device=DEVICE))
    made = told(request(), asked, [second, first], was(proven(), 30), SWITCH)
    assert card(made).headline == f"Läget hade ändrats 09:13: {BAD}"


INVENTORY = Inventory(
    devices=(SWITCH, Device(name="ap-kar-1", platform="cisco_ap", role="ap")),
    rooms=(
        Room(name="Rum 1", site="karlstad", jacks=(Jack(jack="A-1", device=DEVICE, interface=PORT, site="karlstad"),)),
        Room(name="Rum 2", site="torsby", jacks=(Jack(jack="A-2", device="a", interface="b", site="torsby"),)),
        Room(name="Rum 3", site="arvika", jacks=(Jack(jack="A-2", device="c", interface="d", site="arvika"),)),
    ),
)
PORT_HERE = f"port {DEVICE} {PORT}".casefold()


@pytest.mark.parametrize(
    ("facts", "subject"),
    [
        (Understood(device=DEVICE, interface=PORT), PORT_HERE),
        (Understood(device=DEVICE), f"device {DEVICE}"),
        (Understood(device="ap-kar-1"), "ap ap-kar-1"),
        (Understood(ap="AP-kar-1"), "ap ap-kar-1"),
        (Understood(client="00:11:22:33:44:55"), "client 00:11:22:33:44:55"),
        (Understood(jack="A-1"), PORT_HERE),
        (Understood(jack="A-2"), None),
        (Understood(jack="A-2", site="torsby"), "port a b"),
        (Understood(room="Rum 1"), None),
        (Understood(device=DEVICE, mac="00:11:22:33:44:55"), None),
        (Understood(host="pc-1"), None),
        (Understood(site="karlstad"), None),
    ],
)
def test_a_question_is_about_what_can_be_known_without_asking_a_device(facts: Understood, subject: str | None) -> None:
    assert asked_subject(facts, INVENTORY, None) == subject


def test_in_a_conversation_the_same_words_for_a_place_mean_what_they_were_found_to_mean() -> None:
    before = answer(proven(), target=HERE, understood=Understood(host="pc-1", symptom="slow"))
    assert asked_subject(Understood(host="pc-1"), INVENTORY, before) == PORT_HERE
    assert asked_subject(Understood(host="pc-2"), INVENTORY, before) is None
    assert subject_of(HERE) == PORT_HERE


def test_what_is_remembered_of_an_answer_is_its_verdict_in_short() -> None:
    assert earlier_of(was(proven(), 5)) == Earlier(
        request="r-5", at=AT - 5 * MINUTE, target=HERE, outcome="proven", root_cause="ERRDISABLED_BPDUGUARD",
        component=PORT, headline=proven().findings[0].script.headline,  # type: ignore[union-attr]
    )  # fmt: skip
