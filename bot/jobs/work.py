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

from bot.desk.access import person_of
from bot.desk.board_words import line_of
from bot.desk.endings import CANCELLED, cancelled
from bot.desk.escalate import should_escalate
from bot.desk.history import earlier_of
from bot.desk.investigate import Desk, OnProgress
from bot.desk.same_fault import fault_key
from bot.desk.schedule.changes import result_of
from bot.desk.understand import understand
from bot.jobs.counting import Counts
from bot.jobs.failpoint import pass_by
from bot.jobs.giving_way import GaveWay, Way
from bot.jobs.hub import Hub
from bot.jobs.notes import note_answer
from bot.jobs.retelling import note_subject, retold, stored
from bot.jobs.turns import Turns
from bot.jobs.visit import Stopped, Stops, Visit
from bot.model import (
    Answer,
    Diagnosis,
    Person,
    Progress,
    Request,
    Target,
    Timings,
    Understanding,
    Understood,
)
from bot.ports import Transport
from bot.store import Lane, Promise, Rows, Store
from bot.store.audit import event
from bot.store.documents import dump

_LOG: Final = logging.getLogger("firstline.work")
# Equal questions share a reading that began at most this long before the later one was asked. Longer, and "check it
# again" would be answered with what was seen before the caller pulled the cable.
SHARED: Final = timedelta(seconds=3)
_FRESH: Final = 40  # answers that are on their way from the reading to the request
_VISITS: Final = 20  # a check that had to give way so often has not been able to tell


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The reading that answers a request, and what only one reading at a time may hold."""

    reading: str
    holds: str  # of a person: the device where it is known beforehand; a check gives way at the device itself
    lane: Lane
    asked_at: datetime  # UTC


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
    turns: Turns = field(default_factory=Turns)
    stops: Stops = field(default_factory=Stops)
    _fresh: dict[str, tuple[Answer, str]] = field(default_factory=dict)  # reading -> what it gave, to save the way back

    def plan(self, request_id: str) -> Plan | None:
        """Understand the request and find the reading that will answer it; None where nothing has to be read."""
        self.turns.breathe()
        with self.store.reading() as rows:
            promise = rows.requests.get(request_id)
            assert promise is not None
            understanding = self._understood(promise, rows)
            told = stored(rows, self.desk, promise.request, understanding)
        if not _to_be_read(understanding) or self._refused(promise.request) or told:
            return None
        now = datetime.now(UTC)
        scope = self.desk.access.scope(person_of(promise.request))
        reading = promise.reading
        if reading is None:  # else it was planned before a crash
            with self.store.writing(lasting=False) as rows:
                reading = rows.readings.join(
                    _digest(understanding, promise.lane, scope),
                    request_id,
                    at=now,
                    since=min(promise.request.at, now) - SHARED,
                )
                rows.requests.waits_for(request_id, reading)
        self.hub.join(request_id, reading)
        pass_by("planned")
        facts = understanding.understood
        known = (facts.device or facts.ap) if promise.lane == "interactive" else None
        return Plan(reading=reading, holds=known or reading, lane=promise.lane, asked_at=promise.request.at)

    def read(self, reading_id: str) -> None:
        """Visit the devices for all requests of this reading, and keep what was found; nothing where that is done."""
        with self.store.reading() as rows:
            if rows.readings.is_over(reading_id):
                return
            reading = rows.readings.get(reading_id)
            assert reading is not None
            promise = rows.requests.get(reading.leader)
            assert promise is not None
            understanding = self._understood(promise, rows)
        self.counts.one("readings")

        def tell(step: Progress) -> None:
            if step.state != "done":  # that is told when the answer is stored
                self.hub.tell(reading_id, step)

        visit = Visit(reading_id, self.stops)
        try:
            answer = self._visited(promise, understanding, tell, visit)
        except Stopped:
            answer = cancelled(promise.request, understanding)
        except Exception:  # noqa: BLE001  (our own mistake still ends in an answer)
            self.store.require_open()  # else what failed is that everything ends
            _LOG.exception("reading failed", extra={"request": promise.request.id})
            self.counts.failure("reading")
            answer = could_not_tell(promise.request, understanding)
        pass_by("reading")
        with self.turns.of(promise.lane, promise.request.at)():
            document = dump(answer)
        with self.store.writing(lasting=False) as rows:  # the answer, which lasts, comes after it
            rows.readings.finish(reading_id, document, datetime.now(UTC))
            rows.audit.add(*visit.events(person_of(promise.request).id, promise.request.id))
        self.stops.forget(reading_id)
        self._fresh[reading_id] = answer, document
        while len(self._fresh) > _FRESH:
            self._fresh.pop(next(iter(self._fresh)), None)
        pass_by("read")

    def _visited(self, promise: Promise, understanding: Understanding, tell: OnProgress, visit: Visit) -> Answer:
        """What the desk finds. A check that had to give way to a person makes its visit anew. Raises Stopped."""
        desk = replace(self.desk, turn=self.turns.of(promise.lane, promise.request.at))
        if promise.lane == "interactive":
            with self.store.reading() as rows:
                awaited = promise.answered_at is None or rows.requests.are_waiting_for(visit.reading)
            if not awaited:
                raise Stopped  # taken back before a restart
            return replace(desk, transport=visit.over(desk.transport)).answer(promise.request, understanding, tell)
        for _ in range(_VISITS):
            with suppress(GaveWay):
                courteous = replace(desk, transport=visit.over(self.way.checks(self.pool)))
                return courteous.answer(promise.request, understanding, tell)
        return could_not_tell(promise.request, understanding)

    def keep(self, request_id: str, reading_id: str | None) -> Kept:
        """Store the answer, and with it what the outside is to be told.

        Without a reading, or where the reading came to nothing, the answer says so.
        """
        now = datetime.now(UTC)
        read, document = self._fresh.pop(reading_id or "", (None, None))
        with self.store.reading() as rows:
            promise = rows.requests.get(request_id)
            assert promise is not None
            request = promise.request
            understanding = self._understood(promise, rows)
            if read is None and reading_id:
                reading = rows.readings.get(reading_id)
                read = reading.answer if reading else None
        answer = self._answer(request, understanding, read=read, asked=reading_id)
        with self.turns.of(promise.lane, request.at)():
            document = document if document and answer is read else dump(answer)
            line, earlier = line_of(answer), earlier_of(answer)
        wanted = not (understanding.no_ticket or request.no_ticket)
        escalated = self.ticketed and wanted and should_escalate(answer)
        kept = Kept(
            ticket=f"ticket.{request_id}" if escalated else "",
            fault=fault_key(answer) if escalated else "",
            reply=f"reply.{request_id}" if request.channel in self.replied else "",
        )
        pass_by("keeping")
        with self.store.writing() as rows:
            if rows.answers.add(request_id, document, now):
                rows.requests.answered(request_id, now)
                note_subject(rows, answer, earlier, now)
                if kept.ticket:
                    rows.outbox.add(kept.ticket, "ticket", kept.fault, request_id, now)
                if kept.reply:
                    rows.outbox.add(kept.reply, "reply", request_id, request_id, now)
                if promise.lane == "interactive" or kept.ticket:
                    note_answer(rows, answer, line, now, person=promise.lane == "interactive")
                if promise.lane == "background":
                    self._found(rows, answer, now)
                self.counts.answer(
                    answer.diagnosis.outcome if answer.diagnosis else "none", (now - request.at).total_seconds()
                )
                _LOG.info("answered", extra=_facts(answer))
            elif kept.ticket and rows.outbox.get(kept.ticket) is None:
                kept = replace(kept, ticket="", fault="")  # the question was taken back meanwhile
        pass_by("kept")
        self.way.answered(request_id)
        if promise.lane == "background":
            self.found()
        return kept

    def cancel(self, request_id: str, person: Person) -> str | None:
        """Answer a question of one's own with "cancelled"; the id of the reply to tell, None where it is too late.

        Its visit goes on where others wait for it; else it stops between two commands.
        """
        now = datetime.now(UTC)
        with self.store.reading() as rows:
            promise = rows.requests.get(request_id)
            if promise is None or promise.answered_at or person_of(promise.request).id != person.id:
                return None
            answer = cancelled(promise.request, self._understood(promise, rows))
        reply, reading = f"reply.{request_id}" if promise.request.channel in self.replied else "", promise.reading
        document, line = dump(answer), line_of(answer)
        with self.store.writing() as rows:
            if not rows.answers.add(request_id, document, now):
                return None
            rows.requests.answered(request_id, now)
            rows.audit.add(event(person.id, "cancelled", now, request=request_id))
            rows.verdicts.add(request_id, now, code=None, person=True, kind=line[0], text=line[1])
            if reply:
                rows.outbox.add(reply, "reply", request_id, request_id, now)
            if reading and not rows.requests.are_waiting_for(reading):
                rows.readings.close(reading)
                self.stops.stop(reading)
        self.hub.end(request_id)
        self.way.answered(request_id)
        _LOG.info("cancelled", extra={"request": request_id})
        return reply

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
        if read is not None and (read.diagnosis is None or read.diagnosis.root_cause != CANCELLED):
            same = (read.request.id, read.intent) == (request.id, understanding.intent)
            return read if same else replace(read, request=request, intent=understanding.intent)
        if asked is None:
            if _to_be_read(understanding):
                refused = self._refused(request)
                known = self._known(request, understanding) if refused else self._retold(request, understanding)
                if known or not refused:
                    return known or could_not_tell(request, understanding)  # what was stored is gone meanwhile
            return self.desk.answer(request, understanding, lambda _: None)  # help, a question back: nothing is read
        return could_not_tell(request, understanding)

    def _known(self, request: Request, understanding: Understanding) -> Answer | None:
        """Who may have nothing read is still told how a place stands that this conversation has an answer about."""
        if understanding.intent not in {"status", "what_changed"}:
            return None
        with self.store.reading() as rows:
            before = rows.requests.before(request)
            answer = rows.answers.get(before) if before else None
        if answer is None or answer.diagnosis is None or answer.target.device != understanding.understood.device:
            return None
        return replace(answer, request=request, intent=understanding.intent)

    def _retold(self, request: Request, understanding: Understanding) -> Answer | None:
        with self.store.reading() as rows:
            return retold(rows, self.desk, request, understanding)

    def _refused(self, request: Request) -> bool:
        """Who may ask nothing has nothing read; the desk then answers why."""
        return self.desk.access.refusal(person_of(request), "ask") is not None

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


def _digest(understanding: Understanding, lane: Lane, scope: str) -> str:
    """Equal for questions that one reading answers: of persons who may ask about the same (`scope`).

    A background reading is not joined by a person, who would wait.
    """
    same = dump(replace(understanding, language="sv", no_ticket=False))
    return hashlib.sha256(f"{lane} {scope} {same}".encode()).hexdigest()


def _facts(answer: Answer) -> dict[str, object]:
    """What a log line may say: no text, no name, no place."""
    return {
        "request": answer.request.id,
        "channel": answer.request.channel,
        "outcome": answer.diagnosis.outcome if answer.diagnosis else "none",
        "root_cause": answer.diagnosis.root_cause if answer.diagnosis else None,
        "device_s": answer.timings.device_s,
    }
