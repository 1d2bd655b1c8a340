"""Who writes or presses in Slack, by ids that never change, and the user groups they are in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from bot.errors import RemoteError
from bot.model import Person

_LOG: Final = logging.getLogger("firstline.slack")
_FRESH_S: Final = 300.0  # how often the groups are asked for
_KEPT_S: Final = 3600.0  # so long the last answer counts while Slack gives none; then nobody is in any group

Members = Mapping[str, Sequence[str]]  # group id -> user ids


class People:
    """The groups are fetched in the background, so that a slow Slack cannot delay an acknowledgement."""

    def __init__(self, fetch: Callable[[], Awaitable[Members]]) -> None:
        self._fetch = fetch
        self._groups: dict[str, tuple[str, ...]] = {}  # user id -> group ids
        self._problem: str | None = None

    def person(self, team: str, user: str) -> Person:
        """The ids of a user and of the groups, as an `access:` configuration names them."""
        groups = tuple(f"slack:{team}:{group}" for group in self._groups.get(user, ()))
        return Person(id=f"slack:{team}:{user}", groups=groups)

    async def keep(self) -> None:
        """For ever: ask for the groups again and again."""
        clock = asyncio.get_running_loop().time
        known_at = clock()
        while True:
            try:
                self._take(await self._fetch())
                known_at = clock()
            except RemoteError as error:
                self._note(str(error))
                if clock() - known_at > _KEPT_S:
                    self._groups = {}
            await asyncio.sleep(_FRESH_S)

    def _take(self, members: Members) -> None:
        groups: dict[str, list[str]] = {}
        for group, users in sorted(members.items()):
            for user in users:
                groups.setdefault(user, []).append(group)
        self._groups = {user: tuple(names) for user, names in groups.items()}
        self._problem = None

    def _note(self, problem: str) -> None:
        if problem != self._problem:
            _LOG.warning("the user groups are not known, so no team that is named by one lets anybody in: %s", problem)
        self._problem = problem


def is_guest(body: Mapping[str, Any]) -> bool:
    """Someone of another organisation in a shared channel."""
    if body.get("enterprise_id") or (body.get("team") or {}).get("enterprise_id"):
        return False  # one organisation of many workspaces
    event, user = body.get("event") or {}, body.get("user") or {}
    home = body.get("team_id") or (body.get("team") or {}).get("id")
    theirs = event.get("user_team") or (user.get("team_id") if isinstance(user, dict) else None)
    return bool(home and theirs and home != theirs)
