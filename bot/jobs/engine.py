"""The job engine (DBOS): makes sure that every step runs to its end, whatever dies in between. Only this file knows it.

Workflows, and where they run:
    request  one per accepted question and round. A person's starts at once in the process that accepted it (a queue
             would be polled, which costs either time or an idle core); a schedule's comes from `<zone>.bg`.
    reading  one per visit for a person, on `<zone>.dev`: one at a time per device. A schedule's visit is part of its
             request: it holds no device here, it gives way to persons at the device itself (giving_way.py).
    drain    empties one key of the outbox, on `<zone>.dev` too: one at a time per fault or reply.

Arguments and results of steps are a few words; what is long lies in our own store. Nothing in a workflow outside its
steps may decide which way it takes by the clock or the store: after a crash it is run again, and must take the same.
A visit and a drain are no steps: they decide nothing, done again they find in our store what is done, and the engine's
book-keeping of a step costs as much as an acknowledgement.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from dbos import DBOS, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

from bot.errors import SettingsError
from bot.jobs.hub import Hub
from bot.jobs.post import Post
from bot.jobs.work import Work
from bot.store import Lane, Operation, Promise

# Work that was begun under another number is not taken up: raise it only when the order of steps changes.
_STEPS_VERSION: Final = "3"
_PRIORITY: Final[dict[Lane, int]] = {"interactive": 1, "background": 100}
_PATIENCE_S: Final = 3.0  # an answer waits so long for its ticket's number, then goes without
_POLL_AFTER_S: Final = 60.0
_LOOK_S: Final = 5.0  # a reading in this process is signalled; another process's is seen so late at the latest
_LISTEN_S: Final = 2.0  # nobody waits for what the library listens to, but a stop sits out a round of it
_VISITS: Final = 32  # so many readings for persons at once; more would only wait for the same interpreter
# Threads that compute (parsers, rules) hand the interpreter on after this long. An acknowledgement asks for it some
# twenty times, and waits for it behind each of them: with Python's 5 ms a quarter of a second becomes seconds.
_SWITCH_S: Final = 0.0005
_LOG: Final = logging.getLogger("firstline.engine")

State = Literal["none", "open", "over"]


class Engine:
    """One per process: the library keeps one instance for all. `database` is a sqlite or postgresql address."""

    def __init__(
        self, *, work: Work, post: Post, hub: Hub, database: str, process: str, zone: str = "main", background: int = 20
    ) -> None:
        self._work = work
        self._post = post
        self._hub = hub
        self._database = database
        self._background = background
        self._closing = threading.Event()
        self._visits = threading.BoundedSemaphore(_VISITS)
        self._bg, self._dev = f"{zone}.bg", f"{zone}.dev"
        self._process = process
        # A reading that brings the process down is given up in the end; the request outlives it, to say so.
        self._request = DBOS.workflow(name="request", max_recovery_attempts=200)(_plain(self._run_request))
        self._reading = DBOS.workflow(name="reading", max_recovery_attempts=50)(_plain(self._run_reading))
        self._drain = DBOS.workflow(name="drain")(_plain(self._run_drain))

    def start(self) -> None:
        """Open the engine's database and take up what an earlier life of this process left unfinished.

        Raises SettingsError where the database cannot be used.
        """
        sys.setswitchinterval(_SWITCH_S)
        lite = self._database.startswith("sqlite:///")
        if lite:
            _write_ahead(Path(self._database.removeprefix("sqlite:///")))
        DBOS(
            config={
                "name": "firstline",
                "system_database_url": self._database,
                "application_version": _STEPS_VERSION,
                "executor_id": self._process,
                "serializer": DBOSPortableJSONSerializer(),  # texts, never pickles: nothing stored can become code
                "enable_otlp": False,
                "log_level": "ERROR",
                "notification_listener_polling_interval_sec": _LISTEN_S,
                "db_engine_kwargs": {"connect_args": {"factory": _Connection}, "pool_pre_ping": False} if lite else {},
            }
        )
        _log_as_we_do()
        DBOS.listen_queues([self._bg, self._dev])
        try:
            DBOS.launch()
            DBOS.register_queue(self._bg, worker_concurrency=self._background, polling_interval_sec=1.0)
            DBOS.register_queue(self._dev, partition_concurrency=1, polling_interval_sec=0.3)
        except Exception as error:
            DBOS.destroy(destroy_registry=True)
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise SettingsError(f"the job engine's database cannot be used ({reason}). Check it.") from error

    def stop(self, patience_s: int) -> None:
        """Begin nothing new, wait so long for what runs; the rest is taken up after the next start."""
        self._closing.set()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience_s)

    # --- handing over ------------------------------------------------------------------------------------------------

    def begin(self, promise: Promise) -> None:
        """Run a request. May be repeated: one round of one request runs once."""
        request = promise.request.id
        with SetWorkflowID(_workflow(promise)), SetEnqueueOptions(priority=_PRIORITY[promise.lane]):
            if promise.lane == "background":
                DBOS.enqueue_workflow(self._bg, self._request, request)
                return
        with SetWorkflowID(_workflow(promise)):
            DBOS.start_workflow(self._request, request)

    def drain(self, operation: Operation) -> None:
        """Have the outbox emptied under the key of this operation."""
        self._enqueue_drain(f"drain.{operation.op_id}.{time.time_ns()}", operation.key)

    def state(self, promise: Promise) -> State:
        """Does the engine have this round of the request: not at all, unfinished, or finished?"""
        found = DBOS.list_workflows(workflow_ids=[_workflow(promise)], load_input=False, load_output=False)
        if not found:
            return "none"
        unfinished = found[0].status in {"PENDING", "ENQUEUED", "DELAYED"} and found[0].app_version == _STEPS_VERSION
        return "open" if unfinished else "over"

    def forget(self, before: datetime) -> int:
        """Drop what ended before this time, some at a time. Returns how many."""
        ended = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before.astimezone(UTC).isoformat(),
            limit=500,
            load_input=False,
            load_output=False,
        )
        if ended:
            DBOS.delete_workflows([one.workflow_id for one in ended])
        return len(ended)

    # --- workflows ---------------------------------------------------------------------------------------------------

    def _run_request(self, request_id: str) -> None:
        self._hub.begin(request_id)
        try:
            plan = DBOS.run_step({"name": "plan"}, self._plan, request_id)
            if plan and plan[2] == "background":
                self._work.read(plan[0])
            elif plan:
                self._await_reading(plan[0], plan[1])
            reading = plan[0] if plan else ""
            ticket, fault, reply = DBOS.run_step({"name": "keep"}, self._keep, request_id, reading)
            if ticket:
                self._enqueue_drain(f"drain.{ticket}.0", fault)
                if not self._post.tickets_down_since:
                    self._hub.wait(f"told {ticket}", _PATIENCE_S)
        finally:
            self._hub.end(request_id)
        if reply:
            self._enqueue_drain(f"drain.{reply}.0", request_id)

    def _await_reading(self, reading: str, holds: str) -> None:
        with (
            SetWorkflowID(f"read.{reading}"),
            SetEnqueueOptions(queue_partition_key=holds, priority=_PRIORITY["interactive"]),
        ):
            child = DBOS.enqueue_workflow(self._dev, self._reading, reading)
        until = time.monotonic() + _POLL_AFTER_S  # the library's own waiting asks the database ten times a second
        while not self._work.is_read(reading) and time.monotonic() < until and not self._closing.is_set():
            self._hub.wait(f"reading {reading}", _LOOK_S)
        try:
            child.get_result(polling_interval_sec=0.1)
        except Exception:  # it was given up; the answer then says that nothing could be told
            if self._closing.is_set():
                raise
            _LOG.exception("a reading was given up")

    def _run_reading(self, reading_id: str) -> None:
        with self._visits:
            self._work.read(reading_id)

    def _run_drain(self, key: str) -> None:
        self._post.drain(key)

    # --- steps, with results that the engine can keep ----------------------------------------------------------------

    def _plan(self, request_id: str) -> list[str]:
        plan = self._work.plan(request_id)
        return [plan.reading, plan.holds, plan.lane] if plan else []

    def _keep(self, request_id: str, reading: str) -> list[str]:
        kept = self._work.keep(request_id, reading or None)
        return [kept.ticket, kept.fault, kept.reply]

    def _enqueue_drain(self, workflow: str, key: str) -> None:
        holds = "out:" + hashlib.sha256(key.encode()).hexdigest()[:32]
        with SetWorkflowID(workflow), SetEnqueueOptions(queue_partition_key=holds, priority=1):
            DBOS.enqueue_workflow(self._dev, self._drain, key)


def _workflow(promise: Promise) -> str:
    return f"{promise.request.id}~{promise.round}"


def _plain(method: Callable[[str], None]) -> Callable[[str], None]:
    """The library writes on the functions it is given; a bound method takes no such writing."""

    def workflow(argument: str) -> None:
        method(argument)

    return workflow


def _log_as_we_do() -> None:
    """The library writes to stderr by itself; what it has to say goes where everything else goes."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True


class _Connection(sqlite3.Connection):
    """To the engine's SQLite file, without waiting for the disk some twenty times a question.

    After a power cut the engine may have forgotten its latest steps, and takes them again; none of them changes
    anything twice. What must not be forgotten stands in our own store, which does wait for the disk.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever the library opens it with
        self.execute("PRAGMA synchronous=NORMAL")


def _write_ahead(file: Path) -> None:
    """The library leaves SQLite's journal as it is, which makes every step wait for the disk several times."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
