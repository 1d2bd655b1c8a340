"""A Teams channel between a fake Teams and a front door over captured outputs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, captured_app
from bot.channels.teams import TeamsChannel, TeamsSettings
from bot.channels.teams.settings import Bot
from bot.channels.web import suggester
from bot.desk.access import Access, Team
from bot.desk.progress import progress_sentence
from bot.model import Deed, Request
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.teams import APP, TENANT, FakeTeams, Posted
from tests.front_door import SCENARIOS, InProcess

SECRET = "c2VjcmV0IG9mIHRoZSB3ZWJob29r"  # base64 of words


class Stage:
    """Everything on it: Teams, the bot, and a gate that holds the work back until a test opens it."""

    def __init__(self, app: App, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TEAMS_SECRET", "good")
        monkeypatch.setenv("TEAMS_WEBHOOK", SECRET)
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        self.app, self.folder = app, folder
        self.gate = threading.Event()
        self.gate.set()
        self.door = InProcess(app, before=lambda _: self._held())
        self.teams = FakeTeams()
        self.channels: list[TeamsChannel] = []
        self.settings = TeamsSettings(
            bot=Bot(app_id=APP, secret=Reference(kind="env", place="TEAMS_SECRET")),
            webhook=Reference(kind="env", place="TEAMS_WEBHOOK"),
            tenants=(TENANT,),
            service_hosts=("127.0.0.1",),
            keys=f"{self.teams.service}keys",
            login=f"{self.teams.service}login",
            pace_s=0.05,
            beat_s=0.2,
        )
        self.bot = self.another_bot()

    def another_bot(self) -> TeamsChannel:
        """The bot of a process that has just been started."""
        bot = TeamsChannel(
            self.door,
            self.settings,
            sentence=progress_sentence,
            suggest=suggester(self.app.desk.inventory),
            places=self.folder / "teams.json",
            console="https://firstline.example",
        )
        self.channels.append(bot)
        self.teams.receiver = bot.endpoint
        return bot

    def go(self) -> None:
        """Start, and wait until Teams is there."""
        self.bot.start()
        self.teams.until(lambda: self.bot.state().working, 30)

    def grant(self, *deeds: Deed) -> None:
        """Everybody in Teams may ask, see what devices answered, and this."""
        team = Team(name="support", members=("teams:*",), may=frozenset({"ask", "raw", *deeds}))
        self.door._app = replace(self.app, desk=replace(self.app.desk, access=Access(teams=(team,))))

    def request(self) -> Request:
        """The latest one."""
        return self.door.recent(1)[0]

    def answered(self, number: int = 0) -> Posted:
        """The message with this number, once the answer stands in it."""
        return self.teams.until(
            lambda: next((one for one in self.teams.messages[number:] if "details" in one.buttons()), None)
        )

    def close(self) -> None:
        self.gate.set()
        for channel in self.channels:
            channel.stop()
        self.door.close()
        self.teams.close()

    def _held(self) -> None:
        assert self.gate.wait(20)


@pytest.fixture(scope="session", name="replayed")
def _replayed() -> App:
    return captured_app(SCENARIOS / "bpduguard-iosxe")


@pytest.fixture
def still(replayed: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Not started yet."""
    made = Stage(replace(replayed, tickets=BuiltinTickets(tmp_path)), tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.fixture
def stage(still: Stage) -> Stage:
    """Connected."""
    still.go()
    return still
