"""What a condition comes to: its tree turned into functions once, which are then asked for every row."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from bot.diagnosis.peers import peers
from bot.diagnosis.places import READ_NAMES
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import NAMES
from bot.diagnosis.truths import ABSENT, UNKNOWN, Absent, Unknown, Value
from parsers.parse import Row
from parsers.records import Record
from parsers.values import DeviceTime


class Compiled(Protocol):
    """A fact: bot.diagnosis.expressions.Expression, which builds on this file."""

    @property
    def tree(self) -> ast.expr: ...

    @property
    def evaluate(self) -> Evaluate: ...


@dataclass(frozen=True)
class Point:
    """What a condition is asked against."""

    scene: Scene
    facts: Mapping[str, Compiled]
    limits: Mapping[str, float]


# The second argument is the current row of the many-rowed read inside any() and count().
Evaluate = Callable[[Point, Record | None], Value]

_COMPARE: Final[Mapping[type[ast.cmpop], Callable[[object, object], bool]]] = {
    ast.Eq: lambda a, b: _folded(a) == _folded(b),
    ast.NotEq: lambda a, b: _folded(a) != _folded(b),
    ast.Lt: lambda a, b: a < b,  # type: ignore[operator]
    ast.LtE: lambda a, b: a <= b,  # type: ignore[operator]
    ast.Gt: lambda a, b: a > b,  # type: ignore[operator]
    ast.GtE: lambda a, b: a >= b,  # type: ignore[operator]
}
_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


@lru_cache(maxsize=32768)  # by the tree's identity: the parts of a condition are asked for again when it is proven
def compiled(node: ast.expr) -> Evaluate:
    """The function of a checked tree."""
    match node:
        case ast.Constant(value=constant):
            return lambda _, __: constant  # type: ignore[return-value]
        case ast.List(elts=items):
            listed = tuple(item.value for item in items if isinstance(item, ast.Constant))
            return lambda _, __: listed  # type: ignore[return-value]
        case ast.Name(id=name):
            return _name(name)
        case ast.Attribute(value=ast.Name(id=read), attr=field):
            return _field(read, field)
        case ast.BoolOp(op=operator, values=parts):
            inner = [compiled(part) for part in parts]
            return _all_of(inner) if isinstance(operator, ast.And) else _one_of(inner)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _negation(compiled(operand))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return lambda _, __: -number
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            return _comparison(comparison, compiled(left), compiled(right))
        case ast.BinOp(left=left, op=sign, right=right):
            return _arithmetic(_ARITHMETIC[type(sign)], compiled(left), compiled(right))
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return _call(function, argument)
        case ast.Call(args=[ast.Attribute(attr=field), condition]):
            return _kinds(field, condition)
    raise AssertionError(f"unchecked expression: {ast.dump(node)}")


def truth(value: Value) -> bool:
    """Does a known value count as true?"""
    return value is not ABSENT and bool(value)


def many_read(argument: ast.expr) -> str:
    """The one many-rowed read inside any() or count(); Schema.check made sure that there is exactly one."""
    names = [node.id for node in ast.walk(argument) if isinstance(node, ast.Name)]
    return next(name for name in names if name in READ_NAMES and READ_NAMES[name].many)


def fact_value(point: Point, fact: Compiled) -> Value:
    """A fact is worked out once per scene: libraries outlive scenes, and a scene never changes."""
    memo, key = point.scene.memo, id(fact.tree)
    if key not in memo:
        memo[key] = fact.evaluate(point, None)
    return memo[key]


def _name(name: str) -> Evaluate:
    def named(point: Point, _: Record | None) -> Value:
        if name in point.facts:
            return fact_value(point, point.facts[name])
        if name in NAMES:
            return point.scene.named(name)
        raise AssertionError(f"unchecked name: {name}")

    return named


def _field(read: str, field: str) -> Evaluate:
    if read == "limits":
        return lambda point, _: point.limits[field]
    if read == "session":
        return lambda point, _: getattr(point.scene.session, field)
    if read == "peers":
        return lambda point, _: peers(point.scene, field).value
    if read == "asked":
        return lambda point, _: _or_absent(getattr(point.scene.case.understood, field))
    if read == "device":
        if field == "tags":
            return lambda point, _: point.scene.case.tags
        return lambda point, _: getattr(point.scene.device, field) or ABSENT
    if READ_NAMES[read].many:

        def of_row(_: Point, row: Record | None) -> Value:
            value: Value | None = getattr(row, field)
            return UNKNOWN if value is None else value

        return of_row
    return lambda point, _: point.scene.value(read, field)[0]


def _or_absent(value: Value | None) -> Value:
    return ABSENT if value is None else value


def _all_of(parts: list[Evaluate]) -> Evaluate:
    """`and`: the first falsehood decides."""

    def both(point: Point, row: Record | None) -> Value:
        unknown = False
        for part in parts:
            value = part(point, row)
            if value is UNKNOWN:
                unknown = True
            elif not truth(value):
                return False
        return UNKNOWN if unknown else True

    return both


def _one_of(parts: list[Evaluate]) -> Evaluate:
    """`or`: the first truth decides."""

    def either(point: Point, row: Record | None) -> Value:
        unknown = False
        for part in parts:
            value = part(point, row)
            if value is UNKNOWN:
                unknown = True
            elif truth(value):
                return True
        return UNKNOWN if unknown else False

    return either


def _negation(operand: Evaluate) -> Evaluate:
    def negated(point: Point, row: Record | None) -> Value:
        value = operand(point, row)
        return UNKNOWN if value is UNKNOWN else not truth(value)

    return negated


def _comparison(operator: ast.cmpop, left: Evaluate, right: Evaluate) -> Evaluate:
    inside = isinstance(operator, ast.In | ast.NotIn)
    differ = isinstance(operator, ast.NotEq)
    wanted = isinstance(operator, ast.In)
    compare = _COMPARE.get(type(operator))

    def compared(point: Point, row: Record | None) -> Value:
        a, b = left(point, row), right(point, row)
        if isinstance(a, Unknown) or isinstance(b, Unknown):
            return UNKNOWN
        if inside:
            return _contains(b, a) is wanted
        if isinstance(a, Absent) or isinstance(b, Absent):
            return differ
        try:
            return compare(a, b) if compare else UNKNOWN
        except TypeError:
            return UNKNOWN

    return compared


def _arithmetic(operation: Callable[[float, float], float], left: Evaluate, right: Evaluate) -> Evaluate:
    def worked_out(point: Point, row: Record | None) -> Value:
        a, b = left(point, row), right(point, row)
        if not isinstance(a, int | float) or not isinstance(b, int | float):
            return UNKNOWN
        try:
            return operation(a, b)
        except ZeroDivisionError:
            return UNKNOWN

    return worked_out


def _call(function: str, argument: ast.expr) -> Evaluate:
    match function, argument:
        case (("any" | "count"), _):
            return _rows(argument, counting=function == "count")
        case "absent", ast.Name(id=read):
            return lambda point, _: _absence(point.scene, read)
        case (("unread" | "unsupported"), ast.Name(id=read)):
            return lambda point, _: _failure(point.scene, read, only_unsupported=function == "unsupported")
        case (("increase" | "per_minute"), ast.Attribute(value=ast.Name(id=read), attr=field)):
            return lambda point, row: _change(point.scene, read, field, row, each_minute=function == "per_minute")
        case "age", _:
            return _age(compiled(argument))
    raise AssertionError(f"unchecked call: {function}")


def _rows(argument: ast.expr, *, counting: bool) -> Evaluate:
    """any() and count(): unknown as soon as a row that could decide is unknown."""
    read = many_read(argument)
    each = None if isinstance(argument, ast.Name) else compiled(argument)

    def over_rows(point: Point, _: Record | None) -> Value:
        observation = point.scene.latest(read)
        if observation is None or observation.failure is not None:
            return UNKNOWN
        doubtful = point.scene.lacks(read)
        if each is None and doubtful:
            return UNKNOWN
        if each is None:
            return len(observation.rows) if counting else bool(observation.rows)
        hits = 0
        for row in observation.rows:
            value = each(point, row.record)
            if value is UNKNOWN:
                doubtful = True
            elif truth(value):
                if not counting:
                    return True
                hits += 1
        return UNKNOWN if doubtful else hits if counting else False

    return over_rows


def _kinds(field: str, condition: ast.expr) -> Evaluate:
    """kinds(): unknown only where the read failed or is not whole; a row that cannot be told does not count."""
    read = many_read(condition)

    def different(point: Point, _: Record | None) -> Value:
        observation = point.scene.latest(read)
        if observation is None or observation.failure is not None or point.scene.lacks(read):
            return UNKNOWN
        found: set[object] = set()
        for row in rows_that_hold(condition, point):
            value = getattr(row.record, field)
            found.update(value if isinstance(value, tuple) else () if value is None else (value,))
        return len(found)

    return different


def _absence(scene: Scene, read: str) -> Value:
    observation = scene.latest(read)
    if observation is None or observation.failure is not None:
        return UNKNOWN
    return not observation.rows


def _failure(scene: Scene, read: str, *, only_unsupported: bool) -> Value:
    observation = scene.latest(read)
    if observation is None:
        return UNKNOWN
    return observation.failure == "unsupported" if only_unsupported else observation.failure is not None


def _change(scene: Scene, read: str, field: str, row: Record | None, *, each_minute: bool) -> Value:
    change = scene.change(read, field, row if READ_NAMES[read].many else None)
    if each_minute and isinstance(change.grown, int | float):
        return change.grown * 60 / change.seconds if change.seconds > 0 else UNKNOWN
    return change.grown


def _age(inner: Evaluate) -> Evaluate:
    def age(point: Point, row: Record | None) -> Value:
        time = inner(point, row)
        seconds = point.scene.age_s(time) if isinstance(time, DeviceTime) else None
        return UNKNOWN if seconds is None else seconds

    return age


def _contains(whole: Value, part: Value) -> bool:
    if isinstance(whole, str):
        return isinstance(part, str) and part.casefold() in whole.casefold()
    if isinstance(whole, tuple):
        return _folded(part) in {_folded(item) for item in whole}
    return False


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def rows_that_hold(argument: ast.expr, point: Point) -> tuple[Row, ...]:
    """The rows that make the condition inside any() or count() true."""
    observation = point.scene.latest(many_read(argument))
    if observation is None or observation.failure is not None:
        return ()
    if isinstance(argument, ast.Name):
        return observation.rows
    each = compiled(argument)
    return tuple(row for row in observation.rows if (value := each(point, row.record)) is not UNKNOWN and truth(value))
