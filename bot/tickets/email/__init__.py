"""E-mail to a team's mailbox: for teams without a ticket system of their own, and for any that reads mail."""

from __future__ import annotations

from bot.tickets.email.settings import EmailSettings, read_settings
from bot.tickets.email.tickets import EmailTickets
from parsers.document import Node

__all__ = ["EmailSettings", "EmailTickets", "connect"]


def connect(node: Node) -> EmailTickets:
    """From the mapping `tickets:` of the configuration. Nothing is sent yet, and no secret is read.

    Raises DocumentError for a mistake in the file.
    """
    return EmailTickets(read_settings(node))
