"""The way in: Slack's socket, kept open in the background, or the signed requests that the web server takes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from bot.channels.slack.settings import SlackSettings
from bot.errors import RemoteError, SettingsError

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

_LOG: Final = logging.getLogger("firstline.slack")
_LOST: Final = "Slack's socket was lost. It is opened again."

Noted = Callable[[bool, str | None], None]  # working, and what stands in the way


async def keep(attempt: Callable[[], Awaitable[None]], noted: Noted, beat_s: float) -> None:
    """For ever: `attempt` lasts as long as the connection does, and is made again, less and less often."""
    clock = asyncio.get_running_loop().time
    pause = shortest = min(1.0, beat_s)
    while True:
        started = clock()
        try:
            await attempt()
            noted(False, _LOST)
        except (RemoteError, SettingsError) as error:
            noted(False, str(error))
        except Exception as error:  # noqa: BLE001  (whatever it was, it is tried again)
            _LOG.exception("the connection to Slack broke")
            noted(False, f"the connection to Slack broke ({type(error).__name__}). It is opened again.")
        if clock() - started > 6 * beat_s:
            pause = shortest
        await asyncio.sleep(pause)
        pause = min(2 * pause, 3 * beat_s)


async def hold_socket(app: AsyncApp, token: str, settings: SlackSettings, quiet: logging.Logger, noted: Noted) -> None:
    """Open the socket and look after it; returns once it has been lost for longer than its own mending takes.

    The SDK mends a socket that breaks, but one of its ways round keeps to an address that has expired. So after three
    beats without a socket everything is made anew, with a fresh address.
    """
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.channels.slack.writer import called

    beat_s, clock = settings.beat_s, asyncio.get_running_loop().time
    web = AsyncWebClient(token=token, base_url=settings.api, logger=quiet, retry_handlers=[], timeout=10)
    address = await called(web.apps_connections_open(app_token=token))
    handler = AsyncSocketModeHandler(app, token, logger=quiet, web_client=web, ping_interval=beat_s)
    handler.client.wss_uri = str(address["url"])
    opening = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # the SDK left it untyped
    seen_at = clock()
    try:
        while clock() - seen_at < 3 * beat_s:
            if await handler.client.is_connected():
                seen_at = clock()
                noted(True, None)
            elif clock() - seen_at > min(1.0, beat_s):
                noted(False, _LOST)
            await asyncio.sleep(min(1.0, beat_s / 4))
    finally:
        opening.cancel()
        closing = asyncio.create_task(handler.client.close())  # type: ignore[no-untyped-call]
        await asyncio.wait([closing], timeout=2)


async def look_in(check: Callable[[], Awaitable[None]], noted: Noted, beat_s: float) -> None:
    """Over HTTP Slack comes to us; all there is to see is whether it answers. Raises RemoteError when it does not."""
    while True:
        noted(True, None)
        await asyncio.sleep(6 * beat_s)
        await check()


async def dispatched(app: AsyncApp, body: bytes, headers: Mapping[str, str]) -> Response:
    """What bolt answers to one signed request."""
    from slack_bolt.request.async_request import AsyncBoltRequest

    try:
        request = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
    except ValueError:  # bolt reads the body before it looks at the signature, and breaks on what is no JSON
        return Response(status_code=400)
    answer = await app.async_dispatch(request)
    return Response(answer.body, answer.status, answer.first_headers())
