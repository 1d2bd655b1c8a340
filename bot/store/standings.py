"""What was last told of each target of a schedule: the same is not told twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from bot.checks import Remembered
from bot.store.database import METADATA, insert
from bot.store.documents import dump, load

STANDINGS: Final = sa.Table(
    "standings",
    METADATA,
    sa.Column("schedule", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)


class Standings:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, schedule: str) -> Mapping[str, Remembered]:
        """What is remembered of the targets of a schedule, by their names."""
        query = sa.select(STANDINGS.c.target, STANDINGS.c.document).where(STANDINGS.c.schedule == schedule)
        return {row.target: load(Remembered, row.document) for row in self._connection.execute(query)}

    def remember(self, schedule: str, target: str, memory: Remembered) -> None:
        """From now on this is remembered."""
        row = {"schedule": schedule, "target": target, "document": dump(memory)}
        self._connection.execute(
            insert(self._connection, STANDINGS, row).on_conflict_do_update(
                index_elements=[STANDINGS.c.schedule, STANDINGS.c.target], set_={"document": row["document"]}
            )
        )
