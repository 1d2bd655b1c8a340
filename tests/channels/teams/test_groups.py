"""Teams by the groups of Microsoft Entra: who is in one is let in, and in doubt nobody is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.teams import groups as module
from bot.channels.teams.groups import Groups
from bot.channels.teams.settings import Bot
from bot.desk.access import Access, Team
from bot.settings import Reference
from tests.channels.teams.conftest import Stage
from tests.channels.teams.test_talk import HEADLINE, QUESTION
from tests.fakes.teams import ANNA, APP, BO, TEAM_GROUP, TENANT, FakeTeams

DESK = "99999999-2222-3333-4444-555555555555"
LAN = "88888888-2222-3333-4444-555555555555"


@pytest.fixture(name="entra")
def _entra(still: Stage) -> Stage:
    """Only who is in the group DESK may ask."""
    still.settings = replace(still.settings, groups=(DESK, LAN), graph=f"{still.teams.service}graph")
    still.bot = still.another_bot()
    team = Team(name="support", members=(f"teams:{TENANT}:{DESK}",), may=frozenset({"ask", "raw"}))
    still.door._app = replace(still.app, desk=replace(still.app.desk, access=Access(teams=(team,))))
    still.go()
    return still


def test_who_is_in_a_group_of_entra_is_let_in_by_it_and_others_are_not(entra: Stage) -> None:
    entra.teams.groups[ANNA] = [LAN, DESK, "another"]
    entra.teams.say(QUESTION, kind="personal", user=ANNA)
    assert HEADLINE in entra.answered().shown
    assert entra.request().groups == (f"teams:{TENANT}:{DESK}", f"teams:{TENANT}:{LAN}")
    entra.teams.say(QUESTION, kind="personal", user=BO)
    refused = entra.teams.until(lambda: entra.teams.messages[1] if len(entra.teams.messages) > 1 else None)
    entra.teams.until(lambda: "⏳" not in refused.shown)
    assert HEADLINE not in refused.shown
    assert entra.request().groups == ()


def test_the_team_of_a_channel_counts_beside_the_groups_of_entra(entra: Stage) -> None:
    entra.teams.groups[ANNA] = [DESK]
    entra.teams.say(QUESTION)
    entra.answered()
    assert entra.request().groups == (f"teams:{TENANT}:{TEAM_GROUP}", f"teams:{TENANT}:{DESK}")


def test_a_graph_that_refuses_lets_nobody_in_and_keeps_nobody_waiting(entra: Stage) -> None:
    entra.teams.groups[ANNA] = [DESK]
    entra.teams.faults["groups"] += [(403, {}, 0.0)]
    for number in range(2):
        entra.teams.say(f"{QUESTION} {number}", kind="personal", user=ANNA)
        assert entra.request().groups == ()
    assert sum(kind == "groups" for kind, _ in entra.teams.log) == 1  # the second does not wait for Graph again


@pytest.fixture(name="teams")
def _teams(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTeams]:
    monkeypatch.setenv("TEAMS_SECRET", "good")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = FakeTeams()
    made.groups[ANNA] = [DESK]
    yield made
    made.close()


def of(teams: FakeTeams) -> Groups:
    bot = Bot(app_id=APP, secret=Reference(kind="env", place="TEAMS_SECRET"))
    return Groups(bot, TENANT, [DESK], login=f"{teams.service}login", graph=f"{teams.service}graph")


def test_groups_are_asked_for_once_in_a_while_and_count_for_an_hour_while_graph_is_away(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        groups = of(teams)
        assert [await groups.of(ANNA) for _ in range(3)] == [(DESK,)] * 3
        assert [kind for kind, _ in teams.log] == ["token", "groups"]
        monkeypatch.setattr(module, "_FRESH_S", 0.0)
        teams.close()
        assert await groups.of(ANNA) == (DESK,)
        monkeypatch.setattr(module, "_KEPT_S", 0.0)
        assert await groups.of(ANNA) == ()

    asyncio.run(story())


def test_a_slow_graph_is_not_waited_for(teams: FakeTeams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TIMEOUT_S", 0.05)
    teams.faults["groups"] += [(200, {}, 5.0)]
    assert asyncio.run(of(teams).of(ANNA)) == ()
