"""The databases that the store is tested on: SQLite always, PostgreSQL where FIRSTLINE_TEST_POSTGRES names a server."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest

SERVER = os.environ.get("FIRSTLINE_TEST_POSTGRES")  # postgresql://user@127.0.0.1:5433/postgres
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """An empty database; `url` is None for SQLite in the folder of the test."""

    url: str | None


@contextmanager
def fresh_database(kind: str) -> Iterator[Fresh]:
    """A database of its own on the test server, gone afterwards."""
    if kind == "sqlite":
        yield Fresh(url=None)
        return
    assert SERVER
    name = f"firstline_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Fresh(url=SERVER.rsplit("/", 1)[0] + f"/{name}")
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def fresh(request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """The database that the test is parametrised with."""
    with fresh_database(request.param) as made:
        yield made
