"""The audit log in the API: a line of JSON for each row, for those whose team may read it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web.api import PREFIX, Problem
from bot.channels.web.border import Border
from bot.channels.web.openapi_audit import ASKED
from bot.model import Event, EventQuery, Person
from bot.ports import FrontDoor, Operations

API: Final = Person(id="api")  # whoever holds the token
_PIECE: Final = 500  # rows that one call fetches


class AuditApi:
    """One address. `authorise` refuses a request without the API's token."""

    def __init__(
        self, front_door: FrontDoor, operations: Operations, border: Border, authorise: Callable[[Request], None]
    ) -> None:
        self._door = front_door
        self._operations = operations
        self._border = border
        self._authorise = authorise

    def routes(self) -> list[Route]:
        return [Route(f"{PREFIX}/audit", self.read)]

    async def read(self, request: Request) -> Response:
        """The rows that are wanted, sent while they are read."""
        self._authorise(request)
        said = request.query_params
        for name in said:
            if name not in ASKED:
                raise Problem(422, f"There is no parameter '{name}'.", f"There are: {', '.join(ASKED)}.")
        why = await self._border.call(self._door.refusal, API, "audit")
        if why:
            raise Problem(403, why["en"], "Give a team with the member api the right `audit`.", "operator")
        query = EventQuery(
            who=said.get("who"), device=said.get("device"), request=said.get("request"),
            since=_time(said.get("since")), until=_time(said.get("until")),
        )  # fmt: skip
        told = " ".join(f"{name}={said[name]}" for name in ASKED if name in said) or "everything"
        await self._border.call(self._door.record, API, "audit", None, told)
        return StreamingResponse(self._lines(self._operations.audit(query)), media_type="application/x-ndjson")

    async def _lines(self, rows: Iterator[Event]) -> AsyncIterator[bytes]:
        while piece := await self._border.call(lambda: list(islice(rows, _PIECE))):
            yield "".join(_line(one) for one in piece).encode()


def _line(one: Event) -> str:
    told = {
        "at": one.at.isoformat(), "who": one.who, "event": one.event, "request": one.request, "device": one.device,
        "detail": one.detail,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False) + "\n"


def _time(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(said.replace(" ", "+"))  # a plus sign that was not escaped
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Problem(422, f"'{said}' is no time.", "Write it with its zone, like 2026-11-22T09:00:00Z.")
    return at
