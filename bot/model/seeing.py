"""What was seen: where, which read, which records or why none, and the case that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.model.asking import Target, Understood
from bot.model.network import Device, Link
from parsers.parse import Row

# Why a command has no records to give. Each is data that rules may speak about, never an exception.
Failure = Literal[
    "unreachable",  # no TCP connection
    "refused",  # the device refuses the connection
    "algorithm",  # no common SSH algorithm
    "host_key",  # unknown or changed host key
    "login_failed",  # wrong user name or password
    "aaa_overloaded",  # the login was refused while the AAA server is overloaded
    "no_line",  # no free VTY line
    "silent",  # connected, then nothing
    "timeout",  # the command or session ran out of time
    "dropped",  # the connection broke
    "denied",  # the device answers that this command is not authorised
    "unsupported",  # the platform does not have this command
    "parse_failed",  # an answer that could not be read
]
ACCESS_FAILURES: frozenset[str] = frozenset(
    {"unreachable", "refused", "algorithm", "host_key", "login_failed", "aaa_overloaded", "no_line", "silent"}
)


# The kind of target that an investigation answers for.
About = Literal["port", "device", "ap", "client", "wlan"]

# Where something is read, seen from the target of a question (runbooks: `on:`).
Place = Literal[
    "target",  # the device and port in question
    "own_uplink",  # its own port towards the rest of the network, and the second one
    "second_own_uplink",
    "uplink",  # the other end of that cable: the neighbour's port that leads to the target
    "second_uplink",
    "gateway",  # the router of the target's network segment
    "controller",  # of an access point or a wireless client
    "switch",  # the switch port that an access point is plugged into
]


@dataclass(frozen=True, kw_only=True)
class Spot:
    """What a place turned out to be; no device: it is not known, and `because` says why."""

    device: Device | None = None
    interface: str | None = None
    because: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReadRequest:
    """One thing to read: a name of parsers.reads on a device, now or `after_s` seconds after its first sample.

    `device` is empty where the place is not looked up yet; the shell does that and asks again.
    """

    device: str
    read: str
    place: Place = "target"
    parameters: tuple[tuple[str, str], ...] = ()
    sample: int = 1
    after_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What one read gave: records with the lines they stand on, or why there are none."""

    device: str
    read: str
    place: Place = "target"
    parameters: tuple[tuple[str, str], ...] = ()
    sample: int = 1
    command: str = ""  # the line that was sent; the last one tried where several were
    at: datetime  # UTC, when the answer was complete; in a replay what the captured clock says
    rows: tuple[Row, ...] = ()  # empty and failure None: read, and there is nothing
    raw: str = ""  # redacted
    failure: Failure | None = None
    reason: str | None = None  # the failure in words, with the device's own line where there is one


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that a diagnosis rests on besides the observations; with them it can be replayed next year."""

    request: str
    investigation: str
    target: Target
    understood: Understood
    device: Device
    places: Mapping[Place, Spot] = field(default_factory=dict)  # the others that were looked up so far
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()  # of device and port: medical, theatre, ...
    limits: Mapping[str, float] = field(default_factory=dict)  # the site's overrides
    earlier: tuple[Observation, ...] = ()  # samples of counters that an earlier question took
    runbooks_version: str = ""
