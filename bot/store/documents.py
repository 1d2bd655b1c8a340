"""Our nouns as JSON and back again, exactly: what was stored can be reasoned about again next year.

The types of the dataclasses say how a value is read back, so a noun that gets a new field with a default needs nothing
here, and what was stored before reads as that default.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from parsers.records import KINDS
from parsers.records.vocabulary import Record

_T = TypeVar("_T")
_PLAIN = (str, int, float, bool)
_KIND_OF = {record: kind for kind, record in KINDS.items()}


def dump(noun: object) -> str:
    """A noun (a dataclass of bot.model, with all that it holds) as a JSON text."""
    return json.dumps(_plain(noun), ensure_ascii=False, separators=(",", ":"))


def load(kind: type[_T], text: str) -> _T:
    """The noun of a JSON text that `dump` made. Raises ValueError where the text is no such noun."""
    noun = _read(kind, json.loads(text))
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
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if getattr(value, one.name) is not None or one.default is not None
        }
        return {"kind": _KIND_OF[type(value)], **_kindless(told)} if isinstance(value, Record) else told
    raise ValueError(f"a {type(value).__name__} cannot be stored")


def _kindless(told: dict[str, object]) -> dict[str, object]:
    if "kind" in told:
        raise ValueError("a record may have no field called 'kind'")
    return told


def _read(kind: object, value: object) -> object:
    """`value` (what json gave) as the type `kind` says."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _read(inner[0], value)
    if origin in {Union, UnionType}:
        return _one_of(inner, value)
    if origin is Literal:
        return _checked(value in inner, value, kind)
    if origin is tuple:
        _checked(isinstance(value, list), value, kind)
        assert isinstance(value, list)
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else list(inner)
        return tuple(_read(each, one) for each, one in zip(kinds, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _checked(isinstance(value, dict), value, kind)
        assert isinstance(value, dict)
        return {str(key): _read(inner[1], one) for key, one in value.items()}
    if kind is datetime:
        return datetime.fromisoformat(str(value))
    if kind is float:
        _checked(isinstance(value, int | float) and not isinstance(value, bool), value, kind)
        return value
    if kind in _PLAIN:
        return _checked(type(value) is kind, value, kind)
    if isinstance(kind, type):
        return _noun(kind, value)
    raise ValueError(f"nothing says how to read a {kind}")


def _one_of(kinds: tuple[object, ...], value: object) -> object:
    if value is None and NoneType in kinds:
        return None
    reasons = []
    for each in kinds:
        if each is NoneType:
            continue
        try:
            return _read(each, value)
        except ValueError as error:
            reasons.append(str(error))
    raise ValueError("; ".join(reasons))


def _noun(kind: type, value: object) -> object:
    _checked(isinstance(value, dict), value, kind)
    assert isinstance(value, dict)
    told = {str(key): one for key, one in value.items()}
    if kind is Record:
        kind = KINDS[str(told.pop("kind", None))]
    elif issubclass(kind, Record):
        told.pop("kind", None)
    hints = _hints(kind)
    # A field that this version no longer has is left out: an old answer still reads.
    given = {name: _read(hints[name], one) for name, one in told.items() if name in hints}
    try:
        made: object = kind(**given)
    except TypeError as error:
        raise ValueError(f"a {kind.__name__} misses a part: {error}") from error
    return made


@cache
def _hints(kind: type) -> dict[str, object]:
    return dict(get_type_hints(kind))


def _checked(right: bool, value: object, kind: object) -> object:
    if not right:
        raise ValueError(f"{value!r} is no {kind}")
    return value
