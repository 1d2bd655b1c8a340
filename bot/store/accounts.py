"""Local accounts of the console, and who is signed in there. A password and a cookie are kept as digests only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.store.database import METADATA, insert, instant, time_of

ACCOUNTS: Final = sa.Table(
    "accounts",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),  # lower case
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("changed_at", sa.Text, nullable=False),
)
SESSIONS: Final = sa.Table(
    "sessions",
    METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("person_groups", sa.Text, nullable=False),  # a JSON list
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("account", sa.Text),  # None: signed in elsewhere
    sa.Column("began_at", sa.Text, nullable=False),
    sa.Column("seen_at", sa.Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """Somebody who is signed in in one browser."""

    person: str
    groups: tuple[str, ...]
    shown: str  # the name on the page; nothing is decided by it
    account: str | None
    began_at: datetime
    seen_at: datetime


class Accounts:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, name: str, secret: str, at: datetime) -> None:
        """A new account, or a new password of an old one; who was signed in with the old one no longer is."""
        row = {"name": name, "secret": secret, "changed_at": instant(at)}
        self._connection.execute(
            insert(self._connection, ACCOUNTS, row).on_conflict_do_update(
                index_elements=[ACCOUNTS.c.name], set_={"secret": secret, "changed_at": row["changed_at"]}
            )
        )
        self._connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.account == name))

    def secret(self, name: str) -> str | None:
        """What the password of this account is checked against."""
        found = self._connection.execute(sa.select(ACCOUNTS.c.secret).where(ACCOUNTS.c.name == name)).scalar()
        return str(found) if found is not None else None

    def names(self) -> Sequence[tuple[str, datetime]]:
        """All accounts, and since when each has its password."""
        rows = self._connection.execute(sa.select(ACCOUNTS.c.name, ACCOUNTS.c.changed_at).order_by(ACCOUNTS.c.name))
        return [(row.name, time_of(row.changed_at)) for row in rows]

    def remove(self, name: str) -> bool:
        """End an account and whatever is signed in with it. False: there is none of this name."""
        self._connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.account == name))
        gone = self._connection.execute(sa.delete(ACCOUNTS).where(ACCOUNTS.c.name == name).returning(ACCOUNTS.c.name))
        return gone.first() is not None

    def begin(self, digest: str, session: StoredSession) -> None:
        """Somebody has signed in."""
        self._connection.execute(
            sa.insert(SESSIONS).values(
                digest=digest,
                person=session.person,
                person_groups=json.dumps(session.groups),
                shown=session.shown,
                account=session.account,
                began_at=instant(session.began_at),
                seen_at=instant(session.seen_at),
            )
        )

    def session(self, digest: str) -> StoredSession | None:
        """Who is signed in with this cookie, however long ago."""
        row = self._connection.execute(sa.select(SESSIONS).where(SESSIONS.c.digest == digest)).first()
        if row is None:
            return None
        return StoredSession(
            person=row.person,
            groups=tuple(json.loads(row.person_groups)),
            shown=row.shown,
            account=row.account,
            began_at=time_of(row.began_at),
            seen_at=time_of(row.seen_at),
        )

    def seen(self, digest: str, at: datetime) -> None:
        """The browser has just asked for something."""
        self._connection.execute(sa.update(SESSIONS).where(SESSIONS.c.digest == digest).values(seen_at=instant(at)))

    def end(self, digest: str) -> None:
        """Sign this browser out."""
        self._connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.digest == digest))

    def forget(self, seen_before: datetime, begun_before: datetime) -> None:
        """Drop sessions that nobody can use any more."""
        old = sa.or_(SESSIONS.c.seen_at < instant(seen_before), SESSIONS.c.began_at < instant(begun_before))
        self._connection.execute(sa.delete(SESSIONS).where(old))
