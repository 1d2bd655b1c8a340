"""One session per device across all processes that share a store: a lease is held while a device is logged in to."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from bot.model import Device
from bot.ports import NoSession, Session, Transport
from bot.store import Store

LEASE_S: Final = 30.0  # a process that was killed keeps a device no longer; a live one renews in time
_AGAIN_S: Final = 0.2


class LeasedTransport:
    """A Transport round another. Put a pool round it, so that only one thread per device waits here."""

    def __init__(self, inner: Transport, store: Store, process: str, *, wait_s: float = 2 * LEASE_S) -> None:
        self._inner = inner
        self._store = store
        self._process = process
        self._wait_s = wait_s
        self._numbers = itertools.count(1)

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        """The inner transport's session, once no other process reads the device."""
        name, owner = f"device:{device.name.casefold()}", f"{self._process}/{next(self._numbers)}"
        started = time.monotonic()
        while not self._take(name, owner):
            waited = time.monotonic() - started
            if waited > self._wait_s:
                reason = f"{device.name} is being read by others; waited {waited:.0f} s. Ask again in a minute."
                yield NoSession(failure="timeout", reason=reason, took_s=waited, at=datetime.now(UTC))
                return
            time.sleep(_AGAIN_S)
        try:
            with self._inner.session(device) as session:
                yield session
        finally:
            with self._store.writing(lasting=False) as rows:
                rows.leases.give(name, owner)

    def wait(self, seconds: float) -> None:
        """As the inner transport."""
        self._inner.wait(seconds)

    def renew(self) -> None:
        """Hold what this process holds for longer; to be called well within LEASE_S."""
        with self._store.writing(lasting=False) as rows:
            rows.leases.renew(self._process, LEASE_S)

    def forget(self) -> None:
        """Let go of what an earlier life of this process held. Only where no other process has this one's name."""
        with self._store.writing() as rows:
            rows.leases.give_all(self._process)

    def _take(self, name: str, owner: str) -> bool:
        with self._store.writing(lasting=False) as rows:
            return rows.leases.take(name, owner, LEASE_S)
