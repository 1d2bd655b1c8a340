"""What each answer was about, and its verdict in short: what is asked again of a target is answered from these rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Earlier
from bot.store.database import METADATA, added, instant
from bot.store.documents import dump, load

SUBJECTS: Final = sa.Table(
    "subjects",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("room", sa.Text),  # None: nobody knows in which room it is
    sa.Column("document", sa.Text, nullable=False),
)


class Subjects:
    """The rows of one transaction. Subjects and rooms are spelt as bot.desk.history does."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, earlier: Earlier, subject: str, room: str | None, at: datetime) -> None:
        """Note what the answer of a request is about, once."""
        row = {
            "request_id": earlier.request, "at": instant(at), "subject": subject, "room": room,
            "document": dump(earlier),
        }  # fmt: skip
        added(self._connection, SUBJECTS, row)

    def about(self, subject: str, since: datetime, limit: int) -> Sequence[Earlier]:
        """The latest answers about it that were given since then, newest first."""
        which = sa.and_(SUBJECTS.c.subject == subject, SUBJECTS.c.at >= instant(since))
        query = sa.select(SUBJECTS.c.document).where(which).order_by(SUBJECTS.c.at.desc()).limit(limit)
        return [load(Earlier, text) for text in self._connection.execute(query).scalars()]

    def latest_in(self, room: str, since: datetime) -> str | None:
        """What the latest answer about this room turned out to be about."""
        which = sa.and_(SUBJECTS.c.room == room, SUBJECTS.c.at >= instant(since))
        query = sa.select(SUBJECTS.c.subject).where(which).order_by(SUBJECTS.c.at.desc()).limit(1)
        return self._connection.execute(query).scalar()

    def forget(self, request_ids: Sequence[str]) -> None:
        """Drop those of these requests."""
        self._connection.execute(sa.delete(SUBJECTS).where(SUBJECTS.c.request_id.in_(request_ids)))
