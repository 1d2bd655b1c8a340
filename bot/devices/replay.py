"""The way to devices that are not there: a folder of captured outputs answers, at the time that its clocks tell."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

from bot.captures import CapturesFolder
from bot.devices.clean import printable
from bot.devices.redaction import redact
from bot.model import Device, Failure
from bot.ports import NoSession, Reply, Session
from parsers.platform import Command
from parsers.values import device_time

_FAILURES: dict[str, Failure] = {
    "unreachable": "unreachable",
    "refused": "refused",
    "login-failed": "login_failed",
    "silent": "silent",
}
# The zone names that IOS is configured with, in hours east of UTC. A name is no offset: others are taken as UTC.
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 1, "CET": 1, "MET": 1, "SWT": 1, "CEST": 2,
    "MEST": 2, "CETDST": 2, "SST": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
# What stands before the time on its line: `Current time: ` of Junos, `Time......... ` of AireOS.
_LABEL = re.compile(r"^(?:Current time: |Time\.{2,} *)")


class ReplayTransport:
    """Answers from a captures folder (interfaces.md, captured outputs). Opens no connection, waits for nothing."""

    def __init__(self, folder: CapturesFolder) -> None:
        self._folder = folder
        self._passed = timedelta(0)
        self._lock = threading.Lock()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        """The device's captures as an open login, or the captured reason why there was none."""
        state = self._folder.state(device.name)
        if state is not None:
            kind, words = state
            reason = redact(printable(words))
            yield NoSession(failure=_FAILURES[kind], reason=reason, took_s=0.0, at=self.now(device.name))
        else:
            yield _ReplaySession(self, self._folder, device)

    def wait(self, seconds: float) -> None:
        """Take the time to have passed: later replies are that much younger."""
        with self._lock:
            self._passed += timedelta(seconds=seconds)

    def now(self, device: str) -> datetime:
        """What the captured `show clock` (or its like) of the device says, in UTC, and the time waited since.

        Without a readable clock, a capture of the same incident stands in: the latest clock of the folder's other
        devices; without any, the time at which the newest file of the folder was written.
        """
        return (self._clock(device) or self._other_clock() or self._written()) + self._passed

    def _clock(self, device: str) -> datetime | None:
        text = self._folder.now(device)
        return None if text is None else _utc(text)

    def _other_clock(self) -> datetime | None:
        clocks = [clock for name in self._folder.devices() if (clock := self._clock(name)) is not None]
        return max(clocks, default=None)

    def _written(self) -> datetime:
        return datetime.fromtimestamp(int(self._folder.captured_at()), UTC)


class _ReplaySession:
    """One device of the folder."""

    def __init__(self, transport: ReplayTransport, folder: CapturesFolder, device: Device) -> None:
        self._transport = transport
        self._device = device
        self._answers = folder.session(device.name)

    def run(self, command: Command) -> Reply:
        """The captured answer, cleaned and redacted as one from the wire would be."""
        text = redact(printable(self._answers.answer(command.line)))
        return Reply(text=text, at=self._transport.now(self._device.name), took_s=0.0)


def _utc(text: str) -> datetime | None:
    """The time of a `show clock` or its like as UTC; None where no line of it is a full date."""
    zone = _zone(text)
    for line in text.splitlines():
        told = device_time(_LABEL.sub("", line.strip()))
        if told is None or told.year is None or told.month is None or told.day is None:
            continue
        at = timezone(timedelta(hours=_ZONES.get(told.zone.upper(), 0))) if told.zone else zone
        try:
            return datetime(
                told.year, told.month, told.day, told.hour, told.minute, told.second, told.microsecond, tzinfo=at
            ).astimezone(UTC)  # fmt: skip
        except ValueError:  # the 31st of a month that has 30 days
            continue
    return None


def _zone(text: str) -> timezone:
    """The zone that stands in a line of its own: `Timezone: CET` of EOS, `(GMT +1:00) Amsterdam` of AireOS."""
    if named := re.search(r"^Timezone: ([A-Z]{1,6})\s*$", text, re.MULTILINE):
        return timezone(timedelta(hours=_ZONES.get(named[1], 0)))
    if east := re.search(r"\(GMT ([+-]) ?(\d{1,2}):(\d\d)\)", text):
        away = timedelta(hours=int(east[2]), minutes=int(east[3]))
        return timezone(-away if east[1] == "-" else away)
    return UTC
