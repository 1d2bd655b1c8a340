"""From what was seen to a verdict: findings with proof, root first, ruled out, not checked, what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from bot.diagnosis.evidence import evidence_of
from bot.diagnosis.judge import Act, Hit, cause_of, filled, judge, limits_of, with_checks
from bot.diagnosis.remarks import not_checked, would_change
from bot.diagnosis.runbook import Advice, Investigation, Library, Sentences
from bot.diagnosis.scene import Scene
from bot.diagnosis.truths import UNKNOWN, Proof
from bot.model import Check, Diagnosis, Finding, Guard, Outcome, Script, Text

_Fill = Callable[[Sentences], Text]


def conclude(investigation: Investigation, acts: Sequence[Act], library: Library, *, whole: bool = True) -> Diagnosis:
    """What can be said from these observations. The same ones always give the same diagnosis.

    The first act is the target's. A place that could not be reached is neither ruled out nor called healthy.
    `whole=False` leaves out what is ruled out, for a verdict on the way to which more will be read.
    """
    target = acts[0].scene
    reached = target.session.failure == "none"
    checks = _checks(investigation, target) if reached else ()
    judged = judge(investigation, with_checks(acts, checks), whole)
    well = judged.root is None and reached and all(check.passed for check in checks)
    if well and judged.doubts:  # "could not tell" is a finding of its own, so it is judged with the doubts in mind
        judged = judge(investigation, with_checks(acts, checks, len(judged.doubts)), whole)
    hits, root, told = judged.hits, judged.root, judged.target
    guarded = _guarded(investigation, told)
    findings = tuple(_finding(hit, hits, guarded) for hit in hits)
    ruled_out = judged.ruled_out
    missing = not_checked([act.scene for act in acts], library.reads)
    if well and not judged.doubts:
        healthy = _cleared(investigation, told, checks)
        return Diagnosis(
            outcome="cleared", root_cause="NO_FAULT", severity="ok", findings=(healthy, *findings), ruled_out=ruled_out,
            not_checked=missing, checks=checks, script=healthy.script,
        )  # fmt: skip
    if root is None:  # nothing that was read explains it, and the rules have no word for that yet
        return Diagnosis(
            outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown", findings=findings, ruled_out=ruled_out,
            not_checked=missing, checks=checks,
        )  # fmt: skip
    outcome: Outcome = "proven" if root.rule.confidence == "high" else "likely"
    if root.rule.severity == "unknown":
        outcome = "unknown"
    return Diagnosis(
        outcome=outcome,
        root_cause=root.rule.code,
        severity=root.rule.severity,
        findings=findings,
        ruled_out=ruled_out,
        not_checked=missing,
        checks=checks,
        would_change=would_change(outcome, findings[0], _sure(root), told, judged.doubts, library.reads),
        script=findings[0].script,
        guard=_guard(root.rule.do, guarded),
    )


def _checks(investigation: Investigation, scene: Scene) -> tuple[Check, ...]:
    limits = limits_of(investigation, scene.case)
    checks = []
    for rule in investigation.checks:
        if rule.only_if and rule.only_if.value(scene, investigation.facts, limits) is False:
            continue
        value = rule.when.value(scene, investigation.facts, limits)
        proof = rule.when.proof(scene, investigation.facts, limits)
        passed = None if value is UNKNOWN else bool(value)
        text = filled(rule.says, scene, investigation.facts, limits, proof)
        checks.append(Check(name=rule.name, passed=passed, text=text, evidence=evidence_of(proof)))
    return tuple(checks)


def _finding(hit: Hit, hits: list[Hit], guarded: bool) -> Finding:
    rule, scene, facts, limits = hit.rule, hit.scene, hit.book.facts, limits_of(hit.book, hit.scene.case)

    def fill(sentences: Sentences) -> Text:
        return filled(sentences, scene, facts, limits, hit.proof, hit.book.phrases)

    steps = tuple(fill(step.text) for step in rule.do if not (guarded and step.hands))
    return Finding(
        code=rule.code,
        severity=rule.severity,
        confidence=rule.confidence,
        device=scene.device.name,
        component=_component(scene) or _only_port(hit.proof),
        summary=fill(rule.says),
        evidence=evidence_of(hit.proof),
        advice=steps,
        escalate_to=rule.escalate,
        try_first=rule.try_first,
        caused_by=cause_of(hit, hits),
        script=_script(rule.script, steps, fill),
    )


def _sure(hit: Hit) -> Text | None:
    """What would make sure of a likely cause, in its runbook's words."""
    if hit.rule.sure is None:
        return None
    limits = limits_of(hit.book, hit.scene.case)
    return filled(hit.rule.sure, hit.scene, hit.book.facts, limits, hit.proof, hit.book.phrases)


def _component(scene: Scene) -> str | None:
    """What of the device it is about: the port, else the access point or client that its controller was asked for."""
    target = scene.case.target
    return scene.interface or (target.client or target.ap or target.wlan if scene.place == "target" else None)


def _only_port(proof: tuple[Proof, ...]) -> str | None:
    """Where a whole device was asked about: the one port that the proof is of, if it is one."""
    ports: set[str] = set()
    for one in proof:
        record = one.row.record if one.row else None
        named = getattr(record, "interface", None) or getattr(record, "interfaces", ())
        ports.update([named] if isinstance(named, str) else named or ())
    return ports.pop() if len(ports) == 1 else None


def _cleared(investigation: Investigation, scene: Scene, checks: tuple[Check, ...]) -> Finding:
    limits = limits_of(investigation, scene.case)

    def fill(sentences: Sentences) -> Text:
        return filled(sentences, scene, investigation.facts, limits, ())

    steps = (fill(investigation.cleared["do"]),)
    return Finding(
        code="NO_FAULT",
        severity="ok",
        confidence="high",
        device=scene.device.name,
        component=_component(scene),
        summary=fill(investigation.cleared["says"]),
        evidence=tuple(dict.fromkeys(one for check in checks for one in check.evidence if one.lines)),
        advice=steps,
        escalate_to=None,
        script=_script(investigation.cleared, steps, fill),
    )


def _script(words: Mapping[str, Sentences], steps: tuple[Text, ...], fill: _Fill) -> Script:
    return Script(
        headline=fill(words["headline"]),
        say=fill(words["say"]),
        ask=fill(words["ask"]),
        owner=fill(words["owner"]),
        do=steps,
    )


def _guarded(investigation: Investigation, scene: Scene) -> bool:
    """Is medical equipment known to sit here: by a tag of the inventory, or by a word on the port."""
    if {"medical", "theatre", "call"} & set(scene.case.tags):
        return True
    for field in investigation.guard_fields:
        value = field.value(scene, {}, {})
        if isinstance(value, str) and any(word in value.casefold() for word in investigation.guard_words):
            return True
    return False


def _guard(steps: tuple[Advice, ...], guarded: bool) -> Guard:
    """In doubt, treat it as medical: wherever hands are asked for, the guard sentence stands before step 1."""
    possible: Literal["possible", "none"] = "possible" if any(step.hands for step in steps) else "none"
    return "known" if guarded else possible
