"""What stands behind "Show proof": the device's own lines and all that the verdict rests on, for the one who asks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from bot.card import DiagnosisCard
from bot.channels.talk import texts
from bot.channels.talk.shown import SIGNS, check_line, exhibits, locked
from bot.channels.teams import texts as own
from bot.channels.teams.cards import (
    HEADLINE,
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
    said,
    under,
)

MOST_RAW: Final = 6000  # bytes of raw output in all; the whole of it stands in the console
_LONGEST: Final = 400  # of one line
_MOST_PROOFS: Final = 6
_LIST: Final = 1800


def details(card: DiagnosisCard, request_id: str, *, console: str | None = None) -> Content:
    """What could not be read stands before what was ruled out, and neither is folded away."""
    labels, language = card.labels, card.language
    rows = [button("back", own.BACK[language], request_id)]
    proofs, whole = _proofs(card)
    if console:
        rows.append(link(texts.CONSOLE[language], f"{console}/r/{request_id}/proof"))
    parts: list[Element | None] = [
        block(run(f"{SIGNS[card.kind]} {inert(card.headline, HEADLINE)}", HEADLINE + 20, weight="Bolder")),
        labelled(labels.exactly, card.exactly),
        *proofs,
        labelled(labels.found, card.found),
        *_list(labels.also, card.also, labels.more),
        *_list(labels.checks, map(check_line, card.checks), labels.more),
        *_list(labels.not_checked, card.not_checked, labels.more),
        *_list(labels.ruled_out, (*card.ruled_out, *card.ruled_out_more), labels.more),
        *_list(labels.would_change, card.would_change, labels.more),
        said(texts.WHOLE[language].format(id=request_id)) if not whole and not console else None,
        actions(rows),
    ]
    return Content(summary=inert(locked(card), HEADLINE), card=adaptive(language, parts))


def _proofs(card: DiagnosisCard) -> tuple[list[Element], bool]:
    """And whether that is all of it."""
    labels = card.labels
    blocks: list[Element] = []
    shown = exhibits(card, most=_MOST_PROOFS, room=MOST_RAW, line=lambda line: raw(line, _LONGEST) or "–", cost=_cost)
    for one in shown:
        blocks.append(proof_line(one.proof))
        if one.lines:
            items = [block(exact(line, fontType="Monospace", size="Small"), spacing="None") for line in one.lines]
            blocks.append({"type": "Container", "style": "emphasis", "items": items})
        if one.left_out:
            blocks.append(_more(card, one.left_out))
    further = len(card.proof) - len(shown)
    if further:
        blocks.append(_more(card, further))
    whole = not further and not any(one.left_out for one in shown)
    return under(labels.proof, blocks or [block(run(labels.nothing_read, 200, isSubtle=True))]), whole


def _more(card: DiagnosisCard, count: int) -> Element:
    return block(run(card.labels.more.format(count=count), 100, isSubtle=True))


def _cost(line: str) -> int:
    """Bytes of a line with the block that it stands in."""
    return len(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace")) + 150


def _list(label: str, items: Iterable[str], more: str) -> list[Element]:
    return under(label, listed(items, more, _LIST))
