"""The work as a plan in Slack: what is done and what comes, and words alone where a workspace takes no plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.slack.blocks import under_way
from bot.model import Stage as Step
from tests.channels.slack.conftest import MakeStage, Stage
from tests.channels.slack.test_talk import HEADLINE, QUESTION, answer
from tests.fakes.block_kit import block_kit_problem
from tests.fakes.slack import Posted


def kinds(message: Posted) -> list[set[str]]:
    """The kinds of blocks of every state that the message has had."""
    return [{block["type"] for block in state["blocks"]} for state in message.states]


def tasks(step: Step) -> list[tuple[str, str]]:
    plan: Any = under_way("Läser utrustningen: 2 av 9 svar.", "sv", "r-1", stage=step).plan[0]
    assert plan["title"] == "Läser utrustningen: 2 av 9 svar."
    return [(task["title"], task["status"]) for task in plan["tasks"]]


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("locating", [("Hitta platsen", "in_progress"), ("Läsa utrustningen", "pending")]),
        ("found", [("Hitta platsen", "complete"), ("Läsa utrustningen", "in_progress")]),
        ("reading", [("Hitta platsen", "complete"), ("Läsa utrustningen", "in_progress")]),
        ("first_verdict", [("Hitta platsen", "complete"), ("Läsa utrustningen", "in_progress")]),
        (
            "second_reading",
            [("Hitta platsen", "complete"), ("Läsa utrustningen", "complete"), ("Läsa en gång till", "in_progress")],
        ),
    ],
)
def test_a_plan_says_what_is_done_what_is_going_on_and_what_comes(step: Step, shown: list[tuple[str, str]]) -> None:
    assert tasks(step) == shown


def test_where_it_is_not_known_how_far_the_work_has_come_no_plan_is_made_up() -> None:
    assert under_way("Jag startade om.", "sv", "r-1").plan == ()


def test_any_plan_is_within_slacks_limits_and_its_words_are_plain() -> None:
    made = under_way("<!channel> \x1b[31m & " * 500, "en", "r-1", "U1", "second_reading")
    assert block_kit_problem({"blocks": list(made.plan)}) is None
    plan: Any = made.plan[0]
    assert len(plan["title"]) <= 400
    assert "\x1b" not in plan["title"]


def test_the_work_is_a_plan_with_a_way_out_and_the_answer_takes_its_place(stage: Stage) -> None:
    stage.gate.clear()
    stage.slack.mention(QUESTION)
    message = stage.slack.until(lambda: stage.slack.messages)[0]
    assert kinds(message)[0] == {"plan", "actions"}
    assert message.buttons() == ["cancel"]
    assert "Frågan är sparad" in message.shown
    stage.gate.set()
    assert answer(stage) is message
    assert "plan" not in kinds(message)[-1]


def test_a_workspace_that_takes_no_plans_is_asked_once_and_shown_words_from_then_on(stage: Stage) -> None:
    stage.slack.takes_plans = False
    for number in range(2):
        stage.slack.command(QUESTION)
        message = answer(stage, number)
        assert HEADLINE in message.text
        assert "Frågan är sparad" in str(message.states[0])
        assert all("plan" not in one for one in kinds(message))
    tried = [name for name, given in stage.slack.log if any(one["type"] == "plan" for one in given.get("blocks", ()))]
    assert tried == ["chat.postMessage"]
    assert len(stage.slack.messages) == 2


def test_where_text_is_configured_no_plan_is_tried(make_stage: MakeStage) -> None:
    stage = make_stage("socket")
    stage.settings = replace(stage.settings, progress="text")
    stage.bot = stage.another_bot()
    stage.go()
    stage.slack.command(QUESTION)
    assert all("plan" not in one for one in kinds(answer(stage)))
