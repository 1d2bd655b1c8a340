"""Request Tracker 5 over its REST2 interface."""

from __future__ import annotations

from collections.abc import Callable

from bot.tickets.rt.rest import Rest
from bot.tickets.rt.settings import RtSettings, read_settings
from bot.tickets.rt.tickets import RtTickets
from parsers.document import Node

__all__ = ["Rest", "RtSettings", "RtTickets", "connect", "read_settings"]


def connect(node: Node, secret: Callable[[str], str]) -> RtTickets:
    """From the mapping `tickets:` of the configuration; `secret` gives what the name of a secret stands for.

    Nothing is sent yet. Raises DocumentError for a mistake in the file, and what `secret` raises.
    """
    settings = read_settings(node)
    return RtTickets(settings, Rest(url=settings.url, token=secret(node["token"].text()), ca=settings.ca))
