"""What stands behind "Show proof": the device's own lines and all that the verdict rests on, for the one who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.card import DiagnosisCard
from bot.channels.slack import texts as ours
from bot.channels.slack.blocks import Block, bold, inert, listed, plain_text, proof_line, section, under
from bot.channels.talk import texts
from bot.channels.talk.shown import check_line, exhibits, visible

MOST_RAW: Final = 2500  # characters of raw output in all; the whole of it stands in the console
_MOST_PROOFS: Final = 20
_TITLE: Final = 24


def details(card: DiagnosisCard, request_id: str, *, console: str | None = None) -> Block:
    """A modal. What could not be read stands before what was ruled out, and neither is folded away.

    `console` is the address of the console, which shows every raw line.
    """
    labels = card.labels
    blocks = [section(f"*{inert(card.headline, 200)}*")]
    blocks += _part(labels.exactly, inert(card.exactly, 900))
    proofs, whole = _proofs(card)
    blocks += proofs
    blocks += _part(labels.found, inert(card.found, 600))
    blocks += _list(labels.also, card.also, labels.more)
    blocks += _list(labels.checks, map(check_line, card.checks), labels.more)
    blocks += _list(labels.not_checked, card.not_checked, labels.more)
    blocks += _list(labels.ruled_out, card.ruled_out + card.ruled_out_more, labels.more)
    blocks += _list(labels.would_change, card.would_change, labels.more)
    if console:
        shown = plain_text(texts.CONSOLE[card.language], 75)
        link = {"type": "button", "text": shown, "action_id": "open_console", "url": f"{console}/r/{request_id}/proof"}
        blocks.append({"type": "actions", "elements": [{**link, "value": request_id}]})
    elif not whole:
        blocks.append(section(inert(texts.WHOLE[card.language].format(id=request_id), 200)))
    return {
        "type": "modal",
        "title": plain_text(labels.proof, _TITLE),
        "close": plain_text(ours.CLOSE[card.language], _TITLE),
        "blocks": blocks,
    }


def _proofs(card: DiagnosisCard) -> tuple[list[Block], bool]:
    """And whether that is all of it."""
    if not card.proof:
        return _part(card.labels.proof, inert(card.labels.nothing_read, 200)), True
    blocks: list[Block] = []
    shown = exhibits(card, most=_MOST_PROOFS, room=MOST_RAW, line=_as_it_stands, cost=lambda line: len(line) + 1)
    for one in shown:
        blocks.append(section(proof_line(one.proof)))
        if any(one.lines):
            blocks.append(_preformatted("\n".join(one.lines)))
        if one.left_out:
            blocks.append(_more(card, one.left_out))
    further = len(card.proof) - len(shown)
    if further:
        blocks.append(_more(card, further))
    return blocks, not further and not any(one.left_out for one in shown)


def _as_it_stands(line: str) -> str:
    return visible(line).rstrip()


def _more(card: DiagnosisCard, count: int) -> Block:
    return section(inert(card.labels.more.format(count=count), 60))


def _preformatted(raw: str) -> Block:
    """Rich text holds characters as they are; nothing in it is a link, a mention or a format."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": raw}]}],
    }


def _list(label: str, items: Iterable[str], more: str) -> list[Block]:
    text = under(label, listed(items, more))
    return [section(text)] if text else []


def _part(label: str, text: str) -> list[Block]:
    return [section(bold(label) + text)] if text else []
