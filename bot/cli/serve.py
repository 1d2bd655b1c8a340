"""`firstline serve`: the bot that runs all day: durable jobs, web console, API and chat in one process, on one port."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette

from bot.app import App, live_app
from bot.card import DiagnosisCard
from bot.channels.slack import SlackChannel, SlackSettings, read_settings
from bot.channels.teams import TeamsChannel, TeamsSettings
from bot.channels.teams import read_settings as read_teams
from bot.channels.web import Example, Given, Looked, Planned, SignIn, create_app, suggester
from bot.cli.doctor.checkup import Line, Swedish, examined
from bot.cli.doctor.files import checkups
from bot.cli.doctor.setup import read_setup
from bot.cli.log_lines import log_lines
from bot.cli.options import Verbs, add_verb
from bot.cli.own_names import console_names, others_can_reach
from bot.cli.shown import Missing, as_text
from bot.desk.card import card
from bot.desk.document import answer_document
from bot.desk.escalate import should_escalate
from bot.desk.progress import progress_sentence
from bot.desk.reasons import reason
from bot.desk.understand import understand
from bot.errors import SettingsError
from bot.jobs import RunningService, Service
from bot.model import Answer, Inventory, Language
from bot.ports import Accounts
from bot.settings import ConsoleSettings, Oidc, load_settings
from parsers.values import short_interface

PORT: Final = 8642
_LOG: Final = logging.getLogger("firstline.serve")
_PATIENCE_S: Final = 20  # running checks may finish for so long; the rest is taken up after the next start
_SETTLED_S: Final = (2, 60)  # after such pauses most of what is loaded once is loaded
_LOOKED_S: Final = 300
_STREAMS_S: Final = 5  # open pages get so long to let go

Examples = Mapping[Language, Sequence[Example]]
Checkup = Callable[[], Sequence[Looked]]


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(
        verbs, "serve", "the bot: web console, API, chat, from a configuration file",
        "firstline serve --config firstline.yaml", run,
    )  # fmt: skip
    verb.add_argument("--port", type=int, default=PORT, metavar="PORT", help=f"of console and API (default {PORT})")
    verb.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="to listen on (default: this machine only)"
    )


def run(options: argparse.Namespace) -> int:
    settings = load_settings(options.config, options.data)
    app = live_app(settings)
    slack = read_settings(settings.slack) if settings.slack else None
    teams = read_teams(settings.teams) if settings.teams else None
    log_lines()
    return serve(
        app,
        data=settings.data,
        listener=listen(options.host, options.port),
        told=lambda url: print(f"The console is at {url}", flush=True),
        database=settings.database.read() if settings.database else None,
        token=settings.api_token.read() if settings.api_token else None,
        slack=slack,
        teams=teams,
        console=settings.console,
        checkup=checkup(options.config, options.data),
    )


def serve(
    app: App,
    *,
    data: Path,
    listener: socket.socket,
    told: Callable[[str], None],
    database: str | None = None,
    token: str | None = None,
    slack: SlackSettings | None = None,
    teams: TeamsSettings | None = None,
    console: ConsoleSettings | None = None,
    checkup: Checkup = tuple,
) -> int:
    """Run until SIGTERM or Ctrl-C. `told` gets the console's address as soon as it answers."""
    with serving(
        app, data=data, listener=listener, database=database, token=token, slack=slack, teams=teams, console=console,
        checkup=checkup,
    ) as url:  # fmt: skip
        told(url)
        _until_stopped()
    _leave()
    return 0


@contextmanager
def serving(
    app: App,
    *,
    data: Path,
    listener: socket.socket,
    database: str | None = None,
    token: str | None = None,
    slack: SlackSettings | None = None,
    teams: TeamsSettings | None = None,
    console: ConsoleSettings | None = None,
    checkup: Checkup = tuple,
    examples: Examples | None = None,
) -> Iterator[str]:
    """The whole service, from here until the block ends; gives the console's address once it answers.

    `token` opens the API; without one it is made anew, and service.json in `data` tells it to programs of this user.
    `console` says who reaches the console under which names, and how they sign in; where others than this machine can,
    they have to. `checkup` looks at what the service stands on, for the health page.
    """
    service = Service(
        desk=app.desk, data=data, zone=app.zone, tickets=app.tickets, database=database, schedules=app.schedules,
        retention=app.retention, forget_tickets=app.forget_tickets,
    )  # fmt: skip
    chat: SlackChannel | None = None
    mate: TeamsChannel | None = None
    try:
        suggest = suggester(app.desk.inventory)
        console = console or ConsoleSettings()
        if slack:
            chat = SlackChannel(
                service, slack, sentence=progress_sentence, suggest=suggest, console=console.address, zone=app.zone
            )
            service.register("slack", chat)
            service.register_teller("slack", chat)
            service.report(chat.state)
        if teams:
            places = data / "teams.json"
            mate = TeamsChannel(
                service, teams, sentence=progress_sentence, suggest=suggest, places=places, console=console.address
            )
            service.register("teams", mate)
            service.register_teller("teams", mate)
            service.report(mate.state)
        token = token or secrets.token_urlsafe(24)
        address = listener.getsockname()[0]
        locked = others_can_reach(address, console.hosts) if console.sign_in is None else console.sign_in
        web = create_app(
            service,
            given=given(app, examples or examples_of(app.desk.inventory), console, checkup),
            operations=service,
            checks=service.checks,
            token=token,
            hosts=console_names(address, console.hosts),
            sign_in=sign_in(service.accounts, console.oidc) if locked else None,
            mounts=[
                *([("/slack", chat.endpoint)] if chat and slack and slack.mode == "http" else []),
                *([("/teams", mate.endpoint)] if mate else []),
            ],
        )
        service.start()
        if chat:
            chat.start()
        if mate:
            mate.start()
        url = f"http://{_shown(listener.getsockname()[0])}:{listener.getsockname()[1]}"
        service.folder.announce(RunningService(url=url, token=token, pid=os.getpid()))
        with _answering(web, listener):
            yield url
    finally:
        service.stop(_PATIENCE_S)  # what is answered meanwhile is still told in the chat
        if chat:
            chat.stop()
        if mate:
            mate.stop()


def listen(host: str, port: int, *, tries: int = 1) -> socket.socket:
    """A listening socket; the next free port where this one is taken and `tries` allows. Raises SettingsError."""
    for number in range(port, port + tries):
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(128)
        except OSError as error:
            listener.close()
            reason = error.strerror
        else:
            return listener
    raise SettingsError(f"{host} port {port} cannot be listened on ({reason}). Choose another with --port.")


def given(app: App, examples: Examples, console: ConsoleSettings, checkup: Checkup) -> Given:
    """What the console shows in the desk's words."""

    def card_in(answer: Answer, language: Language, zone: tzinfo) -> DiagnosisCard:
        return card(replace(answer, request=replace(answer.request, language=language)), zone)

    def schedules() -> Sequence[Planned]:
        now = datetime.now(UTC)
        return [
            Planned(name=one.name, cron=one.cron, targets=len(one.targets), due=one.due_after(now))
            for one in app.schedules
        ]

    def text(answer: Answer, *, width: int, colour: bool, unicode: bool) -> str:
        kept = app.tickets is not None and not answer.request.no_ticket and should_escalate(answer)
        kept = kept and not understand(answer.request.text, app.desk.inventory).no_ticket
        missing: Missing | None = "kept" if kept else None
        return as_text(answer, app.zone, width=width, colour=colour, unicode=unicode, missing=missing)

    return Given(
        document=answer_document,
        card=card_in,
        progress=progress_sentence,
        reason=reason,
        text=text,
        suggest=suggester(app.desk.inventory),
        examples=examples,
        zone=app.zone,
        library=app.desk.library,
        checkup=checkup,
        phones=console.phones,
        schedules=schedules,
    )


def sign_in(accounts: Accounts, oidc: Oidc | None) -> SignIn:
    """Local accounts, and the organisation's own sign-in where it is set up."""
    if oidc is None:
        if not accounts.names():
            _LOG.warning("nobody can sign in to the console yet; make an account: firstline account add NAME")
        return SignIn(accounts=accounts)
    try:
        from bot.channels.web.oidc import Provider
    except ImportError:
        raise SettingsError(
            "console: oidc: needs a library that is not installed. Install it: pip install 'firstline[oidc]'."
        ) from None
    return SignIn(accounts=accounts, provider=Provider(oidc))


def checkup(config: Path | None, data: Path | None) -> Checkup:
    """What `firstline doctor` tells of the files, looked at anew at most every few minutes."""
    turn = threading.Lock()
    seen: list[Looked] = []
    until = 0.0

    def look() -> Sequence[Looked]:
        nonlocal until
        with turn:
            if time.monotonic() >= until:
                setup = read_setup(config, data)
                lines = (*setup.found, *examined(checkups(setup)))
                seen[:] = [_looked(one, one.swedish) for one in lines if one.swedish]
                until = time.monotonic() + _LOOKED_S
            return tuple(seen)

    return look


def _looked(line: Line, swedish: Swedish) -> Looked:
    return Looked(
        about={"sv": swedish.about, "en": line.about},
        mark=line.mark,
        said={"sv": swedish.said, "en": line.said},
        do={"sv": swedish.do or line.do, "en": line.do} if line.do else None,
    )


def examples_of(inventory: Inventory) -> Examples:
    """Questions that make sense here: about jacks, rooms and switches that the inventory has."""
    jacks = [(room, jack) for room in inventory.rooms for jack in room.jacks]
    swedish: list[Example] = []
    english: list[Example] = []
    for room, jack in jacks[:2]:
        swedish.append(Example(text=f"uttag {jack.jack} i {room.name} har inget nät", about="inget nät", sign="jack"))
        english.append(Example(text=f"jack {jack.jack} in {room.name} has no network", about="no network", sign="jack"))
    for _, jack in jacks[2:4]:
        place = f"{jack.device} {short_interface(jack.interface)}"
        swedish.append(Example(text=f"nätet är segt på {place}", about="segt nät", sign="switch"))
        english.append(Example(text=f"the network is slow on {place}", about="slow network", sign="switch"))
    for device in inventory.devices:
        if len(swedish) == 5:
            break
        if device.role == "access":
            swedish.append(Example(text=f"är {device.name} frisk?", about="en switch", sign="switch"))
            english.append(Example(text=f"is {device.name} healthy?", about="a switch", sign="switch"))
    return {"sv": swedish, "en": english}


class _Server(uvicorn.Server):
    """Ends the open streams first: a page that watches keeps its connection for ever."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.close()
        await super().shutdown(sockets)


@contextmanager
def _answering(web: Starlette, listener: socket.socket) -> Iterator[None]:
    """The web server in a thread of its own: signals are the main thread's, and so is the end."""
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=_STREAMS_S,
        server_header=False,
    )
    server = _Server(config, web)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_STREAMS_S + 5)


def _until_stopped() -> None:
    """Until SIGTERM or Ctrl-C.

    Python's search for rings of garbage stops everything while it looks through all that there is, a fifth of a second
    on a small machine. What was loaded at the start and with the first questions never becomes garbage: it is left out.
    """
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    for pause in _SETTLED_S:
        if stop.wait(pause):
            return
        gc.collect()
        gc.freeze()
    stop.wait()


def _leave() -> None:
    """A session that hangs in a dead device must not hold up the end; it is taken up after the next start."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
