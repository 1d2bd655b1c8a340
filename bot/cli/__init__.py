"""The command line `firstline`: one file per verb; mistakes end in one clear line on stderr, never in a traceback.

Exit status: 0 done (also "could not tell" and a question back), 1 the operation failed, 2 wrong usage or set-up.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli import ask, demo, hosts, inventory, lab, parse, runbook, understand
from bot.errors import BotError, RemoteError, SettingsError
from parsers.document import DocumentError

_VERBS = (demo, ask, understand, runbook, parse, lab, inventory, hosts)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit status."""
    options = _parser().parse_args(argv)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="firstline",
        description="Finds the port behind a help-desk question, reads the switch, and says what is wrong, with proof.",
        epilog='Try it without any network: firstline demo. Then: firstline ask "uttag A2-114-2 har inget nät"',
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration (default: see README)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where host keys and tickets are kept")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in _VERBS:
        verb.register(verbs)
    return parser
