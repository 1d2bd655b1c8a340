"""The lines of a check-up on a screen: sign, word and colour, what it is about, how it is, and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final, TextIO

from bot.channels.terminal import Screen, plain, write
from bot.cli.doctor.checkup import Line, Mark

_SIGNS: Final[dict[Mark, tuple[str, str, str]]] = {  # with all signs, without, colour
    "ok": ("✔ ok", "[OK]", "32"),
    "warn": ("▲ warning", "[!] warning", "33"),
    "bad": ("✖ bad", "[X] bad", "1;31"),
    "not set up": ("· not set up", "[-] not set up", "2"),
}
_MARK, _ABOUT = 15, 16  # columns


class Printed:
    """Writes each line as it comes."""

    def __init__(self, stream: TextIO, screen: Screen) -> None:
        self._stream = stream
        self._screen = screen

    def line(self, line: Line) -> None:
        """One line, wrapped, and below it what to do."""
        sign, bare, colour = _SIGNS[line.mark]
        head = (sign if self._screen.unicode else bare).ljust(_MARK)
        about = line.about if len(line.about) < _ABOUT else f"{line.about}:"
        body = self._wrapped(line.said)
        if line.do:
            body += self._wrapped(f"-> {line.do}" if not self._screen.unicode else f"→ {line.do}")
        painted = f"\x1b[{colour}m{head}\x1b[0m" if self._screen.colour else head
        if len(about) < _ABOUT:
            first, body = about.ljust(_ABOUT) + body[0], body[1:]
        else:
            first = about
        write(self._stream, f"{painted}{first}\n" + "".join(" " * (_MARK + _ABOUT) + f"{one}\n" for one in body))

    def end(self, lines: Sequence[Line]) -> None:
        """How many of each, in one line."""
        bad = sum(line.mark == "bad" for line in lines)
        warned = sum(line.mark == "warn" for line in lines)
        told = [f"{bad} bad" if bad else "", f"{warned} to look at" if warned else ""]
        said = ", ".join(one for one in told if one) or "Nothing is wrong with what is set up"
        write(self._stream, f"\n{said}.\n")

    def _wrapped(self, text: str) -> list[str]:
        text = plain(" ".join(text.split()), unicode=self._screen.unicode)
        room = max(40, self._screen.width - _MARK - _ABOUT)
        return textwrap.wrap(text, room, break_on_hyphens=False, break_long_words=False) or [""]
