"""Teams slow, overloaded, away or forgetful: every question ends in its answer, once."""

from __future__ import annotations

import pytest

from bot.errors import RemoteError
from tests.channels.teams.conftest import Stage

QUESTION = "Gi1/0/14 på sw-kar-a2-03 är död"
HEADLINE = "Porten stängdes av när en switch kopplades in"


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(stage: Stage, status: int) -> None:
    stage.teams.faults["post"] = [(status, {"Retry-After": "1"} if status == 429 else {}, 0.0)]
    stage.teams.say(QUESTION)
    assert HEADLINE in stage.answered().shown
    assert len(stage.teams.messages) == 1


def test_the_final_state_is_written_though_the_steps_before_it_were_refused(stage: Stage) -> None:
    stage.gate.clear()
    stage.teams.say(QUESTION)
    message = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    stage.teams.faults["put"] = [(429, {"Retry-After": "1"}, 0.0)] * 2
    stage.gate.set()
    assert stage.answered() is message


def test_a_message_that_somebody_deleted_is_posted_anew(stage: Stage) -> None:
    stage.gate.clear()
    stage.teams.say(QUESTION)
    stage.teams.until(lambda: stage.teams.messages)
    stage.teams.messages.clear()
    stage.gate.set()
    assert HEADLINE in stage.answered().shown


def test_while_teams_is_away_the_service_is_told_so_and_the_answer_is_sent_when_it_is_back(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    request = stage.request()
    card = stage.door.card(request.id)
    assert card is not None
    stage.bot.stop()
    stage.bot = stage.another_bot()
    stage.go()
    stage.teams.close()
    with pytest.raises(RemoteError, match="Teams cannot be reached"):
        stage.bot.send(request, card)
    stage.teams.open()
    states = len(message.states)
    stage.bot.send(request, card)
    assert (len(stage.teams.messages), len(message.states)) == (1, states + 1)


def test_before_it_is_connected_an_answer_is_refused_and_kept(still: Stage) -> None:
    request = still.door.accept(QUESTION, channel="teams", requester="teams:t:u")
    card = still.teams.until(lambda: still.door.card(request.id))
    with pytest.raises(RemoteError, match="not connected"):
        still.bot.send(request, card)
    with pytest.raises(RemoteError, match="not connected"):
        still.bot.tell("19:x@thread.tacv2", "rubrik", [], "")


def test_calls_before_it_is_loaded_are_put_off(still: Stage) -> None:
    assert still.teams.say(QUESTION).status == 503


def test_a_token_that_teams_takes_no_more_is_fetched_anew(stage: Stage) -> None:
    stage.teams.faults["post"] = [(401, {}, 0.0)]
    stage.teams.say(QUESTION)
    stage.answered()
    assert sum(name == "token" for name, _ in stage.teams.log) == 2


def test_a_wrong_secret_is_named_and_a_right_one_is_taken_up_without_a_restart(
    still: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEAMS_SECRET", "old")
    still.bot.start()
    still.teams.until(lambda: still.bot.problem, 30)
    assert "AADSTS7000215" in str(still.bot.problem)
    assert "old" not in str(still.bot.problem)
    monkeypatch.setenv("TEAMS_SECRET", "good")
    still.teams.until(lambda: still.bot.state().working, 30)
    assert still.bot.problem is None


def test_a_question_that_cannot_be_stored_is_told_to_its_asker(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(stage.door, "accept", full)
    assert stage.teams.say(QUESTION).status == 200
    said = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert "kunde inte sparas" in said.shown


def test_a_ticket_system_that_is_away_is_told_to_the_one_who_pressed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise RemoteError("down")

    stage.teams.say(QUESTION)
    message = stage.answered()
    monkeypatch.setattr(stage.door, "escalate", away)
    assert "Ärendesystemet svarar inte" in stage.teams.press(message, "escalate").body["value"]


def test_a_button_that_breaks_is_told_and_the_channel_goes_on(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    stage.teams.say(QUESTION)
    message = stage.answered()
    monkeypatch.setattr(stage.door, "helped", broken)
    assert "gick inte just nu" in stage.teams.press(message, "helped").body["value"]
    assert stage.teams.press(message, "details").body["type"] == "application/vnd.microsoft.card.adaptive"


def test_activities_that_are_none_of_ours_are_answered_calmly(stage: Stage) -> None:
    base = stage.teams.activity(kind="channel", user="a", conversation="19:x;messageid=1")
    for kind in ("messageReaction", "conversationUpdate", "messageDelete", "somethingNew"):
        assert stage.teams.deliver({**base, "type": kind, "id": kind}).status == 200
    assert stage.teams.deliver({**base, "type": "invoke", "name": "task/fetch", "id": "i"}).status == 501
    odd = {**base, "type": "invoke", "name": "adaptiveCard/action", "id": "j", "value": {"action": {"data": []}}}
    assert stage.teams.deliver(odd).status == 200
    assert (stage.door.accepted, stage.teams.messages) == ([], [])
