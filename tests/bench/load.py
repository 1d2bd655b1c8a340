"""Questions put to the service at a steady pace, whether it keeps up or not, and when each was acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tests.bench.stand import TOKEN
from tests.fakes.slack import CHANNEL, TEAM, USER, signed


@dataclass
class Asked:
    """What came of a number of questions."""

    took_s: list[float] = field(default_factory=list)  # until the acknowledgement
    ids: dict[str, str] = field(default_factory=dict)  # event -> request, over the API
    strange: list[str] = field(default_factory=list)  # anything but an acknowledgement


class Asker:
    """One connection pool to the service. `api`, `slack` and `console` ask once; `pace` asks many times."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=60, headers={"authorization": f"Bearer {TOKEN}"})
        self._numbers = itertools.count(int(time.time()))

    async def api(self, text: str, asked: Asked, event: str | None = None) -> None:
        event = event or f"e{next(self._numbers)}"
        began = time.perf_counter()
        reply = await self._client.post("/api/v1/requests", json={"text": text, "event": event})
        asked.took_s.append(time.perf_counter() - began)
        if reply.status_code != 202:
            asked.strange.append(f"{reply.status_code}")
        elif asked.ids.setdefault(event, reply.json()["id"]) != reply.json()["id"]:
            asked.strange.append("one event, two requests")

    async def console(self, text: str, asked: Asked, event: str | None = None) -> None:
        """As a browser sends the form; it is sent on to the question's page."""
        form = {"text": text, "nonce": event or f"n{next(self._numbers)}"}
        began = time.perf_counter()
        reply = await self._client.post("/ask", data=form, headers={"sec-fetch-site": "same-origin"})
        asked.took_s.append(time.perf_counter() - began)
        if reply.status_code != 303:
            asked.strange.append(f"{reply.status_code}")

    async def slack(self, text: str, asked: Asked, delivery: str | None = None) -> None:
        number = next(self._numbers)
        delivery = delivery or f"Ev{number}"
        event = {"type": "app_mention", "user": USER, "text": text, "channel": CHANNEL, "ts": f"{number}.1"}
        body = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": delivery, "event": event})
        headers = {"content-type": "application/json", **signed(body)}
        began = time.perf_counter()
        reply = await self._client.post("/slack/events", content=body, headers=headers)
        asked.took_s.append(time.perf_counter() - began)
        if reply.status_code != 200:
            asked.strange.append(f"{reply.status_code}")

    async def pace(self, texts: Sequence[str], every_s: float, api: Asked, slack: Asked) -> None:
        """One over each way every so often; the pace does not slacken where acknowledgements are late."""
        under_way = []
        began = time.perf_counter()
        for number, text in enumerate(texts):
            await asyncio.sleep(began + number * every_s - time.perf_counter())
            under_way += [asyncio.create_task(self.api(text, api)), asyncio.create_task(self.slack(text, slack))]
        await asyncio.gather(*under_way)

    async def warm(self, texts: Sequence[str]) -> None:
        """Templates are compiled and pages of code read with the first questions of a life."""
        asked = Asked()
        for text in texts:
            await self.api(f"{text} har inget nät", asked)
            await self.slack(f"{text} har inget nät", asked)
        await self.all_answered()

    async def check(self, schedule: str) -> None:
        """Have the checks of a schedule begun."""
        reply = await self._client.post("/api/v1/checks", json={"names": [schedule]})
        assert reply.status_code == 202, reply.text

    async def open_questions(self) -> int:
        """How many wait for an answer."""
        return int(await self.measure("firstline_unanswered"))

    async def measure(self, name: str) -> float:
        """The sum of a metric over its labels."""
        lines = (await self._client.get("/metrics")).text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith((f"{name} ", f"{name}{{")))

    async def all_answered(self, patience_s: float = 300) -> float:
        """Wait until no question is open; how long that took."""
        began = time.perf_counter()
        while await self.open_questions():
            assert time.perf_counter() - began < patience_s, "questions stay open"
            await asyncio.sleep(0.5)
        return time.perf_counter() - began

    async def is_answered(self, request_id: str) -> bool:
        return (await self._client.get(f"/api/v1/requests/{request_id}")).status_code == 200
