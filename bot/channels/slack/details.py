"""What stands behind "Show proof": the device's own lines and all that the verdict rests on, for the one who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.card import CheckLine, DiagnosisCard, Proof
from bot.channels.slack import texts as ours
from bot.channels.slack.blocks import SIGNS, Block, bold, inert, listed, plain_text, proof_line, section, under, visible
from bot.channels.talk import texts

MOST_RAW: Final = 2500  # characters of raw output in all; the whole of it stands in the console
_MOST_PROOFS: Final = 20
_TITLE: Final = 24
_MARKS: Final = {True: SIGNS["cleared"], False: SIGNS["fault"], None: SIGNS["unknown"]}


def details(card: DiagnosisCard, address: str | None = None) -> Block:
    """A modal. What could not be read stands before what was ruled out, and neither is folded away.

    `address` is where the console shows every raw line.
    """
    labels = card.labels
    blocks = [section(f"*{inert(card.headline, 200)}*")]
    blocks += _part(labels.exactly, inert(card.exactly, 900))
    blocks += _proofs(card)
    blocks += _part(labels.found, inert(card.found, 600))
    blocks += _list(labels.also, card.also, labels.more)
    blocks += _list(labels.checks, map(_check, card.checks), labels.more)
    blocks += _list(labels.not_checked, card.not_checked, labels.more)
    blocks += _list(labels.ruled_out, card.ruled_out + card.ruled_out_more, labels.more)
    blocks += _list(labels.would_change, card.would_change, labels.more)
    if address:
        button = {"type": "button", "text": plain_text(texts.CONSOLE[card.language], 75), "action_id": "open_console"}
        blocks.append({"type": "actions", "elements": [{**button, "value": "-", "url": address}]})
    return {
        "type": "modal",
        "title": plain_text(labels.proof, _TITLE),
        "close": plain_text(ours.CLOSE[card.language], _TITLE),
        "blocks": blocks,
    }


def _proofs(card: DiagnosisCard) -> list[Block]:
    if not card.proof:
        return _part(card.labels.proof, inert(card.labels.nothing_read, 200))
    blocks: list[Block] = []
    room = MOST_RAW
    for proof in card.proof[:_MOST_PROOFS]:
        blocks.append(section(proof_line(proof)))
        raw, left_out = _raw(proof, room)
        room -= len(raw)
        if raw:
            blocks.append(_preformatted(raw))
        if left_out:
            blocks.append(section(inert(card.labels.more.format(count=left_out), 60)))
    if len(card.proof) > _MOST_PROOFS:
        blocks.append(section(inert(card.labels.more.format(count=len(card.proof) - _MOST_PROOFS), 60)))
    return blocks


def _raw(proof: Proof, room: int) -> tuple[str, int]:
    """As many whole lines as have room, and how many have not."""
    taken: list[str] = []
    for line in (visible(one).rstrip() for one in proof.lines):
        if len(line) + 1 > room:
            break
        taken.append(line)
        room -= len(line) + 1
    return "\n".join(taken), len(proof.lines) - len(taken)


def _preformatted(raw: str) -> Block:
    """Rich text holds characters as they are; nothing in it is a link, a mention or a format."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": raw}]}],
    }


def _check(check: CheckLine) -> str:
    return f"{_MARKS[check.passed]} {check.text}"


def _list(label: str, items: Iterable[str], more: str) -> list[Block]:
    text = under(label, listed(items, more))
    return [section(text)] if text else []


def _part(label: str, text: str) -> list[Block]:
    return [section(bold(label) + text)] if text else []
