"""How Slack is reached, from the `slack:` part of the configuration; secrets only by reference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.model import Language
from bot.settings import Reference, read_reference
from parsers.document import Node

_API: Final = "https://slack.com/api/"


@dataclass(frozen=True, kw_only=True)
class SlackSettings:
    """`socket`: the bot calls out to Slack and no port is open to the internet. `http`: Slack calls /slack/events."""

    mode: Literal["socket", "http"] = "socket"
    bot_token: Reference  # xoxb-
    app_token: Reference | None = None  # xapp-, with connections:write; socket only
    signing_secret: Reference | None = None  # http only
    command: str = "/firstline"
    language: Language = "sv"  # of the few words said before a question has a language of its own
    progress: Literal["plan", "text"] = "plan"  # a plan where Slack takes one
    api: str = _API  # GovSlack has another one; ends with a slash
    pace_s: float = 1.5  # the least time between two edits of a message under way
    beat_s: float = 10.0  # how often the connection is looked at, and how long until a lost one is tried again


def read_settings(node: Node) -> SlackSettings:
    """The `slack:` part of the configuration. Raises DocumentError for a mistake, with its place."""
    node.only("mode", "bot_token", "app_token", "signing_secret", "command", "language", "progress", "api")
    mode: Literal["socket", "http"] = "socket"
    language: Language = "sv"
    if "mode" in node:
        mode = "http" if node["mode"].one_of(("socket", "http")) == "http" else "socket"
    if "language" in node:
        language = "en" if node["language"].one_of(("sv", "en")) == "en" else "sv"
    progress: Literal["plan", "text"] = "plan"
    if "progress" in node:
        progress = "text" if node["progress"].one_of(("plan", "text")) == "text" else "plan"
    needed = "app_token" if mode == "socket" else "signing_secret"
    if needed not in node:
        raise node.fail(f"slack in mode {mode} needs {needed}", f"Add {needed}: env:NAME or file:PATH.")
    references = {key: read_reference(node[key]) for key in ("app_token", "signing_secret") if key in node}
    return SlackSettings(
        mode=mode,
        bot_token=read_reference(node["bot_token"]),
        app_token=references.get("app_token"),
        signing_secret=references.get("signing_secret"),
        command=_command(node["command"]) if "command" in node else SlackSettings.command,
        language=language,
        progress=progress,
        api=_address(node["api"]) if "api" in node else _API,
    )


def _command(node: Node) -> str:
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", node.text()):
        raise node.fail(f"'{node.text()}' is no slash command", "Write one like /firstline, in lower case.")
    return node.text()


def _address(node: Node) -> str:
    if not re.fullmatch(r"https?://\S+", node.text()):
        raise node.fail(f"'{node.text()}' is no web address", f"Write one like {_API}")
    return node.text().rstrip("/") + "/"
