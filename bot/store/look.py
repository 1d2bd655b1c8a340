"""Looks at a database without changing it: `firstline doctor` may neither make tables nor bring them up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from bot.errors import SettingsError
from bot.store.migrations import VERSIONS
from bot.store.upkeep import Upkeep

_CONNECT_S = 5


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a database holds; None where it has no tables of ours yet."""

    kind: str  # SQLite, PostgreSQL, with its version
    version: int | None  # of the tables
    current: int = len(VERSIONS)  # the version that this program writes
    unanswered: int = 0  # questions that wait for an answer
    waiting: Mapping[str, int]  # what is still to be told to the outside, by kind
    forgot: tuple[datetime, Mapping[str, int]] | None = None  # when old data was dropped last, and how many of what


def look_at(url: str) -> Look:
    """The database behind `sqlite:///path` or `postgresql://...`. Raises SettingsError where it cannot be read."""
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise SettingsError(
            "the address of the database is none. Write one like postgresql://user@host/name."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        # Read-only, so that a file of another kind is left as it is
        place = sa.URL.create("sqlite", database=f"file:{Path(parsed.database or '').resolve()}", query={"mode": "ro"})
        engine = sa.create_engine(place.update_query_dict({"uri": "true"}))
    elif parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": _CONNECT_S}
        )
    else:
        raise SettingsError(f"a {parsed.get_backend_name()} database is not supported. Use sqlite or postgresql.")
    shown = parsed.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            return _looked(connection)
    except (OperationalError, DBAPIError) as error:
        reason = (str(error.orig or error).splitlines() or [type(error).__name__])[0]
        raise SettingsError(f"the database {shown} cannot be read ({reason}). Check it.") from None
    finally:
        engine.dispose()


def _looked(connection: sa.Connection) -> Look:
    postgres = connection.dialect.name == "postgresql"
    told = connection.exec_driver_sql("SHOW server_version" if postgres else "SELECT sqlite_version()").scalar()
    kind = f"{'PostgreSQL' if postgres else 'SQLite'} {str(told).partition(' ')[0]}"
    tables = sa.inspect(connection).get_table_names()
    if "firstline_version" not in tables:
        return Look(kind=kind, version=None, waiting={})
    version = connection.exec_driver_sql("SELECT version FROM firstline_version").scalar()
    unanswered = connection.exec_driver_sql("SELECT count(*) FROM requests WHERE answered_at IS NULL").scalar()
    rows = connection.exec_driver_sql("SELECT kind, count(*) FROM outbox WHERE done_at IS NULL GROUP BY kind").all()
    return Look(
        kind=kind,
        version=version if isinstance(version, int) else None,
        unanswered=int(unanswered or 0),
        waiting={str(kind): int(number) for kind, number in rows},
        forgot=Upkeep(connection).last("retention") if "upkeep" in tables else None,
    )
