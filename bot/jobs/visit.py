"""One visit to devices, seen from outside: which commands ran where, and whether anybody still waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bot.model import Device, Event
from bot.ports import NoSession, Reply, Session, Transport
from bot.store.audit import event
from parsers.platform import Command

_SLICE_S: Final = 0.5  # between two samples it is looked so often whether anybody still waits
_LONGEST: Final = 4000  # characters of commands in one row; nobody runs more on one device


class Stopped(Exception):  # noqa: N818  (no error: nobody waits for this visit any longer)
    """The question was taken back."""


class Stops:
    """The readings that nobody waits for. Thread-safe; only this process's, the others look into the store."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._readings: set[str] = set()

    def stop(self, reading_id: str) -> None:
        """Nobody waits for it any longer."""
        with self._lock:
            self._readings.add(reading_id)

    def forget(self, reading_id: str) -> None:
        """It is over, or somebody waits again."""
        with self._lock:
            self._readings.discard(reading_id)

    def __contains__(self, reading_id: str) -> bool:
        with self._lock:
            return reading_id in self._readings


@dataclass
class _Stay:
    """What happened on one device."""

    began: datetime
    commands: list[str] = field(default_factory=list)
    failure: str | None = None


class Visit:
    """The devices of one reading. `over` may be used again and again, for a visit that is made anew."""

    def __init__(self, reading_id: str, stops: Stops) -> None:
        self.reading = reading_id
        self._stops = stops
        self._lock = threading.Lock()
        self._stays: list[tuple[str, _Stay]] = []

    def over(self, inner: Transport) -> Transport:
        """The way to devices that writes down what runs. Raises Stopped between two commands."""
        return _Watched(inner, self)

    def events(self, who: str, request_id: str) -> Sequence[Event]:
        """A row for each login, with the commands that ran."""
        with self._lock:
            return [
                event(who, "ran", stay.began, request=request_id, device=device, detail=_told(stay))
                for device, stay in self._stays
            ]

    def begin(self, device: str) -> _Stay:
        """Somebody is about to log in."""
        self.look_up()
        stay = _Stay(began=datetime.now(UTC))
        with self._lock:
            self._stays.append((device, stay))
        return stay

    def look_up(self) -> None:
        """Raises Stopped where nobody waits any longer."""
        if self.reading in self._stops:
            raise Stopped


class _Watched:
    def __init__(self, inner: Transport, visit: Visit) -> None:
        self._inner = inner
        self._visit = visit

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        stay = self._visit.begin(device.name)
        with self._inner.session(device) as session:
            if isinstance(session, NoSession):
                stay.failure = session.failure
                yield session
            else:
                yield _Recorded(session, stay, self._visit)

    def wait(self, seconds: float) -> None:
        self._visit.look_up()
        left = seconds
        while left > 0:
            self._inner.wait(min(left, _SLICE_S))
            left -= _SLICE_S
            self._visit.look_up()


class _Recorded:
    def __init__(self, inner: Session, stay: _Stay, visit: Visit) -> None:
        self._inner = inner
        self._stay = stay
        self._visit = visit

    def run(self, command: Command) -> Reply:
        """As the session; raises Stopped where nobody waits any longer."""
        self._visit.look_up()
        self._stay.commands.append(command.line)
        return self._inner.run(command)


def _told(stay: _Stay) -> str:
    if stay.failure:
        return f"no login: {stay.failure}"
    return "; ".join(stay.commands)[:_LONGEST]
