"""What can be done with an answer by a button: ticket, helped or not, cancel, show what is hidden.

Whether somebody may is asked at that moment, for the one who pressed it; what the page offered is no right.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import model
from bot.channels.web.frame import Frame, Reader
from bot.errors import RemoteError
from bot.model.people import Deed

_MOST: Final = 10_000  # views that are remembered as written down


class Deeds:
    """The buttons under an answer, and who may press them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._door = frame.door
        self._border = frame.border
        self._seen: dict[tuple[str, str, str], None] = {}  # written down already; touched in the loop's thread only

    def routes(self) -> list[Route]:
        return [
            Route("/r/{id}/ticket", self.ticket, methods=["POST"]),
            Route("/r/{id}/helped", self.helped, methods=["POST"]),
            Route("/r/{id}/cancel", self.cancel, methods=["POST"]),
            Route("/r/{id}/reveal", self.reveal, methods=["POST"]),
        ]

    async def ticket(self, request: Request) -> Response:
        """Make the ticket, or find the one that there is."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        refused = await self.refused(request, reader, "escalate", asked)
        if refused:
            return refused
        try:
            made = await self._border.call(self._door.escalate, asked.id, reader.person.id)
        except RemoteError:
            return _back(asked, "?said=away#ticket")
        if made is None:
            return _back(asked, "?said=nothing#ticket")
        answer = await self._border.call(self._door.answer, asked.id)
        return _back(asked, "#ticket" if answer and answer.ticket else "?said=coming#ticket")

    async def helped(self, request: Request) -> Response:
        """One word of this person about this answer; the last one counts."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        word = (await self._frame.form(request)).get("helped", "")
        if word not in {"yes", "no"}:
            return _back(asked, "#helped")
        await self._border.call(self._door.helped, asked.id, reader.person, word == "yes")
        return _back(asked, f"?helped={word}#helped")

    async def cancel(self, request: Request) -> Response:
        """End a question of one's own that is still being worked on."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        ended = await self._border.call(self._door.cancel, asked.id, reader.person)
        return _back(asked, "" if ended else "?said=late")

    async def reveal(self, request: Request) -> Response:
        """Show addresses and users of somebody else's answer, to this person, from now on in this process."""
        asked = await self._frame.asked(request)
        reader = self._frame.reader(request, asked.language)
        refused = await self.refused(request, reader, "reveal", asked)
        if refused:
            return refused
        await self.saw(reader, "reveal", asked)
        return _back(asked, "")

    async def refused(
        self, request: Request, reader: Reader, deed: Deed, asked: model.Request | None = None
    ) -> Response | None:
        """A page that says why not and whom to ask; None: they may."""
        why = await self._border.call(self._door.refusal, reader.person, deed, asked.id if asked else None)
        if why is None:
            return None
        return await self._frame.page(
            request, "refused.html", reader, status=403, why=why[reader.language],
            back=f"/r/{asked.id}" if asked else "/",
        )  # fmt: skip

    async def sees_all(self, reader: Reader, asked: model.Request) -> bool:
        """Are addresses and users shown to this person? One's own are, and to those who may see raw answers anyway."""
        if asked.requester == reader.person.id or ("reveal", reader.person.id, asked.id) in self._seen:
            return True
        allowed = await self._border.call(self._door.allowed, reader.person)
        if "raw" not in allowed.deeds:
            return False
        return await self._border.call(self._door.refusal, reader.person, "raw", asked.id) is None  # here too?

    async def saw(self, reader: Reader, event: str, asked: model.Request) -> None:
        """Write down that somebody looked; reading a page again is not looking again."""
        key = (event, reader.person.id, asked.id)
        if key in self._seen:
            return
        while len(self._seen) >= _MOST:
            self._seen.pop(next(iter(self._seen)))
        await self._border.call(self._door.record, reader.person, event, asked.id)
        self._seen[key] = None


def _back(asked: model.Request, where: str) -> Response:
    return RedirectResponse(f"/r/{asked.id}{where}", status_code=303)
