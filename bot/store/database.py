"""The database behind the store: SQLite or PostgreSQL, opened, migrated, and asked in whole transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.elements import TextClause

from bot.errors import SettingsError
from bot.store.line import Line
from bot.store.migrations import migrate

METADATA: Final = sa.MetaData()
_BUSY_MS: Final = 30_000  # how long a writer waits for another one; slow disks need seconds
Insert = sqlite.Insert | postgresql.Insert


class Closed(BaseException):
    """Somebody still works while the service has stopped. No Exception: it must not be taken for how a request ended,
    which is taken up after the next start."""


class Database:
    """One database of the store. Thread-safe; each transaction has a connection of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._closed = False
        # SQLite lets a second writer sleep and look again, ever longer; threads of one process take turns faster.
        self._line = Line() if engine.dialect.name == "sqlite" else None
        # Theirs alone: a crowd of readers keeps none of them waiting for a connection.
        self._writer = engine.connect() if self._line is not None else None
        with self.writing() as connection:
            migrate(connection)

    @contextmanager
    def writing(self, *, lasting: bool = True, urgent: bool = False) -> Iterator[sa.Connection]:
        """One transaction that changes things: all of it or nothing. On SQLite writers take turns, urgent ones first.

        What is not `lasting` may be gone after a power cut, though never without what came after it; so SQLite need
        not wait for the disk.
        """
        if self._line is None or self._writer is None:
            self.require_open()
            with self.engine.begin() as connection:
                yield connection
            return
        with self._line.turn(not urgent):
            self.require_open()
            self._writer.execution_options(writing="FULL" if lasting else "NORMAL")
            with self._writer.begin():
                yield self._writer

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that only looks; it never waits for a writer."""
        self.require_open()
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of all connections; a transaction of the one writer ends first. Whoever comes later meets Closed."""
        self._closed = True
        if self._line is not None and self._writer is not None:
            with self._line.turn(False):
                self._writer.close()
        self.engine.dispose()

    def require_open(self) -> None:
        """Raises Closed after `close`."""
        if self._closed:
            raise Closed


def open_database(url: str) -> Database:
    """`sqlite:///path` or `postgresql://user:password@host/name`; brought up to this version's tables.

    Raises SettingsError where the database cannot be reached, or belongs to a newer version.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise SettingsError(
            "the address of the database is none. Write one like postgresql://user@host/name."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed)
    elif parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10)
    else:
        raise SettingsError(f"a {parsed.get_backend_name()} database is not supported. Use sqlite or postgresql.")
    try:
        return Database(engine)
    except SettingsError:
        engine.dispose()
        raise
    except OperationalError as error:
        engine.dispose()
        shown = parsed.render_as_string(hide_password=True)
        raise SettingsError(f"the database {shown} cannot be used ({_first_line(error)}). Check it.") from error


def insert(connection: sa.Connection, table: sa.Table, values: Mapping[str, object]) -> Insert:
    """An insert that knows `on_conflict_do_...`, which both databases have and SQL has not."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).values(dict(values))
    return sqlite.insert(table).values(dict(values))


def added(connection: sa.Connection, table: sa.Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless it is there already, and tell whether it was inserted. Row counts do not tell everywhere."""
    wanted = insert(connection, table, values).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return connection.execute(wanted).first() is not None


def database_now(connection: sa.Connection) -> TextClause:
    """The database's own clock in seconds since 1970: processes on several machines agree on it."""
    if connection.dialect.name == "postgresql":
        return sa.text("extract(epoch from clock_timestamp())")
    return sa.text("((julianday('now') - 2440587.5) * 86400.0)")


def instant(at: datetime) -> str:
    """A time as it stands in a column: UTC, always of one length, so that texts sort as times do."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_of(text: str) -> datetime:
    """The time of a column."""
    return datetime.fromisoformat(text)


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver's own idea of a transaction; ours begins below
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes then would fail when another one wrote in between.
        writing = connection.get_execution_options().get("writing")
        if writing and connection.info.get("synchronous") != writing:
            connection.exec_driver_sql(f"PRAGMA synchronous={writing}")
            connection.info["synchronous"] = writing
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
