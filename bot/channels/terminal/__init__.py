"""The terminal: a card as 80 columns of text, and one line of progress that rewrites itself."""

from __future__ import annotations

from bot.channels.terminal.given import given
from bot.channels.terminal.progress import ProgressLine
from bot.channels.terminal.render import render
from bot.channels.terminal.screen import Screen, plain, screen_of, write

__all__ = ["ProgressLine", "Screen", "given", "plain", "render", "screen_of", "write"]
