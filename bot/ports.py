"""The seams: every outside thing that the desk speaks to, on one page. Each takes and gives our own nouns."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Answer, Device, Failure, Inventory, TicketRef
from parsers.platform import Command


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a device answered to one command: its text without echo and prompt, or why there is none."""

    text: str | None
    at: datetime  # UTC; in a replay, what the captured `show clock` says
    took_s: float
    failure: Failure | None = None
    reason: str | None = None


class Session(Protocol):
    """An open login on one device. One command at a time."""

    def run(self, command: Command) -> Reply:
        """Send the command and wait for its whole answer. Never raises for what a device does."""


@dataclass(frozen=True, kw_only=True)
class NoSession:
    """Why a device could not be logged in to."""

    failure: Failure
    reason: str
    took_s: float
    at: datetime | None = None  # UTC, when it was tried; in a replay what the captured clocks say


class Transport(Protocol):
    """The way to devices. Takes only commands that a platform made, so nothing else can reach a device."""

    def session(self, device: Device) -> AbstractContextManager[Session | NoSession]:
        """Log in, at most one session per device at a time; log out on leaving."""

    def wait(self, seconds: float) -> None:
        """Let time pass between two samples; a replay takes it to have passed."""


class InventorySource(Protocol):
    """Where the devices, links and rooms come from."""

    def load(self) -> Inventory:
        """The whole inventory. Raises DocumentError or RemoteError."""


class TicketSystem(Protocol):
    """Where escalations go."""

    def open_or_update(self, fault_key: str, answer: Answer, body: str) -> TicketRef:
        """One open ticket per fault key: made when there is none, else added to. Raises RemoteError."""


class Resolver(Protocol):
    """Host name to address (DNS, or a table)."""

    def address(self, host: str) -> str | None:
        """The IPv4 address, or None where nobody knows the name."""
