"""Checks give way to persons: they begin nothing while a person waits, and leave a device that a person asks about.

Both read through one pool, so a person would wait until a check's whole visit is over. Here a check looks up before
each command: it pauses while a question is young, and where the question is about this very device it breaks off, lets
go of the session, and begins its visit anew afterwards. Only what happens in this process is seen.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from bot.model import Device
from bot.ports import NoSession, Reply, Session, Transport
from parsers.platform import Command

_YOUNG_S: Final = 30.0  # a question older than that waits for the network, and checks do not hold it up
_BEGIN_S: Final = 30.0  # where persons never stop asking, a check begins all the same after so long
_PAUSE_S: Final = 1.0  # between two commands; a session that rests for long is closed by the device
_LEAVE_S: Final = 90.0  # as long as a person may hold a device
_SLICE_S: Final = 0.2


class GaveWay(Exception):  # noqa: N818  (no error: the visit is made anew)
    """A person asked about the device that a check was reading."""


class Way:
    """Who is at work: persons' questions, and the devices that persons want. Thread-safe."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._questions: dict[str, float] = {}  # request -> when it came
        self._wanted: Counter[str] = Counter()
        self._checked: set[str] = set()
        self._closed = False

    def asked(self, request_id: str) -> None:
        """A person asked something."""
        with self._changed:
            self._questions[request_id] = time.monotonic()

    def answered(self, request_id: str) -> None:
        """The question is answered. Nothing happens for what a check asked."""
        with self._changed:
            self._questions.pop(request_id, None)
            self._changed.notify_all()

    def persons(self, inner: Transport) -> Transport:
        """The way to devices for persons' questions."""
        return _Persons(inner, self)

    def checks(self, inner: Transport) -> Transport:
        """The way to devices for one visit of a check. Raises GaveWay where a person wants the device."""
        return _Check(inner, self)

    def close(self) -> None:
        """The service stops: nobody waits here any longer."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def pause(self) -> None:
        """A moment's rest while a question is young."""
        with self._changed:
            self._until(lambda: not self._busy(), _PAUSE_S)

    def is_wanted(self, device: str) -> bool:
        """Does a person want this device?"""
        with self._changed:
            return self._wanted[device] > 0

    @contextmanager
    def wanting(self, device: str) -> Iterator[None]:
        """A person wants this device until the end of the block."""
        with self._changed:
            self._wanted[device] += 1
        try:
            yield
        finally:
            with self._changed:
                self._wanted[device] -= 1
                self._changed.notify_all()

    @contextmanager
    def checking(self, device: str) -> Iterator[None]:
        """A check has this device until the end of the block: when no person minds, and no other check is there."""
        with self._changed:
            self._until(lambda: not self._busy(), _BEGIN_S)
            self._until(lambda: not self._wanted[device] and device not in self._checked, _LEAVE_S)
            first = device not in self._checked
            self._checked.add(device)
        try:
            yield
        finally:
            with self._changed:
                if first:
                    self._checked.discard(device)
                self._changed.notify_all()

    def _busy(self) -> bool:
        now = time.monotonic()
        self._questions = {one: at for one, at in self._questions.items() if now - at < _YOUNG_S}
        return bool(self._questions)

    def _until(self, true: Callable[[], object], longest_s: float) -> None:
        """Held: the condition. Questions grow old by themselves, so it is looked again from time to time."""
        end = time.monotonic() + longest_s
        while not true() and not self._closed and (left := end - time.monotonic()) > 0:
            self._changed.wait(min(left, _SLICE_S))


class _Persons:
    def __init__(self, inner: Transport, way: Way) -> None:
        self._inner = inner
        self._way = way

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        with self._way.wanting(device.name.casefold()), self._inner.session(device) as session:
            yield session

    def wait(self, seconds: float) -> None:
        self._inner.wait(seconds)


class _Check:
    """One visit; `wait` is between two samples, with the sessions open."""

    def __init__(self, inner: Transport, way: Way) -> None:
        self._inner = inner
        self._way = way
        self._held: set[str] = set()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        name = device.name.casefold()
        with self._way.checking(name), self._inner.session(device) as session:
            self._held.add(name)
            try:
                yield session if isinstance(session, NoSession) else _Yielding(session, name, self._way)
            finally:
                self._held.discard(name)

    def wait(self, seconds: float) -> None:
        left = seconds
        while left > 0:
            if any(self._way.is_wanted(name) for name in self._held):
                raise GaveWay
            self._inner.wait(min(left, _SLICE_S))
            left -= _SLICE_S


class _Yielding:
    """A session that looks up before each command."""

    def __init__(self, inner: Session, device: str, way: Way) -> None:
        self._inner = inner
        self._device = device
        self._way = way

    def run(self, command: Command) -> Reply:
        """As the session; raises GaveWay where a person wants the device."""
        if not self._way.is_wanted(self._device):
            self._way.pause()
        if self._way.is_wanted(self._device):
            raise GaveWay
        return self._inner.run(command)
