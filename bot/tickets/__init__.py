"""Where escalations go: one folder per ticket system, each behind bot.ports.TicketSystem. None knows another."""
