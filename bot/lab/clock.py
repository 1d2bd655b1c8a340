"""The time of the simulated network: it runs with ours, faster if asked, and can leap."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Stockholm")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class LabClock:
    """Simulated time in seconds since 1970; `factor` simulated seconds pass per real second."""

    def __init__(self, *, factor: float = 1.0, start: float | None = None) -> None:
        self._factor = factor
        self._real = time.monotonic()
        self._start = time.time() if start is None else start

    def now(self) -> float:
        """Simulated seconds since 1970."""
        return self._start + (time.monotonic() - self._real) * self._factor

    def advance(self, seconds: float) -> None:
        """Leaps forward, so that a test needs no waiting."""
        self._start += seconds


def local(at: float) -> datetime:
    """The wall-clock time at the hospital (Swedish time, with summer time)."""
    return datetime.fromtimestamp(at, LOCAL)


def long_stamp(at: float) -> str:
    """`09:42:13.412 CET Tue Nov 17 2026`, as show clock prints it."""
    t = local(at)
    return (
        f"{t:%H:%M:%S}.{t.microsecond // 1000:03d} {t.tzname()} "
        f"{DAYS[t.weekday()]} {MONTHS[t.month - 1]} {t.day} {t.year}"
    )


def uptime_words(seconds: float) -> str:
    """`25 weeks, 5 days, 15 hours, 45 minutes`: years and weeks only where there are any."""
    minutes = int(seconds) // 60
    parts: list[str] = []
    for word, size in (("year", 525_600), ("week", 10_080), ("day", 1_440), ("hour", 60), ("minute", 1)):
        count, minutes = divmod(minutes, size)
        if count or word == "minute":
            parts.append(f"{count} {word}{'' if count == 1 else 's'}")
    return ", ".join(parts)


def compact_age(seconds: float) -> str:
    """`00:00:12`, `3d05h` or `2w1d`: how IOS tells the age of the last input."""
    s = int(seconds)
    if s < 86_400:
        return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"
    if s < 7 * 86_400:
        return f"{s // 86_400}d{s % 86_400 // 3600:02d}h"
    return f"{s // 604_800}w{s % 604_800 // 86_400}d"
