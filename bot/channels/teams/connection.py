"""The way in: what the web server mounts at /teams. The bot has a loop of its own: calls go over to it and back."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from microsoft_teams.apps.http.adapter import HttpMethod, HttpRequest, HttpRouteHandler

_LARGEST: Final = 256_000  # bytes of a body; Teams' own are some kilobytes
_MOST_AT_ONCE: Final = 100

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Reply = tuple[int, object]  # status, and the body as JSON or None
Headers = Mapping[str, str]


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

    async def dispatch(self, body: bytes, headers: Headers) -> Reply:
        """What the SDK and we answer to one call."""
        try:
            activity = json.loads(body)
        except ValueError:
            return 400, None
        if not isinstance(activity, dict):
            return 400, None
        assert self._handler is not None
        request: HttpRequest = {"body": activity, "headers": dict(headers)}
        answer = await self._handler(request)
        return answer["status"], answer["body"]


class Endpoint:
    """An ASGI app for /teams/messages (the bot) and /teams/webhook, mounted at /teams."""

    def __init__(
        self,
        messages: Callable[[bytes, Headers], Awaitable[Reply | None]],
        webhook: Callable[[bytes, str], Awaitable[Reply]] | None,
    ) -> None:
        self._messages, self._webhook = messages, webhook
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
        path = request.url.path
        webhook = path.endswith("/webhook") and self._webhook is not None
        if not webhook and not path.endswith("/messages"):
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
            if webhook:
                assert self._webhook is not None
                reply: Reply | None = await self._webhook(body, request.headers.get("authorization", ""))
            else:
                reply = await self._messages(body, request.headers)
        finally:
            self._under_way -= 1
        if reply is None:  # not ready; Teams tries again
            return Response(status_code=503, headers={"retry-after": "5"})
        status, content = reply
        return Response(status_code=status) if content is None else JSONResponse(content, status_code=status)


async def _body(request: Request) -> bytes | None:
    """The whole body, or None where it is larger than anything Teams sends."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            return None
    return b"".join(parts)
