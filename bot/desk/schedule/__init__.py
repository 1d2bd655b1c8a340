"""Schedules as the configuration tells them: which targets, when they are due, and spread over how long. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from bot.checks import CheckTarget
from bot.desk.schedule.targets import read_targets
from bot.diagnosis.runbook import Library
from bot.errors import SettingsError
from bot.model import Inventory, Language
from parsers.document import Node, nearest

CHANNELS: Final = ("slack", "teams")  # that can be told of their own accord; the console shows every firing anyway
_KEYS: Final = ("cron", "zone", "spread", "at_once", "language", "runbooks", "targets", "tell")
_MOST_AT_ONCE: Final = 20
_LOOK_BACK: Final = tuple(timedelta(hours=hours) for hours in (1, 24, 8 * 24, 32 * 24, 367 * 24))


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """What is checked when, and who is told of changes."""

    name: str
    cron: str  # minute, hour, day of month, month, day of week
    zone: tzinfo
    targets: tuple[CheckTarget, ...]
    spread: timedelta = timedelta(0)  # the targets of a firing begin within so long
    at_once: int = 20  # targets that are checked at a time
    language: Language = "sv"  # of what is told
    codes: frozenset[str] | None = None  # findings that count; None: all
    tell: tuple[str, ...] = ()  # slack:#channel, teams:LINK

    @property
    def rhythm(self) -> str:
        """When it is due, in one word to compare: other times make it another schedule."""
        return f"{self.cron} {self.zone}"

    def due_after(self, at: datetime) -> datetime:
        """The next due time, UTC.

        A time that the change to summer time leaves out is due once, at the change; one that the change back to winter
        time gives twice is due once, the first time. What is due every so many minutes goes on through both.
        """
        # A start in the doubled hour is looked at as its first pass, so a time before the start may come.
        return next(one for one in self._times(at) if one > at)

    def due_between(self, since: datetime, until: datetime) -> datetime | None:
        """The latest due time after `since` and not after `until`, UTC; None where there is none."""
        for window in _LOOK_BACK:
            start = max(since, until - window)
            latest = None
            for one in self._times(start):
                if one > until:
                    break
                latest = one if one > start else latest
            if latest or start == since:
                return latest
        return None

    def starts(self, target: CheckTarget) -> timedelta:
        """How long after the due time this target begins: the same each time, whatever other targets there are."""
        digest = hashlib.sha256(f"{self.name} {target.name}".encode()).digest()
        return self.spread * (int.from_bytes(digest[:6], "big") / 2**48)

    def _times(self, start: datetime) -> Iterator[datetime]:
        """In UTC, since in a zone the two passes of the doubled hour compare as equal.

        Forwards only: walking backwards, the library leaves out a time in that hour.
        """
        return (one.astimezone(UTC) for one in CronSim(self.cron, start.astimezone(self.zone)))


def read_schedules(node: Node, inventory: Inventory, library: Library, zone: tzinfo) -> tuple[Schedule, ...]:
    """The mapping `schedules:`; `zone` is that of the configuration. Raises DocumentError."""
    return tuple(_schedule(name, one, inventory, library, zone) for name, one in node.items())


def check_tellers(schedules: Sequence[Schedule], channels: Sequence[str]) -> None:
    """Refuse a schedule that tells a channel which is not set up. Raises SettingsError."""
    for schedule in schedules:
        for place in schedule.tell:
            channel = place.partition(":")[0]
            if channel not in channels:
                raise SettingsError(
                    f"the schedule {schedule.name} tells {place}, but {channel} is not set up. "
                    f"Set up '{channel}:' in the configuration, or take the line out; the console shows changes anyway."
                )


def _schedule(name: str, node: Node, inventory: Inventory, library: Library, zone: tzinfo) -> Schedule:
    node.only(*_KEYS)
    place, spread, at_once = node.get("zone"), node.get("spread"), node.get("at_once")
    language, runbooks, tell = node.get("language"), node.get("runbooks"), node.get("tell")
    made = Schedule(
        name=name,
        cron=_cron(node["cron"]),
        zone=_zone(place) if place else zone,
        targets=read_targets(node["targets"], inventory),
        spread=timedelta(minutes=_number(spread, 0, 24 * 60)) if spread else timedelta(0),
        at_once=int(_number(at_once, 1, _MOST_AT_ONCE)) if at_once else 20,
        language="en" if language and language.one_of(("sv", "en")) == "en" else "sv",
        codes=_codes(runbooks, library) if runbooks else None,
        tell=tuple(_place(one, text) for one in ([tell] if tell else []) for text in one.texts()),
    )
    first = made.due_after(datetime(2026, 1, 1, tzinfo=UTC))
    if spread and made.spread >= made.due_after(first) - first:
        raise spread.fail("the spread is as long as the time from one check to the next", "Make it shorter.")
    return made


def _cron(node: Node) -> str:
    cron = " ".join(node.text().split())
    remedy = 'Write minute, hour, day of month, month, day of week: "30 6 * * 1-5" is half past six on working days.'
    if len(cron.split()) != 5:
        raise node.fail(f"'{cron}' has {len(cron.split())} parts, not five", remedy)
    try:
        next(CronSim(cron, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise node.fail(f"'{cron}' tells no time ({str(error)[:1].lower()}{str(error)[1:]})", remedy) from None
    except StopIteration:
        raise node.fail(f"'{cron}' never comes", remedy) from None
    return cron


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise node.fail(f"there is no time zone '{node.text()}'", "Write one like Europe/Stockholm.") from None


def _number(node: Node, least: int, most: int) -> float:
    if not least <= node.number() <= most:
        raise node.fail(f"{node.number():g} is out of bounds", f"Write {least} to {most}.")
    return node.number()


def _codes(node: Node, library: Library) -> frozenset[str]:
    names = list(library.runbooks)
    for one in [node] if isinstance(node.value, str) else node.list():
        if one.text() not in names:
            raise one.fail(f"there is no runbook '{one.text()}'", nearest(one.text(), names))
    return frozenset(rule.code for name in node.texts() for rule in library.runbooks[name].rules)


def _place(node: Node, text: str) -> str:
    channel, _, place = text.partition(":")
    if channel not in CHANNELS or not place.strip():
        raise node.fail(f"'{text}' names no place to tell", 'Write "slack:#channel" or "teams:LINK", in quotes.')
    return f"{channel}:{place.strip()}"
