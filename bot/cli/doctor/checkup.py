"""A check-up: what is looked at, how it is, and running all of them so that none can stop another."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.errors import BotError
from parsers.document import DocumentError

Mark = Literal["ok", "warn", "bad", "not set up"]

_LONGEST_S: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """How one thing is; `do` says how to mend it."""

    about: str
    mark: Mark
    said: str
    do: str | None = None


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """One thing to look at. It may raise; it is given up after `longest_s` seconds."""

    about: str
    look: Callable[[], Iterable[Line]]
    longest_s: float = _LONGEST_S


def examined(checkups: Sequence[Checkup]) -> Iterator[Line]:
    """All lines, in the order of the check-ups, which run side by side."""
    running = [(one, _begun(one), time.monotonic() + one.longest_s) for one in checkups]
    for one, lines, until in running:
        while True:
            try:
                line = lines.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                said = f"no result after {one.longest_s:.0f} s"
                yield Line(about=one.about, mark="bad", said=said, do="Something hangs there. Look at it, then again.")
                break
            if line is None:
                break
            yield line


def of_error(about: str, error: Exception) -> Line:
    """Our errors are sentences with their remedy in them; anything else is a fault of the check itself."""
    if isinstance(error, BotError | DocumentError):
        return Line(about=about, mark="bad", said=str(error))
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "somewhere"
    said = f"this check itself failed ({type(error).__name__} at {place})"
    return Line(about=about, mark="bad", said=said, do="Report it with this line; the other checks are not touched.")


def _begun(one: Checkup) -> queue.SimpleQueue[Line | None]:
    lines: queue.SimpleQueue[Line | None] = queue.SimpleQueue()

    def look() -> None:
        try:
            for line in one.look():
                lines.put(line)
        except Exception as error:  # noqa: BLE001  (a check that fails is a result too)
            lines.put(of_error(one.about, error))
        lines.put(None)

    threading.Thread(target=look, name=f"doctor-{one.about}", daemon=True).start()  # one that hangs is left behind
    return lines
