"""Takes out of device text what a terminal would act on: colours, cursor moves, bells, backspaces. Lines stay lines."""

from __future__ import annotations

import re

# CSI sequences (colours, cursor), OSC sequences (window titles), two-character escapes; both 7 and 8 bit.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?"
)
# How ProCurve begins a new line: "next line", or a line inserted at the bottom of the screen.
_NEW_LINE = re.compile(r"\x1b(?:E|\[\d*L)")
# Controls other than tab and newline; bidirectional and zero-width marks, with which a description can hide words.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def new_lines(text: str) -> str:
    """The text with a `\\n` wherever the device began a new line by moving about on the screen."""
    return _NEW_LINE.sub("\n", text) if "\x1b" in text else text


def printable(text: str) -> str:
    """The text with one `\\n` per line and nothing that a terminal, browser or chat would act on.

    A backspace takes back the character before it, as a pager wipes its own `--More--`.
    """
    text = _ESCAPES.sub("", new_lines(text))
    text = re.sub(r"\r+\n", "\n", text)
    if "\x08" in text:
        text = _erased(text)
    return _CONTROLS.sub("", text)


def _erased(text: str) -> str:
    kept: list[str] = []
    for character in text:
        if character != "\x08":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)
