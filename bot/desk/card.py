"""From an Answer to the one card that every channel shows, in the language of the request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from bot.card import CheckLine, DiagnosisCard, Kind, Proof, TicketLine
from bot.desk import words
from bot.desk.sayings import Sayings, capital, proven_otherwise, root_finding, sayings
from bot.model import (
    ACCESS_FAILURES,
    Answer,
    Diagnosis,
    Evidence,
    Finding,
    Language,
    NotChecked,
    Observation,
    Outcome,
    Question,
    Text,
    TicketRef,
)
from parsers.values import short_interface

_KINDS: Final[dict[Outcome, Kind]] = {
    "proven": "fault", "likely": "likely", "cleared": "cleared", "unknown": "unknown",
}  # fmt: skip
_MOST_CHOICES: Final = 5
_NOT_FOUND: Final = "TARGET_NOT_FOUND"


def card(answer: Answer, zone: tzinfo = UTC) -> DiagnosisCard:
    """The card of an answer. `zone` is the one that clocks are shown in."""
    language = answer.request.language
    said = sayings(answer)
    if answer.question:
        return _question(answer.question, language)
    if answer.diagnosis:
        return _verdict(answer, answer.diagnosis, said, zone)
    if answer.intent in {"help", "none", "change"}:
        return _told(answer, said)
    if answer.intent == "where_is" and answer.target.interface:
        return _where(answer, zone)
    return _verdict(answer, Diagnosis(outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown"), said, zone)


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


def _where(answer: Answer, zone: tzinfo) -> DiagnosisCard:
    """Only where it is: nothing about its health was read, and nothing is said of it."""
    language = answer.request.language
    return DiagnosisCard(
        language=language,
        kind="told",
        outcome=words.FOUND[language],
        at=None,
        headline=capital(place(answer, language)),
        found=_found(answer, zone),
        rests_on_reading=False,
        labels=words.LABELS[language],
    )


def _told(answer: Answer, said: Sayings) -> DiagnosisCard:
    language = answer.request.language
    outcome = words.NOT_DONE if answer.intent == "change" else words.HELP
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
        labels=words.LABELS[language],
    )


def _verdict(answer: Answer, diagnosis: Diagnosis, said: Sayings, zone: tzinfo) -> DiagnosisCard:
    language = answer.request.language
    root = root_finding(diagnosis)
    read_at = max((seen.at for seen in answer.observations), default=None)
    guard = words.GUARDS.get(diagnosis.guard)
    return DiagnosisCard(
        language=language,
        kind=_KINDS[diagnosis.outcome],
        outcome=words.OUTCOMES[diagnosis.outcome][language],
        at=_clock(read_at, zone) if read_at else None,
        headline=said.headline[language],
        hit=_hit(answer, diagnosis, zone),
        say=_in(language, said.say),
        ask=_in(language, said.ask),
        guard=_in(language, guard),
        do=tuple(step[language] for step in said.do),
        owner=_in(language, said.owner),
        ticket=_ticket(answer.ticket, diagnosis, language),
        proof=proofs(root.evidence if root else (), language, zone) or _failures(answer.observations, language, zone),
        exactly=_summary(root, answer, language) if root else None,
        found=_found(answer, zone),
        also=_also(diagnosis, root, answer, language),
        checks=_checks(diagnosis, language),
        not_checked=_not_checked(diagnosis.not_checked, answer, language),
        ruled_out=tuple(one.because[language] for one in proven_otherwise(diagnosis)),
        would_change=tuple(one[language] for one in diagnosis.would_change),
        labels=words.LABELS[language],
    )


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
    return ", ".join(part for part in parts if part)


def reported(answer: Answer, language: Language) -> str:
    """What the caller said is wrong and since when, "" where nothing was said. Never the name of a person."""
    facts = answer.understood
    said = [words.SYMPTOMS[facts.symptom][language]] if facts.symptom else []
    if facts.since:
        begun = facts.since.casefold()
        whole = begun.startswith(words.SINCE_BEGINS) or begun.endswith(words.SINCE_ENDS)
        said.append(facts.since if whole else words.SINCE[language].format(facts.since))
    return words.REPORTED[language].format(" ".join(said)) if said else ""


def proofs(evidence: Iterable[Evidence], language: Language, zone: tzinfo) -> tuple[Proof, ...]:
    """One proof per field that was read; the samples of one field stand together, with the time of the last."""
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for one in evidence:
        groups.setdefault((one.device, one.command, one.field), []).append(one)
    return tuple(
        Proof(
            device=device,
            command=command,
            field=field,
            value=_values(pieces, language),
            at=_clock(max(one.at for one in pieces), zone),
            lines=tuple(dict.fromkeys(line for one in pieces for line in one.lines)),
        )
        for (device, command, field), pieces in groups.items()
    )


def _values(pieces: Sequence[Evidence], language: Language) -> str:
    """Samples with an arrow between them; rows of one and the same sample with a comma."""
    samples: dict[datetime, dict[str, None]] = {}
    for one in pieces:
        samples.setdefault(one.at, {})[_value(one, language)] = None
    return " → ".join(dict.fromkeys(", ".join(values) for values in samples.values()))


def _failures(observations: Sequence[Observation], language: Language, zone: tzinfo) -> tuple[Proof, ...]:
    """Where no value proves anything, what went wrong is the proof: the first reading that failed, the clock last."""
    failures = sorted((one for one in observations if one.failure is not None), key=lambda one: one.read == "clock")
    if not failures:
        return ()
    failed = failures[0]
    command = failed.command
    if not command or failed.failure in ACCESS_FAILURES:
        command = words.LOGIN[language]
    reason = words.reason(failed.reason or str(failed.failure).replace("_", " "), language)
    return (Proof(device=failed.device, command=command, field=None, value=reason, at=_clock(failed.at, zone)),)


def _value(evidence: Evidence, language: Language) -> str:
    ours = words.VALUES.get(evidence.value)
    return ours[language] if ours else evidence.value


def _hit(answer: Answer, diagnosis: Diagnosis, zone: tzinfo) -> str | None:
    """One line: where, what was reported, and for a cleared network how much was checked and when."""
    language = answer.request.language
    where = place(answer, language)
    sentences = [f"{capital(where)}." if where else "", reported(answer, language)]
    if diagnosis.outcome == "cleared":
        made = sum(check.passed is True for check in diagnosis.checks)
        at = max((seen.at for seen in answer.observations), default=answer.request.at)
        clock = _clock(at, zone)[:5]
        sentences.append(words.CHECKED[language].format(made, len(diagnosis.checks), clock))
    return " ".join(sentence for sentence in sentences if sentence) or None


def _found(answer: Answer, zone: tzinfo) -> str | None:
    """How the place was found and how old that knowledge is; nothing where the asker named it."""
    target, language = answer.target, answer.request.language
    not_found = answer.diagnosis is not None and answer.diagnosis.root_cause == _NOT_FOUND
    if not_found or target.located_by in {None, "named", "jack"}:
        return None
    how = words.found_by(str(target.located_by), language)
    at = _located_at(target.located_at, zone)
    return f"{how}, {at}" if at else how


def _located_at(text: str | None, zone: tzinfo) -> str | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return _clock(at, zone)[:5] if at and at.tzinfo else None


def _ticket(ticket: TicketRef | None, diagnosis: Diagnosis, language: Language) -> TicketLine | None:
    if ticket is None:
        return None
    root = root_finding(diagnosis)
    team = words.TEAMS[root.escalate_to][language] if root and root.escalate_to else None
    sentence = words.TICKETS["created_for" if ticket.action == "created" and team else ticket.action]
    return TicketLine(key=ticket.key, text=sentence[language].format(key=ticket.key, team=team), url=ticket.url)


def _checks(diagnosis: Diagnosis, language: Language) -> tuple[CheckLine, ...]:
    """Every check, where the answer rests on them: cleared, and could not tell what is and is not known.

    Where we could not tell, a check that passed without anything having been read is no knowledge; and where there is
    no knowledge at all, what was not read says it better than a list of question marks.
    """
    if diagnosis.outcome not in {"cleared", "unknown"}:
        return ()
    cleared = diagnosis.outcome == "cleared"
    shown = [one for one in diagnosis.checks if cleared or one.passed is not True or one.evidence]
    if diagnosis.not_checked and all(one.passed is None for one in shown):
        return ()
    return tuple(CheckLine(text=one.text[language], passed=one.passed) for one in shown)


def _also(diagnosis: Diagnosis, root: Finding | None, answer: Answer, language: Language) -> tuple[str, ...]:
    """Consequences and independent findings; what two cables tell of the same neighbour is told once."""
    others = ((one, _summary(one, answer, language)) for one in diagnosis.findings if one is not root)
    told = (words.CONSEQUENCE[language].format(said) if one.caused_by else said for one, said in others)
    return tuple(dict.fromkeys(told))


def _summary(finding: Finding, answer: Answer, language: Language) -> str:
    """The sentence with port and values; why a login failed is in it as the transport says it, in English."""
    said = finding.summary[language]
    for reason in dict.fromkeys(one.reason for one in answer.observations if one.reason):
        said = said.replace(reason, words.reason(reason, language))
    return said


def _not_checked(missing: Sequence[NotChecked], answer: Answer, language: Language) -> tuple[str, ...]:
    """What was not read, grouped by why. Of a device that let nobody in it is everything, which is said in a word."""
    groups: dict[str, list[str]] = {}
    silent: dict[str, int] = {}
    seen: dict[str, bool] = {}  # device -> did none of its readings come about
    for observation in answer.observations:
        shut = observation.failure in ACCESS_FAILURES
        seen[observation.device] = seen.get(observation.device, True) and shut
    for one in missing:
        elsewhere = next((name for name in seen if one.what[language].endswith(f"({name})")), None)
        device = elsewhere or answer.target.device or ""
        if one.because == "unreachable" and seen.get(device):
            silent[device] = silent.get(device, 0) + 1
        else:
            groups.setdefault(one.because, []).append(one.what[language])
    lines = [
        words.EVERYTHING[language].format(device=device, count=count, why=words.BECAUSE["unreachable"][language])
        for device, count in silent.items()
    ]
    lines += [
        f"{capital(', '.join(dict.fromkeys(names)))}: {words.BECAUSE[because][language]}."
        for because, names in groups.items()
    ]
    return tuple(lines)


def _in(language: Language, text: Text | None) -> str | None:
    return text[language] if text else None


def _clock(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%H:%M:%S")
