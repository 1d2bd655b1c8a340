"""The audit log over the API: whole, filtered, and for those only whose team may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx

from bot.app import App
from bot.desk.access import Access, Team
from bot.store.audit import event
from tests.channels.web.house import TOKEN, Vitals, captured, console, serving
from tests.front_door import InProcess

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
AUDIT = "/api/v1/audit"
BPDUGUARD = "Gi1/0/14 på sw-kar-a2-03 har inget nät"


@contextmanager
def served(access: Access) -> Iterator[tuple[httpx.Client, InProcess]]:
    app: App = captured()
    app = replace(app, desk=replace(app.desk, access=access))
    rows = [event("cli", "ran", NOW + number * timedelta(seconds=1), device="sw-1") for number in range(1200)]
    rows.append(event("slack:T01:U07", "asked", NOW, request="r-1"))
    with (
        InProcess(app) as door,
        serving(console(door, vitals=Vitals(events=rows))) as url,
        httpx.Client(base_url=url, headers={"authorization": f"Bearer {TOKEN}"}) as program,
    ):
        yield program, door


def may(*deeds: str) -> Access:
    return Access(teams=(Team(name="officers", members=("api",), may=frozenset(deeds)),))  # type: ignore[arg-type]


def test_the_log_comes_as_lines_and_whole_and_the_reading_is_noted() -> None:
    with served(may("audit")) as (program, door):
        lines = program.get(AUDIT).text.splitlines()
        one = json.loads(program.get(AUDIT, params={"request": "r-1"}).text)
        assert len(lines) == 1201
        assert (one["who"], one["event"], one["at"]) == ("slack:T01:U07", "asked", "2026-11-22T09:00:00+00:00")
        assert [event for _, event, _ in door.recorded] == ["audit", "audit"]


def test_without_a_team_that_may_it_is_refused() -> None:
    for access in (Access(), may("ask", "raw")):
        with served(access) as (program, door):
            reply = program.get(AUDIT)
            assert reply.status_code == 403
            assert reply.json()["turn"] == "operator"
            assert door.recorded == []


def test_without_the_token_or_with_a_wrong_question_it_is_refused() -> None:
    with served(may("audit")) as (program, _):
        assert httpx.get(f"{program.base_url}{AUDIT}").status_code == 401
        for wrong in ({"since": "yesterday"}, {"since": "2026-11-22"}, {"whom": "x"}):
            assert program.get(AUDIT, params=wrong).status_code == 422
        assert program.get(AUDIT, params={"since": "2026-11-22T09:00:00+01:00"}).status_code == 200


def test_what_devices_answered_is_for_a_team_that_may_see_it_and_the_look_is_noted() -> None:
    for access, status in ((may("ask", "raw"), 200), (may("ask"), 403), (Access(), 200)):
        with served(access) as (program, door):
            number = program.post("/api/v1/requests", json={"text": BPDUGUARD}).json()["id"]
            for _ in door.watch(number):
                pass
            assert program.get(f"/api/v1/requests/{number}/readings").status_code == status
            assert [event for _, event, _ in door.recorded] == (["raw"] if status == 200 else [])
