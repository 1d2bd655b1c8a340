"""A pressed button as Slack tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from bot.channels.slack.people import People
from bot.channels.slack.place import Place
from bot.channels.talk.buttons import Press, Verb


def read_press(body: Mapping[str, Any], people: People) -> Press[Place]:
    """For the actions that are listened to; their ids are verbs, choose_2 that of a choice."""
    action, message = body["actions"][0], body.get("message") or {}
    pressed, box = str(action["action_id"]), body.get("container") or {}
    verb, _, number = pressed.partition("_") if pressed.startswith("choose_") else (pressed, "", "")
    team = (body.get("team") or {}).get("id") or body["user"].get("team_id", "")
    user = str(body["user"]["id"])
    ts = str(message.get("ts") or box.get("message_ts", ""))
    return Press(
        verb=cast("Verb", verb),
        request_id=str(action.get("value", "")).partition("/")[0] or None,
        number=int(number) if number.isdigit() else None,
        person=people.person(team, user),
        event=f"{team}:{ts}:{pressed}:{action.get('action_ts', '')}:{user}",
        place=Place(
            # The Home tab is no channel: what is asked from there is answered to the asker alone.
            channel=(body.get("channel") or {}).get("id") or box.get("channel_id") or user,
            thread=message.get("thread_ts") if message.get("thread_ts") != ts else None,
            ts=ts or None,
            user=user,
        ),
    )
