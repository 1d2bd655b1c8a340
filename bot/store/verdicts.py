"""What came of each question in a line, and whether it helped: for start pages and for statistics of the findings.

The counts outlive the question: when that is dropped, the line goes with it, and who pressed Helped is forgotten.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from bot.model import LineKind, Tally, Text
from bot.store.database import METADATA, added, insert, instant, time_of
from bot.store.documents import dump, load

VERDICTS: Final = sa.Table(
    "verdicts",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("code", sa.Text),  # the root cause; None for a question back, help and the like
    sa.Column("counted", sa.Integer, nullable=False),  # 1: a person asked
    sa.Column("kind", sa.Text),
    sa.Column("line", sa.Text),
    sa.Column("ticket", sa.Text),
)
FEEDBACK: Final = sa.Table(
    "feedback",
    METADATA,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("helped", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class _Line:
    """How the text is kept."""

    text: Text


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of one question."""

    request_id: str
    at: datetime
    kind: LineKind
    text: Text
    ticket: str | None  # its key in the ticket system


class Verdicts:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, request_id: str, at: datetime, *, code: str | None, person: bool, kind: LineKind, text: Text) -> None:
        """Keep what came of a question, once. `person`: a person asked, no schedule."""
        row = {
            "request_id": request_id, "at": instant(at), "code": code, "counted": int(person), "kind": kind,
            "line": dump(_Line(text=text)), "ticket": None,
        }  # fmt: skip
        added(self._connection, VERDICTS, row)

    def ticketed(self, request_id: str, key: str) -> None:
        """This ticket tells of it."""
        which = sa.update(VERDICTS).where(VERDICTS.c.request_id == request_id)
        self._connection.execute(which.values(ticket=key))

    def of(self, request_ids: Sequence[str]) -> Mapping[str, Verdict]:
        """What came of these questions, as far as there is an answer and it is still kept."""
        return {one.request_id: one for one in self._list(VERDICTS.c.request_id.in_(request_ids))}

    def about(self, tickets: Sequence[str]) -> Sequence[Verdict]:
        """The questions that these tickets tell of, oldest first."""
        return self._list(VERDICTS.c.ticket.in_(tickets))

    def helped(self, request_id: str, person: str, helped: bool, at: datetime) -> None:
        """The word of one person about one answer; a later one replaces it."""
        row = {"request_id": request_id, "person": person, "helped": int(helped), "at": instant(at)}
        self._connection.execute(
            insert(self._connection, FEEDBACK, row).on_conflict_do_update(
                index_elements=[FEEDBACK.c.request_id, FEEDBACK.c.person],
                set_={"helped": row["helped"], "at": row["at"]},
            )
        )

    def tallies(self) -> Sequence[Tally]:
        """Counts per root cause, the most frequent first."""
        asked = sa.select(
            VERDICTS.c.code, sa.func.count().label("asked"), sa.func.count(VERDICTS.c.ticket).label("escalated")
        ).where(VERDICTS.c.counted == 1, VERDICTS.c.code.is_not(None))
        said = (
            sa.select(VERDICTS.c.code, sa.func.sum(FEEDBACK.c.helped).label("helped"), sa.func.count().label("said"))
            .join_from(FEEDBACK, VERDICTS, FEEDBACK.c.request_id == VERDICTS.c.request_id)
            .where(VERDICTS.c.code.is_not(None))
            .group_by(VERDICTS.c.code)
        )
        words = {row.code: (int(row.helped), int(row.said)) for row in self._connection.execute(said)}
        tallies = []
        for row in self._connection.execute(asked.group_by(VERDICTS.c.code)):
            helped, told = words.get(row.code, (0, 0))
            tallies.append(
                Tally(code=row.code, asked=row.asked, helped=helped, not_helped=told - helped, escalated=row.escalated)
            )
        return sorted(tallies, key=lambda one: (-one.asked, one.code))

    def strip(self, request_ids: Sequence[str]) -> None:
        """These questions are dropped: what is left of them is counts."""
        which = VERDICTS.c.request_id.in_(request_ids)
        self._connection.execute(sa.delete(VERDICTS).where(which, VERDICTS.c.counted == 0))
        self._connection.execute(sa.update(VERDICTS).where(which).values(kind=None, line=None))
        spoken = self._connection.execute(
            sa.select(FEEDBACK.c.request_id, FEEDBACK.c.person).where(FEEDBACK.c.request_id.in_(request_ids))
        ).all()
        for row in spoken:
            one = sa.and_(FEEDBACK.c.request_id == row.request_id, FEEDBACK.c.person == row.person)
            nobody = f"nobody-{secrets.token_hex(4)}"
            self._connection.execute(sa.update(FEEDBACK).where(one).values(person=nobody))

    def rename(self, person: str, pseudonym: str) -> int:
        """This person is called otherwise from now on. Returns how many words of theirs there are."""
        which = sa.update(FEEDBACK).where(FEEDBACK.c.person == person)
        return self._connection.execute(which.values(person=pseudonym)).rowcount

    def _list(self, which: sa.ColumnElement[bool]) -> list[Verdict]:
        query = sa.select(VERDICTS).where(which, VERDICTS.c.line.is_not(None)).order_by(VERDICTS.c.at)
        return [
            Verdict(
                request_id=row.request_id, at=time_of(row.at), kind=row.kind, text=load(_Line, row.line).text,
                ticket=row.ticket,
            )
            for row in self._connection.execute(query)
        ]  # fmt: skip
