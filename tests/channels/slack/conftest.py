"""A Slack channel between a fake Slack and a front door over captured outputs, in both modes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, captured_app
from bot.channels.slack import SlackChannel, SlackSettings
from bot.channels.web import suggester
from bot.desk.progress import progress_sentence
from bot.model import Request
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.slack import SECRET, FakeSlack
from tests.front_door import SCENARIOS, InProcess


class Stage:
    """Everything on it: Slack, the bot, and a gate that holds the work back until a test opens it."""

    def __init__(self, app: App, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, secret in (("BOT", "xoxb-test"), ("APP", "xapp-test"), ("SECRET", SECRET)):
            monkeypatch.setenv(f"SLACK_{name}", secret)
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        self.gate = threading.Event()
        self.gate.set()
        self.door = InProcess(app, before=lambda _: self._held())
        self.app = app
        self.slack = FakeSlack()
        self.mode = mode
        self.channels: list[SlackChannel] = []
        self.settings = SlackSettings(
            mode="http" if mode == "http" else "socket",
            bot_token=Reference(kind="env", place="SLACK_BOT"),
            app_token=Reference(kind="env", place="SLACK_APP"),
            signing_secret=Reference(kind="env", place="SLACK_SECRET"),
            api=self.slack.api,
            pace_s=0.05,
            beat_s=0.2,
        )
        self.bot = self.another_bot()

    def another_bot(self) -> SlackChannel:
        """The bot of a process that has just been started."""
        suggest = suggester(self.app.desk.inventory)
        bot = SlackChannel(
            self.door,
            self.settings,
            sentence=progress_sentence,
            suggest=suggest,
            console="https://firstline.example",
        )
        self.channels.append(bot)
        if self.mode == "http":
            self.slack.receiver = bot.endpoint
        return bot

    def go(self) -> None:
        """Start, and wait until Slack is there."""
        self.bot.start()
        self.slack.until(lambda: self.bot.state().working)

    def request(self) -> Request:
        """The latest one."""
        return self.door.recent(1)[0]

    def close(self) -> None:
        self.gate.set()
        for channel in self.channels:
            channel.stop()
        self.door.close()
        self.slack.close()

    def _held(self) -> None:
        assert self.gate.wait(20)


MakeStage = Callable[[str], Stage]


@pytest.fixture(scope="session", name="replayed")
def _replayed() -> App:
    return captured_app(SCENARIOS / "bpduguard-iosxe")


@pytest.fixture
def make_stage(replayed: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeStage]:
    made: list[Stage] = []

    def make(mode: str) -> Stage:
        made.append(Stage(replace(replayed, tickets=BuiltinTickets(tmp_path)), mode, monkeypatch))
        return made[-1]

    yield make
    for stage in made:
        stage.close()


@pytest.fixture(params=["socket", "http"])
def stage(request: pytest.FixtureRequest, make_stage: MakeStage) -> Stage:
    """Connected, in either mode."""
    made = make_stage(request.param)
    made.go()
    return made
