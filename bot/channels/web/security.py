"""The outermost layer of the web server: whose pages may call it, how big a body may be, what the browser may load.

A page of another site that is open in the same browser must not be able to ask in the agent's name: names other than
ours (DNS rebinding) and every form that comes from elsewhere are refused. The browser itself tells where a form comes
from (Origin, Sec-Fetch-Site), which no page can change; a secret in each form would tell no more, and the cookie of who
is signed in does not travel with forms of other sites (SameSite).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY: Final = 256 * 1024  # bytes; a pasted log of 20,000 letters, each of six signs as a form sends them
_LOG: Final = logging.getLogger("firstline.web")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    # not "no-referrer": browsers then call the origin of our own forms "null"
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}

Refusal = Callable[[Request, int, str], Response]  # status and error number ("" where it has none) -> a page


class Guarded:
    """An ASGI layer. `elsewhere` are paths with a check of their own: the API's token, a chat's signature."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], elsewhere: Sequence[str], refusal: Refusal) -> None:
        self._app = app
        self._hosts = frozenset(host.casefold() for host in hosts)
        self._elsewhere = tuple(elsewhere)
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        status = self._refused(request)
        started = False

        async def outward(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if status:
            await self._refusal(request, status, "")(scope, receive, outward)
            return
        try:
            await self._app(scope, _bounded(receive), outward)
        except BodyTooLarge:
            await self._refusal(request, 413, "")(scope, receive, outward)
        except Exception:  # noqa: BLE001  (only bugs come here; nobody ever sees a traceback)
            number = f"E-{secrets.token_hex(3).upper()}"
            _LOG.exception("%s %s failed, number %s", request.method, request.url.path, number)
            if not started:
                await self._refusal(request, 500, number)(scope, receive, outward)

    def _refused(self, request: Request) -> int:
        """The status to refuse with, 0 where all is well."""
        if request.url.path.startswith(self._elsewhere):
            return 0
        host = _name(request.headers.get("host", ""))
        if "*" not in self._hosts and host not in self._hosts:
            return 421
        if request.method not in _SAFE and not _from_here(request.headers):
            return 403
        return 0


class BodyTooLarge(Exception):  # noqa: N818  (a state of the request, answered with 413)
    """More came than a question can be."""


def _bounded(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Count what comes, since a length that is announced need not be true."""
    total = 0

    async def inward() -> Message:
        nonlocal total
        message = await receive()
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            if total > LARGEST_BODY:
                raise BodyTooLarge
        return message

    return inward


def _from_here(headers: Headers) -> bool:
    """Was the form sent from one of our own pages? Browsers always name the origin of a form that is posted."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()


def _name(host: str) -> str:
    """localhost:8080 -> localhost, [::1]:8080 -> ::1"""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""
