"""The seams: every outside thing that the desk speaks to, on one page. Each takes and gives our own nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.card import DiagnosisCard
from bot.model import Answer, Device, Failure, Inventory, Progress, Request, TicketRef
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


class FrontDoor(Protocol):
    """What every channel is given: hand a question in, watch it being worked on, fetch the answer. Thread-safe.

    The service stands behind it (durable jobs), and a plain App in a process without one. Channels never see more.
    """

    def accept(
        self, text: str, *, channel: str, requester: str, event: str | None = None, thread: str | None = None
    ) -> Request:
        """Store the question and return at once; the same event of the same channel is the same request.

        `event` is the channel's own id of the message, `thread` that of the conversation it belongs to.
        """

    def watch(self, request_id: str) -> Iterator[Progress]:
        """The steps from now on, the last one being `done`; blocks between them. At once `done` for an old one."""

    def answer(self, request_id: str) -> Answer | None:
        """The answer so far known; None while there is none, or where there is no such request."""

    def card(self, request_id: str) -> DiagnosisCard | None:
        """The same as the one card that every channel shows."""

    def recent(self, limit: int, requester: str | None = None) -> Sequence[Request]:
        """The latest requests, newest first; of one requester where named."""

    def escalate(self, request_id: str, requester: str) -> TicketRef | None:
        """Make (or find) the ticket of this answer; None where there is nothing to escalate."""


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
