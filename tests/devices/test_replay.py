"""A folder of captures answers as its devices did, at the time that their clocks tell."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.captures import CapturesFolder
from bot.devices.replay import ReplayTransport
from bot.model import Device
from bot.ports import NoSession
from parsers.platform import load_platform, platforms
from parsers.reads import READS

XE = load_platform("cisco_xe")
CLOCK = XE.commands("clock", {})[0]
VERSION = XE.commands("version", {})[0]


def device(name: str) -> Device:
    return Device(name=name, platform="cisco_xe")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    switch = tmp_path / "sw-1"
    switch.mkdir()
    (switch / "show_clock.txt").write_text("09:42:13.412 CET Tue Nov 17 2026\n")
    (switch / "show_version.txt").write_text("enable secret 5 $1$mERr$hx5rVt7rPNoS4w\r\n\x1b[1mbold\n")
    return tmp_path


def test_answers_come_cleaned_redacted_and_at_the_captured_time(folder: Path) -> None:
    with ReplayTransport(CapturesFolder(folder)).session(device("sw-1")) as session:
        assert not isinstance(session, NoSession)
        reply = session.run(VERSION)
    assert reply.text == "enable secret 5 <removed>\nbold\n"
    assert reply.at == datetime(2026, 11, 17, 8, 42, 13, 412000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("*10:00:00.000 UTC Mon Jul 6 2026", 10),
        (".10:00:00.000 CEST Mon Jul 6 2026", 8),
        ("Time source is NTP\n10:00:00.000 CEST Mon Jul 6 2026", 8),
        ("10:00:00.000 KARLSTAD Mon Jul 6 2026", 10),
    ],
)
def test_the_zone_of_the_clock_counts_and_an_unknown_one_is_utc(folder: Path, clock: str, hour: int) -> None:
    (folder / "sw-1" / "show_clock.txt").write_text(clock)
    assert ReplayTransport(CapturesFolder(folder)).now("sw-1") == datetime(2026, 7, 6, hour, tzinfo=UTC)


def test_waiting_takes_no_time_and_makes_later_replies_younger(folder: Path) -> None:
    transport = ReplayTransport(CapturesFolder(folder))
    with transport.session(device("sw-1")) as session:
        assert not isinstance(session, NoSession)
        first = session.run(CLOCK)
        transport.wait(3600)
        second = session.run(CLOCK)
    assert (second.at - first.at).total_seconds() == 3600


def test_a_device_without_a_clock_takes_the_latest_of_the_others(folder: Path) -> None:
    (folder / "sw-2").mkdir()
    (folder / "sw-2" / "show_clock.txt").write_text("% Authorization failed.\n")
    now = ReplayTransport(CapturesFolder(folder)).now("sw-2")
    assert now == datetime(2026, 11, 17, 8, 42, 13, 412000, tzinfo=UTC)


def test_captures_without_any_clock_are_as_old_as_their_newest_file(folder: Path) -> None:
    (folder / "sw-1" / "show_clock.txt").unlink()
    os.utime(folder / "sw-1" / "show_version.txt", (1_790_000_000, 1_790_000_000))
    assert ReplayTransport(CapturesFolder(folder)).now("sw-1") == datetime.fromtimestamp(1_790_000_000, UTC)


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        ("unreachable connection timed out", "unreachable"),
        ("refused connection refused", "refused"),
        ("login-failed Authentication failed", "login_failed"),
        ("silent nothing for 10 s", "silent"),
    ],
)
def test_a_captured_failure_is_told_with_its_words(folder: Path, state: str, failure: str) -> None:
    (folder / "sw-1" / "_state").write_text(state + "\n")
    with ReplayTransport(CapturesFolder(folder)).session(device("sw-1")) as session:
        assert isinstance(session, NoSession)
        assert session.failure == failure
        assert session.reason == state.split(" ", 1)[1]
        assert session.at == datetime(2026, 11, 17, 8, 42, 13, 412000, tzinfo=UTC)


def test_a_device_that_was_not_captured_is_unreachable_and_the_words_say_why(folder: Path) -> None:
    with ReplayTransport(CapturesFolder(folder)).session(device("sw-9")) as session:
        assert isinstance(session, NoSession)
        assert session.failure == "unreachable"
        assert "no captures of sw-9" in session.reason


@pytest.mark.parametrize(
    ("file", "told", "hour"),
    [
        ("show_time", "Tue Nov 17 09:42:13 2026\n", 9),  # ProCurve tells no zone here
        ("show_time", "Time....... Tue Nov 17 09:42:13 2026\n\nTimezone location.... (GMT +1:00) Rome\n", 8),
        ("show_system_uptime", "Current time: 2026-11-17 09:42:13 CET\nSystem booted: 2026-10-01 08:11:02 CEST\n", 8),
        ("show_clock", "Tue Nov 17 09:42:13 2026\nTimezone: CET\nClock source: local\n", 8),
        ("show_clock", "Tue Nov 17 09:42:13 CET 2026\nSystem is configured for timezone : CET\n", 8),
    ],
)
def test_every_make_tells_the_time_in_its_own_way(folder: Path, file: str, told: str, hour: int) -> None:
    (folder / "sw-1" / "show_clock.txt").unlink()
    (folder / "sw-1" / f"{file}.txt").write_text(told)
    assert ReplayTransport(CapturesFolder(folder)).now("sw-1") == datetime(2026, 11, 17, hour, 42, 13, tzinfo=UTC)


@pytest.mark.parametrize("platform", platforms())
def test_what_was_not_captured_is_a_refusal_on_every_platform(folder: Path, platform: str) -> None:
    known = load_platform(platform)
    read = next(read for read in ("version", "interface", "ap") if known.forms(read))
    of = {"interface": "GigabitEthernet1/0/1", "ap": "AP-1"}
    command = known.commands(read, {name: of[name] for name in READS[read].takes})[-1]
    (folder / "sw-1" / "show_version.txt").unlink()
    with ReplayTransport(CapturesFolder(folder)).session(device("sw-1")) as session:
        assert not isinstance(session, NoSession)
        reply = session.run(command)
    refusal = known.refusal(reply.text or "")
    assert refusal is not None
    assert refusal.kind == "unsupported"
