"""The outbox: what is still to be told to the outside (tickets, replies, changes), written together with its cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import sqlalchemy as sa

from bot.store.database import METADATA, added, instant, time_of

Kind = Literal[
    "ticket",  # open or add to the ticket of a fault; its key is the fault key
    "reply",  # show the final card in the channel; its key is the request id
    "tell",  # say what a check found changed; its key is the place
]

OUTBOX: Final = sa.Table(
    "outbox",
    METADATA,
    sa.Column("op_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("next_at", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("done_at", sa.Text),
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing to tell. `attempts` failed so far; `trouble` is what went wrong last, in words."""

    op_id: str
    kind: Kind
    key: str
    about: str  # the id of the request; of the firing where its kind is "tell"
    created_at: datetime  # UTC
    next_at: datetime  # UTC, not to be tried before
    attempts: int
    trouble: str | None
    done_at: datetime | None  # UTC


class Outbox:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, op_id: str, kind: Kind, key: str, about: str, at: datetime) -> bool:
        """Write an operation down, once per id. Was it the first with this id?"""
        row = {
            "op_id": op_id, "kind": kind, "key": key, "about": about, "created_at": instant(at),
            "next_at": instant(at), "attempts": 0,
        }  # fmt: skip
        return added(self._connection, OUTBOX, row)

    def get(self, op_id: str) -> Operation | None:
        """The operation of this id."""
        return next(iter(self._list(OUTBOX.c.op_id == op_id)), None)

    def waiting(self, key: str) -> Sequence[Operation]:
        """What is not yet told under one key, in the order in which it was written."""
        return self._list(OUTBOX.c.key == key, OUTBOX.c.done_at.is_(None))

    def due(self, at: datetime, limit: int) -> Sequence[Operation]:
        """What may be tried now, longest waiting first."""
        return self._list(OUTBOX.c.done_at.is_(None), OUTBOX.c.next_at <= instant(at), limit=limit)

    def done(self, op_id: str, at: datetime) -> None:
        """It was told, and the other side has it."""
        values = {"done_at": instant(at), "trouble": None}
        self._connection.execute(sa.update(OUTBOX).where(OUTBOX.c.op_id == op_id).values(values))

    def failed(self, op_id: str, trouble: str, next_at: datetime) -> None:
        """It could not be told; not before `next_at` again."""
        values = {"attempts": OUTBOX.c.attempts + 1, "trouble": trouble, "next_at": instant(next_at)}
        self._connection.execute(sa.update(OUTBOX).where(OUTBOX.c.op_id == op_id).values(values))

    def put_off(self, kind: Kind, next_at: datetime) -> None:
        """The other side is down: whatever is due earlier waits until then."""
        which = sa.and_(OUTBOX.c.kind == kind, OUTBOX.c.done_at.is_(None), OUTBOX.c.next_at < instant(next_at))
        self._connection.execute(sa.update(OUTBOX).where(which).values(next_at=instant(next_at)))

    def count_waiting(self) -> dict[Kind, int]:
        """How many of each kind are not yet told."""
        query = sa.select(OUTBOX.c.kind, sa.func.count()).where(OUTBOX.c.done_at.is_(None)).group_by(OUTBOX.c.kind)
        counted: dict[Kind, int] = {row.kind: row[1] for row in self._connection.execute(query)}
        return {"ticket": 0, "reply": 0, "tell": 0, **counted}

    def last_trouble(self, kind: Kind) -> str | None:
        """What went wrong with the oldest operation of a kind that still waits; None where nothing did."""
        query = (
            sa.select(OUTBOX.c.trouble)
            .where(OUTBOX.c.kind == kind, OUTBOX.c.done_at.is_(None), OUTBOX.c.trouble.is_not(None))
            .order_by(OUTBOX.c.created_at)
            .limit(1)
        )
        return self._connection.execute(query).scalar()

    def forget(self, about: Sequence[str]) -> None:
        """Drop what was to be told of these requests."""
        self._connection.execute(sa.delete(OUTBOX).where(OUTBOX.c.about.in_(about), OUTBOX.c.done_at.is_not(None)))

    def _list(self, *which: sa.ColumnElement[bool], limit: int | None = None) -> list[Operation]:
        query = sa.select(OUTBOX).where(*which).order_by(OUTBOX.c.created_at, OUTBOX.c.op_id).limit(limit)
        return [
            Operation(
                op_id=row.op_id, kind=row.kind, key=row.key, about=row.about,
                created_at=time_of(row.created_at), next_at=time_of(row.next_at), attempts=row.attempts,
                trouble=row.trouble, done_at=time_of(row.done_at) if row.done_at else None,
            )
            for row in self._connection.execute(query)
        ]  # fmt: skip
