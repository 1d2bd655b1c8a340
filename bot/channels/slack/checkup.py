"""Would Slack take us? Each token in turn, without connecting and without saying anything to anybody."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import httpx

from bot.channels.slack.settings import SlackSettings
from bot.errors import RemoteError, SettingsError
from bot.settings import Reference

# As deploy/slack/manifest.yaml asks for them.
_SCOPES: Final = ("app_mentions:read", "chat:write", "commands", "im:history", "usergroups:read")
_KINDS: Final = {"xoxb-": "a bot token", "xapp-": "an app-level token", "xoxp-": "a user token"}
_PATIENCE_S: Final = 10.0
_ANEW: Final = "Copy it anew from api.slack.com/apps"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One thing that was looked at; `do` where it has to be mended."""

    said: str
    do: str | None = None


def checkup(settings: SlackSettings) -> Iterator[Seen]:
    """Tokens by their shape, then by asking Slack. Never tells a token."""
    scopes = "the scopes are not told"
    bot = yield from _secret(settings.bot_token, "bot_token", "xoxb-", "the Bot User OAuth Token")
    if bot:
        answer, headers = _called(settings, "auth.test", bot)
        if answer.get("ok"):
            named = headers.get("x-oauth-scopes")
            missing = [one for one in _SCOPES if named is not None and one not in named.replace(" ", "").split(",")]
            if missing:
                do = "Update the app from deploy/slack/manifest.yaml and install it to the workspace again."
                yield Seen(said=f"the bot token lacks {', '.join(missing)}", do=do)
            scopes = scopes if named is None else "all scopes are there"
            team = answer.get("team") or answer.get("team_id")
            yield Seen(said=f"the bot is {answer.get('user') or answer.get('user_id')} in {team}; {scopes}")
        else:
            yield Seen(said=f"Slack refuses the bot token ({answer.get('error')})", do=f"{_ANEW}, OAuth & Permissions.")
    if settings.mode == "http":
        yield from _signing_secret(settings)
        return
    if settings.app_token is None:
        return
    app = yield from _secret(settings.app_token, "app_token", "xapp-", "the App-Level Token")
    if app:
        answer, _ = _called(settings, "apps.connections.open", app)
        if answer.get("ok"):
            yield Seen(said="the app token opens a socket")
        else:
            do = f"{_ANEW}, Basic Information, App-Level Tokens, with connections:write; and switch Socket Mode on."
            yield Seen(said=f"Slack refuses the app token ({answer.get('error')})", do=do)


def _secret(place: Reference, key: str, begins: str, name: str) -> Generator[Seen, None, str | None]:
    """The token where it has the right shape."""
    try:
        token = place.read()
    except SettingsError as error:
        yield Seen(said=f"slack: {key}: {error}", do=f"It is {name}, {begins}...")
        return None
    if token.startswith(begins):
        return token
    kind = next((kind for start, kind in _KINDS.items() if token.startswith(start)), "no token of Slack's")
    swapped = " bot_token and app_token seem swapped." if token.startswith(("xoxb-", "xapp-")) else ""
    yield Seen(said=f"slack: {key}: what stands there is {kind}", do=f"{name} belongs there, {begins}...{swapped}")
    return None


def _signing_secret(settings: SlackSettings) -> Iterator[Seen]:
    assert settings.signing_secret is not None
    try:
        secret = settings.signing_secret.read()
    except SettingsError as error:
        yield Seen(said=f"slack: signing_secret: {error}", do="It stands under Basic Information, App Credentials.")
        return
    if secret.startswith(tuple(_KINDS)):
        do = "The Signing Secret belongs there, from Basic Information, App Credentials."
        yield Seen(said="slack: signing_secret: what stands there is a token", do=do)
    else:
        yield Seen(said="the signing secret is there; whether it is right shows with the first call from Slack")


def _called(settings: SlackSettings, method: str, token: str) -> tuple[dict[str, object], httpx.Headers]:
    """Slack's answer. Raises RemoteError where there is none."""
    try:
        reply = httpx.post(f"{settings.api}{method}", headers={"Authorization": f"Bearer {token}"}, timeout=_PATIENCE_S)
        answer = reply.json()
    except httpx.HTTPError as error:
        raise RemoteError(
            f"Slack cannot be reached at {settings.api} ({type(error).__name__}). It is a firewall, DNS or the proxy "
            "(HTTPS_PROXY); console, API and terminal work without it."
        ) from None
    except ValueError:
        raise RemoteError(
            f"What answers at {settings.api} is not Slack (HTTP {reply.status_code}). A proxy may stand in between."
        ) from None
    return answer if isinstance(answer, dict) else {}, reply.headers
