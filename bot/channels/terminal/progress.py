"""Live progress in a terminal: one line, rewritten in place while a step goes on, then left standing."""

from __future__ import annotations

import threading
from typing import TextIO

from bot.channels.terminal.screen import Screen, encodable, plain

_ERASE = "\r\x1b[K"


class ProgressLine:
    """Writes the steps of one request to a stream (stderr, so that stdout holds the answer and nothing else).

    In a pipe there is nothing to rewrite: there each step is one line, told when it begins.
    """

    def __init__(self, stream: TextIO, screen: Screen) -> None:
        self._stream = stream
        self._screen = screen
        self._state: str | None = None
        self._lock = threading.Lock()  # devices are read in threads, and each tells of its own answers

    def show(self, state: str, sentence: str) -> None:
        """Tell a step; the same `state` again rewrites its line, a new one leaves it standing and begins another."""
        with self._lock:
            before, self._state = self._state, state
            line = self._line(sentence)
            if self._screen.live:
                start = "" if before is None else _ERASE if before == state else "\n"
                self._stream.write(start + line)
            elif before != state:
                self._stream.write(f"{line}\n")
            self._stream.flush()

    def done(self) -> None:
        """Leave the last line standing and go below it; call before the answer is written."""
        with self._lock:
            if self._screen.live and self._state is not None:
                self._stream.write("\n")
                self._stream.flush()
            self._state = None

    def _line(self, sentence: str) -> str:
        """On a live screen never wider than it: a wrapped line cannot be rewritten."""
        text = "  " + " ".join(plain(sentence, unicode=self._screen.unicode).split())
        text = encodable(text, self._stream.encoding)
        room = self._screen.width - 1
        return text[: room - 3] + "..." if self._screen.live and len(text) > room else text
