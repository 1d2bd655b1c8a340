"""The requests as they were accepted: the row is the promise that there will be an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

import sqlalchemy as sa

from bot.model import Request, Understanding
from bot.store.database import METADATA, added, instant, time_of
from bot.store.documents import dump, load
from bot.store.outbox import OUTBOX

Lane = Literal[
    "interactive",  # a person waits for it
    "background",  # a schedule asked; it gives way to persons
]

REQUESTS: Final = sa.Table(
    "requests",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("event", sa.Text),
    sa.Column("thread", sa.Text),
    sa.Column("requester", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("asked_at", sa.Text, nullable=False),
    sa.Column("queued_at", sa.Text),  # when the engine took it; None: a sweep has to hand it over
    sa.Column("round", sa.Integer, nullable=False),  # how often the engine gave it up
    sa.Column("answered_at", sa.Text),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("understanding", sa.Text),
    sa.Column("reading", sa.Text),  # the visit that is to answer it
)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A stored request and how far it has come."""

    request: Request
    lane: Lane
    round: int
    queued_at: datetime | None  # UTC
    answered_at: datetime | None  # UTC
    understanding: Understanding | None = None  # what a check asks; None: the text is to be understood
    reading: str | None = None  # the visit that is to answer it; None: not yet planned, or there is none


class Requests:
    """The rows of one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(
        self, request: Request, event: str | None, lane: Lane, understanding: Understanding | None = None
    ) -> tuple[Promise, bool]:
        """Keep a request, and tell whether it is new; the same id, or event of a channel, is the same request."""
        row = {
            "id": request.id, "channel": request.channel, "event": event, "thread": request.thread,
            "requester": request.requester, "lane": lane, "asked_at": instant(request.at), "round": 0,
            "document": dump(request), "understanding": dump(understanding) if understanding else None,
        }  # fmt: skip
        if added(self._connection, REQUESTS, row):
            return Promise(
                request=request, lane=lane, round=0, queued_at=None, answered_at=None, understanding=understanding
            ), True
        stored = self._one(REQUESTS.c.id == request.id)
        if stored is None:  # another id, the same event
            stored = self._one(sa.and_(REQUESTS.c.channel == request.channel, REQUESTS.c.event == event))
        assert stored is not None
        return stored, False

    def get(self, request_id: str) -> Promise | None:
        """The request of this id."""
        return self._one(REQUESTS.c.id == request_id)

    def place(self, request_id: str, reply_to: str, thread: str | None) -> None:
        """Note where the channel shows it. An unknown id changes nothing."""
        stored = self.get(request_id)
        if stored is None:
            return
        request = replace(stored.request, reply_to=reply_to, thread=thread or stored.request.thread)
        self._set(request_id, document=dump(request), thread=request.thread)

    def lock(self, request_id: str) -> None:
        """Let no other transaction decide about this request until this one is over."""
        self._connection.execute(sa.select(REQUESTS.c.id).where(REQUESTS.c.id == request_id).with_for_update())

    def queued(self, request_ids: Sequence[str], at: datetime) -> None:
        """The engine has them now."""
        which = REQUESTS.c.id.in_(request_ids)
        self._connection.execute(sa.update(REQUESTS).where(which).values(queued_at=instant(at)))

    def given_up(self, request_id: str, round_: int) -> None:
        """The engine gave up this round of it: the next sweep hands it over anew, as the next round."""
        self._set(request_id, queued_at=None, round=round_ + 1)

    def answered(self, request_id: str, at: datetime) -> None:
        """The promise is kept."""
        self._set(request_id, answered_at=instant(at))

    def waits_for(self, request_id: str, reading_id: str) -> None:
        """This visit is to answer it."""
        self._set(request_id, reading=reading_id)

    def are_waiting_for(self, reading_id: str) -> bool:
        """Is any request still open that this visit is to answer?"""
        which = sa.and_(REQUESTS.c.reading == reading_id, REQUESTS.c.answered_at.is_(None))
        return self._connection.execute(sa.select(REQUESTS.c.id).where(which).limit(1)).first() is not None

    def unqueued(self, limit: int) -> Sequence[Promise]:
        """Open requests that no engine has, oldest first, those of persons before the others."""
        return self._open(REQUESTS.c.queued_at.is_(None), limit)

    def unanswered(self, limit: int) -> Sequence[Promise]:
        """All open requests, oldest first, those of persons before the others."""
        return self._open(sa.true(), limit)

    def count_unanswered(self) -> int:
        """How many wait for an answer now."""
        query = sa.select(sa.func.count()).select_from(REQUESTS).where(REQUESTS.c.answered_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def recent(self, limit: int, requester: str | None, lane: Lane = "interactive") -> Sequence[Request]:
        """The latest ones of a lane, newest first; of one requester where named."""
        query = sa.select(REQUESTS.c.document).where(REQUESTS.c.lane == lane)
        if requester is not None:
            query = query.where(_asked_by(requester))
        query = query.order_by(REQUESTS.c.asked_at.desc(), REQUESTS.c.id).limit(limit)
        return [load(Request, text) for text in self._connection.execute(query).scalars()]

    def before(self, request: Request) -> str | None:
        """The id of the latest answered request of the same conversation, asked before this one.

        `thread` is the channel's own id of the conversation, or the id of its first request.
        """
        if request.thread is None:
            return None
        same = sa.or_(
            sa.and_(REQUESTS.c.channel == request.channel, REQUESTS.c.thread == request.thread),
            REQUESTS.c.id == request.thread,
        )
        query = (
            sa.select(REQUESTS.c.id)
            .where(same, REQUESTS.c.answered_at.is_not(None), REQUESTS.c.id != request.id)
            .where(REQUESTS.c.asked_at <= instant(request.at))
            .order_by(REQUESTS.c.asked_at.desc())
            .limit(1)
        )
        return self._connection.execute(query).scalar()

    def old(self, before: datetime, limit: int) -> Sequence[str]:
        """The oldest requests that were asked before this time and are over."""
        return self._over(REQUESTS.c.asked_at < instant(before), limit)

    def of(self, person: str, limit: int) -> Sequence[str]:
        """The oldest requests of one person that are over."""
        return self._over(_asked_by(person), limit)

    def _over(self, which: sa.ColumnElement[bool], limit: int) -> Sequence[str]:
        """Answered, and nothing of it is still to be told."""
        waiting = sa.exists().where(OUTBOX.c.about == REQUESTS.c.id, OUTBOX.c.done_at.is_(None))
        query = sa.select(REQUESTS.c.id).where(which, REQUESTS.c.answered_at.is_not(None), ~waiting)
        ordered = query.order_by(REQUESTS.c.asked_at).limit(limit)
        return [str(one) for one in self._connection.execute(ordered).scalars()]

    def forget(self, request_ids: Sequence[str]) -> None:
        """Drop them; what points at them is to be dropped before."""
        self._connection.execute(sa.delete(REQUESTS).where(REQUESTS.c.id.in_(request_ids)))

    def _open(self, which: sa.ColumnElement[bool], limit: int) -> Sequence[Promise]:
        query = sa.select(REQUESTS).where(REQUESTS.c.answered_at.is_(None), which)
        query = query.order_by(REQUESTS.c.lane.desc(), REQUESTS.c.asked_at).limit(limit)  # interactive > background
        return [_promise(row) for row in self._connection.execute(query)]

    def _one(self, which: sa.ColumnElement[bool]) -> Promise | None:
        row = self._connection.execute(sa.select(REQUESTS).where(which)).one_or_none()
        return _promise(row) if row else None

    def _set(self, request_id: str, **values: str | int | None) -> None:
        self._connection.execute(sa.update(REQUESTS).where(REQUESTS.c.id == request_id).values(values))


def _asked_by(person: str) -> sa.ColumnElement[bool]:
    """By the id of a person: also where a client of the API gave a name that only counts in its own channel."""
    channel, _, name = person.partition(":")
    within = sa.and_(REQUESTS.c.channel == channel, REQUESTS.c.requester == name)
    return sa.or_(REQUESTS.c.requester == person, within) if name else REQUESTS.c.requester == person


def _promise(row: sa.Row[tuple[object, ...]]) -> Promise:
    return Promise(
        request=load(Request, row.document),
        lane=row.lane,
        round=row.round,
        queued_at=time_of(row.queued_at) if row.queued_at else None,
        answered_at=time_of(row.answered_at) if row.answered_at else None,
        understanding=load(Understanding, row.understanding) if row.understanding else None,
        reading=row.reading,
    )
