"""The runbooks as pages: what each finds, what it asks with which exact commands, and whether its advice helped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.frame import Frame
from bot.channels.web.render import names
from bot.channels.web.texts import TEXTS
from bot.diagnosis.places import place_and_read
from bot.diagnosis.runbook import Library, Rule, Runbook, Step
from bot.model import Language
from bot.model.people import Allowed, Tally
from parsers.platform import Platform, load_platform, platforms

_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_TITLES: Final = {  # a platform of a site's own goes by its name
    "arista_eos": "Arista EOS",
    "aruba_aoscx": "Aruba AOS-CX",
    "cisco_ap": "Cisco AP",
    "cisco_ios": "Cisco IOS",
    "cisco_nxos": "Cisco NX-OS",
    "cisco_wlc": "Cisco Catalyst 9800",
    "cisco_xe": "Cisco IOS XE",
    "hp_procurve": "HP ProCurve",
    "juniper_junos": "Juniper Junos",
}
# A {name} that the reader of a page cannot see filled: what it stands for.
_STANDS_FOR: Final[Mapping[Language, Mapping[str, str]]] = {
    "sv": {"device": "switchen", "port": "porten", "place": "uttaget", "target": "det som frågan gäller"},
    "en": {"device": "the switch", "port": "the port", "place": "the jack", "target": "what was asked about"},
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a runbook can find, in the reader's language."""

    code: str
    severity: str
    headline: Markup
    says: Markup
    say: Markup
    ask: Markup
    do: tuple[Markup, ...]
    owner: Markup
    unlike: Markup | None  # what is told when it is definitely not so
    machine: str  # the condition as it stands in the file
    tally: Tally | None  # None: nobody has got this answer yet


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that is read, and with which lines; none where the platform does not have it."""

    words: str
    place: str  # "" where the question itself is about
    lines: tuple[str, ...]
    twice_s: int  # seconds to the second reading; 0: read once


@dataclass(frozen=True, kw_only=True)
class On:
    """What is asked of one platform."""

    title: str
    asked: tuple[Asked, ...]
    missing: int  # readings that the platform does not have


class RunbookPages:
    """List and single runbook of one service."""

    def __init__(self, frame: Frame, library: Library) -> None:
        self._frame = frame
        self._library = library

    def routes(self) -> list[Route]:
        return [Route("/runbooks", self.every), Route("/runbooks/{name}", self.one)]

    async def every(self, request: Request) -> Response:
        """All runbooks by what they are asked about, in the order in which they are gone through."""
        reader = self._frame.reader(request)
        allowed = await self._frame.border.call(self._frame.door.allowed, reader.person)
        tallies = {one.code: one for one in await self._frame.border.call(self._frame.operations.statistics)}
        groups = [
            (
                title,
                [(book, book.title[reader.language].template, _sum(book, self._own(book, tallies))) for book in books],
            )
            for title, books in _groups(self._library, reader.language, allowed)
        ]
        return await self._frame.page(request, "runbooks.html", reader, groups=groups)

    def _own(self, book: Runbook, tallies: Mapping[str, Tally]) -> Mapping[str, Tally]:
        """Those of the findings that no runbook before this one has: what is said of them is told once in the list."""
        return {code: one for code, one in tallies.items() if runbook_of(self._library, code) == book.name}

    async def one(self, request: Request) -> Response:
        """One runbook, whole."""
        reader = self._frame.reader(request)
        book = self._library.runbooks.get(request.path_params["name"])
        if book is None:
            raise HTTPException(404)
        language = reader.language
        tallies = {one.code: one for one in await self._frame.border.call(self._frame.operations.statistics)}
        asked, without = _platforms(self._library, book, language)
        return await self._frame.page(
            request, "runbook.html", reader,
            book=book, title=book.title[language].template,
            owner=TEXTS[language].get(f"group_{book.owner}", book.owner),
            findings=[_finding(rule, language, tallies.get(rule.code)) for rule in book.rules],
            asked=asked, without=without, limits=book.limits, total=_sum(book, tallies),
            inside=[one.title[language].template for one in self._library.investigations.values()
                    if any(book.name == part.name for each in one.parts for part in each.runbooks)],
        )  # fmt: skip


def runbook_of(library: Library, code: str) -> str | None:
    """The runbook that finds this; None where no single one does."""
    return next((book.name for book in library.runbooks.values() if any(one.code == code for one in book.rules)), None)


def _groups(library: Library, language: Language, allowed: Allowed) -> Iterator[tuple[str, Sequence[Runbook]]]:
    """A runbook that several investigations ask stands in each of them."""
    for name, one in library.investigations.items():
        if allowed.investigations is not None and name not in allowed.investigations:
            continue
        books = {book.name: book for part in one.parts for book in part.runbooks}
        yield one.title[language].template, list(books.values())


def _sum(book: Runbook, tallies: Mapping[str, Tally]) -> Tally | None:
    """All findings of a runbook together; None where none of them was ever an answer."""
    found = [tallies[code] for code in dict.fromkeys(rule.code for rule in book.rules) if code in tallies]
    if not found:
        return None
    return Tally(
        code=book.name,
        asked=sum(one.asked for one in found),
        helped=sum(one.helped for one in found),
        not_helped=sum(one.not_helped for one in found),
        escalated=sum(one.escalated for one in found),
    )


def _finding(rule: Rule, language: Language, tally: Tally | None) -> Finding:
    def said(part: str) -> Markup:
        return _told(rule.script[part][language].template, language)

    return Finding(
        code=rule.code,
        severity=rule.severity,
        headline=said("headline"),
        says=_told(rule.says[language].template, language),
        say=said("say"),
        ask=said("ask"),
        do=tuple(_told(one.text[language].template, language) for one in rule.do),
        owner=said("owner"),
        unlike=_told(rule.otherwise[language].template, language) if rule.otherwise else None,
        machine=rule.when.source,
        tally=tally,
    )


def _told(template: str, language: Language) -> Markup:
    """The sentence with what will be filled in shown as what it is."""
    made, end = Markup(""), 0
    for hole in _HOLE.finditer(template):
        made += names(template[end : hole.start()])
        name = hole[1]
        words = _STANDS_FOR[language].get(name) or name.rpartition(".")[2].replace("_", " ")
        made += Markup('<i class="hole">{}</i>').format(words)
        end = hole.end()
    made += names(template[end:])
    return made[:1].upper() + made[1:] if made[:1].isalpha() else made


def _platforms(library: Library, book: Runbook, language: Language) -> tuple[list[On], list[str]]:
    """Platforms that can be asked something of it, the most complete first, and the titles of those that cannot."""
    found = []
    for name in platforms():
        platform = load_platform(name)
        asked = tuple(_asked(library, platform, step, language) for step in _steps(book))
        missing = sum(not one.lines for one in asked)
        found.append(On(title=_TITLES.get(name, name), asked=asked, missing=missing))
    # a clock and a log have all; a platform that has little more is one of another kind
    able = [one for one in found if one.missing <= len(one.asked) / 2]
    return sorted(able, key=lambda one: (one.missing, one.title)), [one.title for one in found if one not in able]


def _steps(book: Runbook) -> Sequence[Step]:
    """Each reading once; one that is read again later is told as read twice."""
    steps: dict[str, Step] = {}
    for step in book.steps:
        if step.read not in steps or step.samples > steps[step.read].samples:
            steps[step.read] = step
    return list(steps.values())


def _asked(library: Library, platform: Platform, step: Step, language: Language) -> Asked:
    place, read = place_and_read(step.read)
    return Asked(
        words=library.reads[read][language],
        place=TEXTS[language][f"place_{place}"] if place else "",
        lines=tuple(dict.fromkeys(form.line for form in platform.forms(read) if form.sent)),
        twice_s=round(step.every_s) if step.samples > 1 else 0,
    )
