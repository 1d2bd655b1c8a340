"""Logs as JSON lines on stderr: what happened to which request. Never a text of a person, a device or a secret."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Of libraries only this is worth a line; they tell every connection, and some tell what goes over it.
_LIBRARIES: Final = logging.WARNING


class JsonLines(logging.Formatter):
    """One line per event: time, level, logger, what, and the fields that the event was given."""

    def format(self, record: logging.LogRecord) -> str:
        """A failure is told by its kind and the places it came through; its words may be a person's."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
        }
        told |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            told |= {"failure": record.exc_info[0].__name__, "through": _places(record.exc_info[2])}
        return json.dumps(told, ensure_ascii=False, default=str)


def log_lines(level: int = logging.INFO) -> None:
    """From now on the whole process logs this way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_LIBRARIES)
    logging.getLogger("firstline").setLevel(level)


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
