"""A card as Block Kit: pure, within every limit of Slack, and inert whatever a device or a person wrote.

Limits are those of Slack's reference (a section holds 3,000 characters, a header 150, a button 75, a message 50 blocks)
and one that stands nowhere: near 13,200 characters over all blocks a message is refused. The parts have a share each,
so that no part pushes another out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.card import DiagnosisCard, Proof
from bot.channels.slack import texts as ours
from bot.channels.talk import texts
from bot.channels.talk.shown import MOST_PROOFS, SIGNS, Offer, choices, locked, offers, outcome, quoted, steps, visible
from bot.model import Language, Stage

Block: TypeAlias = dict[str, object]

_HEADER, _BUTTON, _LINE, _STEP, _LIST, _CODE = 150, 75, 400, 250, 900, 250
# What Slack would draw otherwise: *bold*, _slanted_, ~struck~, and a picture for :ab: in the middle of an address.
_DRAWN: Final = re.compile(r"[*_~]|:(?=[^:\s]*[a-z])[\w+'-]+:")
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message shows: `text` on a locked phone (no place, no equipment), the blocks in Slack itself."""

    text: str
    blocks: tuple[Block, ...]
    plan: tuple[Block, ...] = ()  # the same as a plan, for a workspace that takes one


def answered(card: DiagnosisCard, request_id: str, asker: str | None = None, *, hidden: bool = False) -> Content:
    """The finished answer. `asker` is a Slack user id, shown where the message does not stand under the question.

    `hidden`: the card is masked, and a button shows what is behind to those who may see it.
    """
    labels = card.labels
    parts: list[Block | None] = [
        _header(card.headline),
        _context(_outcome(card, asker)),
        _section(inert(card.hit, _LINE)),
        _labelled(labels.say, quoted(card, inert(card.say, _LINE)) if card.say else ""),
        _labelled(labels.ask, inert(card.ask, _LINE)),
        _section(_choices(card) if card.kind == "question" else ""),
        _section(_steps(card)),
        _labelled(labels.owner, inert(card.owner, _LINE)),
        _labelled(labels.ticket, inert(card.ticket.text, _LINE) if card.ticket else ""),
        _section(under(labels.also, listed(card.also, labels.more))),
        _context(under(labels.not_checked, listed(card.not_checked, labels.more))),
        _context(_proof(card)),
        *_buttons(card, request_id, hidden=hidden),
    ]
    return Content(text=inert(locked(card), _HEADER), blocks=tuple(part for part in parts if part))


def under_way(
    sentence: str, language: Language, request_id: str, asker: str | None = None, stage: Stage | None = None
) -> Content:
    """The work as it stands, as a plan too where the stage is known. A locked phone reads only that the question is in
    good hands."""
    cancel: Block = {"type": "actions", "elements": [_button(texts.CANCEL[language], "cancel", request_id)]}
    below = tuple(part for part in (_context(f"<@{asker}>" if asker else ""), cancel) if part)
    return Content(
        text=texts.RECEIVED[language],
        blocks=(section(inert(sentence, _LINE)), *below),
        plan=(_plan(sentence, language, stage), *below) if stage else (),
    )


def notice(headline: str, lines: Sequence[str], more: str) -> Content:
    """A message of its own accord: what happened, and at most as many lines as fit."""
    shown = (_header(headline), _section(listed(lines, more, 2800)))
    return Content(text=inert(headline, _HEADER), blocks=tuple(part for part in shown if part))


# --- words -----------------------------------------------------------------------------------------------------------


def inert(text: str | None, limit: int) -> str:
    """Text on one line and within `limit` characters, in which nothing links, nobody is mentioned and nothing is drawn
    otherwise than it stands."""
    pieces: list[str] = []
    for word in _line(text, limit).split(" "):
        pieces += [f"`{_escaped(word)}`"] if _DRAWN.search(word) else map(_escaped, word)
        pieces.append(" ")
    return _within(pieces[:-1], limit)


def code(text: str, limit: int = _CODE) -> str:
    """A device's own words, in a code span."""
    words = _within([*map(_escaped, _line(text, limit))], limit - 2)
    return f"`{words}`" if words else ""


def bold(label: str) -> str:
    return f"*{inert(label, 40)}:* "


def listed(items: Iterable[str], more: str, limit: int = _LIST) -> str:
    """Items as lines; those that have no room are counted, never silently left out."""
    left, lines, room = list(items), [], limit - 60
    while left:
        line = inert(left[0], _STEP)
        if len(line) + 3 > room:
            lines.append(inert(more.format(count=len(left)), 50))
            break
        lines.append(f"• {line}")
        room -= len(line) + 3
        left.pop(0)
    return "\n".join(lines)


def under(label: str, lines: str) -> str:
    """Lines below their label, or nothing where there are none."""
    return f"{bold(label).rstrip()}\n{lines}" if lines else ""


def _line(text: str | None, limit: int) -> str:
    """On one line, and no more of it than can be shown; a back-tick would end a code span."""
    return " ".join(visible(text or "").replace("`", "'").split())[: limit + 1]


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _within(pieces: Sequence[str], limit: int) -> str:
    """Cut between two pieces: an escape or a span that is cut in half would show."""
    used = 0
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        if used + len(piece) > (limit if last else limit - 1):
            return "".join(pieces[:number]) + "…"
        used += len(piece)
    return "".join(pieces)


# --- parts -----------------------------------------------------------------------------------------------------------


def _outcome(card: DiagnosisCard, asker: str | None) -> str:
    said = f"{SIGNS[card.kind]} {inert(outcome(card), 70)}"
    return f"{said} · <@{asker}>" if asker else said


def _choices(card: DiagnosisCard) -> str:
    lines = [inert(line, _STEP) for line in choices(card)]
    return "\n".join([*lines, inert(card.choose, _LINE)] if card.choose else lines)


def _steps(card: DiagnosisCard) -> str:
    """The guard stands before step 1, in bold: whoever stops reading there has read the right thing."""
    lines = [f"✚ *{inert(card.guard, _STEP)}*"] if card.guard else []
    lines += [inert(step, _STEP) for step in steps(card)]
    return "\n".join([f"*{inert(card.labels.do, 40)}*", *lines]) if lines else ""


def _proof(card: DiagnosisCard) -> str:
    if not card.rests_on_reading:
        return ""
    lines = [proof_line(one) for one in card.proof[:MOST_PROOFS]] or [inert(card.labels.nothing_read, 100)]
    rest = len(card.proof) - MOST_PROOFS
    if rest > 0:
        lines.append(inert(card.labels.more.format(count=rest), 50))
    return bold(card.labels.proof) + "\n".join(lines)


def _plan(sentence: str, language: Language, stage: Stage) -> Block:
    """What is done, what is going on and what comes; the sentence stands above, where it shows while folded, too."""
    tasks = [ours.TASKS[one][language] for one in ours.TASKS if one != "second_reading" or stage == one]
    now = {"locating": 0, "second_reading": 2}.get(stage, 1)
    states = ["complete"] * now + ["in_progress"] + ["pending"] * len(tasks)
    return {
        "type": "plan",
        "title": _plain(sentence, _LINE),
        "tasks": [
            {"type": "task_card", "task_id": f"step-{number}", "title": task, "status": state}
            for number, (task, state) in enumerate(zip(tasks, states, strict=False))
        ],
    }


def proof_line(proof: Proof) -> str:
    """Command, decisive value, device and time on one line."""
    field = f"{inert(proof.field, 80)}: " if proof.field else ""
    return f"{code(proof.command)} → {field}{code(proof.value)} · {inert(proof.device, 80)}, {inert(proof.at, 20)}"


def _buttons(card: DiagnosisCard, request_id: str, *, hidden: bool) -> list[Block]:
    """A button carries an opaque id and nothing else; who may press it is settled when it is pressed."""
    shown, judged = ([_offered(one, request_id) for one in row] for row in offers(card, hidden=hidden))
    if card.kind == "question":
        shown.append(_button(ours.FILL_IN[card.language], "form", request_id))
    return [{"type": "actions", "elements": row} for row in (shown, judged) if row]


def _offered(offer: Offer, request_id: str) -> Block:
    if offer.url:
        return {**_button(offer.label, "open_ticket", request_id), "url": offer.url}
    if offer.number:
        return _button(offer.label, f"{offer.verb}_{offer.number}", f"{request_id}/{offer.number}")
    made = _button(offer.label, str(offer.verb), request_id)
    return {**made, "style": "primary"} if offer.first else made


def _button(label: str, action: str, value: str) -> Block:
    return {"type": "button", "text": plain_text(label, _BUTTON), "action_id": action, "value": value}


def plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": _plain(text, limit), "emoji": False}


def _plain(text: str, limit: int) -> str:
    """Plain text needs no escapes: Slack shows it as it is."""
    words = " ".join(visible(text).split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def _header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, _HEADER)}


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _section(text: str) -> Block | None:
    return section(text) if text else None


def _labelled(label: str, text: str) -> Block | None:
    return section(bold(label) + text) if text else None


def _context(text: str) -> Block | None:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]} if text else None
