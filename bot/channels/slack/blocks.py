"""A card as Block Kit: pure, within every limit of Slack, and inert whatever a device or a person wrote.

Limits are those of Slack's reference (a section holds 3,000 characters, a header 150, a button 75, a message 50 blocks)
and one that stands nowhere: near 13,200 characters over all blocks a message is refused. The parts have a share each,
so that no part pushes another out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.card import DiagnosisCard, Kind, Proof
from bot.channels.slack import texts as ours
from bot.channels.talk import texts
from bot.model import Language

Block: TypeAlias = dict[str, object]

SIGNS: Final[dict[Kind, str]] = {
    "fault": "🛑", "likely": "⚠️", "cleared": "✅", "unknown": "❔", "question": "❔", "told": "ℹ️",
}  # fmt: skip
QUOTES: Final[dict[Language, tuple[str, str]]] = {"sv": ("”", "”"), "en": ("“", "”")}
_HEADER, _BUTTON, _LINE, _STEP, _LIST, _CODE, _ADDRESS = 150, 75, 400, 250, 900, 250, 1000
_MOST_PROOFS, _MOST_STEPS, _MOST_CHOICES = 2, 5, 5
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a message shows: `text` on a locked phone (no place, no equipment), the blocks in Slack itself."""

    text: str
    blocks: tuple[Block, ...]


def answered(card: DiagnosisCard, request_id: str, asker: str | None = None, *, hidden: bool = False) -> Content:
    """The finished answer. `asker` is a Slack user id, shown where the message does not stand under the question.

    `hidden`: the card is masked, and a button shows what is behind to those who may see it.
    """
    labels = card.labels
    parts: list[Block | None] = [
        _header(card.headline),
        _context(_outcome(card, asker)),
        _section(inert(card.hit, _LINE)),
        _labelled(labels.say, _quoted(card)),
        _labelled(labels.ask, inert(card.ask, _LINE)),
        _section(_choices(card) if card.kind == "question" else ""),
        _section(_steps(card)),
        _labelled(labels.owner, inert(card.owner, _LINE)),
        _labelled(labels.ticket, inert(card.ticket.text, _LINE) if card.ticket else ""),
        _section(under(labels.also, listed(card.also, labels.more))),
        _context(under(labels.not_checked, listed(card.not_checked, labels.more))),
        _context(_proof(card)),
        _buttons(card, request_id, hidden=hidden),
        _judged(card, request_id),
    ]
    return Content(
        text=f"{SIGNS[card.kind]} {inert(card.headline, _HEADER)}", blocks=tuple(part for part in parts if part)
    )


def under_way(sentence: str, language: Language, request_id: str, asker: str | None = None) -> Content:
    """A step of the work. The locked phone reads only that the question is in good hands."""
    cancel: Block = {"type": "actions", "elements": [_button(texts.CANCEL[language], "cancel", request_id)]}
    shown = (_section(inert(sentence, _LINE)), _context(f"<@{asker}>" if asker else ""), cancel)
    return Content(text=texts.RECEIVED[language], blocks=tuple(part for part in shown if part))


def notice(headline: str, lines: Sequence[str], more: str) -> Content:
    """A message of its own accord: what happened, and at most as many lines as fit."""
    shown = (_header(headline), _section(listed(lines, more, 2800)))
    return Content(text=inert(headline, _HEADER), blocks=tuple(part for part in shown if part))


# --- words -----------------------------------------------------------------------------------------------------------


def inert(text: str | None, limit: int) -> str:
    """Text in which nothing links and nobody is mentioned: escaped, on one line, within `limit` characters."""
    return _within(" ".join(visible(text or "").split()), limit)


def code(text: str, limit: int = _CODE) -> str:
    """A device's own words, in a code span; a back-tick would end it."""
    words = inert(text.replace("`", "'"), limit - 2)
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


def visible(text: str) -> str:
    """Without control and direction characters, which a device or a person may have sent."""
    return "".join(sign if sign in "\n\t" or unicodedata.category(sign)[0] != "C" else " " for sign in text)


def _within(text: str, limit: int) -> str:
    """Escaped and cut at a whole character: an escape that is cut in half would show."""
    pieces: list[str] = []
    used = 0
    for sign in text:
        piece = _ESCAPES.get(sign, sign)
        if used + len(piece) > limit - 1:
            rest = len(text) - len(pieces)
            return "".join(pieces) + (piece if rest == 1 and used + len(piece) <= limit else "…")
        pieces.append(piece)
        used += len(piece)
    return "".join(pieces)


# --- parts -----------------------------------------------------------------------------------------------------------


def _outcome(card: DiagnosisCard, asker: str | None) -> str:
    words = (f"{SIGNS[card.kind]} {inert(card.outcome, 60)}", card.at or "", f"<@{asker}>" if asker else "")
    return " · ".join(word for word in words if word)


def _quoted(card: DiagnosisCard) -> str:
    before, after = QUOTES[card.language]
    return f"{before}{inert(card.say, _LINE)}{after}" if card.say else ""


def _choices(card: DiagnosisCard) -> str:
    lines = [f"{number}. {inert(choice, _STEP)}" for number, choice in enumerate(card.choices[:_MOST_CHOICES], start=1)]
    return "\n".join([*lines, inert(card.choose, _LINE)] if card.choose else lines)


def _steps(card: DiagnosisCard) -> str:
    """The guard stands before step 1, in bold: whoever stops reading there has read the right thing."""
    lines = [f"✚ *{inert(card.guard, _STEP)}*"] if card.guard else []
    lines += [f"{number}. {inert(step, _STEP)}" for number, step in enumerate(card.do[:_MOST_STEPS], start=1)]
    return "\n".join([f"*{inert(card.labels.do, 40)}*", *lines]) if lines else ""


def _proof(card: DiagnosisCard) -> str:
    if not card.rests_on_reading:
        return ""
    lines = [proof_line(one) for one in card.proof[:_MOST_PROOFS]] or [inert(card.labels.nothing_read, 100)]
    rest = len(card.proof) - _MOST_PROOFS
    if rest > 0:
        lines.append(inert(card.labels.more.format(count=rest), 50))
    return bold(card.labels.proof) + "\n".join(lines)


def proof_line(proof: Proof) -> str:
    """Command, decisive value, device and time on one line."""
    value = code(f"{proof.field}: {proof.value}" if proof.field else proof.value)
    return f"{code(proof.command)} → {value} · {inert(proof.device, 80)}, {inert(proof.at, 20)}"


def _buttons(card: DiagnosisCard, request_id: str, *, hidden: bool) -> Block | None:
    """A button carries an opaque id and nothing else; who may press it is settled when it is pressed."""
    language, elements = card.language, list[Block]()
    if card.kind == "question":
        elements = [
            _button(f"{number}. {choice}", f"choose_{number}", f"{request_id}/{number}")
            for number, choice in enumerate(card.choices[:_MOST_CHOICES], start=1)
        ]
        elements.append(_button(ours.FILL_IN[language], "form", request_id))
    elif card.rests_on_reading:
        if card.ticket and card.ticket.url and len(card.ticket.url) <= _ADDRESS:
            elements.append({**_button(card.ticket.key, "open_ticket", request_id), "url": card.ticket.url})
        elif not card.ticket and card.kind != "cleared":
            elements.append({**_button(texts.ESCALATE[language], "escalate", request_id), "style": "primary"})
        elements.append(_button(texts.DETAILS[language], "details", request_id))
        elements.append(_button(texts.RECHECK[language], "recheck", request_id))
    elif card.recheck:
        elements.append(_button(texts.RECHECK[language], "recheck", request_id))
    if hidden:
        elements.append(_button(texts.REVEAL[language], "reveal", request_id))
    return {"type": "actions", "elements": elements} if elements else None


def _judged(card: DiagnosisCard, request_id: str) -> Block | None:
    """Did it help? A row of its own, so that nobody presses it for something else."""
    if not card.rests_on_reading:
        return None
    language = card.language
    pair = ((texts.HELPED, "helped"), (texts.NOT_HELPED, "not_helped"))
    return {"type": "actions", "elements": [_button(label[language], verb, request_id) for label, verb in pair]}


def _button(label: str, action: str, value: str) -> Block:
    return {"type": "button", "text": plain_text(label, _BUTTON), "action_id": action, "value": value}


def plain_text(text: str, limit: int) -> Block:
    """Plain text needs no escapes: Slack shows it as it is."""
    words = " ".join(visible(text).split())
    return {"type": "plain_text", "text": words if len(words) <= limit else words[: limit - 1] + "…", "emoji": False}


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
