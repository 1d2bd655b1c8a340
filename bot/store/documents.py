"""Our nouns as JSON and back again, exactly: what was stored can be reasoned about again next year.

The types of the dataclasses say how a value is read back, so a noun that gets a new field with a default needs nothing
here, and what was stored before reads as that default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from parsers.records import KINDS
from parsers.records.vocabulary import Record

_T = TypeVar("_T")
_Reader = Callable[[object], object]
_PLAIN = (str, int, float, bool)
_KIND_OF = {record: kind for kind, record in KINDS.items()}


def dump(noun: object) -> str:
    """A noun (a dataclass of bot.model, with all that it holds) as a JSON text."""
    return json.dumps(_plain(noun), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[_T], text: str) -> _T:
    """The noun of a JSON text that `dump` made. Raises ValueError where the text is no such noun."""
    noun = _noun(kind, json.loads(text))
    if not isinstance(noun, kind):
        raise ValueError(f"this is no {kind.__name__}: {text[:80]}")
    return noun


def _plain(value: object) -> object:
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        # None is left out where it is the default anyway: records have thirty fields and tell five.
        told = {
            name: _plain(kept)
            for name, none_is_news in _fields(value.__class__)
            if (kept := getattr(value, name)) is not None or none_is_news
        }
        return {"record": _KIND_OF[type(value)], **_unnamed(told)} if isinstance(value, Record) else told
    raise ValueError(f"a {type(value).__name__} cannot be stored")


@cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """(name, must None be told?) of a dataclass; looked up once, since an answer holds thousands of records."""
    return tuple((one.name, one.default is not None) for one in fields(kind))


def _unnamed(told: dict[str, object]) -> dict[str, object]:
    if "record" in told:
        raise ValueError("a record may have no field called 'record'")
    return told


@cache
def _reader(kind: object) -> _Reader:
    """How what json gave is read as the type `kind`; made once for each type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _reader(inner[0])
    if origin in {Union, UnionType}:
        return _one_of(inner)
    if origin is Literal:
        return lambda value: _checked(value in inner, value, kind)
    if origin is tuple:
        return _tuple(kind, inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(kind, inner[1])
    if kind is datetime:
        return lambda value: datetime.fromisoformat(str(value))
    if kind is float:
        return lambda value: _checked(isinstance(value, int | float) and not isinstance(value, bool), value, kind)
    if kind in _PLAIN:
        return lambda value: _checked(type(value) is kind, value, kind)
    if isinstance(kind, type):
        return lambda value: _noun(kind, value)
    raise ValueError(f"nothing says how to read a {kind}")


def _tuple(kind: object, inner: tuple[object, ...]) -> _Reader:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no {kind}")
        if inner[-1] is Ellipsis:
            each = _reader(inner[0])
            return tuple(each(one) for one in value)
        return tuple(_reader(each)(one) for each, one in zip(inner, value, strict=True))

    return read


def _mapping(kind: object, inner: object) -> _Reader:
    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is no {kind}")
        each = _reader(inner)
        return {str(key): each(one) for key, one in value.items()}

    return read


def _one_of(kinds: tuple[object, ...]) -> _Reader:
    def read(value: object) -> object:
        if value is None and NoneType in kinds:
            return None
        reasons = []
        for each in kinds:
            if each is NoneType:
                continue
            try:
                return _reader(each)(value)
            except ValueError as error:
                reasons.append(str(error))
        raise ValueError("; ".join(reasons))

    return read


def _noun(kind: type, value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is no {kind}")
    named = str(value.get("record"))
    record = issubclass(kind, Record)
    readers = _readers(KINDS[named] if kind is Record else kind)
    # A field that this version no longer has is left out: an old answer still reads.
    given = {
        name: readers[name](one) for name, one in value.items() if name in readers and not (record and name == "record")
    }
    try:
        made: object = (KINDS[named] if kind is Record else kind)(**given)
    except TypeError as error:
        raise ValueError(f"a {kind.__name__} misses a part: {error}") from error
    return made


@cache
def _readers(kind: type) -> Mapping[str, _Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def _checked(right: bool, value: object, kind: object) -> object:
    if not right:
        raise ValueError(f"{value!r} is no {kind}")
    return value
