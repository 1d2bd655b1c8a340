"""When a fault goes on to a specialist, and what the ticket says.

The ticket is plain text in the language of the request. It names no person: not the asker, not the caller, not a user.
Of the request only recognised facts go along; who needs the words finds them under the request's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.desk.card import place as place_of
from bot.desk.card import stands
from bot.desk.document import instant
from bot.desk.endings import ENDINGS
from bot.desk.reasons import found_by, reason
from bot.desk.retold import retold
from bot.desk.sayings import capital, proven_otherwise, root_finding, sayings, summary, told_once
from bot.desk.words import BECAUSE, GUARDS, OUTCOMES, SEVERITIES, SYMPTOMS, VALUES
from bot.model import Answer, Check, Diagnosis, Evidence, Finding, Language, NotChecked, Text

_ASKERS_TURN: Final = frozenset({"TARGET_NOT_FOUND", "TARGET_AMBIGUOUS", "NO_FAULT", *ENDINGS})

_HEADINGS: Final[dict[str, Text]] = {
    "what": {"sv": "VAD", "en": "WHAT"},
    "sure": {"sv": "HUR SÄKERT", "en": "HOW SURE"},
    "where": {"sv": "VAR", "en": "WHERE"},
    "reported": {"sv": "ANMÄLT", "en": "REPORTED"},
    "proof": {"sv": "BEVIS", "en": "PROOF"},
    "also": {"sv": "DESSUTOM SETT", "en": "ALSO SEEN"},
    "ruled_out": {"sv": "UTESLUTET", "en": "RULED OUT"},
    "checks": {"sv": "KONTROLLER", "en": "CHECKS"},
    "not_checked": {"sv": "INTE KONTROLLERAT", "en": "NOT CHECKED"},
    "would_change": {"sv": "VAD SOM SKULLE ÄNDRA SVARET", "en": "WHAT WOULD CHANGE THE ANSWER"},
    "told": {"sv": "FÖRSTA LINJEN FICK VETA", "en": "FIRST LINE WAS TOLD"},
    "request": {"sv": "FRÅGAN", "en": "THE REQUEST"},
}
_CONFIDENCE: Final[dict[str, Text]] = {
    "high": {"sv": "hög säkerhet", "en": "high confidence"},
    "medium": {"sv": "medelhög säkerhet", "en": "medium confidence"},
    "low": {"sv": "låg säkerhet", "en": "low confidence"},
}
_PASSED: Final[dict[bool | None, Text]] = {
    True: {"sv": "ja", "en": "yes"},
    False: {"sv": "nej", "en": "no"},
    None: {"sv": "vet inte", "en": "not known"},
}
_FACTS: Final[dict[str, Text]] = {
    "symptom": {"sv": "besvär", "en": "trouble"},
    "since": {"sv": "sedan", "en": "since"},
    "changed": {"sv": "ändrat", "en": "changed"},
    "wanted_vlan": {"sv": "önskat VLAN", "en": "wanted VLAN"},
    "mac": {"sv": "MAC", "en": "MAC"},
    "ip": {"sv": "IP", "en": "IP"},
    "host": {"sv": "namn på nätet", "en": "host name"},
}
_SAYS: Final[Text] = {"sv": "Säg", "en": "Say"}
_ASKS: Final[Text] = {"sv": "Fråga", "en": "Ask"}
_FIRST: Final[Text] = {"sv": "Först", "en": "First"}
_OWNER: Final[Text] = {"sv": "Vem tar det", "en": "Who takes it"}
_NUMBER: Final[Text] = {"sv": "Nummer {id}, via {channel}, {at}.", "en": "Number {id}, via {channel}, {at}."}
_CAUSED: Final[Text] = {"sv": "följd av {code}", "en": "follows from {code}"}
_UNREAD: Final[Text] = {"sv": "Inget är läst.", "en": "Nothing was read."}


def should_escalate(answer: Answer) -> bool:
    """Does this answer need a specialist: the root cause names a team, or a device could not be told about.

    Not yet where first line's own steps come first (a cord to swap). Also where the asker wants it, and where medical
    equipment keeps first line's hands off, unless the network is cleared. Never for a question back, or to find a
    place.
    """
    diagnosis = answer.diagnosis
    if answer.question or diagnosis is None or answer.intent in {"where_is", "what_changed"}:
        return False
    if diagnosis.outcome == "cleared" or diagnosis.root_cause in _ASKERS_TURN:
        return False
    root = root_finding(diagnosis)
    named = root is not None and root.escalate_to is not None and not root.try_first
    return named or diagnosis.outcome == "unknown" or diagnosis.guard == "known" or answer.intent == "escalate"


def ticket_body(answer: Answer) -> str:
    """The ticket: what, how sure, proof with raw lines, ruled out, not checked, what first line was told.

    The first line is the title. Raises ValueError without a diagnosis, which should_escalate never lets by.
    """
    diagnosis, language = answer.diagnosis, answer.request.language
    if diagnosis is None:
        raise ValueError("only a diagnosed fault becomes a ticket")
    root = root_finding(diagnosis)
    others = [finding for finding in diagnosis.findings if finding is not root]
    where = place_of(answer, language)
    sections: list[tuple[str, list[str]]] = [
        ("what", [f"{diagnosis.root_cause}: {summary(root, answer, language)}" if root else diagnosis.root_cause]),
        ("sure", [_sure(diagnosis, root, language)]),
        ("where", [capital(where), *_located(answer, language)] if where else []),
        ("reported", _reported(answer, language)),
        ("proof", _proof(root.evidence if root else (), answer, language)),
        ("also", _also(others, answer, language)),
        ("not_checked", _missing(diagnosis.not_checked, language)),
        ("checks", [_check(one, language) for one in diagnosis.checks]),
        ("ruled_out", [f"{one.code}: {one.because[language]}" for one in proven_otherwise(diagnosis) if one.news]),
        ("would_change", [one[language] for one in diagnosis.would_change]),
        ("told", _told(answer, diagnosis, language)),
        ("request", [_request(answer, language)]),
    ]
    title = sayings(answer).headline[language]
    text = [f"{title}. {capital(where)}" if where else title]
    for name, lines in sections:
        if lines:
            text += ["", _HEADINGS[name][language], *(f"  {line}" for line in lines)]
    return "\n".join(text) + "\n"


def _sure(diagnosis: Diagnosis, root: Finding | None, language: Language) -> str:
    parts = [OUTCOMES[diagnosis.outcome][language], SEVERITIES[diagnosis.severity][language]]
    if root and diagnosis.outcome in {"proven", "likely"}:
        parts.insert(1, _CONFIDENCE[root.confidence][language])
    return ", ".join(parts)


def _located(answer: Answer, language: Language) -> list[str]:
    """The full names, and how and when the place was found where the asker did not name it."""
    target = answer.target
    full = " ".join(part for part in (target.device, target.interface, target.endpoint) if part)
    if full == target.device:
        full = ""  # the line above has it
    named = target.located_by in {None, "named", "jack"}
    found = "" if named else ", ".join(filter(None, (found_by(str(target.located_by), language), target.located_at)))
    homes = [f"{one.device}: {stands(one, language)}" for one in answer.whereabouts]
    return [_one_line(line) for line in (full, *homes, found) if line]


def _reported(answer: Answer, language: Language) -> list[str]:
    facts = answer.understood
    values: dict[str, object] = {
        "symptom": SYMPTOMS[facts.symptom][language] if facts.symptom else None,
        "since": facts.since,
        "changed": retold(facts.changed, language) if facts.changed else None,
        "wanted_vlan": facts.wanted_vlan,
        "mac": facts.mac,
        "ip": facts.ip,
        "host": facts.host,
    }
    return [f"{_FACTS[name][language]}: {_one_line(str(value))}" for name, value in values.items() if value is not None]


def _proof(evidence: Sequence[Evidence], answer: Answer, language: Language) -> list[str]:
    """Every value with its raw lines; where nothing could be read, every reading that failed."""
    if evidence:
        return _shown(evidence, language)
    failed = [one for one in answer.observations if one.failure is not None]
    lines: dict[str, None] = {}
    for one in failed:
        why = _one_line(reason(one.reason or str(one.failure), language))
        lines[f"{one.device}, {instant(one.at)}, {one.command or one.read}: {why}"] = None
    return list(lines) or [_UNREAD[language]]


def _shown(evidence: Iterable[Evidence], language: Language) -> list[str]:
    """Each raw line once, below all the values that were read in it."""
    lines: dict[tuple[str, str, str], dict[tuple[str, ...], list[str]]] = {}
    for one in evidence:
        heading = (one.device, instant(one.at), one.command)
        value = VALUES[one.value][language] if one.value in VALUES else one.value
        lines.setdefault(heading, {}).setdefault(one.lines, []).append(f"{one.field} = {value}")
    told: list[str] = []
    for (device, at, command), values in lines.items():
        told.append(f"{device}, {at}, {command}")
        for raw, fields in values.items():
            told += [*(f"  {field}" for field in dict.fromkeys(fields)), *(f"  | {line}" for line in raw)]
    return told


def _also(findings: Iterable[Finding], answer: Answer, language: Language) -> list[str]:
    """Each sentence once, with the proof of all the findings that it tells."""
    lines: list[str] = []
    for said, told in told_once(findings, answer, language):
        why = f" ({_CAUSED[language].format(code=told[0].caused_by)})" if told[0].caused_by else ""
        proof = [line for one in told for line in _shown(one.evidence, language)]
        lines += [f"{told[0].code}{why}: {said}", *(f"  {one}" for one in proof)]
    return lines


def _missing(missing: Iterable[NotChecked], language: Language) -> list[str]:
    """A line for each reason: seventeen readings of one silent switch have only one, and so has what it cannot have."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in missing:
        parts = () if one.because in {"unsupported", "skipped"} else (one.command, reason(one.detail or "", language))
        detail = ", ".join(_one_line(part) for part in parts if part)
        groups.setdefault((BECAUSE[one.because][language], detail), []).append(one.what[language])
    return [
        f"{capital(', '.join(dict.fromkeys(names)))}: {because}" + (f" ({detail})" if detail else "")
        for (because, detail), names in groups.items()
    ]


def _check(check: Check, language: Language) -> str:
    return f"{_PASSED[check.passed][language]}: {check.text[language]}"


def _told(answer: Answer, diagnosis: Diagnosis, language: Language) -> list[str]:
    said = sayings(answer)
    guard = GUARDS.get(diagnosis.guard)
    pairs = ((_SAYS, said.say), (_ASKS, said.ask), (_FIRST, guard))
    lines = [f"{label[language]}: {text[language]}" for label, text in pairs if text]
    lines += [f"{number}. {step[language]}" for number, step in enumerate(said.do, start=1)]
    return lines + ([f"{_OWNER[language]}: {said.owner[language]}"] if said.owner else [])


def _request(answer: Answer, language: Language) -> str:
    request = answer.request
    return _NUMBER[language].format(id=_one_line(request.id), channel=request.channel, at=instant(request.at))


def _one_line(text: str) -> str:
    """What a person or another system wrote stays on its line, so that it cannot pass for a heading or a proof."""
    return re.sub(r"\s+", " ", text).strip()
