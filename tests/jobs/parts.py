"""The parts round a service under test: a channel and a ticket system that can be away, and a few words to ask with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from bot.card import DiagnosisCard
from bot.desk.investigate import Desk
from bot.errors import RemoteError
from bot.jobs import Service
from bot.model import Request
from bot.ports import RemoteTicket, TicketDraft, TicketSystem
from bot.tickets.builtin import BuiltinTickets

WAIT_S = 20.0


class Chat:
    """A channel that remembers what it was given, and can be away."""

    def __init__(self) -> None:
        self.away = False
        self.given: list[tuple[str, str | None]] = []  # request, ticket

    def send(self, request: Request, card: DiagnosisCard) -> None:
        if self.away:
            raise RemoteError("The chat does not answer.")
        self.given.append((request.id, card.ticket.key if card.ticket else None))

    def of(self, request: Request) -> list[str | None]:
        return [ticket for one, ticket in self.given if one == request.id]


class Tickets(BuiltinTickets):
    """The built-in tickets, which can be down."""

    down = False

    def find_open(self, fault_key: str) -> RemoteTicket | None:
        if self.down:
            raise RemoteError("The ticket system does not answer.")
        return super().find_open(fault_key)

    def create(self, fault_key: str, draft: TicketDraft, op_id: str) -> RemoteTicket:
        if self.down:
            raise RemoteError("The ticket system does not answer.")
        return super().create(fault_key, draft, op_id)


@contextmanager
def running(folder: Path, of: Desk, tickets: TicketSystem | None = None, chat: Chat | None = None) -> Iterator[Service]:
    service = Service(desk=of, data=folder / "data", zone=UTC, tickets=tickets)
    if chat:
        service.register("chat", chat)
    service.start()
    try:
        yield service
    finally:
        service.stop(patience_s=0)


def ask(service: Service, text: str, event: str | None = None, thread: str | None = None) -> Request:
    return service.accept(text, channel="chat", requester="anna", event=event, thread=thread)


def done(service: Service, request: Request) -> list[str]:
    return [step.state for step in service.watch(request.id)]


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
