"""Slack on the real service: questions that outlive it, tickets that come by themselves, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from bot.app import App
from bot.channels.slack import SlackChannel, SlackSettings
from bot.desk.progress import progress_sentence
from bot.jobs import Service
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.channels.slack.test_talk import HEADLINE, QUESTION
from tests.fakes.slack import FakeSlack


class House:
    """A service with its data folder, and Slack. Both can be started again."""

    def __init__(self, app: App, folder: Path) -> None:
        self.slack = FakeSlack()
        self._app, self._folder = app, folder
        self.service: Service
        self.bot: SlackChannel

    def open(self) -> None:
        tickets = BuiltinTickets(self._folder / "tickets")
        self.service = Service(desk=self._app.desk, data=self._folder / "data", zone=UTC, tickets=tickets)
        token = Reference(kind="env", place="SLACK_BOT"), Reference(kind="env", place="SLACK_APP")
        settings = SlackSettings(bot_token=token[0], app_token=token[1], api=self.slack.api, pace_s=0.05, beat_s=0.2)
        self.bot = SlackChannel(self.service, settings, sentence=progress_sentence, suggest=lambda _: ())
        self.service.register("slack", self.bot)
        self.service.start()
        self.bot.start()
        self.slack.until(lambda: self.bot.state().working)

    def shut(self) -> None:
        self.bot.stop()
        self.service.stop(patience_s=5)


@pytest.fixture(name="house")
def _house(replayed: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("SLACK_BOT", "xoxb-test")
    monkeypatch.setenv("SLACK_APP", "xapp-test")
    (tmp_path / "data").mkdir()
    made = House(replayed, tmp_path)
    made.open()
    yield made
    made.shut()
    made.slack.close()


def test_the_ticket_that_the_service_makes_comes_into_the_same_message(house: House) -> None:
    assert house.slack.command(QUESTION).acked
    message = house.slack.until(lambda: house.slack.messages)[0]
    house.slack.until(lambda: HEADLINE in message.text and "INC-" in message.shown)
    assert len(house.slack.messages) == 1
    assert "escalate" not in message.buttons()


def test_after_a_restart_the_answered_are_left_alone_and_buttons_work(house: House) -> None:
    asked = house.slack.mention(QUESTION)
    message = house.slack.until(lambda: house.slack.messages)[0]
    house.slack.until(lambda: "INC-" in message.shown)
    house.shut()
    house.open()
    states = len(message.states)
    assert house.slack.deliver(asked.kind, asked.payload, retry=1).acked
    house.slack.press(message, "details")
    house.slack.until(lambda: house.slack.views)
    assert len(message.states) == states
    assert len(house.slack.messages) == 1


def test_many_at_once_are_each_acknowledged_and_answered_once(house: House) -> None:
    for number in range(12):
        assert house.slack.command(QUESTION, user=f"U{number}").acked
    house.slack.until(lambda: len(house.slack.messages) == 12)
    house.slack.until(lambda: all(HEADLINE in message.text for message in house.slack.messages), 30)
    assert len(house.slack.messages) == 12


def test_what_has_changed_is_told_from_what_is_stored_and_read_anew_with_its_button(house: House) -> None:
    asked = house.slack.mention(QUESTION)
    thread = asked.payload["event"]["ts"]
    first = house.slack.until(lambda: house.slack.messages)[0]
    house.slack.until(lambda: HEADLINE in first.text)
    house.slack.mention("vad har ändrats?", thread_ts=thread)
    told = house.slack.until(lambda: house.slack.messages[1:])[0]
    house.slack.until(lambda: told.buttons() == ["recheck"])
    house.slack.press(told, "recheck", user="U2")
    again = house.slack.until(lambda: house.slack.messages[2:])[0]
    house.slack.until(lambda: HEADLINE in again.text)
    assert again.thread_ts == thread
    request = house.service.recent(1)[0]
    assert (request.requester, request.text) == ("slack:T1:U2", "kontrollera sw-kar-a2-03 GigabitEthernet1/0/14 igen")
    answer = house.service.answer(request.id)
    assert answer
    assert answer.observations  # read, not remembered
