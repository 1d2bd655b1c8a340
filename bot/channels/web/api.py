"""The HTTP API: hand a question in, fetch the answer as the JSON document, watch the work; a bearer token guards it."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator
from typing import Final, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import model
from bot.channels.web.border import Border
from bot.channels.web.given import Given
from bot.channels.web.live import frame
from bot.channels.web.openapi import openapi_document
from bot.errors import RemoteError
from bot.ports import FrontDoor

PREFIX: Final = "/api/v1"
_CHANNEL: Final = "api"
_LONGEST: Final = {"text": 20_000, "requester": 200, "event": 200, "thread": 200}

Turn = Literal["asker", "operator", "us"]  # whose turn it is to act


class Problem(Exception):  # noqa: N818  (an answer of the API, not a programming error)
    """What went wrong, whose turn it is and what to do, as one document."""

    def __init__(self, status: int, title: str, do: str, turn: Turn = "asker") -> None:
        super().__init__(title)
        self.status, self.title, self.do, self.turn = status, title, do, turn


def problem(status: int, title: str, do: str, turn: Turn) -> Response:
    """application/problem+json (RFC 9457) with two members of our own: `turn` and `do`."""
    headers = {"www-authenticate": 'Bearer realm="firstline"'} if status == 401 else None
    return JSONResponse(
        {"type": "about:blank", "title": title, "status": status, "turn": turn, "do": do},
        status,
        headers,
        "application/problem+json",
    )


class Api:
    """The addresses under /api/v1."""

    def __init__(self, front_door: FrontDoor, given: Given, border: Border, token: str | None) -> None:
        self._door = front_door
        self._given = given
        self._border = border
        self._token = token

    def routes(self) -> list[Route]:
        return [
            Route(f"{PREFIX}/openapi.json", self.openapi),
            Route(f"{PREFIX}/requests", self.ask, methods=["POST"]),
            Route(f"{PREFIX}/requests/{{id}}", self.fetch),
            Route(f"{PREFIX}/requests/{{id}}/events", self.events),
        ]

    async def openapi(self, request: Request) -> Response:
        """What the API can do; open to everybody, since it says nothing about the site."""
        return JSONResponse(openapi_document())

    async def ask(self, request: Request) -> Response:
        """Store the question and return its number at once."""
        self._authorise(request)
        said = _fields(await request.body())
        text = said.get("text")
        if not text or not text.strip():
            raise Problem(422, "There is no question.", 'Send {"text": "what the caller says"}.')
        try:
            accepted = await self._border.call(
                self._door.accept,
                text,
                channel=_CHANNEL,
                requester=said.get("requester") or _CHANNEL,
                event=said.get("event"),
                thread=said.get("thread"),
            )
        except RemoteError as error:
            raise Problem(503, str(error), "Send it again in a moment, with the same event.", "us") from None
        place = f"{PREFIX}/requests/{accepted.id}"
        return JSONResponse({"id": accepted.id, "status": "working", "url": place}, 202, {"location": place})

    async def fetch(self, request: Request) -> Response:
        """The answer document with 200; while there is none, 202 and the question."""
        asked = await self._asked(request)
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            return JSONResponse({"id": asked.id, "status": "working"}, 202, {"retry-after": "1"})
        return JSONResponse(self._given.document(answer))

    async def events(self, request: Request) -> Response:
        """Server-sent events: each `step` in numbers and in words, then `done`."""
        asked = await self._asked(request)
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self._stream(asked), media_type="text/event-stream", headers=headers)

    async def _stream(self, asked: model.Request) -> AsyncIterator[bytes]:
        async for step in self._border.follow(lambda: self._door.watch(asked.id)):
            if step is None:
                yield b": still here\n\n"
                continue
            told = {
                "state": step.state,
                "done": step.done,
                "total": step.total,
                "wait_s": step.wait_s,
                "text": self._given.progress(step, asked.language),
            }
            yield frame("done" if step.state == "done" else "step", json.dumps(told, ensure_ascii=False))

    async def _asked(self, request: Request) -> model.Request:
        self._authorise(request)
        asked = await self._border.call(self._door.request, request.path_params["id"])
        if asked is None:
            raise Problem(404, "There is no request of this number.", "Use the id that POST /api/v1/requests gave.")
        return asked

    def _authorise(self, request: Request) -> None:
        if self._token is None:
            raise Problem(401, "The API has no token yet.", "Set one in the configuration and restart.", "operator")
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(shown.strip().encode(), self._token.encode())
        if scheme.casefold() != "bearer" or not right:
            raise Problem(401, "The token is missing or wrong.", "Send Authorization: Bearer and the token.")


def _fields(body: bytes) -> dict[str, str]:
    """The members of the question. Unknown ones are refused, so that a misspelt one is not silently dropped."""
    try:
        said = json.loads(body)
    except ValueError:
        raise Problem(400, "The body is not JSON.", 'Send {"text": "what the caller says"}.') from None
    if not isinstance(said, dict):
        raise Problem(400, "The body is not a JSON object.", 'Send {"text": "what the caller says"}.')
    for name, value in said.items():
        if name not in _LONGEST:
            raise Problem(422, f"There is no field '{name}'.", f"There are: {', '.join(_LONGEST)}.")
        if value is not None and (not isinstance(value, str) or len(value) > _LONGEST[name]):
            raise Problem(
                422, f"'{name}' must be a text of at most {_LONGEST[name]} characters.", "Shorten or quote it."
            )
    return {name: value for name, value in said.items() if value is not None}


def problem_of(error: HTTPException | Problem) -> Response:
    """Any refusal under /api as its document."""
    if isinstance(error, Problem):
        return problem(error.status, error.title, error.do, error.turn)
    title = {404: "There is no such address.", 405: "This address does not take this method."}
    return problem(
        error.status_code, title.get(error.status_code, error.detail), "See /api for what there is.", "asker"
    )
