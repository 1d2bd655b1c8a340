"""The results of schedules: what each firing found at each target, so that only a change is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import Outcome, Severity
from bot.store.database import METADATA, added, instant, time_of

RESULTS: Final = sa.Table(
    "results",
    METADATA,
    sa.Column("schedule", sa.Text, primary_key=True),
    sa.Column("due", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text),
    sa.Column("root_cause", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one firing of a schedule found at one target."""

    schedule: str
    due: datetime  # UTC, when the firing was due: one firing has one due time
    target: str
    request_id: str | None  # its whole answer; None where no request was made
    root_cause: str
    outcome: Outcome
    severity: Severity
    at: datetime  # UTC


class Results:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, result: Result) -> bool:
        """Keep a result, once per firing and target. Was it the first?"""
        row = {**vars(result), "due": instant(result.due), "at": instant(result.at)}
        return added(self._connection, RESULTS, row)

    def firing(self, schedule: str, due: datetime) -> Sequence[Result]:
        """Everything that one firing has found so far, by target."""
        query = sa.select(RESULTS).where(RESULTS.c.schedule == schedule, RESULTS.c.due == instant(due))
        return [_result(row) for row in self._connection.execute(query.order_by(RESULTS.c.target))]

    def before(self, schedule: str, target: str, due: datetime) -> Result | None:
        """The latest result of a target before a firing; None where it was never looked at."""
        query = (
            sa.select(RESULTS)
            .where(RESULTS.c.schedule == schedule, RESULTS.c.target == target, RESULTS.c.due < instant(due))
            .order_by(RESULTS.c.due.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return _result(row) if row else None


def _result(row: sa.Row[tuple[object, ...]]) -> Result:
    return Result(
        schedule=row.schedule, due=time_of(row.due), target=row.target, request_id=row.request_id,
        root_cause=row.root_cause, outcome=row.outcome, severity=row.severity, at=time_of(row.at),
    )  # fmt: skip
