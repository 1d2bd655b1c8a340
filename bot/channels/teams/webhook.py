"""The poor man's entry: an outgoing webhook of a team, where no bot can be registered. A question in, one answer out.

Teams waits ten seconds at most and takes nothing afterwards: what is not answered by then stands in the console.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from bot.card import DiagnosisCard, masked
from bot.channels.talk import texts
from bot.channels.teams import texts as own
from bot.channels.teams.activity import Heard, read_activity
from bot.channels.teams.cards import answered, inert
from bot.channels.teams.face import CHANNEL
from bot.channels.teams.settings import TeamsSettings
from bot.errors import SettingsError
from bot.model import Person, Request
from bot.ports import FrontDoor

_LOG: Final = logging.getLogger("firstline.teams")
_QUICK_S: Final = 4.0  # an answer that takes longer comes in the console
_MOST_WAITING: Final = 50
_CHANNEL: Final = "webhook"  # its answers are nobody's to send
Response = tuple[int, object]


class Webhook:
    """Lives on whatever loop calls it; what may block is done in threads of its own."""

    def __init__(self, front_door: FrontDoor, settings: TeamsSettings, *, console: str | None) -> None:
        assert settings.webhook is not None
        self._door, self._settings, self._secret = front_door, settings, settings.webhook
        self._console = console
        self._pool = ThreadPoolExecutor(8, thread_name_prefix="teams-webhook")
        self._waiting = threading.BoundedSemaphore(_MOST_WAITING)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def heard(self, body: bytes, authorization: str) -> Response:
        """The answer to one call, within five seconds."""
        if not self._signed(body, authorization):
            return 401, None
        try:
            activity = json.loads(body)
        except ValueError:
            return 400, None
        heard = read_activity(activity if isinstance(activity, dict) else {})
        if not heard.user or len(heard.tenants) != 1 or not heard.tenants <= set(self._settings.tenants):
            _LOG.warning("a webhook's call of another organisation was refused")
            return 403, None
        if not heard.text:
            return _said(texts.NO_PLACE[self._settings.language])
        loop = asyncio.get_running_loop()
        person = Person(id=f"{CHANNEL}:{next(iter(heard.tenants))}:{heard.user}")
        refusal = await loop.run_in_executor(self._pool, lambda: self._door.refusal(person, "ask"))
        if refusal is not None:
            return _said(refusal[self._settings.language])
        try:
            request = await loop.run_in_executor(self._pool, lambda: self._accepted(heard, person))
        except Exception:  # noqa: BLE001  (the asker is told, whatever it was)
            _LOG.exception("a question was not stored")
            return _said(texts.NOT_SAVED[self._settings.language])
        card = await self._answer(request)
        return self._shown(request, card)

    def _accepted(self, heard: Heard, person: Person) -> Request:
        return self._door.accept(
            heard.text, channel=_CHANNEL, requester=person.id, event=heard.event, thread=heard.conversation
        )

    async def _answer(self, request: Request) -> DiagnosisCard | None:
        """The card, where it comes quickly."""
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        if not self._waiting.acquire(blocking=False):
            return None

        def watch() -> None:
            try:
                for step in self._door.watch(request.id):
                    if step.state == "done":
                        break
            finally:
                self._waiting.release()
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(done.set)

        threading.Thread(target=watch, name=f"teams-webhook-{request.id}", daemon=True).start()
        try:
            async with asyncio.timeout(_QUICK_S):
                await done.wait()
        except TimeoutError:
            return None
        return await loop.run_in_executor(self._pool, lambda: self._door.card(request.id))

    def _shown(self, request: Request, card: DiagnosisCard | None) -> Response:
        console = self._console
        if card is None:
            url = f"{console}/r/{request.id}" if console else ""
            return _said(own.LATER[request.language].format(id=request.id, url=url).rstrip())
        content = answered(masked(card), request.id, console=console, pressable=False)
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content.card}
        return 200, {"type": "message", "summary": content.summary, "attachments": [attachment]}

    def _signed(self, body: bytes, authorization: str) -> bool:
        """HMAC-SHA256 over the body as it came, with the token that Teams showed once."""
        kind, _, told = authorization.partition(" ")
        try:
            key = base64.b64decode(self._secret.read(), validate=True)
            given = base64.b64decode(told.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        except SettingsError as error:
            _LOG.warning("teams: %s", error)
            return False
        return kind == "HMAC" and hmac.compare_digest(hmac.new(key, body, hashlib.sha256).digest(), given)


def _said(text: str) -> Response:
    return 200, {"type": "message", "text": inert(text, 2000), "textFormat": "plain"}
