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
class Swedish:
    """The words of a line once more, for the console's readers. Keys, commands and names stay as they are."""

    about: str
    said: str
    do: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """How one thing is; `do` says how to mend it. Without `swedish` it stands on terminals only."""

    about: str
    mark: Mark
    said: str
    do: str | None = None
    swedish: Swedish | None = None


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """One thing to look at. It may raise; it is given up after `longest_s` seconds."""

    about: str
    look: Callable[[], Iterable[Line]]
    swedish: str = ""  # `about` for the console's readers; "": the console does not show this one
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
                told = Swedish(
                    about=one.swedish,
                    said=f"inget svar på {one.longest_s:.0f} s",
                    do="Något hänger sig där. Se efter vad, och titta sedan igen.",
                )
                do = "Something hangs there. Look at it, then again."
                yield Line(about=one.about, mark="bad", said=said, do=do, swedish=told)
                break
            if line is None:
                break
            yield line


def of_error(about: str, error: Exception, swedish: str = "") -> Line:
    """Our errors are sentences with their remedy in them; anything else is a fault of the check itself.

    These sentences are English: they quote keys and files, and whoever mends those reads the same in the terminal.
    """
    if isinstance(error, BotError | DocumentError):
        told = Swedish(about=swedish, said=f"Något är fel skrivet. firstline doctor säger: {error}")
        return Line(about=about, mark="bad", said=str(error), swedish=told)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else "somewhere"
    said = f"this check itself failed ({type(error).__name__} at {place})"
    told = Swedish(
        about=swedish,
        said=f"kontrollen själv gick fel ({type(error).__name__}, {place})",
        do="Anmäl det med den här raden. De andra kontrollerna påverkas inte.",
    )
    do = "Report it with this line; the other checks are not touched."
    return Line(about=about, mark="bad", said=said, do=do, swedish=told)


def _begun(one: Checkup) -> queue.SimpleQueue[Line | None]:
    lines: queue.SimpleQueue[Line | None] = queue.SimpleQueue()

    def look() -> None:
        try:
            for line in one.look():
                lines.put(line)
        except Exception as error:  # noqa: BLE001  (a check that fails is a result too)
            lines.put(of_error(one.about, error, one.swedish))
        lines.put(None)

    threading.Thread(target=look, name=f"doctor-{one.about}", daemon=True).start()  # one that hangs is left behind
    return lines
