"""Slack's events to our verbs: the only file that speaks bolt. Loaded only once Slack is switched on."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.channels.slack import texts
from bot.channels.slack.conversations import Asker, Conversations
from bot.channels.slack.message import Place
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.writer import SlackWriter
from bot.errors import RemoteError
from bot.model import Text

_LOG: Final = logging.getLogger("firstline.slack")
_TAKEN: Final = "firstline.request"
Next = Callable[[], Awaitable[None]]
Body = dict[str, Any]  # as Slack sends it


def listening(
    settings: SlackSettings, secret: str, writer: SlackWriter, talks: Conversations, quiet: logging.Logger
) -> AsyncApp:
    """The bolt app. `secret` signs what comes over HTTP; over a socket nothing is signed, the token opened it."""
    app = AsyncApp(
        name=quiet.name,  # bolt sets the level of the logger of this name: never that of the whole house
        logger=quiet,
        client=writer.patient,
        signing_secret=secret,
        request_verification_enabled=settings.mode == "http",
        authorize=_authorize,
        raise_error_for_unhandled_request=True,
    )

    @app.error
    async def broken(error: Exception) -> BoltResponse | None:
        # Whatever nobody listens to is acknowledged all the same: bolt would say 404, over a socket nothing at all,
        # and Slack would deliver it again and again.
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200, body="")
        _LOG.error("an event of Slack was not carried out: %s", type(error).__name__, exc_info=error)
        return None

    @app.middleware
    async def members(body: Body, next: Next, ack: AsyncAck) -> BoltResponse | None:  # noqa: A002  (bolt's name)
        if not _is_guest(body):
            await next()
            return None
        event = body.get("event") or {}
        if event.get("type") == "app_mention":
            whispered = writer.whisper(
                event["channel"], event["user"], texts.GUEST[settings.language], event.get("thread_ts")
            )
            talks.aside(_quietly(whispered))
        return await ack()

    _questions(app, settings, talks)
    _buttons(app, settings, talks)
    return app


def _questions(app: AsyncApp, settings: SlackSettings, talks: Conversations) -> None:
    async def take_mention(body: Body, event: Body, context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        # bolt acknowledges an event before its listener runs; the request has to be stored before that.
        if event.get("bot_id") or not event.get("user"):
            await next()
            return
        text = re.sub(r"<@\w+(\|[^>]*)?>", " ", event.get("text", "")).strip()
        place = Place(channel=event["channel"], thread=event.get("thread_ts") or event["ts"], user=event["user"])
        asker = Asker(team=body.get("team_id", ""), user=event["user"])
        key = f"{asker.team}:{body['event_id']}"
        context[_TAKEN] = await talks.accept(_plain(text), asker, event=key, place=place)
        await next()

    @app.event("app_mention", middleware=[take_mention])
    async def mentioned(context: AsyncBoltContext) -> None:
        if _TAKEN in context:
            talks.begin(context[_TAKEN])

    @app.command(settings.command)
    async def commanded(ack: AsyncAck, body: Body) -> None:
        text = _plain(body.get("text", "")).strip()
        if not text:
            await ack(texts.EMPTY[settings.language].format(command=settings.command))
            return
        asker = Asker(team=body.get("team_id", ""), user=body["user_id"])
        place = Place(channel=body["channel_id"], user=asker.user)
        try:
            request = await talks.accept(text, asker, event=f"{asker.team}:{body['trigger_id']}", place=place)
        except Exception:  # noqa: BLE001  (the asker is told, whatever it was)
            _LOG.exception("a slash command was not stored")
            await ack(texts.NOT_SAVED[settings.language])  # Slack does not deliver a command again
            return
        await ack()
        talks.begin(request)


def _buttons(app: AsyncApp, settings: SlackSettings, talks: Conversations) -> None:
    async def take_again(body: Body, context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        pressed = _Press(body)
        context[_TAKEN] = await talks.again(pressed.request_id, pressed.asker, event=pressed.event, place=pressed.place)
        await next()

    async def take_choice(body: Body, next: Next) -> None:  # noqa: A002
        pressed = _Press(body)
        await talks.choose(pressed.rest, pressed.asker, event=pressed.event, place=pressed.place)
        await next()

    @app.action("recheck", middleware=[take_again])
    async def rechecked(ack: AsyncAck, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        if context[_TAKEN] is not None:
            await _tell(respond, context[_TAKEN][settings.language])

    @app.action(re.compile(r"choose_\d+"), middleware=[take_choice])
    async def chosen(ack: AsyncAck) -> None:
        await ack()

    @app.action("escalate")
    async def escalated(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        pressed = _Press(body)
        await _answered(talks, respond, pressed, talks.escalate(pressed.request_id, pressed.asker, pressed.place))

    @app.action("details")
    async def detailed(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        pressed = _Press(body)
        await _answered(talks, respond, pressed, talks.details(pressed.request_id, body["trigger_id"]))


class _Press:
    """A pressed button: by whom, on which message, and the opaque id that it carries."""

    def __init__(self, body: Body) -> None:
        action, message = body["actions"][0], body.get("message") or {}
        box = body.get("container") or {}
        self.request_id, _, self.rest = str(action.get("value", "")).partition("/")
        team = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
        self.asker = Asker(team=team, user=body["user"]["id"])
        ts = str(message.get("ts") or box.get("message_ts", ""))
        # Pressed twice by a person is twice; delivered twice by Slack is once.
        self.event = f"{team}:{ts}:{action['action_id']}:{action.get('action_ts', '')}:{self.asker.user}"
        self.place = Place(
            channel=(body.get("channel") or {}).get("id") or box.get("channel_id", ""),
            thread=message.get("thread_ts") if message.get("thread_ts") != ts else None,
            ts=ts,
            user=self.asker.user,
        )


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """One workspace, one token: nothing is looked up, so that a slow Slack cannot delay an acknowledgement."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _is_guest(body: Body) -> bool:
    """Someone of another organisation in a shared channel."""
    if body.get("enterprise_id") or (body.get("team") or {}).get("enterprise_id"):
        return False  # one organisation of many workspaces
    event, user = body.get("event") or {}, body.get("user") or {}
    home = body.get("team_id") or (body.get("team") or {}).get("id")
    theirs = event.get("user_team") or (user.get("team_id") if isinstance(user, dict) else None)
    return bool(home and theirs and home != theirs)


def _plain(text: str) -> str:
    """As the person wrote it: Slack escapes three characters and wraps what it takes for a link."""
    unwrapped = re.sub(r"<(?:https?://|mailto:)[^|>]*\|([^>]*)>", r"\1", text)
    unwrapped = re.sub(r"<(?:https?://|mailto:)?([^@#!|>][^|>]*)>", r"\1", unwrapped)
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def _answered(talks: Conversations, respond: AsyncRespond, pressed: _Press, work: Awaitable[Text | None]) -> None:
    try:
        told = await work
    except RemoteError as error:
        _LOG.warning("a button: %s", error, extra={"request": pressed.request_id})
        return
    if told is not None:
        await _tell(respond, told[await talks.language(pressed.request_id)])


async def _tell(respond: AsyncRespond, text: str) -> None:
    await _quietly(respond(text=text, response_type="ephemeral", replace_original=False))


async def _quietly(call: Awaitable[object]) -> None:
    """A word to one person is worth one try."""
    try:
        await call
    except Exception as error:  # noqa: BLE001  (the web client's own errors come in many kinds)
        _LOG.warning("a word to the asker did not reach Slack: %s", type(error).__name__)
