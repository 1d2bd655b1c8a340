"""What happens in a chat, without a word of its protocol: questions, the one message of each, the answer."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, Generic, Protocol, TypeVar

from bot.card import DiagnosisCard
from bot.channels.talk import texts
from bot.channels.talk.message import C, Message, P, Writer
from bot.errors import RemoteError
from bot.model import Answer, Deed, Language, Person, Progress, Request, Stage, Text
from bot.ports import FrontDoor

_MOST_WATCHED: Final = 200  # threads that follow a request; one more is answered all the same, without its steps
_MOST_KEPT: Final = 1000  # messages remembered; older ones are found through their request
_T = TypeVar("_T")
_C_co = TypeVar("_C_co", covariant=True)

Sentence = Callable[[Progress, Language], str | None]  # a step of the work in words; None: nothing to show


class Face(Protocol[P, _C_co]):
    """How a chat shows things. Pure."""

    channel: str  # as requests name it: slack, teams

    def place(self, reply_to: str | None) -> P | None:
        """The place that `str(place)` was kept of; None where it is none of this chat's."""

    def under_way(self, sentence: str, request: Request, place: P, stage: Stage | None = None) -> _C_co:
        """The work as it stands, with a way to cancel it while it lasts. `stage` is None where it is not known."""

    def answered(self, card: DiagnosisCard, request_id: str, place: P) -> _C_co:
        """The answer for those who read this place: what tells of people stands masked where others read along."""


class Conversations(Generic[P, C]):
    """Lives on one event loop; everything that may block is done in threads of its own."""

    def __init__(
        self, front_door: FrontDoor, writer: Writer[P, C], face: Face[P, C], *, sentence: Sentence, pace_s: float
    ) -> None:
        self.door, self.face = front_door, face
        self._writer, self._sentence, self._pace_s = writer, sentence, pace_s
        self._log = logging.getLogger(f"firstline.{face.channel}")
        self._messages: OrderedDict[str, Message[P, C]] = OrderedDict()
        self._quick = ThreadPoolExecutor(8, thread_name_prefix=face.channel)  # the store; the chat waits for these
        self._slow = ThreadPoolExecutor(8, thread_name_prefix=f"{face.channel}-ticket")  # may wait for a ticket system
        self._watchers = threading.BoundedSemaphore(_MOST_WATCHED)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.get_running_loop()
        self._over = threading.Event()

    def open(self) -> None:
        """Take up what is unfinished."""
        self.soon(self._resume())

    async def close(self, grace_s: float) -> None:
        """Let what is being written be written."""
        self._over.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)
        for pool in (self._quick, self._slow):
            pool.shutdown(wait=False, cancel_futures=True)

    # --- questions ---------------------------------------------------------------------------------------------------

    async def accept(self, text: str, person: Person, *, event: str, place: P, thread: str | None = None) -> Request:
        """Store the question. The chat is told that it has arrived only after this has returned."""
        accept = partial(self.door.accept, text, channel=self.face.channel, requester=person.id, groups=person.groups)
        return await self.blocking(lambda: accept(event=event, reply_to=str(place), thread=thread or place.talk))

    def begin(self, request: Request) -> None:
        """Post its message and follow the work; nothing where a repeated delivery finds that done already."""
        place = self.face.place(request.reply_to)
        if place is None or place.posted or request.id in self._messages:
            return
        message = self._message(request.id, place)
        self.soon(self._begin(request, message))
        self._watch(request, message)

    async def again(self, request_id: str, person: Person, *, event: str, place: P) -> Request | None:
        """Ask the same once more, to be shown as a new message at `place`. None: it is not kept any more."""
        before = await self.blocking(lambda: self.door.request(request_id))
        if before is None:
            return None
        answer = await self.blocking(lambda: self.door.answer(request_id))
        card = await self.blocking(lambda: self.door.card(request_id))
        text = (card.recheck if card else None) or _once_more(before, answer)
        return await self.accept(text, person, event=event, place=place)

    async def show(self, request: Request, card: DiagnosisCard) -> None:
        """The answer in its place; raises RemoteError while the chat cannot take it."""
        message = self._messages.get(request.id)
        if message is None:
            place = self.face.place(request.reply_to)
            if place is None:
                self._log.warning("no place in the chat; the answer is in the console", extra={"request": request.id})
                return
            message = self._message(request.id, place)
        await self.soon(message.answer(_now(self.face.answered(card, request.id, message.place))))

    async def refresh(self, request_id: str, place: P) -> None:
        """The answer as it stands now, on the message that everybody sees."""
        message = self._messages.get(request_id) or self._message(request_id, place)
        await message.answer(partial(self._current, request_id, message))

    async def _resume(self) -> None:
        """After a restart: go on showing the work on what was asked before, in the messages that are there."""
        for request in reversed(await self.blocking(lambda: self.door.recent(_MOST_WATCHED))):
            place = self.face.place(request.reply_to) if request.channel == self.face.channel else None
            if place is None or request.id in self._messages:
                continue
            if await self.blocking(partial(self.door.answer, request.id)) is not None:
                continue
            self.begin(request)  # accepted, and then not even the first message was posted
            if place.posted and request.id not in self._messages:
                message = self._message(request.id, place)
                message.step(self.face.under_way(texts.RESUMED[request.language], request, place))
                self._watch(request, message)

    async def refusal(self, person: Person, deed: Deed, request_id: str | None = None) -> Text | None:
        """Why this person may not, and whom to ask."""
        return await self.blocking(partial(self.door.refusal, person, deed, request_id))

    # --- threads and pools -------------------------------------------------------------------------------------------

    async def blocking(self, work: Callable[[], _T]) -> _T:
        """Something short, like a look into the store."""
        return await self._loop.run_in_executor(self._quick, work)

    async def slowly(self, work: Callable[[], _T]) -> _T:
        """Something that may wait for another system."""
        return await self._loop.run_in_executor(self._slow, work)

    def soon(self, work: Coroutine[object, object, _T]) -> asyncio.Task[_T]:
        """Work that nobody waits for, but stopping does."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # --- the one message ---------------------------------------------------------------------------------------------

    def _message(self, request_id: str, place: P) -> Message[P, C]:
        placed = partial(self._placed, request_id)
        message = Message(self._writer, place, pace_s=self._pace_s, placed=placed, soon=self.soon)
        self._messages[request_id] = message
        while len(self._messages) > _MOST_KEPT:
            self._messages.popitem(last=False)
        return message

    async def _placed(self, request_id: str, place: P) -> None:
        keep = partial(self.door.placed, request_id, reply_to=str(place), thread=place.talk)
        try:
            await self.blocking(keep)
        except Exception:  # noqa: BLE001  (the message stands; at worst a restart posts the answer anew)
            self._log.warning("the place was not kept", extra={"request": request_id}, exc_info=True)

    async def _begin(self, request: Request, message: Message[P, C]) -> None:
        received = self.face.under_way(texts.RECEIVED[request.language], request, message.place, "locating")
        try:
            await message.begin(received)
        except RemoteError as error:
            self._log.warning("not posted yet: %s", error, extra={"request": request.id})

    def _watch(self, request: Request, message: Message[P, C]) -> None:
        if self._watchers.acquire(blocking=False):
            follow = partial(self._follow, request, message)
            threading.Thread(target=follow, name=f"{self.face.channel}-{request.id}", daemon=True).start()

    def _follow(self, request: Request, message: Message[P, C]) -> None:
        """In a thread of its own: the steps as they happen, then the answer."""
        try:
            for step in self.door.watch(request.id):
                sentence = self._said(step, request, message.place)
                if self._over.is_set():
                    return
                if sentence:
                    content = self.face.under_way(sentence, request, message.place, step.state)
                    self._loop.call_soon_threadsafe(message.step, content)
                if step.state == "done":
                    break
            self._loop.call_soon_threadsafe(lambda: self.soon(self._finish(request, message)))
        except Exception:  # noqa: BLE001  (the service still hands the answer over)
            if not self._over.is_set():
                self._log.exception("following the work broke off", extra={"request": request.id})
        finally:
            self._watchers.release()

    def _said(self, step: Progress, request: Request, place: P) -> str | None:
        """A step in words. Where others read along, not the one that names somebody's computer: the answer masks it."""
        if step.state == "done" or (place.public and step.state == "found" and step.target and step.target.client):
            return None
        return self._sentence(step, request.language)

    async def _finish(self, request: Request, message: Message[P, C]) -> None:
        try:
            if not await message.answer(partial(self._current, request.id, message)):
                waiting = texts.NO_ANSWER_YET[request.language].format(id=request.id)
                message.step(self.face.under_way(waiting, request, message.place))
        except RemoteError as error:  # the service hands it over again
            self._log.warning("the answer waits: %s", error, extra={"request": request.id})

    async def _current(self, request_id: str, message: Message[P, C]) -> C | None:
        card = await self.blocking(lambda: self.door.card(request_id))
        return self.face.answered(card, request_id, message.place) if card else None


def _now(content: C) -> Callable[[], Awaitable[C]]:
    async def made() -> C:
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
