"""Reads a typed command line as IOS does: keywords may be cut short, a wrong word gets a caret under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.lab.hardware import Family
from bot.lab.names import full_name
from bot.lab.topology import Port, Region, Switch

ALL: tuple[Family, ...] = ("xe17", "xe16", "ios15", "ios12")  # all switches
XE: tuple[Family, ...] = ("xe17", "xe16")
NOT_OLD: tuple[Family, ...] = ("xe17", "xe16", "ios15")
CLASSIC: tuple[Family, ...] = ("ios15", "ios12")
WLC: tuple[Family, ...] = ("c9800",)
NETWORK: tuple[Family, ...] = (*ALL, *WLC)  # switches and wireless controllers
NETWORK_XE: tuple[Family, ...] = (*XE, *WLC)

_MAC = re.compile(r"[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$")
_IP = re.compile(r"\d{1,3}(\.\d{1,3}){3}$")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One command that was understood, on one switch; `words` holds what stood for the placeholders."""

    region: Region
    switch: Switch
    words: Mapping[str, str]

    @property
    def now(self) -> float:
        return self.region.clock.now()

    @property
    def port(self) -> Port:
        return self.switch.ports[self.words["port"]]

    @property
    def physical(self) -> list[Port]:
        return list(self.switch.physical)


@dataclass(frozen=True, kw_only=True)
class Command:
    """A line with placeholders {port} {svi} {mac} {vlan} {ip} {ap}, and who has it."""

    line: str
    render: Callable[[Ask], str]
    families: Sequence[Family] = ALL
    privilege: int = 1

    @property
    def parts(self) -> list[str]:
        return self.line.split()


@dataclass(frozen=True)
class Refusal:
    """Why a line was not understood: the answer of the device without its prompt."""

    text: str


@dataclass
class _Match:
    command: Command
    words: dict[str, str]
    exact: int


def understand(
    commands: Sequence[Command], region: Region, switch: Switch, line: str, *, privilege: int, prompt_length: int
) -> tuple[Command, Ask] | Refusal:
    """The command that the line means on this switch, or the device's refusal."""
    tokens = [(m.group(), m.start()) for m in re.finditer(r"\S+", line)]
    found: list[_Match] = []
    deepest, short_of_more = 0, False
    for command in commands:
        if switch.hardware.family not in command.families or privilege < command.privilege:
            continue
        match, depth = _try(command, tokens, switch)
        if match is not None:
            found.append(match)
        elif depth == len(tokens):
            short_of_more = True
        deepest = max(deepest, depth)
    best = max((match.exact for match in found), default=0)
    chosen = [match for match in found if match.exact == best]
    if len(chosen) == 1 or (chosen and len({match.command.render for match in chosen}) == 1):
        match = chosen[0]
        return match.command, Ask(region=region, switch=switch, words=match.words)
    if chosen:
        return Refusal(f'% Ambiguous command:  "{line.strip()}"\n')
    if short_of_more:
        return Refusal("% Incomplete command.\n\n")
    word, start = tokens[min(deepest, len(tokens) - 1)]
    letters = re.match(r"[A-Za-z-]+(?=\d)", word)
    column = prompt_length + start + (letters.end() if letters else 0)
    return Refusal(f"{' ' * column}^\n% Invalid input detected at '^' marker.\n\n")


def _try(command: Command, tokens: list[tuple[str, int]], switch: Switch) -> tuple[_Match | None, int]:
    """A match of the whole line, or None; and how many words fitted."""
    words: dict[str, str] = {}
    exact = at = 0
    for part in command.parts:
        if at == len(tokens):
            return None, at
        used = _fits(part, tokens, at, switch, words)
        if used == 0:
            return None, at
        exact += tokens[at][0].lower() == part
        at += used
    return (_Match(command, words, exact), at) if at == len(tokens) else (None, at)


def _fits(part: str, tokens: list[tuple[str, int]], at: int, switch: Switch, words: dict[str, str]) -> int:
    """How many typed words stand for this part of a command: 0 where none do."""
    word = tokens[at][0].lower()
    if not part.startswith("{"):
        return int(part.startswith(word))
    if part in ("{port}", "{svi}"):
        known = list(switch.ports) if part == "{port}" else [f"Vlan{vlan}" for vlan in switch.vlans]
        for used in (1, 2):
            name = full_name(" ".join(token for token, _ in tokens[at : at + used]), known)
            if name is not None:
                words[part[1:-1]] = name
                return used
        return 0
    if part == "{ap}":  # any word: whether such an access point is joined is for the answer to say
        words["ap"] = word
        return 1
    if part == "{vlan}":
        ok = word.isdigit() and 1 <= int(word) <= 4094
    else:
        ok = bool((_MAC if part == "{mac}" else _IP).match(word))
    if ok:
        words[part[1:-1]] = word
    return int(ok)
