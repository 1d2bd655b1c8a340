"""The cells of a row -> the values of a record, each read as its annotation says; what cannot be read is a doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import NoneType
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from parsers.forms import Reading
from parsers.machine import Cells
from parsers.records import KINDS, Record
from parsers.values import READERS, DeviceTime


@dataclass
class Converted:
    """A record with the lines of its fields, what else was seen for derive.py, and what could not be read."""

    record: Record
    lines: dict[str, tuple[int, ...]]
    seen: dict[str, str] = field(default_factory=dict)  # SEEN_... values as text
    doubts: dict[str, str] = field(default_factory=dict)  # field -> sentence


def convert(kind: str, cells: Cells, reading: Reading, doubtful: frozenset[int] = frozenset()) -> Converted:
    """Never raises. A field whose text is not understood, or stands on a doubtful line, is None and a doubt."""
    readers = _readers(kind)
    values: dict[str, object] = {}
    lines: dict[str, tuple[int, ...]] = {}
    seen: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for value_name, name in reading.fields.items():
        cell = cells.texts.get(value_name)
        text = (" ".join(cell) if isinstance(cell, list) else cell or "").strip()
        if not text:
            continue
        where = cells.lines[value_name]
        if name not in readers:
            seen[name], lines[name] = text, where
        elif doubtful.intersection(where):
            doubts[name] = f"line {where[0] + 1}: {name} may have been cut in two by a console message"
        else:
            try:
                values[name] = _read(readers[name], text, reading.spellings.get(name, {}))
                lines[name] = where
            except ValueError:
                doubts[name] = f"line {where[0] + 1}: {name} cannot be {text[:60]!r}"
    return Converted(KINDS[kind](**values), lines, seen, doubts)


def _read(reader: Callable[[str], object], text: str, spellings: Mapping[str, object]) -> object:
    word = text.casefold()
    return spellings[word] if word in spellings else reader(text)


@cache
def _readers(kind: str) -> dict[str, Callable[[str], object]]:
    return {name: _reader(hint) for name, hint in get_type_hints(KINDS[kind], include_extras=True).items()}


def _reader(hint: object) -> Callable[[str], object]:
    """The reader of an annotation; of several parts (`... | None`), that of the first."""
    if get_origin(hint) is Annotated:
        return READERS[str(get_args(hint)[1])]
    if get_origin(hint) is Literal:
        return _word_of(tuple(str(word) for word in get_args(hint)))
    for plain, name in ((int, "int"), (float, "float"), (str, "str"), (bool, "yes"), (DeviceTime, "time")):
        if hint is plain:
            return READERS[name]
    return next(_reader(part) for part in get_args(hint) if part is not NoneType)


def _word_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """Reads one of the words in any letter case; what is none of them is "other", where that is one."""
    known = {word.casefold(): word for word in words}

    def read(text: str) -> str:
        word = text.casefold()
        if word not in known and "other" not in known:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return known.get(word, "other")

    return read
