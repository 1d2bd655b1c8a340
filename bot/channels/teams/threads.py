"""Which messages belong together where Teams itself has no threads: one person's, until a silence."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Final

from bot.channels.teams.place import Place

_SAME_TALK_S: Final = 1800.0
_MOST_KEPT: Final = 5000


class Threads:
    """A follow-up inherits from what was said before, so in doubt a message is no follow-up. For one event loop."""

    def __init__(self) -> None:
        self._talks: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def of(self, place: Place, event: str) -> str:
        """What every message of the same talk has in common. In a channel it is the thread."""
        if place.talk is not None:
            return place.talk
        key = place.conversation if place.kind == "personal" else f"{place.conversation} {place.user}"
        now = asyncio.get_running_loop().time()
        talk, heard_at = self._talks.pop(key, (event, now))
        if now - heard_at > _SAME_TALK_S:
            talk = event
        self._talks[key] = talk, now
        while len(self._talks) > _MOST_KEPT:
            self._talks.popitem(last=False)
        return talk
