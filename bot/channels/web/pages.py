"""The console's pages of a question: ask, watch, answer, proof, recent. They work by forms and links alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import model
from bot.card import masked
from bot.channels.web.deeds import Deeds
from bot.channels.web.frame import Frame, Reader
from bot.channels.web.given import Given
from bot.channels.web.live import Picture, after, frame
from bot.channels.web.proof import exhibits
from bot.channels.web.runbooks import runbook_of
from bot.channels.web.texts import TEXTS
from bot.channels.web.view import beside
from bot.errors import RemoteError
from bot.model import Line

_CHANNEL: Final = "console"
_FRESH: Final = timedelta(minutes=2)  # an answer so young may get its ticket while it is being read
_GIVEN_UP: Final = timedelta(minutes=15)  # no question takes as long; one without an answer by then gets none
_SHORTEST_HINT: Final = 3  # characters before a place is suggested
_LATEST: Final = 5  # of one's own questions on the first page
_SAID: Final = frozenset({"nothing", "away", "coming", "late"})


class Console:
    """The pages of one service."""

    def __init__(self, frame: Frame, given: Given, deeds: Deeds) -> None:
        self._frame = frame
        self._door = frame.door
        self._border = frame.border
        self._given = given
        self._deeds = deeds

    def routes(self) -> list[Route]:
        return [
            Route("/", self.start),
            Route("/ask", self.ask, methods=["POST"]),
            Route("/suggest", self.suggest),
            Route("/recent", self.recent),
            Route("/r/{id}", self.show),
            Route("/r/{id}/events", self.events),
            Route("/r/{id}/proof", self.proof),
        ]

    async def start(self, request: Request) -> Response:
        """The empty state: one question to the agent."""
        return await self.first_page(request)

    async def ask(self, request: Request) -> Response:
        """Store the question, go to its page. The same form sent twice is one question."""
        form = await self._frame.form(request)
        text = form.get("text", "").strip() or form.get("q", "").strip()  # an example or a reply, else what was typed
        if not text:
            return await self.first_page(request, hint="ask_empty", status=422)
        reader = self._frame.reader(request)
        nonce, thread = form.get("nonce", "")[:64], form.get("thread", "")[:80]
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]  # a changed text under the same nonce is a new question
        try:
            accepted = await self._border.call(
                self._door.accept,
                text,
                channel=_CHANNEL,
                requester=reader.person.id,
                event=f"{nonce}:{digest}" if nonce else None,
                thread=thread or secrets.token_urlsafe(12),
                groups=reader.person.groups,
            )
        except RemoteError:
            raise HTTPException(503) from None
        changed = accepted.text != text[: len(accepted.text)]  # what is private was dropped; the asker is told so
        return RedirectResponse(f"/r/{accepted.id}{'?private=1' if changed else ''}", status_code=303)

    async def suggest(self, request: Request) -> Response:
        """Places that the text may mean, as a list for the box below the field; empty where there are none."""
        language = self._frame.reader(request).language
        text = request.query_params.get("q", "").strip()
        found = await self._border.call(self._given.suggest, text) if len(text) >= _SHORTEST_HINT else ()
        fragment = self._frame.render.fragment
        return HTMLResponse(fragment("suggestions.html", language, suggestions=found) if found else "")

    async def recent(self, request: Request) -> Response:
        """My latest questions, those of my team, and the tickets that are still open."""
        reader = self._frame.reader(request)
        board = await self._border.call(self._door.board, reader.person)
        asked = await self._border.call(self._texts, (*board.mine, *board.team))
        return await self._frame.page(request, "recent.html", reader, board=board, asked=asked)

    async def show(self, request: Request) -> Response:
        """The answer, or how far the work has come."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        answer, age = await self._border.call(self._door.answer, asked.id), datetime.now(UTC) - asked.at
        private = request.query_params.get("private") == "1"
        said = request.query_params.get("said", "")
        said = said if said in _SAID else ""
        sees = await self._deeds.sees_all(reader, asked)
        asked = asked if sees else replace(asked, text="")  # what others wrote may tell of people
        if answer is None:
            name = "lost.html" if age > _GIVEN_UP else "working.html"
            return await self._frame.page(
                request, name, reader, asked=asked, picture=Picture(), nonce=new_nonce(), private=private, said=said
            )
        root = answer.diagnosis.root_cause if answer.diagnosis else None
        card = self._given.card(answer, reader.language, reader.zone)
        await self._deeds.saw(reader, "shown", asked)
        allowed = await self._border.call(self._door.allowed, reader.person)
        helped = request.query_params.get("helped", "")
        return await self._frame.page(
            request, "answer.html", reader,
            asked=asked, answer=answer, card=card if sees else masked(card),
            hidden=bool(card.personal) and not sees,
            beside=beside(answer, card, reader.language, reader.zone, whole=sees),
            proofs=len(exhibits(answer)) if "raw" in allowed.deeds else 0, may=allowed.deeds, nonce=new_nonce(),
            runbook=runbook_of(self._given.library, root) if root else None, cancelled=root == "CANCELLED",
            private=private, said=said, helped=helped if helped in {"yes", "no"} else "", fresh=age < _FRESH,
        )  # fmt: skip

    async def events(self, request: Request) -> Response:
        """Server-sent events: `step` with the new picture, then `answer`, or `lost` where none came."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        headers = {"x-accel-buffering": "no"}  # a proxy that gathers the stream would show everything at the end
        return StreamingResponse(self._stream(asked, reader), media_type="text/event-stream", headers=headers)

    async def proof(self, request: Request) -> Response:
        """The raw outputs beside the answer, the decisive lines marked."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            return RedirectResponse(f"/r/{asked.id}", status_code=303)
        refused = await self._deeds.refused(request, reader, "raw", asked)
        if refused:
            return refused
        await self._deeds.saw(reader, "raw", asked)
        whole = request.query_params.get("all") == "1"
        return await self._frame.page(
            request, "proof.html", reader,
            asked=asked, answer=answer, card=self._given.card(answer, reader.language, reader.zone),
            exhibits=exhibits(answer, whole=whole), whole=whole, nonce=new_nonce(),
        )  # fmt: skip

    async def first_page(
        self, request: Request, *, hint: str = "ask_hint", typed: str = "", status: int = 200
    ) -> Response:
        """The first page, with a text in the field where somebody had written one."""
        reader = self._frame.reader(request)
        mine = (await self._border.call(self._door.board, reader.person)).mine[:_LATEST]
        return await self._frame.page(
            request, "ask.html", reader, status=status, examples=self._given.examples.get(reader.language, ()),
            mine=mine, asked=await self._border.call(self._texts, mine), nonce=new_nonce(),
            hint=TEXTS[reader.language][hint], typed=typed,
        )  # fmt: skip

    def _texts(self, lines: Sequence[Line]) -> dict[str, str]:
        """What was asked, by the questions' numbers: the same fault was perhaps asked about in four ways."""
        found = (self._door.request(one.request_id) for one in lines if one.request_id)
        return {one.id: one.text for one in found if one}

    async def _stream(self, asked: model.Request, reader: Reader) -> AsyncIterator[bytes]:
        picture, language = Picture(), reader.language
        fragment = self._frame.render.fragment
        async for step in self._border.follow(lambda: self._door.watch(asked.id)):
            if step is None:
                yield b": still here\n\n"
                continue
            if step.state == "done":
                break
            picture = after(picture, step, language)
            said = self._given.progress(step, language) or ""
            yield frame("step", fragment("steps.html", language, picture=picture, said=said))
        else:
            return  # the server stops, or has no room for one more: the page asks again by itself
        answer = await self._border.call(self._door.answer, asked.id)
        if answer is None:
            yield frame("lost", fragment("lost_part.html", language, asked=asked, nonce=new_nonce()))
        else:
            card = self._given.card(answer, language, reader.zone)
            yield frame("answer", (card if await self._deeds.sees_all(reader, asked) else masked(card)).headline)


def new_nonce() -> str:
    """What tells two forms from one form sent twice."""
    return secrets.token_urlsafe(12)
