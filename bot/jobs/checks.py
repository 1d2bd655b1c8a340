"""Scheduled checks as the console, the API and the command line see them: begin one now, see how far one has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.checks import Firing
from bot.errors import RemoteError
from bot.jobs.rounds import Rounds, firing_of
from bot.store import Store


class StoredChecks:
    """A bot.ports.Checks over the store. `rounds` gives None while the service is not running."""

    def __init__(self, store: Store, rounds: Callable[[], Rounds | None]) -> None:
        self._store = store
        self._rounds = rounds

    def run(self, names: Sequence[str]) -> Sequence[Firing]:
        """As Checks.run."""
        rounds = self._rounds()
        if rounds is None:
            raise RemoteError("The service is just starting or stopping. Try again in a moment.")
        begun = [self.firing(one) for one in rounds.by_hand(names)]
        return [one for one in begun if one]

    def firing(self, firing_id: str) -> Firing | None:
        """As Checks.firing."""
        with self._store.reading() as rows:
            stored = rows.firings.get(firing_id)
            return firing_of(rows, stored) if stored else None

    def latest(self, limit: int) -> Sequence[Firing]:
        """As Checks.latest; of each what changed."""
        with self._store.reading() as rows:
            return [firing_of(rows, one, whole=False) for one in rows.firings.latest(limit)]
