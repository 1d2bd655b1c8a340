"""What is asked, and about what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.vocabulary import Intent, Language, Symptom, Text


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
    no_ticket: bool = False  # the asker's program said that none shall be made
    groups: tuple[str, ...] = ()  # of the asker, in chat or directory, as the channel vouched for them


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
