"""Which ticket is ours: fault key -> the other system's key. The database holds that there is one open per fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.store.database import METADATA, insert, instant, time_of

TICKETS: Final = sa.Table(
    "tickets",
    METADATA,
    sa.Column("system", sa.Text, primary_key=True),
    sa.Column("remote_key", sa.Text, primary_key=True),
    sa.Column("fault_key", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("closed_at", sa.Text),
)


@dataclass(frozen=True, kw_only=True)
class OwnTicket:
    """A ticket that this bot made for a fault."""

    system: str
    remote_key: str
    fault_key: str
    url: str | None


class Tickets:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def open(self, fault_key: str) -> OwnTicket | None:
        """The open ticket of a fault, as far as we know."""
        query = sa.select(TICKETS).where(TICKETS.c.fault_key == fault_key, TICKETS.c.closed_at.is_(None))
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return OwnTicket(system=row.system, remote_key=row.remote_key, fault_key=row.fault_key, url=row.url)

    def latest_open(self, limit: int) -> Sequence[tuple[OwnTicket, datetime]]:
        """The open tickets, as far as we know, and when each was made; newest first."""
        query = sa.select(TICKETS).where(TICKETS.c.closed_at.is_(None)).order_by(TICKETS.c.opened_at.desc())
        return [
            (
                OwnTicket(system=row.system, remote_key=row.remote_key, fault_key=row.fault_key, url=row.url),
                time_of(row.opened_at),
            )
            for row in self._connection.execute(query.limit(limit))
        ]

    def own(self, ticket: OwnTicket, at: datetime) -> None:
        """This is the fault's open ticket now. One that was open before, under another key, counts as closed."""
        old = sa.and_(
            TICKETS.c.fault_key == ticket.fault_key,
            TICKETS.c.closed_at.is_(None),
            sa.or_(TICKETS.c.remote_key != ticket.remote_key, TICKETS.c.system != ticket.system),
        )
        self._connection.execute(sa.update(TICKETS).where(old).values(closed_at=instant(at)))
        row = {
            "system": ticket.system, "remote_key": ticket.remote_key, "fault_key": ticket.fault_key,
            "url": ticket.url, "opened_at": instant(at),
        }  # fmt: skip
        self._connection.execute(
            insert(self._connection, TICKETS, row).on_conflict_do_update(
                index_elements=[TICKETS.c.system, TICKETS.c.remote_key],
                set_={"fault_key": ticket.fault_key, "url": ticket.url, "closed_at": None},
            )
        )

    def close(self, system: str, remote_key: str, at: datetime) -> None:
        """The ticket is closed over there; the same fault then gets a new one."""
        which = sa.and_(TICKETS.c.system == system, TICKETS.c.remote_key == remote_key)
        self._connection.execute(sa.update(TICKETS).where(which).values(closed_at=instant(at)))
