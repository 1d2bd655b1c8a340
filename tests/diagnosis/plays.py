"""What the tests of the heart share: the shipped library, its cases, and small libraries written in place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import cast

from bot.desk.library import case_documents, load_library
from bot.diagnosis.advance import advance
from bot.diagnosis.cases import Played, play
from bot.diagnosis.runbook import Investigation, Library, Runbook, load_investigation, load_runbook
from bot.model import Case, Diagnosis, Observation, ReadRequest
from parsers.document import Node, parse_document
from parsers.reads import READS

WORDS = ("says", "headline", "say", "ask", "owner")


@cache
def shipped() -> Library:
    return load_library()


@cache
def baselines() -> Mapping[str, Node]:
    return {name: node for name, _, node in case_documents() if node is not None}


def shipped_cases() -> Iterator[tuple[Node, Node]]:
    """Every cases.yaml with each of its cases."""
    for _, document, _ in case_documents():
        for one in document["cases"].list():
            yield document, one


def played(case: str, library: Library | None = None) -> Played:
    """Play one case written in the language of cases.yaml, in flow style: `like: healthy, given: {...}`."""
    text = f"investigation: wired-port\ncases:\n  - {{case: x, finds: [], {case}}}\n"
    document = parse_document(text, "cases.yaml")
    return play(library or shipped(), document, document["cases"].list()[0], baselines())


def to_the_end(case: Case, seen: Sequence[Observation], library: Library) -> Diagnosis:
    """Go on from what was seen; whatever is asked for beyond it cannot be read."""
    told = list(seen)
    while True:
        step = advance(case, told, library)
        if isinstance(step, Diagnosis):
            return step
        told += [unreadable(one) for one in step.requests]


def unreadable(request: ReadRequest) -> Observation:
    at = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC)
    return Observation(
        device=request.device, read=request.read, place=request.place, parameters=request.parameters,
        sample=request.sample, command=f"(case) {request.read}", at=at, failure="parse_failed",
        reason="nobody can read this",
    )  # fmt: skip


# --- small libraries, written where they are used ---------------------------------------------------------------------


def rule(code: str, when: str, **more: object) -> dict[str, object]:
    """A rule with words for everything; `more` lays keys over it."""
    words = {key: f"{code} {key}" for key in WORDS}
    return {"code": code, "when": when, "severity": "critical", **words, "do": ["Send the ticket."], **more}


def runbook_texts(name: str, rules: Sequence[Mapping[str, object]], **more: object) -> tuple[str, str]:
    """runbook.yaml and sv.yaml as text; the Swedish words are the English ones with `sv` before them."""
    book = {"runbook": name, "title": name, "owner": "LAN", "steps": [{"read": "port"}], **more}
    book["rules"] = {f"r{number}": one for number, one in enumerate(rules)}
    swedish: dict[str, object] = {"title": f"sv {name}"}
    swedish["rules"] = {f"r{number}": _swedish(one) for number, one in enumerate(rules)}
    return json.dumps(book, indent=1), json.dumps(swedish, indent=1)


def _swedish(one: Mapping[str, object]) -> dict[str, object]:
    texts: dict[str, object] = {key: f"sv {one[key]}" for key in (*WORDS, "otherwise") if key in one}
    steps = one["do"]
    assert isinstance(steps, list)
    texts["do"] = [f"sv {step if isinstance(step, str) else next(iter(step.values()))}" for step in steps]
    return texts


def runbook(name: str, *rules: Mapping[str, object], **more: object) -> Runbook:
    english, swedish = runbook_texts(name, rules, **more)
    return load_runbook(parse_document(english, f"{name}/runbook.yaml"), parse_document(swedish, f"{name}/sv.yaml"))


def library(
    *books: Runbook,
    checks: Mapping[str, Mapping[str, str]],
    beside: Sequence[str] = (),
    words: Sequence[str] = (),
    also: Sequence[Mapping[str, object]] = (),
) -> Library:
    """A library with one investigation, `wired-port`, so that cases with the shipped baselines can be played.

    Books that a part of `also` names are applied there, all others at the target.
    """
    elsewhere = {name for part in also for name in cast(list[str], part["runbooks"])}
    here = [book.name for book in books if book.name not in elsewhere]
    cleared = {key: f"cleared {key}" for key in (*WORDS, "do")}
    english = {
        "investigation": "wired-port", "about": "port", "title": "t", "runbooks": here, "beside": list(beside),
        "also": list(also), "checks": checks, "cleared": cleared,
        "guard": {"words": list(words), "fields": ["port.name"]},
    }  # fmt: skip
    swedish = {"title": "t", "checks": {name: one["says"] for name, one in checks.items()}, "cleared": cleared}
    known = {book.name: book for book in books}
    made: Investigation = load_investigation(
        parse_document(json.dumps(english, indent=1), "wired-port/investigation.yaml"),
        parse_document(json.dumps(swedish, indent=1), "wired-port/sv.yaml"),
        known,
    )
    reads = {name: {"en": f"the {name}", "sv": f"sv {name}"} for name in READS}
    return Library(runbooks=known, investigations={"wired-port": made}, reads=reads)  # type: ignore[arg-type]
