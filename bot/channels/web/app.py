"""The web server of the house as one ASGI app: console, API, health, and whatever chat brings its own addresses."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web.api import PREFIX, Api, Problem, problem, problem_of
from bot.channels.web.audit import AuditApi
from bot.channels.web.audit_pages import AuditPages
from bot.channels.web.border import Border
from bot.channels.web.checks import CheckPages
from bot.channels.web.deeds import Deeds
from bot.channels.web.frame import Frame
from bot.channels.web.gate import Gate, Locked
from bot.channels.web.given import Given
from bot.channels.web.health import HealthPages
from bot.channels.web.openapi import openapi_document
from bot.channels.web.operations import Watched
from bot.channels.web.pages import Console
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.runbooks import RunbookPages
from bot.channels.web.security import Guarded
from bot.channels.web.sign_in import OPEN, SignIn, SignInPages
from bot.channels.web.texts import TEXTS
from bot.channels.web.tries import Tries
from bot.errors import RemoteError
from bot.model import Language
from bot.ports import Checks, FrontDoor, Operations

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_PROBLEMS: Final = {
    413: ("The body is too large.", "Send at most 256 kB."),
    500: ("Something went wrong on our side.", "Try again; give the number if you report it."),
}


def create_app(
    front_door: FrontDoor,
    *,
    given: Given,
    operations: Operations,
    checks: Checks,
    token: str | None,
    language: Language = "sv",
    hosts: Sequence[str] = LOOPBACK,
    mounts: Sequence[tuple[str, ASGIApp]] = (),
    sign_in: SignIn | None = None,
) -> Starlette:
    """The app, to be served by one process.

    `sign_in` says how people sign in; None: nobody has to, since only this machine can reach the console.
    `token` opens the API; None keeps it shut. `hosts` are the names that the console may be called by ("*": any; for a
    server behind a proxy that checks them). `mounts` are further apps with a check of their own, for instance a chat's.
    `app.state.close()` ends the open streams; call it in the loop's thread when the server is to stop.
    """
    border = Border()
    renderer = Renderer(given.zone, given.phones)
    frame = Frame(front_door, operations, renderer, border, language, given.zone)
    deeds = Deeds(frame)
    console = Console(frame, given, deeds)
    people = SignInPages(frame, console, sign_in, Tries(time.monotonic)) if sign_in else None

    def refusal(request: Request, status: int, number: str) -> Response:
        """A page, or for a program a document, for whatever cannot be answered."""
        if request.url.path.startswith("/api/"):
            title, do = _PROBLEMS.get(status, ("This cannot be done.", "See /api for what there is."))
            return problem(status, f"{title} {number}".rstrip(), do, "us" if status == 500 else "asker")
        known = status if f"error_{status}_heading" in TEXTS[language] else 500
        chosen = language_of(request, language)
        return renderer.page(request, "error.html", chosen, status=status, kind=known, number=number)

    async def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, Problem):
            return problem_of(error)
        if isinstance(error, RemoteError):
            return refusal(request, 503, "")
        assert isinstance(error, HTTPException)
        return problem_of(error) if request.url.path.startswith("/api/") else refusal(request, error.status_code, "")

    async def api_page(request: Request) -> Response:
        return await frame.page(request, "api.html", frame.reader(request), document=openapi_document())

    api = Api(front_door, given, border, token)
    routes: list[BaseRoute] = [
        *console.routes(),
        *api.routes(),
        *deeds.routes(),
        *(people.routes() if people else ()),
        *AuditApi(front_door, operations, border, api.authorise).routes(),
        *CheckPages(checks, frame, deeds, api.authorise).routes(),
        *AuditPages(frame, deeds).routes(),
        *RunbookPages(frame, given.library).routes(),
        *HealthPages(frame, given, checks).routes(),
        *Watched(operations, border).routes(),
        Route("/api", api_page),
        *(route for path, app in mounts for route in (Route(path, _Exactly(app)), Mount(path, app=app))),
        Mount("/static", app=_Static(packages=[("bot.channels.web", "static")])),
    ]
    elsewhere = (f"{PREFIX}/", "/healthz", "/readyz", "/metrics", *(path for path, _ in mounts))
    locked = (
        Locked(accounts=sign_in.accounts, open_paths=(*elsewhere, "/static", *OPEN), expired=people.expired)
        if sign_in and people
        else None
    )
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Guarded, hosts=hosts, elsewhere=elsewhere, refusal=refusal),
            Middleware(Gate, border=border, locked=locked, away=lambda request: refusal(request, 503, "")),
        ],
        exception_handlers={HTTPException: refused, Problem: refused, RemoteError: refused},
    )
    app.state.close = border.close
    return app


class _Exactly:
    """An app at its very address: a mount alone answers there with a redirect, and no chat service follows one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class _Static(StaticFiles):
    """Files of the package. Their address carries a version, so a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "max-age=31536000, immutable"
        return response
