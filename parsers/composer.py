"""YAML text -> plain dicts and lists that remember their lines, by libyaml with the scalars of YAML 1.2.

libyaml reads an inventory of 2,500 devices in about a second; a pure Python reader takes twenty. PyYAML's own scalars
are those of YAML 1.1 (`off` and `no` are truth values, 1:30 is a number), so only its parser is used.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.resolver import BaseResolver

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # a PyYAML that was built without libyaml reads the same, slower
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Parser(Reader, Scanner, Parser, Composer):  # type: ignore[no-redef, misc]
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)


_CORE = "tag:yaml.org,2002:"


class Misplaced(Exception):  # noqa: N818  (a mistake in a file; parsers.document tells it with the file's name)
    """YAML that is well formed and still not taken."""

    def __init__(self, line: int, problem: str, remedy: str) -> None:
        self.line, self.problem, self.remedy = line, problem, remedy
        super().__init__(problem)


class Keys(dict[str, object]):
    """A mapping with the 1-based line of every key."""

    lines: dict[str, int]


class Items(list[object]):
    """A list with the 1-based line of every item."""

    lines: list[int]


class _Composer(_Parser, BaseResolver):  # type: ignore[misc]
    """The parser of libyaml with the plain scalars of YAML 1.2 (core schema)."""

    def __init__(self, stream: str) -> None:
        _Parser.__init__(self, stream)
        BaseResolver.__init__(self)


for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z", "-+.0123456789"),
    ("null", r"(?:~|null|Null|NULL|)\Z", ["~", "n", "N", ""]),
):
    _Composer.add_implicit_resolver(_CORE + _tag, re.compile(_pattern), list(_first))


def compose(text: str) -> object:
    """The one document of the text: Keys, Items, str, int, float, bool or None. Raises Misplaced or yaml.YAMLError."""
    composer = _Composer(text)
    try:
        node = composer.get_single_node()
    finally:
        composer.dispose()
    return None if node is None else _value(node, {}, set())


def _value(node: Any, done: dict[int, object], inside: set[int]) -> object:
    """The value of a node of PyYAML (which has no types). `done`: aliases; `inside`: the nodes that hold this one."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if node.tag.removeprefix(_CORE) not in ("map", "seq"):
        raise Misplaced(_line(node), f"'{node.tag}' is not read here", "Write the value without a tag.")
    key = id(node)
    if key in inside:
        raise Misplaced(_line(node), "an alias holds itself here", "Write the text out.")
    if key not in done:
        inside.add(key)
        done[key] = _keys(node, done, inside) if isinstance(node, yaml.MappingNode) else _items(node, done, inside)
        inside.discard(key)
    return done[key]


def _keys(node: Any, done: dict[int, object], inside: set[int]) -> Keys:
    keys = Keys()
    keys.lines = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Misplaced(_line(key), "a key is one word", "If it is text with '{' or '[', put quotes round it.")
        if key.value in keys:
            raise Misplaced(_line(key), f"the key '{key.value}' stands here twice", "Keep one of them.")
        keys[key.value] = _value(value, done, inside)
        keys.lines[key.value] = _line(key)
    return keys


def _items(node: Any, done: dict[int, object], inside: set[int]) -> Items:
    items = Items(_value(item, done, inside) for item in node.value)
    items.lines = [_line(item) for item in node.value]
    return items


def _scalar(node: Any) -> str | int | float | bool | None:
    text: str = node.value
    tag = node.tag.removeprefix(_CORE)
    if tag == "str":
        return text
    if tag == "null":
        return None
    if tag == "bool":
        return text[0] in "tT"
    try:
        if tag == "float":
            return float(text)
        if tag == "int":
            return int(text, 0) if text[1:2] in ("x", "o") else int(text)
    except ValueError:
        pass
    raise Misplaced(_line(node), f"'{node.tag}' is not read here", "Write the value without a tag.")


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1
