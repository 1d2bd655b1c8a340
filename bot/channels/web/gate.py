"""Who is it? An ASGI layer that knows a browser by its cookie, and sends one that it does not know to the sign-in page.

Where nobody has to sign in (only this machine can reach the console), everybody is the person `console`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.border import Border
from bot.errors import RemoteError
from bot.model.people import Person
from bot.ports import Accounts, SignedIn

NOBODY: Final = SignedIn(person=Person(id="console"), name="")
_COOKIE: Final = "firstline_session"
_PARTS: Final = ("/suggest", "/events")  # asked for by the script: a whole page would be put into a corner of one


@dataclass(frozen=True, kw_only=True)
class Locked:
    """What stands behind the door."""

    accounts: Accounts
    open_paths: Sequence[str]  # what needs no sign-in: the sign-in page itself, and what has a check of its own
    expired: Callable[[Request], Awaitable[Response]]  # the page for a form that was sent by a browser signed out


def who_asks(request: Request) -> SignedIn:
    """Who the gate let in with this request."""
    found = request.scope.get("firstline.who", NOBODY)
    assert isinstance(found, SignedIn)
    return found


def cookie_of(request: Request) -> str | None:
    """The secret that the browser shows."""
    return request.cookies.get(_name(request))


def give_cookie(request: Request, response: Response, secret: str) -> None:
    """For as long as the browser is open; the service ends the session earlier. No script can read it."""
    response.set_cookie(_name(request), secret, httponly=True, samesite="lax", secure=_secure(request), path="/")


def take_cookie(request: Request, response: Response) -> None:
    """Nothing is left in the browser."""
    response.delete_cookie(_name(request), httponly=True, samesite="lax", secure=_secure(request), path="/")


class Gate:
    """The layer itself; `locked` None lets everybody in."""

    def __init__(
        self, app: ASGIApp, *, border: Border, locked: Locked | None, away: Callable[[Request], Response]
    ) -> None:
        self._app = app
        self._border = border
        self._locked = locked
        self._away = away

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._locked is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        secret = cookie_of(request)
        try:
            who = await self._border.call(self._locked.accounts.signed_in, secret) if secret else None
        except RemoteError:
            await self._away(request)(scope, receive, send)
            return
        if who is not None:
            scope["firstline.who"] = who
        elif not _is_under(request.url.path, self._locked.open_paths):
            response = await self._refused(request, self._locked)
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _refused(self, request: Request, locked: Locked) -> Response:
        path = request.url.path
        if path.endswith(_PARTS):
            return PlainTextResponse("", 401)
        if request.method == "POST":
            return await locked.expired(request)
        wanted = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/sign-in?next={quote(wanted)}" if wanted != "/" else "/sign-in", status_code=303)


def _is_under(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(f"{place.rstrip('/')}/") for place in places)


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _name(request: Request) -> str:
    """Behind TLS a name that no other host of the domain can set."""
    return f"__Host-{_COOKIE}" if _secure(request) else _COOKIE
