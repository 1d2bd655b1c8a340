"""Which groups of Microsoft Entra somebody is in, of those configured: asked of Graph, kept a while. In doubt: none."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

import httpx

from bot.channels.teams.settings import Bot
from bot.channels.teams.tokens import Tokens
from bot.errors import RemoteError

_LOG: Final = logging.getLogger("firstline.teams")
_TIMEOUT_S: Final = 3.0  # somebody waits for an answer meanwhile
_FRESH_S: Final = 300.0
_KEPT_S: Final = 3600.0  # so long the last answer counts while Graph gives none
_CALM_S: Final = 30.0  # after a failure nobody waits for Graph again for so long
_MOST_KNOWN: Final = 5000


class Groups:
    """For people of the organisation that the bot is registered in; `asked` are ids, at most MOST. One event loop."""

    def __init__(self, bot: Bot, tenant: str, asked: Sequence[str], *, login: str, graph: str) -> None:
        self._asked = list(asked)
        self._tokens = Tokens(bot, tenant, login, scope=f"{graph}/.default")
        self._people = f"{graph}/v1.0/users"
        self._known: OrderedDict[str, tuple[tuple[str, ...], float]] = OrderedDict()
        self._not_before = 0.0

    async def of(self, user: str) -> tuple[str, ...]:
        """Ids, also where the person is in a group within the group. Never raises: where it is not known, none."""
        now = asyncio.get_running_loop().time()
        groups, known_at = self._known.get(user, ((), now - _KEPT_S))
        if now - known_at < _FRESH_S:
            return groups
        if now >= self._not_before:
            try:
                async with asyncio.timeout(_TIMEOUT_S):
                    groups, known_at = await self._fetch(user), now
            except (RemoteError, TimeoutError) as error:
                self._not_before = now + _CALM_S
                _LOG.warning("the groups of Entra are not known, so they let nobody in: %s", error or "no answer")
            else:
                self._known[user] = groups, now
                while len(self._known) > _MOST_KNOWN:
                    self._known.popitem(last=False)
        return groups if now - known_at < _KEPT_S else ()

    async def _fetch(self, user: str) -> tuple[str, ...]:
        headers = {"Authorization": f"Bearer {await self._tokens.token()}"}
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
                address = f"{self._people}/{quote(user, safe='')}/checkMemberGroups"
                answer = await client.post(address, json={"groupIds": self._asked}, headers=headers)
            named = answer.json().get("value")
        except (httpx.HTTPError, OSError, ValueError, AttributeError) as error:
            raise RemoteError(f"Microsoft Graph cannot be reached ({type(error).__name__}).") from None
        if answer.status_code != httpx.codes.OK or not isinstance(named, list):
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                self._tokens.forget()
            raise RemoteError(
                f"Microsoft Graph refuses to name them (HTTP {answer.status_code}). The app registration needs "
                "GroupMember.Read.All and User.ReadBasic.All as application permissions, with admin consent."
            )
        return tuple(one for one in self._asked if one in named)
