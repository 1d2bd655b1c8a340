"""Slack beyond question and answer: the form, a message pointed at, direct messages, Home, feedback, who may what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import captured_app
from bot.desk.access import read_access
from bot.tickets.builtin import BuiltinTickets
from parsers.document import parse_document
from tests.channels.slack.conftest import Stage
from tests.channels.slack.test_talk import HEADLINE, QUESTION, answer
from tests.fakes.slack import CHANNEL, TEAM, USER
from tests.front_door import SCENARIOS

ACCESS = """
teams:
  servicedesk:
    members: ["slack:T1:S9"]
    may: [ask, escalate, raw]
"""


def test_a_message_that_somebody_points_at_is_answered_under_it(stage: Stage) -> None:
    assert stage.slack.point_at(QUESTION, ts="1795340000.000001").acked
    message = answer(stage)
    assert message.thread_ts == "1795340000.000001"
    assert HEADLINE in message.text
    assert stage.request().requester == f"slack:{TEAM}:{USER}"


def test_a_message_without_words_that_is_pointed_at_opens_the_form(stage: Stage) -> None:
    assert stage.slack.point_at(" ", ts="1795340000.000001").acked
    stage.slack.until(lambda: stage.slack.views)
    assert stage.door.recent(1) == []


def test_the_form_finds_places_as_one_types_and_its_question_is_answered(stage: Stage) -> None:
    stage.slack.command("")
    stage.slack.until(lambda: stage.slack.views)
    found = stage.slack.type_in("kar-a2")
    assert [one["value"] for one in found] == ["sw-kar-a2-03"]
    assert stage.slack.fill_in(place="sw-kar-a2-03", port="Gi1/0/14", symptom="inget nät").acked
    message = answer(stage)
    assert HEADLINE in message.text
    assert stage.request().text == "sw-kar-a2-03 Gi1/0/14, inget nät"


def test_a_form_without_a_place_stays_open_and_says_what_is_missing(stage: Stage) -> None:
    stage.slack.command("")
    stage.slack.until(lambda: stage.slack.views)
    said = stage.slack.fill_in(symptom="inget nät")
    assert "rum, uttag, switch" in said.whole
    assert stage.door.recent(1) == []


def test_a_question_back_offers_the_form_in_its_thread(stage: Stage) -> None:
    stage.slack.mention("skrivaren har inget nät")
    message = answer(stage)
    assert "form" in message.buttons()
    stage.slack.press(message, "form")
    stage.slack.until(lambda: stage.slack.views)
    stage.slack.fill_in(place="sw-kar-a2-03", port="Gi1/0/14", words="skrivaren har inget nät")
    second = answer(stage, 1)
    assert HEADLINE in second.text
    assert second.thread_ts == message.thread_ts


def test_a_direct_message_is_a_question_and_other_messages_are_not(stage: Stage) -> None:
    said = {"type": "message", "user": USER, "text": QUESTION, "ts": "1795340000.000009"}
    stage.slack.event({**said, "channel": CHANNEL, "channel_type": "channel"})
    stage.slack.event({**said, "channel": "D7", "channel_type": "im", "subtype": "message_changed"})
    stage.slack.event({**said, "channel": "D7", "channel_type": "im", "bot_id": "B1"})
    assert stage.door.recent(9) == []
    assert stage.slack.event({**said, "channel": "D7", "channel_type": "im"}).acked
    message = answer(stage)
    assert (message.channel, message.thread_ts) == ("D7", said["ts"])
    assert "reveal" not in message.buttons(), "nobody reads along"


def test_the_home_tab_shows_my_questions_and_opens_them(stage: Stage) -> None:
    assert "Inga frågor än" in str(stage.slack.go_home())
    stage.slack.mention(QUESTION)
    answer(stage)
    shown = stage.slack.go_home()
    assert HEADLINE in str(shown)
    opened = next(block["accessory"] for block in shown["blocks"] if "accessory" in block)
    assert (opened["action_id"], opened["value"]) == ("details", stage.request().id)
    assert "Ny fråga" in str(shown)


def test_helped_is_kept_for_the_one_who_pressed(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    stage.slack.press(message, "not_helped", user="U2")
    stage.slack.until(lambda: stage.slack.whispers)
    assert stage.door.words == {(stage.request().id, "slack:T1:U2"): False}
    assert "det är noterat" in stage.slack.whispers[0]["text"]


def test_only_the_asker_can_cancel(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.mention(QUESTION)
    stage.slack.until(lambda: stage.slack.messages and stage.slack.messages[0].buttons())
    message = stage.slack.messages[0]
    stage.slack.press(message, "cancel", user="U2")
    stage.slack.until(lambda: stage.slack.whispers)
    assert "inte din fråga" in stage.slack.whispers[0]["text"]
    stage.slack.press(message, "cancel")
    stage.slack.until(lambda: "avbr" in message.text.lower())
    stage.gate.set()


def test_what_tells_of_people_is_masked_in_a_channel_and_shown_to_who_may(stage: Stage) -> None:
    stage.slack.mention("var sitter 0c47.c981.07c2? sw-kar-a2-03 Gi1/0/14 har inget nät")
    message = answer(stage)
    door = stage.door
    card = door.card(stage.request().id)
    assert card is not None
    for address in card.personal:
        assert address not in message.shown


def test_who_may_what_is_asked_when_a_button_is_pressed(
    make_stage: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = captured_app(SCENARIOS / "bpduguard-iosxe")
    access = read_access(parse_document(ACCESS, "firstline.yaml"), investigations={}, sites=())
    app = replace(app, desk=replace(app.desk, access=access), tickets=BuiltinTickets(tmp_path))
    stage = Stage(app, "socket", monkeypatch)
    stage.slack.groups = {"S9": ["U1"]}
    try:
        stage.go()
        stage.slack.until(lambda: any(name == "usergroups.list" for name, _ in stage.slack.log))
        stage.slack.mention(QUESTION)
        message = answer(stage)
        stage.slack.press(message, "escalate", user="U2")
        stage.slack.until(lambda: stage.slack.whispers)
        assert "Fråga den som sköter" in stage.slack.whispers[0]["text"]
        assert "escalate" in message.buttons(), "no ticket was made"
        stage.slack.press(message, "escalate")
        stage.slack.until(lambda: "escalate" not in message.buttons())
        assert stage.request().groups == ("slack:T1:S9",)
    finally:
        stage.close()
