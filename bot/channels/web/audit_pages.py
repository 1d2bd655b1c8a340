"""The audit log on a page and as a file, for those who may see it; looking at it is written down too."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web.deeds import Deeds
from bot.channels.web.frame import Frame, Reader
from bot.model.people import Event, EventQuery

_SHOWN: Final = 100
_COLUMNS: Final = ("at", "who", "event", "request", "device", "detail")
_PIECE: Final = 500  # lines of the file that are sent at once


class AuditPages:
    """Who did what."""

    def __init__(self, frame: Frame, deeds: Deeds) -> None:
        self._frame = frame
        self._deeds = deeds

    def routes(self) -> list[Route]:
        return [Route("/audit", self.page), Route("/audit.csv", self.file)]

    async def page(self, request: Request) -> Response:
        """The latest rows that fit, newest first."""
        reader = self._frame.reader(request)
        refused = await self._deeds.refused(request, reader, "audit")
        if refused:
            return refused
        query, said = _query(request, reader)
        rows = await self._frame.border.call(self._latest, query)
        await self._note(reader)
        return await self._frame.page(request, "audit.html", reader, rows=rows, said=said, most=_SHOWN)

    async def file(self, request: Request) -> Response:
        """Every row that fits, oldest first, as CSV with its times in UTC."""
        reader = self._frame.reader(request)
        refused = await self._deeds.refused(request, reader, "audit")
        if refused:
            return refused
        query, _ = _query(request, reader)
        await self._note(reader)
        headers = {"content-disposition": 'attachment; filename="firstline-audit.csv"'}
        return StreamingResponse(self._pieces(query), media_type="text/csv; charset=utf-8", headers=headers)

    def _latest(self, query: EventQuery) -> list[Event]:
        return list(reversed(deque(self._frame.operations.audit(query), maxlen=_SHOWN)))

    async def _pieces(self, query: EventQuery) -> AsyncIterator[str]:
        rows = self._frame.operations.audit(query)
        yield _lines([_COLUMNS])
        while piece := await self._frame.border.call(_some, rows):
            yield _lines([tuple(_cell(one, name) for name in _COLUMNS) for one in piece])

    async def _note(self, reader: Reader) -> None:
        await self._frame.border.call(self._frame.door.record, reader.person, "audit")


def _query(request: Request, reader: Reader) -> tuple[EventQuery, dict[str, str]]:
    """What is wanted, and how it was written. A day begins on the reader's clock; one that is none is left out."""
    said = {name: request.query_params.get(name, "").strip()[:120] for name in ("who", "device", "request", "since")}
    try:
        since = datetime.fromisoformat(said["since"]).replace(tzinfo=reader.zone).astimezone(UTC)
    except ValueError:
        since, said["since"] = None, ""
    wanted = EventQuery(
        who=said["who"] or None, device=said["device"] or None, request=said["request"] or None, since=since
    )
    return wanted, said


def _some(rows: Iterator[Event]) -> list[Event]:
    return list(islice(rows, _PIECE))


def _cell(event: Event, name: str) -> str:
    """A text that a spreadsheet takes for a text: what begins like a formula gets a mark before it."""
    value = getattr(event, name)
    text = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value or "")
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _lines(rows: list[tuple[str, ...]]) -> str:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue()
