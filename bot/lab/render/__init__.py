"""What a switch answers: one module per family of commands, all commands of all switches in one table.

More than eight modules, because IOS has more than eight families of commands and each is read on its own.
"""

from __future__ import annotations

import re

from bot.lab.render import (
    access_points,
    auth,
    configuration,
    controller,
    health,
    interfaces,
    macs,
    neighbours,
    optics,
    power,
    security,
    spanning,
    system,
    tables,
    wifi,
)
from bot.lab.render.grammar import Command, Refusal, understand
from bot.lab.topology import Region, Switch

COMMANDS: tuple[Command, ...] = (
    *system.COMMANDS,
    *interfaces.COMMANDS,
    *tables.COMMANDS,
    *macs.COMMANDS,
    *neighbours.COMMANDS,
    *power.COMMANDS,
    *auth.COMMANDS,
    *security.COMMANDS,
    *spanning.COMMANDS,
    *configuration.COMMANDS,
    *health.COMMANDS,
    *optics.COMMANDS,
    *controller.COMMANDS,
    *access_points.COMMANDS,
    *wifi.COMMANDS,
)
_FILTER = re.compile(r"(?P<verb>i|inc|incl|include|e|exc|excl|exclude|b|beg|begin)\s+(?P<what>.+)$")


def answer(region: Region, switch: Switch, line: str, *, privilege: int, prompt_length: int) -> str:
    """The switch's answer to a command line, with \\n line ends, without prompt and echo."""
    typed, _, pipe = line.partition("|")
    found = understand(COMMANDS, region, switch, typed, privilege=privilege, prompt_length=prompt_length)
    if isinstance(found, Refusal):
        return found.text
    command, ask = found
    text = command.render(ask)
    if text and not text.endswith("\n"):
        text += "\n"
    return _filtered(text, pipe.strip()) if pipe.strip() else text


def _filtered(text: str, pipe: str) -> str:
    wanted = _FILTER.match(pipe)
    if wanted is None:
        return "% Invalid input detected at '^' marker.\n\n"
    try:
        pattern = re.compile(wanted["what"])
    except re.error:
        return "% Failed to compile regular expression.\n"
    lines = text.splitlines(keepends=True)
    if wanted["verb"].startswith("b"):
        first = next((i for i, one in enumerate(lines) if pattern.search(one)), len(lines))
        return "".join(lines[first:])
    keep = wanted["verb"].startswith("i")
    return "".join(one for one in lines if bool(pattern.search(one)) == keep)
