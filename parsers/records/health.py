"""How well the device itself is: power, fans, heat, stack, processor, memory, tables, optics, time source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interface, Mac, Record, Seconds, Yes


@dataclass(frozen=True, kw_only=True)
class Supply(Record):
    """A power supply. A slot that is empty by design is `absent`, which is no fault; `no-input` has no mains."""

    member: str | None = None  # stack member or chassis, where the device tells
    name: str | None = None  # slot, as the device calls it: 1A, PS-1, PS2
    model: str | None = None
    state: Literal["ok", "failed", "absent", "no-input", "other"] | None = None
    watts: float | None = None  # what it can give


@dataclass(frozen=True, kw_only=True)
class Fan(Record):
    """A fan or fan tray."""

    member: str | None = None
    name: str | None = None
    state: Literal["ok", "failed", "absent", "other"] | None = None
    rpm: int | None = None


@dataclass(frozen=True, kw_only=True)
class Temperature(Record):
    """A temperature sensor in Celsius. yellow: warm beyond its first threshold; red: beyond the next ones."""

    member: str | None = None
    sensor: str | None = None
    celsius: float | None = None
    state: Literal["green", "yellow", "red", "absent", "other"] | None = None
    yellow_celsius: float | None = None  # the threshold
    red_celsius: float | None = None


@dataclass(frozen=True, kw_only=True)
class StackMember(Record):
    """A row of `show switch`. `provisioned` is planned and was never there, or has left; see its MAC address."""

    member: str | None = None
    current: bool | None = None  # True for the member that answered (the star), else None
    role: Literal["active", "standby", "member", "other"] | None = None
    mac: Mac | None = None  # None for 0000.0000.0000: nobody was ever there
    priority: int | None = None
    state: (
        Literal[
            "ready",
            "removed",
            "provisioned",
            "unprovisioned",
            "version-mismatch",
            "feature-mismatch",
            "sdm-mismatch",
            "initializing",
            "progressing",
            "waiting",
            "other",
        ]
        | None
    ) = None


@dataclass(frozen=True, kw_only=True)
class StackPort(Record):
    """A stack cable's end: a ring in which one is down still works, and has no spare way left."""

    member: str | None = None
    port: str | None = None  # 1 or 2
    state: Literal["ok", "down", "absent", "other"] | None = None
    neighbor: str | None = None  # the member at the other end


@dataclass(frozen=True, kw_only=True)
class StackRing(Record):
    """`show switch stack-ring speed`: half where a cable of the ring is missing."""

    speed: str | None = None
    configuration: Literal["full", "half", "other"] | None = None


@dataclass(frozen=True, kw_only=True)
class Cpu(Record):
    """The processor's load in percent. Judge the five minutes: our own questions raise the five seconds."""

    five_seconds: int | None = None
    interrupt: int | None = None  # part of the five seconds: packets that the hardware gave up
    one_minute: int | None = None
    five_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class CpuProcess(Record):
    """A process of the list, load in percent."""

    pid: int | None = None
    name: str | None = None
    five_seconds: float | None = None
    one_minute: float | None = None
    five_minutes: float | None = None


@dataclass(frozen=True, kw_only=True)
class Memory(Record):
    """The memory of the processor, in bytes."""

    total: int | None = None
    used: int | None = None
    free: int | None = None
    free_percent: float | None = None
    state: Literal["ok", "warning", "critical", "other"] | None = None  # the device's own verdict, where it has one


@dataclass(frozen=True, kw_only=True)
class Resource(Record):
    """A row of `show platform resources`: the host under IOS-XE, with its own verdict."""

    slot: str | None = None
    name: str | None = None  # Control Processor, DRAM, bootflash, ...
    used_percent: float | None = None
    state: Literal["healthy", "warning", "critical"] | None = None


@dataclass(frozen=True, kw_only=True)
class Tcam(Record):
    """A table of the forwarding hardware, in entries."""

    table: str | None = None
    used: int | None = None
    maximum: int | None = None
    used_percent: float | None = None


@dataclass(frozen=True, kw_only=True)
class Redundancy(Record):
    """`show redundancy`: this supervisor or stack master, and the one that stands by."""

    mine: str | None = None  # ACTIVE
    peer: str | None = None  # STANDBY HOT, STANDBY COLD, DISABLED
    mode: str | None = None  # sso, RPR, Non-redundant: how it works now
    configured_mode: str | None = None
    switchovers: int | None = None
    standby_failures: int | None = None  # how often the one that stands by was lost
    active_s: Seconds | None = None  # since when this one has been at work
    peer_s: Seconds | None = None  # since when the other one is as it is
    last_reason: str | None = None  # of the last switchover; None also for "none"


@dataclass(frozen=True, kw_only=True)
class Optics(Record):
    """One measure of one transceiver. None for the value: the optic does not tell; that is not darkness."""

    interface: Interface | None = None
    lane: str | None = None  # of optics with several
    measure: Literal["temperature", "voltage", "current", "tx", "rx"] | None = None
    value: float | None = None  # Celsius, V, mA, dBm
    # By the flag behind the value (++ + - --), else by the thresholds; None where neither was told.
    state: Literal["normal", "high-alarm", "high-warning", "low-warning", "low-alarm"] | None = None
    high_alarm: float | None = None
    high_warning: float | None = None
    low_warning: float | None = None
    low_alarm: float | None = None


@dataclass(frozen=True, kw_only=True)
class NtpPeer(Record):
    """A row of `show ntp associations`."""

    address: str | None = None
    selected: bool | None = None  # the clock follows this one
    stratum: int | None = None  # 16: the peer has no time itself
    reach: int | None = None  # the last eight tries as the device prints them (octal); 0: none was answered


@dataclass(frozen=True, kw_only=True)
class Module(Record):
    """A line card, supervisor or stack member of `show module`."""

    slot: str | None = None
    model: str | None = None
    state: Literal["ok", "failed", "absent", "powered-down", "other"] | None = None
    active: Yes | None = None
