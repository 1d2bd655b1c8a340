"""`firstline ask`: one help-desk request from a terminal, with live progress and a readable answer."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from bot.app import App, captured_app, live_app
from bot.captures import save_captures
from bot.channels.terminal import ProgressLine, render, screen_of, write
from bot.cli.options import Verbs, add_json, add_verb
from bot.desk.card import card
from bot.desk.document import answer_document
from bot.desk.progress import progress_sentence
from bot.model import Answer, Language, Progress
from bot.settings import load_settings


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = 'firstline ask "skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14"'
    verb = add_verb(verbs, "ask", "one help-desk request, answered here", example, run)
    verb.add_argument("text", metavar="TEXT", help="what the caller says, in Swedish or English")
    verb.add_argument("--captures", type=Path, metavar="DIR", help="answer from captured outputs, with no network")
    verb.add_argument("--save", type=Path, metavar="DIR", help="keep what was read, to ask again with --captures DIR")
    verb.add_argument("--no-ticket", action="store_true", help="make no ticket, whatever is found")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    app = captured_app(options.captures) if options.captures else live_app(load_settings(options.config, options.data))
    answer = print_answer(app, options.text, as_json=options.json, ticket=not options.no_ticket)
    if options.save:
        save_captures(options.save, app.desk.inventory.devices, answer.observations)
    return 0


def print_answer(app: App, text: str, *, as_json: bool = False, ticket: bool = True) -> Answer:
    """Ask, show on stderr what happens while it happens, and print the answer."""
    line = ProgressLine(sys.stderr, screen_of(sys.stderr, os.environ))

    def show(progress: Progress, language: Language) -> None:
        sentence = progress_sentence(progress, language)
        if sentence and not as_json:
            line.show(progress.state, sentence)

    answer = app.ask(text, channel="cli", on_progress=show, ticket=ticket)
    line.done()
    if as_json:
        write(sys.stdout, json.dumps(answer_document(answer), ensure_ascii=False, indent=2) + "\n")
        return answer
    screen = screen_of(sys.stdout, os.environ)
    shown = render(card(answer, app.zone), width=screen.width, colour=screen.colour, unicode=screen.unicode)
    write(sys.stdout, shown)
    return answer
