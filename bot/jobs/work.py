"""What is done for a request, step by step. Each step may be repeated after a crash and then changes nothing twice.

The engine (engine.py) decides when a step runs; nothing in here knows that there is one.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.desk.escalate import fault_key, should_escalate
from bot.desk.investigate import Desk, OnProgress
from bot.desk.schedule_changes import result_of
from bot.desk.understand import understand
from bot.jobs.counting import Counts
from bot.jobs.failpoint import pass_by
from bot.jobs.giving_way import GaveWay, Way
from bot.jobs.hub import Hub
from bot.model import (
    Answer,
    Diagnosis,
    Progress,
    Request,
    Target,
    Timings,
    Understanding,
    Understood,
)
from bot.ports import Transport
from bot.store import Lane, Promise, Rows, Store
from bot.store.documents import dump

_LOG: Final = logging.getLogger("firstline.work")
# Equal questions share a reading that began at most this long before the later one was asked. Longer, and "check it
# again" would be answered with what was seen before the caller pulled the cable.
SHARED: Final = timedelta(seconds=3)
_VISITS: Final = 20  # a check that had to give way so often has not been able to tell


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The reading that answers a request, and what only one reading at a time may hold."""

    reading: str
    holds: str  # the device where it is known beforehand
    lane: Lane


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was written into the outbox together with an answer: ids of the operations, empty where there is none."""

    ticket: str
    fault: str  # the key of the ticket operation
    reply: str


@dataclass(frozen=True, kw_only=True)
class Work:
    """The steps, and all that they need."""

    store: Store
    desk: Desk
    hub: Hub
    counts: Counts
    way: Way
    pool: Transport  # to the devices, without the courtesy of checks towards persons
    found: Callable[[], None] = lambda: None  # called when a check has one more result
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)  # schedule -> findings that count; absent: all
    replied: frozenset[str] = frozenset()  # channels that get the final answer delivered
    ticketed: bool = True  # is there a ticket system?

    def plan(self, request_id: str) -> Plan | None:
        """Understand the request and find the reading that will answer it; None where nothing has to be read."""
        with self.store.reading() as rows:
            promise = rows.requests.get(request_id)
            assert promise is not None
            understanding = self._understood(promise, rows)
        if not _to_be_read(understanding):
            return None
        now = datetime.now(UTC)
        with self.store.writing() as rows:
            reading = rows.readings.join(
                _digest(understanding, promise.lane), request_id, at=now, since=min(promise.request.at, now) - SHARED
            )
        self.hub.join(request_id, reading)
        pass_by("planned")
        facts = understanding.understood
        return Plan(reading=reading, holds=f"device:{facts.device or facts.ap or reading}", lane=promise.lane)

    def read(self, reading_id: str) -> None:
        """Visit the devices for all requests of this reading, and keep what was found."""
        with self.store.reading() as rows:
            reading = rows.readings.get(reading_id)
            assert reading is not None
            if reading.answer is not None:
                return
            promise = rows.requests.get(reading.leader)
            assert promise is not None
            understanding = self._understood(promise, rows)
        self.counts.one("readings")

        def tell(step: Progress) -> None:
            if step.state != "done":  # that is told when the answer is stored
                self.hub.tell(reading_id, step)

        try:
            answer = self._visited(promise, understanding, tell)
        except Exception:  # noqa: BLE001  (our own mistake still ends in an answer)
            _LOG.exception("reading failed", extra={"request": promise.request.id})
            self.counts.failure("reading")
            answer = could_not_tell(promise.request, understanding)
        pass_by("reading")
        with self.store.writing() as rows:
            rows.readings.finish(reading_id, answer, datetime.now(UTC))
        pass_by("read")
        self.hub.signal(f"reading {reading_id}")

    def _visited(self, promise: Promise, understanding: Understanding, tell: OnProgress) -> Answer:
        """What the desk finds. A check that had to give way to a person makes its visit anew."""
        if promise.lane == "interactive":
            return self.desk.answer(promise.request, understanding, tell)
        for _ in range(_VISITS):
            with suppress(GaveWay):
                courteous = replace(self.desk, transport=self.way.checks(self.pool))
                return courteous.answer(promise.request, understanding, tell)
        return could_not_tell(promise.request, understanding)

    def is_read(self, reading_id: str) -> bool:
        """Is this reading over?"""
        with self.store.reading() as rows:
            return rows.readings.is_over(reading_id)

    def keep(self, request_id: str, reading_id: str | None) -> Kept:
        """Store the answer, and with it what the outside is to be told.

        Without a reading, or where the reading came to nothing, the answer says so.
        """
        now = datetime.now(UTC)
        with self.store.reading() as rows:
            promise = rows.requests.get(request_id)
            assert promise is not None
            request = promise.request
            understanding = self._understood(promise, rows)
            reading = rows.readings.get(reading_id) if reading_id else None
        answer = self._answer(request, understanding, read=reading.answer if reading else None, asked=reading_id)
        wanted = not (understanding.no_ticket or request.no_ticket)
        escalated = self.ticketed and wanted and should_escalate(answer)
        kept = Kept(
            ticket=f"ticket.{request_id}" if escalated else "",
            fault=fault_key(answer) if escalated else "",
            reply=f"reply.{request_id}" if request.channel in self.replied else "",
        )
        pass_by("keeping")
        with self.store.writing() as rows:
            if rows.answers.add(answer, now):
                rows.requests.answered(request_id, now)
                if kept.ticket:
                    rows.outbox.add(kept.ticket, "ticket", kept.fault, request_id, now)
                if kept.reply:
                    rows.outbox.add(kept.reply, "reply", request_id, request_id, now)
                if promise.lane == "background":
                    self._found(rows, answer, now)
                self.counts.answer(
                    answer.diagnosis.outcome if answer.diagnosis else "none", (now - request.at).total_seconds()
                )
                _LOG.info("answered", extra=_facts(answer))
        pass_by("kept")
        self.way.answered(request_id)
        if promise.lane == "background":
            self.found()
        return kept

    def _found(self, rows: Rows, answer: Answer, now: datetime) -> None:
        """What a check asked goes among the results of its firing."""
        asked = rows.results.asked_by(answer.request.id)
        if asked is None:
            return
        firing, target = asked
        stored = rows.firings.get(firing)
        codes = self.codes.get(stored.schedule or "") if stored else None
        rows.results.found(firing, result_of(answer, target, now, codes))

    def _answer(
        self, request: Request, understanding: Understanding, *, read: Answer | None, asked: str | None
    ) -> Answer:
        if read is not None:
            return replace(read, request=request, intent=understanding.intent)
        if asked is None:
            return self.desk.answer(request, understanding, lambda _: None)  # help, a question back: nothing is read
        return could_not_tell(request, understanding)

    def _understood(self, promise: Promise, rows: Rows) -> Understanding:
        request = promise.request
        return promise.understanding or understand(request.text, self.desk.inventory, _context(request, rows))


def could_not_tell(request: Request, understanding: Understanding) -> Answer:
    """The answer where this program itself failed: unknown, never healthy."""
    facts: Understood = understanding.understood
    return Answer(
        request=request,
        intent=understanding.intent,
        target=Target(device=facts.device, interface=facts.interface, ap=facts.ap, room=facts.room),
        understood=facts,
        question=None,
        diagnosis=Diagnosis(outcome="unknown", root_cause="CAUSE_UNKNOWN", severity="unknown"),
        observations=(),
        ticket=None,
        timings=Timings(total_s=0.0, device_s=0.0, parse_s=0.0),
    )


def _context(request: Request, rows: Rows) -> Mapping[str, object] | None:
    """What was said before in the same conversation."""
    before = rows.requests.before(request)
    answer = rows.answers.get(before) if before else None
    if answer is None:
        return None
    facts: dict[str, object] = {name: value for name, value in vars(answer.understood).items() if value is not None}
    question = answer.question
    return {**facts, "choices": question.choices, "asked": question.about} if question else facts


def _to_be_read(understanding: Understanding) -> bool:
    return understanding.question is None and understanding.intent not in {"help", "none", "change"}


def _digest(understanding: Understanding, lane: Lane) -> str:
    """Equal for questions that one reading answers; a background reading is not joined by a person, who would wait."""
    same = dump(replace(understanding, language="sv", no_ticket=False))
    return hashlib.sha256(f"{lane} {same}".encode()).hexdigest()


def _facts(answer: Answer) -> dict[str, object]:
    """What a log line may say: no text, no name, no place."""
    return {
        "request": answer.request.id,
        "channel": answer.request.channel,
        "outcome": answer.diagnosis.outcome if answer.diagnosis else "none",
        "root_cause": answer.diagnosis.root_cause if answer.diagnosis else None,
        "device_s": answer.timings.device_s,
    }
