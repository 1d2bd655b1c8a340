"""The built-in ticket system: a folder of text files, for where there is no other and for when the other is down."""

from __future__ import annotations

from bot.tickets.builtin.tickets import BuiltinTickets, Ticket

__all__ = ["BuiltinTickets", "Ticket"]
