"""Firings: each run of a schedule, once for one due time however many services there are, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Language
from bot.store.database import METADATA, added, insert, instant, time_of

SCHEDULES: Final = sa.Table(
    "schedules",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("rhythm", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False),
)
FIRINGS: Final = sa.Table(
    "firings",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("schedule", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("at_once", sa.Integer, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Round:
    """A firing as it is stored, without what it found."""

    id: str
    schedule: str | None  # None: by hand, of the targets that the title names
    title: str
    due: datetime  # UTC
    ended_at: datetime | None  # UTC
    total: int
    at_once: int
    language: Language


class Firings:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def know(self, schedule: str, rhythm: str, at: datetime) -> datetime:
        """Since when this schedule has been due at these times; before that, it has missed nothing."""
        row = {"name": schedule, "rhythm": rhythm, "since": instant(at)}
        self._connection.execute(
            insert(self._connection, SCHEDULES, row).on_conflict_do_update(
                index_elements=[SCHEDULES.c.name],
                set_={"rhythm": rhythm, "since": instant(at)},
                where=SCHEDULES.c.rhythm != rhythm,
            )
        )
        query = sa.select(SCHEDULES.c.since).where(SCHEDULES.c.name == schedule)
        return time_of(str(self._connection.execute(query).scalar_one()))

    def begin(self, made: Round) -> bool:
        """Keep a firing, once for a schedule and due time. Was it the first?"""
        return added(self._connection, FIRINGS, {**vars(made), "due": instant(made.due), "ended_at": None})

    def get(self, firing: str) -> Round | None:
        """The firing of this id."""
        return next(iter(self._list(FIRINGS.c.id == firing)), None)

    def open(self) -> Sequence[Round]:
        """Those that have not ended, oldest first."""
        return self._list(FIRINGS.c.ended_at.is_(None))

    def latest(self, limit: int) -> Sequence[Round]:
        """The latest ones, newest first."""
        query = sa.select(FIRINGS).order_by(FIRINGS.c.due.desc(), FIRINGS.c.id).limit(limit)
        return [_round(row) for row in self._connection.execute(query)]

    def last_due(self, schedule: str) -> datetime | None:
        """When the latest firing of a schedule was due; None where there is none."""
        query = sa.select(sa.func.max(FIRINGS.c.due)).where(FIRINGS.c.schedule == schedule)
        told = self._connection.execute(query).scalar()
        return time_of(told) if told else None

    def end(self, firing: str, at: datetime) -> bool:
        """Everything of it is found. Was it still open? Who is told so, and nobody else, tells what has changed."""
        which = sa.and_(FIRINGS.c.id == firing, FIRINGS.c.ended_at.is_(None))
        ended = sa.update(FIRINGS).where(which).values(ended_at=instant(at)).returning(FIRINGS.c.id)
        return self._connection.execute(ended).first() is not None

    def old(self, before: datetime, limit: int) -> Sequence[str]:
        """Ids of those that ended before this time."""
        query = sa.select(FIRINGS.c.id).where(FIRINGS.c.ended_at < instant(before)).limit(limit)
        return list(self._connection.execute(query).scalars())

    def forget(self, firings: Sequence[str]) -> None:
        """Drop them; their results are to be dropped before."""
        self._connection.execute(sa.delete(FIRINGS).where(FIRINGS.c.id.in_(firings)))

    def _list(self, which: sa.ColumnElement[bool]) -> list[Round]:
        query = sa.select(FIRINGS).where(which).order_by(FIRINGS.c.due, FIRINGS.c.id)
        return [_round(row) for row in self._connection.execute(query)]


def _round(row: sa.Row[tuple[object, ...]]) -> Round:
    return Round(
        id=row.id, schedule=row.schedule, title=row.title, due=time_of(row.due),
        ended_at=time_of(row.ended_at) if row.ended_at else None, total=row.total, at_once=row.at_once,
        language=row.language,
    )  # fmt: skip
