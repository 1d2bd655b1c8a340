"""Scheduled checks on the console (the latest, their changes, how far one is) and in the API (begin one, follow it)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence, Set
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.web.api import PREFIX, Problem
from bot.channels.web.deeds import Deeds
from bot.channels.web.frame import Frame
from bot.checks import CheckResult, Firing, State, check_document
from bot.errors import RemoteError, RequestError
from bot.ports import Checks

_LATEST: Final = 20
_LINES: Final = 12  # results of one firing on the page; the others are counted
_LONGEST_NAME: Final = 200
_MOST_NAMES: Final = 200
_SIGNS: Final[dict[State, str]] = {"trouble": "fault", "unknown": "unknown", "noted": "told", "healthy": "cleared"}
_BODY: Final = 'Send {"names": ["a schedule, device or room"]}, or {} for all schedules.'


class CheckPages:
    """Page and API of the checks of one service. `authorise` refuses a request without the API's token."""

    def __init__(self, checks: Checks, frame: Frame, deeds: Deeds, authorise: Callable[[Request], None]) -> None:
        self._checks = checks
        self._frame = frame
        self._deeds = deeds
        self._border = frame.border
        self._authorise = authorise

    def routes(self) -> list[Route]:
        return [
            Route("/checks", self.page),
            Route("/checks", self.by_hand, methods=["POST"]),
            Route(f"{PREFIX}/checks", self.begin, methods=["POST"]),
            Route(f"{PREFIX}/checks", self.latest),
            Route(f"{PREFIX}/checks/{{id}}", self.fetch),
        ]

    async def page(self, request: Request) -> Response:
        """The latest firings, newest first; it reads itself anew while one is running."""
        return await self._page(request)

    async def by_hand(self, request: Request) -> Response:
        """A room before a visit, or a device, looked at now by whoever may start checks; the page shows how it goes."""
        reader = self._frame.reader(request)
        refused = await self._deeds.refused(request, reader, "check")
        if refused:
            return refused
        name = " ".join((await self._frame.form(request)).get("name", "").split())[:_LONGEST_NAME]
        try:
            if name:  # without one, every schedule would begin
                await self._border.call(self._checks.run, [name])
        except RequestError:
            return await self._page(request, unknown=name, status=422)
        except RemoteError:
            raise HTTPException(503) from None
        return RedirectResponse("/checks", status_code=303)

    async def _page(self, request: Request, *, unknown: str = "", status: int = 200) -> Response:
        reader = self._frame.reader(request)
        firings, whole = await self._border.call(self._latest)
        allowed = await self._border.call(self._frame.door.allowed, reader.person)
        return await self._frame.page(
            request, "checks.html", reader, status=status, may=allowed.deeds, unknown=unknown,
            firings=[_shown(one, whole=one.id in whole) for one in firings],
            running=any(one.ended_at is None for one in firings),
        )  # fmt: skip

    def _latest(self) -> tuple[Sequence[Firing], Set[str]]:
        """The latest firings, and which of them are the latest of their kind: those come with all that is wrong."""
        firings = self._checks.latest(_LATEST)
        kinds = {one.schedule or one.title: one.id for one in reversed(firings)}
        whole = {one: found for one in kinds.values() if (found := self._checks.firing(one))}
        return [whole.get(one.id, one) for one in firings], whole.keys()

    async def begin(self, request: Request) -> Response:
        """Begin the checks and return their numbers at once."""
        self._authorise(request)
        names = _names(await request.body())
        try:
            begun = await self._border.call(self._checks.run, names)
        except RequestError as error:
            raise Problem(422, str(error), "Name schedules, devices or rooms.") from None
        except RemoteError as error:
            raise Problem(503, str(error), "Send it again in a moment.", "us") from None
        return JSONResponse(
            {
                "checks": [
                    {"id": one.id, "title": one.title, "total": one.total, "url": f"{PREFIX}/checks/{one.id}"}
                    for one in begun
                ]
            },
            202,
        )

    async def latest(self, request: Request) -> Response:
        """The latest ones, newest first, each with what changed."""
        self._authorise(request)
        firings = await self._border.call(self._checks.latest, _LATEST)
        return JSONResponse({"checks": [check_document(one) for one in firings]})

    async def fetch(self, request: Request) -> Response:
        """The document of one check: 202 while it runs, 200 when it is over."""
        self._authorise(request)
        firing = await self._border.call(self._checks.firing, request.path_params["id"])
        if firing is None:
            raise Problem(404, "There is no check of this number.", "Use the id that POST /api/v1/checks gave.")
        return JSONResponse(check_document(firing), 200 if firing.ended_at else 202)


def _shown(firing: Firing, *, whole: bool) -> dict[str, object]:
    """What changed; of the latest of its schedule also what is still wrong or unknown: people look for that."""
    changes = firing.changes
    still = [one for one in firing.results if not one.change and one.standing.state in {"trouble", "unknown"}]
    told = [*changes, *sorted(still, key=_worst_first)] if whole else changes
    return {
        "firing": firing,
        "sign": _sign(firing),
        "counts": [(state, count) for state in _SIGNS if (count := firing.counts.get(state, 0))],
        "unchanged": not changes,
        "lines": [{"result": one, "sign": _sign_of(one)} for one in told[:_LINES]],
        "more": max(0, len(told) - _LINES),
    }


def _sign(firing: Firing) -> str:
    if firing.ended_at is None:
        return "run"
    for state in ("trouble", "unknown", "healthy"):
        if firing.counts.get(state):
            return _SIGNS[state]
    return "told"


def _sign_of(result: CheckResult) -> str:
    return _SIGNS[result.standing.state]


def _worst_first(result: CheckResult) -> tuple[bool, str]:
    return result.standing.state != "trouble", result.target.name


def _names(body: bytes) -> list[str]:
    try:
        said = json.loads(body or b"{}")
    except ValueError:
        raise Problem(400, "The body is not JSON.", _BODY) from None
    if not isinstance(said, dict) or set(said) - {"names"}:
        raise Problem(422, "The body may hold 'names' and nothing else.", _BODY)
    names = said.get("names") or []
    if not isinstance(names, list) or len(names) > _MOST_NAMES or not all(isinstance(one, str) for one in names):
        raise Problem(422, f"'names' is a list of at most {_MOST_NAMES} texts.", _BODY)
    return [one[:200] for one in names]
