"""The three truths, and a value with the row that it stands in: what conditions are worked out with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model import Observation
from parsers.parse import Row
from parsers.values import DeviceTime


class Unknown:
    """The third truth: we do not know. One instance, compared by identity."""

    def __repr__(self) -> str:
        return "unknown"


class Absent:
    """A definite nothing: the command was read and says that there is no such record."""

    def __repr__(self) -> str:
        return "absent"


UNKNOWN: Final = Unknown()
ABSENT: Final = Absent()
Value = str | float | int | bool | tuple[str, ...] | tuple[int, ...] | DeviceTime | Unknown | Absent


@dataclass(frozen=True, kw_only=True, eq=False)
class Proof:
    """One value that a condition mentioned: which observation, which row of it (None: none matched), which field."""

    observation: Observation
    row: Row | None
    field: str
    value: Value


@dataclass(frozen=True)
class Result:
    """What an expression came to: a value and the rows and fields it rests on."""

    value: Value
    proof: tuple[Proof, ...] = ()


def row_value(observation: Observation, row: Row, field_name: str) -> tuple[Value, tuple[Proof, ...]]:
    """A field of one row: None in the record is unknown."""
    raw = getattr(row.record, field_name)
    value: Value = UNKNOWN if raw is None else raw
    return value, (Proof(observation=observation, row=row, field=field_name, value=value),)
