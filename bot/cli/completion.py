"""`firstline completion`: what a shell needs to complete verbs, options, and places of the inventory."""

from __future__ import annotations

import argparse
from typing import Final

import shtab

from bot.app import require_inventory
from bot.cli.options import Verbs, add_verb
from bot.errors import BotError
from bot.settings import load_settings
from parsers.document import DocumentError

_SHELLS: Final = ("bash", "zsh")
_MOST: Final = 50
_ASKED: Final = ("ask", "understand")  # their text names a place
# Inside a quoted question only the last word is a place.
_PLACES: Final = {
    "bash": '_firstline_places() { compgen -W "$(firstline completion places "${1##* }" 2>/dev/null)" -- "${1##* }"; }',
    "zsh": '_firstline_places() { compadd -- $(firstline completion places "${PREFIX##* }" 2>/dev/null) }',
}


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(
        verbs, "completion", "completion of verbs, options and places for bash and zsh",
        "firstline completion bash > ~/.local/share/bash-completion/completions/firstline", run,
    )  # fmt: skip
    verb.add_argument("what", choices=(*_SHELLS, "places"), help="a shell, or the places that begin with PREFIX")
    verb.add_argument("prefix", nargs="?", default="", metavar="PREFIX", help="what is typed so far")


def run(options: argparse.Namespace) -> int:
    if options.what == "places":
        for name in _places(options):
            print(name)
        return 0
    from bot.cli import whole_parser

    parser = whole_parser()
    for verb in parser._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr]  # no public way in
        for action in verb[1]._actions:
            if verb[0] in _ASKED and action.dest == "text":
                action.complete = dict.fromkeys(_SHELLS, "_firstline_places")
            elif action.type is not None and action.metavar in {"FILE", "DIR"}:
                action.complete = shtab.FILE if action.metavar == "FILE" else shtab.DIRECTORY
    print(shtab.complete(parser, shell=options.what, preamble=_PLACES[options.what]))
    return 0


def _places(options: argparse.Namespace) -> list[str]:
    """Devices and jacks of one word. Nothing where there is no inventory: a shell is no place for an error."""
    try:
        inventory = require_inventory(load_settings(options.config, options.data))
    except (BotError, DocumentError):
        return []
    names = [one.name for one in inventory.devices]
    names += [jack.jack for room in inventory.rooms for jack in room.jacks]
    typed = options.prefix.casefold()
    return [name for name in names if name.casefold().startswith(typed) and " " not in name][:_MOST]
