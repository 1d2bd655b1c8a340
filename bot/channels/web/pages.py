"""The console's pages: ask, watch, answer, proof, recent. They work by forms and links; a script adds comfort."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import model
from bot.channels.web.border import Border
from bot.channels.web.given import Given
from bot.channels.web.live import Picture, after, frame
from bot.channels.web.proof import exhibits
from bot.channels.web.render import Renderer, language_of
from bot.channels.web.texts import TEXTS
from bot.channels.web.view import beside
from bot.errors import RemoteError
from bot.model import Language
from bot.ports import FrontDoor, Operations

_CHANNEL: Final = "console"
_REQUESTER: Final = "console"  # until people sign in, nobody is known by name here
_RECENT: Final = 50
_FRESH: Final = timedelta(minutes=2)  # an answer so young may get its ticket while it is being read
_GIVEN_UP: Final = timedelta(minutes=15)  # no question takes as long; one without an answer by then gets none
_SHORTEST_HINT: Final = 3  # characters before a place is suggested
_ID: Final = re.compile(r"[\w-]{1,80}", re.ASCII)


class Console:
    """The pages of one service."""

    def __init__(
        self,
        front_door: FrontDoor,
        given: Given,
        operations: Operations,
        renderer: Renderer,
        border: Border,
        language: Language,
    ) -> None:
        self._door = front_door
        self._given = given
        self._operations = operations
        self._render = renderer
        self._border = border
        self._language = language

    def routes(self) -> list[Route]:
        return [
            Route("/", self.start),
            Route("/ask", self.ask, methods=["POST"]),
            Route("/suggest", self.suggest),
            Route("/recent", self.recent),
            Route("/r/{id}", self.show),
            Route("/r/{id}/events", self.events),
            Route("/r/{id}/proof", self.proof),
            Route("/r/{id}/ticket", self.ticket, methods=["POST"]),
        ]

    async def start(self, request: Request) -> Response:
        """The empty state: one question to the agent."""
        return await self._start(request)

    async def ask(self, request: Request) -> Response:
        """Store the question, go to its page. The same form sent twice is one question."""
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        text = " ".join(form.get("text", [])).strip()  # an example or a reply, else what was typed
        text = text or " ".join(form.get("q", [])).strip()
        if not text:
            return await self._start(request, hint="ask_empty", status=422)
        nonce, thread = form.get("nonce", [""])[0][:64], form.get("thread", [""])[0][:80]
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]  # a changed text under the same nonce is a new question
        try:
            accepted = await self._border.call(
                self._door.accept,
                text,
                channel=_CHANNEL,
                requester=_REQUESTER,
                event=f"{nonce}:{digest}" if nonce else None,
                thread=thread or secrets.token_urlsafe(12),
            )
        except RemoteError:
            raise HTTPException(503) from None
        changed = accepted.text != text[: len(accepted.text)]  # what is private was dropped; the asker is told so
        return RedirectResponse(f"/r/{accepted.id}{'?private=1' if changed else ''}", status_code=303)

    async def suggest(self, request: Request) -> Response:
        """Places that the text may mean, as a list for the box below the field; empty where there are none."""
        language = language_of(request, self._language)
        text = request.query_params.get("q", "").strip()
        found = await self._border.call(self._given.suggest, text) if len(text) >= _SHORTEST_HINT else ()
        return HTMLResponse(self._render.fragment("suggestions.html", language, suggestions=found) if found else "")

    async def recent(self, request: Request) -> Response:
        """The latest questions with their answers' headlines."""
        language = language_of(request, self._language)
        rows = await self._border.call(self._recent, language)
        return await self._page(request, "recent.html", language, rows=rows)

    async def show(self, request: Request) -> Response:
        """The answer, or how far the work has come."""
        asked = await self._asked(request)
        language = language_of(request, asked.language)
        answer, age = await self._border.call(self._door.answer, asked.id), datetime.now(UTC) - asked.at
        if answer is None:
            name = "lost.html" if age > _GIVEN_UP else "working.html"
            return await self._page(
                request, name, language, asked=asked, picture=Picture(), nonce=_nonce(), private=_private(request)
            )
        card = self._given.card(answer, language)
        said = request.query_params.get("ticket", "")
        return await self._page(
            request, "answer.html", language,
            asked=asked, answer=answer, card=card, beside=beside(answer, card, language, self._given.zone),
            proofs=len(exhibits(answer)), nonce=_nonce(), private=_private(request),
            said=said if said in {"nothing", "away", "coming"} else "", fresh=age < _FRESH,
        )  # fmt: skip

    async def events(self, request: Request) -> Response:
        """Server-sent events: `step` with the new picture, then `answer`, or `lost` where none came."""
        asked = await self._asked(request)
        language = language_of(request, asked.language)
        headers = {"x-accel-buffering": "no"}  # a proxy that gathers the stream would show everything at the end
        return StreamingResponse(self._stream(asked, language), media_type="text/event-stream", headers=headers)

    async def proof(self, request: Request) -> Response:
        """The raw outputs beside the answer, the decisive lines marked."""
        asked = await self._asked(request)
        language = language_of(request, asked.language)
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            return RedirectResponse(f"/r/{asked.id}", status_code=303)
        whole = request.query_params.get("all") == "1"
        return await self._page(
            request, "proof.html", language,
            asked=asked, answer=answer, card=self._given.card(answer, language),
            exhibits=exhibits(answer, whole=whole), whole=whole, nonce=_nonce(),
        )  # fmt: skip

    async def ticket(self, request: Request) -> Response:
        """Make the ticket, or find the one that there is."""
        asked = await self._asked(request)
        try:
            made = await self._border.call(self._door.escalate, asked.id, _REQUESTER)
        except RemoteError:
            return RedirectResponse(f"/r/{asked.id}?ticket=away#ticket", status_code=303)
        if made is None:
            return RedirectResponse(f"/r/{asked.id}?ticket=nothing#ticket", status_code=303)
        answer = await self._border.call(self._door.answer, asked.id)
        coming = "" if answer and answer.ticket else "?ticket=coming"
        return RedirectResponse(f"/r/{asked.id}{coming}#ticket", status_code=303)

    async def _start(self, request: Request, *, hint: str = "ask_hint", status: int = 200) -> Response:
        language = language_of(request, self._language)
        examples = self._given.examples.get(language, ())
        return await self._page(
            request, "ask.html", language, status=status, examples=examples, nonce=_nonce(), hint=TEXTS[language][hint]
        )

    async def _page(
        self, request: Request, name: str, language: Language, *, status: int = 200, **parts: object
    ) -> Response:
        systems = await self._border.call(self._operations.systems)
        return self._render.page(request, name, language, systems=systems, status=status, **parts)

    async def _asked(self, request: Request) -> model.Request:
        name = request.path_params["id"]
        asked = await self._border.call(self._door.request, name) if _ID.fullmatch(name) else None
        if asked is None:
            raise HTTPException(404)
        return asked

    def _recent(self, language: Language) -> list[tuple[model.Request, str | None, str]]:
        """Each question with the kind of its answer and the headline; None and "" while it is worked on."""
        rows: list[tuple[model.Request, str | None, str]] = []
        for one in self._door.recent(_RECENT):
            answer = self._door.answer(one.id)
            card = self._given.card(answer, language) if answer else None
            rows.append((one, card.kind if card else None, card.headline if card else ""))
        return rows

    async def _stream(self, asked: model.Request, language: Language) -> AsyncIterator[bytes]:
        picture = Picture()
        async for step in self._border.follow(lambda: self._door.watch(asked.id)):
            if step is None:
                yield b": still here\n\n"
                continue
            if step.state == "done":
                break
            picture = after(picture, step, language)
            said = self._given.progress(step, language) or ""
            yield frame("step", self._render.fragment("steps.html", language, picture=picture, said=said))
        else:
            return  # the server stops, or has no room for one more: the page asks again by itself
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            yield frame("lost", self._render.fragment("lost_part.html", language, asked=asked, nonce=_nonce()))
        else:
            yield frame("answer", self._given.card(answer, language).headline)


def _private(request: Request) -> bool:
    return request.query_params.get("private") == "1"


def _nonce() -> str:
    """What tells two forms from one form sent twice."""
    return secrets.token_urlsafe(12)
