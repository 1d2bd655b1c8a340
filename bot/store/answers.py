"""The answers with all that they rest on, whole: raw outputs (redacted when they were read), records, proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Answer
from bot.store.database import METADATA, added, instant, time_of
from bot.store.documents import dump, load

ANSWERS: Final = sa.Table(
    "answers",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
)


class Answers:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, answer: Answer, at: datetime) -> bool:
        """Keep the answer of a request, once: a second one for the same request changes nothing. Was it the first?"""
        row = {"request_id": answer.request.id, "at": instant(at), "document": dump(answer)}
        return added(self._connection, ANSWERS, row)

    def get(self, request_id: str) -> Answer | None:
        """The answer to a request."""
        text = self._connection.execute(
            sa.select(ANSWERS.c.document).where(ANSWERS.c.request_id == request_id)
        ).scalar()
        return load(Answer, text) if text is not None else None

    def change(self, answer: Answer) -> None:
        """Put the answer in place of what is kept for its request: a ticket was made meanwhile."""
        which = ANSWERS.c.request_id == answer.request.id
        self._connection.execute(sa.update(ANSWERS).where(which).values(document=dump(answer)))

    def forget(self, request_ids: Sequence[str]) -> None:
        """Drop the answers of these requests."""
        self._connection.execute(sa.delete(ANSWERS).where(ANSWERS.c.request_id.in_(request_ids)))

    def latest_at(self) -> datetime | None:
        """When the last answer was given; None where there is none yet."""
        told = self._connection.execute(sa.select(sa.func.max(ANSWERS.c.at))).scalar()
        return time_of(told) if told else None
