"""Runbooks and investigations: what is read, which rules there are, what "cleared" rests on. Checked whole at load.

The format is told to its authors in runbooks/README.md. Nothing here touches a file: documents come in parsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast, get_args

from bot.diagnosis.expressions import Expression
from bot.diagnosis.places import PLACES, READ_NAMES, name_at
from bot.diagnosis.schema import Schema
from bot.diagnosis.texts import Phrase, Sentence
from bot.model import About, Confidence, Group, Language, Place, Severity, Theme
from parsers.document import Node, nearest
from parsers.reads import READS

SEVERITIES: Final = ("critical", "warning", "info", "unknown")
CONFIDENCES: Final = ("high", "medium", "low")
GROUPS: Final = ("Field", "Cabling", "LAN", "WiFi", "NAC", "DDI", "WAN", "Fac", "MT", "AV", "SOC", "Client")
LANGUAGES: Final[tuple[Language, ...]] = ("en", "sv")
_SCRIPT: Final = ("headline", "say", "ask", "owner")

Sentences = Mapping[Language, Sentence]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One read of a runbook: asked for when its condition is true or absent; twice where a rate is judged.

    `read` is its name here: `poe`, or `uplink_poe` where the step says `on: uplink`.
    """

    read: str
    when: Expression | None = None
    samples: int = 1
    every_s: float = 0.0
    although_proven: bool = False  # the further samples are taken even where a critical cause is proven


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing to do. `hands`: it touches a cable or a device, so it is never said where medical equipment sits."""

    text: Sentences
    hands: bool


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A fault and its words."""

    name: str
    code: str
    when: Expression
    severity: Severity
    confidence: Confidence
    says: Sentences
    script: Mapping[str, Sentences]  # headline, say, ask, owner
    do: tuple[Advice, ...]
    escalate: Group | None
    try_first: bool  # first line's own steps come first
    explains: tuple[str, ...]  # codes that follow from this one
    otherwise: Sentences | None  # told when the rule is definitely not so
    sure: Sentences | None = None  # what would make a likely cause a certain one


@dataclass(frozen=True, kw_only=True)
class Runbook:
    """A folder of runbooks/: one part of an investigation."""

    name: str
    title: Sentences
    owner: str
    theme: Theme | None  # what is ruled out is told by theme
    steps: tuple[Step, ...]
    facts: Mapping[str, Expression]
    limits: Mapping[str, float]
    phrases: Mapping[str, Phrase]
    rules: tuple[Rule, ...]
    joins: str | None = None  # the investigation that it adds itself to, so that a site need not copy that one
    after: str | None = None  # and behind which of its runbooks; None: at the end


@dataclass(frozen=True, kw_only=True)
class CheckRule:
    """One thing that "cleared" rests on."""

    name: str
    when: Expression
    says: Sentences
    only_if: Expression | None = None  # the check is made only where this is true


@dataclass(frozen=True, kw_only=True)
class Part:
    """Runbooks that are applied at one place, in diagnostic order, when the condition at the target is true."""

    place: Place
    runbooks: tuple[Runbook, ...]
    when: Expression | None = None


@dataclass(frozen=True, kw_only=True)
class Investigation:
    """What makes up the answer for one kind of target: its parts, the target's own first, and what "cleared" rests on.

    Findings of the runbooks in `beside` never become the root cause here: they are told next to it.
    """

    name: str
    about: About
    title: Sentences
    parts: tuple[Part, ...]
    beside: frozenset[str]
    facts: Mapping[str, Expression]
    limits: Mapping[str, float]
    checks: tuple[CheckRule, ...]
    cleared: Mapping[str, Sentences]  # says, headline, say, ask, owner, do
    guard_words: tuple[str, ...]  # a field of guard_fields that holds one of them: medical equipment sits there
    guard_fields: tuple[Expression, ...]


@dataclass(frozen=True, kw_only=True)
class Library:
    """All that is shipped and laid over it, checked. `reads` names each read in plain words."""

    runbooks: Mapping[str, Runbook]
    investigations: Mapping[str, Investigation]
    reads: Mapping[str, Mapping[Language, str]]
    version: str = ""

    def about(self, kind: About) -> Investigation:
        """The investigation that answers for this kind of target."""
        return next(one for one in self.investigations.values() if one.about == kind)


def load_runbook(node: Node, swedish: Node) -> Runbook:
    """Check and load runbook.yaml with its sv.yaml. Raises DocumentError."""
    node.only("runbook", "title", "owner", "theme", "joins", "after", "steps", "facts", "limits", "phrases", "rules")
    swedish.only("title", "phrases", "rules")
    limits = _numbers(node.get("limits"))
    facts, schema = _facts(node.get("facts"), frozenset(limits))
    phrases = _Loader(schema).phrases(node.get("phrases"), swedish)
    loader = _Loader(replace(schema, phrases=frozenset(phrases)))
    steps = tuple(loader.step(one) for one in node["steps"].list())
    sv_rules = swedish["rules"]
    names = node["rules"].keys()
    for name, place in sv_rules.items():
        if name not in names:
            raise place.fail(f"there is no rule '{name}'", nearest(name, names))
    rules = tuple(loader.rule(name, one, sv_rules[name]) for name, one in node["rules"].items())
    title = loader.words(node["title"], swedish["title"])
    theme, joins, after = node.get("theme"), node.get("joins"), node.get("after")
    if after and not joins:
        raise after.fail("'after' says where among the runbooks of an investigation", "Add 'joins: wired-port'.")
    return Runbook(
        name=node["runbook"].text(),
        title=title,
        owner=node["owner"].text(),
        theme=cast(Theme, theme.one_of(list(get_args(Theme)))) if theme else None,
        steps=steps,
        facts=facts,
        limits=limits,
        phrases=phrases,
        rules=rules,
        joins=joins.text() if joins else None,
        after=after.text() if after else None,
    )


def load_investigation(node: Node, swedish: Node, runbooks: Mapping[str, Runbook]) -> Investigation:
    """Check and load investigation.yaml with its sv.yaml. Raises DocumentError."""
    node.only(
        "investigation", "about", "title", "runbooks", "also", "beside", "facts", "limits", "checks", "cleared", "guard"
    )
    swedish.only("title", "checks", "cleared")
    limits = _numbers(node.get("limits"))
    facts, schema = _facts(node.get("facts"), frozenset(limits))
    loader = _Loader(schema)
    named = _chosen(node["runbooks"], runbooks)
    parts = [Part(place="target", runbooks=_joined(node["investigation"].text(), named, runbooks))]
    parts += [loader.part(one, runbooks) for one in _listed(node.get("also"))]
    chosen = [book.name for part in parts for book in part.runbooks]
    beside = frozenset(one.one_of(chosen) for one in _listed(node.get("beside")))
    checks = tuple(loader.check(name, one, swedish["checks"][name]) for name, one in node["checks"].items())
    cleared = {key: loader.words(node["cleared"][key], swedish["cleared"][key]) for key in ("says", "do", *_SCRIPT)}
    guard = node["guard"]
    guard.only("words", "fields")
    return Investigation(
        name=node["investigation"].text(),
        about=cast(About, node["about"].one_of(list(get_args(About)))),
        title=loader.words(node["title"], swedish["title"]),
        parts=tuple(parts),
        beside=beside,
        facts=facts,
        limits=limits,
        checks=checks,
        cleared=cleared,
        guard_words=tuple(one.text() for one in guard["words"].list()),
        guard_fields=tuple(loader.condition(one) for one in guard["fields"].list()),
    )


@dataclass(frozen=True)
class _Loader:
    """Loads parts of one file against the names that it may use."""

    schema: Schema
    seen: dict[str, str] = field(default_factory=dict)

    def condition(self, node: Node) -> Expression:
        text = node.text()
        try:
            return Expression.parse(text, self.schema)
        except ValueError as error:
            raise node.fail(f"in the condition: {error}", "runbooks/README.md tells what may be written.") from None

    def words(self, english: Node, swedish: Node) -> Sentences:
        """The same sentence in both languages, its {names} checked."""
        return {"en": self._sentence(english), "sv": self._sentence(swedish)}

    def _sentence(self, node: Node) -> Sentence:
        try:
            return Sentence.parse(node.text(), self.schema)
        except ValueError as error:
            raise node.fail(
                f"in the text: {error}", "A {name} is a fact, a read.field, port, device or place."
            ) from None

    def phrases(self, node: Node | None, swedish: Node) -> dict[str, Phrase]:
        found: dict[str, Phrase] = {}
        for name, one in node.items() if node else ():
            one.only("when", "says", "otherwise", "unknown")
            other = swedish["phrases"][name]
            other.only("says", "otherwise", "unknown")
            texts = {key: self.words(one[key], other[key]) for key in ("says", "otherwise", "unknown")}
            found[name] = Phrase(when=self.condition(one["when"]), **texts)
        return found

    def check(self, name: str, node: Node, swedish: Node) -> CheckRule:
        node.only("when", "says", "only_if")
        only_if = self.condition(node["only_if"]) if "only_if" in node else None
        when = self.condition(node["when"])
        return CheckRule(name=name, when=when, says=self.words(node["says"], swedish), only_if=only_if)

    def part(self, node: Node, runbooks: Mapping[str, Runbook]) -> Part:
        node.only("on", "runbooks", "when")
        when = node.get("when")
        return Part(
            place=cast(Place, node["on"].one_of(PLACES[1:])), runbooks=_chosen(node["runbooks"], runbooks),
            when=self.condition(when) if when else None,
        )  # fmt: skip

    def step(self, node: Node) -> Step:
        node.only("read", "on", "when", "samples", "every", "although_proven")
        when, place = node.get("when"), node.get("on")
        read = node["read"].one_of(list(READS))
        samples = node.get("samples")
        every = node.get("every")
        if samples and not every:
            raise samples.fail("two samples need the time between them", "Add 'every: 15s'.")
        return Step(
            read=name_at(cast(Place, place.one_of(PLACES[1:])), read) if place else read,
            when=self.condition(when) if when else None,
            samples=int(samples.number()) if samples else 1,
            every_s=_seconds(every) if every else 0.0,
            although_proven=node["although_proven"].truth() if "although_proven" in node else False,
        )

    def rule(self, name: str, node: Node, swedish: Node) -> Rule:
        known = (
            "code",
            "when",
            "severity",
            "confidence",
            "escalate",
            "try_first",
            "explains",
            "says",
            "do",
            "otherwise",
            "sure",
            *_SCRIPT,
        )
        node.only(*known)
        swedish.only("says", "do", "otherwise", "sure", *_SCRIPT)
        code = node["code"].text()
        if code != code.upper() or " " in code:
            raise node["code"].fail(f"'{code}' is not a finding code", "Codes are UPPER_SNAKE.")
        escalate, otherwise, confidence = node.get("escalate"), node.get("otherwise"), node.get("confidence")
        sure = node.get("sure")
        return Rule(
            name=name,
            code=code,
            when=self.condition(node["when"]),
            severity=cast(Severity, node["severity"].one_of(SEVERITIES)),
            confidence=cast(Confidence, confidence.one_of(CONFIDENCES)) if confidence else "high",
            says=self.words(node["says"], swedish["says"]),
            script={key: self.words(node[key], swedish[key]) for key in _SCRIPT},
            do=self._advice(node["do"], swedish["do"]),
            escalate=cast(Group, escalate.one_of(GROUPS)) if escalate else None,
            try_first=node["try_first"].truth() if "try_first" in node else False,
            explains=tuple(one.text() for one in _listed(node.get("explains"))),
            otherwise=self.words(otherwise, swedish["otherwise"]) if otherwise else None,
            sure=self.words(sure, swedish["sure"]) if sure else None,
        )

    def _advice(self, english: Node, swedish: Node) -> tuple[Advice, ...]:
        ours, theirs = english.list(), swedish.list()
        if len(ours) != len(theirs):
            raise swedish.fail(f"{len(theirs)} steps here, {len(ours)} in English", "Write the same steps in both.")
        if not 1 <= len(ours) <= 3:
            raise english.fail(f"{len(ours)} steps", "One to three steps: the reader is on the phone.")
        advice = []
        for one, other in zip(ours, theirs, strict=True):
            hands = isinstance(one.value, Mapping)
            if hands:
                one.only("hands")
            advice.append(Advice(text=self.words(one["hands"] if hands else one, other), hands=hands))
        return tuple(advice)


def _facts(node: Node | None, limits: frozenset[str]) -> tuple[dict[str, Expression], Schema]:
    """Facts may use the ones above them, so each is checked against what stands before it."""
    facts: dict[str, Expression] = {}
    for name, one in node.items() if node else ():
        if name in READ_NAMES or not name.isidentifier():
            raise one.fail(f"'{name}' cannot be the name of a fact", "Take another word; reads have theirs already.")
        facts[name] = _Loader(Schema(frozenset(facts), limits)).condition(one)
    return facts, Schema(frozenset(facts), limits)


def _chosen(node: Node, runbooks: Mapping[str, Runbook]) -> tuple[Runbook, ...]:
    for one in node.list():
        if one.text() not in runbooks:
            raise one.fail(f"there is no runbook '{one.text()}'", nearest(one.text(), list(runbooks)))
    return tuple(runbooks[one.text()] for one in node.list())


def _joined(name: str, named: tuple[Runbook, ...], runbooks: Mapping[str, Runbook]) -> tuple[Runbook, ...]:
    """The runbooks that the investigation names, and those that name it, each in its place."""
    order = list(named)
    for book in runbooks.values():
        if book.joins == name and book not in order:
            places = [number for number, one in enumerate(order) if one.name == book.after]
            order.insert(places[0] + 1 if places else len(order), book)
    return tuple(order)


def _numbers(node: Node | None) -> dict[str, float]:
    return {name: one.number() for name, one in node.items()} if node else {}


def _listed(node: Node | None) -> list[Node]:
    return node.list() if node else []


def _seconds(node: Node) -> float:
    text = node.text()
    if not text.endswith("s") or not text[:-1].isdigit():
        raise node.fail(f"'{text}' is not a time", "Write seconds, for instance 15s.")
    return float(text[:-1])
