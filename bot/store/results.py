"""The targets of each firing: when each begins, the request that was made for it, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.checks import ChangeKind, CheckResult, CheckTarget, State
from bot.store.database import METADATA, instant
from bot.store.documents import dump, load

RESULTS: Final = sa.Table(
    "results",
    METADATA,
    sa.Column("firing", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("starts_at", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text),
    sa.Column("found_at", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("change", sa.Text),
    sa.Column("document", sa.Text),
)


class Results:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def plan(self, firing: str, targets: Iterable[tuple[CheckTarget, datetime]]) -> None:
        """The targets of a new firing, and when each may begin."""
        rows = [
            {"firing": firing, "target": target.name, "place": dump(target), "starts_at": instant(at)}
            for target, at in targets
        ]
        if rows:
            self._connection.execute(sa.insert(RESULTS), rows)

    def to_begin(self, firing: str, at: datetime, limit: int) -> Sequence[CheckTarget]:
        """Targets whose time has come and for which no request is made yet, longest waiting first."""
        query = (
            sa.select(RESULTS.c.place)
            .where(RESULTS.c.firing == firing, RESULTS.c.request_id.is_(None), RESULTS.c.starts_at <= instant(at))
            .order_by(RESULTS.c.starts_at, RESULTS.c.target)
            .limit(limit)
        )
        return [load(CheckTarget, text) for text in self._connection.execute(query).scalars()]

    def begun(self, firing: str, target: str, request_id: str) -> None:
        """A request was made for it."""
        self._set(firing, target, request_id=request_id)

    def count_under_way(self, firing: str) -> int:
        """Requests that were made and are not answered."""
        which = sa.and_(RESULTS.c.firing == firing, RESULTS.c.request_id.is_not(None), RESULTS.c.found_at.is_(None))
        return self._count(which)

    def count_left(self, firing: str) -> int:
        """Targets without a result."""
        return self._count(sa.and_(RESULTS.c.firing == firing, RESULTS.c.found_at.is_(None)))

    def asked_by(self, request_id: str) -> tuple[str, CheckTarget] | None:
        """The firing and the target that a request was made for; None where no check asked."""
        query = sa.select(RESULTS.c.firing, RESULTS.c.place).where(RESULTS.c.request_id == request_id)
        row = self._connection.execute(query).first()
        return (row.firing, load(CheckTarget, row.place)) if row else None

    def found(self, firing: str, result: CheckResult) -> None:
        """What was found; said again, it is the same."""
        self._set(
            firing,
            result.target.name,
            found_at=instant(result.at),
            state=result.standing.state,
            change=result.change,
            document=dump(result),
        )

    def changed(self, firing: str, target: str, change: ChangeKind) -> None:
        """This is worth telling."""
        self._set(firing, target, change=change)

    def counts(self, firing: str) -> Mapping[State, int]:
        """How many stand how."""
        query = sa.select(RESULTS.c.state, sa.func.count()).where(RESULTS.c.firing == firing).group_by(RESULTS.c.state)
        counted: dict[State, int] = {row.state: row[1] for row in self._connection.execute(query) if row.state}
        return counted

    def all(self, firing: str) -> Sequence[CheckResult]:
        """Everything that was found."""
        return self._list(sa.true(), firing)

    def telling(self, firing: str) -> Sequence[CheckResult]:
        """What changed, and what is in trouble or could not be told."""
        return self._list(sa.or_(RESULTS.c.change.is_not(None), RESULTS.c.state.in_(("trouble", "unknown"))), firing)

    def changes(self, firing: str) -> Sequence[CheckResult]:
        """What changed."""
        return self._list(RESULTS.c.change.is_not(None), firing)

    def before(self, target: str, firing: str) -> CheckResult | None:
        """The latest result of a target from any other firing; None where it was never checked."""
        query = (
            sa.select(RESULTS)
            .where(RESULTS.c.target == target, RESULTS.c.firing != firing, RESULTS.c.found_at.is_not(None))
            .order_by(RESULTS.c.found_at.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return _result(row) if row else None

    def untold(self, before: datetime, limit: int) -> Sequence[str]:
        """Requests that were answered before this time and of which nothing was told."""
        query = (
            sa.select(RESULTS.c.request_id)
            .where(RESULTS.c.found_at < instant(before), RESULTS.c.change.is_(None))
            .where(RESULTS.c.request_id.is_not(None), RESULTS.c.firing.in_(_ENDED))
            .limit(limit)
        )
        return [str(one) for one in self._connection.execute(query).scalars()]

    def let_go(self, request_ids: Sequence[str]) -> None:
        """Their whole answers are dropped; what was found stays."""
        which = RESULTS.c.request_id.in_(request_ids)
        self._connection.execute(sa.update(RESULTS).where(which).values(request_id=None))

    def forget(self, firings: Sequence[str]) -> None:
        """Drop what these firings found."""
        self._connection.execute(sa.delete(RESULTS).where(RESULTS.c.firing.in_(firings)))

    def _list(self, which: sa.ColumnElement[bool], firing: str) -> list[CheckResult]:
        query = sa.select(RESULTS).where(RESULTS.c.firing == firing, RESULTS.c.found_at.is_not(None), which)
        return [_result(row) for row in self._connection.execute(query.order_by(RESULTS.c.target))]

    def _count(self, which: sa.ColumnElement[bool]) -> int:
        return int(self._connection.execute(sa.select(sa.func.count()).select_from(RESULTS).where(which)).scalar_one())

    def _set(self, firing: str, target: str, **values: str | None) -> None:
        which = sa.and_(RESULTS.c.firing == firing, RESULTS.c.target == target)
        self._connection.execute(sa.update(RESULTS).where(which).values(values))


_ENDED: Final = sa.text("SELECT id FROM firings WHERE ended_at IS NOT NULL")


def _result(row: sa.Row[tuple[object, ...]]) -> CheckResult:
    return replace(load(CheckResult, row.document), change=row.change, request=row.request_id)
