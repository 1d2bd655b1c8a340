"""A text from any channel -> a Request: what is private is dropped first, then it gets its language, id and time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.desk.personal import drop_personal
from bot.desk.understand.wording import language_of
from bot.model import Language, Request

__all__ = ["LONGEST_TEXT", "accept", "drop_personal"]

LONGEST_TEXT = 20_000  # characters that are kept; nobody types more, and a pasted log says it in less


def accept(
    text: str,
    *,
    requester: str,
    channel: str,
    at: datetime,
    event: str | None = None,
    language: Language | None = None,
) -> tuple[Request, bool]:
    """The request to store, and whether a personal identity number was dropped (the asker is told so).

    `event` is the channel's own id of the message: the same event gives the same request id, so that a message that
    is delivered twice stays one request. `language` is what the channel knows of the asker; the text's own words win.
    """
    if at.tzinfo is None:
        raise ValueError("a request needs a time with a zone")
    kept, dropped = drop_personal(text)
    kept = kept[:LONGEST_TEXT].strip()
    source = event or f"{at.isoformat()} {requester} {kept}"
    digest = hashlib.sha256(f"{channel} {source}".encode()).hexdigest()
    request = Request(
        id=f"r-{digest[:16]}",
        text=kept,
        language=language_of(kept, language or "sv"),
        requester=requester,
        channel=channel,
        at=at,
    )
    return request, dropped
