"""The lab's time is told as the devices of a Swedish hospital tell theirs."""

from __future__ import annotations

import pytest

from bot.lab.clock import LabClock, compact_age, long_stamp, uptime_words


def test_a_standing_clock_moves_only_when_told() -> None:
    clock = LabClock(factor=0.0, start=1000.0)
    assert clock.now() == 1000.0
    clock.advance(30.0)
    assert clock.now() == 1030.0


@pytest.mark.parametrize(
    ("at", "words"),
    [(1_794_904_933.412, "09:42:13.412 CET Tue Nov 17 2026"), (1_784_190_000.0, "10:20:00.000 CEST Thu Jul 16 2026")],
)
def test_the_device_time_is_local_with_summer_time(at: float, words: str) -> None:
    assert long_stamp(at) == words


def test_uptimes_and_ages_are_worded_as_ios_words_them() -> None:
    assert uptime_words(25 * 604_800 + 5 * 86_400 + 15 * 3600 + 45 * 60) == "25 weeks, 5 days, 15 hours, 45 minutes"
    assert uptime_words(17 * 60 + 5) == "17 minutes"
    assert [compact_age(s) for s in (12, 86_400 * 3 + 3600 * 5, 86_400 * 15)] == ["00:00:12", "3d05h", "2w1d"]
