"""A minute as it is when a wing loses its network: 200 questions from API, Slack and console while a sweep runs."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.bench.load import Asked, Asker
from tests.bench.printed import heading, line, p99
from tests.bench.stand import CHECKS, Stand, stand

_EVERY_S: Final = 0.3
_WAYS: Final = ("API", "Slack", "console")
_CHANNELS: Final = {"API": "api", "Slack": "slack", "console": "console"}


def table(*, short: bool) -> None:
    """Start everything, ask, print."""
    heading("a busy minute")
    with tempfile.TemporaryDirectory() as folder, stand(Path(folder)) as all_up:
        asyncio.run(_measure(all_up, 60 if short else 200))


async def _measure(all_up: Stand, number: int) -> None:
    asker = Asker(all_up.url)
    await asker.warm(all_up.ports[-3:])
    await asker.check(CHECKS)
    since, began = datetime.now(UTC), time.perf_counter()
    asked = {way: Asked() for way in _WAYS}
    ways = {"API": asker.api, "Slack": asker.slack, "console": asker.console}
    under_way = []
    for one, port in enumerate(all_up.ports[100 : 100 + number]):
        await asyncio.sleep(began + one * _EVERY_S - time.perf_counter())
        way = _WAYS[one % len(_WAYS)]
        twice = one % 10 == 0  # as a chat does that heard no acknowledgement, and a finger on a mouse
        under_way += [
            asyncio.create_task(ways[way](f"{port} har inget nät", asked[way], f"minute{one}"))
            for _ in range(1 + twice)
        ]
    await asyncio.gather(*under_way)
    left = await asker.all_answered()
    for way in _WAYS:
        _told(all_up, way, asked[way], len(range(_WAYS.index(way), number, len(_WAYS))), since)
    line("until the last was answered, after the last was asked, s", left, None)
    line("memory at the end, MB", all_up.memory_mb(), 250)


def _told(all_up: Stand, way: str, asked: Asked, number: int, since: datetime) -> None:
    """What the client saw, and what the service's own database says about it."""
    line(f"{number} questions over {way}: acknowledged, ms, 99th percentile", 1000 * p99(asked.took_s), 300)
    with closing(sqlite3.connect(f"file:{all_up.data / 'firstline.db'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT asked_at, answered_at FROM requests WHERE channel = ? AND lane = 'interactive' AND asked_at > ?",
            (_CHANNELS[way], since.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ).fetchall()
    took = [(datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() for start, end in rows if end]
    line("    answered, s, median", sorted(took)[len(took) // 2], None)
    line("    99th percentile", p99(took), None)
    line("    lost", number - len(took), 0)
    line("    doubled", max(0, len(rows) - number), 0)
    if asked.strange:
        print(f"    NOT ACKNOWLEDGED: {asked.strange}")
