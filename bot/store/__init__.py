"""What must outlive the process, in SQLite or PostgreSQL: requests, answers, the outbox, tickets, leases, checks.

`with store.writing() as rows: rows.answers.add(...); rows.outbox.add(...)` keeps both or neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.errors import RemoteError
from bot.model import Event, EventQuery
from bot.store.accounts import Accounts, StoredSession
from bot.store.answers import Answers
from bot.store.audit import Audit
from bot.store.database import Database, open_database
from bot.store.firings import Firings, Round
from bot.store.leases import Leases
from bot.store.outbox import Operation, Outbox
from bot.store.readings import Reading, Readings
from bot.store.requests import Lane, Promise, Requests
from bot.store.results import Results
from bot.store.samples import Samples
from bot.store.standings import Standings
from bot.store.subjects import Subjects
from bot.store.tickets import OwnTicket, Tickets
from bot.store.upkeep import Upkeep
from bot.store.verdicts import Verdict, Verdicts

__all__ = [
    "Lane",
    "Operation",
    "OwnTicket",
    "Promise",
    "Reading",
    "Round",
    "Rows",
    "Store",
    "StoredSession",
    "Verdict",
    "open_store",
]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Everything that is stored, seen through one transaction."""

    requests: Requests
    answers: Answers
    readings: Readings
    outbox: Outbox
    tickets: Tickets
    leases: Leases
    samples: Samples
    firings: Firings
    results: Results
    standings: Standings
    subjects: Subjects
    audit: Audit
    verdicts: Verdicts
    upkeep: Upkeep
    accounts: Accounts

    def forget(self, questions: Sequence[str]) -> None:
        """Drop these questions with everything that hangs on them; counts of findings and results of checks stay."""
        self.verdicts.strip(questions)
        self.outbox.forget(questions)
        self.subjects.forget(questions)
        self.answers.forget(questions)
        self.readings.forget_led(questions)
        self.results.let_go(questions)
        self.requests.forget(questions)


class Store:
    """The store. Thread-safe; every use of it is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def shared(self) -> bool:
        """May other processes work on it too? A file of ours has one: the data folder that it lies in is held."""
        return self._database.engine.dialect.name != "sqlite"

    @contextmanager
    def writing(self, *, lasting: bool = True, urgent: bool = False) -> Iterator[Rows]:
        """One transaction that may change things: all of it is kept, or nothing. Raises RemoteError, as `reading`.

        `lasting=False` for what a power cut may undo, and costs no waiting for the disk then. `urgent` where a person
        waits for just this: before all others who want to write.
        """
        with _reached(), self._database.writing(lasting=lasting, urgent=urgent) as connection:
            yield _rows(connection)

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One transaction that only looks. Raises RemoteError where the database does not do its part."""
        with _reached(), self._database.reading() as connection:
            yield _rows(connection)

    def audit(self, query: EventQuery) -> Iterator[Event]:
        """The audit log, oldest first, a piece at a time: as long as it is, it takes no memory and no long lock."""
        after = ""
        while True:
            with self.reading() as rows:
                piece = rows.audit.find(query, after)
            if not piece:
                return
            yield from piece
            after = piece[-1].id

    def require_open(self) -> None:
        """Ends the thread that asks, where the service has stopped meanwhile."""
        self._database.require_open()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_store(url: str) -> Store:
    """The store behind `sqlite:///path` or `postgresql://user@host/name`. Raises SettingsError if it is of no use."""
    return Store(open_database(url))


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:  # gone, full, locked for too long
        reason = str(error.orig or error).splitlines()[0]
        raise RemoteError(
            f"The database cannot be used just now ({reason}). Nothing that was accepted is lost."
        ) from error


def _rows(connection: sa.Connection) -> Rows:
    return Rows(
        requests=Requests(connection),
        answers=Answers(connection),
        readings=Readings(connection),
        outbox=Outbox(connection),
        tickets=Tickets(connection),
        leases=Leases(connection),
        samples=Samples(connection),
        firings=Firings(connection),
        results=Results(connection),
        standings=Standings(connection),
        subjects=Subjects(connection),
        audit=Audit(connection),
        verdicts=Verdicts(connection),
        upkeep=Upkeep(connection),
        accounts=Accounts(connection),
    )
