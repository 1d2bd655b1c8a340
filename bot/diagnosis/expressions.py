"""Conditions: a closed subset of Python expressions, walked over `ast`, with unknown as a third truth (Kleene's logic).

What may be written, and nothing else: names, one dot (`port.status`), literals, lists of literals, `and or not`,
comparisons, `in`, `+ - * /`, and the functions
    any(condition)      some row of the one many-rowed read named inside makes it true
    count(condition)    how many rows do; count(mac) counts all rows of a read
    increase(x.field)   latest sample minus first; unknown with one sample or when the counter went backwards
    per_minute(x.field) the same, divided by the minutes between the samples
    age(x.field)        seconds between a time of the device and the device's own clock
    absent(x)           the read was made and has no such record
    unread(x)           the read was tried and gave no answer that could be read, for whatever reason
    unsupported(x)      the read was tried and the platform does not have it
No method, no index, no comprehension, no attribute of a Python object is ever touched.
Evaluating gives the value and its proof: the very rows and fields that the condition rests on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from bot.diagnosis.scene import ABSENT, UNKNOWN, Absent, Proof, Result, Scene, Unknown, Value, row_value
from bot.diagnosis.schema import Schema
from bot.model import Observation
from parsers.parse import Row
from parsers.reads import READS
from parsers.values import DeviceTime

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


@dataclass(frozen=True)
class Expression:
    """A checked condition or fact. `mentions` holds the reads it speaks of, `names` the facts."""

    source: str
    tree: ast.expr
    mentions: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name))

    @staticmethod
    def parse(source: str, schema: Schema) -> Expression:
        """Check a condition against what there is to speak of. Raises ValueError with a sentence for its author."""
        try:
            tree = ast.parse(source, mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            problem = f"'{source}' is not a condition; write for instance: port.status == \"notconnect\""
            raise ValueError(problem) from None
        return Expression(source, tree, frozenset(schema.check(tree)))

    def evaluate(self, scene: Scene, facts: Mapping[str, Expression], limits: Mapping[str, float]) -> Result:
        return _Walk(scene, facts, limits).go(self.tree)


@dataclass(frozen=True)
class _Walk:
    """One evaluation. `row` is the current row of the many-rowed read inside any() and count()."""

    scene: Scene
    facts: Mapping[str, Expression]
    limits: Mapping[str, float]
    row: tuple[Observation, Row] | None = None

    def go(self, node: ast.expr) -> Result:
        match node:
            case ast.Constant(value=value):
                return Result(value)  # type: ignore[arg-type]
            case ast.List(elts=items):
                return Result(tuple(self.go(item).value for item in items))  # type: ignore[arg-type]
            case ast.Name(id=name):
                return self._name(name)
            case ast.Attribute(value=ast.Name(id=read), attr=field):
                return self._field(read, field)
            case ast.BoolOp(op=operator, values=parts):
                return self._both(parts) if isinstance(operator, ast.And) else self._either(parts)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner = self.go(operand)
                return Result(UNKNOWN if inner.value is UNKNOWN else not _true(inner.value), inner.proof)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return Result(-number)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._compare(operator, self.go(left), self.go(right))
            case ast.BinOp(left=left, op=operator, right=right):
                return self._arithmetic(operator, self.go(left), self.go(right))
            case ast.Call(func=ast.Name(id=function), args=[argument]):
                return self._call(function, argument)
        raise AssertionError(f"unchecked expression: {ast.dump(node)}")

    def _name(self, name: str) -> Result:
        if name in self.facts:
            tree = self.facts[name].tree
            if id(tree) not in self.scene.memo:
                self.scene.memo[id(tree)] = _Walk(self.scene, self.facts, self.limits).go(tree)
            return self.scene.memo[id(tree)]
        if name == "interface_name":
            return Result(self.scene.case.target.interface or ABSENT)
        if name == "member":
            return Result(_stack_member(self.scene.case.target.interface))
        raise AssertionError(f"unchecked name: {name}")

    def _field(self, read: str, field: str) -> Result:
        if read == "limits":
            return Result(self.limits[field])
        if read == "session":
            return Result(getattr(self.scene.session, field), self.scene.unread_words(field))
        if read == "peers":
            return self.scene.peers(field)
        if read == "asked":
            value = getattr(self.scene.case.understood, field)
            return Result(ABSENT if value is None else value)
        if read == "device":
            if field == "tags":
                return Result(self.scene.case.tags)
            return Result(getattr(self.scene.case.device, field) or ABSENT)
        if READS[read].many and self.row is not None:
            return Result(*row_value(self.row[0], self.row[1], field))
        return Result(*self.scene.value(read, field))

    def _both(self, parts: list[ast.expr]) -> Result:
        """`and`: the first falsehood decides, and brings only its own proof; thousands of log rows end there."""
        results = []
        for part in parts:
            result = self.go(part)
            if result.value is not UNKNOWN and not _true(result.value):
                return Result(False, result.proof)
            results.append(result)
        unknown = any(result.value is UNKNOWN for result in results)
        return Result(UNKNOWN if unknown else True, _joined(results))

    def _either(self, parts: list[ast.expr]) -> Result:
        """`or`: every truth decides, and all of them are proof."""
        results = [self.go(part) for part in parts]
        true = [result for result in results if result.value is not UNKNOWN and _true(result.value)]
        if true:
            return Result(True, _joined(true))
        unknown = any(result.value is UNKNOWN for result in results)
        return Result(UNKNOWN if unknown else False, _joined(results))

    def _compare(self, operator: ast.cmpop, left: Result, right: Result) -> Result:
        proof = _joined([left, right])
        if isinstance(left.value, Unknown) or isinstance(right.value, Unknown):
            return Result(UNKNOWN, proof)
        if isinstance(operator, ast.In | ast.NotIn):
            found = _contains(right.value, left.value)
            return Result(found if isinstance(operator, ast.In) else not found, proof)
        if isinstance(left.value, Absent) or isinstance(right.value, Absent):
            return Result(isinstance(operator, ast.NotEq), proof)
        try:
            return Result(_COMPARE[type(operator)](left.value, right.value), proof)
        except TypeError:
            return Result(UNKNOWN, proof)

    def _arithmetic(self, operator: ast.operator, left: Result, right: Result) -> Result:
        a, b, proof = left.value, right.value, _joined([left, right])
        if not isinstance(a, int | float) or not isinstance(b, int | float):
            return Result(UNKNOWN, proof)
        if isinstance(operator, ast.Div) and b == 0:
            return Result(UNKNOWN, proof)
        return Result(_ARITHMETIC[type(operator)](a, b), proof)

    def _call(self, function: str, argument: ast.expr) -> Result:
        match function, argument:
            case (("any" | "count"), _):
                return self._rows(argument, counting=function == "count")
            case "absent", ast.Name(id=read):
                state, observation = self.scene.state(read), self.scene.latest(read)
                if observation is None or state == "unreadable":
                    return Result(UNKNOWN)
                if observation.rows:
                    return Result(False, (_whole_row(observation, observation.rows[0]),))
                return Result(True, (Proof(observation=observation, row=None, field=read, value=ABSENT),))
            case (("unread" | "unsupported"), ast.Name(id=read)):
                observation = self.scene.latest(read)
                if observation is None:
                    return Result(UNKNOWN)
                refused = observation.failure == "unsupported"
                return Result(refused if function == "unsupported" else observation.failure is not None)
            case (("increase" | "per_minute"), ast.Attribute(value=ast.Name(id=read), attr=field)):
                grown, change_proof, seconds = self.scene.change(read, field)
                if function == "per_minute" and isinstance(grown, int | float):
                    return Result(grown * 60 / seconds if seconds > 0 else UNKNOWN, change_proof)
                return Result(grown, change_proof)
            case "age", _:
                inner = self.go(argument)
                age = self.scene.age_s(inner.value) if isinstance(inner.value, DeviceTime) else None
                return Result(UNKNOWN if age is None else age, inner.proof)
        raise AssertionError(f"unchecked call: {function}")

    def _rows(self, argument: ast.expr, *, counting: bool) -> Result:
        """any() and count(): unknown as soon as a row that could decide is unknown."""
        read = _many_read(argument)
        observation = self.scene.latest(read)
        if observation is None or observation.failure is not None:
            return Result(UNKNOWN)
        whole = isinstance(argument, ast.Name)
        hits: list[tuple[Proof, ...]] = []
        doubtful = False
        for row in observation.rows:
            if whole:
                hits.append((_whole_row(observation, row),))
                continue
            verdict = _Walk(self.scene, self.facts, self.limits, (observation, row)).go(argument)
            doubtful = doubtful or verdict.value is UNKNOWN
            if verdict.value is not UNKNOWN and _true(verdict.value):
                hits.append(verdict.proof)
        proof = tuple(one for hit in hits[-3:] for one in hit)  # the latest tell the story
        if not hits:
            proof = (Proof(observation=observation, row=None, field=read, value=ABSENT),)
        if counting:
            return Result(UNKNOWN if doubtful else len(hits), proof)
        return Result(True if hits else UNKNOWN if doubtful else False, proof)


@lru_cache(maxsize=4096)  # the trees of a library are walked for every diagnosis
def _many_read(argument: ast.expr) -> str:
    """The one many-rowed read inside any() or count(); Schema.check made sure that there is exactly one."""
    names = [node.id for node in ast.walk(argument) if isinstance(node, ast.Name)]
    return next(name for name in names if name in READS and READS[name].many)


def _whole_row(observation: Observation, row: Row) -> Proof:
    field = next(iter(row.lines), next(iter(row.record.__dataclass_fields__)))  # type: ignore[attr-defined]
    return row_value(observation, row, field)[1][0]


def _joined(parts: list[Result]) -> tuple[Proof, ...]:
    """All proof of the parts, each value once."""
    by_place = {(id(one.observation), id(one.row), one.field): one for part in parts for one in part.proof}
    return tuple(by_place.values())


def _true(value: Value) -> bool:
    return value is not ABSENT and bool(value)


def _contains(whole: Value, part: Value) -> bool:
    if isinstance(whole, str):
        return isinstance(part, str) and part.casefold() in whole.casefold()
    if isinstance(whole, tuple):
        return _folded(part) in {_folded(item) for item in whole}
    return False


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _stack_member(interface: str | None) -> Value:
    digits = "".join(ch if ch.isdigit() else " " for ch in (interface or "").partition("/")[0]).split()
    return digits[-1] if digits and "/" in (interface or "") else ABSENT
