"""A text, an inventory and the thread before -> what is understood. Deterministic: the same in, the same out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.desk.understand import questions
from bot.desk.understand.facts import changed, since, wanted_vlan
from bot.desk.understand.frames import Frame, Targets, targets_of, understood_of, with_others
from bot.desk.understand.intents import forbids_escalation, intent_of
from bot.desk.understand.lexicon import Lexicon, lexicon_of
from bot.desk.understand.mentions import Mention, mentions_of
from bot.desk.understand.narrowing import Narrowed, narrow
from bot.desk.understand.roles import roles_of
from bot.desk.understand.symptoms import symptom_of
from bot.desk.understand.thread import Thread, inherit, picked, thread_of
from bot.desk.understand.wording import Wording, read_wording
from bot.model import Intent, Inventory, Question, Understanding, Understood

_CORRECTION = re.compile(
    r"^\W*(?:nej|nä|förlåt|sorry|oj|rättelse|fel av mig|no|nope|correction|actually)\b|\b(?:jag menade|"
    r"jag menar|i meant|i mean|ska vara|should be)\b"
)
_WIRELESS = re.compile(r"\b(?:wi-?fi\w*|wlan\w*|trådlös\w*|wireless|ssid|roam\w*|klient\w*|client\w*|eduroam)\b")
_WIRED = re.compile(r"\b(?:trådat|trådbundet|wired|kabel\w*|cable|dockning\w*|ethernet)\b")
_ONE_THING = re.compile(
    r"\b(?:användaren|en användare|användare som|användarens|the user|a user|one user|user|skrivar(?:e|"
    r"en)|printer(?:n)?|dator(?:n)?|datorerna på|pc:?n?|"
    r"computer|laptop(?:en)?|telefon(?:en)?|phone|kamera(?:n)?|camera|porten|the port|uttaget|the outlet|"
    r"the socket|läkar(?:e|en)|sköterska(?:n)?)\b"
)
_ALL_OF_IT = re.compile(
    r"\b(?:hela|alla|allt|samtliga|flera|många|ingen|inga|whole|entire|every\w*|all|several|many|nobody|"
    r"no one|multiple|användarna|users|"
    r"datorerna|skrivarna|telefonerna|printers|phones|computers|lag\w*|upplänk\w*|uplink\w*|stack\w*|"
    r"fläkt\w*|fan|cpu|minne|memory|psu|ntp|switchen är|wlc|klienter|clients)\b"
)
_NUMBER_ALONE = re.compile(
    r"\W*(?P<and>(?:och|and|eller|or|what about|hur är det med)\s)?(?P<number>\d{1,2}(?:/\d{1,2}){0,2})"
    r"(?P<too>\s?(?:också|oxå|även|med|too|as well|då|then))?\W*"
)
# "nej, inte 214 utan 305": in a thread about a room or a port the number is another one.
_ANOTHER_NUMBER = re.compile(
    r"\W*(?:(?:nej|nä|no|nope|förlåt|sorry|oj)\W+)?(?:(?:jag )?(?:menar|menade)\s|i meant?\s)?"
    r"(?:(?:inte|int|ej|not) (?:rum |port |room )?\d{1,4},? (?:utan|but) )?(?P<number>\d{1,4})"
    r"(?:\s(?:menar|menade) jag)?\W*"
)
_PRINTER = re.compile(r"(?:prn|prt|print|skr|mfp)", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:nere|ner|down|offline|svart|död|dött|borta|strömavbrott|power (?:cut|outage))\b")
_VIDEO_ROOM = re.compile(
    r"\b(?:video(?:besöks?|konferens)?|konsult(?:ations)?|samtals)rum(?:met|men|mens|mets)?\b|"
    r"\b(?:video|consult\w*|telehealth) (?:visit )?rooms?\b"
)
_OF_ONE_PORT = (
    "no_network", "no_ip", "printer_offline", "phone_dead", "cannot_login_network", "no_power", "wrong_network", "slow",
    "intermittent",
)  # fmt: skip
_NO_QUESTION: tuple[Intent, ...] = ("help", "none", "change", "escalate")


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A wording with everything that was found in it."""

    wording: Wording
    mentions: list[Mention]
    targets: Targets
    narrowed: Narrowed


def understand(text: str, inventory: Inventory, context: Mapping[str, object] | None = None) -> Understanding:
    """What a text asks, about what, and the question back where a fact is missing.

    `context` is the thread before (interfaces.md, understanding): facts of the last question, `choices` of a question
    back. Personal identity numbers are dropped first. Never raises for any text.
    """
    thread = thread_of(context)
    lexicon = lexicon_of(inventory)
    wording = read_wording(text, thread.language)
    choice = picked(wording.low, thread.choices)
    if choice is not None:
        chosen = _read(read_wording(choice, thread.language), lexicon, thread)
        return _answer_to_choice(chosen, thread, wording, lexicon)
    number = _NUMBER_ALONE.fullmatch(wording.low)
    if number and (thread.asked == "interface" or ((number["and"] or number["too"]) and thread.before.interface)):
        wording = read_wording(f"port {number['number']}", thread.language)
    another = _ANOTHER_NUMBER.fullmatch(wording.low)
    if another and thread.before.room and not thread.choices and lexicon.room(another["number"]):
        wording = read_wording(f"rum {another['number']}", thread.language)
    read = _read(wording, lexicon, thread)
    said = _facts(read, lexicon)
    complaint = said.symptom is not None and said.symptom != "check_only"
    named = any(getattr(said, name) for name in (*_TARGETS, "symptom")) or _names_unknown(read)
    spoken = _without_names(read)
    intent = intent_of(spoken, named=named, target=named or thread.known, complaint=complaint)
    if intent in ("none", "help"):
        return Understanding(intent=intent, language=wording.language, understood=Understood())
    facts = said
    if thread.known:
        facts = inherit(said, thread, correction=_CORRECTION.search(wording.low) is not None)
        if said.site and facts.room and not said.room and not lexicon.room_at(facts.room, said.site):
            facts = replace(facts, room=None)  # "no, in Torsby": where there is no such room
    if intent == "status" and facts.symptom == "check_only":
        facts = replace(facts, symptom=None)  # how something is tells of no fault
    question, nearest = _question(read, facts, lexicon)
    if intent in _NO_QUESTION:
        question = None
    also = _also(read, facts)
    return Understanding(
        intent=intent,
        language=wording.language,
        understood=facts,
        also=also,
        question=question,
        nearest=nearest,
        no_ticket=forbids_escalation(spoken),
    )


_TARGETS = ("device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site")


def _read(wording: Wording, lexicon: Lexicon, thread: Thread) -> _Read:
    mentions = mentions_of(wording, lexicon)
    roles = roles_of(wording.masked, mentions)
    on = lexicon.named.get(thread.before.device or "")
    targets = targets_of(wording.masked, mentions, roles, lexicon, before=on, like=thread.before.interface)
    return _Read(
        wording=wording,
        mentions=mentions,
        targets=targets,
        narrowed=narrow(wording, mentions, targets, lexicon, on),
    )


def _primary(read: _Read) -> Frame | None:
    return next((frame for frame in read.narrowed.frames if frame.role in ("target", "seen")), None)


def _facts(read: _Read, lexicon: Lexicon) -> Understood:
    """The facts of this text alone."""
    low = read.wording.low
    frame = _primary(read)
    facts, _ = with_others(frame, read.targets, low)
    rooms = _video_rooms(read, facts, lexicon)
    if len(rooms) == 1:
        facts = replace(facts, room=rooms[0])
    told = changed(read.wording)
    wireless = _WIRELESS.search(low) is not None and not _WIRED.search(low)
    symptom = symptom_of(_with_kinds(read))
    if symptom == "no_network" and facts.wlan and not (facts.interface or facts.jack or _WIRED.search(low)):
        symptom = "no_wifi"
    if symptom == "device_down" and _beside_the_point(facts, read):
        symptom = "no_network"  # a gateway that is not reached from a room
    if symptom in ("no_network", "device_down", "no_power") and _only_site(facts, read) and _DOWN.search(low):
        symptom = "site_down"
    return replace(
        facts,
        device=facts.device or read.narrowed.device,
        ap=facts.ap or read.narrowed.ap,
        client=facts.mac if (wireless or facts.wlan) and not facts.interface else None,
        symptom=symptom,
        wanted_vlan=wanted_vlan(low),
        changed=told,
        since=since(read.wording, [(mention.start, mention.end) for mention in read.mentions], told),
    )


def _beside_the_point(facts: Understood, read: _Read) -> bool:
    """Whether devices were named and none of them is the target, but a place or what hangs on a port is."""
    located = facts.room or facts.jack or facts.host or facts.mac
    named = any(mention.kind in ("device", "ap") for mention in read.mentions)
    return bool(located and named and not (facts.device or facts.ap or read.narrowed.device))


def _video_rooms(read: _Read, facts: Understood, lexicon: Lexicon) -> tuple[str, ...]:
    """The rooms that "the video room" of a site may be, where nothing nearer was named."""
    nearer = facts.room or facts.device or facts.jack or facts.ap or facts.host or facts.mac or facts.ip
    if nearer or facts.site is None or not _VIDEO_ROOM.search(read.wording.low):
        return ()
    return lexicon.video_rooms(facts.site)


def _only_site(facts: Understood, read: _Read) -> bool:
    located = [name for name in _TARGETS if getattr(facts, name) is not None]
    return located == ["site"] and read.narrowed.device is None


def _with_kinds(read: _Read) -> str:
    """The text with its kind in place of each name, so that how a hospital names things has no say."""
    port = any(mention.kind == "interface" for mention in read.mentions)
    kinds = {"device": "there" if port else "switch", "ap": "accesspunkt", "interface": "@port", "wlan": "wifi"}
    text, end = "", 0
    for mention in read.mentions:
        if mention.kind == "ip" and mention.value is None:
            continue  # the address that a client gives itself tells of a symptom
        printer = mention.kind == "host" and _PRINTER.match(mention.said)
        text += read.wording.masked[end : mention.start]
        text += f" {'printer' if printer else kinds.get(mention.kind, f'@{mention.kind}')} "
        end = mention.end
    return text + read.wording.masked[end:]


def _without_names(read: _Read) -> str:
    """The text with one plain word for each device: sw-har-01 does not say "har"."""
    text, end = "", 0
    for mention in read.mentions:
        if mention.kind in ("device", "ap", "host"):
            text += f"{read.wording.low[end : mention.start]}x1"
            end = mention.end
    return text + read.wording.low[end:]


def _names_unknown(read: _Read) -> bool:
    return any(mention.value is None and mention.kind != "ip" for mention in read.mentions)


def _also(read: _Read, facts: Understood) -> tuple[Understood, ...]:
    """Further targets; a port without a device of its own is on the device of the first."""
    primary = _primary(read)
    further = [
        understood_of(frame)
        for frame in read.narrowed.frames
        if frame is not primary and frame.role in ("target", "seen") and not frame.fine
    ]
    further = [replace(one, device=one.device or facts.device) for one in further if one != Understood()]
    _, more = with_others(_primary(read), read.targets, read.wording.low)
    return (*further, *more)


def _question(read: _Read, facts: Understood, lexicon: Lexicon) -> tuple[Question | None, tuple[str, ...]]:
    """The question back and the nearest names."""
    frame = _primary(read)
    located = any((facts.mac, facts.ip, facts.host, facts.room, facts.jack, facts.ap, facts.client))
    if frame and frame.device and facts.device is None:
        if frame.device.choices:
            return questions.which_of(frame.device.said, frame.device.choices), frame.device.choices
        if not located:
            return questions.no_such_device(frame.device.said, frame.device.nearest, ap=False), frame.device.nearest
    if frame and len(frame.ports) > 1 and facts.interface is None:
        return questions.which_port(facts.device, frame.ports), ()
    if read.narrowed.question and not (facts.device and facts.interface):
        return read.narrowed.question, ()
    if facts.interface and not facts.device and not located:
        return questions.which_device(read.narrowed.candidates), ()
    if not (facts.device or located):
        unknown = _unknown(read)
        if unknown:
            return unknown
        low = read.wording.low
        if facts.site and (_VIDEO_ROOM.search(low) or (facts.symptom == "video_bad" and not _ALL_OF_IT.search(low))):
            rooms = lexicon.video_rooms(facts.site)  # the site's own switch may be fine, and tells nothing of a room
            return questions.which_room(rooms), rooms
        if not (facts.wlan or facts.site):
            return questions.where(read.wording.cut), ()
    if facts.device and not facts.interface and not located and _wants_port(read.wording.low, facts, lexicon):
        return questions.which_port(facts.device), ()
    return None, ()


def _unknown(read: _Read) -> tuple[Question, tuple[str, ...]] | None:
    """What was named and is not known, where nothing known was named."""
    for mention in read.mentions:
        if mention.value is not None or mention.kind == "ip":
            continue
        if mention.choices:
            return questions.which_of(mention.said, mention.choices), mention.choices
        if mention.kind == "broken_mac":
            return questions.broken_mac(mention.said), ()
        if mention.kind in ("room", "jack"):
            said = read.wording.plain[mention.start : mention.end]
            return questions.no_such_place(said, mention.nearest), mention.nearest
        if mention.kind in ("device", "ap"):
            return questions.no_such_device(mention.said, mention.nearest, ap=mention.kind == "ap"), mention.nearest
    return None


def _wants_port(low: str, facts: Understood, lexicon: Lexicon) -> bool:
    """Whether one user's fault was told with a device only: which of its ports is the missing fact."""
    device = lexicon.named.get(facts.device or "")
    if device is None or device.role in ("wlc", "ap"):
        return False
    return facts.symptom in _OF_ONE_PORT and _ONE_THING.search(low) is not None and not _ALL_OF_IT.search(low)


def _answer_to_choice(chosen: _Read, thread: Thread, wording: Wording, lexicon: Lexicon) -> Understanding:
    """The thread's question with the picked choice filled in."""
    said = replace(_facts(chosen, lexicon), symptom=None, since=None, changed=None, wanted_vlan=None)
    facts = inherit(said, thread, correction=True)
    before = thread.before
    if said.interface and not said.device:
        facts = replace(facts, device=before.device)
    question, nearest = _question(chosen, facts, lexicon)
    return Understanding(
        intent="diagnose", language=wording.language, understood=facts, question=question, nearest=nearest
    )
