"""Hands over what lies: requests that no engine has, and what is due in the outbox. At the start, and every second."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.jobs.counting import Counts
from bot.jobs.engine import Engine
from bot.jobs.failpoint import pass_by
from bot.jobs.leased import LEASE_S, LeasedTransport
from bot.jobs.post import Post
from bot.jobs.work import Work
from bot.store import Operation, Promise, Store

_LOG: Final = logging.getLogger("firstline.sweep")
_EACH_S: Final = 1.0
_OVERSEE_S: Final = 60.0  # how often it is looked whether the engine has lost or given up a request
_UNDER_WAY_S: Final = 20.0  # an operation that was handed over is not handed over again so soon
_FORGET_S: Final = 3600.0
_AT_ONCE: Final = 10  # requests that are handed over together
_OWN_TURN: Final = timedelta(seconds=5)  # a new operation is told by the workflow that wrote it; then by us
_ROUNDS: Final = 5  # a request that brought the engine down so often is answered with "could not tell"
_KEPT_DAYS: Final = 7  # of the engine's own records and of readings; answers are kept


class Sweep:
    """A thread of its own from `start` to `stop`."""

    def __init__(self, *, store: Store, work: Work, post: Post, engine: Engine, leased: LeasedTransport) -> None:
        self._store = store
        self._work = work
        self._post = post
        self._engine = engine
        self._leased = leased
        self._counts: Counts = work.counts
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweep", daemon=True)
        # Of one kind in the order of coming; whoever accepts a request does not wait for the engine.
        self._arrived: queue.PriorityQueue[tuple[int, int, Promise | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._usher = threading.Thread(target=self._hand_over_arrivals, name="hand-over", daemon=True)
        self._handed: dict[tuple[str, datetime], float] = {}  # (operation, its time) -> when it was handed over

    @property
    def alive(self) -> bool:
        """Does it still run?"""
        return self._thread.is_alive() and self._usher.is_alive()

    def start(self) -> None:
        """Take up what an earlier life left, then go on in the background."""
        self._oversee(timedelta(0))
        self._thread.start()
        self._usher.start()

    def stop(self) -> None:
        """Returns when it has ended."""
        self._stopping.set()
        self._arrived.put((0, next(self._numbers), None))
        for thread in (self._thread, self._usher):
            if thread.is_alive():
                thread.join()

    def take(self, promise: Promise) -> None:
        """A request was just stored: have it handed over at once, those of persons first."""
        self._arrived.put((1 if promise.lane == "interactive" else 2, next(self._numbers), promise))

    def hand_over(self, *promises: Promise) -> None:
        """Give requests to the engine and note that it has them."""
        for promise in promises:
            self._engine.begin(promise)
            pass_by("begun")
        with self._store.writing(lasting=False) as rows:  # forgotten, they are handed over again: that changes nothing
            rows.requests.queued([promise.request.id for promise in promises], datetime.now(UTC))

    def _hand_over_arrivals(self) -> None:
        while True:
            arrived = [self._arrived.get()[2]]
            self._work.turns.breathe()
            while len(arrived) < _AT_ONCE and not self._arrived.empty():
                arrived.append(self._arrived.get()[2])
            try:
                self.hand_over(*(promise for promise in arrived if promise))
            except Exception:  # noqa: BLE001  (the row is the promise; the sweep hands it over in a moment)
                _LOG.exception("not handed over yet")
                self._counts.failure("hand over")
            if None in arrived:
                return  # what comes now is taken up after the next start

    def _run(self) -> None:
        done: dict[str, float] = {"oversee": time.monotonic(), "renew": 0.0, "forget": time.monotonic()}
        while not self._stopping.wait(_EACH_S):
            now = time.monotonic()
            try:
                self._requests()
                self._outbox()
                if now - done["renew"] > LEASE_S / 3:
                    done["renew"] = now
                    self._leased.renew()
                if now - done["oversee"] > _OVERSEE_S:
                    done["oversee"] = now
                    self._oversee(timedelta(seconds=_OVERSEE_S))
                if now - done["forget"] > _FORGET_S:
                    done["forget"] = now
                    self._forget()
            except Exception:  # noqa: BLE001  (the database is away for a moment: this thread must outlive it)
                _LOG.exception("sweep failed")
                self._counts.failure("sweep")

    def _requests(self) -> None:
        with self._store.reading() as rows:
            lying = rows.requests.unqueued(200)
        for promise in lying:
            if datetime.now(UTC) - promise.request.at > _OWN_TURN:  # else it is just being accepted
                self.hand_over(promise)

    def _outbox(self) -> None:
        now = datetime.now(UTC)
        with self._store.reading() as rows:
            due = rows.outbox.due(now, 200)
        probing = self._post.probing
        for operation in due:
            own = operation.kind != "tell"  # who writes what is to be told does not tell it
            if own and operation.attempts == 0 and now - operation.created_at < _OWN_TURN:
                continue
            if operation.kind == "ticket" and self._post.tickets_down_since:
                if probing:
                    continue
                probing = True  # one tries whether it is back; the others wait
            self._drain(operation)

    def _drain(self, operation: Operation) -> None:
        which, now = (operation.op_id, operation.next_at), time.monotonic()
        self._handed = {one: at for one, at in self._handed.items() if now - at < _UNDER_WAY_S}
        if which in self._handed:
            return
        self._handed[which] = now
        self._post.tell(operation.key)

    def _oversee(self, older_than: timedelta) -> None:
        """Requests that the engine does not have, or has given up, are begun anew."""
        with self._store.reading() as rows:
            open_ones = rows.requests.unanswered(5000)
        for promise in open_ones:
            if datetime.now(UTC) - promise.request.at < older_than:
                continue
            state = self._engine.state(promise)
            if state == "none":
                self.hand_over(promise)
            elif state == "over":
                self._anew(promise)

    def _anew(self, promise: Promise) -> None:
        request = promise.request.id
        _LOG.warning("given up by the engine", extra={"request": request, "round": promise.round})
        self._counts.failure("engine")
        if promise.round >= _ROUNDS:
            self._work.keep(request, f"none of {request}")
            return
        with self._store.writing() as rows:
            rows.requests.given_up(request, promise.round)
            again = rows.requests.get(request)
        if again:
            self.hand_over(again)

    def _forget(self) -> None:
        before = datetime.now(UTC) - timedelta(days=_KEPT_DAYS)
        with self._store.writing() as rows:
            rows.readings.forget(before)
        while self._engine.forget(before) and not self._stopping.is_set():
            pass
