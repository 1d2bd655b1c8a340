"""What stands beside the card on an answer's page: what it is about, what happened when, and the chain. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, Literal

from bot.card import DiagnosisCard
from bot.channels.web.texts import TEXTS
from bot.model import ACCESS_FAILURES, Answer, Finding, Language
from parsers.values import short_interface

# There is no such port, or nothing was tried: then there is no way to draw.
_NO_WAY: Final = frozenset({"TARGET_NOT_FOUND", "CANCELLED", "NOT_ALLOWED"})

Shade = Literal["fault", "likely", "cleared", "unknown", "none"]  # the colour and shape of a node; none: not read


@dataclass(frozen=True, kw_only=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of what happened."""

    at: str  # local clock
    text: str
    iso: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """One point on the way from what is plugged in towards the core. `solid` is the line to the next one."""

    shade: Shade
    name: str
    told: str
    solid: bool


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The side of an answer's page."""

    facts: tuple[Fact, ...]
    moments: tuple[Moment, ...]
    chain: tuple[Node, ...]


def beside(answer: Answer, card: DiagnosisCard, language: Language, zone: tzinfo, *, whole: bool = True) -> Beside:
    """Everything beside the card, in the language of the page; not `whole`: nothing that tells whose device it is."""
    if not whole:
        target = replace(answer.target, endpoint=None, client=None)
        understood = replace(answer.understood, host=None, mac=None, ip=None, user=None, client=None)
        answer = replace(answer, target=target, understood=understood)
        card = replace(card, found=None)
    return Beside(
        facts=tuple(_facts(answer, card, language)),
        moments=tuple(_moments(answer, language, zone)),
        chain=tuple(_chain(answer, language, zone)),
    )


def clock(at: datetime, zone: tzinfo) -> str:
    """09:42:12 on the walls of the site."""
    return at.astimezone(zone).strftime("%H:%M:%S")


def _facts(answer: Answer, card: DiagnosisCard, language: Language) -> Iterator[Fact]:
    target, said, words = answer.target, answer.understood, TEXTS[language]
    on_air = target.interface is None and (target.ap or target.wlan or target.client)
    values = {
        "fact_room": target.room or said.room,
        "fact_jack": said.jack,
        "fact_controller" if on_air else "fact_switch": target.device or said.device,
        "fact_port": short_interface(target.interface) if target.interface else None,
        "fact_endpoint": target.endpoint or said.host or said.mac or said.ip,
        "fact_ap": target.ap,
        "fact_wlan": target.wlan,
        "fact_client": target.client if target.client != said.mac else None,  # one address is told once
        "fact_found": card.found,
        "fact_number": answer.request.id,
    }
    yield from (Fact(name=words[name], value=value) for name, value in values.items() if value)


def _moments(answer: Answer, language: Language, zone: tzinfo) -> Iterator[Moment]:
    """In the order in which it happened. In a replay the readings are older than the question, which is left out."""
    words = TEXTS[language]
    read = sorted((one for one in answer.observations if one.failure not in ACCESS_FAILURES), key=lambda one: one.at)
    events = [(answer.request.at, words["event_asked"])]
    if read:
        events.append((read[0].at, words["event_read"].format(device=read[0].device)))
        if clock(read[-1].at, zone) != clock(read[0].at, zone):
            events.append((read[-1].at, words["event_done"]))
        if read[0].at < answer.request.at:
            events = events[1:]
    for at, text in events:
        yield Moment(at=clock(at, zone), text=text, iso=at.isoformat())


def _chain(answer: Answer, language: Language, zone: tzinfo) -> Iterator[Node]:
    """What is plugged in, its jack, the port and the switch; never more than was read.

    What lies behind a fault is hidden by it, so it is unknown there, neither faulty nor healthy.
    """
    target, diagnosis, words = answer.target, answer.diagnosis, TEXTS[language]
    if diagnosis is None or target.device is None or target.interface is None:
        return
    if diagnosis.root_cause in _NO_WAY:
        return
    root = next((one for one in diagnosis.findings if one.code == diagnosis.root_cause), None)
    verdict: Shade = {"proven": "fault", "likely": "likely", "cleared": "cleared"}.get(diagnosis.outcome, "unknown")  # type: ignore[assignment]
    at_port = root is None or root.component == target.interface
    broken = verdict in {"fault", "likely"}

    healthy = verdict == "cleared"
    yield Node(
        shade="cleared" if healthy else "unknown" if broken and at_port else "none",
        name=target.endpoint or words["chain_endpoint"],
        told=words["chain_heard" if healthy else "chain_hidden" if broken and at_port else "chain_not_read"],
        solid=healthy,
    )
    if answer.understood.jack:
        name = words["chain_jack"].format(name=answer.understood.jack)
        yield Node(shade="none", name=name, told=words["chain_jack_unread"], solid=healthy)
    yield _port(verdict, at_port, answer, language)
    yield _switch(verdict, root, answer, language, zone)


def _port(verdict: Shade, at_port: bool, answer: Answer, language: Language) -> Node:
    words = TEXTS[language]
    name = words["chain_port"].format(name=short_interface(answer.target.interface or ""))
    if verdict in {"fault", "likely"} and not at_port:
        return Node(shade="none", name=name, told=words["chain_port_elsewhere"], solid=False)
    told = {"fault": "fault", "likely": "likely", "cleared": "fine"}.get(verdict, "unknown")
    return Node(shade=verdict, name=name, told=words[f"chain_port_{told}"], solid=verdict == "cleared")


def _switch(verdict: Shade, root: Finding | None, answer: Answer, language: Language, zone: tzinfo) -> Node:
    words, device = TEXTS[language], answer.target.device or ""
    seen = [one for one in answer.observations if one.device == device]
    read = [one for one in seen if one.failure is None]
    if root and root.device == device and root.component is None and verdict in {"fault", "likely"}:
        return Node(shade=verdict, name=device, told=words[f"chain_switch_{verdict}"], solid=False)
    if not read or any(one.failure in ACCESS_FAILURES for one in seen):
        return Node(shade="unknown", name=device, told=words["chain_switch_silent"], solid=False)
    at = clock(max(one.at for one in read), zone)
    return Node(shade="cleared", name=device, told=words["chain_switch_answers"].format(at=at), solid=False)
