"""Slack's Web API in our words: post, edit, show a modal. Loaded only once Slack is switched on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.blocks import Block, Content
from bot.channels.slack.place import Place, Refused
from bot.errors import RemoteError

_LOG: Final = logging.getLogger("firstline.slack")
_TIMEOUT_S: Final = 10
_TRIES: Final = 3
# The bot is not in the channel, or may not write there: the asker is answered alone.
_CLOSED: Final = {"not_in_channel", "channel_not_found", "is_archived", "restricted_action", "access_denied"}
# The message is not there any more, or may not be edited: a new one says the same.
_UNEDITABLE: Final = {"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}


class SlackWriter:
    """Two clients: one that tries again (the first post, the answer), one that does not (steps of the work)."""

    def __init__(self, token: str, api: str, logger: logging.Logger, *, plans: bool) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S))
        self.patient = AsyncWebClient(
            token=token,
            base_url=api,
            session=self._session,
            logger=logger,
            retry_handlers=[
                AsyncConnectionErrorRetryHandler(max_retry_count=1),
                AsyncRateLimitErrorRetryHandler(max_retry_count=_TRIES),
                AsyncServerErrorRetryHandler(max_retry_count=_TRIES),
            ],
        )
        self._hasty = AsyncWebClient(token=token, base_url=api, session=self._session, logger=logger, retry_handlers=[])
        self._plans = plans  # until this workspace refuses one
        self._quiet_until = 0.0  # Slack asked for silence; steps of the work keep to it

    async def close(self) -> None:
        await self._session.close()

    async def check(self) -> None:
        """Whether Slack answers and takes the token. Raises RemoteError."""
        await called(self._hasty.auth_test())

    async def post(self, place: Place, content: Content) -> Place:
        """A new message; where the channel is closed to the bot, one to the asker alone."""
        try:
            return await self._post(place, content)
        except Refused as refusal:
            if refusal.code not in _CLOSED or place.channel == place.user:
                raise
            return await self._post(Place(channel=place.user, user=place.user), content)

    async def edit(self, place: Place, content: Content, *, patient: bool) -> Place:
        """Another state of the message; a new message where Slack has lost the old one."""
        clock = asyncio.get_running_loop().time
        if not patient and clock() < self._quiet_until:
            raise Refused("ratelimited")
        client = self.patient if patient else self._hasty
        try:
            await self._shown(
                content,
                lambda blocks: client.chat_update(
                    channel=place.channel, ts=place.ts or "", text=content.text, blocks=blocks
                ),
            )
        except Refused as refusal:
            self._quiet_until = clock() + refusal.retry_after_s
            if refusal.code not in _UNEDITABLE or not patient:
                raise
            return await self.post(replace(place, ts=None), content)
        return place

    async def modal(self, trigger: str, view: Block) -> None:
        await called(self._hasty.views_open(trigger_id=trigger, view=view))

    async def home(self, user: str, view: Block) -> None:
        """What this user finds on the Home tab."""
        await called(self._hasty.views_publish(user_id=user, view=view))

    async def groups(self) -> dict[str, list[str]]:
        """The user groups of the workspace: id -> ids of their members."""
        answer = await called(self._hasty.usergroups_list(include_users=True))
        return {str(one["id"]): [str(user) for user in one.get("users") or ()] for one in answer["usergroups"]}

    async def whisper(self, channel: str, user: str, text: str, thread: str | None) -> None:
        """Seen by one person only."""
        await called(self._hasty.chat_postEphemeral(channel=channel, user=user, text=text, thread_ts=thread))

    async def _post(self, place: Place, content: Content) -> Place:
        answer = await self._shown(
            content,
            lambda blocks: self.patient.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread,
                text=content.text,
                blocks=blocks,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        # A message to a user comes to stand in a channel of its own kind, whose id Slack tells.
        return replace(place, channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def _shown(
        self, content: Content, call: Callable[[list[Block]], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        """The one place that decides whether a plan is shown: until Slack refuses one, and then never again."""
        if content.plan and self._plans:
            try:
                return await called(call(list(content.plan)))
            except Refused as refusal:
                if not refusal.code.startswith("invalid_blocks"):
                    raise
                self._plans = False
                _LOG.info("this workspace takes no plans; the steps are shown as text")
        return await called(call(list(content.blocks)))


async def called(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Slack's answer, or RemoteError in a sentence."""
    try:
        return await call
    except SlackApiError as error:
        answer = error.response
        known = isinstance(answer, AsyncSlackResponse)
        code = answer.get("error") if known and isinstance(answer.data, dict) else None
        wait = answer.headers.get("Retry-After", "0") if known else "0"
        status = answer.status_code if known else "no answer"
        raise Refused(str(code or status), float(wait) if wait.isdigit() else 0.0) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise RemoteError(
            f"Slack cannot be reached ({type(error).__name__}). It is tried again; console and terminal work as usual."
        ) from None
