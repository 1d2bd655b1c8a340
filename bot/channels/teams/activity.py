"""What Teams sends, read without trust: who, where, what. Shapes that Teams may change without asking us."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.channels.teams.place import KINDS, Kind, Place

_MENTION: Final = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"</?(?:p|div|br|span|attachment|b|i|strong|em|u)\b[^>]*>", re.IGNORECASE)
Fields = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One activity. None where it does not say."""

    type: str
    name: str | None  # of an invoke
    id: str | None
    channel: str | None  # msteams, or another of Microsoft's services
    service: str | None
    tenants: frozenset[str]  # every organisation that it names as that of the conversation
    conversation: str | None
    kind: Kind | None
    sender: str | None  # Teams' id of the person in this conversation
    user: str | None  # the person's object id, the same everywhere
    bot: str | None
    team_group: str | None  # of the team in whose channel it was written, all of whose members may write there
    reply_to: str | None
    text: str
    value: Fields
    place_name: str | None  # what people call the channel or chat

    @property
    def event(self) -> str:
        """The same for one that is delivered twice."""
        return f"{self.conversation}:{self.id}"

    def place(self, user: str) -> Place | None:
        """Where an answer goes; None where it does not say."""
        if self.service is None or self.conversation is None or self.kind is None or len(self.tenants) != 1:
            return None
        (tenant,) = self.tenants
        return Place(service=self.service, conversation=self.conversation, kind=self.kind, tenant=tenant, user=user)


def read_activity(activity: Fields) -> Heard:
    """Never raises; whatever is missing or of another kind is None."""
    conversation, sender, data = (_fields(activity, key) for key in ("conversation", "from", "channelData"))
    team, channel = _fields(data, "team"), _fields(data, "channel")
    tenants = (_text(_fields(data, "tenant"), "id"), _text(conversation, "tenantId"))
    kind = _text(conversation, "conversationType")
    shared = _text(channel, "type") == "shared"  # people of other teams and organisations write there too
    return Heard(
        type=_text(activity, "type") or "",
        name=_text(activity, "name"),
        id=_text(activity, "id"),
        channel=_text(activity, "channelId"),
        service=_text(activity, "serviceUrl"),
        tenants=frozenset(one.casefold() for one in tenants if one),
        conversation=_text(conversation, "id"),
        kind=kind if kind in KINDS else None,
        sender=_text(sender, "id"),
        user=(_text(sender, "aadObjectId") or "").casefold() or None,
        bot=_text(_fields(activity, "recipient"), "id"),
        team_group=None if shared else _text(team, "aadGroupId"),
        reply_to=_text(activity, "replyToId"),
        text=plain(_text(activity, "text") or ""),
        value=_fields(activity, "value"),
        place_name=_text(channel, "name") or _text(conversation, "name"),
    )


def plain(text: str) -> str:
    """As the person wrote it: without mentions, and without the marks that Teams puts in."""
    without = _TAG.sub(" ", _MENTION.sub(" ", text))
    lines = (" ".join(line.split()) for line in html.unescape(without).replace("\u00a0", " ").splitlines())
    return "\n".join(line for line in lines if line)


def _fields(given: Fields, key: str) -> Fields:
    value = given.get(key)
    return value if isinstance(value, dict) else {}


def _text(given: Fields, key: str) -> str | None:
    value = given.get(key)
    return value if isinstance(value, str) and value else None
