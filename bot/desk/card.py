"""From an Answer to the one card that every channel shows, in the language of the request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from bot.card import DiagnosisCard, Kind, TicketLine
from bot.desk import history, words
from bot.desk.endings import ended
from bot.desk.grounds import checks, not_checked, ruled_out, would_change
from bot.desk.privacy import with_personal
from bot.desk.proofs import failures, proofs
from bot.desk.reasons import found_by
from bot.desk.sayings import Sayings, capital, root_finding, sayings, summary, told_once
from bot.desk.times import Times
from bot.model import (
    Answer,
    Diagnosis,
    Finding,
    Language,
    Outcome,
    Past,
    Question,
    Target,
    Text,
    TicketRef,
    Whereabouts,
)
from parsers.values import short_interface

_KINDS: Final[dict[Outcome, Kind]] = {
    "proven": "fault", "likely": "likely", "cleared": "cleared", "unknown": "unknown",
}  # fmt: skip
_MOST_CHOICES: Final = 5
_NOT_FOUND: Final = "TARGET_NOT_FOUND"


def card(answer: Answer, zone: tzinfo = UTC) -> DiagnosisCard:
    """The card of an answer. `zone` is the one that clocks are shown in."""
    return with_personal(_card(answer, zone), answer)


def _card(answer: Answer, zone: tzinfo) -> DiagnosisCard:
    language = answer.request.language
    times = Times(language=language, zone=zone, asked=answer.request.at)
    said = sayings(answer)
    if answer.question:
        return _question(answer.question, language)
    ending = ended(answer)
    if ending:
        return _told(answer, said, ending)
    if answer.past:
        return _history(answer, answer.past, times)
    if answer.diagnosis:
        return _verdict(answer, answer.diagnosis, said, times)
    if answer.intent in {"help", "none", "change"}:
        return _told(answer, said, words.NOT_DONE if answer.intent == "change" else words.HELP)
    if answer.intent == "where_is" and answer.target.interface:
        return _where(answer, times)
    return _verdict(answer, Diagnosis(outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown"), said, times)


def _question(question: Question, language: Language) -> DiagnosisCard:
    """The question is the headline. More choices than five are not listed: one more word tells them apart better."""
    many = len(question.choices) > _MOST_CHOICES
    how = words.CHOOSE_FEWER if many else words.CHOOSE if question.choices else words.WRITE_AGAIN
    return DiagnosisCard(
        language=language,
        kind="question",
        outcome=words.QUESTION[language],
        at=None,
        headline=question.text[language],
        choices=question.choices[:_MOST_CHOICES],
        choose=how[language].format(count=_MOST_CHOICES),
        rests_on_reading=False,
        labels=words.LABELS[language],
    )


def _where(answer: Answer, times: Times) -> DiagnosisCard:
    """Only where it is: nothing about its health was read, and nothing is said of it."""
    language = answer.request.language
    return DiagnosisCard(
        language=language,
        kind="told",
        outcome=words.FOUND[language],
        at=None,
        headline=capital(place(answer, language)),
        hit=_others(answer, language) or None,
        found=_found(answer, times),
        rests_on_reading=False,
        labels=words.LABELS[language],
    )


def _history(answer: Answer, past: Past, times: Times) -> DiagnosisCard:
    """What is stored: no verdict on now, so none of their signs."""
    language = times.language
    where = place(answer, language)
    log = [words.HISTORY_LOG[language].format(line=line) for line in past.log]
    return DiagnosisCard(
        language=language,
        kind="told",
        outcome=words.HISTORY[language],
        at=None,
        headline=history.headline(past, times),
        hit=" ".join([*([f"{capital(where)}."] if where else []), history.standing(past, times)]),
        also=(*history.changes(past, times), *log),
        rests_on_reading=False,
        recheck=history.recheck(answer),
        labels=replace(words.LABELS[language], also=words.HISTORY_EARLIER[language]),
    )


def _told(answer: Answer, said: Sayings, outcome: Text) -> DiagnosisCard:
    language = answer.request.language
    labels = words.LABELS[language]
    return DiagnosisCard(
        language=language,
        kind="told",
        outcome=outcome[language],
        at=None,
        headline=said.headline[language],
        hit=_in(language, said.hit),
        say=_in(language, said.say),
        ask=_in(language, said.ask),
        do=tuple(step[language] for step in said.do),
        owner=_in(language, said.owner),
        rests_on_reading=False,
        labels=replace(labels, do=words.HELP_LABEL[language]) if outcome is words.HELP else labels,
    )


def _verdict(answer: Answer, diagnosis: Diagnosis, said: Sayings, times: Times) -> DiagnosisCard:
    language = answer.request.language
    root = root_finding(diagnosis)
    read_at = max((seen.at for seen in answer.observations), default=None)
    guard = words.GUARDS.get(diagnosis.guard)
    themes, more = ruled_out(diagnosis, language)
    return DiagnosisCard(
        language=language,
        kind="unknown" if diagnosis.root_cause == _NOT_FOUND else _KINDS[diagnosis.outcome],
        outcome=_outcome(diagnosis)[language],
        at=times.seconds(read_at) if read_at else None,
        headline=said.headline[language],
        hit=_hit(answer, diagnosis, times),
        say=_in(language, said.say),
        ask=_in(language, said.ask),
        guard=_in(language, guard),
        do=tuple(step[language] for step in said.do),
        owner=_in(language, said.owner),
        ticket=_ticket(answer.ticket, diagnosis, language),
        proof=proofs(root.evidence if root else (), times) or failures(answer.observations, times),
        exactly=summary(root, answer, language) if root else None,
        found=_found(answer, times),
        also=_also(diagnosis, root, answer, language),
        checks=checks(diagnosis, language),
        not_checked=not_checked(diagnosis, answer, language),
        ruled_out=themes,
        ruled_out_more=more,
        would_change=would_change(diagnosis, language),
        labels=words.LABELS[language],
    )


def _outcome(diagnosis: Diagnosis) -> Text:
    """That nobody knows the thing is no fault of the network, however sure it is."""
    return words.NOT_FOUND if diagnosis.root_cause == _NOT_FOUND else words.OUTCOMES[diagnosis.outcome]


def place(answer: Answer, language: Language) -> str:
    """Where it is: room, jack, what is on the air, port and device; "" where nothing is known.

    What was asked about stands before the device that was asked: an access point before its controller.
    """
    target, facts = answer.target, answer.understood
    device, port = target.device or facts.device, target.interface or facts.interface
    on_air = [(kind, getattr(target, kind)) for kind in ("client", "ap", "wlan") if getattr(target, kind)]
    parts = [target.room or facts.room or ("" if port or on_air else capital(facts.site or ""))]
    if facts.jack:
        parts.append(words.PLACES["jack"][language].format(facts.jack))
    parts += [words.PLACES[kind][language].format(name) for kind, name in on_air]
    if device and port:
        parts.append(words.PLACES["port"][language].format(short_interface(port), device))
    elif device and device != target.ap:
        known = answer.diagnosis is None or answer.diagnosis.root_cause != _NOT_FOUND
        how = "device" if not on_air else "asked" if known else "searched"
        parts.append(words.PLACES[how][language].format(device))
        parts += [] if on_air else [stands(one, language) for one in answer.whereabouts if one.device == device]
    return ", ".join(part for part in parts if part)


def stands(one: Whereabouts, language: Language) -> str:
    """Karlstad, hus A, plan 2, rum 214: as much of it as the inventory tells."""
    parts = {**vars(one), "site": capital(one.site or "")}
    return ", ".join(words.STANDS[part][language].format(parts[part]) for part in words.STANDS if parts[part])


def reported(answer: Answer, language: Language) -> str:
    """What the caller said is wrong and since when, "" where nothing was said. Never the name of a person."""
    facts = answer.understood
    said = [words.SYMPTOMS[facts.symptom][language]] if facts.symptom else []
    if facts.since:
        begun = facts.since.casefold()
        whole = begun.startswith(words.SINCE_BEGINS) or begun.endswith(words.SINCE_ENDS)
        said.append(facts.since if whole else words.SINCE[language].format(facts.since))
    return words.REPORTED[language].format(" ".join(said)) if said else ""


def _hit(answer: Answer, diagnosis: Diagnosis, times: Times) -> str | None:
    """One line: where, what was reported, and for a cleared network how much was checked and when."""
    language = answer.request.language
    where = place(answer, language)
    sentences = [f"{capital(where)}." if where else "", reported(answer, language)]
    if diagnosis.outcome == "cleared":
        made = sum(check.passed is True for check in diagnosis.checks)
        at = max((seen.at for seen in answer.observations), default=answer.request.at)
        clock = times.minutes(at)
        sentences.append(words.CHECKED[language].format(made, len(diagnosis.checks), clock))
    sentences.append(_others(answer, language))
    return " ".join(sentence for sentence in sentences if sentence) or None


def _others(answer: Answer, language: Language) -> str:
    """What else the question names: nothing of it was looked at, and nobody may take it to be well."""
    target = answer.target
    looked_at = {target.device, target.interface, target.ap, target.room, target.client, target.wlan}
    names: list[str] = []
    for facts in answer.also:
        at = {field: getattr(facts, field) for field in ("device", "interface", "ap", "room", "client", "wlan")}
        if set(at.values()) <= looked_at | {None} and not facts.jack:
            names += [name for name in (facts.host, facts.mac, facts.ip, facts.user) if name]
            continue
        other = replace(answer, target=Target(**at), understood=facts, whereabouts=(), diagnosis=None)
        names.append(place(other, language))
    told = ", ".join(dict.fromkeys(name for name in names if name))
    return words.OTHERS[language].format(told) if told else ""


def _found(answer: Answer, times: Times) -> str | None:
    """How the place was found and how old that knowledge is; nothing where the asker named it."""
    target, language = answer.target, answer.request.language
    not_found = answer.diagnosis is not None and answer.diagnosis.root_cause == _NOT_FOUND
    if not_found or target.located_by in {None, "named", "jack"}:
        return None
    how = found_by(str(target.located_by), language)
    at = _located_at(target.located_at, times)
    return f"{how}, {at}" if at else how


def _located_at(text: str | None, times: Times) -> str | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return times.minutes(at) if at and at.tzinfo else None


def _ticket(ticket: TicketRef | None, diagnosis: Diagnosis, language: Language) -> TicketLine | None:
    if ticket is None:
        return None
    root = root_finding(diagnosis)
    team = words.TEAMS[root.escalate_to][language] if root and root.escalate_to else None
    sentence = words.TICKETS["created_for" if ticket.action == "created" and team else ticket.action]
    return TicketLine(key=ticket.key, text=sentence[language].format(key=ticket.key, team=team), url=ticket.url)


def _also(diagnosis: Diagnosis, root: Finding | None, answer: Answer, language: Language) -> tuple[str, ...]:
    """Consequences and independent findings, each told once, and of what follows on one port only the first."""
    others = [one for one in diagnosis.findings if one is not root]
    lines: list[str] = []
    followed: set[tuple[str, str | None]] = set()
    for said, told in told_once((root, *others) if root else others, answer, language):
        first, place = told[0], (told[0].device, told[0].component)
        if first is root:
            names = dict.fromkeys(short_interface(one.component) for one in told[1:] if one.component)
            lines += [words.ALIKE[language].format(", ".join(names))] if names else []
        elif first.caused_by is None:
            lines.append(said)
        elif place not in followed:
            followed.add(place)
            lines.append(words.CONSEQUENCE[language].format(said))
    return tuple(dict.fromkeys(lines))


def _in(language: Language, text: Text | None) -> str | None:
    return text[language] if text else None
