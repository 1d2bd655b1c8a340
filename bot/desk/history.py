"""What has changed about a target, told from the answers that are stored: nothing is read for it, and nothing guessed.

Stored readings are moments. Between two of them anything may have happened, and since the last one as well, so no
sentence here speaks of now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.desk import words
from bot.desk.endings import ended
from bot.desk.privacy import names_in
from bot.desk.sayings import root_finding, sayings
from bot.desk.times import Times
from bot.diagnosis.scene import Scene
from bot.model import (
    About,
    Answer,
    Case,
    Device,
    Earlier,
    Inventory,
    Jack,
    Observation,
    Past,
    Request,
    Target,
    Timings,
    Understanding,
    Understood,
)
from parsers.parse import Row, raw_lines
from parsers.records import LogEntry

KEPT_FOR: Final = timedelta(days=7)  # older answers are not told
LOOKED_AT: Final = 200  # the latest answers among which changes are looked for; checks give many that are alike
_MOST: Final = 10  # that are told
_LOG_OF: Final = timedelta(days=1)
_MOST_LINES: Final = 5
_NOT_KNOWN: Final = "TARGET_NOT_FOUND"
_LOGINS: Final = frozenset({"SEC_LOGIN", "SSH", "LOGIN", "AUTHPRIV"})  # mostly our own visits
# Facts that say where to look; the same ones lead to the same target.
_PLACES: Final = ("device", "interface", "mac", "ip", "host", "user", "room", "jack", "ap", "client", "wlan", "site")
_SOUGHT: Final = ("mac", "ip", "host", "user", "jack", "wlan")  # where these are, only devices can tell


# --- what an answer is about ------------------------------------------------------------------------------------------


def about_of(target: Target) -> About:
    """Which kind of target this is."""
    if target.interface:
        return "port"
    if target.client:
        return "client"
    if target.ap:
        return "ap"
    return "wlan" if target.wlan else "device"


def subject_of(target: Target) -> str | None:
    """Equal for answers about the same thing; None where it is not known what that is."""
    kind = about_of(target)
    name = {"client": target.client, "ap": target.ap, "wlan": f"{target.wlan} {target.device}"}.get(kind, target.device)
    if name is None or (kind == "port" and target.device is None):
        return None
    return f"{kind} {name} {target.interface or ''}".strip().casefold()


def room_of(room: str) -> str:
    """A room as it is looked for."""
    return room.casefold()


def asked_subject(facts: Understood, inventory: Inventory, before: Answer | None) -> str | None:
    """What a question is about, as far as that is known without asking a device. `before`: of the same conversation.

    A room alone is none: which thing in it was meant is known from the latest answer about it.
    """
    if before is not None and all(getattr(facts, one) == getattr(before.understood, one) for one in _PLACES):
        found = subject_of(before.target)
        if found:
            return found
    device = inventory.device(facts.device) if facts.device else None
    if facts.client or facts.ap:
        return subject_of(Target(client=facts.client, ap=facts.ap))
    if device and device.role == "ap":
        return subject_of(Target(ap=device.name))
    if facts.device and facts.interface:
        return subject_of(Target(device=facts.device, interface=facts.interface))
    jack = _jack(facts, inventory)
    if jack:
        return subject_of(Target(device=jack.device, interface=jack.interface))
    if facts.room or not facts.device or any(getattr(facts, one) for one in _SOUGHT):
        return None
    return subject_of(Target(device=facts.device))


def earlier_of(answer: Answer) -> Earlier | None:
    """The answer in short; None where it tells nothing of its target: a question back, a refusal, nothing read."""
    diagnosis = answer.diagnosis
    if diagnosis is None or answer.question or ended(answer) or not answer.observations:
        return None
    if diagnosis.root_cause == _NOT_KNOWN or subject_of(answer.target) is None:
        return None
    root = root_finding(diagnosis)
    return Earlier(
        request=answer.request.id,
        at=max(one.at for one in answer.observations),
        target=answer.target,
        outcome=diagnosis.outcome,
        root_cause=diagnosis.root_cause,
        component=root.component if root else None,
        headline=sayings(answer).headline,
    )


# --- the answer -------------------------------------------------------------------------------------------------------


def told(
    request: Request, understanding: Understanding, earlier: Sequence[Earlier], latest: Answer, device: Device | None
) -> Answer:
    """The answer to "what has changed?" from earlier ones (at least one), `latest` being the newest with all it saw."""
    log = _log(latest, request.at, device) if device else ()
    return Answer(
        request=request,
        intent=understanding.intent,
        target=latest.target,
        understood=understanding.understood,
        question=None,
        diagnosis=None,
        observations=(),
        ticket=None,
        timings=Timings(total_s=0.0, device_s=0.0, parse_s=0.0),
        whereabouts=latest.whereabouts,
        past=Past(earlier=_telling(earlier), log=log, names=names_in(latest, log)),
    )


def _telling(earlier: Sequence[Earlier]) -> tuple[Earlier, ...]:
    """The latest one, and of each run of equal verdicts the one that saw it first; newest first."""
    newest = sorted(earlier, key=lambda one: one.at, reverse=True)
    firsts = [list(run)[-1] for _, run in groupby(newest, key=_verdict)]
    return (newest[0], *(one for one in firsts if one is not newest[0]))[:_MOST]


def _log(answer: Answer, asked: datetime, device: Device) -> tuple[str, ...]:
    """Messages of the last day about exactly the target, newest first. What has no known age is left out."""
    log = next((one for one in reversed(answer.observations) if _is_log(one, answer.target)), None)
    if log is None:
        return ()
    case = Case(
        request=answer.request.id, investigation="", target=answer.target, understood=answer.understood, device=device
    )
    scene = Scene.of(case, answer.observations)
    text = raw_lines(log.raw)
    found: list[tuple[float, str]] = []
    for row in log.rows:
        entry = row.record
        if not isinstance(entry, LogEntry) or entry.time is None or not _concerns(entry, answer.target):
            continue
        age_s = scene.age_s(entry.time)
        if age_s is not None and timedelta(seconds=age_s) + (asked - log.at) <= _LOG_OF:
            found.append((age_s, _line(row, text)))
    found.reverse()  # where several are of one second, the device printed the latest one last
    found.sort(key=lambda one: one[0])
    return tuple(dict.fromkeys(line for _, line in found if line))[:_MOST_LINES]


def _is_log(one: Observation, target: Target) -> bool:
    return one.read == "log" and one.place == "target" and one.device == target.device and one.failure is None


def _concerns(entry: LogEntry, target: Target) -> bool:
    """Is the message about exactly this port, client or access point; of a device, about no part of it?"""
    said = (entry.text or "").casefold()
    match about_of(target):
        case "port":
            return target.interface in (entry.interfaces or ())
        case "client":
            return target.client in (entry.macs or ())
        case "ap":
            return bool(target.ap) and str(target.ap).casefold() in said
        case "wlan":
            return bool(target.wlan) and str(target.wlan).casefold() in said
    return not entry.interfaces and not entry.macs and (entry.facility or "").upper() not in _LOGINS


def _line(row: Row, text: Sequence[str]) -> str:
    numbers = sorted({number for lines in row.lines.values() for number in lines if number < len(text)})
    return " ".join(text[number].strip() for number in numbers)


def _jack(facts: Understood, inventory: Inventory) -> Jack | None:
    """The one jack of this label, of the site that was named."""
    if not facts.jack:
        return None
    found = [
        jack
        for room in inventory.rooms
        for jack in room.jacks
        if jack.jack == facts.jack and (facts.site is None or facts.site in {jack.site, room.site})
    ]
    return found[0] if len({(one.device, one.interface) for one in found}) == 1 else None


# --- its words --------------------------------------------------------------------------------------------------------


def headline(past: Past, times: Times) -> str:
    """What became of it, in one sentence, with the clocks of the readings that it rests on."""
    latest, language = past.earlier[0], times.language
    known = [one for one in past.earlier if one.outcome != "unknown"]
    since = known[0] if known else latest
    for one in known:
        if _verdict(one) != _verdict(known[0]):
            break
        since = one
    if latest.outcome == "unknown":
        kind, at = "unknown", latest.at
    elif len({one.at for one in past.earlier}) == 1:
        kind, at = "once", latest.at
    elif len(known) == 1:
        kind, at = "at_last", latest.at
    elif since is known[-1]:
        kind, at = "same", since.at
    else:
        kind, at = "changed", since.at
    clock = times.seconds if kind == "same" and times.minutes(at) == times.minutes(latest.at) else times.minutes
    said = words.HISTORY_HEADLINES[kind][language]
    return said.format(at=clock(at), latest=clock(latest.at), verdict=latest.headline[language])


def changes(past: Past, times: Times) -> Iterator[str]:
    """Each verdict with the time of the reading that saw it first, newest first; repeats are left out."""
    runs = [list(run) for _, run in groupby(past.earlier, key=_verdict)]
    if len({one.at for one in past.earlier}) == 1:
        return  # the headline tells it
    for run in runs:
        yield f"{times.minutes(run[-1].at)}: {run[-1].headline[times.language]}"


def standing(past: Past, times: Times) -> str:
    """When it was read last, and that this is not now."""
    return words.HISTORY_HIT[times.language].format(at=times.minutes(past.earlier[0].at))


def recheck(answer: Answer) -> str | None:
    """The question that has the same thing read now; None where the answer's own question does."""
    if answer.past is None:
        return None
    language, target = answer.request.language, answer.target
    port = f"{target.device} {target.interface}"
    place = {"port": port, "device": target.device, "ap": target.ap}.get(about_of(target))
    if place is None:  # an address of somebody's machine is not repeated: the conversation knows which it was
        return words.RECHECK_IT[language]
    return words.RECHECK[language].format(place=place)


def _verdict(one: Earlier) -> tuple[str, str | None]:
    return one.root_cause, one.component
