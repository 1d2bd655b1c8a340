"""Every rule asked at its place: what is found, root first, what is ruled out, what may hide in an unread answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.diagnosis.evidence import evidence_of
from bot.diagnosis.expressions import Expression
from bot.diagnosis.runbook import LANGUAGES, Investigation, Part, Rule, Runbook, Sentences
from bot.diagnosis.scene import Scene
from bot.diagnosis.texts import Phrase
from bot.diagnosis.truths import UNKNOWN, Proof
from bot.model import Case, Check, Observation, RuledOut, Text

_OF_ONE_LINE: Final = {"cable", "uplink"}  # themes of runbooks that speak of the cable at one port
_FAULTS: Final = frozenset({"critical", "warning"})
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


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the rules came to, root first, as seen from the target.

    A doubt is a fault that may be there for all that could be read: its code, and the answers that would have told.
    """

    target: Scene
    hits: list[Hit]
    ruled_out: tuple[RuledOut, ...]
    doubts: Mapping[str, Sequence[Observation]]

    @property
    def root(self) -> Hit | None:
        first = self.hits[0] if self.hits else None
        return first if first and not first.beside and first.rule.severity in {*_FAULTS, "unknown"} else None


def limits_of(book: Runbook | Investigation, case: Case) -> Mapping[str, float]:
    """The limits of a runbook with the site's overrides (`runbook.limit`) laid over them."""
    return {name: case.limits.get(f"{book.name}.{name}", value) for name, value in book.limits.items()}


def with_checks(acts: Sequence[Act], checks: Sequence[Check], doubts: int = 0) -> list[Act]:
    """The same acts, where the rules at the target may also speak of how its checks went."""
    target = acts[0].scene
    session = replace(
        target.session,
        checks_unread=sum(check.passed is None for check in checks) + doubts,
        checks_failed=sum(check.passed is False for check in checks),
    )
    return [Act(part=acts[0].part, scene=replace(target, memo={}, session=session)), *acts[1:]]


def judge(investigation: Investigation, acts: Sequence[Act], whole: bool) -> Judged:
    """Every rule of every runbook at its place: true ones, false ones with words for being ruled out, and doubts."""
    hits: dict[tuple[str, str, str | None], Hit] = {}
    out: dict[str, RuledOut] = {}
    open_codes: set[str] = set()  # a rule of the code could not be told, so the code is not ruled out
    doubts: dict[str, list[Observation]] = {}
    for act in acts:
        scene, reached = act.scene, act.scene.session.failure == "none"
        for book in act.part.runbooks:
            limits, beside = limits_of(book, scene.case), book.name in investigation.beside
            for rule in book.rules:
                value = rule.when.value(scene, book.facts, limits)
                if value is UNKNOWN:
                    open_codes.add(rule.code)
                    unread = [one for read in _spoken_of(rule, book) if (one := scene.fell_through(read))]
                    if unread and rule.severity in _FAULTS and not beside:
                        doubts.setdefault(rule.code, []).extend(unread)
                elif value:
                    proof = rule.when.proof(scene, book.facts, limits)
                    hit = Hit(rule=rule, book=book, scene=scene, proof=proof, order=len(hits), beside=beside)
                    # A code's first rule is its surest; and a port that was asked about may be its switch's uplink too.
                    hits.setdefault((rule.code, scene.device.name, scene.interface), hit)
                elif whole and reached and rule.otherwise and rule.code not in out:
                    proof = rule.when.proof(scene, book.facts, limits)
                    because = filled(rule.otherwise, scene, book.facts, limits, proof, book.phrases)
                    out[rule.code] = RuledOut(
                        code=rule.code, because=because, evidence=evidence_of(proof), theme=book.theme,
                        news=all(scene.state(read) == "read" for read in _spoken_of(rule, book)),
                    )  # fmt: skip
    found = {code for code, _, _ in hits}
    return Judged(
        target=acts[0].scene,
        hits=_rooted(list(hits.values())),
        ruled_out=tuple(one for code, one in out.items() if code not in found and code not in open_codes),
        doubts=doubts,
    )


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
    if any(hit.rule.severity in _FAULTS and not hit.beside for hit in hits):
        hits = [hit for hit in hits if hit.rule.severity != "unknown" or _from_elsewhere(hit, hits)]

    def place(hit: Hit) -> tuple[int, int, int]:
        return (2 if hit.beside else 1 if cause_of(hit, hits) else 0, _RANK[hit.rule.severity], hit.order)

    return sorted(hits, key=place)


def cause_of(hit: Hit, hits: list[Hit]) -> str | None:
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
        hit.rule.code in other.rule.explains and other.scene.place != hit.scene.place and other.rule.severity in _FAULTS
        for other in hits
    )


def filled(
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
