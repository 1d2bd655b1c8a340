"""The one message of a request: posted once, edited as the work goes on, and never left on an old state."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.channels.slack.blocks import Content
from bot.errors import RemoteError

_TOKENS: Final = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands, and for whom. Written into a request as text, so that a restart finds it again."""

    channel: str
    thread: str | None = None  # ts of the message it stands under; None for one of its own
    ts: str | None = None  # its own; None before it is posted
    user: str  # who asked; written to alone where the channel is closed to the bot

    def __str__(self) -> str:
        return "/".join((self.channel, self.thread or "", self.ts or "", self.user))

    @classmethod
    def parse(cls, text: str | None) -> Place | None:
        """The place that was written as text, or None where it is none."""
        parts = (text or "").split("/")
        if len(parts) != 4 or not parts[0]:
            return None
        return cls(channel=parts[0], thread=parts[1] or None, ts=parts[2] or None, user=parts[3])

    @property
    def conversation(self) -> str | None:
        """What every message of the same thread has in common; None before there is one."""
        root = self.thread or self.ts
        return f"{self.channel}:{root}" if root else None

    @property
    def asker(self) -> str | None:
        """Shown in a message that does not stand under the question it answers."""
        return None if self.thread else self.user

    def under(self, user: str) -> Place:
        """A new message for `user` in the thread of this one."""
        return Place(channel=self.channel, thread=self.thread or self.ts, user=user)


class Refused(RemoteError):  # noqa: N818  (an answer of Slack's)
    """Slack answered, and said no; `code` is Slack's own word for why."""

    def __init__(self, code: str, retry_after_s: float = 0.0) -> None:
        self.code, self.retry_after_s = code, retry_after_s
        remedy = "Renew the token, its scopes stand in the manifest." if code in _TOKENS else "It is tried again."
        super().__init__(f"Slack refused the call ({code}). {remedy}")


class Writer(Protocol):
    """Slack's two ways to show a message. Both raise Refused, or RemoteError where there is no answer at all."""

    async def post(self, place: Place, content: Content) -> Place:
        """A new message; where it stands then."""

    async def edit(self, place: Place, content: Content, *, patient: bool) -> Place:
        """Another state of it. Impatient: not tried again, since the next state is already on its way."""


class Message:
    """One writer at a time, so that no step of the work can land after the answer. For one event loop only."""

    def __init__(
        self, writer: Writer, place: Place, *, pace_s: float, placed: Callable[[Place], Awaitable[None]]
    ) -> None:
        self.place = place
        self._writer, self._pace_s, self._placed = writer, pace_s, placed
        self._turn = asyncio.Lock()
        self._next: Content | None = None
        self._shown: Content | None = None
        self._answered = False
        self._edited_at = 0.0
        self._pacing: asyncio.Task[None] | None = None

    def step(self, content: Content) -> None:
        """Show this state when the pace allows it; of several waiting ones only the last is shown."""
        self._next = content
        if not self._answered and (self._pacing is None or self._pacing.done()):
            self._pacing = asyncio.create_task(self._paced())

    async def begin(self, content: Content) -> None:
        """Post it. Raises RemoteError; the answer will then be the first that is posted."""
        async with self._turn:
            if self.place.ts is None and not self._answered:
                await self._show(content, patient=True)

    async def answer(self, content: Callable[[], Awaitable[Content | None]]) -> bool:
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

    async def _show(self, content: Content, *, patient: bool) -> None:
        before = self.place
        if before.ts is None:
            self.place = await self._writer.post(before, content)
        else:
            self.place = await self._writer.edit(before, content, patient=patient)
        self._shown = content
        self._edited_at = asyncio.get_running_loop().time()
        if self.place != before:
            await self._placed(self.place)
