"""How the steps of the work become one picture, and how blocking work is followed without blocking anything."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import reduce

from bot.channels.web.border import Border
from bot.channels.web.live import Picture, after, frame
from bot.model import Progress, Target
from tests.desk.answers import cleared, likely, proven

FOUND = Progress(state="found", target=Target(device="sw-kar-a2-03", interface="GigabitEthernet1/0/14"))


def picture(*steps: Progress) -> Picture:
    return reduce(lambda so_far, step: after(so_far, step, "sv"), steps, Picture())


def test_the_place_stays_in_the_picture_while_the_count_grows() -> None:
    shown = picture(Progress(state="locating"), FOUND, Progress(state="reading", done=6, total=9))
    assert (shown.place, shown.done, shown.total) == ("sw-kar-a2-03 Gi1/0/14", 6, 9)
    assert (shown.located, shown.reading, shown.judging) == ("done", "now", "next")


def test_one_step_is_under_way_at_a_time_also_when_more_is_read_after_a_first_verdict() -> None:
    shown = picture(FOUND, Progress(state="reading", done=9, total=9), Progress(state="reading", done=10, total=13))
    assert (shown.located, shown.reading, shown.judging) == ("done", "now", "next")


def test_one_who_looks_in_late_sees_that_the_place_was_found() -> None:
    assert picture(Progress(state="reading", done=6, total=9)).located == "done"


def test_a_fault_that_is_clear_already_is_shown_early() -> None:
    shown = picture(FOUND, Progress(state="first_verdict", diagnosis=proven()))
    assert shown.early == "Porten stängdes av när en switch kopplades in"


def test_healthy_so_far_is_never_shown_as_an_answer() -> None:
    assert picture(FOUND, Progress(state="first_verdict", diagnosis=cleared())).early is None


def test_the_wait_for_the_second_reading_is_told_until_it_is_read() -> None:
    waiting = picture(FOUND, Progress(state="second_reading", wait_s=29.6, diagnosis=likely()))
    assert (waiting.wait_s, waiting.early_outcome) == (30, "likely")
    assert after(waiting, Progress(state="reading", done=9, total=10), "sv").wait_s == 0


def test_a_text_of_several_lines_is_one_event() -> None:
    assert frame("step", "<ol>\n</ol>") == b"event: step\ndata: <ol>\ndata: </ol>\n\n"


def test_followers_that_wait_take_no_room_from_calls() -> None:
    border, gate = Border(calls=1, followers=20), threading.Event()

    def slow() -> Iterator[int]:
        gate.wait(10)
        yield 1

    async def listen() -> list[int | None]:
        return [step async for step in border.follow(slow)]

    async def run() -> list[list[int | None]]:
        listeners = [asyncio.create_task(listen()) for _ in range(20)]
        await asyncio.sleep(0)
        assert await border.call(lambda: 42) == 42
        gate.set()
        return await asyncio.gather(*listeners)

    assert asyncio.run(run()) == [[1]] * 20


def test_one_follower_too_many_gets_nothing_and_makes_room_when_it_ends() -> None:
    border, gate = Border(followers=1), threading.Event()

    def two() -> Iterator[int]:
        yield 1
        gate.wait(10)
        yield 2

    async def run() -> None:
        first = border.follow(two)
        assert await anext(first) == 1
        assert [step async for step in border.follow(two)] == []
        gate.set()
        assert await anext(first) == 2
        assert await anext(first, None) is None
        assert [step async for step in border.follow(two)] == [1, 2]

    asyncio.run(run())


def test_closing_ends_every_open_stream_and_takes_no_new_one() -> None:
    border, gate = Border(), threading.Event()

    def endless() -> Iterator[int]:
        yield 1
        gate.wait(10)

    async def run() -> None:
        stream = border.follow(endless)
        assert await anext(stream) == 1
        border.close()
        assert await anext(stream, None) is None
        assert [step async for step in border.follow(endless)] == []

    asyncio.run(run())
    gate.set()
