"""The one message of a question: posted once, edited as it goes, and never past the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, Protocol, Self, TypeVar

from bot.errors import RemoteError


class Placed(Protocol):
    """Where a message stands in a chat, or is to stand. Its text (str) is what `reply_to` of a request holds."""

    @property
    def posted(self) -> bool:
        """Does it stand there already?"""

    @property
    def public(self) -> bool:
        """Do others than the asker read it too?"""

    @property
    def talk(self) -> str | None:
        """What every message of the same thread has in common; None where there is no thread, or none yet."""

    def anew(self) -> Self:
        """A new message in the same thread, for the same person."""


P = TypeVar("P", bound=Placed)
C = TypeVar("C")  # what a message shows, in the chat's own form
_C_contra = TypeVar("_C_contra", contravariant=True)


class Writer(Protocol[P, _C_contra]):
    """A chat's two ways to show a message. Both raise RemoteError where the chat refuses or does not answer."""

    async def post(self, place: P, content: _C_contra) -> P:
        """A new message; where it stands then."""

    async def edit(self, place: P, content: _C_contra, *, patient: bool) -> P:
        """Another state of it. Impatient: not tried again, since the next state is already on its way."""


class Message(Generic[P, C]):
    """One writer at a time, so that no step of the work can land after the answer. For one event loop only."""

    def __init__(
        self,
        writer: Writer[P, C],
        place: P,
        *,
        pace_s: float,
        placed: Callable[[P], Awaitable[None]],
        soon: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]] = asyncio.create_task,
    ) -> None:
        self.place = place
        self._writer, self._pace_s, self._placed, self._soon = writer, pace_s, placed, soon
        self._turn = asyncio.Lock()
        self._next: C | None = None
        self._shown: C | None = None
        self._answered = False
        self._edited_at = 0.0
        self._pacing: asyncio.Task[None] | None = None

    def step(self, content: C) -> None:
        """Show this state when the pace allows it; of several waiting ones only the last is shown."""
        self._next = content
        if not self._answered and (self._pacing is None or self._pacing.done()):
            self._pacing = self._soon(self._paced())

    async def begin(self, content: C) -> None:
        """Post it. Raises RemoteError; the answer will then be the first that is posted."""
        async with self._turn:
            if not self.place.posted and not self._answered:
                await self._show(content, patient=True)

    async def answer(self, content: Callable[[], Awaitable[C | None]]) -> bool:
        """The answer, as it is when its turn comes; at once, whatever the pace. False while there is none."""
        async with self._turn:
            made = await content()
            if made is None:
                return False
            self._answered = True
            if self._pacing:
                self._pacing.cancel()
            if made != self._shown:
                await self._show(made, patient=True)
            return True

    async def _paced(self) -> None:
        clock = asyncio.get_running_loop().time
        while not self._answered and self._next is not None:
            await asyncio.sleep(max(0.0, self._edited_at + self._pace_s - clock()))
            async with self._turn:
                content, self._next = self._next, None
                if self._answered or content is None or content == self._shown:
                    continue
                try:
                    await self._show(content, patient=False)
                except RemoteError:
                    self._edited_at = clock()  # the next state, or the answer, says more than this one

    async def _show(self, content: C, *, patient: bool) -> None:
        before = self.place
        if before.posted:
            self.place = await self._writer.edit(before, content, patient=patient)
        else:
            self.place = await self._writer.post(before, content)
        self._shown = content
        self._edited_at = asyncio.get_running_loop().time()
        if self.place != before:
            await self._placed(self.place)
