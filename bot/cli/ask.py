"""`firstline ask`: one help-desk request from a terminal, with live progress and a readable answer.

Where a service runs on the same data folder it is asked: it keeps the question over a crash, and to one session per
device. Without one the devices are read from here.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.terminal import ProgressLine, given, screen_of, write
from bot.cli.handover import Handover, NotTaken, kept
from bot.cli.options import Verbs, add_json, add_verb
from bot.errors import BotError, RemoteError, RequestError, SettingsError
from bot.model import Answer, Language, Progress
from bot.settings import Settings, load_settings

if TYPE_CHECKING:  # who only hands over starts without the desk
    from bot.app import App


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = 'firstline ask "skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14"'
    does = "one help-desk request; a service on the same data folder answers it, else this program"
    verb = add_verb(verbs, "ask", does, example, run)
    verb.add_argument(
        "text", metavar="TEXT", nargs="?", help="what the caller says, in Swedish or English; - reads a pipe"
    )
    verb.add_argument("--captures", type=Path, metavar="DIR", help="answer from captured outputs, with no network")
    verb.add_argument("--save", type=Path, metavar="DIR", help="keep what was read, to ask again with --captures DIR")
    verb.add_argument("--no-ticket", action="store_true", help="make no ticket, whatever is found")
    verb.add_argument("--number", metavar="ID", help="fetch the answer to a question that the service has, r-...")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    if (options.text is None) == (options.number is None):
        raise RequestError("say either a TEXT or --number. 'firstline ask --help' has an example.")
    text = given(options.text or "", sys.stdin)
    if options.captures:
        if options.number:
            raise RequestError("--captures answers a TEXT from files; there is no service to fetch --number from.")
        from bot.app import captured_app

        app = captured_app(options.captures)
        _save(options, app, print_answer(app, text, as_json=options.json, ticket=False))
        return 0
    settings = load_settings(options.config, options.data)
    if options.save and settings.inventory is None:
        raise SettingsError("--save writes the devices' part of the inventory: name the inventory in firstline.yaml.")
    service = Handover(settings.data)
    if options.number:
        if service.running() is None:
            raise RemoteError(f"no service runs on the data folder {settings.data}. Start it: firstline serve")
        return _print_from(service, options.number, options, settings)
    number = handed_over(service, text, ticket=not options.no_ticket)
    if number:
        return _print_from(service, number, options, settings)
    from bot.app import live_app

    app = live_app(settings)
    _save(options, app, print_answer(app, text, as_json=options.json, ticket=not options.no_ticket))
    return 0


def handed_over(service: Handover, text: str, *, ticket: bool = True) -> str | None:
    """The question's number at the service; None where there is none, or it does not answer, which is said."""
    if service.running() is None:
        return None
    try:
        return service.ask(text, ticket=ticket)
    except NotTaken as refusal:
        print(f"firstline: {refusal} The devices are read from here.", file=sys.stderr)
        return None


def print_handed_over(service: Handover, number: str, *, as_json: bool = False) -> None:
    """Show on stderr what the service does while it does it, and print its answer."""
    line = ProgressLine(sys.stderr, screen_of(sys.stderr, os.environ))

    def show(state: str, sentence: str) -> None:
        if not as_json:
            line.show(state, sentence)

    try:
        service.follow(number, show)
    finally:
        line.done()
    if as_json:
        _print_document(service.document(number))
    else:
        write(sys.stdout, service.text(number, screen_of(sys.stdout, os.environ)))


def print_answer(app: App, text: str, *, as_json: bool = False, ticket: bool = True) -> Answer:
    """Ask here, show on stderr what happens while it happens, and print the answer."""
    from bot.cli.shown import Missing, as_text, without_ticket
    from bot.desk.document import answer_document
    from bot.desk.progress import progress_sentence

    line = ProgressLine(sys.stderr, screen_of(sys.stderr, os.environ))
    missing: Missing | None = None

    def show(progress: Progress, language: Language) -> None:
        sentence = progress_sentence(progress, language)
        if sentence and not as_json:
            line.show(progress.state, sentence)

    def ticket_failed(error: BotError) -> None:
        nonlocal missing
        missing = "down" if isinstance(error, RemoteError) else "refused"

    try:
        answer = app.ask(text, channel="cli", on_progress=show, ticket=ticket, on_ticket_failure=ticket_failed)
    finally:
        line.done()
    if as_json:
        _print_document(answer_document(answer))
        if missing:
            print(f"firstline: {without_ticket(missing, answer.request.language)}", file=sys.stderr)
        return answer
    screen = screen_of(sys.stdout, os.environ)
    shown = as_text(answer, app.zone, width=screen.width, colour=screen.colour, unicode=screen.unicode, missing=missing)
    write(sys.stdout, shown)
    return answer


def _print_from(service: Handover, number: str, options: argparse.Namespace, settings: Settings) -> int:
    """The answer of the service; Ctrl-C leaves the question with it."""
    try:
        print_handed_over(service, number, as_json=options.json)
        if options.save:
            from bot.app import require_inventory
            from bot.captures import save_captures

            save_captures(options.save, require_inventory(settings).devices, service.readings(number))
    except KeyboardInterrupt:
        print(f"firstline: {kept(number)}", file=sys.stderr)
        return 130
    return 0


def _save(options: argparse.Namespace, app: App, answer: Answer) -> None:
    if options.save:
        from bot.captures import save_captures

        save_captures(options.save, app.desk.inventory.devices, answer.observations)


def _print_document(document: dict[str, object]) -> None:
    write(sys.stdout, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
