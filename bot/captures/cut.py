"""Cutting the output about everything down to the part about one interface, MAC, address or VLAN.

Nothing is made up: lines are kept or left out, and the trailing count follows what was kept. Where the output has no
such parts (a refusal, an empty table) it stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.captures.names import Selector, full_interface, is_address, is_port, plain_mac

INVALID = "% Invalid input detected at '^' marker.\n"

_NAME = r"([A-Za-z][A-Za-z-]*\d+(?:/\d+)*(?:\.\d+)?)"


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """A kind of output made of blocks: where a block starts, and the line in it that names the interface."""

    start: re.Pattern[str]
    names: re.Pattern[str]
    keeps_head: bool = True


def _layout(names: str, start: str | None = None, *, keeps_head: bool = True) -> _Layout:
    return _Layout(start=re.compile(start or names), names=re.compile(names), keeps_head=keeps_head)


_LAYOUTS = (
    _layout(rf"^{_NAME} is "),  # show interfaces, show ip interface
    _layout(rf"^Name:\s*{_NAME}"),  # show interfaces switchport
    _layout(rf"^Interface:\s*{_NAME},", r"^-{10,}\s*$"),  # show cdp neighbors detail
    _layout(rf"^Local Intf:\s*{_NAME}", r"^-{10,}\s*$"),  # show lldp neighbors detail
    _layout(rf"^Local Port id:\s*{_NAME}", r"^Chassis id:"),  # the same on NX-OS
    _layout(rf"^\s*Interface\s*:?\s+{_NAME}\s*$"),  # sessions in detail, power inline detail, udld
    # show spanning-tree detail
    _layout(rf"^ ?Port \d+ \({_NAME}\) of ", r"^ ?Port \d+ \(|^ ?\S+ is executing the ", keeps_head=False),
    _layout(rf"^Dot1x Info for {_NAME}", keeps_head=False),
    _layout(rf"^interface {_NAME}\s*$", r"^interface |^!", keeps_head=False),  # show running-config
    _layout(rf"^ ?(?!VL(?:AN)?\d){_NAME}\s*$"),  # show policy-map interface, transceiver details on NX-OS
)
_SPANNING_TREE_DETAIL = _LAYOUTS[6]
_COUNT = re.compile(
    r"^(Total Mac Addresses for this criterion:\s*|Total cdp entries displayed\s*:\s*|Total entries displayed\s*:\s*"
    r"|Session count\s*=\s*|Total number of bindings:\s*)\d+"
)
_NO_TREE = "no spanning tree info available for {}"  # what IOS prints for a port without an instance
_CONFIGURATION_HEAD = re.compile(r"^(Building configuration|Current configuration)")
_NO_PORT = frozenset({"CPU", "Router", "Switch", "Drop", "drop", "sup-eth1(R)"})  # at the end of a MAC table's row
_TREE = re.compile(r"^(?:VL\d+|VLAN\d+|MST\d+|VLAN\d+ .*)\s*$")  # a heading of show spanning-tree; EOS says VL20


def cut(text: str, selector: Selector) -> str:
    """The part of the text that the selector names."""
    lines = text.split("\n")
    if selector.kind in {"interface", "mac", "address"}:
        hits = [sum(1 for line in lines if layout.names.match(line)) for layout in _LAYOUTS]
        if any(hits):
            return "\n".join(_blocks(lines, _LAYOUTS[hits.index(max(hits))], selector))
        if any(line.startswith("Chassis id:") for line in lines):
            return text  # LLDP on IOS 12.2 and early 15 does not tell the local port
    return "\n".join(_table(lines, selector))


def names_interfaces(text: str) -> frozenset[str]:
    """The interfaces that `show interfaces` tells about: where it tells of any, there are no others."""
    matches = (_LAYOUTS[0].names.match(line) for line in text.split("\n"))
    return frozenset(name for match in matches if match and (name := full_interface(match[1])))


def _blocks(lines: Sequence[str], layout: _Layout, selector: Selector) -> list[str]:
    end = next((at for at, line in enumerate(lines) if _COUNT.match(line)), len(lines))
    while end < len(lines) and end > 0 and not lines[end - 1].strip():
        end -= 1
    starts = [at for at in range(end) if layout.start.match(lines[at])]
    blocks = [list(lines[a:b]) for a, b in zip(starts, [*starts[1:], end], strict=True)]
    wanted = [block for block in blocks if _is_about(block, layout, selector)]
    head = list(lines[: starts[0]]) if starts else []
    if layout.names.pattern.startswith("^interface "):  # a configuration: its head and `end` stay round the part
        head = [line for line in head if _CONFIGURATION_HEAD.match(line)]
        return [*head, *(line for block in wanted for line in block), "end", ""] if wanted else [INVALID]
    if not wanted and layout is _LAYOUTS[0]:
        return [INVALID]
    if not wanted and layout is _SPANNING_TREE_DETAIL:
        return [_NO_TREE.format(selector.value), ""]
    kept = [line for block in wanted for line in block]
    while kept and not kept[-1].strip():
        kept.pop()
    tail = [_counted(line, len(wanted)) for line in lines[end:]] or [""]
    return [*(head if layout.keeps_head else []), *kept, *tail]


def _is_about(block: Sequence[str], layout: _Layout, selector: Selector) -> bool:
    named = [match[1] for line in block if (match := layout.names.match(line))]
    if not named:
        return False
    if selector.kind == "interface":
        return full_interface(named[0]) == selector.value
    same = _same(selector)
    return any(same(word.strip(",")) for line in block for word in line.split())


def _table(lines: Sequence[str], selector: Selector) -> list[str]:
    keys = [_keys(line, at, lines, selector) for at, line in enumerate(lines)]
    if not any(keys):
        return list(lines)  # no such parts: a refusal, or an empty table
    sections = [at for at, line in enumerate(lines) if _TREE.match(line)]
    if sections and selector.kind == "interface":
        return _trees(lines, keys, sections, selector)
    kept, count = _rows(lines, keys, selector)
    if count == 0 and any("Session ID" in line and "Method" in line for line in lines):
        return ["No sessions match supplied criteria.", ""]
    return [_counted(line, count) for line in kept]


def _rows(lines: Sequence[str], keys: Sequence[Sequence[str]], selector: Selector) -> tuple[list[str], int]:
    """Headings, the matching rows with their continuation lines, and what follows; and how many rows matched."""
    same = _same(selector)
    kept: list[str] = []
    count = 0
    in_row: bool | None = None  # None outside rows
    for line, key in zip(lines, keys, strict=True):
        if key:
            in_row = any(same(word) for word in key)
            count += in_row
        elif not (in_row is not None and line[:8].isspace() and line.strip()):  # not a continuation
            in_row = None
        if line.startswith("Totals:"):  # power inline: a total of all ports, after a rule of dashes
            if kept and kept[-1].startswith("---"):
                kept.pop()
            continue
        if in_row is not False:
            kept.append(line)
    return kept, count


def _trees(lines: Sequence[str], keys: Sequence[Sequence[str]], starts: Sequence[int], selector: Selector) -> list[str]:
    """`show spanning-tree`: the VLANs whose table has the port."""
    kept: list[str] = []
    for a, b in zip(starts, [*starts[1:], len(lines)], strict=True):
        part, count = _rows(lines[a:b], keys[a:b], selector)
        kept += part if count else []
    return kept or [_NO_TREE.format(selector.value), ""]


def _keys(line: str, at: int, lines: Sequence[str], selector: Selector) -> list[str]:
    """The words that tell what a row is about; none where the line is no row."""
    words = [word.rstrip(",") for word in line.split()]
    if selector.kind == "interface":
        if _TREE.match(line):  # VL20 of EOS is the tree of a VLAN, not its interface
            return []
        found = [index for index, word in enumerate(words) if full_interface(word)]
        if not found and words and words[-1] in _NO_PORT and any(plain_mac(word) for word in words):
            return words[-1:]
        # The first run of names: further right may stand the neighbour's port.
        return [words[i] for n, i in enumerate(found) if i == found[0] + n]
    if selector.kind == "mac":
        return [word for word in words if plain_mac(word)]
    if selector.kind == "address":
        return [word for word in words if is_address(word)]
    return _in_column(line, at, lines, selector)


def _in_column(line: str, at: int, lines: Sequence[str], selector: Selector) -> list[str]:
    """The word under the heading VLAN or Port, where the nearest heading above has one."""
    title = r"\bVLAN(?: ID)?\b|\bVlan\b" if selector.kind == "vlan" else r"\b(?:Local)?Port\b"
    for above in range(at - 1, -1, -1):
        heading = re.search(title, lines[above])
        if heading and not re.search(r"\d{2}|:", lines[above]):
            for word in re.finditer(r"[^\s,|*]+", line):
                if word.start() < heading.end() + 1 and word.end() > heading.start() - 1:
                    is_key = word[0].isdigit() if selector.kind == "vlan" else is_port(word[0])
                    return [word[0]] if is_key or word[0] in {"All", "none"} else []
            return []
    return []


def _same(selector: Selector) -> Callable[[str], bool]:
    if selector.kind == "interface":
        return lambda word: full_interface(word) == selector.value
    if selector.kind == "mac":
        mac = plain_mac(selector.value)
        return lambda word: plain_mac(word) == mac
    return lambda word: word == selector.value


def _counted(line: str, count: int) -> str:
    match = _COUNT.match(line)
    return line if match is None else match[1] + str(count) + line[match.end() :]
