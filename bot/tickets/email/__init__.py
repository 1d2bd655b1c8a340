"""E-mail to a team's mailbox: for teams without a ticket system of their own, and for any that reads mail."""

from __future__ import annotations

from collections.abc import Callable

from bot.tickets.email.settings import EmailSettings, read_settings
from bot.tickets.email.tickets import EmailTickets
from parsers.document import Node

__all__ = ["EmailSettings", "EmailTickets", "connect", "read_settings"]


def connect(node: Node, secret: Callable[[str], str]) -> EmailTickets:
    """From the mapping `tickets:` of the configuration; `secret` gives what the name of a secret stands for.

    Nothing is sent yet. Raises DocumentError for a mistake in the file, and what `secret` raises.
    """
    settings = read_settings(node)
    return EmailTickets(settings, secret(node["password"].text()) if settings.user else None)
