"""Whether a call comes from Teams: its signature, for whom it is, and from where. Never waits long for the keys."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

import httpx
import jwt

from bot.channels.teams.sdk import load
from bot.errors import RemoteError

load()
from microsoft_teams.apps.auth import InboundActivityTokenValidator  # noqa: E402  (after load, which shields us)

_LOG: Final = logging.getLogger("firstline.teams")
_ISSUER: Final = "https://api.botframework.com"
_TIMEOUT_S: Final = 5.0
_FRESH_S: Final = 24 * 3600.0  # then the keys are fetched again; the old ones serve while that fails
_CALM_S: Final = 30.0  # between two fetches, whatever keys are asked for: a forged call must not make us fetch
_LONGEST_PAUSE_S: Final = 300.0
_LEEWAY_S: Final = 300  # clocks differ


class Keys:
    """The public keys that Teams signs with, fetched on the loop and kept. For one event loop only."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._endorsed: dict[str, bool] = {}
        self._fetched_at: float | None = None
        self._not_before = 0.0
        self._failures = 0
        self._turn = asyncio.Lock()

    async def key(self, kid: str) -> jwt.PyJWK:
        """The key of this id. Raises jwt.InvalidTokenError where there is none for Teams, RemoteError while none can
        be fetched."""
        await self.hold()
        if kid not in self._keys:
            await self._warm()
        if kid not in self._keys:
            raise jwt.InvalidTokenError("signed with a key that Teams does not have")
        if not self._endorsed[kid]:
            raise jwt.InvalidTokenError("signed with a key that is not for Teams")
        return self._keys[kid]

    async def hold(self) -> None:
        """See to it that there are any, and not too old ones where that can be helped. Raises RemoteError."""
        now = asyncio.get_running_loop().time()
        if self._fetched_at is not None and now - self._fetched_at < _FRESH_S:
            return
        try:
            await self._warm()
        except RemoteError:
            if not self._keys:
                raise

    async def _warm(self) -> None:
        """Fetch the keys unless that was tried just now. Raises RemoteError where that fails, at once while it did."""
        clock = asyncio.get_running_loop().time
        async with self._turn:
            if clock() < self._not_before:
                if self._failures:
                    raise RemoteError("The keys of Teams cannot be fetched. It is tried again.")
                return
            try:
                found = await self._fetch()
            except (httpx.HTTPError, TimeoutError, OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
                self._failures += 1
                self._not_before = clock() + min(5.0 * 2 ** (self._failures - 1), _LONGEST_PAUSE_S)
                raise RemoteError(
                    f"The keys of Teams cannot be fetched ({type(error).__name__}): outgoing HTTPS to "
                    f"{httpx.URL(self._url).host} is needed. It is tried again."
                ) from None
            self._failures, self._fetched_at, self._not_before = 0, clock(), clock() + _CALM_S
            self._keys = {kid: key for kid, (key, _) in found.items()}
            self._endorsed = {kid: endorsed for kid, (_, endorsed) in found.items()}

    async def _fetch(self) -> dict[str, tuple[jwt.PyJWK, bool]]:
        async with asyncio.timeout(_TIMEOUT_S), httpx.AsyncClient(timeout=_TIMEOUT_S) as client:
            answer = await client.get(self._url)
        answer.raise_for_status()
        found: dict[str, tuple[jwt.PyJWK, bool]] = {}
        for one in answer.json()["keys"]:
            if one.get("kty") == "RSA" and isinstance(one.get("kid"), str):
                # A key may be for another service of Microsoft's; one without the list is for all.
                found[one["kid"]] = (jwt.PyJWK(one), "msteams" in one.get("endorsements", ["msteams"]))
        return found


class Signatures(InboundActivityTokenValidator):
    """Stands in for the SDK's own check, which fetches keys in the middle of the loop and may wait half a minute.

    Stricter, too: no tokens of Entra for agents (any organisation, no address), and the address must be told.
    """

    def __init__(self, app_id: str, keys: Keys) -> None:
        super().__init__(app_id)
        self._audience = [app_id, f"api://{app_id}", f"api://botid-{app_id}"]
        self._keys = keys

    async def validate_token(self, raw_token: str, service_url: str | None = None) -> dict[str, Any]:
        """What the token says. Raises jwt.InvalidTokenError, or RemoteError while keys cannot be had."""
        kid = jwt.get_unverified_header(raw_token).get("kid")
        if not isinstance(kid, str):
            raise jwt.InvalidTokenError("no key is named")
        payload: dict[str, Any] = jwt.decode(
            raw_token,
            (await self._keys.key(kid)).key,
            algorithms=["RS256"],
            audience=self._audience,
            issuer=_ISSUER,
            leeway=_LEEWAY_S,
            options={"require": ["exp", "iss", "aud"]},
        )
        told = payload.get("serviceurl")
        if not service_url or not isinstance(told, str) or told.rstrip("/") != service_url.rstrip("/"):
            raise jwt.InvalidTokenError("signed for another address")
        return payload
