"""The command line `firstline`: one file per verb; mistakes end in one clear line on stderr, never in a traceback.

Exit status: 0 done (also "could not tell" and a question back), 1 the operation failed, 2 wrong usage or set-up.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from bot.errors import BotError, RemoteError, SettingsError
from parsers.document import DocumentError, nearest

# Each verb is a module of this package, loaded only when it is said: a replay needs no SSH server, and starts at once.
_VERBS: Final = {
    "demo": "a simulated hospital over real SSH, a few questions, then yours",
    "serve": "the bot: durable jobs, web console, API and Slack, from a configuration file",
    "ask": "one help-desk request, answered by the service that runs here, or without one",
    "account": "local accounts of the web console: add, list, remove",
    "access": "who may what, by which line of the configuration",
    "audit": "who asked what, what ran on which device, what was shown",
    "doctor": "check configuration, database, chat, tickets and device logins; how to mend each",
    "check": "check schedules, devices or rooms now",
    "understand": "show what is understood of a text; nothing is run",
    "runbook": "work with runbooks: list, show, test, commands",
    "parse": "show how an output parses: records, or why it does not",
    "lab": "the simulated network on its own",
    "inventory": "validate the inventory",
    "hosts": "learn the host keys of devices",
    "completion": "completion of verbs, options and places for bash and zsh",
}
_WRONG: Final = re.compile(r"argument .*?: invalid choice: '(.*?)' \(choose from (.+)\)")  # as argparse says it


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115  (closed by who started us)
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    said = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(said)
    options, unknown = parser.parse_known_args(said)
    if unknown:  # told by the verb, whose help has its options
        told = f"'firstline {options.verb} --help' has an example."
        parser.exit(2, f"firstline: {options.verb} takes no {unknown[0]}. {told}\n")
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (DocumentError, SettingsError) as error:
        print(f"firstline: {error}", file=sys.stderr)
        return 2
    except RemoteError as error:
        print(f"firstline: {error}", file=sys.stderr)
        return 1
    except BotError as error:
        print(f"firstline: {error}", file=sys.stderr)
        return 2


def whole_parser() -> argparse.ArgumentParser:
    """The parser with every verb loaded, for what has to know them all."""
    return _parser(tuple(_VERBS))


class _Parser(argparse.ArgumentParser):
    """Tells wrong usage in one line; the verbs inherit it."""

    def error(self, message: str) -> NoReturn:
        wrong = _WRONG.match(message)
        if wrong:
            known = [one.strip("'") for one in wrong[2].split(", ")]
            self.exit(2, f"{self.prog}: there is no '{wrong[1]}'. {nearest(wrong[1], known)}\n")
        self.exit(2, f"{self.prog}: {message}. '{self.prog} --help' has an example.\n")


def _parser(said: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="firstline",
        description="Finds the port behind a help-desk question, reads the switch, and says what is wrong, with proof.",
        epilog='Try it without any network: firstline demo. Then: firstline ask "uttag A2-114-2 har inget nät"',
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration (default: see README)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where host keys and tickets are kept")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, does in _VERBS.items():
        if verb in said:
            import_module(f"bot.cli.{verb}").register(verbs)
        else:
            verbs.add_parser(verb, help=does)
    return parser
