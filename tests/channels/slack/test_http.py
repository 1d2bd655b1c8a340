"""The address that Slack calls: only Slack itself, only now, and only so much."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from bot.channels.web import create_app
from tests.channels.slack.conftest import MakeStage, Stage
from tests.channels.slack.test_talk import QUESTION, answer
from tests.channels.web.house import Checked, Vitals, serving, words
from tests.fakes.slack import CHANNEL, TEAM, USER, signed

EVENT = json.dumps(
    {
        "type": "event_callback", "team_id": TEAM, "event_id": "Ev1",
        "event": {"type": "app_mention", "user": USER, "text": QUESTION, "channel": CHANNEL, "ts": "1.1"},
    }
)  # fmt: skip
JSON = {"content-type": "application/json"}


@pytest.fixture(name="http")
def _http(make_stage: MakeStage) -> Stage:
    made = make_stage("http")
    made.go()
    return made


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(EVENT, secret="another"),
        signed(EVENT + " "),
        signed(EVENT, at=time.time() - 301),
        signed(EVENT, at=time.time() + 4000),
    ],
    ids=["unsigned", "another secret", "another body", "too old", "from the future"],
)
def test_what_is_not_signed_by_slack_just_now_is_refused(http: Stage, headers: dict[str, str]) -> None:
    assert http.slack.post_raw(EVENT, {**JSON, **headers}).status == 401
    assert http.door.recent(10) == []


def test_a_signed_request_that_is_replayed_is_one_question(http: Stage) -> None:
    headers = {**JSON, **signed(EVENT)}
    for _ in range(3):
        assert http.slack.post_raw(EVENT, headers).status == 200
    answer(http)
    http.slack.command("")
    assert len(http.slack.messages) == len(http.door.recent(10)) == 1


def test_slacks_question_whether_the_address_is_ours_is_answered(http: Stage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert "3eZbrw1aB" in http.slack.post_raw(body, {**JSON, **signed(body)}).reply


def test_a_body_larger_than_slack_ever_sends_is_refused_unread(http: Stage) -> None:
    body = "x" * 1_500_000
    assert http.slack.post_raw(body, {**JSON, **signed(body)}).status == 413


def test_a_body_that_cannot_be_read_is_refused_and_breaks_nothing(http: Stage) -> None:
    for body in ("no json", "\xff", "{"):
        assert http.slack.post_raw(body, {**JSON, **signed(body)}).status in {400, 401}
    assert http.slack.post_raw(EVENT, {**JSON, **signed(EVENT)}).status == 200


def test_before_the_channel_is_ready_slack_is_asked_to_come_again(make_stage: MakeStage) -> None:
    stage = make_stage("http")
    assert stage.slack.post_raw(EVENT, {**JSON, **signed(EVENT)}).status == 503


def test_in_socket_mode_nothing_is_taken_over_http(make_stage: MakeStage) -> None:
    stage = make_stage("socket")
    stage.go()
    stage.slack.receiver = stage.bot.endpoint
    assert stage.slack.post_raw(EVENT, {**JSON, **signed(EVENT)}).status == 503


def test_mounted_in_the_web_server_it_is_reached_under_the_servers_public_name(http: Stage) -> None:
    app = create_app(
        http.door,
        given=words(),
        operations=Vitals(),
        checks=Checked(),
        token=None,
        mounts=[("/slack", http.bot.endpoint)],
    )
    with serving(app) as address, httpx.Client(base_url=address, headers={"host": "firstline.example.org"}) as client:
        taken = client.post("/slack/events", content=EVENT, headers={**JSON, **signed(EVENT)})
        assert taken.status_code == 200
        assert client.post("/slack/events", content=EVENT, headers=JSON).status_code == 401
        assert client.get("/slack/events").status_code == 405
        assert client.post("/slack/other", content=EVENT, headers={**JSON, **signed(EVENT)}).status_code == 404
    answer(http)
    assert len(http.door.recent(10)) == 1
