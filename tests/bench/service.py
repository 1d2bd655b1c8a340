"""The speed and the cost of the running service, each line with its goal and the ratio to it."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Literal

from tests.bench.load import Asked, Asker
from tests.bench.printed import heading, line, p99
from tests.bench.stand import BELL, CHECKS, Stand, stand

_IDLE_S, _IDLE_SHORT_S = 20.0, 5.0


def table(*, short: bool) -> None:
    """Start everything, measure, print."""
    heading("the service")
    with tempfile.TemporaryDirectory() as folder, stand(Path(folder)) as all_up:
        asyncio.run(_measure(all_up, short=short))


async def _measure(all_up: Stand, *, short: bool) -> None:
    asker = Asker(all_up.url)
    await asker.warm(all_up.ports[-3:])
    await _idle(all_up, _IDLE_SHORT_S if short else _IDLE_S)
    await _queueing(all_up, asker, 5 if short else 15)
    await _acknowledged(all_up, asker, 30 if short else 100, "")
    await _acknowledged(all_up, asker, 30 if short else 100, "checks")
    await _acknowledged(all_up, asker, 30 if short else 100, "questions")
    await _minute(all_up, asker, 60 if short else 200)
    line("memory after all that, console and Slack on, MB", all_up.memory_mb(), 250)


async def _idle(all_up: Stand, seconds: float) -> None:
    line("memory at rest, console and Slack on, MB", all_up.memory_mb(), 250)
    await asyncio.sleep(2)
    before = all_up.cpu_s()
    await asyncio.sleep(seconds)
    line("processor at rest, % of a core", 100 * (all_up.cpu_s() - before) / seconds, 5)


async def _queueing(all_up: Stand, asker: Asker, times: int) -> None:
    took = []
    for number in range(1, times + 1):
        began = time.perf_counter()
        await asker.api(f"Gi1/0/{number} på {BELL} har inget nät", Asked())
        took.append(await asyncio.to_thread(all_up.bell.after, began))
        await asker.all_answered()
        await asyncio.sleep(0.2)
    line("from question to knock at the device, idle, s, median", statistics.median(took), 0.5)
    line("    the slowest", max(took), 0.5)


async def _acknowledged(all_up: Stand, asker: Asker, times: int, beside: Literal["", "checks", "questions"]) -> None:
    """Questions over both ways at a steady pace: quietly, or while 100 checks of a schedule or 100 questions run."""
    load = Asked()
    if beside == "checks":
        await asker.check(CHECKS)
    elif beside == "questions":
        await asyncio.gather(*(asker.api(f"{port} har inget nät", load) for port in all_up.ports[:100]))
    running = f"100 {beside} run" if beside else "quiet"
    api, slack = Asked(), Asked()
    # Stored and acknowledged like all others; the rest of them costs next to nothing, so the checks are the load.
    await asker.pace(["hjälp"] * times, 0.1, api, slack)
    left = await asker.open_questions()
    for way, asked in (("API", api), ("Slack", slack)):
        line(f"acknowledged over {way}, {running}, ms, median", 1000 * statistics.median(asked.took_s), 300)
        line("    99th percentile", 1000 * p99(asked.took_s), 300)
        if asked.strange:
            print(f"    NOT ACKNOWLEDGED: {asked.strange}")
    if load.took_s:
        line("    these 100, sent all at once, ms, 99th percentile", 1000 * p99(load.took_s), None)
    line("    unanswered at the end of it", left, None)
    line("    until all were answered, s", await asker.all_answered(), None)


async def _minute(all_up: Stand, asker: Asker, number: int) -> None:
    """Distinct questions, spread over a minute (fewer: a shorter time); every tenth is delivered twice."""
    before = [await asker.measure(name) for name in ("firstline_requests_total", "firstline_answers_total")]
    asked, under_way = Asked(), []
    began = time.perf_counter()
    for one, text in enumerate(all_up.ports[100 : 100 + number]):
        await asyncio.sleep(began + one * 0.3 - time.perf_counter())
        for question in [f"{text} har inget nät"] * (2 if one % 10 == 0 else 1):
            under_way += [asyncio.create_task(asker.api(question, asked, f"minute{one}"))]
    await asyncio.gather(*under_way)
    after_s = await asker.all_answered()
    requests, answers = [
        await asker.measure(name) - earlier
        for name, earlier in zip(("firstline_requests_total", "firstline_answers_total"), before, strict=True)
    ]
    answered = sum([await asker.is_answered(one) for one in asked.ids.values()])
    line(f"{number} questions in {number * 0.3:.0f} s: answered", answered, number)
    line("    lost", number - answered, 0)
    line("    doubled", max(requests, answers) - number + len(asked.strange), 0)
    line("    the last answer came so long after the last question, s", after_s, None)
