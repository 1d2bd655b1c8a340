"""One session per device at a time, in the order of asking, and no storm of logins on a site's AAA server."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.model import Device
from bot.ports import NoSession, Session, Transport


class OneAtATime:
    """A Transport round another: threads may ask for any devices at once, each device is read by one of them.

    Who waits longer than `wait_s` for a device gets a NoSession. `budget` spreads the logins; None lets all through.
    """

    def __init__(self, inner: Transport, *, wait_s: float = 30.0, budget: LoginBudget | None = None) -> None:
        self._inner = inner
        self._wait_s = wait_s
        self._budget = budget
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        """The inner transport's session, once it is this caller's turn."""
        started = time.monotonic()
        name = device.name.casefold()
        with self._lock:
            line = self._lines.setdefault(name, _Line())
            line.users += 1
        try:
            if not line.take(self._wait_s):
                reason = f"{device.name} is being read by others; waited {self._wait_s:.0f} s. Ask again in a minute."
                took_s = time.monotonic() - started
                yield NoSession(failure="timeout", reason=reason, took_s=took_s, at=datetime.now(UTC))
                return
            try:
                if self._budget is not None:
                    self._budget.wait(device)
                with self._inner.session(device) as session:
                    yield session
            finally:
                line.give()
        finally:
            with self._lock:
                line.users -= 1
                if line.users == 0:
                    del self._lines[name]

    def wait(self, seconds: float) -> None:
        """As the inner transport."""
        self._inner.wait(seconds)


class LoginBudget:
    """At most so many logins per second for the devices of one site and credential set: those share an AAA server."""

    def __init__(self, per_second: float) -> None:
        self._gap_s = 1.0 / per_second
        self._next: dict[tuple[str | None, str], float] = {}
        self._lock = threading.Lock()

    def wait(self, device: Device) -> None:
        """Sleep until this login is due."""
        group = (device.site, device.credentials)
        with self._lock:
            now = time.monotonic()
            due = max(now, self._next.get(group, now))
            self._next[group] = due + self._gap_s
        if due > now:
            time.sleep(due - now)


class _Line:
    """A lock that is handed on in the order of asking; threading.Lock lets anyone overtake."""

    def __init__(self) -> None:
        self.users = 0  # counted under the pool's lock
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, timeout_s: float) -> bool:
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout_s):
            return True
        with self._lock:
            if turn.is_set():  # handed over in this very moment
                return True
            self._waiting.remove(turn)
            return False

    def give(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
