"""Where a message stands in Slack, and what Slack's refusals mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.errors import RemoteError

_TOKENS: Final = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands, or is to stand. As a text it goes into `reply_to` of a request."""

    channel: str
    thread: str | None = None  # ts of the message it stands under; None for one of its own
    ts: str | None = None  # its own; None before it is posted
    user: str  # who asked; written to alone where the channel is closed to the bot

    def __str__(self) -> str:
        return "/".join((self.channel, self.thread or "", self.ts or "", self.user))

    @classmethod
    def parse(cls, text: str | None) -> Place | None:
        """What `str` made; None for anything else."""
        parts = (text or "").split("/")
        if len(parts) != 4 or not parts[0]:
            return None
        return cls(channel=parts[0], thread=parts[1] or None, ts=parts[2] or None, user=parts[3])

    @property
    def posted(self) -> bool:
        return self.ts is not None

    @property
    def public(self) -> bool:
        """Others than the asker read it too: everything but a direct message (D...; a user's id before it is open)."""
        return self.channel[:1] not in {"D", "U", "W"}

    @property
    def talk(self) -> str | None:
        """What every message of the same thread has in common; None before there is one."""
        root = self.thread or self.ts
        return f"{self.channel}:{root}" if root else None

    @property
    def asker(self) -> str | None:
        """Shown in a message that does not stand under the question it answers."""
        return None if self.thread else self.user

    def anew(self) -> Place:
        """A new message for the same person in the thread of this one."""
        return replace(self, thread=self.thread or self.ts, ts=None)


class Refused(RemoteError):  # noqa: N818  (an answer of Slack's)
    """Slack answered, and said no; `code` is Slack's own word for why."""

    def __init__(self, code: str, retry_after_s: float = 0.0) -> None:
        self.code, self.retry_after_s = code, retry_after_s
        remedy = "Renew the token, its scopes stand in the manifest." if code in _TOKENS else "It is tried again."
        super().__init__(f"Slack refused the call ({code}). {remedy}")
