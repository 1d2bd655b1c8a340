"""Facts that leave exactly one candidate decide: the one switch of a site, the one access point of a room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.desk.understand import questions
from bot.desk.understand.frames import Frame, Targets
from bot.desk.understand.lexicon import Lexicon, key
from bot.desk.understand.mentions import Mention
from bot.desk.understand.port_names import on_device
from bot.desk.understand.wording import Wording
from bot.model import Device, Question

_SWITCH_WORD = re.compile(r"\b(?:switch(?:en|ens)?|switchar(?:na)?|router(?:n)?)\b")
# Said of a switch rather than of a jack that is labelled alike.
_DEVICE_STATE = re.compile(
    r"\b(?:är nere|ligger nere|gick ner|svarar inte|är borta|startade om|is down|went down|not responding)\b"
)
_AP_WORD = re.compile(r"\b(?:access ?punkt(?:en)?|access ?point|ap:?n?|apen|sändaren i taket)\b(?!-\w)")
_SEVERAL = re.compile(
    r"\b(?:två|tre|fyra|fem|sex|flera|några|alla|\d{1,2}|two|three|four|five|several|some|all) "
    r"(?:st |the )?(?:ap|access|switch|router)"
)
_LABEL = re.compile(r"(?<![\w/.:-])(?P<label>[a-zåäö]\d{1,2})(?![\w/-]|\.\d)")
_MOST_LABELS = 50  # of one text
_ENDING = re.compile(r"(?<![\w/.:-])(?:[a-z]{2,5}[ -])?[a-z]{1,4}\d{0,3}-\d{1,3}(?![\w/-]|\s?=)")
_BUILDING = re.compile(
    r"\b(?:hus|byggnad|building|block) (?P<building>[a-z]|\d{1,3})\b(?:,? (?:plan|våning|"
    r"floor) (?P<floor>\d{1,2})\b)?"
)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """Frames with devices filled in, and what the place alone decides or leaves open."""

    frames: tuple[Frame, ...] = ()
    device: str | None = None
    ap: str | None = None
    candidates: tuple[str, ...] = ()
    question: Question | None = None


def narrow(
    wording: Wording, mentions: Sequence[Mention], targets: Targets, lexicon: Lexicon, before: Device | None
) -> Narrowed:
    """Decide by site, building, floor and room. `before`: the device that the thread is about."""
    sites = {mention.value for mention in targets.others.get("site", ())}
    site = next(iter(sites)) if len(sites) == 1 else None
    labels = _labels(wording, mentions)
    frames = targets.frames
    primary = next((frame for frame in frames if frame.role in ("target", "seen")), None)
    needs_device = primary is not None and primary.interface is not None and primary.device is None
    switch_said = _SWITCH_WORD.search(wording.masked) is not None and not _SEVERAL.search(wording.masked)
    candidates: list[Device] = []
    ending = _by_ending(wording, mentions, lexicon) if needs_device or primary is None else []
    switch_said = switch_said or (len(ending) == 1 and _DEVICE_STATE.search(wording.masked) is not None)
    follow_up = before is not None and len(ending) == 1  # "a2-02 då?" in a thread about a switch
    if needs_device or (primary is None and (switch_said or follow_up) and not _has_place(targets)):
        candidates = ending
        if not candidates and before is None:
            candidates = _fitting(lexicon, site, labels)
    if needs_device and len(candidates) == 1:
        frames = tuple(_on(frame, candidates[0], lexicon) for frame in frames)
    room_question, aps = _room(wording, targets, lexicon, site, needed=primary is None)
    device = candidates[0].name if len(candidates) == 1 and primary is None and not aps else None
    names = tuple(candidate.name for candidate in candidates)
    question = room_question
    if question is None and primary is None and 1 < len(names) <= questions.MOST_CHOICES and not _has_place(targets):
        question = questions.which_device(names)
    if question is None and len(aps) > 1:
        question = questions.which_of("accesspunkten" if wording.language == "sv" else "the access point", aps)
    return Narrowed(
        frames=frames, device=device, ap=aps[0] if len(aps) == 1 else None, candidates=names, question=question
    )


def _by_ending(wording: Wording, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Device]:
    """The device that is called by the end of its name alone: switch a2-03."""
    taken = bytearray(len(wording.masked))
    for mention in mentions:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    for match in _ENDING.finditer(wording.masked):
        if any(taken[match.start() : match.end()]):
            continue
        for said in (match[0], match[0].partition(" ")[2]):
            found = lexicon.ending_in(said)
            if found:
                return [device for device in found if device.role in (None, "access")] or found
    return []


def _labels(wording: Wording, mentions: Sequence[Mention]) -> list[str]:
    """Building and floor labels (U2, hus A plan 2) that are no part of a name."""
    taken = [(mention.start, mention.end) for mention in mentions]
    labels = [
        match["label"]
        for match in islice(_LABEL.finditer(wording.masked), _MOST_LABELS)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    labels += [match["building"] + (match["floor"] or "") for match in _BUILDING.finditer(wording.masked)]
    return labels


def _fitting(lexicon: Lexicon, site: str | None, labels: Sequence[str]) -> list[Device]:
    """The switches of the site; of those, the ones with a label where any has it."""
    fitting = lexicon.at(site=site)
    for label in labels:
        with_label = [device for device in fitting if device in lexicon.at(site=site, label=label)]
        fitting = with_label or fitting
    access = [device for device in fitting if device.role in (None, "access")]
    return access if access else fitting


def _on(frame: Frame, device: Device, lexicon: Lexicon) -> Frame:
    """The frame with a device that the facts decided."""
    if frame.device or frame.interface is None:
        return frame
    at = frame.interface
    named = Mention(kind="device", start=at.start, end=at.end, said=device.name, value=device.name)
    ports = on_device(at.value or at.said, device, lexicon.ports.get(device.name, ()))
    return replace(frame, device=named, ports=ports)


def _has_place(targets: Targets) -> bool:
    return any(targets.others.get(kind) for kind in ("mac", "ip", "host", "room", "jack", "ap"))


def _room(
    wording: Wording, targets: Targets, lexicon: Lexicon, site: str | None, needed: bool
) -> tuple[Question | None, tuple[str, ...]]:
    """A room or jack label that stands at several sites; the access points of a room where one is asked about."""
    rooms = [room for mention in targets.others.get("room", ())[:1] for room in lexicon.room(mention.value or "")]
    jacks = [
        jack
        for mention in targets.others.get("jack", ())[:1]
        for jack in lexicon.jacks.get(key(mention.value or ""), [])
    ]
    here_rooms = [room for room in rooms if site is None or room.site == site]
    in_rooms = {(room.name, room.site) for room in here_rooms}
    here_jacks = [jack for jack in jacks if site is None or jack.site == site]
    if needed and site and rooms and not here_rooms and not here_jacks:
        return questions.which_of(rooms[0].name, [f"{room.name} ({room.site or '?'})" for room in rooms]), ()
    if rooms and len(here_jacks) > 1:
        here_jacks = [jack for jack in here_jacks if (jack.room, jack.site) in in_rooms] or here_jacks
        here_rooms = [
            room for room in here_rooms if any(jack.room == room.name and jack.site == room.site for jack in here_jacks)
        ]
    if needed and len(here_jacks) > 1:
        choices = [f"{jack.jack} ({', '.join(part for part in (jack.room, jack.site) if part)})" for jack in here_jacks]
        return questions.which_of(here_jacks[0].jack, choices), ()
    if needed and len(here_rooms) > 1 and len(here_jacks) != 1:
        return questions.which_of(here_rooms[0].name, [f"{room.name} ({room.site or '?'})" for room in here_rooms]), ()
    if targets.others.get("ap") or not _AP_WORD.search(wording.masked) or _SEVERAL.search(wording.masked):
        return None, ()
    if len(here_rooms) == 1:
        return None, here_rooms[0].aps
    aps = tuple(device.name for device in lexicon.at(site=site, aps=True)) if site and not rooms else ()
    return None, aps if len(aps) == 1 else ()
