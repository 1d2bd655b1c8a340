"""How Teams is reached, from the `teams:` part of the configuration; secrets only by reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.model import Language
from bot.settings import Reference, read_reference
from parsers.document import Node

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_MOST_GROUPS: Final = 20  # that Graph takes in one call
_HOSTS: Final = ("smba.trafficmanager.net",)


@dataclass(frozen=True, kw_only=True)
class Bot:
    """The app as it is registered with Microsoft Entra."""

    app_id: str
    secret: Reference


@dataclass(frozen=True, kw_only=True)
class TeamsSettings:
    """A bot, an outgoing webhook (only question in, answer out), or both."""

    tenants: tuple[str, ...]  # organisations whose people may ask; the bot is registered in the first
    bot: Bot | None = None
    webhook: Reference | None = None  # the security token of an outgoing webhook
    service_hosts: tuple[str, ...] = _HOSTS  # where Teams takes our messages; our token goes nowhere else
    groups: tuple[str, ...] = ()  # of Entra, asked of Graph: who is in one is so everywhere in Teams
    language: Language = "sv"  # of the few words said before a question has a language of its own
    keys: str = "https://login.botframework.com/v1/.well-known/keys"  # what Teams signs with
    login: str = "https://login.microsoftonline.com"  # where our token comes from
    graph: str = "https://graph.microsoft.com"
    playground: bool = False  # Microsoft's test tool, which signs nothing. Never from a configuration file
    pace_s: float = 1.5  # the least time between two edits of a message under way
    beat_s: float = 60.0  # how often the connection is looked at


def read_settings(node: Node) -> TeamsSettings:
    """The `teams:` part of the configuration. Raises DocumentError for a mistake, with its place."""
    node.only("app_id", "secret", "tenants", "webhook", "service_hosts", "groups", "language")
    if "app_id" not in node and "webhook" not in node:
        raise node.fail("teams names neither a bot nor a webhook", "Add app_id and secret, or webhook.")
    if ("app_id" in node) != ("secret" in node):
        raise node.fail("teams needs app_id and secret together", "Add secret: env:NAME or file:PATH, and app_id.")
    bot = Bot(app_id=_id(node["app_id"]), secret=read_reference(node["secret"])) if "app_id" in node else None
    if "tenants" not in node:
        raise node.fail("teams names no organisation that may ask", "Add tenants: [the tenant's id].")
    language: Language = "sv"
    if "language" in node:
        language = "en" if node["language"].one_of(("sv", "en")) == "en" else "sv"
    groups = tuple(_id(one) for one in node["groups"].list()) if "groups" in node else ()
    if len(groups) > _MOST_GROUPS:
        raise node["groups"].fail(f"more than {_MOST_GROUPS} groups", "Graph is asked for so many at once.")
    hosts = tuple(_host(one) for one in node["service_hosts"].list()) if "service_hosts" in node else _HOSTS
    return TeamsSettings(
        tenants=_ids(node["tenants"]),
        bot=bot,
        webhook=read_reference(node["webhook"]) if "webhook" in node else None,
        service_hosts=hosts,
        groups=groups,
        language=language,
    )


def _ids(node: Node) -> tuple[str, ...]:
    nodes: Sequence[Node] = node.list()
    if not nodes:
        raise node.fail("no organisation may ask", "Write the tenant's id from Microsoft Entra, Overview.")
    return tuple(_id(one) for one in nodes)


def _id(node: Node) -> str:
    text = node.text().casefold()
    if not _ID.fullmatch(text):
        raise node.fail(f"'{node.text()}' is no id", "Write one like 11111111-2222-3333-4444-555555555555.")
    return text


def _host(node: Node) -> str:
    text = node.text().casefold()
    if not _HOST.fullmatch(text):
        raise node.fail(f"'{node.text()}' is no host name", f"Write the name alone, like {_HOSTS[0]}.")
    return text
