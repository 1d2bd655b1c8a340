"""The proof of a condition: the very rows and fields that its value rests on, no more and no less."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from bot.diagnosis.peers import peers
from bot.diagnosis.places import READ_NAMES
from bot.diagnosis.truths import ABSENT, UNKNOWN, Proof, row_value
from bot.diagnosis.values import Point, compiled, many_read, rows_that_hold, truth
from bot.model import Observation
from parsers.parse import Row

_LATEST: Final = 3  # rows of one any() or count(): the latest tell the story
Current = tuple[Observation, Row]  # the row of the many-rowed read inside any() and count()


def proof_of(node: ast.expr, point: Point, row: Current | None) -> tuple[Proof, ...]:
    """Each value once, in the order in which the condition mentions it."""
    match node:
        case ast.Name(id=name):
            return proof_of(point.facts[name].tree, point, None) if name in point.facts else ()
        case ast.Attribute(value=ast.Name(id=read), attr=field):
            return _field(read, field, point, row)
        case ast.BoolOp(op=operator, values=parts):
            return _joined(proof_of(part, point, row) for part in _deciding(operator, parts, point, row))
        case ast.UnaryOp(operand=operand):
            return proof_of(operand, point, row)
        case ast.Compare(left=left, comparators=[right]) | ast.BinOp(left=left, right=right):
            return _joined(proof_of(part, point, row) for part in (left, right))
        case ast.Call(func=ast.Name(id=function), args=[argument]):
            return _call(function, argument, point, row)
        case ast.Call(args=[ast.Attribute(), condition]):
            return _rows(condition, point)
    return ()


def _deciding(operator: ast.boolop, parts: list[ast.expr], point: Point, row: Current | None) -> list[ast.expr]:
    """`and`: the first falsehood, else all; `or`: every truth, else all."""
    values = [compiled(part)(point, row[1].record if row else None) for part in parts]
    wanted = not isinstance(operator, ast.And)
    deciding = [
        part for part, value in zip(parts, values, strict=True) if value is not UNKNOWN and truth(value) is wanted
    ]
    return parts if not deciding else deciding if wanted else deciding[:1]


def _field(read: str, field: str, point: Point, row: Current | None) -> tuple[Proof, ...]:
    if read == "session":
        return point.scene.unread_words(field)
    if read == "peers":
        return peers(point.scene, field).proof
    if read not in READ_NAMES:
        return ()
    if READ_NAMES[read].many and row is not None:
        return row_value(*row, field)[1]
    return point.scene.value(read, field)[1]


def _call(function: str, argument: ast.expr, point: Point, row: Current | None) -> tuple[Proof, ...]:
    match function, argument:
        case (("any" | "count"), _):
            return _rows(argument, point)
        case "absent", ast.Name(id=read):
            observation = point.scene.latest(read)
            if observation is None or observation.failure is not None:
                return ()
            return (_whole_row(observation, observation.rows[0]) if observation.rows else _nothing(observation, read),)
        case (("increase" | "per_minute"), ast.Attribute(value=ast.Name(id=read), attr=field)):
            return point.scene.change(read, field, row[1].record if row and READ_NAMES[read].many else None).proof
        case "age", _:
            return proof_of(argument, point, row)
    return ()


def _rows(argument: ast.expr, point: Point) -> tuple[Proof, ...]:
    read = many_read(argument)
    observation = point.scene.latest(read)
    if observation is None or observation.failure is not None:
        return ()
    hits = rows_that_hold(argument, point)[-_LATEST:]
    if not hits:
        return (_nothing(observation, read),)
    if isinstance(argument, ast.Name):
        return tuple(_whole_row(observation, row) for row in hits)
    return tuple(one for row in hits for one in proof_of(argument, point, (observation, row)))


def _nothing(observation: Observation, read: str) -> Proof:
    return Proof(observation=observation, row=None, field=read, value=ABSENT)


def _whole_row(observation: Observation, row: Row) -> Proof:
    field = next(iter(row.lines), next(iter(row.record.__dataclass_fields__)))  # type: ignore[attr-defined]
    return row_value(observation, row, field)[1][0]


def _joined(parts: Iterable[tuple[Proof, ...]]) -> tuple[Proof, ...]:
    by_place = {(id(one.observation), id(one.row), one.field): one for part in parts for one in part}
    return tuple(by_place.values())
