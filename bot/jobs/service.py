"""The running bot behind every channel: takes questions in, has them worked on by the engine, knows the answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from bot.card import DiagnosisCard
from bot.desk.access import person_of
from bot.desk.card import card
from bot.desk.escalate import should_escalate
from bot.desk.intake import accept
from bot.desk.investigate import Desk
from bot.desk.same_fault import fault_key
from bot.desk.schedule import Schedule, check_tellers
from bot.devices.pool import OneAtATime
from bot.errors import RemoteError
from bot.jobs.accounts import StoredAccounts
from bot.jobs.checks import StoredChecks
from bot.jobs.counting import Counts
from bot.jobs.data_folder import DataFolder
from bot.jobs.engine import Engine
from bot.jobs.failpoint import pass_by
from bot.jobs.giving_way import Way
from bot.jobs.history import StoredHistory
from bot.jobs.hub import Hub
from bot.jobs.leased import LeasedTransport
from bot.jobs.people import Reception
from bot.jobs.post import Post
from bot.jobs.retention import Forgetting
from bot.jobs.rounds import Rounds
from bot.jobs.sweep import Sweep
from bot.jobs.work import Work
from bot.model import (
    Answer,
    Person,
    Progress,
    Request,
    TicketRef,
)
from bot.ports import Accounts, Checks, Measure, Sender, SystemState, Teller, TicketSystem
from bot.settings import Retention
from bot.store import Lane, open_store
from bot.store.audit import event as audited

_LOG: Final = logging.getLogger("firstline.service")
_TURN_S: Final = 90.0  # a distribution switch that everybody is located through is asked for by many
_TICKET_S: Final = 10.0  # who pressed Escalate waits so long for the number


class Service(Reception):
    """A bot.ports.FrontDoor and Operations. Build it, `register` the channels' senders, `start`, and `stop` at the end.

    `database` is the address of a PostgreSQL server's database; None: SQLite in the data folder. Raises SettingsError
    where another service holds the folder, or the database cannot be used.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        data: Path,
        zone: tzinfo,
        tickets: TicketSystem | None = None,
        database: str | None = None,
        schedules: Sequence[Schedule] = (),
        retention: Retention | None = None,
        forget_tickets: Callable[[datetime], int] | None = None,
    ) -> None:
        self._folder = DataFolder(data)
        try:
            self._store = open_store(database or f"sqlite:///{data / 'firstline.db'}")
        except BaseException:
            self._folder.release()
            raise
        self._engine_database = database or f"sqlite:///{data / 'engine.db'}"
        self._leased = LeasedTransport(desk.transport, self._store, self._folder.process)
        self._pool = OneAtATime(self._leased if self._store.shared else desk.transport, wait_s=_TURN_S)
        self._way = Way()
        self._desk = replace(desk, transport=self._way.persons(self._pool), history=StoredHistory(self._store))
        self._retention = retention or Retention()
        self._forget_tickets = forget_tickets
        self._schedules = schedules
        self._tickets = tickets
        self._zone = zone
        self._senders: dict[str, Sender] = {}
        self._tellers: dict[str, Teller] = {}
        self._states: list[Callable[[], SystemState]] = []
        self._hub = Hub()
        self._counts = Counts()
        self._running: _Running | None = None

    @property
    def folder(self) -> DataFolder:
        """The data folder that is held."""
        return self._folder

    def register(self, channel: str, sender: Sender) -> None:
        """Deliver the final answers of this channel through `sender`. Before `start`."""
        if self._running:
            raise ValueError("channels are registered before the service is started")
        self._senders[channel] = sender

    def register_teller(self, channel: str, teller: Teller) -> None:
        """Let schedules tell `channel:place` through `teller`. Before `start`."""
        if self._running:
            raise ValueError("channels are registered before the service is started")
        self._tellers[channel] = teller

    @property
    def accounts(self) -> Accounts:
        """Who may sign in to the console, and who has."""
        return StoredAccounts(self._store)

    @property
    def checks(self) -> Checks:
        """Scheduled checks, for the console and the API."""
        return StoredChecks(self._store, lambda: self._running.rounds if self._running else None)

    def report(self, state: Callable[[], SystemState]) -> None:
        """Name this outside system too when asked for `systems`."""
        self._states.append(state)

    def start(self) -> None:
        """Take up what was left unfinished, and be ready for questions.

        Raises SettingsError for a schedule that tells a channel which is not registered.
        """
        check_tellers(self._schedules, list(self._tellers))
        self._leased.forget()
        work = Work(
            store=self._store,
            desk=self._desk,
            hub=self._hub,
            counts=self._counts,
            way=self._way,
            pool=self._pool,
            found=self._found,
            codes={one.name: one.codes for one in self._schedules if one.codes is not None},
            replied=frozenset(self._senders),
            ticketed=self._tickets is not None,
        )
        post = Post(
            store=self._store,
            process=self._folder.process,
            hub=self._hub,
            counts=self._counts,
            zone=self._zone,
            tickets=self._tickets,
            senders=self._senders,
            tellers=self._tellers,
        )
        engine = Engine(
            work=work, post=post, hub=self._hub, database=self._engine_database, process=self._folder.process
        )
        engine.start()
        sweep = Sweep(store=self._store, work=work, post=post, engine=engine, leased=self._leased)
        rounds = Rounds(
            store=self._store,
            schedules=self._schedules,
            inventory=self._desk.inventory,
            counts=self._counts,
            take=sweep.take,
        )
        forgetting = Forgetting(
            store=self._store,
            retention=self._retention,
            zone=self._zone,
            counts=self._counts,
            tickets=self._forget_tickets,
        )
        self._running = _Running(forgetting=forgetting, work=work, engine=engine, post=post, sweep=sweep, rounds=rounds)
        sweep.start()
        rounds.start()
        forgetting.start()
        _LOG.info("ready")

    def stop(self, patience_s: int = 20) -> None:
        """Take no more questions, let running checks finish for so long; the rest is taken up after the next start."""
        running, self._running = self._running, None
        if running:
            running.forgetting.stop()
            running.rounds.stop()
            running.sweep.stop()
            self._way.close()
            running.engine.stop(patience_s)
            running.post.last_call()
        self._hub.close()
        self._store.close()
        self._folder.release()
        _LOG.info("stopped")

    # --- FrontDoor ---------------------------------------------------------------------------------------------------

    def accept(
        self,
        text: str,
        *,
        channel: str,
        requester: str,
        event: str | None = None,
        thread: str | None = None,
        reply_to: str | None = None,
        no_ticket: bool = False,
        groups: Sequence[str] = (),
        lane: Lane = "interactive",
    ) -> Request:
        """As FrontDoor.accept. Raises RemoteError while the service stops."""
        running = self._running
        if running is None:
            raise RemoteError("The service is just starting or stopping. Ask again in a moment.")
        made, _ = accept(text, channel=channel, requester=requester, event=event, at=datetime.now(UTC))
        made = replace(made, thread=thread, reply_to=reply_to, no_ticket=no_ticket, groups=tuple(groups))
        with running.work.turns.first(), self._store.writing(urgent=True) as rows:
            promise, new = rows.requests.add(made, event, lane)
            if new:
                rows.audit.add(audited(person_of(made).id, "asked", made.at, request=made.id, detail=channel))
        pass_by("stored")
        if new:
            self._counts.one("requests")
            if lane == "interactive":
                self._hub.begin(made.id)
                self._way.asked(made.id)
            _LOG.info("accepted", extra={"request": made.id, "channel": channel})
            running.sweep.take(promise)
        return promise.request

    def placed(self, request_id: str, *, reply_to: str, thread: str | None = None) -> None:
        """As FrontDoor.placed."""
        with self._store.writing() as rows:
            rows.requests.place(request_id, reply_to, thread)

    def watch(self, request_id: str) -> Iterator[Progress]:
        """As FrontDoor.watch; ends without `done` when the service stops before the answer."""
        return self._hub.follow(request_id, lambda: self._finished(request_id))

    def request(self, request_id: str) -> Request | None:
        """As FrontDoor.request."""
        with self._store.reading() as rows:
            promise = rows.requests.get(request_id)
        return promise.request if promise else None

    def answer(self, request_id: str) -> Answer | None:
        """As FrontDoor.answer."""
        with self._store.reading() as rows:
            return rows.answers.get(request_id)

    def card(self, request_id: str) -> DiagnosisCard | None:
        """As FrontDoor.card."""
        answer = self.answer(request_id)
        return card(answer, self._zone) if answer else None

    def recent(self, limit: int, requester: str | None = None) -> Sequence[Request]:
        """As FrontDoor.recent."""
        with self._store.reading() as rows:
            return rows.requests.recent(limit, requester)

    def escalate(self, request_id: str, requester: str) -> TicketRef | None:
        """As FrontDoor.escalate. Raises RemoteError where the ticket is not made yet; it is kept and made later."""
        answer, running = self.answer(request_id), self._running
        if answer is None or self._tickets is None or running is None:
            return None
        if answer.ticket:
            return answer.ticket
        if not should_escalate(replace(answer, intent="escalate")):
            return None
        op_id, key = f"ticket.{request_id}", fault_key(answer)
        with self._store.writing() as rows:
            rows.outbox.add(op_id, "ticket", key, request_id, datetime.now(UTC))
            rows.audit.add(audited(requester, "escalate", datetime.now(UTC), request=request_id))
        _LOG.info("escalated", extra={"request": request_id})
        self._hub.expect(f"told {op_id}")
        running.post.tell(key)
        self._hub.wait(f"told {op_id}", _TICKET_S)
        answer = self.answer(request_id)
        if answer and answer.ticket:
            return answer.ticket
        raise RemoteError("The ticket system does not answer just now. The ticket is kept and is made by itself later.")

    def cancel(self, request_id: str, person: Person) -> bool:
        """As FrontDoor.cancel."""
        running = self._running
        reply = running.work.cancel(request_id, person) if running else None
        if running is None or reply is None:
            return False
        if reply:
            running.post.tell(request_id)
        return True

    # --- Operations --------------------------------------------------------------------------------------------------

    def unready(self) -> Sequence[str]:
        """As Operations.unready."""
        running = self._running
        if running is None:
            return ["The service is starting or stopping."]
        try:
            with self._store.reading() as rows:
                rows.requests.count_unanswered()
        except RemoteError as error:
            return [str(error)]
        if not running.sweep.alive:
            return ["The sweep that hands work over has stopped. Restart the service; nothing is lost."]
        if not running.rounds.alive:
            return ["Scheduled checks have stopped. Restart the service; nothing is lost."]
        return []

    def measures(self) -> Sequence[Measure]:
        """As Operations.measures."""
        with self._store.reading() as rows:
            open_requests, waiting, latest = (
                rows.requests.count_unanswered(), rows.outbox.count_waiting(), rows.answers.latest_at(),
            )  # fmt: skip
        return [
            *self._counts.measures(),
            Measure(name="firstline_unanswered", about="Questions that wait for an answer.", kind="gauge",
                    value=float(open_requests)),
            *(
                Measure(name="firstline_outbox_waiting", about="What is still to be told to the outside, by kind.",
                        kind="gauge", value=float(number), labels=(("kind", kind),))
                for kind, number in sorted(waiting.items())
            ),
            Measure(name="firstline_last_answer_timestamp_seconds", about="When the last answer was given; 0: never.",
                    kind="gauge", value=latest.timestamp() if latest else 0.0),
        ]  # fmt: skip

    def systems(self) -> Sequence[SystemState]:
        """As Operations.systems: the ticket system as the outbox met it, and what was reported."""
        states = [state() for state in self._states]
        if self._tickets and self._running:
            down = self._running.post.tickets_down_since
            states.append(SystemState(system="tickets", working=down is None, since=down))
        return states

    def _found(self) -> None:
        running = self._running
        if running:
            running.rounds.wake()

    def _finished(self, request_id: str) -> bool:
        with self._store.reading() as rows:
            promise = rows.requests.get(request_id)
        return promise is None or promise.answered_at is not None


@dataclass(frozen=True, kw_only=True)
class _Running:
    forgetting: Forgetting
    work: Work
    engine: Engine
    post: Post
    sweep: Sweep
    rounds: Rounds
