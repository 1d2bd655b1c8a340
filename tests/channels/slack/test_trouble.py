"""Slack in trouble, over a socket and over HTTP: late windows, rate limits, errors, deliveries that come twice."""

from __future__ import annotations

import time
from typing import Any

import pytest

from bot.errors import RemoteError
from tests.channels.slack.conftest import Stage
from tests.channels.slack.test_faults import final
from tests.channels.slack.test_talk import HEADLINE, QUESTION, answer
from tests.fakes.slack import CHANNEL, USER, Delivery, Posted


def under_way(stage: Stage) -> Posted:
    """The message of a question whose work is held back."""
    stage.gate.clear()
    stage.slack.command(QUESTION)
    return stage.slack.until(lambda: stage.slack.messages)[0]


def calls(stage: Stage, method: str) -> int:
    return sum(name == method for name, _ in stage.slack.log)


# --- windows whose trigger has expired -------------------------------------------------------------------------------


def test_proof_that_comes_too_late_is_told_and_a_second_press_shows_it(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    assert stage.slack.press(message, "details", late=True).acked
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert "Försök igen om en stund" in whisper["text"]
    assert stage.slack.press(message, "details").acked
    stage.slack.until(lambda: stage.slack.views)


def test_a_form_that_comes_too_late_is_told_with_how_to_ask_without_it(stage: Stage) -> None:
    assert stage.slack.command("", late=True).acked
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert "/firstline" in whisper["text"]
    stage.slack.command("sw-kar-a3-02 Gi1/0/14 har inget nät")
    assert stage.slack.press(answer(stage), "form", late=True).acked
    stage.slack.until(lambda: len(stage.slack.whispers) == 2)
    assert stage.slack.views == []


# --- limits and errors -----------------------------------------------------------------------------------------------


def test_after_a_rate_limit_steps_keep_quiet_and_the_answer_still_comes(stage: Stage) -> None:
    """A step is refused for 30 seconds: none is tried meanwhile, and the answer does not wait for that."""
    message = under_way(stage)
    stage.slack.fail("chat.update", 429, retry_after=30)
    edits = calls(stage, "chat.update")
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)
    steps = [given for name, given in stage.slack.log if name == "chat.update"][edits:]
    assert sum("Frågan är sparad" in given["text"] for given in steps) <= 1
    assert len(stage.slack.messages) == 1


def test_an_answer_waits_as_long_as_slack_says_and_no_longer(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    request, card = final(stage)
    stage.bot.stop()
    stage.bot = stage.another_bot()  # nothing is known of what stands there
    stage.go()
    stage.slack.fail("chat.update", 429, retry_after=1)
    began = time.monotonic()
    stage.bot.send(request, card)
    assert time.monotonic() - began >= 1
    assert HEADLINE in message.text


def test_a_slack_that_only_breaks_costs_no_answer(stage: Stage) -> None:
    """More errors than are waited out: the service hears of it, sends again, and the message stands once."""
    place = f"{CHANNEL}///{USER}"
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", event="T1:Ev", reply_to=place)
    handed_over = final(stage)
    for _ in range(4):
        stage.slack.fail("chat.postMessage", 503)
    with pytest.raises(RemoteError, match="internal_error"):
        stage.bot.send(*handed_over)
    stage.bot.send(*handed_over)
    assert [HEADLINE in one.text for one in stage.slack.messages] == [True]


def test_a_ticket_is_made_though_its_number_cannot_be_shown_yet(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    stage.slack.closed.add(message.channel)
    stage.slack.press(message, "escalate")
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert whisper["text"] == "Ärendet är skapat."
    made = stage.door.answer(stage.request().id)
    assert made
    assert made.ticket


# --- deliveries ------------------------------------------------------------------------------------------------------


def pointed(stage: Stage) -> Delivery:
    return stage.slack.point_at(QUESTION, ts="1795340000.000001")


def filled(stage: Stage) -> Delivery:
    stage.slack.command("")
    stage.slack.until(lambda: stage.slack.views)
    return stage.slack.fill_in(place="sw-kar-a2-03", port="Gi1/0/14")


def chosen(stage: Stage) -> Delivery:
    stage.slack.command("sw-kar-a3-02 Gi1/0/14 har inget nät")
    return stage.slack.press(answer(stage), "choose_1")


@pytest.mark.parametrize("entry", [pointed, filled, chosen], ids=lambda entry: entry.__name__)
def test_whatever_way_a_question_came_delivered_twice_it_is_asked_once(stage: Stage, entry: Any) -> None:
    once = entry(stage)
    assert once.acked
    stage.slack.until(lambda: any(HEADLINE in one.text for one in stage.slack.messages))
    asked, messages = len(stage.door.recent(10)), len(stage.slack.messages)
    assert stage.slack.deliver(once.kind, once.payload, retry=1).acked
    stage.slack.command(QUESTION)  # whatever the duplicate set off has been set off by now
    answer(stage, messages)
    assert len(stage.door.recent(10)) == asked + 1
    assert len(stage.slack.messages) == messages + 1


def test_a_question_whose_acknowledgement_was_lost_with_the_socket_is_asked_once(stage: Stage) -> None:
    """Slack delivers it again over the next socket, or over HTTP in the next call."""
    stage.gate.clear()
    asked = stage.slack.mention(QUESTION)
    stage.slack.drop_sockets()
    if stage.mode == "socket":
        stage.slack.until(lambda: stage.slack.opened > 1)
    assert stage.slack.deliver(asked.kind, asked.payload, retry=1).acked
    stage.gate.set()
    assert HEADLINE in answer(stage).text
    assert len(stage.door.recent(10)) == len(stage.slack.messages) == 1


def test_an_answer_comes_though_the_socket_was_lost_while_it_was_in_the_making(stage: Stage) -> None:
    message = under_way(stage)
    stage.slack.drop_sockets()
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)
    assert len(stage.slack.messages) == 1
