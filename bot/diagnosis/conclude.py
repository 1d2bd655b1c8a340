"""From what was seen to a verdict: findings with proof, root first, ruled out, not checked, what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.diagnosis.evidence import evidence_of
from bot.diagnosis.expressions import Expression
from bot.diagnosis.remarks import not_checked, would_change
from bot.diagnosis.runbook import LANGUAGES, Advice, Investigation, Library, Part, Rule, Runbook, Sentences
from bot.diagnosis.scene import Scene
from bot.diagnosis.texts import Phrase
from bot.diagnosis.truths import UNKNOWN, Proof
from bot.model import Case, Check, Diagnosis, Finding, Guard, Outcome, RuledOut, Script, Text

_Fill = Callable[[Sentences], Text]
_OF_ONE_LINE: Final = {"cable", "uplink"}  # themes of runbooks that speak of the cable at one port
_RANK: Final = {"critical": 0, "warning": 1, "unknown": 2, "info": 3}


@dataclass(frozen=True, kw_only=True)
class Act:
    """A part of an investigation that is wanted, and what was seen at its place."""

    part: Part
    scene: Scene


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A rule that is true, and where."""

    rule: Rule
    book: Runbook
    scene: Scene
    proof: tuple[Proof, ...]
    order: int
    beside: bool


def limits_of(book: Runbook | Investigation, case: Case) -> Mapping[str, float]:
    """The limits of a runbook with the site's overrides (`runbook.limit`) laid over them."""
    return {name: case.limits.get(f"{book.name}.{name}", value) for name, value in book.limits.items()}


def conclude(investigation: Investigation, acts: Sequence[Act], library: Library, *, whole: bool = True) -> Diagnosis:
    """What can be said from these observations. The same ones always give the same diagnosis.

    The first act is the target's. A place that could not be reached is neither ruled out nor called healthy.
    `whole=False` leaves out what is ruled out, for a verdict on the way to which more will be read.
    """
    target = acts[0].scene
    reached = target.session.failure == "none"
    checks = _checks(investigation, target) if reached else ()
    told = replace(
        target,
        memo={},
        session=replace(
            target.session,
            checks_unread=sum(check.passed is None for check in checks),
            checks_failed=sum(check.passed is False for check in checks),
        ),
    )
    acts = [Act(part=acts[0].part, scene=told), *acts[1:]]
    hits, ruled_out = _judge(investigation, acts, whole)
    hits = _rooted(hits)
    guarded = _guarded(investigation, told)
    findings = tuple(_finding(hit, hits, guarded) for hit in hits)
    root = (
        hits[0] if hits and not hits[0].beside and hits[0].rule.severity in {"critical", "warning", "unknown"} else None
    )
    missing = not_checked([act.scene for act in acts], library.reads)
    if root is None and reached and all(check.passed for check in checks):
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
        would_change=would_change(outcome, findings[0], _sure(root), told, library.reads),
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
        text = _filled(rule.says, scene, investigation.facts, limits, proof)
        checks.append(Check(name=rule.name, passed=passed, text=text, evidence=evidence_of(proof)))
    return tuple(checks)


def _judge(investigation: Investigation, acts: Sequence[Act], whole: bool) -> tuple[list[Hit], tuple[RuledOut, ...]]:
    """Every rule of every runbook at its place: true ones, and false ones that have words for being ruled out."""
    hits: dict[tuple[str, str], Hit] = {}
    out: dict[str, RuledOut] = {}
    open_codes: set[str] = set()  # a rule of the code could not be told, so the code is not ruled out
    for act in acts:
        scene, reached = act.scene, act.scene.session.failure == "none"
        for book in act.part.runbooks:
            limits = limits_of(book, scene.case)
            for rule in book.rules:
                value = rule.when.value(scene, book.facts, limits)
                if value is UNKNOWN:
                    open_codes.add(rule.code)
                elif value:
                    beside = book.name in investigation.beside
                    proof = rule.when.proof(scene, book.facts, limits)
                    hit = Hit(rule=rule, book=book, scene=scene, proof=proof, order=len(hits), beside=beside)
                    hits.setdefault((rule.code, act.part.place), hit)  # a code's first rule is its surest
                elif whole and reached and rule.otherwise and rule.code not in out:
                    proof = rule.when.proof(scene, book.facts, limits)
                    because = _filled(rule.otherwise, scene, book.facts, limits, proof, book.phrases)
                    out[rule.code] = RuledOut(
                        code=rule.code, because=because, evidence=evidence_of(proof), theme=book.theme,
                        news=all(scene.state(read) == "read" for read in _spoken_of(rule, book)),
                    )  # fmt: skip
    found = {code for code, _ in hits}
    ruled = tuple(one for code, one in out.items() if code not in found and code not in open_codes)
    return list(hits.values()), ruled


def _spoken_of(rule: Rule, book: Runbook) -> frozenset[str]:
    """Every read that a rule rests on, those of its facts too."""
    mentions, names = set(rule.when.mentions), set(rule.when.names)
    while facts := names & book.facts.keys():
        names = set().union(*(book.facts[name].names for name in facts)) - facts
        mentions.update(*(book.facts[name].mentions for name in facts))
    return frozenset(mentions)


def _rooted(hits: list[Hit]) -> list[Hit]:
    """Root causes first by severity and diagnostic order, then consequences, then what stands beside.

    "Could not tell" is told only where no fault was found, or one at another place explains it (the cable of a silent
    switch is cut): what was not read stands under not_checked anyway.
    """
    if any(hit.rule.severity in {"critical", "warning"} and not hit.beside for hit in hits):
        hits = [hit for hit in hits if hit.rule.severity != "unknown" or _from_elsewhere(hit, hits)]

    def place(hit: Hit) -> tuple[int, int, int]:
        return (2 if hit.beside else 1 if _cause(hit, hits) else 0, _RANK[hit.rule.severity], hit.order)

    return sorted(hits, key=place)


def _cause(hit: Hit, hits: list[Hit]) -> str | None:
    """The code of the finding that explains this one: one at the same place before others, then in diagnostic order."""
    found = [other for other in hits if hit.rule.code in other.rule.explains and _bears_on(other, hit)]
    return min(found, key=lambda other: other.scene.place != hit.scene.place).rule.code if found else None


def _bears_on(cause: Hit, hit: Hit) -> bool:
    """Each port of a device has a cable of its own: what ails the one line is not why the other one ails."""
    here, there = cause.scene, hit.scene
    apart = None not in (here.interface, there.interface) and here.interface != there.interface
    return not (cause.book.theme in _OF_ONE_LINE and apart and here.device.name == there.device.name)


def _from_elsewhere(hit: Hit, hits: list[Hit]) -> bool:
    return any(
        hit.rule.code in other.rule.explains
        and other.scene.place != hit.scene.place
        and other.rule.severity in {"critical", "warning"}
        for other in hits
    )


def _finding(hit: Hit, hits: list[Hit], guarded: bool) -> Finding:
    rule, scene, facts, limits = hit.rule, hit.scene, hit.book.facts, limits_of(hit.book, hit.scene.case)

    def fill(sentences: Sentences) -> Text:
        return _filled(sentences, scene, facts, limits, hit.proof, hit.book.phrases)

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
        caused_by=_cause(hit, hits),
        script=_script(rule.script, steps, fill),
    )


def _sure(hit: Hit) -> Text | None:
    """What would make sure of a likely cause, in its runbook's words."""
    if hit.rule.sure is None:
        return None
    limits = limits_of(hit.book, hit.scene.case)
    return _filled(hit.rule.sure, hit.scene, hit.book.facts, limits, hit.proof, hit.book.phrases)


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
        return _filled(sentences, scene, investigation.facts, limits, ())

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


def _filled(
    sentences: Sentences,
    scene: Scene,
    facts: Mapping[str, Expression],
    limits: Mapping[str, float],
    proof: tuple[Proof, ...],
    phrases: Mapping[str, Phrase] | None = None,
) -> Text:
    return {
        language: sentences[language].fill(language, scene, facts, limits, proof, phrases) for language in LANGUAGES
    }


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
