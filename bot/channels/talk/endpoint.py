"""The way in for chats that call us: what the web server mounts, with limits before anything is looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_LARGEST: Final = 256_000  # bytes of a body; the chats' own are some kilobytes
_MOST_AT_ONCE: Final = 100

Way = Callable[[bytes, Mapping[str, str]], Awaitable[Response | None]]  # None: not ready yet


class Endpoint:
    """An ASGI app. `ways` are the ends of the addresses that it takes; each checks for itself who calls."""

    def __init__(self, ways: Mapping[str, Way]) -> None:
        self._ways = ways
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = await self._answered(request)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        way = next((way for end, way in self._ways.items() if request.url.path.endswith(end)), None)
        if way is None:
            return Response(status_code=404)
        if request.method != "POST":
            return Response(status_code=405, headers={"allow": "POST"})
        if self._under_way >= _MOST_AT_ONCE:
            return Response(status_code=429, headers={"retry-after": "2"})
        self._under_way += 1
        try:
            body = await _body(request)
            if body is None:
                return Response(status_code=413)
            # Not ready: chats deliver again.
            return await way(body, request.headers) or Response(status_code=503, headers={"retry-after": "5"})
        finally:
            self._under_way -= 1


async def _body(request: Request) -> bytes | None:
    """The whole body, or None where it is larger than anything a chat sends."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            return None
    return b"".join(parts)
