"""The answers with all that they rest on, whole: raw outputs (redacted when they were read), records, proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Answer
from bot.store.database import METADATA, added, instant, time_of
from bot.store.documents import load

ANSWERS: Final = sa.Table(
    "answers",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("emptied", sa.Integer, nullable=False),  # 1: what devices answered was dropped, being old
)


class Answers:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, request_id: str, document: str, at: datetime) -> bool:
        """Keep the answer of a request, once: a second one for the same request changes nothing. Was it the first?

        `document` is `dump(answer)`, made before: other writers wait while a transaction is open.
        """
        row = {"request_id": request_id, "at": instant(at), "document": document, "emptied": 0}
        return added(self._connection, ANSWERS, row)

    def get(self, request_id: str) -> Answer | None:
        """The answer to a request."""
        text = self.document(request_id)
        return load(Answer, text) if text is not None else None

    def document(self, request_id: str) -> str | None:
        """The same as its text, for whoever only wants to know whether it has changed."""
        return self._connection.execute(
            sa.select(ANSWERS.c.document).where(ANSWERS.c.request_id == request_id)
        ).scalar()

    def change(self, request_id: str, document: str) -> None:
        """Put the answer in place of what is kept for its request: a ticket was made meanwhile."""
        which = ANSWERS.c.request_id == request_id
        self._connection.execute(sa.update(ANSWERS).where(which).values(document=document))

    def whole(self, before: datetime, limit: int) -> Sequence[Answer]:
        """The oldest answers that were given before this time and still hold what the devices answered."""
        which = sa.and_(ANSWERS.c.emptied == 0, ANSWERS.c.at < instant(before))
        query = sa.select(ANSWERS.c.document).where(which).order_by(ANSWERS.c.at).limit(limit)
        return [load(Answer, text) for text in self._connection.execute(query).scalars()]

    def empty(self, request_id: str, document: str) -> None:
        """Put the same answer, without what the devices answered, in its place."""
        which = ANSWERS.c.request_id == request_id
        self._connection.execute(sa.update(ANSWERS).where(which).values(document=document, emptied=1))

    def forget(self, request_ids: Sequence[str]) -> None:
        """Drop the answers of these requests."""
        self._connection.execute(sa.delete(ANSWERS).where(ANSWERS.c.request_id.in_(request_ids)))

    def latest_at(self) -> datetime | None:
        """When the last answer was given; None where there is none yet."""
        told = self._connection.execute(sa.select(sa.func.max(ANSWERS.c.at))).scalar()
        return time_of(told) if told else None
