"""What is done from time to time, and when it was done last: dropping what is older than is to be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.store.database import METADATA, insert, instant, time_of

UPKEEP: Final = sa.Table(
    "upkeep",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),  # {what: how many}
)


class Upkeep:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def done(self, name: str, at: datetime, counts: Mapping[str, int]) -> None:
        """It was done to its end."""
        row = {"name": name, "at": instant(at), "document": json.dumps(dict(counts))}
        self._connection.execute(
            insert(self._connection, UPKEEP, row).on_conflict_do_update(
                index_elements=[UPKEEP.c.name], set_={"at": row["at"], "document": row["document"]}
            )
        )

    def last(self, name: str) -> tuple[datetime, Mapping[str, int]] | None:
        """When it was done last, and how many of what; None: never."""
        row = self._connection.execute(sa.select(UPKEEP).where(UPKEEP.c.name == name)).first()
        return (time_of(row.at), json.loads(row.document)) if row else None
