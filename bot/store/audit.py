"""The audit log: who did what, about which question and device, when. Rows are added, and dropped when old; no more."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Event, EventQuery
from bot.store.database import METADATA, instant, time_of

# What there is, and what `detail` tells. No row holds a text that somebody wrote, a raw output or a secret.
EVENTS: Final[Mapping[str, str]] = {
    "asked": "a question was accepted",
    "refused": "somebody may not do what they wanted; which deed",
    "ran": "commands ran on a device, or it was tried in vain; the commands, or why none",
    "answered": "the answer was made; outcome and root cause",
    "shown": "the answer was shown in its channel",
    "ticket": "a ticket was made or added to; system and key",
    "escalate": "somebody pressed Escalate",
    "raw": "somebody looked at what devices answered",
    "reveal": "somebody had masked addresses and users shown",
    "check": "somebody began a check",
    "audit": "somebody read this log",
    "feedback": "helped or did not help",
    "cancelled": "somebody took a question back",
    "signed-in": "into the console",
    "sign-in-failed": "into the console",
    "signed-out": "of the console",
    "account": "an account was made, changed or removed",
    "forgot": "what was older than is to be kept was dropped; how many of what",
    "erased": "a person's id was replaced everywhere",
}
AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text),
    sa.Column("device", sa.Text),
    sa.Column("detail", sa.Text),
)
_PIECE: Final = 1000  # rows that are read at once
_numbers = itertools.count()


class Audit:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, *events: Event) -> None:
        """Write these down."""
        if events:
            self._connection.execute(sa.insert(AUDIT), [_row(one) for one in events])

    def find(self, query: EventQuery, after: str = "") -> Sequence[Event]:
        """The next rows of a query behind the id `after`, oldest first; at most a piece of them."""
        wanted = sa.select(AUDIT).where(AUDIT.c.id > after)
        for column, value in ((AUDIT.c.who, query.who), (AUDIT.c.request_id, query.request)):
            if value is not None:
                wanted = wanted.where(column == value)
        if query.device is not None:
            wanted = wanted.where(sa.func.lower(AUDIT.c.device) == query.device.casefold())
        if query.since is not None:
            wanted = wanted.where(AUDIT.c.at >= instant(query.since))
        if query.until is not None:
            wanted = wanted.where(AUDIT.c.at < instant(query.until))
        rows = self._connection.execute(wanted.order_by(AUDIT.c.id).limit(_PIECE))
        return [
            Event(
                id=row.id, at=time_of(row.at), who=row.who, event=row.event, request=row.request_id,
                device=row.device, detail=row.detail,
            )
            for row in rows
        ]  # fmt: skip

    def forget(self, before: datetime, limit: int) -> int:
        """Drop what is older, at most so many. Returns how many."""
        old = sa.select(AUDIT.c.id).where(AUDIT.c.id < _id_at(before)).order_by(AUDIT.c.id).limit(limit)
        return self._connection.execute(sa.delete(AUDIT).where(AUDIT.c.id.in_(old))).rowcount

    def rename(self, person: str, pseudonym: str) -> int:
        """The one change that is made to rows: this person is called otherwise. Returns how many rows."""
        named = sa.update(AUDIT).where(AUDIT.c.event == "audit", AUDIT.c.detail.contains(person, autoescape=True))
        self._connection.execute(named.values(detail=sa.func.replace(AUDIT.c.detail, person, pseudonym)))
        which = sa.update(AUDIT).where(AUDIT.c.who == person)
        return self._connection.execute(which.values(who=pseudonym)).rowcount


def event(
    who: str, event: str, at: datetime, *, request: str | None = None, device: str | None = None,
    detail: str | None = None,
) -> Event:  # fmt: skip
    """A new row; its id sorts by the time at which it was made."""
    return Event(id=_new_id(at), at=at, who=who, event=event, request=request, device=device, detail=detail)


def _new_id(at: datetime) -> str:
    """Time, then the order of making within this process, then chance against the other processes."""
    return f"{_id_at(at)}{next(_numbers) % 10**6:06d}{secrets.token_hex(3)}"


def _id_at(at: datetime) -> str:
    return f"{int(at.timestamp() * 1_000_000):017d}"


def _row(one: Event) -> dict[str, str | None]:
    return {
        "id": one.id, "at": instant(one.at), "who": one.who, "event": one.event, "request_id": one.request,
        "device": one.device, "detail": one.detail,
    }  # fmt: skip
