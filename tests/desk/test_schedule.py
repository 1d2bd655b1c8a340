"""Schedules: when they are due on every night of the year, whom they look at, and how a mistake in one is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.checks import CheckTarget
from bot.desk.library import load_library
from bot.desk.schedule import Schedule, check_tellers, read_schedules
from bot.desk.schedule.targets import named_target, understanding_of
from bot.desk.understand import understand
from bot.diagnosis.runbook import Library
from bot.errors import RequestError, SettingsError
from bot.model import Device, Inventory, Jack, Room
from parsers.document import DocumentError, parse_document

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PORT = "GigabitEthernet1/0/17"
INVENTORY = Inventory(
    devices=(
        Device(name="sw-kar-a1-01", platform="cisco_xe", role="access", site="karlstad", tags=("hospital",)),
        Device(name="sw-kar-a1-02", platform="cisco_xe", role="access", site="karlstad"),
        Device(name="dsw-kar-01", platform="cisco_xe", role="distribution", site="karlstad", tags=("hospital",)),
        Device(name="sw-tor-b1-01", platform="cisco_ios", role="access", site="torsby"),
    ),
    rooms=(
        Room(
            name="Rum 214", site="torsby", kind="consulting",
            jacks=(
                Jack(jack="B-17", device="sw-tor-b1-01", interface=PORT, room="Rum 214", used_by="video codec"),
                Jack(jack="B-18", device="sw-tor-b1-01", interface="GigabitEthernet1/0/18", room="Rum 214"),
            ),
        ),
        Room(
            name="Rum 3", site="karlstad", kind="office",
            jacks=(Jack(jack="A-1", device="sw-kar-a1-01", interface="GigabitEthernet1/0/1", room="Rum 3"),),
        ),
    ),
)  # fmt: skip


@cache
def library() -> Library:
    return load_library()


def read(text: str) -> tuple[Schedule, ...]:
    return read_schedules(parse_document(text, "firstline.yaml"), INVENTORY, library(), STOCKHOLM)


def chosen(targets: str) -> list[str]:
    (made,) = read(f'night: {{cron: "0 3 * * *", targets: {targets}}}')
    return [one.name for one in made.targets]


def schedule(cron: str, spread_min: float = 0) -> Schedule:
    targets = (CheckTarget(name="sw-1", device="sw-1"),)
    return Schedule(name="s", cron=cron, zone=STOCKHOLM, targets=targets, spread=timedelta(minutes=spread_min))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def all_due(made: Schedule, since: datetime, until: datetime) -> list[str]:
    found = []
    while (since := made.due_after(since)) <= until:
        found.append(since.strftime("%d %H:%M"))
    return found


def test_a_due_time_in_the_lost_hour_comes_once_at_the_change_to_summer_time() -> None:
    assert all_due(schedule("30 2 * * *"), at("2026-03-28T00:00"), at("2026-03-31T00:00")) == [
        "28 01:30", "29 01:00", "30 00:30",
    ]  # fmt: skip
    assert all_due(schedule("15,45 2 * * *"), at("2026-03-29T00:00"), at("2026-03-29T12:00")) == ["29 01:00"]


def test_a_due_time_in_the_doubled_hour_comes_once() -> None:
    assert all_due(schedule("30 2 * * *"), at("2026-10-24T00:00"), at("2026-10-27T00:00")) == [
        "24 00:30", "25 00:30", "26 01:30",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["2026-10-25T00:40", "2026-10-25T01:10", "2026-10-25T01:30", "2026-10-25T01:45"])
def test_asked_in_the_second_pass_of_the_doubled_hour_it_is_past_and_comes_the_next_day(start: str) -> None:
    made = schedule("30 2 * * *")
    assert made.due_after(at(start)) == at("2026-10-26T01:30")
    assert made.due_between(at("2026-10-24T12:00"), at(start)) == at("2026-10-25T00:30")
    assert made.due_between(at("2026-10-25T00:30"), at(start)) is None


def test_what_comes_every_half_hour_goes_on_through_both_nights() -> None:
    made = schedule("*/30 * * * *")
    assert len(all_due(made, at("2026-10-24T22:00"), at("2026-10-25T23:00"))) == 50
    assert len(all_due(made, at("2026-03-28T23:00"), at("2026-03-29T22:00"))) == 46


def test_over_a_whole_year_a_daily_check_comes_once_a_day() -> None:
    made = schedule("30 2 * * *")
    assert len(all_due(made, at("2026-01-01T00:00"), at("2026-12-31T23:00"))) == 365


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        ("2026-11-20T05:00", "2026-11-20T05:29", None),
        ("2026-11-20T05:00", "2026-11-20T05:30", "2026-11-20T05:30"),
        ("2026-11-20T05:30", "2026-11-20T05:31", None),
        ("2026-11-02T05:30", "2026-11-20T04:00", "2026-11-19T05:30"),
        ("2026-11-02T05:30", "2026-11-22T12:00", "2026-11-20T05:30"),  # a Sunday: the Friday before
        ("2020-01-01T00:00", "2026-11-20T06:00", "2026-11-20T05:30"),
    ],
)
def test_of_all_that_was_due_only_the_latest_counts(since: str, until: str, due: str | None) -> None:
    made = schedule("30 6 * * 1-5")
    assert made.due_between(at(since), at(until)) == (at(due) if due else None)


def test_what_is_due_once_a_year_is_found_too() -> None:
    assert schedule("0 4 1 1 *").due_between(at("2024-06-01T00:00"), at("2026-12-30T00:00")) == at("2026-01-01T03:00")


def test_the_spread_gives_each_target_its_own_time_whatever_other_targets_there_are() -> None:
    made = schedule("0 3 * * *", spread_min=10)
    targets = [CheckTarget(name=f"sw-{number}", device=f"sw-{number}") for number in range(1000)]
    starts = [made.starts(target) for target in targets]
    assert starts == [replace(made, targets=()).starts(target) for target in targets]
    assert all(timedelta(0) <= one < made.spread for one in starts)
    tenths = [sum(1 for one in starts if one // timedelta(minutes=1) == minute) for minute in range(10)]
    assert all(60 <= count <= 140 for count in tenths), tenths
    assert schedule("0 3 * * *").starts(targets[0]) == timedelta(0)


def test_within_a_choice_all_must_fit_and_choices_add_up_without_doubles() -> None:
    assert chosen("{sites: [karlstad], roles: [access]}") == ["sw-kar-a1-01", "sw-kar-a1-02"]
    assert chosen("{tags: hospital}") == ["sw-kar-a1-01", "dsw-kar-01"]
    assert chosen("{devices: 'SW-*-01', roles: access}") == ["sw-kar-a1-01", "sw-tor-b1-01"]
    assert chosen("[{devices: [sw-tor-b1-01]}, {roles: [access]}]") == ["sw-tor-b1-01", "sw-kar-a1-01", "sw-kar-a1-02"]


def test_a_room_means_the_ports_of_its_jacks() -> None:
    assert chosen("{kinds: [consulting]}") == ["sw-tor-b1-01 Gi1/0/17", "sw-tor-b1-01 Gi1/0/18"]
    assert chosen("{rooms: ['rum *'], sites: [karlstad]}") == ["sw-kar-a1-01 Gi1/0/1"]
    (made,) = read('rooms: {cron: "0 3 * * *", targets: {rooms: Rum 214}}')
    assert (made.targets[0].interface, made.targets[0].jack, made.targets[0].room) == (PORT, "B-17", "Rum 214")


def test_a_port_may_be_named_in_any_spelling_and_brings_its_jack_along() -> None:
    (made,) = read('one: {cron: "0 3 * * *", targets: {ports: ["sw-tor-b1-01 gi1/0/17", "sw-kar-a1-02 Gi1/0/2"]}}')
    assert [(one.name, one.room) for one in made.targets] == [
        ("sw-tor-b1-01 Gi1/0/17", "Rum 214"), ("sw-kar-a1-02 Gi1/0/2", None),
    ]  # fmt: skip


def test_everything_that_can_be_said_of_a_schedule_is_read() -> None:
    (made,) = read(
        "rooms:\n  cron: '*/30 7-17 * * 1-5'\n  zone: Europe/Helsinki\n  spread: 5\n  at_once: 4\n  language: en\n"
        "  runbooks: [errors]\n  targets: {rooms: Rum 3}\n  tell: 'slack:#network'\n".replace("errors", a_runbook())
    )
    assert (made.zone, made.spread, made.at_once) == (ZoneInfo("Europe/Helsinki"), timedelta(minutes=5), 4)
    assert (made.language, made.tell) == ("en", ("slack:#network",))
    assert made.codes == frozenset(rule.code for rule in library().runbooks[a_runbook()].rules)


def a_runbook() -> str:
    return next(iter(library().runbooks))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("cron: '0 3 * * *', target: {}", "unknown key 'target'. Did you mean targets?"),
        ("cron: '0 3 * *', targets: {roles: access}", "has 4 parts, not five"),
        ("cron: '0 0 3 * * *', targets: {roles: access}", "has 6 parts, not five"),
        ("cron: '0 25 * * *', targets: {roles: access}", "tells no time (bad hour)"),
        ("cron: '0 3 31 2 *', targets: {roles: access}", "day-of-month"),
        ("cron: '0 3 * * *', targets: {roles: [acces]}", "'acces' under roles. Did you mean access?"),
        ("cron: '0 3 * * *', targets: {devices: sw-kar-a1-03}", "Did you mean sw-kar-a1-02?"),
        ("cron: '0 3 * * *', targets: {rooms: Rum 215}", "Did you mean Rum 214?"),
        ("cron: '0 3 * * *', targets: {ports: sw-kar-a1-01}", "there is no device ''"),
        ("cron: '0 3 * * *', targets: {ports: sw-kar-a1-01 x}", "no name of a port"),
        ("cron: '0 3 * * *', targets: {rooms: Rum 3, roles: access}", "does not go with rooms"),
        ("cron: '0 3 * * *', targets: {sites: torsby, roles: distribution}", "nothing in the inventory fits this"),
        ("cron: '0 3 * * *', targets: []", "there are no targets"),
        ("cron: '0 3 * * *', targets: {roles: access}, zone: Europe/Karlstad", "no time zone 'Europe/Karlstad'"),
        ("cron: '*/10 * * * *', spread: 10, targets: {roles: access}", "as long as the time from one check"),
        ("cron: '0 3 * * *', at_once: 50, targets: {roles: access}", "Write 1 to 20."),
        ("cron: '0 3 * * *', runbooks: [nosuch], targets: {roles: access}", "there is no runbook 'nosuch'"),
        ("cron: '0 3 * * *', tell: '#net', targets: {roles: access}", 'Write "slack:#channel" or "teams:LINK"'),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_remedy(written: str, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(f"night: {{{written}}}")
    assert told in str(caught.value)
    assert str(caught.value).startswith("firstline.yaml:1: ")


def test_a_schedule_that_tells_a_channel_which_is_not_set_up_is_refused() -> None:
    (made,) = read('night: {cron: "0 3 * * *", targets: {roles: access}, tell: "slack:#net"}')
    check_tellers([made], ["slack"])
    with pytest.raises(SettingsError, match="slack is not set up"):
        check_tellers([made], [])


def test_by_name_a_device_a_port_or_a_room_is_meant() -> None:
    assert [one.name for one in named_target("SW-KAR-A1-01", INVENTORY)] == ["sw-kar-a1-01"]
    assert [one.name for one in named_target("sw-kar-a1-01  gi1/0/1", INVENTORY)] == ["sw-kar-a1-01 Gi1/0/1"]
    assert len(named_target("rum 214", INVENTORY)) == 2
    with pytest.raises(RequestError, match=r"Did you mean sw-kar-a1-0\d\?"):
        named_target("sw-kar-a1-09", INVENTORY)
    with pytest.raises(RequestError, match="Look it up"):
        named_target("nothing like it", INVENTORY)


def test_what_is_asked_reads_as_a_question_and_means_exactly_its_target() -> None:
    target = named_target("sw-tor-b1-01 Gi1/0/17", INVENTORY)[0]
    text, understanding = understanding_of(target, "sv")
    assert text == "kontrollera sw-tor-b1-01 Gi1/0/17"
    facts = understanding.understood
    assert (facts.device, facts.interface, facts.room, facts.jack) == ("sw-tor-b1-01", PORT, "Rum 214", "B-17")
    assert (understanding.intent, facts.symptom, understanding.no_ticket) == ("diagnose", "check_only", True)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_device_alone_is_asked_about_as_a_person_would(language: str) -> None:
    (target,) = named_target("dsw-kar-01", INVENTORY)
    text, understanding = understanding_of(target, "en" if language == "en" else "sv")
    asked = understand(text, INVENTORY)
    assert (asked.intent, asked.understood, asked.language) == (
        understanding.intent, understanding.understood, understanding.language,
    )  # fmt: skip
