"""What the service counts about itself: how many, how long, what went wrong. Never who, where or what was said."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Sequence
from typing import Final

from bot.ports import Measure

_ABOUT: Final = {
    "firstline_requests_total": "Questions that were accepted.",
    "firstline_answers_total": "Answers that were given, by how sure they are.",
    "firstline_readings_total": "Visits to devices.",
    "firstline_tickets_total": "Ticket operations that the ticket system took.",
    "firstline_ticket_failures_total": "Ticket operations that failed and are tried again.",
    "firstline_replies_total": "Final replies that a channel took.",
    "firstline_tellings_total": "Messages about what checks found changed that a channel took.",
    "firstline_reply_failures_total": "Final replies that a channel did not take and that are tried again.",
    "firstline_failures_total": "Mistakes of this program.",
    "firstline_answer_seconds_sum": "Seconds from question to stored answer, all together.",
    "firstline_answer_seconds_count": "Answers that these seconds belong to.",
}
_SHOWN: Final = tuple(name for name in _ABOUT if name != "firstline_answers_total")
_OUTCOMES: Final = ("proven", "likely", "cleared", "unknown", "none")


class Counts:
    """Counters since the start of this process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._seconds = 0.0
        self.latest_failures: deque[str] = deque(maxlen=20)

    def one(self, name: str) -> None:
        """One more of `firstline_<name>_total`."""
        with self._lock:
            self._counted[f"firstline_{name}_total"] += 1

    def failure(self, where: str) -> None:
        """A mistake of this program, at this place."""
        self.one("failures")
        self.latest_failures.append(where)

    def answer(self, outcome: str, seconds: float) -> None:
        """An answer was stored, so many seconds after the question."""
        with self._lock:
            self._outcomes[outcome] += 1
            self._counted["firstline_answer_seconds_count"] += 1
            self._seconds += seconds

    def measures(self) -> Sequence[Measure]:
        """All of them, always under the same names."""
        with self._lock:
            values = {name: float(self._counted[name]) for name in _SHOWN}
            values["firstline_answer_seconds_sum"] = self._seconds
            outcomes = {one: float(self._outcomes[one]) for one in _OUTCOMES}
        plain = [Measure(name=name, about=_ABOUT[name], kind="counter", value=value) for name, value in values.items()]
        name = "firstline_answers_total"
        return plain + [
            Measure(name=name, about=_ABOUT[name], kind="counter", value=value, labels=(("outcome", outcome),))
            for outcome, value in outcomes.items()
        ]
