"""Empties the outbox: tickets, final replies, what checks found changed. The only place that tries again."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.desk.access import person_of
from bot.desk.card import card
from bot.desk.escalate import ticket_body
from bot.desk.privacy import in_public
from bot.desk.schedule.words import MORE, headline_of, lines_of
from bot.errors import RemoteError, SettingsError
from bot.jobs.counting import Counts
from bot.jobs.failpoint import pass_by
from bot.jobs.hub import Hub
from bot.jobs.leased import LEASE_S
from bot.jobs.rounds import firing_of
from bot.model import Answer, TicketRef
from bot.ports import Sender, Teller, TicketSystem
from bot.store import Operation, OwnTicket, Rows, Store
from bot.store.audit import event
from bot.store.documents import dump, load
from bot.tickets.delivery import file_fault
from bot.tickets.drafts import draft_of

_LOG: Final = logging.getLogger("firstline.post")
# After a lost reply a ticket may still be in the making over there: the first repetition waits that long.
_TICKET_AGAIN_S: Final = (60, 120, 240, 300)
_REPLY_AGAIN_S: Final = (2, 5, 15, 30, 60)
_REFUSED_AGAIN_S: Final = 300  # a token or a right is missing: somebody has to mend it
_LAST_CALL_S: Final = 10.0  # for replies when the service ends; what is left is told after the next start
_AT_ONCE: Final = 32  # keys; the most of it is waiting for a ticket system or a chat
_LOOK_S: Final = 0.05
_GIVEN_UP: Final = timedelta(days=1)  # nobody waits for a reply of yesterday; its answer is in the store


@dataclass(kw_only=True)
class Post:
    """Takes the operations of one key to where they belong, in order, one drain per key at a time."""

    store: Store
    process: str
    hub: Hub
    counts: Counts
    zone: tzinfo
    tickets: TicketSystem | None = None
    senders: Mapping[str, Sender] = field(default_factory=dict)
    tellers: Mapping[str, Teller] = field(default_factory=dict)
    tickets_down_since: datetime | None = None
    _trying: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _draining: dict[str, bool] = field(default_factory=dict)  # key -> whether there is more since it was looked
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_AT_ONCE, "post"))
    _over: bool = False

    @property
    def probing(self) -> bool:
        """The ticket system is down, and somebody is just trying it: others need not."""
        return self.tickets_down_since is not None and self._trying > 0

    def tell(self, key: str) -> None:
        """Have everything told that waits under this key. Returns at once; to be called when it is in the outbox."""
        with self._lock:
            under_way = key in self._draining
            self._draining[key] = under_way
            if not under_way:
                self._threads.submit(self._drain, key)

    def last_call(self) -> None:
        """Nobody asks any more, and the channels are still there: tell the replies that are due."""
        self._over = True
        until = time.monotonic() + _LAST_CALL_S
        with self.store.reading() as rows:
            due = rows.outbox.due(datetime.now(UTC), 200)
        for key in dict.fromkeys(one.key for one in due if one.kind != "ticket"):
            while key in self._draining and time.monotonic() < until:
                time.sleep(_LOOK_S)
            if time.monotonic() < until:
                self._tell_all(key)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _drain(self, key: str) -> None:
        more = True
        while more:
            try:
                if not self._over:
                    with self._alone(key) as alone:
                        if alone:
                            self._tell_all(key)
            except Exception:  # noqa: BLE001  (the database is away for a moment; the sweep comes back to it)
                _LOG.exception("the outbox stumbled")
                self.counts.failure("outbox")
            with self._lock:
                more = self._draining.pop(key) and not self._over
                if more:
                    self._draining[key] = False

    @contextmanager
    def _alone(self, key: str) -> Iterator[bool]:
        """Does no other process tell the same just now? Asked only where there may be others."""
        if not self.store.shared:
            yield True
            return
        name, owner = f"out:{key}", f"{self.process}/out"
        with self.store.writing(lasting=False) as rows:
            alone = rows.leases.take(name, owner, LEASE_S)
        yield alone
        if alone:
            with self.store.writing(lasting=False) as rows:
                rows.leases.give(name, owner)

    def _tell_all(self, key: str) -> None:
        """In order; stops at the first trouble."""
        while True:
            with self.store.reading() as rows:
                waiting = rows.outbox.waiting(key)
            if not waiting:
                return
            for operation in waiting:
                if operation.kind == "ticket" and self.probing:
                    return
                if operation.next_at > datetime.now(UTC) or not self._told(operation):
                    return

    def _told(self, operation: Operation) -> bool:
        with self._lock:
            self._trying += operation.kind == "ticket"
        try:
            match operation.kind:
                case "ticket":
                    self._file(operation)
                case "reply":
                    self._reply(operation)
                case "tell":
                    self._tell(operation)
        except RemoteError as error:
            waits = _TICKET_AGAIN_S if operation.kind == "ticket" else _REPLY_AGAIN_S
            self._failed(operation, str(error), waits[min(operation.attempts, len(waits) - 1)])
            return False
        except SettingsError as error:
            self._failed(operation, str(error), _REFUSED_AGAIN_S)
            return False
        except Exception as error:  # noqa: BLE001  (our own mistake must not lose the row)
            _LOG.exception("outbox failed", extra={"request": operation.about, "kind": operation.kind})
            self.counts.failure("outbox")
            self._failed(operation, f"a mistake of firstline ({type(error).__name__})", _REFUSED_AGAIN_S)
            return False
        finally:
            with self._lock:
                self._trying -= operation.kind == "ticket"
            self.hub.signal(f"told {operation.op_id}")
        return True

    def _file(self, operation: Operation) -> None:
        assert self.tickets is not None
        with self.store.reading() as rows:
            answer = rows.answers.get(operation.about)
            own = rows.tickets.open(operation.key)
        assert answer is not None
        known = own.remote_key if own and own.system == self.tickets.name else None
        draft = draft_of(answer, ticket_body(answer))
        pass_by("telling")
        made = file_fault(self.tickets, fault_key=operation.key, draft=draft, op_id=operation.op_id, known=known)
        pass_by("told")
        now = datetime.now(UTC)
        document = dump(replace(answer, ticket=made))
        with self.store.writing() as rows:
            rows.requests.lock(operation.about)
            mine = OwnTicket(system=made.system, remote_key=made.key, fault_key=operation.key, url=made.url)
            rows.tickets.own(mine, now)
            rows.answers.change(operation.about, document)
            rows.outbox.done(operation.op_id, now)
            rows.verdicts.ticketed(operation.about, made.key)
            rows.audit.add(
                event(
                    person_of(answer.request).id, "ticket", now, request=operation.about, device=answer.target.device,
                    detail=f"{made.system} {made.key} {made.action}",
                )
            )  # fmt: skip
            first = rows.outbox.get(f"reply.{operation.about}")
            if first and first.done_at:  # the reply went out before there was a ticket: the channel shows it anew
                _reply_again(rows, operation.about, made, now)
        pass_by("noted")
        self.tickets_down_since = None
        self.counts.one("tickets")
        _LOG.info("ticket", extra={"request": operation.about, "system": made.system, "action": made.action})

    def _reply(self, operation: Operation) -> None:
        with self.store.reading() as rows:
            promise = rows.requests.get(operation.about)
            document = rows.answers.document(operation.about)
        assert promise is not None
        assert document is not None
        answer = load(Answer, document)
        sender = self.senders.get(promise.request.channel)
        now = datetime.now(UTC)
        if sender is None and now - operation.created_at < _GIVEN_UP:
            raise RemoteError(f"The channel {promise.request.channel} is not running here. It is tried again.")
        if sender is not None:
            pass_by("sending")
            sender.send(promise.request, card(answer, self.zone))
            pass_by("sent")
        with self.store.writing() as rows:
            rows.requests.lock(operation.about)
            rows.outbox.done(operation.op_id, now)
            if sender is not None:
                who = person_of(promise.request).id
                rows.audit.add(event(who, "shown", now, request=operation.about, detail=promise.request.channel))
            changed = rows.answers.document(operation.about) != document  # reading it whole would hold others up
            latest = rows.answers.get(operation.about) if changed else None
            if latest and latest.ticket and latest.ticket != answer.ticket:
                _reply_again(rows, operation.about, latest.ticket, now)
        pass_by("marked")
        self.counts.one("replies")

    def _tell(self, operation: Operation) -> None:
        """One message for all that a firing found changed. After a death between it and the note it comes twice."""
        channel, _, place = operation.key.partition(":")
        teller = self.tellers.get(channel)
        with self.store.reading() as rows:
            stored = rows.firings.get(operation.about)
            firing = firing_of(rows, stored, whole=False) if stored else None
        now = datetime.now(UTC)
        if teller is None and now - operation.created_at < _GIVEN_UP:
            raise RemoteError(f"The channel {channel} is not running here. It is tried again.")
        if teller and stored and firing:
            language = stored.language
            lines = [in_public(line) for line in lines_of(firing, language)]
            pass_by("announcing")
            teller.tell(place, headline_of(firing, language), lines, MORE[language])
        with self.store.writing() as rows:
            rows.outbox.done(operation.op_id, now)
        pass_by("announced")
        self.counts.one("tellings")

    def _failed(self, operation: Operation, trouble: str, again_s: int) -> None:
        now = datetime.now(UTC)
        give_up = operation.kind != "ticket" and now - operation.created_at > _GIVEN_UP
        with self.store.writing() as rows:
            if give_up:
                rows.outbox.done(operation.op_id, now)
            else:
                rows.outbox.failed(operation.op_id, trouble, now + timedelta(seconds=again_s))
            if operation.kind == "ticket":
                rows.outbox.put_off("ticket", now + timedelta(seconds=again_s))
        if operation.kind == "ticket":
            self.tickets_down_since = self.tickets_down_since or now
            self.counts.one("ticket_failures")
        else:
            self.counts.one("reply_failures")
        _LOG.warning("not told", extra={"request": operation.about, "kind": operation.kind, "again_s": again_s})


def _reply_again(rows: Rows, request_id: str, ticket: TicketRef, at: datetime) -> None:
    rows.outbox.add(f"reply.{request_id}.{ticket.key}", "reply", request_id, request_id, at)
