"""Where the SDK registers itself, and is handed what Teams calls us with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from microsoft_teams.apps.http.adapter import HttpMethod, HttpRequest, HttpRouteHandler


class Adapter:
    """Where the SDK registers itself. It brings one for FastAPI; this needs no second framework in every call."""

    def __init__(self) -> None:
        self._handler: HttpRouteHandler | None = None

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Called by the SDK, once, for its one address."""
        self._handler = handler

    def serve_static(self, path: str, directory: str) -> None:
        raise NotImplementedError  # pages are the console's

    async def start(self, port: int) -> None:
        raise NotImplementedError  # the house has a server

    async def stop(self) -> None:
        """Nothing was started."""

    async def dispatch(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """What the SDK and we answer to one call."""
        try:
            activity = json.loads(body)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(activity, dict):
            return Response(status_code=400)
        assert self._handler is not None
        request: HttpRequest = {"body": activity, "headers": dict(headers)}
        answer = await self._handler(request)
        return replied(answer["status"], answer["body"])


def replied(status: int, body: object) -> Response:
    """`body` as JSON, or None."""
    return Response(status_code=status) if body is None else JSONResponse(body, status_code=status)
