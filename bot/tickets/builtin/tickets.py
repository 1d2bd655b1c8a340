"""Tickets as readable text files in a folder: INC-1, INC-2 ...; one open ticket per fault, whoever asks at once.

    open/INC-12.txt      the open tickets
    closed/INC-11.txt    the closed ones, kept
    files/INC-12-...     what came along with a ticket
    .lock                held while a ticket is made, and the last number given

A ticket's file is its only record: a head of `Name: value` lines, a blank line, then what was written, newest last.
Whether it is open is told by the folder that it lies in, so that closing is one rename.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, TextIO

from bot.errors import RemoteError
from bot.ports import RemoteTicket, TicketAbilities, TicketDraft, TicketFile, TicketState

_NAME: Final = re.compile(r"INC-([1-9]\d*)\.txt")
_KEY: Final = re.compile(r"INC-[1-9]\d*")
_RULE: Final = "-" * 72

State = Literal["open", "closed"]


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One ticket as it lies in its file. Times are UTC."""

    key: str
    state: State
    fault_key: str
    opened_at: datetime
    updated_at: datetime
    op_ids: tuple[str, ...]  # of what was written, in order; each is written once
    text: str

    @property
    def title(self) -> str:
        """The first line of what was written first."""
        return self.text.partition("\n")[0]


class BuiltinTickets:
    """A bot.ports.TicketSystem on a folder. Safe for threads and processes of one machine."""

    name: Final = "builtin"
    abilities: Final = TicketAbilities(
        dedupe="field", reopen=True, internal_comments=True, max_file=10_000_000, read_after_write=True
    )

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder, self._now = folder, now

    def check(self) -> None:
        """Makes the folder where it is missing, and takes its lock."""
        with self._locked():
            pass

    def find_open(self, fault_key: str) -> RemoteTicket | None:
        """The oldest open ticket of this fault."""
        ticket = self._open_one(_one_line(fault_key))
        return _remote(ticket) if ticket else None

    def create(self, fault_key: str, draft: TicketDraft, op_id: str) -> RemoteTicket:
        """A new ticket; where another process has made one of this fault meanwhile, that one as it is."""
        fault_key = _one_line(fault_key)
        with self._locked() as lock:
            ticket = self._open_one(fault_key)
            if ticket is None:
                key, at = f"INC-{self._next_number(lock)}", self._now()
                text = draft.body.strip() + "\n" + self._keep(key, op_id, draft.files)
                ticket = Ticket(
                    key=key, state="open", fault_key=fault_key, opened_at=at, updated_at=at, op_ids=(op_id,), text=text
                )
                self._write(ticket)
        return _remote(ticket)

    def get(self, key: str) -> RemoteTicket:
        """The ticket as it stands; `gone` where there is none."""
        ticket = self._find(key)
        return _remote(ticket) if ticket else RemoteTicket(key=key, url=None, state="gone")

    def comment(
        self, key: str, text: str, op_id: str, *, internal: bool = True, files: tuple[TicketFile, ...] = ()
    ) -> RemoteTicket:
        """Add below what stands there. All of a built-in ticket is internal."""
        with self._locked():
            return _remote(self._added(self.read(key), text, op_id, files))

    def resolve(self, key: str, note: str, op_id: str) -> RemoteTicket:
        """Move it to the closed ones; the same fault then makes a new ticket."""
        return self._moved(key, note, op_id, "closed")

    def reopen(self, key: str, note: str, op_id: str) -> RemoteTicket:
        """Move it back to the open ones."""
        return self._moved(key, note, op_id, "open")

    def read(self, key: str) -> Ticket:
        """Raises RemoteError where there is no such ticket, or none that can be read."""
        found = self._find(key)
        if found is None:
            raise RemoteError(f"There is no readable ticket {key} in {self._folder}.")
        return found

    def list(self, state: State | None = None) -> tuple[Ticket, ...]:
        """The tickets of one state, or all of them, in the order of their numbers."""
        states = _STATES if state is None else (state,)
        found = [ticket for one in states for path in self._paths(one) if (ticket := self._load(one, path))]
        return tuple(sorted(found, key=lambda ticket: _number(f"{ticket.key}.txt")))

    def forget(self, before: datetime) -> int:
        """Drop tickets that were resolved and not touched since this time, with their files. Returns how many."""
        with self._locked():
            old = [one for one in self.list("closed") if one.updated_at < before]
            for ticket in old:
                for file in (self._folder / "files").glob(f"{ticket.key}-*"):
                    file.unlink(missing_ok=True)
                self._path("closed", ticket.key).unlink(missing_ok=True)
            _settle(self._folder / "closed")
        return len(old)

    # --- writing, with the lock held ---------------------------------------------------------------------------------

    def _added(self, ticket: Ticket, text: str, op_id: str, files: tuple[TicketFile, ...] = ()) -> Ticket:
        if op_id in ticket.op_ids:
            return ticket
        at = self._now()
        added = replace(
            ticket,
            updated_at=max(at, ticket.updated_at),
            op_ids=(*ticket.op_ids, op_id),
            text=f"{ticket.text}\n{_RULE}\n{_instant(at)}\n\n{text.strip()}\n{self._keep(ticket.key, op_id, files)}",
        )
        self._write(added)
        return added

    def _moved(self, key: str, note: str, op_id: str, state: State) -> RemoteTicket:
        with self._locked():
            ticket = self._added(self.read(key), note, op_id)
            if ticket.state != state:
                self._path(ticket.state, key).replace(self._path(state, key))
                _settle(self._folder / ticket.state)
                _settle(self._folder / state)
            return _remote(replace(ticket, state=state))

    def _keep(self, key: str, op_id: str, files: tuple[TicketFile, ...]) -> str:
        """The files in the folder, before the text that names them; the lines that name them."""
        lines = []
        for file in files:
            name = re.sub(r"[^\w.-]", "_", f"{key}-{op_id}-{file.name}")
            place = self._folder / "files" / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(file.content)
            lines.append(f"\n> files/{name}\n")
        return "".join(lines)

    # --- files -------------------------------------------------------------------------------------------------------

    def _open_one(self, fault_key: str) -> Ticket | None:
        loaded = (self._load("open", path) for path in self._paths("open"))
        return next((ticket for ticket in loaded if ticket and ticket.fault_key == fault_key), None)

    def _next_number(self, lock: TextIO) -> int:
        """One more than was ever given, also where files were moved away. Kept before the ticket is written."""
        told = lock.read().strip()
        given = [_number(path.name) for state in _STATES for path in self._paths(state)]
        number = max([int(told) if told.isdecimal() else 0, *given]) + 1
        lock.seek(0)
        lock.truncate()
        lock.write(f"{number}\n")
        lock.flush()
        return number

    @contextmanager
    def _locked(self) -> Iterator[TextIO]:
        """Alone in the folder. The lock goes with the open file, also when the process is killed."""
        with self._reached():
            for state in _STATES:
                (self._folder / state).mkdir(parents=True, exist_ok=True)
            with (self._folder / ".lock").open("a+", encoding="ascii") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                lock.seek(0)
                yield lock

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """What the file system refuses is told as another system's trouble, so that it is tried again."""
        try:
            yield
        except OSError as error:
            raise RemoteError(
                f"The ticket folder {self._folder} cannot be used ({error.strerror or error}). "
                "Check that it exists, belongs to this user and has room left; the ticket is tried again."
            ) from error

    def _find(self, key: str) -> Ticket | None:
        """Looked for in the order in which closing moves it, and once more, since it may be reopened meanwhile."""
        if not _KEY.fullmatch(key):
            return None
        loaded = (self._load(state, self._path(state, key)) for state in (*_STATES, *_STATES))
        return next((ticket for ticket in loaded if ticket), None)

    def _write(self, ticket: Ticket) -> None:
        """Whole or not at all, and on the disk before it is promised."""
        path = self._path(ticket.state, ticket.key)
        unfinished = path.with_suffix(".tmp")
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.write(_written(ticket))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _settle(path.parent)

    def _load(self, state: State, path: Path) -> Ticket | None:
        """The ticket of a file; None where it is gone (closed meanwhile) or somebody's editor has spoilt its head.

        A spoilt ticket never stops the others: its fault gets a new one.
        """
        content = ""
        try:
            with self._reached(), suppress(FileNotFoundError):
                content = path.read_text(encoding="utf-8")
            return _read(path.stem, state, content)
        except (ValueError, KeyError):
            return None

    def _paths(self, state: State) -> tuple[Path, ...]:
        """The files of one state, by number."""
        with self._reached():
            folder = self._folder / state
            found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
        return tuple(sorted(found, key=lambda path: _number(path.name)))

    def _path(self, state: State, key: str) -> Path:
        return self._folder / state / f"{key}.txt"


_STATES: Final[tuple[State, ...]] = ("open", "closed")


def _written(ticket: Ticket) -> str:
    head = {
        "Ticket": ticket.key,
        "Fault": ticket.fault_key,
        "Opened": _instant(ticket.opened_at),
        "Updated": _instant(ticket.updated_at),
        "Operations": json.dumps(ticket.op_ids),
    }
    return "".join(f"{name}: {value}\n" for name, value in head.items()) + "\n" + ticket.text


def _read(key: str, state: State, content: str) -> Ticket:
    top, _, text = content.partition("\n\n")
    head = dict(line.split(": ", 1) for line in top.splitlines())
    return Ticket(
        key=key,
        state=state,
        fault_key=head["Fault"],
        opened_at=datetime.fromisoformat(head["Opened"]),
        updated_at=datetime.fromisoformat(head["Updated"]),
        op_ids=tuple(str(one) for one in json.loads(head["Operations"])),
        text=text,
    )


def _remote(ticket: Ticket) -> RemoteTicket:
    state: TicketState = "open" if ticket.state == "open" else "resolved"
    return RemoteTicket(key=ticket.key, url=None, state=state, op_ids=ticket.op_ids)


def _one_line(text: str) -> str:
    """A head cannot be forged by what is written into it."""
    return " ".join(text.split())


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else 0


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _settle(folder: Path) -> None:
    """The folder's own entry on the disk too: a rename survives a power cut only then."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
