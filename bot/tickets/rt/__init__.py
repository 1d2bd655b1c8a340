"""Request Tracker 5 over its REST2 interface."""

from __future__ import annotations

from bot.tickets.rt.rest import Rest
from bot.tickets.rt.settings import RtSettings, read_settings
from bot.tickets.rt.tickets import RtTickets
from parsers.document import Node

__all__ = ["Rest", "RtSettings", "RtTickets", "connect"]


def connect(node: Node) -> RtTickets:
    """From the mapping `tickets:` of the configuration. Nothing is sent yet, and no secret is read.

    Raises DocumentError for a mistake in the file.
    """
    settings = read_settings(node)
    return RtTickets(settings, Rest(url=settings.url, token=settings.token.read, ca=settings.ca))
