"""What Slack and the way to it can do wrong: nothing is lost, nothing is doubled, and nothing else waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.card import DiagnosisCard
from bot.errors import RemoteError
from bot.model import Request
from tests.channels.slack.conftest import MakeStage, Stage
from tests.channels.slack.test_talk import HEADLINE, QUESTION, answer
from tests.fakes.slack import CHANNEL, USER


def final(stage: Stage) -> tuple[Request, DiagnosisCard]:
    """What the service hands over once the latest request is answered."""
    card = stage.slack.until(lambda: stage.door.card(stage.request().id))
    return stage.request(), card


@pytest.fixture(name="socket_stage")
def _socket_stage(make_stage: MakeStage) -> Stage:
    made = make_stage("socket")
    made.go()
    return made


# --- restarts --------------------------------------------------------------------------------------------------------


def test_after_a_restart_the_answer_comes_into_the_message_that_was_there(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    stage.slack.until(lambda: message.ts in (stage.request().reply_to or ""))
    stage.bot.stop()
    stage.gate.set()
    stage.bot = stage.another_bot()
    stage.go()
    stage.bot.send(*final(stage))
    assert HEADLINE in message.text
    assert len(stage.slack.messages) == 1


def test_after_a_restart_the_work_is_shown_again_in_the_message_that_was_there(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    stage.slack.until(lambda: message.ts in (stage.request().reply_to or ""))
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    stage.slack.until(lambda: "Jag startade om" in message.shown)
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)
    assert len(stage.slack.messages) == 1


def test_a_question_that_a_restart_left_without_a_message_gets_one(make_stage: MakeStage) -> None:
    stage = make_stage("socket")
    stage.gate.clear()
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", reply_to=f"{CHANNEL}///{USER}")
    stage.door.accept(QUESTION, channel="web", requester="anna")
    stage.go()
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    assert "Frågan är sparad" in message.text
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)
    assert len(stage.slack.messages) == 1


def test_an_answer_whose_message_was_never_posted_is_posted_once(stage: Stage) -> None:
    """The process ended between storing the question and its first message."""
    place = f"{CHANNEL}/1700000000.000001//{USER}"
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", event="T1:Ev", reply_to=place)
    stage.bot.send(*final(stage))
    stage.bot.send(*final(stage))
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    stage.bot.send(*final(stage))  # the outbox, at least once
    assert len(stage.slack.messages) == 1
    assert stage.slack.messages[0].thread_ts == "1700000000.000001"
    assert HEADLINE in stage.slack.messages[0].text


def test_a_delivery_that_slack_repeats_after_a_restart_starts_nothing_anew(stage: Stage) -> None:
    asked = stage.slack.mention(QUESTION)
    answer(stage)
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    assert stage.slack.deliver(asked.kind, asked.payload, retry=2).acked
    stage.slack.command("")
    assert len(stage.slack.messages) == len(stage.door.recent(10)) == 1


def test_handing_the_same_answer_over_again_writes_nothing(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    states = len(message.states)
    stage.bot.send(*final(stage))
    assert len(message.states) == states


def test_a_message_that_slack_has_lost_is_written_anew(stage: Stage) -> None:
    place = f"{CHANNEL}//1700000000.000009/{USER}"
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", event="T1:Ev", reply_to=place)
    stage.bot.send(*final(stage))
    assert HEADLINE in stage.slack.messages[0].text


def test_buttons_of_a_message_from_before_a_restart_still_work(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    stage.slack.press(message, "escalate")
    stage.slack.until(lambda: "escalate" not in message.buttons())
    assert len(stage.slack.messages) == 1


def test_stopping_lets_an_answer_be_written_that_is_on_its_way(stage: Stage) -> None:
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", reply_to=f"{CHANNEL}///{USER}")
    handed_over = final(stage)
    stage.slack.fail("chat.postMessage", 200, slow_s=0.5)
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(stage.bot.send, *handed_over)
        stage.slack.until(lambda: any(name == "chat.postMessage" for name, _ in stage.slack.log))
        stage.bot.stop()
        sending.result()
    assert HEADLINE in stage.slack.messages[0].text


# --- Slack away ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_an_unreachable_slack_keeps_nothing_waiting_and_is_found_later(make_stage: MakeStage, mode: str) -> None:
    stage = make_stage(mode)
    stage.slack.stop()
    stage.bot.start()  # returns although there is nobody
    stage.slack.until(lambda: stage.bot.problem)
    assert stage.bot.state().working is False
    assert "cannot be reached" in (stage.bot.problem or "")
    elsewhere = stage.door.accept(QUESTION, channel="web", requester="anna")
    stage.slack.until(lambda: stage.door.answer(elsewhere.id))
    stage.slack.start()
    stage.slack.until(lambda: stage.bot.state().working)
    assert stage.bot.problem is None
    stage.slack.command(QUESTION)
    assert HEADLINE in answer(stage).text


def test_an_answer_that_slack_cannot_take_is_the_outboxs_to_send_again(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    stage.slack.stop()
    stage.gate.set()
    with pytest.raises(RemoteError, match="cannot be reached"):
        stage.bot.send(*final(stage))
    stage.slack.start()
    stage.slack.until(lambda: stage.bot.state().working)
    stage.bot.send(*final(stage))
    assert HEADLINE in message.text
    assert len(stage.slack.messages) == 1


def test_while_slack_is_away_one_answer_finds_out_and_the_others_do_not_wait(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    stage.slack.until(lambda: stage.slack.messages)
    stage.gate.set()
    request, card = final(stage)
    stage.slack.stop()
    with pytest.raises(RemoteError):
        stage.bot.send(request, replace(card, headline="x"))
    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(stage.bot.send, request, replace(card, headline=f"x{number}")) for number in range(8)]
        told = [str(one.exception()) for one in tries]
    assert sum("not connected" in one for one in told) >= 5
    stage.slack.start()
    stage.slack.until(lambda: stage.bot.state().working)
    for headline in ("one", "two"):
        stage.bot.send(request, replace(card, headline=headline))
    assert "two" in stage.slack.messages[0].text


def test_sending_before_start_or_after_stop_is_refused_at_once(make_stage: MakeStage) -> None:
    stage = make_stage("socket")
    stage.door.accept(QUESTION, channel="slack", requester="T1:U1", reply_to=f"{CHANNEL}///{USER}")
    with pytest.raises(RemoteError, match="not connected"):
        stage.bot.send(*final(stage))
    stage.go()
    stage.bot.stop()
    with pytest.raises(RemoteError, match="not connected"):
        stage.bot.send(*final(stage))


def test_a_socket_that_is_cut_is_opened_again(socket_stage: Stage) -> None:
    socket_stage.slack.drop_sockets()
    socket_stage.slack.until(lambda: socket_stage.slack.opened > 1)
    assert socket_stage.slack.command(QUESTION).acked
    assert HEADLINE in answer(socket_stage).text


def test_a_socket_that_slack_wants_renewed_is_renewed(socket_stage: Stage) -> None:
    socket_stage.slack.refresh_sockets()
    socket_stage.slack.until(lambda: socket_stage.slack.opened > 1)
    assert socket_stage.slack.command(QUESTION).acked


def test_a_slack_that_was_away_for_long_is_found_again(socket_stage: Stage) -> None:
    """Longer than the socket's own mending goes on with an address that has expired."""
    socket_stage.slack.stop()
    socket_stage.slack.until(lambda: socket_stage.bot.state().working is False)
    socket_stage.slack.start()
    socket_stage.slack.until(lambda: socket_stage.bot.state().working)
    assert socket_stage.slack.command(QUESTION).acked


def test_a_refused_token_is_told_in_a_sentence(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = make_stage("socket")
    monkeypatch.setenv("SLACK_BOT", "xoxb-other")
    stage.bot.start()
    problem = stage.slack.until(lambda: stage.bot.problem)
    assert "invalid_auth" in problem
    assert "Renew the token" in problem
    assert "xoxb" not in problem


def test_a_secret_that_comes_later_is_taken_up(make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = make_stage("socket")
    monkeypatch.delenv("SLACK_BOT")
    stage.bot.start()
    assert "env:SLACK_BOT" in stage.slack.until(lambda: stage.bot.problem)
    monkeypatch.setenv("SLACK_BOT", "xoxb-test")
    stage.slack.until(lambda: stage.bot.state().working)


# --- Slack in trouble ------------------------------------------------------------------------------------------------


def test_a_rate_limit_is_waited_out(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", 429, retry_after=0)
    stage.slack.command(QUESTION)
    assert HEADLINE in answer(stage).text


def test_a_server_error_is_tried_again(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    for _ in range(2):
        stage.slack.fail("chat.update", 500)
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)


def test_a_step_that_is_refused_does_not_cost_the_answer(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    stage.slack.fail("chat.update", 429, retry_after=0)
    stage.gate.set()
    stage.slack.until(lambda: HEADLINE in message.text)
    assert len(stage.slack.messages) == 1


def test_a_slow_slack_does_not_slow_the_acknowledgement(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.ack_s = 1.0
    stage.slack.fail("chat.postMessage", 200, slow_s=1.5)
    assert stage.slack.command(QUESTION).acked
    assert stage.slack.mention(QUESTION).acked


def test_a_window_that_cannot_be_opened_breaks_nothing(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    message = answer(stage)
    stage.slack.fail("views.open", 500)
    assert stage.slack.press(message, "details").acked
    assert stage.slack.press(message, "details").acked
    stage.slack.until(lambda: len(stage.slack.views) == 1)


def test_a_request_that_gets_no_answer_says_that_it_is_kept(stage: Stage) -> None:
    stage.door.card = lambda _: None  # type: ignore[method-assign,assignment]
    stage.slack.command(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    stage.slack.until(lambda: "Jag har inget svar än" in message.shown)
    assert stage.request().id in message.shown
    assert message.buttons() == ["cancel"]


def test_a_message_of_its_own_accord_is_one_message(stage: Stage) -> None:
    stage.bot.tell(CHANNEL, "Två ändringar i natt", ["sw-1: nytt fel", "sw-2: friskt igen"], "och {count} till")
    assert len(stage.slack.messages) == 1
    assert "sw-2: friskt igen" in stage.slack.messages[0].shown
    assert stage.slack.messages[0].text == "Två ändringar i natt"
