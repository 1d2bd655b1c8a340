"""The raw text of a device -> numbered lines without what the terminal left in it: pager, backspaces, messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAGER = re.compile(
    r" ?-- ?(?:[Mm]ore ?-- {0,11}|MORE ?--(?:, next page: Space, next line: Enter, quit: (?:Control-C|q))? {0,80})"
)
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00\x07\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Cleaned:
    """`lines[n]` is line n of the raw text, mended; None where it was a console message.

    `torn`: lines into which a console message was printed, so that they are not what the command said.
    """

    lines: tuple[str | None, ...]
    torn: tuple[int, ...]

    def numbered(self) -> list[tuple[int, str]]:
        return [(number, line) for number, line in enumerate(self.lines) if line is not None]

    def text(self) -> str:
        """The mended text; still the same number of lines."""
        return "\n".join(line or "" for line in self.lines)


def raw_lines(text: str) -> list[str]:
    """The lines that line numbers count: between newlines, without the carriage returns before them."""
    return [line.rstrip("\r") for line in text.split("\n")]


def clean(text: str, log_line: re.Pattern[str] | None) -> Cleaned:
    """Mend a text, line by line; `log_line` None where console messages are what was asked for."""
    lines: list[str | None] = []
    torn = []
    for number, raw in enumerate(raw_lines(text)):
        line = _overwritten(_CONTROL.sub("", raw)) if "\b" in raw or "\r" in raw else _CONTROL.sub("", raw)
        line = _PAGER.sub("", line).rstrip() if "ore" in line or "MORE" in line else line.rstrip()
        if log_line is not None and "%" in line:
            if log_line.match(line.lstrip()):
                lines.append(None)
                continue
            if _MESSAGE.search(line):
                torn.append(number)
        lines.append(line)
    _drop_surroundings(lines)
    return Cleaned(tuple(lines), tuple(torn))


# What a captured file may hold round the answer: the prompt with the command, and what `terminal exec prompt timestamp`
# prints before every answer.
_SURROUNDING = re.compile(
    r"[\w.\-/:()@]+[>#] ?(?:sh\w* .*|exit)?|\{(?:master|backup|linecard)(?::\d+)?\}"
    r"|Load for five secs: .*|Time source is [^,]*, .*|No time source, .*",
    re.IGNORECASE,
)


def _drop_surroundings(lines: list[str | None]) -> None:
    for order in (range(len(lines)), reversed(range(len(lines)))):
        for number in order:
            line = lines[number]
            if line and not _SURROUNDING.fullmatch(line):
                break
            lines[number] = ""


_MESSAGE = re.compile(r"%[A-Z][A-Z0-9_]+(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+:")


def _overwritten(line: str) -> str:
    """What stands on the screen after backspaces and carriage returns: the pager erases itself so."""
    shown: list[str] = []
    at = 0
    for char in line:
        if char == "\b":
            at = max(at - 1, 0)
        elif char == "\r":
            at = 0
        else:
            shown[at : at + 1] = [char]
            at += 1
    return "".join(shown)
