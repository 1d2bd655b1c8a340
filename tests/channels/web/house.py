"""A house behind the console for its tests: the desk's real words, a front door over captures, and a server."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cache
from html import unescape

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.app import App, captured_app
from bot.card import DiagnosisCard
from bot.channels.terminal import render
from bot.channels.web import Example, Given, Looked, Planned, SignIn, create_app, suggester
from bot.checks import Firing
from bot.desk.card import card
from bot.desk.document import answer_document
from bot.desk.progress import progress_sentence
from bot.desk.reasons import reason
from bot.errors import BotError, RemoteError
from bot.model import Answer, Event, EventQuery, Language, Tally
from bot.ports import FrontDoor, Measure, SystemState
from bot.settings import Phone
from tests.front_door import SCENARIOS

DUE = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
TOKEN = "s3cret-of-the-test"
BPDUGUARD = "Gi1/0/14 på sw-kar-a2-03 har inget nät"
LOOKED = Looked(
    about={"sv": "konton", "en": "credentials"},
    mark="warn",
    said={"sv": "sw-9 har inget", "en": "sw-9 has none"},
    do={"sv": "Skriv ett.", "en": "Write one."},
)
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
    tallies: list[Tally] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    away: RemoteError | None = None

    def unready(self) -> Sequence[str]:
        return self.reasons

    def measures(self) -> Sequence[Measure]:
        if self.away:
            raise self.away
        return self.numbers

    def systems(self) -> Sequence[SystemState]:
        return self.states

    def statistics(self) -> Sequence[Tally]:
        return self.tallies

    def audit(self, query: EventQuery) -> Iterator[Event]:
        wanted = {"who": query.who, "device": query.device, "request": query.request}
        for one in self.events:
            if all(value is None or getattr(one, name) == value for name, value in wanted.items()):
                yield one


@dataclass
class Checked:
    """A bot.ports.Checks that a test fills."""

    firings: list[Firing] = field(default_factory=list)
    asked: list[Sequence[str]] = field(default_factory=list)
    trouble: BotError | None = None

    def run(self, names: Sequence[str]) -> Sequence[Firing]:
        if self.trouble:
            raise self.trouble
        self.asked.append(names)
        return self.firings[:1]

    def firing(self, firing_id: str) -> Firing | None:
        return next((one for one in self.firings if one.id == firing_id), None)

    def latest(self, limit: int) -> Sequence[Firing]:
        return self.firings[:limit]


@cache
def captured(scenario: str = "bpduguard-iosxe") -> App:
    """Loading the runbooks takes a second, so every test of this folder shares them."""
    return captured_app(SCENARIOS / scenario)


def words(scenario: str = "bpduguard-iosxe", phones: Sequence[Phone] = ()) -> Given:
    """What the app gives to the console, over the inventory of a scenario."""
    return Given(
        document=answer_document,
        card=_card,
        progress=progress_sentence,
        reason=reason,
        text=_text,
        suggest=suggester(captured(scenario).desk.inventory),
        examples=EXAMPLES,
        zone=UTC,
        library=captured(scenario).desk.library,
        checkup=lambda: [LOOKED],
        schedules=lambda: [Planned(name="video-rooms", cron="30 6 * * 1-5", targets=24, due=DUE)],
        phones=phones,
    )


def _text(answer: Answer, *, width: int, colour: bool, unicode: bool) -> str:
    return render(card(answer, UTC), width=width, colour=colour, unicode=unicode)


def _card(answer: Answer, language: Language, zone: tzinfo) -> DiagnosisCard:
    return card(replace(answer, request=replace(answer.request, language=language)), zone)


def console(
    door: FrontDoor,
    *,
    vitals: Vitals | None = None,
    checks: Checked | None = None,
    token: str | None = TOKEN,
    mounts: Sequence[tuple[str, ASGIApp]] = (),
    sign_in: SignIn | None = None,
    phones: Sequence[Phone] = (),
) -> Starlette:
    return create_app(
        door,
        given=words(phones=phones),
        operations=vitals or Vitals(),
        checks=checks or Checked(),
        token=token,
        mounts=mounts,
        sign_in=sign_in,
    )


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


def plain(page: httpx.Response) -> str:
    """The words of a page below its menu, without markup."""
    text = re.sub(r"<(svg|dialog).*?</\1>", " ", page.text[page.text.index("<main") :], flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(p|li|div|h\d)>", " ", text))))
