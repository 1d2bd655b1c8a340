"""The options that several verbs share, and how a verb registers itself."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

Verbs = argparse._SubParsersAction  # argparse names this type only privately
Run = Callable[[argparse.Namespace], int]


def add_verb(
    verbs: Verbs[argparse.ArgumentParser], name: str, does: str, example: str, run: Run
) -> argparse.ArgumentParser:
    """A verb with its one line of help and an example."""
    verb = verbs.add_parser(name, help=does, description=does[0].upper() + does[1:] + ".", epilog=f"Example: {example}")
    verb.set_defaults(run=run)
    for option, metavar, says in (("--config", "FILE", "configuration"), ("--data", "DIR", "host keys and tickets")):
        # SUPPRESS: said before the verb or after it, the same option counts
        verb.add_argument(option, type=Path, metavar=metavar, help=says, default=argparse.SUPPRESS)
    return verb


def add_json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else there")
