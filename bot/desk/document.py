"""The answer as one JSON document: for `--json`, the HTTP API, the stored run, and other programs.

The keys of interfaces.md, section 3, hold. Beyond them: `intent`, `request.at`, `headline`, `script`, `guard`,
`checks`, `would_change`, further names under `target` and `understood`, and the proof and reasons behind `ruled_out`
and `not_checked`. Every key is always there; null means that it is not known or does not apply. `root_cause` is null
where nothing was to be diagnosed (help, a refused wish, what is stored). `history` is there for `what_changed`
alone. Raw outputs are left out, but for the lines that prove.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.desk.sayings import LANGUAGES, proven_otherwise, sayings, summary
from bot.model import (
    Answer,
    Check,
    Diagnosis,
    Evidence,
    Finding,
    Language,
    NotChecked,
    Past,
    Question,
    Request,
    RuledOut,
    Target,
    Text,
    TicketRef,
    Timings,
    Understood,
)


def answer_document(answer: Answer) -> dict[str, object]:
    """The document of one answer; `json.dumps` takes it as it is. Never raises."""
    language = answer.request.language
    diagnosis = answer.diagnosis
    return {
        "request": _request(answer.request),
        "intent": answer.intent,
        "target": _target(answer.target),
        "understood": _understood(answer.understood),
        "question": _question(answer.question),
        "outcome": diagnosis.outcome if diagnosis else "unknown",
        "root_cause": _root_cause(answer),
        "severity": diagnosis.severity if diagnosis else "unknown",
        **_words(answer),
        "guard": diagnosis.guard if diagnosis else "none",
        "findings": [_finding(one, answer) for one in _findings(diagnosis)],
        "checks": [_check(one) for one in diagnosis.checks] if diagnosis else [],
        "ruled_out": [_ruled_out(one, language) for one in proven_otherwise(diagnosis)] if diagnosis else [],
        "not_checked": [_not_checked(one, language) for one in diagnosis.not_checked] if diagnosis else [],
        "would_change": [_text(one) for one in diagnosis.would_change] if diagnosis else [],
        "ticket": _ticket(answer.ticket),
        "timings": _timings(answer.timings),
        **({"history": _history(answer.past)} if answer.intent == "what_changed" else {}),
    }


def _history(past: Past | None) -> list[dict[str, object]]:
    """The stored answers that were told, newest first; empty where the devices were read instead."""
    return [
        {"at": instant(one.at), "request": one.request, "root_cause": one.root_cause, "headline": _text(one.headline)}
        for one in (past.earlier if past else ())
    ]


def _root_cause(answer: Answer) -> str | None:
    if answer.question:
        return answer.question.code
    if answer.diagnosis:
        return answer.diagnosis.root_cause
    return None if answer.past or answer.intent in {"help", "none", "change"} else "CAUSE_UNKNOWN"


def _findings(diagnosis: Diagnosis | None) -> tuple[Finding, ...]:
    """Root cause first, whatever order they came in."""
    found = diagnosis.findings if diagnosis else ()
    return tuple(sorted(found, key=lambda one: diagnosis is None or one.code != diagnosis.root_cause))


def _words(answer: Answer) -> dict[str, object]:
    said = sayings(answer)
    script = None
    if said.say and said.ask:
        script = {
            "say": _text(said.say),
            "ask": _text(said.ask),
            "do": [_text(step) for step in said.do],
            "owner": _text(said.owner) if said.owner else None,
        }
    return {"headline": _text(said.headline), "script": script}


def _request(request: Request) -> dict[str, object]:
    return {
        "id": request.id,
        "text": request.text,
        "language": request.language,
        "requester": request.requester,
        "channel": request.channel,
        "at": instant(request.at),
    }


def _target(target: Target) -> dict[str, object]:
    return {
        "device": target.device,
        "interface": target.interface,
        "endpoint": target.endpoint,
        "ap": target.ap,
        "room": target.room,
        "wlan": target.wlan,
        "client": target.client,
        "located_by": target.located_by,
        "located_at": target.located_at,
    }


def _understood(facts: Understood) -> dict[str, object]:
    """All facts but the user's name: a document is stored and passed on, and the place is what it is about."""
    return {
        "device": facts.device,
        "interface": facts.interface,
        "mac": facts.mac,
        "ip": facts.ip,
        "host": facts.host,
        "room": facts.room,
        "jack": facts.jack,
        "ap": facts.ap,
        "client": facts.client,
        "wlan": facts.wlan,
        "site": facts.site,
        "symptom": facts.symptom,
        "wanted_vlan": facts.wanted_vlan,
        "since": facts.since,
        "changed": facts.changed,
    }


def _question(question: Question | None) -> dict[str, object] | None:
    if question is None:
        return None
    return {"about": question.about, "text": _text(question.text), "choices": list(question.choices)}


def _finding(finding: Finding, answer: Answer) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "device": finding.device,
        "component": finding.component,
        "summary": _text({language: summary(finding, answer, language) for language in LANGUAGES}),
        "evidence": _evidence(finding.evidence),
        "advice": [_text(step) for step in finding.advice],
        "escalate_to": finding.escalate_to,
        "caused_by": finding.caused_by,
    }


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    return [
        {
            "device": one.device,
            "command": one.command,
            "field": one.field,
            "value": one.value,
            "lines": list(one.lines),
            "at": instant(one.at),
        }
        for one in evidence
    ]


def _check(check: Check) -> dict[str, object]:
    """`passed` is null where it could not be told."""
    return {
        "name": check.name,
        "passed": check.passed,
        "text": _text(check.text),
        "evidence": _evidence(check.evidence),
    }


def _ruled_out(one: RuledOut, language: Language) -> dict[str, object]:
    return {"code": one.code, "because": one.because[language], "evidence": _evidence(one.evidence)}


def _not_checked(one: NotChecked, language: Language) -> dict[str, object]:
    return {"what": one.what[language], "because": one.because, "detail": one.detail, "command": one.command}


def _ticket(ticket: TicketRef | None) -> dict[str, object] | None:
    if ticket is None:
        return None
    return {"system": ticket.system, "key": ticket.key, "url": ticket.url, "action": ticket.action}


def _timings(timings: Timings) -> dict[str, object]:
    return {
        "total_s": round(timings.total_s, 3),
        "device_s": round(timings.device_s, 3),
        "parse_s": round(timings.parse_s, 3),
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text["en"], "sv": text["sv"]}


def instant(at: datetime) -> str:
    """2026-11-22T09:12:03Z: a point in time as every document and ticket writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
