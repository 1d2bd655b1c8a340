"""The nouns of the desk: what is asked, about what, what was seen, what is concluded. Frozen, hardly any behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from parsers.parse import Row

Language = Literal["sv", "en"]
Outcome = Literal["proven", "likely", "cleared", "unknown"]
Severity = Literal["critical", "warning", "info", "ok", "unknown"]  # how bad it is for the people behind the target
Confidence = Literal["high", "medium", "low"]
Group = Literal["Field", "Cabling", "LAN", "WiFi", "NAC", "DDI", "WAN", "Fac", "MT", "AV", "SOC", "Client"]
Intent = Literal["diagnose", "where_is", "what_changed", "status", "escalate", "help", "change", "none"]
Symptom = Literal[
    "no_network", "slow", "intermittent", "no_power", "no_wifi", "weak_wifi", "cannot_login_network", "no_ip",
    "wrong_network", "phone_dead", "video_bad", "device_down", "site_down", "printer_offline", "check_only",
]  # fmt: skip
Role = Literal["access", "distribution", "core", "wlc", "ap", "router", "firewall"]

# May first line let hands touch what is plugged in? possible: say the guard sentence before step 1.
# known: medical equipment, a theatre or a call in progress; steps for hands are left out.
Guard = Literal["none", "possible", "known"]

Text = Mapping[Language, str]  # the same sentence in every language


# --- the network as the inventory tells it ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Device:
    """A network device of the inventory (interfaces.md, inventory)."""

    name: str
    platform: str  # a folder of parsers/, netmiko's other names of the same thing already mapped onto it
    host: str | None = None
    port: int = 22
    role: Role | None = None
    site: str | None = None
    building: str | None = None
    floor: str | None = None
    room: str | None = None
    tags: tuple[str, ...] = ()
    credentials: str = "default"
    ssh_profile: Literal["default", "legacy"] = "default"
    controller: str | None = None  # of an access point


@dataclass(frozen=True, kw_only=True)
class LinkEnd:
    device: str
    interface: str  # full name


@dataclass(frozen=True, kw_only=True)
class Link:
    """Known cabling between two devices."""

    a: LinkEnd
    b: LinkEnd


@dataclass(frozen=True, kw_only=True)
class Jack:
    """A wall jack and the switch port behind it."""

    jack: str
    device: str
    interface: str
    room: str | None = None
    site: str | None = None
    used_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Room:
    name: str
    site: str | None = None
    kind: str | None = None
    jacks: tuple[Jack, ...] = ()
    aps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """All that is known beforehand. `hosts` maps a host name to its address, where a table is kept."""

    devices: tuple[Device, ...] = ()
    links: tuple[Link, ...] = ()
    rooms: tuple[Room, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)

    def device(self, name: str) -> Device | None:
        """The device of exactly this name (letter case aside)."""
        return next((device for device in self.devices if device.name.casefold() == name.casefold()), None)


# --- what is asked ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question of one person, as it came in (personal identity numbers already dropped)."""

    id: str
    text: str
    language: Language
    requester: str
    channel: str
    at: datetime  # UTC
    thread: str | None = None  # the conversation it belongs to; the id of its first request where the channel has none
    reply_to: str | None = None  # where the channel shows the answer, in its own words; nobody else reads it


@dataclass(frozen=True, kw_only=True)
class Understood:
    """The facts of a text, in the inventory's spelling; None where not said (interfaces.md, understanding)."""

    device: str | None = None
    interface: str | None = None
    mac: str | None = None
    ip: str | None = None
    host: str | None = None
    user: str | None = None
    room: str | None = None
    jack: str | None = None
    ap: str | None = None
    client: str | None = None
    wlan: str | None = None
    site: str | None = None
    symptom: Symptom | None = None
    wanted_vlan: int | None = None
    since: str | None = None
    changed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What must be asked back before anything can be read."""

    about: str  # device, interface, which_of, room, ...
    text: Text
    choices: tuple[str, ...] = ()
    code: str = "TARGET_AMBIGUOUS"  # or TARGET_NOT_FOUND


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """All that was made of a text: intent, facts, further targets, and the question back if one is needed."""

    intent: Intent
    language: Language
    understood: Understood
    also: tuple[Understood, ...] = ()
    question: Question | None = None
    nearest: tuple[str, ...] = ()
    no_ticket: bool = False  # the asker said that none shall be made


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is looked at, how it was found and how old that knowledge is."""

    device: str | None = None
    interface: str | None = None
    endpoint: str | None = None  # MAC or name of what is plugged in
    ap: str | None = None
    room: str | None = None
    wlan: str | None = None
    client: str | None = None
    located_by: str | None = None  # named, jack, mac, ip, host, only port 14 at this site ...
    located_at: str | None = None  # ISO 8601, UTC


# --- what was seen ---------------------------------------------------------------------------------------------------

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


@dataclass(frozen=True, kw_only=True)
class ReadRequest:
    """One thing to read: a name of parsers.reads on a device, now or `after_s` seconds after its first sample."""

    device: str
    read: str
    parameters: tuple[tuple[str, str], ...] = ()
    sample: int = 1
    after_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What one read gave: records with the lines they stand on, or why there are none."""

    device: str
    read: str
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
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()  # of device and port: medical, theatre, ...
    limits: Mapping[str, float] = field(default_factory=dict)  # the site's overrides
    runbooks_version: str = ""


# --- what is concluded -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One value that a conclusion rests on, with the lines it stands on, verbatim."""

    device: str
    command: str
    field: str
    value: str
    lines: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Script:
    """The words of an answer for the person on the phone (read aloud, ask, do), in every language."""

    headline: Text
    say: Text
    ask: Text
    do: tuple[Text, ...]
    owner: Text


@dataclass(frozen=True, kw_only=True)
class Finding:
    code: str
    severity: Severity
    confidence: Confidence
    device: str
    component: str | None
    summary: Text
    evidence: tuple[Evidence, ...]
    advice: tuple[Text, ...]
    escalate_to: Group | None
    try_first: bool = False  # first line's own steps come first; the team when they did not help
    caused_by: str | None = None
    script: Script | None = None


@dataclass(frozen=True, kw_only=True)
class RuledOut:
    code: str
    because: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NotChecked:
    what: Text
    because: Literal["unreachable", "parse_failed", "unsupported", "timeout", "skipped"]
    detail: str | None = None
    command: str | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that "cleared" rests on: True made and fine, False not fine, None could not be told."""

    name: str
    passed: bool | None
    text: Text
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What is wrong, how sure, the proof. Without timings: the same observations give the same diagnosis."""

    outcome: Outcome
    root_cause: str
    severity: Severity
    findings: tuple[Finding, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    checks: tuple[Check, ...] = ()
    would_change: tuple[Text, ...] = ()  # the readings that would change the verdict
    script: Script | None = None
    guard: Guard = "none"


@dataclass(frozen=True, kw_only=True)
class Reads:
    """What to read next, and what can be said so far."""

    requests: tuple[ReadRequest, ...]
    so_far: Diagnosis


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One step of the work, as it happens; a channel edits its one message with it."""

    state: Literal["locating", "found", "reading", "first_verdict", "second_reading", "done"]
    target: Target | None = None
    done: int = 0  # answers read
    total: int = 0  # answers that are asked for so far
    wait_s: float = 0.0  # until the second reading
    diagnosis: Diagnosis | None = None  # what can be said so far


@dataclass(frozen=True, kw_only=True)
class TicketRef:
    system: str
    key: str
    url: str | None
    action: Literal["created", "updated", "none"]


@dataclass(frozen=True, kw_only=True)
class Timings:
    total_s: float
    device_s: float
    parse_s: float


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Everything that a channel shows and the JSON document holds (interfaces.md, the answer as JSON)."""

    request: Request
    intent: Intent
    target: Target
    understood: Understood
    question: Question | None
    diagnosis: Diagnosis | None
    observations: tuple[Observation, ...]
    ticket: TicketRef | None
    timings: Timings
