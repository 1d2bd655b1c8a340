"""The device as a whole: its clock, software, log and time source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interfaces, Macs, Record, Seconds
from parsers.values import DeviceTime


@dataclass(frozen=True, kw_only=True)
class Clock(Record):
    """`show clock`: the device's own now. `synchronised` is False under `*` and `.` (not set / lost NTP)."""

    time: DeviceTime | None = None
    synchronised: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Version(Record):
    """`show version`: what runs, since when, why it last restarted."""

    hostname: str | None = None
    software: (
        Literal["IOS", "IOS-XE", "NX-OS", "EOS", "Junos", "AireOS", "AP-COS", "ArubaOS-Switch", "AOS-CX"] | None
    ) = None
    version: str | None = None
    model: str | None = None
    image: str | None = None
    uptime_s: Seconds | None = None
    reload_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class NtpStatus(Record):
    """`show ntp status`."""

    synchronised: bool | None = None
    stratum: int | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class LogEntry(Record):
    """A message of `show logging`, with what it names taken out of its text."""

    time: DeviceTime | None = None
    facility: str | None = None
    severity: int | None = None
    mnemonic: str | None = None
    text: str | None = None
    interfaces: Interfaces | None = None  # named in the text, full
    macs: Macs | None = None
