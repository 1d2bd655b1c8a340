"""What the answer says in both languages: the runbook's script, or the desk's own words where no rule has any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.desk import words
from bot.desk.reasons import reason
from bot.model import Answer, Diagnosis, Finding, Group, Language, RuledOut, Text
from parsers.values import short_interface

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")


@dataclass(frozen=True, kw_only=True)
class Sayings:
    """Headline and the script of the call, in every language; None where there is nothing to say."""

    headline: Text
    hit: Text | None = None  # only where the desk has a sentence of its own; else it is made of target and symptom
    say: Text | None = None
    ask: Text | None = None
    do: tuple[Text, ...] = ()
    owner: Text | None = None


def sayings(answer: Answer) -> Sayings:
    """The words of this answer. A question back is its own headline."""
    if answer.question:
        return Sayings(headline=answer.question.text)
    if answer.past:  # the card has the clocks; here nobody knows the reader's zone
        latest = answer.past.earlier[0].headline
        return Sayings(
            headline={one: words.HISTORY_STORED[one].format(verdict=latest[one]) for one in LANGUAGES},
        )
    if answer.diagnosis:
        return _of_diagnosis(answer.diagnosis)
    if answer.intent == "change":
        return _refusal(answer)
    if answer.intent in {"help", "none"}:
        headline = words.HELP_HEADLINE if answer.intent == "help" else words.NONE_HEADLINE
        return Sayings(headline=headline, hit=words.HELP_HIT, do=(*words.HELP_DO, *answer.may))
    return _could_not_tell()


def root_finding(diagnosis: Diagnosis) -> Finding | None:
    """The finding that the verdict stands on; None where no rule had words for it."""
    return next((finding for finding in diagnosis.findings if finding.code == diagnosis.root_cause), None)


def proven_otherwise(diagnosis: Diagnosis) -> tuple[RuledOut, ...]:
    """What is ruled out by something that was read. A rule that is false for want of a question rules out nothing."""
    return tuple(one for one in diagnosis.ruled_out if one.evidence)


def summary(finding: Finding, answer: Answer, language: Language) -> str:
    """The sentence with port and values; why a login failed is in it as the transport says it, in English."""
    said = finding.summary[language]
    for told in dict.fromkeys(one.reason for one in answer.observations if one.reason):
        said = said.replace(told, reason(told, language))
    return said


def told_once(
    findings: Iterable[Finding], answer: Answer, language: Language
) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Sentences with the findings that they tell: what is alike on two cables is one sentence and the other's name."""
    groups: dict[tuple[str, str | None, str], list[Finding]] = {}
    for one in findings:
        named = short_interface(one.component) if one.component else one.device
        alike = summary(one, answer, language).replace(named, "")
        groups.setdefault((one.code, one.caused_by, alike), []).append(one)
    told = []
    for first, *others in groups.values():
        said = summary(first, answer, language)
        names = dict.fromkeys(short_interface(one.component) for one in others if one.component)
        if names:
            said = f"{said.rstrip('.')}. {words.ALIKE[language].format(', '.join(names))}"
        told.append((said, (first, *others)))
    return tuple(told)


def _of_diagnosis(diagnosis: Diagnosis) -> Sayings:
    script = diagnosis.script
    said = _could_not_tell()
    if script:
        said = Sayings(
            headline=script.headline, say=script.say, ask=script.ask, owner=script.owner, do=tuple(script.do)
        )
    return _guarded(said, diagnosis) if diagnosis.guard == "known" else said


def _guarded(said: Sayings, diagnosis: Diagnosis) -> Sayings:
    """Medical equipment is known to sit there: no sentence may send hands to it, whatever the runbook says.

    The runbook's steps for hands are left out already; where none is left, the desk's own stand there.
    """
    root = root_finding(diagnosis)
    group: Group = root.escalate_to if root and root.escalate_to and root.escalate_to != "MT" else "LAN"
    return replace(
        said,
        say=words.GUARDED_SAY,
        ask=words.GUARDED_ASK,
        do=said.do or words.HANDS_OFF,
        owner=_with_team(words.GUARDED_OWNER, group),
    )


def _could_not_tell() -> Sayings:
    return Sayings(
        headline=words.UNKNOWN_HEADLINE,
        say=words.UNKNOWN_SAY,
        ask=words.UNKNOWN_ASK,
        do=words.UNKNOWN_DO,
        owner=words.UNKNOWN_OWNER,
    )


def _refusal(answer: Answer) -> Sayings:
    facts = answer.understood
    group: Group = "WiFi" if facts.wlan or facts.ap or (facts.client and not facts.interface) else "LAN"
    return Sayings(
        headline=words.CHANGE_HEADLINE,
        hit=words.CHANGE_HIT,
        say=words.CHANGE_SAY,
        ask=words.CHANGE_ASK,
        do=tuple(_with_team(step, group) for step in words.CHANGE_DO),
        owner=_with_team(words.CHANGE_OWNER, group),
    )


def _with_team(text: Text, group: Group) -> Text:
    filled = {}
    for language in LANGUAGES:
        team = words.TEAMS[group][language]
        filled[language] = text[language].replace("{team}", team).replace("{Team}", capital(team))
    return filled


def capital(text: str) -> str:
    """The sentence with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
