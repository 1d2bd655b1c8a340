"""Where escalations go: one folder per ticket system, each behind bot.ports.TicketSystem. None knows another."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bot.ports import TicketSystem
from parsers.document import Node

_SYSTEMS: Final = ("builtin", "email", "rt")


def connect(node: Node | None, folder: Path) -> TicketSystem:
    """The ticket system that the mapping `tickets:` of the configuration names; without one, files in the folder.

    Nothing is sent yet. Raises DocumentError for a mistake in the file.
    """
    system = node["system"].one_of(_SYSTEMS) if node else "builtin"
    # Only what is configured is loaded: a mail library or an HTTP client costs time and memory.
    if node and system == "rt":
        from bot.tickets import rt

        return rt.connect(node)
    if node and system == "email":
        from bot.tickets import email

        return email.connect(node)
    from bot.tickets.builtin import BuiltinTickets

    if node:
        node.only("system")
    return BuiltinTickets(folder)
