"""Schedules in a running service: fires what is due, lets its targets begin a few at a time, ends it, tells changes.

A firing and its targets are rows, written at once when it is due. Whatever dies later, the next service goes on from
these rows: a target gets its request under an event made of firing and target, so nothing is asked twice; the end of a
firing is claimed by one update, so nothing is told twice.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.checks import CheckTarget, Firing, Remembered
from bot.desk.intake import accept
from bot.desk.schedule import Schedule
from bot.desk.schedule.changes import weigh
from bot.desk.schedule.targets import named_target, understanding_of
from bot.errors import RequestError
from bot.jobs.counting import Counts
from bot.jobs.failpoint import pass_by
from bot.model import Inventory
from bot.store import Promise, Round, Rows, Store

CHANNEL: Final = "check"  # of the requests that checks make
_LOG: Final = logging.getLogger("firstline.checks")
_EACH_S: Final = 0.5
_TICK: Final = timedelta(microseconds=1)
_BY_HAND_AT_ONCE: Final = 20
_UNTOLD_KEPT: Final = timedelta(days=1)  # whole answers of which nothing was told: thousands a night
_KEPT: Final = timedelta(days=90)  # what was found


class Rounds:
    """A thread of its own from `start` to `stop`; also a check by hand begins here."""

    def __init__(
        self,
        *,
        store: Store,
        schedules: Sequence[Schedule],
        inventory: Inventory,
        counts: Counts,
        take: Callable[[Promise], None],
    ) -> None:
        self._store = store
        self._schedules = {one.name: one for one in schedules}
        self._inventory = inventory
        self._counts = counts
        self._take = take
        self._since: dict[str, datetime] = {}  # schedule -> since when it is known
        self._next: dict[str, datetime] = {}  # schedule -> when it is due next
        self._forgot_at = time.monotonic()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    @property
    def alive(self) -> bool:
        """Does it still run?"""
        return self._thread.is_alive()

    def start(self) -> None:
        """Go on with what an earlier life began, and with what is due."""
        self._thread.start()

    def stop(self) -> None:
        """Returns when it has ended; what is open goes on after the next start."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def wake(self) -> None:
        """There is one more result: the next target may begin."""
        self._wake.set()

    def by_hand(self, names: Sequence[str]) -> Sequence[str]:
        """Begin now, each schedule as a firing of its own, all other names as one. Returns the ids of the firings.

        Without names all schedules. Raises RequestError for a name that nothing has.
        """
        schedules = [self._schedules[name] for name in dict.fromkeys(names) if name in self._schedules]
        others = list(dict.fromkeys(name for name in names if name not in self._schedules))
        targets = {one.name: one for name in others for one in named_target(name, self._inventory)}
        if not names:
            schedules = list(self._schedules.values())
            if not schedules:
                raise RequestError("There are no schedules in the configuration. Name a device or a room instead.")
        now = datetime.now(UTC)
        begun = [self._begin(one.name, one.targets, now, schedule=one, spread=False) for one in schedules]
        if targets:
            begun.append(self._begin(", ".join(others), tuple(targets.values()), now))
        self._wake.set()
        return begun

    # --- the thread --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._fire()
                with self._store.reading() as rows:
                    opened = rows.firings.open()
                for one in opened:
                    self._advance(one)
                self._forget()
            except Exception:  # noqa: BLE001  (the database is away for a moment: this thread must outlive it)
                _LOG.exception("checks stumbled")
                self._counts.failure("checks")
            self._wake.wait(_EACH_S)
            self._wake.clear()

    def _fire(self) -> None:
        """Begin what is due. Of what was missed while no service ran only the latest, until the next is due."""
        now = datetime.now(UTC)
        for name, schedule in self._schedules.items():
            if name in self._next and now < self._next[name]:
                continue
            if name not in self._since:
                with self._store.writing() as rows:
                    self._since[name] = rows.firings.know(name, schedule.rhythm, now)
            with self._store.reading() as rows:
                last = rows.firings.last_due(name)
                under_way = any(one.schedule == name for one in rows.firings.open())
            since = self._since[name]
            due = schedule.due_between(max(since, last or since), now)
            if due and under_way:
                continue  # it begins when the one before has ended, if it is not past by then
            if due:
                self._begin(name, schedule.targets, due, schedule=schedule)
            self._next[name] = schedule.due_after(now)

    def _begin(
        self,
        title: str,
        targets: Sequence[CheckTarget],
        due: datetime,
        *,
        schedule: Schedule | None = None,
        spread: bool = True,
    ) -> str:
        firing = f"f-{uuid.uuid4().hex[:16]}"
        made = Round(
            id=firing, schedule=schedule.name if schedule else None, title=title, due=due, ended_at=None,
            total=len(targets), at_once=schedule.at_once if schedule else _BY_HAND_AT_ONCE,
            language=schedule.language if schedule else "sv",
        )  # fmt: skip
        with self._store.writing() as rows:
            if not rows.firings.begin(made):
                return firing  # another service was first
            if schedule and spread:
                rows.results.plan(firing, ((one, due + schedule.starts(one)) for one in targets))
            else:  # mixed, so that the ports of one switch do not wait for each other
                mixed = sorted(targets, key=lambda one: hashlib.sha256(one.name.encode()).digest())
                rows.results.plan(firing, ((one, due + at * _TICK) for at, one in enumerate(mixed)))
        pass_by("fired")
        _LOG.info("fired", extra={"firing": firing, "targets": len(targets)})
        return firing

    def _advance(self, opened: Round) -> None:
        """Let more of its targets begin; end it when nothing is left."""
        now = datetime.now(UTC)
        promises: list[Promise] = []
        with self._store.writing() as rows:
            room = opened.at_once - rows.results.count_under_way(opened.id)
            waiting = rows.results.to_begin(opened.id, now, room) if room > 0 else ()
            for target in waiting:
                promise = _request(rows, opened, target, now)
                rows.results.begun(opened.id, target.name, promise.request.id)
                promises.append(promise)
            left = rows.results.count_left(opened.id)
        if promises:
            pass_by("let-begin")
        for promise in promises:
            self._take(promise)
        if left == 0:
            self._end(opened, now)

    def _end(self, opened: Round, now: datetime) -> None:
        schedule = self._schedules.get(opened.schedule) if opened.schedule else None
        with self._store.writing() as rows:
            if not rows.firings.end(opened.id, now):
                return
            changes = _compare(rows, opened)
            if changes and schedule:
                for place in schedule.tell:
                    rows.outbox.add(f"tell.{opened.id}.{place}", "tell", place, opened.id, now)
        pass_by("ended")
        _LOG.info("checked", extra={"firing": opened.id, "targets": opened.total, "changes": changes})

    def _forget(self) -> None:
        if time.monotonic() - self._forgot_at < 600:
            return
        self._forgot_at = time.monotonic()
        now = datetime.now(UTC)
        while not self._stopping:
            with self._store.writing() as rows:
                untold = rows.results.untold(now - _UNTOLD_KEPT, 100)
                rows.forget(untold)
                old = rows.firings.old(now - _KEPT, 10)
                rows.results.forget(old)
                rows.firings.forget(old)
            if not untold and not old:
                return


def firing_of(rows: Rows, stored: Round, *, whole: bool = True) -> Firing:
    """A firing with what it found; only its changes where it need not be `whole`."""
    counts = rows.results.counts(stored.id)
    return Firing(
        id=stored.id,
        schedule=stored.schedule,
        title=stored.title,
        due=stored.due,
        ended_at=stored.ended_at,
        total=stored.total,
        done=sum(counts.values()),
        counts=counts,
        results=tuple(rows.results.telling(stored.id) if whole else rows.results.changes(stored.id)),
    )


def _request(rows: Rows, opened: Round, target: CheckTarget, now: datetime) -> Promise:
    text, understanding = understanding_of(target, opened.language)
    event = f"{opened.id} {target.name}"
    made, _ = accept(text, channel=CHANNEL, requester="", event=event, at=now, language=opened.language)
    promise, _ = rows.requests.add(made, event, "background", understanding)
    return promise


def _compare(rows: Rows, opened: Round) -> int:
    """Note what has changed: since this schedule last told it, or since it was last looked at. Returns how many."""
    memories = rows.standings.of(opened.schedule) if opened.schedule else {}
    changes = 0
    for result in rows.results.all(opened.id):
        memory = memories.get(result.target.name)
        if opened.schedule is None:
            before = rows.results.before(result.target.name, opened.id)
            known = before.standing if before and before.standing.state != "unknown" else None
            memory = Remembered(told=before.standing, known=known, latest=before.standing) if before else None
        change, remembered = weigh(result.standing, memory)
        if opened.schedule and remembered != memory:
            rows.standings.remember(opened.schedule, result.target.name, remembered)
        if change:
            rows.results.changed(opened.id, result.target.name, change)
            changes += 1
    return changes
