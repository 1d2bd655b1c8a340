"""What happens in Slack's threads, without a word of Slack's protocol: questions, the answer, and the three buttons."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from bot.card import DiagnosisCard
from bot.channels.slack import texts
from bot.channels.slack.blocks import Block, Content, answered, under_way
from bot.channels.slack.details import details
from bot.channels.slack.message import Message, Place, Writer
from bot.errors import BotError, RemoteError
from bot.model import Answer, Language, Progress, Request, Text
from bot.ports import FrontDoor

_LOG: Final = logging.getLogger("firstline.slack")
_MOST_WATCHED: Final = 200  # threads that follow a request; one more is answered all the same, without its steps
_MOST_KEPT: Final = 1000  # messages remembered; older ones are found through their request
_CHANNEL: Final = "slack"
_T = TypeVar("_T")

Sentence = Callable[[Progress, Language], str | None]


class Outlet(Writer, Protocol):
    """What else Slack can show."""

    async def modal(self, trigger: str, view: Block) -> None:
        """A window for the one who pressed a button, `trigger` being the proof of it. Raises RemoteError."""


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who writes or presses, by ids that never change."""

    team: str
    user: str

    def __str__(self) -> str:
        return f"{self.team}:{self.user}"


class Conversations:
    """Lives on one event loop; everything that may block is done in threads of its own."""

    def __init__(
        self, front_door: FrontDoor, outlet: Outlet, *, sentence: Sentence, language: Language, pace_s: float
    ) -> None:
        self._door, self._outlet = front_door, outlet
        self._sentence, self._language, self._pace_s = sentence, language, pace_s
        self._messages: OrderedDict[str, Message] = OrderedDict()
        self._quick = ThreadPoolExecutor(8, thread_name_prefix="slack")  # the store; Slack waits for these
        self._slow = ThreadPoolExecutor(8, thread_name_prefix="slack-ticket")  # may wait for a ticket system
        self._watchers = threading.BoundedSemaphore(_MOST_WATCHED)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.get_running_loop()
        self._over = threading.Event()

    def open(self) -> None:
        """Take up what is unfinished."""
        self._soon(self._resume())

    def aside(self, work: Coroutine[object, object, None]) -> None:
        """Something that nobody waits for."""
        self._soon(work)

    async def close(self, grace_s: float) -> None:
        """Let what is being written be written."""
        self._over.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)

    # --- questions ---------------------------------------------------------------------------------------------------

    async def accept(self, text: str, asker: Asker, *, event: str, place: Place) -> Request:
        """Store the question. Slack is told that it has arrived only after this has returned."""
        accept = partial(self._door.accept, channel=_CHANNEL, requester=str(asker), event=event, reply_to=str(place))
        return await self._blocking(lambda: accept(text, thread=place.conversation))

    def begin(self, request: Request) -> None:
        """Post its message and follow the work; nothing where a repeated delivery finds that done already."""
        place = Place.parse(request.reply_to)
        if place is None or place.ts or request.id in self._messages:
            return
        message = self._message(request.id, place)
        self._soon(self._begin(request, message))
        self._watch(request, message)

    async def _resume(self) -> None:
        """After a restart: go on showing the work on what was asked before, in the messages that are there."""
        for request in reversed(await self._blocking(lambda: self._door.recent(_MOST_WATCHED))):
            place = Place.parse(request.reply_to) if request.channel == _CHANNEL else None
            if place is None or request.id in self._messages:
                continue
            if await self._blocking(partial(self._door.answer, request.id)) is not None:
                continue
            self.begin(request)  # accepted, and then not even the first message was posted
            if place.ts and request.id not in self._messages:
                message = self._message(request.id, place)
                message.step(under_way(texts.RESUMED[request.language], request.language, place.asker))
                self._watch(request, message)

    async def show(self, request: Request, card: DiagnosisCard) -> None:
        """The answer in its place; raises RemoteError while Slack cannot take it."""
        message = self._messages.get(request.id)
        if message is None:
            place = Place.parse(request.reply_to)
            if place is None:
                _LOG.warning("no place in Slack; the answer stands in the console", extra={"request": request.id})
                return
            message = self._message(request.id, place)
        await self._soon(message.answer(_now(answered(card, request.id, message.place.asker))))

    async def again(self, request_id: str, asker: Asker, *, event: str, place: Place) -> Text | None:
        """Ask the same once more, as a new message in the thread of the old one. None, or why not."""
        before = await self._blocking(lambda: self._door.request(request_id))
        if before is None:
            return texts.GONE
        answer = await self._blocking(lambda: self._door.answer(request_id))
        self.begin(await self.accept(_once_more(before, answer), asker, event=event, place=place.under(asker.user)))
        return None

    async def choose(self, number: str, asker: Asker, *, event: str, place: Place) -> None:
        """One of the choices of a question back, as if its number had been written in the thread."""
        self.begin(await self.accept(number, asker, event=event, place=place.under(asker.user)))

    # --- buttons -----------------------------------------------------------------------------------------------------

    async def escalate(self, request_id: str, asker: Asker, place: Place) -> Text | None:
        """Make the ticket, in the name of the one who pressed. None, or what that person is told."""
        try:
            escalate = partial(self._door.escalate, request_id, str(asker))
            ticket = await self._loop.run_in_executor(self._slow, escalate)
        except RemoteError:
            return texts.TICKET_LATER
        except BotError as error:
            return {"sv": str(error), "en": str(error)}
        if ticket is None:
            return texts.NOTHING_TO_ESCALATE
        message = self._messages.get(request_id) or self._message(request_id, place)
        await message.answer(partial(self._current, request_id, message))
        return None

    async def details(self, request_id: str, trigger: str) -> Text | None:
        """Everything the answer rests on, in a window. None, or what that person is told."""
        card = await self._blocking(lambda: self._door.card(request_id))
        if card is None:
            return texts.GONE
        await self._outlet.modal(trigger, details(card))
        return None

    async def language(self, request_id: str) -> Language:
        """That of the question, else the house's."""
        request = await self._blocking(lambda: self._door.request(request_id))
        return request.language if request else self._language

    # --- the one message ---------------------------------------------------------------------------------------------

    def _message(self, request_id: str, place: Place) -> Message:
        message = Message(self._outlet, place, pace_s=self._pace_s, placed=partial(self._placed, request_id))
        self._messages[request_id] = message
        while len(self._messages) > _MOST_KEPT:
            self._messages.popitem(last=False)
        return message

    async def _placed(self, request_id: str, place: Place) -> None:
        keep = partial(self._door.placed, request_id, reply_to=str(place), thread=place.conversation)
        try:
            await self._blocking(keep)
        except Exception:  # noqa: BLE001  (the message stands; at worst a restart posts the answer anew)
            _LOG.warning("the place was not kept", extra={"request": request_id}, exc_info=True)

    async def _begin(self, request: Request, message: Message) -> None:
        received = texts.RECEIVED[request.language]
        try:
            await message.begin(under_way(received, request.language, message.place.asker))
        except RemoteError as error:
            _LOG.warning("not posted yet: %s", error, extra={"request": request.id})

    def _watch(self, request: Request, message: Message) -> None:
        if self._watchers.acquire(blocking=False):
            follow = partial(self._follow, request, message)
            threading.Thread(target=follow, name=f"slack-{request.id}", daemon=True).start()

    def _follow(self, request: Request, message: Message) -> None:
        """In a thread of its own: the steps as they happen, then the answer."""
        try:
            for step in self._door.watch(request.id):
                sentence = None if step.state == "done" else self._sentence(step, request.language)
                if self._over.is_set():
                    return
                if sentence:
                    content = under_way(sentence, request.language, message.place.asker)
                    self._loop.call_soon_threadsafe(message.step, content)
                if step.state == "done":
                    break
            self._loop.call_soon_threadsafe(lambda: self._soon(self._finish(request, message)))
        except Exception:  # noqa: BLE001  (the service still hands the answer over)
            if not self._over.is_set():
                _LOG.exception("following the work broke off", extra={"request": request.id})
        finally:
            self._watchers.release()

    async def _finish(self, request: Request, message: Message) -> None:
        try:
            if not await message.answer(partial(self._current, request.id, message)):
                waiting = texts.NO_ANSWER_YET[request.language].format(id=request.id)
                message.step(under_way(waiting, request.language, message.place.asker))
        except RemoteError as error:  # the service hands it over again
            _LOG.warning("the answer waits: %s", error, extra={"request": request.id})

    async def _current(self, request_id: str, message: Message) -> Content | None:
        card = await self._blocking(lambda: self._door.card(request_id))
        return answered(card, request_id, message.place.asker) if card else None

    def _soon(self, work: Coroutine[object, object, _T]) -> asyncio.Task[_T]:
        """Work that stopping waits for."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _blocking(self, work: Callable[[], _T]) -> _T:
        return await self._loop.run_in_executor(self._quick, work)


def _now(content: Content) -> Callable[[], Awaitable[Content]]:
    async def made() -> Content:
        return content

    return made


def _once_more(request: Request, answer: Answer | None) -> str:
    """The same words, where they name the place; else ("2", "and port 15?") the place that they came to mean."""
    target = answer.target if answer else None
    if target is None or not target.device or not target.interface:
        return request.text
    if target.device.casefold() in request.text.casefold():
        return request.text
    return texts.AGAIN[request.language].format(place=f"{target.device} {target.interface}")
