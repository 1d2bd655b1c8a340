"""Would Teams take us? The secret, the keys and the webhook's token in turn, without saying anything to anybody."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import httpx

from bot.channels.teams.settings import TeamsSettings
from bot.channels.teams.tokens import Tokens
from bot.errors import RemoteError, SettingsError

_PATIENCE_S = 10.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One thing that was looked at; `do` where it has to be mended."""

    said: str
    do: str | None = None


def checkup(settings: TeamsSettings) -> Iterator[Seen]:
    """Never tells a secret."""
    if settings.webhook:
        try:
            base64.b64decode(settings.webhook.read(), validate=True)
            yield Seen(said="the webhook's token is there; whether it is right shows with the first call from Teams")
        except SettingsError as error:
            yield Seen(said=f"teams: webhook: {error}", do="It was shown once, when the webhook was made.")
        except (binascii.Error, ValueError):
            yield Seen(said="teams: webhook: what stands there is no token of a webhook", do="Make the webhook anew.")
    if settings.bot is None:
        return
    if find_spec("microsoft_teams") is None:
        yield Seen(said="the Teams SDK is not installed", do="pip install 'firstline[teams]'")
    try:
        asyncio.run(Tokens(settings.bot, settings.tenants[0], settings.login).token())
        yield Seen(said="Microsoft Entra gives the bot a token")
    except RemoteError as error:
        yield Seen(said=str(error), do="See the table in deploy/teams/README.md.")
    try:
        httpx.get(settings.keys, timeout=_PATIENCE_S).raise_for_status()
        yield Seen(said="the keys of Teams can be fetched")
    except httpx.HTTPError as error:
        said = f"the keys of Teams cannot be fetched from {settings.keys} ({type(error).__name__})"
        yield Seen(said=said, do="It is a firewall, DNS or the proxy (HTTPS_PROXY); everything else works without it.")
