"""Samples of counters in the store, for the next question about the same port."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import RemoteError
from bot.model import Observation
from bot.store import Store

_LOG: Final = logging.getLogger("firstline.history")
_NO_OLDER: Final = timedelta(days=1)


@dataclass(frozen=True)
class StoredHistory:
    """bot.ports.History on the store. An answer is worth more than its memory: without the store there is none."""

    store: Store

    def earlier(self, device: str, read: str, parameters: tuple[tuple[str, str], ...]) -> Observation | None:
        """As History.earlier."""
        try:
            with self.store.reading() as rows:
                return rows.samples.latest(device, read, parameters, since=datetime.now(UTC) - _NO_OLDER)
        except RemoteError:
            return None

    def keep(self, samples: Sequence[Observation]) -> None:
        """As History.keep."""
        if not samples:
            return
        try:
            with self.store.writing(lasting=False) as rows:
                for one in samples:
                    rows.samples.keep(one)
        except RemoteError as error:
            _LOG.warning("samples not kept: %s", error)
