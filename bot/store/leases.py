"""Leases: who holds a device now. One holder at a time across processes, and never for ever."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from bot.store.database import METADATA, database_now, insert

LEASES: Final = sa.Table(
    "leases",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),  # seconds since 1970 on the database's clock
)


class Leases:
    """The rows of one transaction. An owner is `process/number`: a process may hold many things, each in one hand."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def take(self, name: str, owner: str, for_s: float) -> bool:
        """Hold `name` for so many seconds, if nobody else holds it. Who holds it already holds it longer."""
        now = str(database_now(self._connection))
        until: sa.ColumnElement[float] = sa.literal_column(f"{now} + {for_s}")
        row: dict[str, object] = {"name": name, "owner": owner, "until": until}
        free = sa.or_(LEASES.c.owner == owner, LEASES.c.until < sa.literal_column(now))
        taken = insert(self._connection, LEASES, row).on_conflict_do_update(
            index_elements=[LEASES.c.name], set_={"owner": owner, "until": until}, where=free
        )
        self._connection.execute(taken)
        holder = self._connection.execute(sa.select(LEASES.c.owner).where(LEASES.c.name == name)).scalar()
        return holder == owner

    def renew(self, process: str, for_s: float) -> int:
        """All that the holders of a process (`process/...`) hold lasts so many seconds from now. Returns how many."""
        until: sa.ColumnElement[float] = sa.literal_column(f"{database_now(self._connection)} + {for_s}")
        which = LEASES.c.owner.startswith(f"{process}/", autoescape=True)
        return self._connection.execute(sa.update(LEASES).where(which).values(until=until)).rowcount

    def give(self, name: str, owner: str) -> None:
        """Let go, if it is still held."""
        self._connection.execute(sa.delete(LEASES).where(LEASES.c.name == name, LEASES.c.owner == owner))

    def give_all(self, process: str) -> None:
        """Let go of everything of a process, also what an earlier life of it held when it was killed."""
        which = LEASES.c.owner.startswith(f"{process}/", autoescape=True)
        self._connection.execute(sa.delete(LEASES).where(which))
