"""A talk in Teams: question, progress, answer, buttons, follow-ups, the form. Times are never asserted, only order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import captured_app
from tests.channels.teams.conftest import Stage
from tests.fakes.teams import ANNA, BO, CHANNEL, TEAM_GROUP, TENANT
from tests.front_door import SCENARIOS

QUESTION = "Gi1/0/14 på sw-kar-a2-03 är död"
PHONE = "phone a4c3.f077.8899 does not get on wifi"
HEADLINE = "Porten stängdes av när en switch kopplades in"


def test_a_mention_in_a_channel_is_answered_in_its_thread_by_one_message(stage: Stage) -> None:
    said = stage.teams.say(QUESTION)
    assert said.status == 200
    message = stage.answered()
    assert HEADLINE in message.shown
    assert message.summary == f"🛑 {HEADLINE}"
    assert message.conversation == said.activity["conversation"]["id"]
    assert len(stage.teams.messages) == 1
    request = stage.request()
    assert (request.text, request.channel, request.requester) == (QUESTION, "teams", f"teams:{TENANT}:{ANNA}")
    assert request.groups == (f"teams:{TENANT}:{TEAM_GROUP}",)


def test_the_message_stands_before_the_work_is_done_and_is_edited_in_place(stage: Stage) -> None:
    stage.gate.clear()
    stage.teams.say(QUESTION)
    message = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert message.shown == "⏳ Frågan är sparad. Jag letar upp platsen."
    assert message.summary == "Frågan är sparad. Jag letar upp platsen."
    assert message.buttons() == ["cancel"]
    stage.gate.set()
    assert stage.answered() is message
    assert len(stage.teams.messages) == 1


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
def test_personal_and_group_chats_are_answered_where_they_are(stage: Stage, kind: str) -> None:
    said = stage.teams.say(QUESTION, kind=kind)
    assert stage.answered().conversation == said.activity["conversation"]["id"]


def test_a_follow_up_in_the_thread_means_the_same_switch(stage: Stage) -> None:
    said = stage.teams.say(QUESTION)
    stage.answered()
    thread = said.activity["id"]
    stage.teams.say("och port 15?", thread=thread)
    stage.answered(1)
    answer = stage.door.answer(stage.request().id)
    assert answer is not None
    assert (answer.target.device, answer.target.interface) == ("sw-kar-a2-03", "GigabitEthernet1/0/15")


def test_a_group_chat_has_no_threads_and_a_colleagues_words_are_no_follow_up(stage: Stage) -> None:
    stage.teams.say(QUESTION, kind="groupChat")
    first = stage.teams.until(stage.request)
    stage.teams.say("och port 15?", kind="groupChat", user=BO)
    assert stage.request().thread != first.thread
    stage.teams.say("och port 16?", kind="groupChat", user=ANNA)
    assert stage.request().thread == first.thread


def test_the_same_activity_delivered_twice_is_one_question(stage: Stage) -> None:
    said = stage.teams.say(QUESTION)
    stage.answered()
    assert stage.teams.deliver(said.activity).status == 200
    stage.teams.deliver({**said.activity, "id": "another", "text": "är sw-kar-a2-03 frisk?"})
    stage.teams.until(lambda: len(stage.teams.messages) == 2)
    assert len(stage.door.recent(10)) == 2


def test_the_escalation_makes_a_ticket_whose_number_everybody_sees(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    pressed = stage.teams.press(message, "escalate", user=BO)
    assert (pressed.status, pressed.body["statusCode"]) == (200, 200)
    assert pressed.body["value"] == "Ärendet är skapat."
    answer = stage.door.answer(stage.request().id)
    assert answer is not None
    assert answer.ticket is not None
    assert answer.ticket.key in message.shown
    assert "escalate" not in message.buttons()


def test_proof_is_shown_to_the_one_who_asks_and_to_nobody_else(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    states = len(message.states)
    pressed = stage.teams.press(message, "details", user=BO)
    assert pressed.body["type"] == "application/vnd.microsoft.card.adaptive"
    shown = json.dumps(pressed.body["value"], ensure_ascii=False)
    assert "show interfaces status err-disabled" in shown
    assert len(message.states) == states
    assert (f"teams:{TENANT}:{BO}", "raw", stage.request().id) in stage.door.recorded


def test_check_again_is_a_new_question_in_the_same_thread(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    assert stage.teams.press(message, "recheck", user=BO).body["value"].startswith("Jag läser igen")
    again = stage.answered(1)
    assert again is not message
    assert again.conversation == message.conversation
    assert stage.request().requester == f"teams:{TENANT}:{BO}"


def test_a_button_delivered_twice_is_pressed_once(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    pressed = stage.teams.press(stage.answered(), "recheck")
    stage.answered(1)
    stage.teams.deliver(pressed.activity)
    stage.teams.say("är sw-kar-a2-03 frisk?")
    stage.teams.until(lambda: len(stage.teams.messages) == 3)
    assert len(stage.door.recent(10)) == 3


def test_helped_and_did_not_help_are_kept_for_the_one_who_says_it(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    assert "hjälpte" in stage.teams.press(message, "helped").body["value"]
    stage.teams.press(message, "not_helped", user=BO)
    request = stage.request().id
    assert stage.door.words == {
        (request, f"teams:{TENANT}:{ANNA}"): True,
        (request, f"teams:{TENANT}:{BO}"): False,
    }


def test_only_the_asker_cancels_and_the_card_says_so(stage: Stage) -> None:
    stage.gate.clear()
    stage.teams.say(QUESTION)
    message = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert "inte din fråga" in stage.teams.press(message, "cancel", user=BO).body["value"]
    assert stage.teams.press(message, "cancel").body["value"] == "Frågan är avbruten."
    stage.teams.until(lambda: "⏳" not in message.shown)
    stage.gate.set()
    assert HEADLINE not in message.shown


def test_a_question_back_offers_choices_as_buttons_and_the_form(stage: Stage) -> None:
    stage.teams.say("sw-kar-a2-0 är trasig")
    message = stage.teams.until(lambda: next((one for one in stage.teams.messages if "choose" in one.buttons()), None))
    assert "ask" in message.buttons()
    assert stage.teams.press(message, "choose", number=1).status == 200
    stage.teams.until(lambda: len(stage.teams.messages) == 2)
    assert stage.request().text == "1"


def test_a_mention_without_a_question_gets_the_form_and_the_form_asks(stage: Stage) -> None:
    stage.teams.say("")
    form = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert form.buttons() == ["ask"]
    assert len(stage.door.recent(1)) == 0
    assert "Skriv var det är" in stage.teams.press(form, "ask").body["value"]
    pressed = stage.teams.press(form, "ask", place="sw-kar-a2-03", port="Gi1/0/14", symptom="inget nät", words="")
    assert pressed.body["value"].startswith("Tack")
    assert HEADLINE in stage.answered(1).shown
    assert stage.request().text == "sw-kar-a2-03 Gi1/0/14, inget nät"


def test_the_forms_field_finds_places_while_one_types(stage: Stage) -> None:
    found = stage.teams.search("sw-kar-a2")
    assert (found.status, found.body["type"]) == (200, "application/vnd.microsoft.search.searchResponse")
    assert "sw-kar-a2-03" in [one["value"] for one in found.body["value"]["results"]]


def test_an_older_client_presses_the_same_buttons(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    assert stage.teams.press(message, "recheck", submit=True).status == 200
    stage.teams.until(lambda: len(stage.teams.messages) >= 3)  # the words, and the new answer
    assert any("Jag läser igen" in one.shown for one in stage.teams.messages)


def test_an_older_client_in_a_channel_gets_no_proof_that_others_would_read(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    stage.teams.press(message, "details", submit=True)
    said = stage.teams.until(lambda: stage.teams.messages[1] if len(stage.teams.messages) > 1 else None)
    assert "bara visa för dig" in said.shown


def test_what_was_asked_before_a_restart_is_answered_in_the_same_message(stage: Stage) -> None:
    stage.gate.clear()
    stage.teams.say(QUESTION)
    message = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    stage.teams.until(lambda: '"","' not in (stage.request().reply_to or "") and message.id in str(stage.request()))
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    stage.teams.until(lambda: "Jag startade om" in message.shown)
    stage.gate.set()
    assert stage.answered() is message
    assert len(stage.teams.messages) == 1


def test_an_answer_is_handed_over_by_the_service_too(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    card = stage.door.card(stage.request().id)
    assert card is not None
    stage.bot.send(stage.request(), card)
    assert len(stage.teams.messages) == 1
    assert HEADLINE in message.shown


def test_a_scheduled_check_speaks_in_a_channel_by_its_link_where_it_was_heard_before(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    stage.answered()
    stage.bot.stop()
    stage.bot = stage.another_bot()  # what it knows of places is in a file
    stage.go()
    link = "https://teams.microsoft.com/l/channel/19%3Achannel%40thread.tacv2/Support?groupId=1&tenantId=2"
    stage.bot.tell(link, "Två videorum är sämre", ["rum 214: inget nät"], "och {count} till")
    told = stage.teams.messages[-1]
    assert told.conversation == CHANNEL
    assert told.shown == "Två videorum är sämre\n• rum 214: inget nät"


def test_the_bot_says_hello_with_the_form_where_a_person_installs_it(stage: Stage) -> None:
    activity = stage.teams.activity(kind="personal", user=ANNA, conversation=f"a:{ANNA}")
    stage.teams.deliver({**activity, "type": "installationUpdate", "action": "add", "id": "i1"})
    form = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert form.buttons() == ["ask"]


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A house whose answers name somebody's telephone."""
    made = Stage(captured_app(SCENARIOS / "client-excluded-older-c9800"), tmp_path, monkeypatch)
    made.go()
    yield made
    made.close()


def test_what_tells_of_people_is_masked_where_others_read_and_shown_to_those_who_may(ward: Stage) -> None:
    ward.teams.say(PHONE)
    public = ward.answered()
    assert not any(rest in json.dumps(public.states) for rest in ("77:88:99", "f077.8899"))
    assert "a4:c3:f0:••:••:••" in public.shown
    assert "reveal" in public.buttons()
    refused = ward.teams.press(public, "reveal", user=BO)  # nobody has been granted it
    assert refused.body["type"] == "application/vnd.microsoft.activity.message"
    details = json.dumps(ward.teams.press(public, "details", user=BO).body)
    assert not any(rest in details for rest in ("77:88:99", "f077.8899"))

    ward.teams.say(PHONE, kind="personal")
    alone = ward.answered(1)
    assert "a4:c3:f0:77:88:99" in alone.shown
    assert "reveal" not in alone.buttons()


def test_who_was_granted_it_sees_what_is_masked_alone_and_that_is_noted(ward: Stage) -> None:
    ward.grant("reveal")
    ward.teams.say(PHONE)
    public = ward.answered()
    states = len(public.states)
    assert "77:88:99" in json.dumps(ward.teams.press(public, "reveal", user=BO).body["value"])
    assert len(public.states) == states
    assert (f"teams:{TENANT}:{BO}", "reveal", ward.request().id) in ward.door.recorded
