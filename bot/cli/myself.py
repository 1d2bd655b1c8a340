"""Who sits at this terminal, as the service and its audit log know them."""

from __future__ import annotations

import getpass

from bot.model import Person


def myself() -> Person:
    """By the name of the user of this machine."""
    try:
        return Person(id=f"cli:{getpass.getuser()}")
    except (KeyError, OSError):  # a user without a name, as in a container
        return Person(id="cli")
