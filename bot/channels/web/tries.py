"""How often a password may be guessed: a few tries are free, then each one has to wait longer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_FREE: Final = 5  # of one name from one address
_FREE_ADDRESS: Final = 30  # of all names from one address: a whole help desk may stand behind one
_FREE_NAME: Final = 50  # of one name from all addresses; more would let anybody lock anybody out
_FIRST_S: Final = 15.0
_LONGEST_S: Final = 900.0
_FORGOTTEN_S: Final = 900.0  # after so long without a wrong one, everything is free again
_MOST: Final = 20_000  # names and addresses that are remembered


@dataclass(kw_only=True)
class _Count:
    wrong: int
    last: float
    until: float  # no try before then


class Tries:
    """Wrong tries of names and addresses, in this process. Thread-safe. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counts: dict[tuple[str, ...], _Count] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> float:
        """Seconds that have to pass first; 0: go on, and the try counts as wrong until `right` says otherwise.

        It is counted before the password is looked at: a hundred guesses at the same moment are a hundred.
        """
        now = self._clock()
        with self._lock:
            self._forget(now)
            wait = max((count.until - now for key, _ in _keys(name, address) if (count := self._counts.get(key))),
                       default=0.0)  # fmt: skip
            if wait > 0:
                return wait
            for key, free in _keys(name, address):
                count = self._counts.setdefault(key, _Count(wrong=0, last=now, until=now))
                count.wrong, count.last = count.wrong + 1, now
                if count.wrong >= free:
                    count.until = now + min(_LONGEST_S, _FIRST_S * 2 ** min(count.wrong - free, 10))
            return 0.0

    def right(self, name: str, address: str) -> None:
        """The password was right: what was counted for this name at this address is forgotten."""
        (pair, _), *others = _keys(name, address)
        with self._lock:
            wrong = self._counts.pop(pair, None)
            for key, free in others:
                count = self._counts.get(key)
                if count and wrong:
                    count.wrong = max(0, count.wrong - wrong.wrong)
                    if count.wrong < free:
                        count.until = self._clock()

    def _forget(self, now: float) -> None:
        if len(self._counts) > _MOST:
            self._counts.clear()
        for key in [key for key, one in self._counts.items() if now - max(one.last, one.until) > _FORGOTTEN_S]:
            del self._counts[key]


def _keys(name: str, address: str) -> Sequence[tuple[tuple[str, ...], int]]:
    name = name.casefold()[:80]
    return (("pair", name, address), _FREE), (("address", address), _FREE_ADDRESS), (("name", name), _FREE_NAME)
