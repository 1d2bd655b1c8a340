"""Slack's events to our verbs: the only file that speaks bolt. Loaded only once Slack is switched on."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.card import DiagnosisCard
from bot.channels.slack import texts as ours
from bot.channels.slack.blocks import Content
from bot.channels.slack.buttons import read_press
from bot.channels.slack.details import details
from bot.channels.slack.form import CALLBACK, PLACE, asked, form, missing, options
from bot.channels.slack.home import home
from bot.channels.slack.people import People, is_guest
from bot.channels.slack.place import Place
from bot.channels.slack.settings import SlackSettings
from bot.channels.slack.writer import SlackWriter
from bot.channels.talk import Buttons, Conversations, Outcome, texts
from bot.channels.talk.form import Suggest
from bot.errors import RemoteError
from bot.model import Person, Request

_LOG: Final = logging.getLogger("firstline.slack")
_TAKEN: Final = "firstline.request"
_ASKS: Final = re.compile(r"recheck|choose_\d+")
_OTHERS: Final = re.compile(r"escalate|details|reveal|helped|not_helped|cancel")
_LINKS: Final = re.compile(r"open_\w+")
Next = Callable[[], Awaitable[None]]
Body = dict[str, Any]  # as Slack sends it


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the listeners hand things to."""

    settings: SlackSettings
    writer: SlackWriter
    talks: Conversations[Place, Content]
    buttons: Buttons[Place, Content]
    people: People
    console: str | None
    suggest: Suggest
    zone: tzinfo


def listening(desk: Desk, secret: str, quiet: logging.Logger) -> AsyncApp:
    """The bolt app. `secret` signs what comes over HTTP; over a socket nothing is signed, the token opened it."""
    settings, writer = desk.settings, desk.writer
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
        if not is_guest(body):
            await next()
            return None
        event = body.get("event") or {}
        if event.get("type") == "app_mention":
            whispered = writer.whisper(
                event["channel"], event["user"], texts.GUEST[settings.language], event.get("thread_ts")
            )
            desk.talks.soon(_quietly(whispered))
        return await ack()

    _questions(app, desk)
    _forms(app, desk)
    _buttons(app, desk)
    return app


def _questions(app: AsyncApp, desk: Desk) -> None:
    """What is written: a mention, a direct message, a slash command, a message that somebody points at."""
    settings, talks = desk.settings, desk.talks

    async def take(body: Body, event: Body, context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        # bolt acknowledges an event before its listener runs; the request has to be stored before that.
        if _written_by_a_person(event):
            text = re.sub(r"<@\w+(\|[^>]*)?>", " ", event.get("text", "")).strip()
            place = Place(channel=event["channel"], thread=event.get("thread_ts") or event["ts"], user=event["user"])
            team = body.get("team_id", "")
            person = desk.people.person(team, event["user"])
            key = f"{team}:{body['event_id']}"
            context[_TAKEN] = await talks.accept(plain(text), person, event=key, place=place)
        await next()

    async def begun(context: AsyncBoltContext) -> None:
        if _TAKEN in context:
            talks.begin(context[_TAKEN])

    app.event("app_mention", middleware=[take])(begun)
    app.event("message", middleware=[take])(begun)  # direct messages only: no other are subscribed to

    @app.command(settings.command)
    async def commanded(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        person = desk.people.person(body.get("team_id", ""), body["user_id"])
        place = Place(channel=body["channel_id"], user=body["user_id"])
        text = plain(body.get("text", "")).strip()
        if not text:
            await ack()
            await _form(desk, body, place, person, respond)
            return
        try:
            request = await talks.accept(text, person, event=f"{_team(body)}:{body['trigger_id']}", place=place)
        except Exception:  # noqa: BLE001  (the asker is told, whatever it was)
            _LOG.exception("a slash command was not stored")
            await ack(texts.NOT_SAVED[settings.language])  # Slack does not deliver a command again
            return
        await ack()
        talks.begin(request)

    async def take_message(body: Body, context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        message, user = body.get("message") or {}, body["user"]["id"]
        place = Place(channel=body["channel"]["id"], thread=message.get("thread_ts") or message.get("ts"), user=user)
        text = plain(str(message.get("text", ""))).strip()
        person = desk.people.person(_team(body), user)
        context[_TAKEN] = place
        if text:
            key = f"{_team(body)}:{body['trigger_id']}"
            context[_TAKEN] = await talks.accept(text, person, event=key, place=place)
        await next()

    @app.message_shortcut("diagnose_this", middleware=[take_message])
    async def pointed_at(ack: AsyncAck, body: Body, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        taken = context[_TAKEN]
        if isinstance(taken, Request):
            talks.begin(taken)
        else:
            await _form(desk, body, taken, desk.people.person(_team(body), body["user"]["id"]), respond)


def _forms(app: AsyncApp, desk: Desk) -> None:
    """The form, what it suggests, and the Home tab."""
    settings, talks = desk.settings, desk.talks

    @app.options(PLACE)
    async def searched(ack: AsyncAck, body: Body) -> None:
        typed = str(body.get("value", ""))
        await ack(await talks.blocking(lambda: options(typed, desk.suggest)))

    @app.view(CALLBACK)
    async def filled_in(ack: AsyncAck, body: Body) -> None:
        view = body["view"]
        text, kept = asked(view)
        if text is None:
            await ack(response_action="errors", errors=missing(settings.language))
            return
        user = body["user"]["id"]
        place = Place.parse(kept) or Place(channel=user, user=user)
        person = desk.people.person(_team(body), user)
        try:
            request = await talks.accept(text, person, event=f"{_team(body)}:{view['id']}", place=place)
        except Exception:  # noqa: BLE001  (the window stays open, with what was filled in)
            _LOG.exception("a form was not stored")
            await ack(response_action="errors", errors={"words": texts.NOT_SAVED[settings.language]})
            return
        await ack()
        talks.begin(request)

    @app.event("app_home_opened")
    async def opened(event: Body, body: Body) -> None:
        if event.get("tab") != "home":
            return
        person = desk.people.person(body.get("team_id", ""), event["user"])
        board = await talks.blocking(lambda: talks.door.board(person))
        allowed = await talks.blocking(lambda: talks.door.allowed(person))
        view = home(board, settings.language, desk.zone, may_ask="ask" in allowed.deeds)
        await _quietly(desk.writer.home(event["user"], view))


def _buttons(app: AsyncApp, desk: Desk) -> None:
    talks = desk.talks

    async def take(body: Body, context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        # What asks anew is stored before Slack has its acknowledgement, like any question.
        context[_TAKEN] = await desk.buttons.pressed(read_press(body, desk.people))
        await next()

    @app.action(_ASKS, middleware=[take])
    async def asked_anew(ack: AsyncAck, body: Body, context: AsyncBoltContext, respond: AsyncRespond) -> None:
        await ack()
        await talks.soon(_shown(desk, body, context[_TAKEN], respond))

    @app.action(_OTHERS)
    async def pressed(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        await talks.soon(_pressed(desk, body, respond))  # stopping waits for it

    @app.action("form")
    async def form_wanted(ack: AsyncAck, body: Body, respond: AsyncRespond) -> None:
        await ack()
        press = read_press(body, desk.people)
        request = await talks.blocking(lambda: talks.door.request(press.request_id or ""))
        await talks.soon(_form(desk, body, press.place.anew(), press.person, respond, request))

    @app.action(_LINKS)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # Slack has opened it


async def _pressed(desk: Desk, body: Body, respond: AsyncRespond) -> None:
    await _shown(desk, body, await desk.buttons.pressed(read_press(body, desk.people)), respond)


async def _shown(desk: Desk, body: Body, outcome: Outcome, respond: AsyncRespond) -> None:
    """What came of a button, for the one who pressed it."""
    if isinstance(outcome, Request):
        desk.talks.begin(outcome)
    elif isinstance(outcome, DiagnosisCard):
        number = read_press(body, desk.people).request_id or ""
        try:
            await desk.writer.modal(body["trigger_id"], details(outcome, number, console=desk.console))
        except RemoteError as error:
            _LOG.warning("a window was not opened: %s", error)
            await _tell(respond, texts.NOT_DONE[outcome.language])
    else:
        await _tell(respond, outcome)


async def _form(
    desk: Desk, body: Body, place: Place, person: Person, respond: AsyncRespond, request: Request | None = None
) -> None:
    """Open the form, with the words of `request` that were not enough; where Slack does not take it, say how to ask."""
    language, words = (request.language, request.text) if request else (desk.settings.language, "")
    refusal = await desk.talks.refusal(person, "ask")
    if refusal is not None:
        await _tell(respond, refusal[language])
        return
    try:
        await desk.writer.modal(body["trigger_id"], form(language, str(place), words))
    except RemoteError as error:
        _LOG.warning("the form was not opened: %s", error)
        await _tell(respond, ours.EMPTY[language].format(command=desk.settings.command))


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """One workspace, one token: nothing is looked up, so that a slow Slack cannot delay an acknowledgement."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _team(body: Body) -> str:
    return str(body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id", ""))


def _written_by_a_person(event: Body) -> bool:
    """Neither a bot's words nor an edited or deleted message, nor one that a mention brings anyway."""
    if event.get("bot_id") or event.get("subtype") or not event.get("user") or not event.get("text"):
        return False
    return event["type"] == "app_mention" or event.get("channel_type") == "im"


def plain(text: str) -> str:
    """As the person wrote it: Slack escapes three characters and wraps what it takes for a link."""
    unwrapped = re.sub(r"<(?:https?://|mailto:)[^|>]*\|([^>]*)>", r"\1", text)
    unwrapped = re.sub(r"<(?:https?://|mailto:)?([^@#!|>][^|>]*)>", r"\1", unwrapped)
    return unwrapped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def _tell(respond: AsyncRespond, text: str) -> None:
    await _quietly(respond(text=text, response_type="ephemeral", replace_original=False))


async def _quietly(call: Awaitable[object]) -> None:
    """A word to one person is worth one try."""
    try:
        await call
    except Exception as error:  # noqa: BLE001  (the web client's own errors come in many kinds)
        _LOG.warning("a word to the asker did not reach Slack: %s", type(error).__name__)
