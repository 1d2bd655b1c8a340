"""Our own tokens, to speak in Teams and to ask Graph: fetched from Microsoft Entra, kept while they are good."""

from __future__ import annotations

import asyncio
import re
from typing import Final

import httpx

from bot.channels.teams.settings import Bot
from bot.errors import RemoteError, SettingsError

BOT: Final = "https://api.botframework.com/.default"  # what a token is for: to speak in Teams
_TIMEOUT_S: Final = 10.0
_EARLY_S: Final = 300.0  # fetched anew so long before it ends
_CALM_S: Final = 5.0  # after a failure the next one that asks is told the same for so long


class Tokens:
    """The SDK's own way has no time limit and reads the secret once; this one notices a renewed secret."""

    def __init__(self, bot: Bot, tenant: str, login: str, scope: str = BOT) -> None:
        self._bot, self._scope, self._address = bot, scope, f"{login}/{tenant}/oauth2/v2.0/token"
        self._token = ""
        self._good_until = 0.0
        self._failed: RemoteError | None = None
        self._not_before = 0.0
        self._turn = asyncio.Lock()

    def forget(self) -> None:
        """Teams did not take it: the next one is fetched anew."""
        self._good_until = 0.0

    async def token(self) -> str:
        """Raises RemoteError where there is none to be had."""
        clock = asyncio.get_running_loop().time
        async with self._turn:
            if clock() < self._good_until:
                return self._token
            if self._failed and clock() < self._not_before:
                raise self._failed
            try:
                self._token, lasts_s = await self._fetch()
            except RemoteError as error:
                self._failed, self._not_before = error, clock() + _CALM_S
                raise
            self._failed, self._good_until = None, clock() + max(60.0, lasts_s - _EARLY_S)
            return self._token

    async def _fetch(self) -> tuple[str, float]:
        try:
            secret = self._bot.secret.read()
        except SettingsError as error:
            raise RemoteError(f"teams: {error}") from None
        form = {
            "grant_type": "client_credentials",
            "client_id": self._bot.app_id,
            "client_secret": secret,
            "scope": self._scope,
        }
        try:
            async with asyncio.timeout(_TIMEOUT_S), httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
                answer = await client.post(self._address, data=form)
            said = answer.json()
        except (httpx.HTTPError, TimeoutError, OSError, ValueError) as error:
            raise RemoteError(
                f"Microsoft Entra cannot be reached ({type(error).__name__}). It is tried again; console and terminal "
                "work as usual."
            ) from None
        if answer.status_code != httpx.codes.OK or not isinstance(said.get("access_token"), str):
            # AADSTS7000215 and its like: the number is what an administrator looks up.
            number = re.search(r"AADSTS\d+", str(said.get("error_description", "")))
            code = number[0] if number else said.get("error") or f"HTTP {answer.status_code}"
            raise RemoteError(f"Microsoft Entra refuses the bot ({code}). Renew the secret of the app registration.")
        return said["access_token"], float(said.get("expires_in", 3600))
