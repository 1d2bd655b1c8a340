"""The one message of a request: few edits, never an old state last."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.channels.slack.blocks import Content
from bot.channels.slack.place import Place
from bot.channels.talk import Message
from bot.errors import RemoteError

PLACE = Place(channel="C1", thread="1.0", user="U1")


def content(text: str) -> Content:
    return Content(text=text, blocks=())


@dataclass
class Paper:
    """A Writer that notes what is shown; each call waits for as many turns of the loop as `slow` says."""

    shown: list[str] = field(default_factory=list)
    slow: int = 0
    away: bool = False

    async def post(self, place: Place, content: Content) -> Place:
        await self._write(f"post {content.text}")
        return replace(place, ts="9.9")

    async def edit(self, place: Place, content: Content, *, patient: bool) -> Place:
        await self._write(content.text)
        return place

    async def _write(self, text: str) -> None:
        for _ in range(self.slow):
            await asyncio.sleep(0)
        if self.away:
            raise RemoteError("away")
        self.shown.append(text)


async def _nothing(_: Place) -> None:
    return


def message(paper: Paper, pace_s: float = 3600.0) -> Message[Place, Content]:
    return Message(paper, PLACE, pace_s=pace_s, placed=_nothing)


async def give(text: str | None) -> Content | None:
    return content(text) if text else None


async def turns(number: int = 50) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


def test_of_many_steps_only_the_last_is_shown_when_its_time_comes() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper, pace_s=0.02)
        await one.begin(content("saved"))
        for number in range(20):
            one.step(content(f"step {number}"))
            await turns(2)
        assert paper.shown == ["post saved"]
        await asyncio.sleep(0.1)
        assert paper.shown == ["post saved", "step 19"]

    asyncio.run(tale())


def test_the_answer_does_not_wait_for_the_pace_and_no_step_comes_after_it() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper)
        await one.begin(content("saved"))
        one.step(content("step"))
        await turns()
        assert await one.answer(lambda: give("answer"))
        one.step(content("late"))
        await turns()
        assert paper.shown == ["post saved", "answer"]

    asyncio.run(tale())


def test_a_step_that_is_being_written_comes_before_the_answer() -> None:
    async def tale() -> None:
        paper = Paper(slow=20)
        one = message(paper, pace_s=0.0)
        await one.begin(content("saved"))
        one.step(content("step"))
        await turns(5)
        await one.answer(lambda: give("answer"))
        assert paper.shown == ["post saved", "step", "answer"]

    asyncio.run(tale())


def test_the_same_state_is_written_once() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper)
        await one.begin(content("saved"))
        for _ in range(3):
            assert await one.answer(lambda: give("answer"))
        assert await one.answer(lambda: give("answer with ticket"))
        assert paper.shown == ["post saved", "answer", "answer with ticket"]

    asyncio.run(tale())


def test_an_answer_before_the_first_post_is_the_first_post() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper)
        await one.answer(lambda: give("answer"))
        await one.begin(content("saved"))
        assert paper.shown == ["post answer"]

    asyncio.run(tale())


def test_where_there_is_no_answer_yet_the_steps_go_on() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper, pace_s=0.0)
        await one.begin(content("saved"))
        assert not await one.answer(lambda: give(None))
        one.step(content("kept"))
        await turns()
        assert paper.shown == ["post saved", "kept"]

    asyncio.run(tale())


def test_an_answer_that_could_not_be_written_can_be_written_again() -> None:
    async def tale() -> None:
        paper = Paper()
        one = message(paper)
        await one.begin(content("saved"))
        paper.away = True
        with pytest.raises(RemoteError):
            await one.answer(lambda: give("answer"))
        paper.away = False
        await one.answer(lambda: give("answer"))
        assert paper.shown == ["post saved", "answer"]

    asyncio.run(tale())


@pytest.mark.parametrize(
    "place",
    [PLACE, Place(channel="C1", user="U1"), Place(channel="D1", ts="2.0", user="U1"), replace(PLACE, ts="3.0")],
)
def test_a_place_survives_being_written_as_text(place: Place) -> None:
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize("text", [None, "", "C1", "C1/1", "/1/2/U1"])
def test_what_is_no_place_is_none(text: str | None) -> None:
    assert Place.parse(text) is None


def test_all_messages_of_a_thread_share_their_conversation() -> None:
    root = Place(channel="C1", ts="1.0", user="U1")
    assert root.talk == PLACE.talk == root.anew().talk == "C1:1.0"
    assert not root.anew().posted
