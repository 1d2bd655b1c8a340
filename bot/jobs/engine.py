"""The job engine (DBOS): every request runs to its end, whatever dies in between. Only this file knows the engine.

One workflow per accepted question and round. It starts at once in the process that accepted it: a queue would be
polled, which costs either time or an idle core. After a crash it is run again from its beginning. It has no steps, for
the engine's book-keeping of one costs as much as an acknowledgement: understanding, visiting and keeping each find in
our own store what is done already, and do nothing twice. So do those who tell the outside (post.py), with no engine.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from dbos import DBOS, DBOSPortableJSONSerializer, SetWorkflowID

from bot.errors import SettingsError
from bot.jobs.hub import Hub
from bot.jobs.post import Post
from bot.jobs.visits import Visits
from bot.jobs.work import Work
from bot.store import Lane, Promise

# Work that was begun under another number is begun anew: raise it only when a workflow's name or arguments change.
_STEPS_VERSION: Final = "4"
_PATIENCE_S: Final = 3.0  # an answer waits so long for its ticket's number, then goes without
_LISTEN_S: Final = 2.0  # nobody waits for what the library listens to, but a stop sits out a round of it
_VISITS: Final[dict[Lane, int]] = {"interactive": 100, "background": 20}  # at once
# Threads that compute (parsers, rules) hand the interpreter on after this long. An acknowledgement asks for it some
# twenty times, and waits for it behind each of them: with Python's 5 ms a quarter of a second becomes seconds.
_SWITCH_S: Final = 0.0005
_LOG: Final = logging.getLogger("firstline.engine")

State = Literal["none", "open", "over"]


class Engine:
    """One per process: the library keeps one instance for all. `database` is a sqlite or postgresql address."""

    def __init__(self, *, work: Work, post: Post, hub: Hub, database: str, process: str) -> None:
        self._work = work
        self._post = post
        self._hub = hub
        self._database = database
        self._visits = {lane: Visits(at_once) for lane, at_once in _VISITS.items()}
        self._process = process
        self._request = DBOS.workflow(name="request", max_recovery_attempts=20)(_plain(self._run_request))

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
        DBOS.listen_queues([])
        try:
            DBOS.launch()
        except Exception as error:
            DBOS.destroy(destroy_registry=True)
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            raise SettingsError(f"the job engine's database cannot be used ({reason}). Check it.") from error

    def stop(self, patience_s: int) -> None:
        """Begin nothing new, wait so long for what runs; the rest is taken up after the next start."""
        for line in self._visits.values():
            line.close()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience_s)

    # --- handing over ------------------------------------------------------------------------------------------------

    def begin(self, promise: Promise) -> None:
        """Run a request. May be repeated: one round of one request runs once."""
        with SetWorkflowID(_workflow(promise)):
            DBOS.start_workflow(self._request, promise.request.id)

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

    # --- the workflow ------------------------------------------------------------------------------------------------

    def _run_request(self, request_id: str) -> None:
        self._hub.begin(request_id)
        try:
            plan = self._work.plan(request_id)
            if plan:  # of equal questions the first to be admitted makes the visit for all
                with self._visits[plan.lane].admitted(plan.holds, plan.asked_at):
                    self._work.read(plan.reading)
            kept = self._work.keep(request_id, plan.reading if plan else None)
            if kept.ticket:
                self._post.tell(kept.fault)
                if not self._post.tickets_down_since:
                    self._hub.wait(f"told {kept.ticket}", _PATIENCE_S)
        finally:
            self._hub.end(request_id)
        if kept.reply:
            self._post.tell(request_id)


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
