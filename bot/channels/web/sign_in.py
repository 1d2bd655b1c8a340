"""Sign-in to the console: a local account, or the organisation's own provider where there is one; and out again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.frame import Frame
from bot.channels.web.gate import cookie_of, give_cookie, take_cookie, who_asks
from bot.channels.web.pages import Console
from bot.channels.web.texts import TEXTS
from bot.channels.web.tries import Tries
from bot.errors import BotError, RequestError
from bot.model.people import Person
from bot.ports import Accounts, SignedIn

if TYPE_CHECKING:
    from bot.channels.web.oidc import Provider  # needs a library that only those install who use it

_STATE: Final = "firstline_state"
_BACK: Final = "/sign-in/oidc/back"
_LONGEST: Final = 200
OPEN: Final = ("/sign-in", "/card")  # pages that need no sign-in


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """How people sign in here."""

    accounts: Accounts
    provider: Provider | None = None


class SignInPages:
    """The pages of one service."""

    def __init__(self, frame: Frame, console: Console, how: SignIn, tries: Tries) -> None:
        self._frame = frame
        self._console = console
        self._accounts = how.accounts
        self._provider = how.provider
        self._tries = tries

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.form),
            Route("/sign-in", self.check, methods=["POST"]),
            Route("/sign-in/oidc", self.begin),
            Route(_BACK, self.finish),
            Route("/sign-out", self.out, methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        """Provider first, the local account behind one click; only the local one where there is no provider."""
        return await self._page(request, wanted=request.query_params.get("next", ""))

    async def expired(self, request: Request) -> Response:
        """A form came from a browser that is signed in no longer: what was typed is kept in the sign-in form."""
        form = await self._frame.form(request)
        typed = form.get("text", "") or form.get("q", "")
        return await self._page(request, typed=typed, said="expired", status=401)

    async def check(self, request: Request) -> Response:
        """Name and password of a local account."""
        form = await self._frame.form(request)
        name, password = form.get("name", "").strip()[:_LONGEST], form.get("password", "")[:_LONGEST]
        wanted, typed = form.get("next", ""), form.get("q", "")
        address = request.client.host if request.client else ""
        wait = self._tries.begin(name, address)
        if wait > 0:
            response = await self._page(request, wanted=wanted, typed=typed, name=name, wait_s=wait, status=429)
            response.headers["retry-after"] = str(math.ceil(wait))
            return response
        if not await self._frame.border.call(self._accounts.check, name, password):
            nobody = Person(id="console")  # what was typed may be a password in the wrong field: it is not written down
            await self._frame.border.call(self._frame.door.record, nobody, "sign-in-failed", None, address)
            return await self._page(request, wanted=wanted, typed=typed, name=name, said="wrong", status=401)
        self._tries.right(name, address)
        account = name.casefold()
        return await self._let_in(
            request, SignedIn(person=Person(id=f"console:{account}"), name=account, account=account), wanted, typed
        )

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider."""
        if self._provider is None:
            return RedirectResponse("/sign-in", status_code=303)
        wanted = request.query_params.get("next", "")
        try:
            address, state = await self._provider.begin(_our_address(request), wanted)
        except BotError:
            return await self._page(request, wanted=wanted, said="away", status=503)
        response = RedirectResponse(address, status_code=303)
        secure = request.url.scheme == "https"
        response.set_cookie(_STATE, state, max_age=600, httponly=True, samesite="lax", secure=secure, path="/sign-in")
        return response

    async def finish(self, request: Request) -> Response:
        """The browser comes back from the provider with a code."""
        said = request.query_params
        if self._provider is None or "code" not in said:
            return await self._page(request, said="refused", status=401)
        try:
            who, wanted = await self._provider.finish(said["code"], said.get("state", ""), request.cookies.get(_STATE))
        except RequestError:
            return await self._page(request, said="stale", status=401)
        except BotError:
            return await self._page(request, said="away", status=503)
        response = await self._let_in(request, who, wanted, "")
        response.delete_cookie(_STATE, path="/sign-in")
        return response

    async def out(self, request: Request) -> Response:
        """End the session here and in the browser."""
        secret = cookie_of(request)
        if secret:
            await self._frame.border.call(self._accounts.end, secret)
            await self._frame.border.call(self._frame.door.record, who_asks(request).person, "signed-out")
        response = RedirectResponse("/sign-in", status_code=303)
        take_cookie(request, response)
        response.headers["clear-site-data"] = '"cache"'
        return response

    async def _let_in(self, request: Request, who: SignedIn, wanted: str, typed: str) -> Response:
        """A new secret each time, so that one planted in the browser before opens nothing."""
        secret = await self._frame.border.call(self._accounts.begin, who, cookie_of(request))
        address = request.client.host if request.client else None
        await self._frame.border.call(self._frame.door.record, who.person, "signed-in", None, address)
        request.scope["firstline.who"] = who
        response: Response
        if typed:
            response = await self._console.first_page(request, hint="sign_in_typed", typed=typed)
        else:
            response = RedirectResponse(_inside(wanted), status_code=303)
        give_cookie(request, response, secret)
        return response

    async def _page(
        self,
        request: Request,
        *,
        wanted: str = "",
        typed: str = "",
        name: str = "",
        said: str = "",
        wait_s: float = 0.0,
        status: int = 200,
    ) -> HTMLResponse:
        reader = self._frame.reader(request)
        words = TEXTS[reader.language]
        if wait_s:
            told = words["sign_in_wait"].format(seconds=math.ceil(wait_s))
        else:
            told = words[f"sign_in_{said}"] if said else ""
        return await self._frame.page(
            request, "sign_in.html", reader, status=status, wanted=_inside(wanted) if wanted else "", typed=typed,
            typed_name=name, told=told, provider=self._provider,
            local_first=self._provider is None or bool(name) or said == "away",
        )  # fmt: skip


def _inside(wanted: str) -> str:
    """A page of ours, whatever the address said: no sign-in sends anybody elsewhere."""
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if plain and wanted.isprintable() and not wanted.startswith("/sign-") else "/"


def _our_address(request: Request) -> str:
    """Where the provider sends the browser back to. The name was checked by the outermost layer."""
    return f"{request.url.scheme}://{request.headers['host']}{_BACK}"
