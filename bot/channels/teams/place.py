"""Where a message stands in Teams, and what Teams' refusals mean."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from bot.errors import RemoteError

Kind = Literal[
    "personal",  # one person and the bot
    "groupChat",  # mentions only, no threads
    "channel",  # mentions only; the conversation's id names the thread
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands, and for whom. Written into a request as text, so that a restart finds it again."""

    service: str  # address that Teams wants the messages of this conversation at
    conversation: str
    kind: Kind
    tenant: str
    user: str  # object id of who asked
    activity: str | None = None  # its own id; None before it is posted

    def __str__(self) -> str:
        parts = (self.service, self.conversation, self.kind, self.tenant, self.user, self.activity or "")
        return json.dumps(parts, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str | None) -> Place | None:
        """The place that was written as text, or None where it is none."""
        try:
            parts = json.loads(text or "")
        except ValueError:
            return None
        if not isinstance(parts, list) or len(parts) != 6 or not all(isinstance(one, str) for one in parts):
            return None
        service, conversation, kind, tenant, user, activity = parts
        if kind not in KINDS:
            return None
        return cls(
            service=service,
            conversation=conversation,
            kind=cast("Kind", kind),
            tenant=tenant,
            user=user,
            activity=activity or None,
        )

    @property
    def posted(self) -> bool:
        return self.activity is not None

    @property
    def talk(self) -> str | None:
        """What every message of the same thread has in common; None where Teams has no threads."""
        return self.conversation if self.kind == "channel" else None

    @property
    def public(self) -> bool:
        """Others than the asker read it too."""
        return self.kind != "personal"

    def anew(self) -> Place:
        """A new message for the same person in the same conversation."""
        return replace(self, activity=None)


class Refused(RemoteError):  # noqa: N818  (an answer of Teams')
    """Teams answered, and said no; `status` is its HTTP status."""

    def __init__(self, status: int, retry_after_s: float = 0.0) -> None:
        self.status, self.retry_after_s = status, retry_after_s
        ours = status in {401, 403}
        remedy = "Renew the secret, and see that the app is installed." if ours else "It is tried again."
        super().__init__(f"Teams refused the call (HTTP {status}). {remedy}")
