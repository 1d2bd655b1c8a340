"""Drops what is older than is to be kept, once a night, some at a time; what was not finished is done the next time."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from bot.jobs.counting import Counts
from bot.model import Answer
from bot.settings import Retention
from bot.store import Rows, Store
from bot.store.audit import event
from bot.store.documents import dump

NAME: Final = "retention"
_LOG: Final = logging.getLogger("firstline.retention")
_EACH_S: Final = 300.0  # how often it is looked whether it is time
_FROM: Final = time(1, 0)  # by the site's clock, when hardly anybody asks
_UNTIL: Final = time(5, 0)
_LATE: Final = timedelta(hours=36)  # a service that never runs at night does it by day
_PIECE: Final = 100  # rows of one transaction: a question that comes meanwhile waits for one of these at most
_PAUSE_S: Final = 0.05
_NOBODY: Final = "firstline"


class Forgetting:
    """A thread of its own from `start` to `stop`. `tickets` drops our own resolved ones; None: there are none."""

    def __init__(
        self,
        *,
        store: Store,
        retention: Retention,
        zone: tzinfo,
        counts: Counts,
        tickets: Callable[[datetime], int] | None = None,
    ) -> None:
        self._store = store
        self._retention = retention
        self._zone = zone
        self._counts = counts
        self._tickets = tickets
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Begin to look at the clock."""
        self._thread.start()

    def stop(self) -> None:
        """Returns when it has ended; a piece that was begun is finished."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def is_due(self, now: datetime) -> bool:
        """Once in the small hours; at any hour where that was missed."""
        with self._store.reading() as rows:
            last = rows.upkeep.last(NAME)
        if last is None or now - last[0] > _LATE:
            return True
        here = now.astimezone(self._zone)
        tonight = datetime.combine(here.date(), _FROM, self._zone)
        return _FROM <= here.time() < _UNTIL and last[0] < tonight

    def once(self, now: datetime) -> Counter[str]:
        """Drop everything that is due now. Returns how many of what."""
        done: Counter[str] = Counter()
        kept = self._retention
        for kind, age, drop in (
            ("raw", kept.raw, self._raw),
            ("questions", kept.questions, _questions),
            ("samples", kept.samples, _samples),
            ("audit", kept.audit, _audit),
        ):
            while age is not None and not self._stopping.is_set():
                dropped = drop_piece(self._store, drop, now - age)
                done[kind] += dropped
                if dropped < _PIECE:
                    break
                self._stopping.wait(_PAUSE_S)
        if kept.tickets is not None and self._tickets is not None:
            done["tickets"] += self._tickets(now - kept.tickets)
        if self._stopping.is_set():
            return done
        told = {kind: number for kind, number in done.items() if number}
        with self._store.writing() as rows:
            rows.upkeep.done(NAME, now, told)
            detail = ", ".join(f"{kind} {number}" for kind, number in sorted(told.items()))
            rows.audit.add(event(_NOBODY, "forgot", now, detail=detail or "nothing"))
        _LOG.info("forgot what was old", extra=told)
        return done

    def _run(self) -> None:
        while not self._stopping.wait(_EACH_S):
            try:
                now = datetime.now(UTC)
                if self.is_due(now):
                    self.once(now)
            except Exception:  # noqa: BLE001  (the database is away for a moment: it is tried again)
                _LOG.exception("retention stumbled")
                self._counts.failure("retention")

    @staticmethod
    def _raw(rows: Rows, before: datetime) -> int:
        """Answers stay, with the lines that prove them; what devices answered beyond that goes."""
        rows.readings.forget(before)
        old = rows.answers.whole(before, _PIECE)
        for answer in old:
            rows.answers.empty(answer.request.id, dump(_emptied(answer)))
        return len(old)


def erase(store: Store, person: str, by: str) -> Mapping[str, int]:
    """Everything about one person: their questions go, and in the log they become somebody without a name.

    The log keeps that something was done, to which device and when. A question that is still open stays; ask again.
    """
    done: Counter[str] = Counter()
    pseudonym = f"erased-{secrets.token_hex(6)}"  # nothing leads back from it
    while True:
        with store.writing() as rows:
            dropped = _without(rows, rows.requests.of(person, _PIECE))
        done["questions"] += dropped
        if dropped < _PIECE:
            break
    with store.writing() as rows:
        done["log rows"] = rows.audit.rename(person, pseudonym)
        done["words"] = rows.verdicts.rename(person, pseudonym)
        rows.audit.add(event(by, "erased", datetime.now(UTC), detail=pseudonym))
    return done


def drop_piece(store: Store, drop: Callable[[Rows, datetime], int], before: datetime) -> int:
    """One transaction."""
    with store.writing(lasting=False) as rows:  # undone by a power cut, it is done the next night
        return drop(rows, before)


def _emptied(answer: Answer) -> Answer:
    return replace(
        answer,
        observations=tuple(replace(one, raw="", rows=()) for one in answer.observations),
        past=replace(answer.past, log=(), names=()) if answer.past else None,
    )


def _questions(rows: Rows, before: datetime) -> int:
    return _without(rows, rows.requests.old(before, _PIECE))


def _without(rows: Rows, questions: Sequence[str]) -> int:
    rows.forget(questions)
    return len(questions)


def _samples(rows: Rows, before: datetime) -> int:
    rows.samples.forget(before)  # all at once: a row per counter and port at most
    return 0


def _audit(rows: Rows, before: datetime) -> int:
    return rows.audit.forget(before, _PIECE)
