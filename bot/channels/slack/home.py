"""The Home tab: open tickets, my questions, those of my team, and what changed today. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from bot.channels.slack import texts
from bot.channels.slack.blocks import Block, bold, inert, plain_text, section
from bot.channels.talk.shown import SIGNS, is_link
from bot.model import Board, Language, Line

_MOST: Final = 10
_LINE: Final = 200
_MARKS: Final[dict[str, str]] = {
    **SIGNS, "waiting": "⏳", "ticket": "🎫", "worse": "🛑", "new": "🛑", "unsteady": "⚠️", "unchecked": "❔",
    "better": "✅", "checked": "✅", "gone": "✅",
}  # fmt: skip


def home(board: Board, language: Language, zone: tzinfo, *, may_ask: bool) -> Block:
    """The whole tab. A line that has an answer can be opened."""
    parts: list[Block] = [_header(texts.HOME[language])]
    if may_ask:
        ask = {"type": "button", "text": plain_text(texts.NEW[language], 75), "action_id": "form", "value": "new"}
        parts.append({"type": "actions", "elements": [{**ask, "style": "primary"}]})
    lists: tuple[tuple[str, Sequence[Line]], ...] = (
        (texts.OPEN_TICKETS[language], board.tickets),
        (texts.CHANGED_TODAY[language], board.changes),
        (texts.MY_QUESTIONS[language], board.mine),
        (texts.TEAM_QUESTIONS[language], board.team),
    )
    for title, lines in lists:
        if lines or title == texts.MY_QUESTIONS[language]:
            parts.append({"type": "divider"})
            parts.append(section(bold(title).rstrip()))
            parts += [_line(one, language, zone) for one in lines[:_MOST]] or [section(texts.NONE_YET[language])]
    return {"type": "home", "blocks": parts}


def _line(line: Line, language: Language, zone: tzinfo) -> Block:
    at = line.at.astimezone(zone)
    shown = section(f"{_MARKS[line.kind]} {inert(line.text[language], _LINE)} · {at:%H:%M}")
    if line.url and is_link(line.url):
        return {**shown, "accessory": {**_open(language, "open_ticket", line.request_id or "-"), "url": line.url}}
    if line.request_id:
        return {**shown, "accessory": _open(language, "details", line.request_id)}
    return shown


def _open(language: Language, action: str, value: str) -> Block:
    return {"type": "button", "text": plain_text(texts.OPEN[language], 75), "action_id": action, "value": value}


def _header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, 150)}
