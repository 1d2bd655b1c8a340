"""A house behind the console for its tests: the desk's real words, a front door over captures, and a server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.app import App, captured_app
from bot.card import DiagnosisCard
from bot.channels.web import Example, Given, create_app, suggester
from bot.desk.card import card
from bot.desk.document import answer_document
from bot.desk.progress import progress_sentence
from bot.model import Answer, Language
from bot.ports import FrontDoor, Measure, SystemState
from tests.front_door import SCENARIOS

TOKEN = "s3cret-of-the-test"
BPDUGUARD = "Gi1/0/14 på sw-kar-a2-03 har inget nät"
EXAMPLES: dict[Language, list[Example]] = {
    "sv": [
        Example(text=BPDUGUARD, about="En port på en switch", sign="switch"),
        Example(text="skrivaren på avd 12 har inget nät, uttag A2-114-2", about="Ett uttag", sign="jack"),
        Example(text="rum 214 i Torsby har dåligt wifi", about="Ett videorum", sign="room"),
        Example(text="hela hus C är nere", about="En switch eller ett helt hus", sign="switch"),
        Example(text="var sitter 3005.5cf0.8b3a?", about="En MAC-adress, IP-adress eller dator", sign="find"),
    ],
    "en": [Example(text="Gi1/0/14 on sw-kar-a2-03 has no network", about="A switch port", sign="switch")],
}


@dataclass
class Vitals:
    """A bot.ports.Operations that a test sets."""

    reasons: list[str] = field(default_factory=list)
    numbers: list[Measure] = field(default_factory=list)
    states: list[SystemState] = field(default_factory=list)

    def unready(self) -> Sequence[str]:
        return self.reasons

    def measures(self) -> Sequence[Measure]:
        return self.numbers

    def systems(self) -> Sequence[SystemState]:
        return self.states


@cache
def captured(scenario: str = "bpduguard-iosxe") -> App:
    """Loading the runbooks takes a second, so every test of this folder shares them."""
    return captured_app(SCENARIOS / scenario)


def words(scenario: str = "bpduguard-iosxe") -> Given:
    """What the app gives to the console, over the inventory of a scenario."""
    return Given(
        document=answer_document,
        card=_card,
        progress=progress_sentence,
        suggest=suggester(captured(scenario).desk.inventory),
        examples=EXAMPLES,
        zone=UTC,
    )


def _card(answer: Answer, language: Language) -> DiagnosisCard:
    return card(replace(answer, request=replace(answer.request, language=language)), UTC)


def console(
    door: FrontDoor,
    *,
    vitals: Vitals | None = None,
    token: str | None = TOKEN,
    mounts: Sequence[tuple[str, ASGIApp]] = (),
) -> Starlette:
    return create_app(door, given=words(), operations=vitals or Vitals(), token=token, mounts=mounts)


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The app on a port of this machine; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
