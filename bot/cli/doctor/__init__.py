"""`firstline doctor`: looks at everything that the bot stands on, and says of what is wrong how to mend it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from bot.channels.terminal import screen_of, write
from bot.cli.doctor import devices, files, people, systems
from bot.cli.doctor.checkup import Line, examined
from bot.cli.doctor.printed import Printed
from bot.cli.doctor.setup import read_setup
from bot.cli.options import Verbs, add_json, add_verb


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(
        verbs, "doctor", "check configuration, database, chat, tickets and device logins", "firstline doctor", run
    )
    verb.add_argument("--devices", nargs="+", metavar="NAME", default=(), help="log in to these")
    verb.add_argument("--no-devices", action="store_true", help="log in to no device")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    """1 where something is bad, else 0."""
    setup = read_setup(options.config, options.data)
    checkups = [*files.checkups(setup), *people.checkups(setup), *systems.checkups(setup)]
    if not options.no_devices:
        checkups += devices.checkups(setup, options.devices)
    printed = Printed(sys.stdout, screen_of(sys.stdout, os.environ))
    lines: list[Line] = []
    for line in (*setup.found, *examined(checkups)):
        lines.append(line)
        if not options.json:
            printed.line(line)
    bad = sum(line.mark == "bad" for line in lines)
    if options.json:
        write(sys.stdout, json.dumps(_document(lines), ensure_ascii=False, indent=2) + "\n")
    else:
        printed.end(lines)
    return 1 if bad else 0


def _document(lines: Sequence[Line]) -> dict[str, object]:
    """`ok` is false where something is bad; `do` is null where nothing has to be done."""
    return {"ok": all(line.mark != "bad" for line in lines), "checks": [_one(line) for line in lines]}


def _one(line: Line) -> dict[str, object]:
    return {"about": line.about, "mark": line.mark, "said": line.said, "do": line.do}
