"""Readings: what one visit to the devices gave. Equal questions that come together share one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Answer
from bot.store.database import METADATA, insert, instant
from bot.store.documents import load

READINGS: Final = sa.Table(
    "readings",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("leader", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("finished_at", sa.Text),
    sa.Column("document", sa.Text),
)
FLIGHTS: Final = sa.Table(
    "flights",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("reading_id", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One visit to the devices, made for the request that asked first. `answer` is None until it is over."""

    id: str
    leader: str  # id of the request that asked first
    answer: Answer | None


class Readings:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def join(self, digest: str, request_id: str, *, at: datetime, since: datetime) -> str:
        """The reading for a question with these facts: one that began at `since` or later, else a new one.

        A new reading has the id of the request that asked; asked again for the same request, the answer is the same
        as long as nobody else began a newer one.
        """
        new = {"digest": digest, "reading_id": request_id, "started_at": instant(at)}
        self._connection.execute(
            insert(self._connection, FLIGHTS, new).on_conflict_do_update(
                index_elements=[FLIGHTS.c.digest],
                set_={"reading_id": request_id, "started_at": instant(at)},
                where=FLIGHTS.c.started_at < instant(since),
            )
        )
        query = sa.select(FLIGHTS.c.reading_id).where(FLIGHTS.c.digest == digest)
        reading = str(self._connection.execute(query).scalar_one())
        if reading == request_id:
            row = {"id": reading, "leader": request_id, "started_at": instant(at)}
            self._connection.execute(insert(self._connection, READINGS, row).on_conflict_do_nothing())
        return reading

    def get(self, reading_id: str) -> Reading | None:
        """The reading of this id."""
        row = self._connection.execute(sa.select(READINGS).where(READINGS.c.id == reading_id)).one_or_none()
        if row is None:
            return None
        answer = load(Answer, row.document) if row.document is not None else None
        return Reading(id=row.id, leader=row.leader, answer=answer)

    def is_over(self, reading_id: str) -> bool:
        """Has it ended?"""
        query = sa.select(READINGS.c.finished_at).where(READINGS.c.id == reading_id)
        return self._connection.execute(query).scalar() is not None

    def finish(self, reading_id: str, document: str, at: datetime) -> None:
        """Keep what it gave, as `dump(answer)`; a second end of the same reading changes nothing."""
        which = sa.and_(READINGS.c.id == reading_id, READINGS.c.finished_at.is_(None))
        values = {"finished_at": instant(at), "document": document}
        self._connection.execute(sa.update(READINGS).where(which).values(values))

    def close(self, reading_id: str) -> None:
        """Nobody joins it any more: equal questions from now on begin one of their own."""
        self._connection.execute(sa.delete(FLIGHTS).where(FLIGHTS.c.reading_id == reading_id))

    def forget(self, before: datetime) -> int:
        """Drop the readings that began before this time; their answers are kept elsewhere. Returns how many."""
        self._connection.execute(sa.delete(FLIGHTS).where(FLIGHTS.c.started_at < instant(before)))
        return self._connection.execute(sa.delete(READINGS).where(READINGS.c.started_at < instant(before))).rowcount

    def forget_led(self, request_ids: Sequence[str]) -> None:
        """Drop the readings that these requests asked for first."""
        self._connection.execute(sa.delete(READINGS).where(READINGS.c.leader.in_(request_ids)))
