"""The tables, version by version, in SQL that SQLite and PostgreSQL both speak. What was released stays as it is."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from bot.errors import SettingsError

# Times are texts of one length (database.instant), nouns are JSON (documents.py). Columns are what is searched by.
_FIRST: Final = (
    """CREATE TABLE requests (
        id TEXT PRIMARY KEY, channel TEXT NOT NULL, event TEXT, thread TEXT, requester TEXT NOT NULL,
        lane TEXT NOT NULL, asked_at TEXT NOT NULL, queued_at TEXT, round INTEGER NOT NULL, answered_at TEXT,
        document TEXT NOT NULL, UNIQUE (channel, event))""",
    "CREATE INDEX requests_latest ON requests (asked_at)",
    "CREATE INDEX requests_thread ON requests (channel, thread, asked_at)",
    "CREATE INDEX requests_open ON requests (asked_at) WHERE answered_at IS NULL",
    """CREATE TABLE answers (
        request_id TEXT PRIMARY KEY REFERENCES requests (id), at TEXT NOT NULL, document TEXT NOT NULL)""",
    """CREATE TABLE readings (
        id TEXT PRIMARY KEY, leader TEXT NOT NULL REFERENCES requests (id), started_at TEXT NOT NULL,
        finished_at TEXT, document TEXT)""",
    "CREATE TABLE flights (digest TEXT PRIMARY KEY, reading_id TEXT NOT NULL, started_at TEXT NOT NULL)",
    """CREATE TABLE outbox (
        op_id TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,
        request_id TEXT NOT NULL REFERENCES requests (id), created_at TEXT NOT NULL, next_at TEXT NOT NULL,
        attempts INTEGER NOT NULL, trouble TEXT, done_at TEXT)""",
    "CREATE INDEX outbox_due ON outbox (next_at) WHERE done_at IS NULL",
    "CREATE INDEX outbox_key ON outbox (key, created_at)",
    """CREATE TABLE tickets (
        system TEXT NOT NULL, remote_key TEXT NOT NULL, fault_key TEXT NOT NULL, url TEXT, opened_at TEXT NOT NULL,
        closed_at TEXT, PRIMARY KEY (system, remote_key))""",
    "CREATE UNIQUE INDEX tickets_open ON tickets (fault_key) WHERE closed_at IS NULL",
    "CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until DOUBLE PRECISION NOT NULL)",
    """CREATE TABLE samples (
        device TEXT NOT NULL, reading TEXT NOT NULL, parameters TEXT NOT NULL, at TEXT NOT NULL,
        document TEXT NOT NULL, PRIMARY KEY (device, reading, parameters, at))""",
    """CREATE TABLE results (
        schedule TEXT NOT NULL, due TEXT NOT NULL, target TEXT NOT NULL, request_id TEXT, root_cause TEXT NOT NULL,
        outcome TEXT NOT NULL, severity TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (schedule, due, target))""",
    "CREATE INDEX results_target ON results (schedule, target, due)",
)
_CHECKS: Final = (
    "ALTER TABLE requests ADD COLUMN understanding TEXT",
    "CREATE TABLE schedules (name TEXT PRIMARY KEY, rhythm TEXT NOT NULL, since TEXT NOT NULL)",
    """CREATE TABLE firings (
        id TEXT PRIMARY KEY, schedule TEXT, title TEXT NOT NULL, due TEXT NOT NULL, ended_at TEXT,
        total INTEGER NOT NULL, at_once INTEGER NOT NULL, language TEXT NOT NULL, UNIQUE (schedule, due))""",
    "CREATE INDEX firings_latest ON firings (due)",
    "CREATE INDEX firings_open ON firings (due) WHERE ended_at IS NULL",
    "DROP TABLE results",  # nothing was ever written there
    """CREATE TABLE results (
        firing TEXT NOT NULL REFERENCES firings (id), target TEXT NOT NULL, place TEXT NOT NULL,
        starts_at TEXT NOT NULL, request_id TEXT, found_at TEXT, state TEXT, change TEXT, document TEXT,
        PRIMARY KEY (firing, target))""",
    "CREATE INDEX results_request ON results (request_id)",
    "CREATE INDEX results_target ON results (target, found_at)",
    """CREATE TABLE standings (
        schedule TEXT NOT NULL, target TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (schedule, target))""",
    # What is told of a firing is about no request: the column gets another name, and loses what it pointed at.
    """CREATE TABLE outbox_of_all (
        op_id TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, about TEXT NOT NULL, created_at TEXT NOT NULL,
        next_at TEXT NOT NULL, attempts INTEGER NOT NULL, trouble TEXT, done_at TEXT)""",
    """INSERT INTO outbox_of_all
        SELECT op_id, kind, key, request_id, created_at, next_at, attempts, trouble, done_at FROM outbox""",
    "DROP TABLE outbox",
    "ALTER TABLE outbox_of_all RENAME TO outbox",
    "CREATE INDEX outbox_due ON outbox (next_at) WHERE done_at IS NULL",
    "CREATE INDEX outbox_key ON outbox (key, created_at)",
)
_SIGN_IN: Final = (
    "CREATE TABLE accounts (name TEXT PRIMARY KEY, secret TEXT NOT NULL, changed_at TEXT NOT NULL)",
    """CREATE TABLE sessions (
        digest TEXT PRIMARY KEY, person TEXT NOT NULL, person_groups TEXT NOT NULL, shown TEXT NOT NULL, account TEXT,
        began_at TEXT NOT NULL, seen_at TEXT NOT NULL)""",
)
_PEOPLE: Final = (
    """CREATE TABLE audit (
        id TEXT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, event TEXT NOT NULL, request_id TEXT, device TEXT,
        detail TEXT)""",
    "CREATE INDEX audit_who ON audit (who, id)",
    "CREATE INDEX audit_device ON audit (lower(device), id)",
    "CREATE INDEX audit_request ON audit (request_id)",
    """CREATE TABLE verdicts (
        request_id TEXT PRIMARY KEY, at TEXT NOT NULL, code TEXT, counted INTEGER NOT NULL, kind TEXT, line TEXT,
        ticket TEXT)""",
    "CREATE INDEX verdicts_ticket ON verdicts (ticket)",
    """CREATE TABLE feedback (
        request_id TEXT NOT NULL, person TEXT NOT NULL, helped INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (request_id, person))""",
    "CREATE TABLE upkeep (name TEXT PRIMARY KEY, at TEXT NOT NULL, document TEXT NOT NULL)",
    "ALTER TABLE requests ADD COLUMN reading TEXT",  # the visit that will answer it
    "CREATE INDEX requests_reading ON requests (reading) WHERE answered_at IS NULL",
    "CREATE INDEX requests_requester ON requests (requester, asked_at)",
    "ALTER TABLE answers ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0",  # 1: raw outputs were dropped, being old
    "CREATE INDEX answers_whole ON answers (at) WHERE emptied = 0",
)
_SUBJECTS: Final = (
    """CREATE TABLE subjects (
        request_id TEXT PRIMARY KEY REFERENCES requests (id), at TEXT NOT NULL, subject TEXT NOT NULL, room TEXT,
        document TEXT NOT NULL)""",
    "CREATE INDEX subjects_subject ON subjects (subject, at)",
    "CREATE INDEX subjects_room ON subjects (room, at) WHERE room IS NOT NULL",
)
VERSIONS: Final = (_FIRST, _CHECKS, _SIGN_IN, _PEOPLE, _SUBJECTS)


def migrate(connection: sa.Connection) -> None:
    """Bring the tables up to this version, in the caller's transaction. Raises SettingsError where they are newer."""
    if connection.dialect.name == "postgresql":  # SQLite's writers take turns anyway
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('firstline'))")
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS firstline_version (version INTEGER NOT NULL)")
    told = connection.exec_driver_sql("SELECT version FROM firstline_version").scalar()
    version = told if isinstance(told, int) else 0
    if version > len(VERSIONS):
        raise SettingsError(
            "this data was written by a newer firstline. Start that version, or give this one another --data."
        )
    for statements in VERSIONS[version:]:
        for statement in statements:
            connection.exec_driver_sql(statement)
    if version < len(VERSIONS):
        connection.exec_driver_sql("DELETE FROM firstline_version")
        connection.execute(sa.text("INSERT INTO firstline_version VALUES (:version)"), {"version": len(VERSIONS)})
