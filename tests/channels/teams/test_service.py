"""Teams on the real service, through its web server: one port for console and chat, answers that outlive one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.channels.teams import TeamsSettings
from bot.channels.teams.settings import Bot
from bot.cli.serve import listen, serving
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.channels.teams.test_talk import HEADLINE, QUESTION
from tests.fakes.teams import ANNA, APP, TENANT, FakeTeams, Posted


class House:
    """A service with its data folder, and Teams. The service can be started again."""

    def __init__(self, app: App, folder: Path) -> None:
        self.teams = FakeTeams()
        self._app = replace(app, tickets=BuiltinTickets(folder / "tickets"))
        self._data = folder / "data"
        self._running = ExitStack()
        self.url = ""

    def open(self) -> None:
        settings = TeamsSettings(
            bot=Bot(app_id=APP, secret=Reference(kind="env", place="TEAMS_SECRET")),
            tenants=(TENANT,),
            service_hosts=("127.0.0.1",),
            keys=f"{self.teams.service}keys",
            login=f"{self.teams.service}login",
            pace_s=0.05,
            beat_s=0.2,
        )
        listener = listen("127.0.0.1", 0)
        self.url = self._running.enter_context(serving(self._app, data=self._data, listener=listener, teams=settings))

    def shut(self) -> None:
        self._running.close()

    def say(self, text: str, number: int = 1) -> int:
        """Over a real connection, with the name that a proxy was called by."""
        activity = self.teams.activity(kind="personal", user=ANNA, conversation=f"a:{ANNA}")
        return self._call({**activity, "type": "message", "id": str(number), "text": text}).status_code

    def press(self, message: Posted, verb: str) -> object:
        """What the one who pressed is told."""
        activity = self.teams.activity(kind="personal", user=ANNA, conversation=message.conversation)
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": message.button(verb)["data"]}}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "id": "p1", "replyToId": message.id, "value": value}
        return self._call({**activity, **invoke}).json()["value"]

    def _call(self, activity: dict[str, object]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.teams.signed()}", "Host": "firstline.region.example"}
        body = json.dumps(activity)
        return httpx.post(f"{self.url}/teams/messages", content=body, headers=headers, timeout=20, trust_env=False)


@pytest.fixture(name="house")
def _house(replayed: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("TEAMS_SECRET", "good")
    made = House(replayed, tmp_path)
    made.open()
    yield made
    made.shut()
    made.teams.close()


def test_one_port_serves_console_and_teams_and_the_ticket_comes_into_the_same_card(house: House) -> None:
    assert httpx.get(f"{house.url}/healthz", trust_env=False).status_code == 200  # before Teams is loaded, and after
    house.teams.until(lambda: house.say(QUESTION) == 200, 30)
    message = house.teams.until(lambda: house.teams.messages[0] if house.teams.messages else None)
    house.teams.until(lambda: HEADLINE in message.shown and "INC-" in message.shown, 30)
    assert len(house.teams.messages) == 1
    assert "escalate" not in message.buttons()


def test_while_teams_is_away_nothing_else_waits_and_the_answer_comes_when_it_is_back(house: House) -> None:
    house.teams.until(lambda: house.say(QUESTION) == 200, 30)
    message = house.teams.until(lambda: house.teams.messages[0] if house.teams.messages else None)
    house.teams.until(lambda: "INC-" in message.shown, 30)
    house.teams.close()
    assert house.say("och port 15?", 2) == 200  # the asker is known, and so are the keys
    assert httpx.get(f"{house.url}/healthz", trust_env=False).status_code == 200
    house.shut()
    house.teams.open()
    house.open()
    house.teams.until(lambda: len(house.teams.messages) == 2 and "details" in house.teams.messages[1].buttons(), 60)
    assert len(house.teams.messages) == 2


def test_what_has_changed_is_told_from_what_is_stored_and_read_anew_with_its_button(house: House) -> None:
    house.teams.until(lambda: house.say(QUESTION) == 200, 30)
    house.teams.until(lambda: house.teams.messages and HEADLINE in house.teams.messages[0].shown, 30)
    assert house.say("vad har ändrats?", 2) == 200
    told = house.teams.until(lambda: house.teams.messages[1] if len(house.teams.messages) > 1 else None)
    house.teams.until(lambda: told.buttons() == ["recheck"], 30)
    assert "Jag läser igen" in str(house.press(told, "recheck"))
    again = house.teams.until(lambda: house.teams.messages[2] if len(house.teams.messages) > 2 else None)
    house.teams.until(lambda: HEADLINE in again.shown, 30)
    assert again.conversation == told.conversation
