"""A card as text of 80 columns: labels in a column of their own, understandable without colour and without Unicode."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from bot.card import CheckLine, DiagnosisCard, Kind, Proof
from bot.channels.terminal.screen import plain

_INDENT: Final = "  "
_COLUMN: Final = 14
_MOST_PROOFS, _MOST_LINES = 2, 3  # the rest is counted; all of it stands in the JSON document
_SIGNS: Final[dict[Kind, tuple[str, str]]] = {
    "fault": ("✖", "[X]"),
    "likely": ("▲", "[!]"),
    "cleared": ("✔", "[OK]"),
    "unknown": ("?", "[?]"),
    "question": ("?", "[?]"),
    "told": ("»", "[i]"),
}
_PASSED: Final[dict[bool | None, Kind]] = {True: "cleared", False: "fault", None: "unknown"}
_COLOURS: Final[dict[Kind, str]] = {
    "fault": "1;31", "likely": "1;33", "cleared": "1;32", "unknown": "1;35", "question": "1;36", "told": "1;36",
}  # fmt: skip
_QUOTES: Final = {"sv": "””", "en": "“”"}
# A word and the number or name that belongs to it never part: "avd 12", "uttag A2-114-2", "rum 214".
_TOGETHER: Final = re.compile(
    r"\b(avd|rum|uttag|port|hus|plan|ward|room|jack|floor|building|switch) (?=\S*\d)", re.IGNORECASE
)


def render(card: DiagnosisCard, *, width: int = 80, colour: bool, unicode: bool) -> str:
    """The card as lines of at most `width` columns, ending with a newline. Pure: the same card, the same text."""
    page = _Page(width=width, colour=colour, unicode=unicode)
    page.top(card)
    if card.kind == "question":
        page.question(card)
    else:
        page.script(card)
        page.grounds(card)
    return page.text()


class _Page:
    """Lines in the making."""

    def __init__(self, *, width: int, colour: bool, unicode: bool) -> None:
        self._width, self._colour, self._unicode = width, colour, unicode
        self._lines: list[str] = []

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._lines).rstrip() + "\n"

    def top(self, card: DiagnosisCard) -> None:
        """How sure, what happened, who is hit."""
        title = f"{self._sign(card.kind)} {card.outcome.upper()}"
        self._lines.append(self._painted(title, _COLOURS[card.kind]) + (f"  {card.at}" if card.at else ""))
        self._lines += [_INDENT + self._painted(line, "1") for line in self._wrapped(card.headline, len(_INDENT))]
        self._paragraph(card.hit)
        self._lines.append("")

    def question(self, card: DiagnosisCard) -> None:
        """What to choose from, and how to answer."""
        self._part(card.labels.choices, card.choices, numbered=True)
        if card.choices:
            self._lines.append("")
        self._paragraph(card.choose)

    def script(self, card: DiagnosisCard) -> None:
        """The order of the call: say, ask, the guard before step 1, the steps, the owner, the ticket."""
        labels, quotes = card.labels, _QUOTES[card.language]
        self._part(labels.say, [f"{quotes[0]}{card.say}{quotes[1]}"] if card.say else [])
        self._part(labels.ask, [card.ask] if card.ask else [])
        self._part(labels.first, [card.guard] if card.guard else [], mark="+ ", colour="1")
        self._part(labels.do, card.do, numbered=True)
        self._part(labels.owner, [card.owner] if card.owner else [])
        if card.ticket:
            self._part(labels.ticket, [card.ticket.text, card.ticket.url or ""])

    def grounds(self, card: DiagnosisCard) -> None:
        """What the verdict stands on, and what it does not."""
        labels = card.labels
        if card.rests_on_reading:
            self._put(labels.proof, self._proof(card.proof, labels.more) or [labels.nothing_read])
        self._part(labels.exactly, [card.exactly] if card.exactly else [])
        self._part(labels.found, [card.found] if card.found else [])
        self._part(labels.also, card.also)
        self._checks(labels.checks, card.checks)
        self._part(labels.not_checked, card.not_checked)
        self._part(labels.ruled_out, card.ruled_out)
        self._part(labels.would_change, card.would_change)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _proof(self, proofs: Sequence[Proof], more: str) -> list[str]:
        """Command, decisive value with device and time, and the device's own lines."""
        body: list[str] = []
        shown: list[Proof] = []
        for proof in proofs[:_MOST_PROOFS]:
            value = f"{proof.field}: {proof.value}" if proof.field else proof.value
            if all(one.command != proof.command for one in shown):
                body += self._wrapped(proof.command, _COLUMN)
            body += self._wrapped(f"{value}  ({proof.device}, {proof.at})", _COLUMN)
            if all(one.lines != proof.lines for one in shown):  # two values of one line are proven by it once
                body += [part for line in proof.lines[:_MOST_LINES] for part in self._raw(line)]
                if len(proof.lines) > _MOST_LINES:
                    body.append("| " + more.format(count=len(proof.lines) - _MOST_LINES))
            shown.append(proof)
        if len(proofs) > _MOST_PROOFS:
            body.append(more.format(count=len(proofs) - _MOST_PROOFS))
        return body

    def _raw(self, line: str) -> list[str]:
        """A device's line as it stands. Too wide a one closes up its blanks, and wraps before anything is cut off."""
        room = self._width - _COLUMN - 2
        text = plain(line, unicode=self._unicode).rstrip()
        if len(text) > room:
            text = re.sub(r" {3,}", "  ", text.strip())
        return [f"| {part}" for part in textwrap.wrap(text, room, break_on_hyphens=False)]

    def _checks(self, label: str, checks: Sequence[CheckLine]) -> None:
        marks = [self._sign(_PASSED[check.passed]) for check in checks]
        widest = max(map(len, marks), default=0)
        body = [
            line
            for mark, check in zip(marks, checks, strict=True)
            for line in self._hanging(mark.ljust(widest + 1), check.text)
        ]
        self._put(label, body)

    def _part(
        self, label: str, items: Iterable[str], *, numbered: bool = False, mark: str = "", colour: str | None = None
    ) -> None:
        """A label with its items beside it."""
        body = [
            self._painted(line, colour)
            for number, item in enumerate(items, start=1)
            for line in self._hanging(f"{number}. " if numbered else mark, item)
        ]
        self._put(label, body)

    def _hanging(self, mark: str, text: str) -> list[str]:
        """What hangs over stands below the words, not below their number or sign."""
        lines = self._wrapped(text, _COLUMN + len(mark))
        return [(" " * len(mark) if at else mark) + line for at, line in enumerate(lines)]

    def _put(self, label: str, body: Sequence[str]) -> None:
        """A label too long for its column stands on a line of its own."""
        if not body:
            return
        head = f"{_INDENT}{label}"
        if len(head) < _COLUMN:
            self._lines.append(head.ljust(_COLUMN) + body[0])
            body = body[1:]
        else:
            self._lines.append(head)
        self._lines += [" " * _COLUMN + line for line in body]

    def _paragraph(self, text: str | None) -> None:
        self._lines += [_INDENT + line for line in self._wrapped(text or "", len(_INDENT))]

    def _wrapped(self, text: str, indent: int) -> list[str]:
        """Words in lines. Names never break at their hyphens; one that is wider than the screen has to."""
        joined = _TOGETHER.sub("\\1\u00a0", plain(text, unicode=True))
        lines = textwrap.wrap(joined, self._width - indent, break_on_hyphens=False, fix_sentence_endings=False)
        return [plain(line, unicode=self._unicode).replace("\u00a0", " ") for line in lines]

    def _sign(self, kind: Kind) -> str:
        return _SIGNS[kind][0 if self._unicode else 1]

    def _painted(self, text: str, colour: str | None) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colour and colour else text
