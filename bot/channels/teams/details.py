"""What stands behind "Show proof": the device's own lines and all that the verdict rests on, for the one who asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from bot.card import CheckLine, DiagnosisCard, Proof
from bot.channels.talk import texts
from bot.channels.teams import texts as own
from bot.channels.teams.cards import (
    HEADLINE,
    SIGNS,
    Content,
    Element,
    actions,
    adaptive,
    block,
    button,
    exact,
    inert,
    labelled,
    link,
    listed,
    proof_line,
    raw,
    run,
    under,
)

MOST_RAW: Final = 6000  # bytes of raw output in all; the whole of it stands in the console
_LONGEST: Final = 400  # of one line
_MOST_PROOFS: Final = 6
_LIST: Final = 1800
_MARKS: Final = {True: SIGNS["cleared"], False: SIGNS["fault"], None: SIGNS["unknown"]}


def details(card: DiagnosisCard, request_id: str, *, console: str | None = None) -> Content:
    """What could not be read stands before what was ruled out, and neither is folded away."""
    labels, language = card.labels, card.language
    rows = [button("back", own.BACK[language], request_id)]
    if console:
        rows.append(link(texts.CONSOLE[language], f"{console}/r/{request_id}/proof"))
    parts: list[Element | None] = [
        block(run(f"{SIGNS[card.kind]} {inert(card.headline, HEADLINE)}", HEADLINE + 20, weight="Bolder")),
        labelled(labels.exactly, card.exactly),
        *_proofs(card),
        labelled(labels.found, card.found),
        *_list(labels.also, card.also, labels.more),
        *_list(labels.checks, map(_check, card.checks), labels.more),
        *_list(labels.not_checked, card.not_checked, labels.more),
        *_list(labels.ruled_out, (*card.ruled_out, *card.ruled_out_more), labels.more),
        *_list(labels.would_change, card.would_change, labels.more),
        actions(rows),
    ]
    return Content(summary=f"{SIGNS[card.kind]} {inert(card.headline, HEADLINE)}", card=adaptive(language, parts))


def _proofs(card: DiagnosisCard) -> list[Element]:
    labels = card.labels
    lines: list[Element] = []
    room = MOST_RAW
    for proof in card.proof[:_MOST_PROOFS]:
        lines.append(proof_line(proof))
        kept, left_out = _kept(proof, room)
        room -= sum(map(_cost, kept))
        if kept:
            items: list[Element] = [
                block(exact(one, fontType="Monospace", size="Small"), spacing="None") for one in kept
            ]
            lines.append({"type": "Container", "style": "emphasis", "items": items})
        if left_out:
            lines.append(block(run(labels.more.format(count=left_out), 100, isSubtle=True)))
    if len(card.proof) > _MOST_PROOFS:
        left = labels.more.format(count=len(card.proof) - _MOST_PROOFS)
        lines.append(block(run(left, 100, isSubtle=True)))
    return under(labels.proof, lines or [block(run(labels.nothing_read, 200, isSubtle=True))])


def _kept(proof: Proof, room: int) -> tuple[list[str], int]:
    """As many whole lines as have room, columns kept apart, and how many have not."""
    taken: list[str] = []
    for line in proof.lines:
        kept = raw(line, _LONGEST) or "–"
        if _cost(kept) > room:
            break
        taken.append(kept)
        room -= _cost(kept)
    return taken, len(proof.lines) - len(taken)


def _cost(line: str) -> int:
    """Bytes of a line with the block that it stands in."""
    return len(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace")) + 150


def _check(check: CheckLine) -> str:
    return f"{_MARKS[check.passed]} {check.text}"


def _list(label: str, items: Iterable[str], more: str) -> list[Element]:
    return under(label, listed(items, more, _LIST))
