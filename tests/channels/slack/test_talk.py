"""Slack end to end, over a socket and over HTTP: what a person writes and presses, and what comes to stand there."""

from __future__ import annotations

import threading

from bot.errors import RemoteError
from tests.channels.slack.conftest import Stage
from tests.fakes.slack import CHANNEL, USER, Posted

QUESTION = "skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14"
HEADLINE = "Porten stängdes av"


def answer(stage: Stage, number: int = 0) -> Posted:
    """The message of that number, once it shows an answer."""
    stage.slack.until(lambda: len(stage.slack.messages) > number)
    message = stage.slack.messages[number]
    stage.slack.until(lambda: message.buttons() not in ([], ["cancel"]))
    return message


def test_a_slash_command_gets_one_message_that_becomes_the_answer(stage: Stage) -> None:
    assert stage.slack.command(QUESTION).acked
    message = answer(stage)
    assert HEADLINE in message.text
    assert message.thread_ts is None
    assert "Frågan är sparad" in message.states[0]["text"]
    assert message.buttons()[:3] == ["escalate", "details", "recheck"]
    assert message.buttons()[-2:] == ["helped", "not_helped"]
    assert len(stage.slack.messages) == 1


def test_a_mention_is_answered_in_its_thread(stage: Stage) -> None:
    delivery = stage.slack.mention(QUESTION)
    assert delivery.acked
    message = answer(stage)
    assert message.thread_ts == delivery.payload["event"]["ts"]
    assert stage.request().text == QUESTION
    assert stage.request().requester == "slack:T1:U1"


def test_the_locked_phone_shows_the_sign_and_the_headline_and_never_a_place(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    assert message.text.startswith("🛑 Porten stängdes av")
    for state in message.states:
        assert "sw-kar" not in state["text"]
        assert "Gi1" not in state["text"]


def test_the_request_is_stored_before_slack_is_told_that_it_has_arrived(stage: Stage) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    stage.door.accept = broken  # type: ignore[assignment,method-assign]
    stage.slack.ack_s = 0.5
    assert not stage.slack.mention(QUESTION).acked  # so Slack delivers it again
    told = stage.slack.command(QUESTION)  # Slack never delivers a command again, so the asker is told
    assert "kunde inte sparas" in told.reply
    assert stage.slack.messages == []


def test_a_command_without_words_opens_the_form_and_stores_nothing(stage: Stage) -> None:
    assert stage.slack.command("  ").acked
    stage.slack.until(lambda: stage.slack.views)
    assert stage.door.recent(10) == []


def test_the_work_is_followed_in_the_same_message(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.mention(QUESTION)
    stage.slack.until(lambda: stage.slack.messages)
    stage.gate.set()
    message = answer(stage)
    assert len(stage.slack.messages) == 1
    assert HEADLINE in message.text
    assert [name for name, _ in stage.slack.log if name == "chat.postMessage"] == ["chat.postMessage"]


def test_the_same_delivery_twice_is_one_question_and_one_message(stage: Stage) -> None:
    first = stage.slack.mention(QUESTION)
    command = stage.slack.command(QUESTION)
    answer(stage, 1)
    for once in (first, command):
        assert stage.slack.deliver(once.kind, once.payload, retry=1).acked
    stage.slack.until(lambda: len(stage.door.accepted) == 4)
    assert len(stage.door.recent(10)) == 2
    stage.slack.command("")  # whatever the duplicates set off has been set off by now
    assert len(stage.slack.messages) == 2


def test_what_nobody_listens_to_is_acknowledged(stage: Stage) -> None:
    assert stage.slack.event({"type": "message", "channel": CHANNEL, "user": USER, "text": "hej", "ts": "1.1"}).acked
    assert stage.slack.event({"type": "emoji_changed"}).acked
    press = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": USER}, "actions": [{"action_id": "open"}]}
    assert stage.slack.deliver("interactive", press).acked
    assert stage.slack.deliver("interactive", {"type": "shortcut", "callback_id": "x", "user": {"id": USER}}).acked
    assert stage.door.recent(10) == []


def test_every_delivery_is_acknowledged_well_within_what_slack_allows(stage: Stage) -> None:
    stage.gate.clear()  # however long the work takes
    for number in range(8):
        stage.slack.mention(f"{QUESTION} {number}")
    assert all(delivery.acked for delivery in stage.slack.deliveries)


def test_a_mention_of_the_bot_by_a_bot_is_not_a_question(stage: Stage) -> None:
    assert stage.slack.mention(QUESTION, bot_id="B9").acked
    assert stage.door.recent(10) == []


def test_a_guest_in_a_shared_channel_is_told_alone_and_asks_nothing(stage: Stage) -> None:
    assert stage.slack.mention(QUESTION, user="U9", user_team="T9").acked
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert whisper["user"] == "U9"
    assert stage.door.recent(10) == []


def test_a_follow_up_in_the_thread_means_the_same_switch(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    first = answer(stage)
    stage.slack.mention("och port 15?", thread_ts=first.ts)
    second = answer(stage, 1)
    assert second.thread_ts == first.ts
    found = stage.door.answer(stage.request().id)
    assert found
    assert found.target.device == "sw-kar-a2-03"
    assert found.understood.interface == "GigabitEthernet1/0/15"


def test_a_channel_that_is_closed_to_the_bot_is_answered_to_the_asker_alone(stage: Stage) -> None:
    stage.slack.closed.add(CHANNEL)
    assert stage.slack.command(QUESTION).acked
    message = answer(stage)
    assert message.channel == f"D{USER}"
    assert HEADLINE in message.text


def test_markup_in_a_question_pings_nobody(stage: Stage) -> None:
    stage.slack.mention("&lt;!channel&gt; <http://evil.example|sw-kar-a2-03> Gi1/0/14 har inget nät")
    message = answer(stage)
    assert stage.request().text == "<!channel> sw-kar-a2-03 Gi1/0/14 har inget nät"
    assert all("<!channel>" not in str(state) for state in message.states)


# --- buttons ---------------------------------------------------------------------------------------------------------


def test_buttons_carry_an_opaque_id_and_nothing_else(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    for action in message.buttons():
        assert message.button(action)["value"] == stage.request().id


def test_escalate_makes_the_ticket_once_and_the_button_becomes_its_number(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    pressed = stage.slack.press(message, "escalate", user="U2")
    assert pressed.acked
    stage.slack.until(lambda: "escalate" not in message.buttons())
    made = stage.door.answer(stage.request().id)
    assert made
    assert made.ticket
    assert made.ticket.key in message.shown
    stage.slack.deliver(pressed.kind, pressed.payload, retry=1)
    again = stage.door.answer(stage.request().id)
    assert again
    assert again.ticket
    assert again.ticket.key == made.ticket.key
    assert len(stage.slack.messages) == 1


def test_escalating_where_there_is_nothing_to_escalate_is_told_to_the_one_who_pressed(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    stage.door.escalate = lambda *_: None  # type: ignore[method-assign]
    stage.slack.press(message, "escalate")
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert whisper["response_type"] == "ephemeral"
    assert "inget att skapa" in whisper["text"]


def test_a_ticket_system_that_is_down_is_told_to_the_one_who_pressed(stage: Stage) -> None:
    def down(*_: object) -> None:
        raise RemoteError("down")

    stage.slack.mention(QUESTION)
    message = answer(stage)
    stage.door.escalate = down  # type: ignore[method-assign,assignment]
    stage.slack.press(message, "escalate")
    whisper = stage.slack.until(lambda: stage.slack.whispers)[0]
    assert "sparat här" in whisper["text"]
    assert "escalate" in message.buttons()


def test_waiting_for_the_ticket_system_keeps_no_question_waiting(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    let_go = threading.Event()
    stage.door.escalate = lambda *_: let_go.wait(20) and None  # type: ignore[method-assign,assignment]
    for _ in range(20):
        assert stage.slack.press(message, "escalate").acked
    assert stage.slack.command(QUESTION).acked
    answer(stage, 1)
    let_go.set()


def test_details_open_a_window_with_the_switchs_own_lines(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    stage.slack.press(answer(stage), "details")
    view = stage.slack.until(lambda: stage.slack.views)[0]
    assert view["title"]["text"] == "Bevis"
    assert "rich_text_preformatted" in str(view)
    assert "bpduguard" in str(view)


def test_check_again_asks_anew_in_the_same_thread_in_the_name_of_the_one_who_pressed(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    first = answer(stage)
    pressed = stage.slack.press(first, "recheck", user="U2")
    assert pressed.acked
    second = answer(stage, 1)
    assert second.thread_ts == first.ts
    assert HEADLINE in second.text
    assert stage.request().requester == "slack:T1:U2"
    assert stage.slack.deliver(pressed.kind, pressed.payload, retry=1).acked
    assert len(stage.door.recent(10)) == 2


def test_check_again_of_a_follow_up_means_the_port_that_it_came_to_mean(stage: Stage) -> None:
    stage.slack.command(QUESTION)
    first = answer(stage)
    stage.slack.mention("och port 15?", thread_ts=first.ts)
    second = answer(stage, 1)
    stage.slack.mention(QUESTION, thread_ts=first.ts)
    answer(stage, 2)
    stage.slack.press(second, "recheck")
    answer(stage, 3)
    found = stage.door.answer(stage.request().id)
    assert found
    assert found.understood.interface == "GigabitEthernet1/0/15"


def test_a_button_of_an_answer_that_is_gone_says_so(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    for button in message.states[-1]["blocks"][-2]["elements"]:
        button["value"] = "r-long-ago"
    for action in ("details", "recheck"):
        assert stage.slack.press(message, action).acked
    stage.slack.until(lambda: len(stage.slack.whispers) == 2)
    assert all("finns inte kvar" in whisper["text"] for whisper in stage.slack.whispers)


def test_a_question_back_is_answered_by_pressing_a_choice(stage: Stage) -> None:
    stage.slack.command("sw-kar-a3-02 Gi1/0/14 har inget nät")
    back = answer(stage)
    assert back.buttons()[0] == "choose_1"
    assert stage.slack.press(back, "choose_1").acked
    message = answer(stage, 1)
    assert message.thread_ts == back.ts
    assert HEADLINE in message.text


def test_a_guest_cannot_press(stage: Stage) -> None:
    stage.slack.mention(QUESTION)
    message = answer(stage)
    assert stage.slack.press(message, "recheck", user="U9", team="T9").acked
    assert stage.slack.press(message, "details").acked
    stage.slack.until(lambda: stage.slack.views)
    assert len(stage.door.recent(10)) == 1
