"""The HTTP API: hand a question in, watch the work, fetch the answer as JSON or as text; a bearer token guards it."""

from __future__ import annotations

import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import model
from bot.channels.web.border import Border
from bot.channels.web.given import Given
from bot.channels.web.live import frame
from bot.channels.web.openapi import openapi_document
from bot.errors import RemoteError
from bot.model.people import Person
from bot.ports import FrontDoor

PREFIX: Final = "/api/v1"
_CHANNELS: Final = ("api", "cli")  # chats have a way in of their own, which checks who speaks
_LONGEST: Final = {"text": 20_000, "requester": 200, "event": 200, "thread": 200}
_FIELDS: Final = (*_LONGEST, "channel", "ticket")
_WIDTHS: Final = (40, 80, 200)  # least, usual, most columns of an answer as text

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
            Route(f"{PREFIX}/requests/{{id}}/readings", self.readings),
        ]

    async def openapi(self, request: Request) -> Response:
        """What the API can do; open to everybody, since it says nothing about the site."""
        return JSONResponse(openapi_document())

    async def ask(self, request: Request) -> Response:
        """Store the question and return its number at once."""
        self.authorise(request)
        said = _question(await request.body())
        try:
            accepted = await self._border.call(
                self._door.accept,
                said.text,
                channel=said.channel,
                requester=said.requester or said.channel,
                event=said.event,
                thread=said.thread,
                no_ticket=not said.ticket,
            )
        except RemoteError as error:
            raise Problem(503, str(error), "Send it again in a moment, with the same event.", "us") from None
        place = f"{PREFIX}/requests/{accepted.id}"
        return JSONResponse({"id": accepted.id, "status": "working", "url": place}, 202, {"location": place})

    async def fetch(self, request: Request) -> Response:
        """The answer with 200, as its document or, where text is asked for, as a terminal shows it; until then 202."""
        asked = await self._asked(request)
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            return _working(asked.id)
        if "text/plain" not in request.headers.get("accept", ""):
            return JSONResponse(self._given.document(answer))
        return PlainTextResponse(await self._border.call(self._text, answer, request))

    async def readings(self, request: Request) -> Response:
        """Every answer of a device that this answer rests on, raw (redacted when it was read)."""
        asked = await self._asked(request)
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            return _working(asked.id)
        program = Person(id=asked.channel if asked.channel in _CHANNELS else _CHANNELS[0])
        refused = await self._border.call(self._door.refusal, program, "raw", asked.id)
        if refused:
            raise Problem(403, refused["en"], "Ask whoever keeps the configuration for the right 'raw'.", "operator")
        await self._border.call(self._door.record, program, "raw", asked.id)
        return JSONResponse({"id": asked.id, "readings": [_reading(one) for one in answer.observations]})

    def _text(self, answer: model.Answer, request: Request) -> str:
        said = request.query_params
        least, usual, most = _WIDTHS
        width = said.get("width", str(usual))
        columns = int(width) if width.isascii() and width.isdigit() and len(width) < 5 else usual
        return self._given.text(
            answer,
            width=max(least, min(columns, most)),
            colour=said.get("colour") == "yes",
            unicode=said.get("signs") != "plain",
        )

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
        self.authorise(request)
        asked = await self._border.call(self._door.request, request.path_params["id"])
        if asked is None:
            raise Problem(404, "There is no request of this number.", "Use the id that POST /api/v1/requests gave.")
        return asked

    def authorise(self, request: Request) -> None:
        """Raises Problem for a request without the right token."""
        if self._token is None:
            raise Problem(401, "The API has no token yet.", "Set one in the configuration and restart.", "operator")
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(shown.strip().encode(), self._token.encode())
        if scheme.casefold() != "bearer" or not right:
            raise Problem(401, "The token is missing or wrong.", "Send Authorization: Bearer and the token.")


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What POST was given."""

    text: str
    requester: str | None
    event: str | None
    thread: str | None
    channel: str
    ticket: bool


def _question(body: bytes) -> _Question:
    """The members of the question. Unknown ones are refused, so that a misspelt one is not silently dropped."""
    try:
        said = json.loads(body)
    except ValueError:
        raise Problem(400, "The body is not JSON.", 'Send {"text": "what the caller says"}.') from None
    if not isinstance(said, dict):
        raise Problem(400, "The body is not a JSON object.", 'Send {"text": "what the caller says"}.')
    for name, value in said.items():
        if name not in _FIELDS:
            raise Problem(422, f"There is no field '{name}'.", f"There are: {', '.join(_FIELDS)}.")
        longest = _LONGEST.get(name)
        if longest and value is not None and (not isinstance(value, str) or len(value) > longest):
            raise Problem(422, f"'{name}' must be a text of at most {longest} characters.", "Shorten or quote it.")
    text, channel, ticket = said.get("text"), said.get("channel") or _CHANNELS[0], said.get("ticket")
    if not text or not text.strip():
        raise Problem(422, "There is no question.", 'Send {"text": "what the caller says"}.')
    if channel not in _CHANNELS:
        raise Problem(422, "There is no such channel here.", f"There are: {', '.join(_CHANNELS)}.")
    if ticket is not None and not isinstance(ticket, bool):
        raise Problem(422, "'ticket' must be true or false.", "Send false where no ticket shall be made.")
    return _Question(
        text=text,
        requester=said.get("requester"),
        event=said.get("event"),
        thread=said.get("thread"),
        channel=channel,
        ticket=ticket is not False,
    )


def _working(request_id: str) -> Response:
    return JSONResponse({"id": request_id, "status": "working"}, 202, {"retry-after": "1"})


def _reading(one: model.Observation) -> dict[str, object]:
    return {
        "device": one.device,
        "command": one.command,
        "sample": one.sample,
        "at": one.at.isoformat(),
        "raw": one.raw,
        "failure": one.failure,
        "reason": one.reason,
    }


def problem_of(error: HTTPException | Problem) -> Response:
    """Any refusal under /api as its document."""
    if isinstance(error, Problem):
        return problem(error.status, error.title, error.do, error.turn)
    title = {404: "There is no such address.", 405: "This address does not take this method."}
    return problem(
        error.status_code, title.get(error.status_code, error.detail), "See /api for what there is.", "asker"
    )
