"""What a terminal can show: its width, colours, and which characters its encoding has."""

from __future__ import annotations

import codecs
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TextIO

_NARROW, _WIDE = 40, 80  # below, words no longer fit beside their labels; above, lines get too long to read
# Typographic signs in a locale without them. Letters stay: Latin-1 has å, ä and ö.
_PLAIN: Final = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "→": "->", "…": "...",
    "·": "-", "\u00a0": " ", "\u202f": " ",
})  # fmt: skip
# What a terminal acts on, and marks that turn or hide text: escapes, other controls, bidirectional and zero-width.
_ACTS: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]?"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """How to write to one stream."""

    width: int
    colour: bool
    unicode: bool
    live: bool  # a person watches: a line may be rewritten in place


def screen_of(stream: TextIO, environment: Mapping[str, str]) -> Screen:
    """What this stream can show. NO_COLOR, TERM=dumb and a pipe mean no colour; a pipe is 80 columns wide."""
    tty = stream.isatty()
    dumb = environment.get("TERM") == "dumb"
    width = shutil.get_terminal_size((_WIDE, 24)).columns if tty else _WIDE
    return Screen(
        width=max(_NARROW, min(width, _WIDE)),
        colour=tty and not dumb and not environment.get("NO_COLOR"),
        unicode=_is_utf8(stream.encoding),
        live=tty and not dumb,
    )


def plain(text: str, *, unicode: bool) -> str:
    """The text without anything that a terminal acts on; without `unicode` also without typographic signs."""
    text = _ACTS.sub("", text.replace("\t", " "))
    return text if unicode else text.translate(_PLAIN)


def encodable(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has: å becomes a where there is no å, and what has no likeness a ?."""
    if encoding is None:  # text in memory has no encoding, and needs none
        return text
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_nearest(character, encoding) for character in text)
    return text


def write(stream: TextIO, text: str) -> None:
    """Print a rendered card; never raises for a locale that lacks a letter."""
    stream.write(encodable(text, stream.encoding))
    stream.flush()


def _nearest(character: str, encoding: str) -> str:
    for candidate in (character, unicodedata.normalize("NFKD", character)[:1]):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        return candidate
    return "?"


def _is_utf8(encoding: str | None) -> bool:
    return encoding is None or codecs.lookup(encoding).name == "utf-8"
