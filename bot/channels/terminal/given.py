"""What a person gives at a terminal: typed behind the verb, or over a pipe."""

from __future__ import annotations

import os
from typing import Final, TextIO

_MOST: Final = 100_000  # bytes of a pipe: a long mail with its history


def given(text: str, piped: TextIO) -> str:
    """The words: those typed, or all that comes over the pipe where "-" was typed.

    A terminal that is set to another encoding than the locale sends bytes that are no UTF-8; they are Western then.
    """
    raw = piped.buffer.read(_MOST) if text == "-" else os.fsencode(text)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
