"""`firstline runbook new` and `case`: a runbook to begin with, and a recorded session as a case for it."""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path
from typing import Final

from bot.app import captured_app
from bot.cli.options import Verbs, add_verb
from bot.desk.library import load_library
from bot.desk.recorded import recorded_case
from bot.errors import RequestError, SettingsError

_FILES: Final = ("runbook.yaml", "sv.yaml", "cases.yaml")
_LONGEST: Final = 40


def register(parts: Verbs[argparse.ArgumentParser]) -> None:
    new = add_verb(
        parts, "new", "begin a runbook: three files that load and whose cases are green",
        "firstline runbook --runbooks mine new camera", run_new,
    )  # fmt: skip
    new.add_argument("name", help="lower case, for instance camera or door-lock")
    case = add_verb(
        parts, "case", "turn a recorded session (ask --save DIR) into a case for cases.yaml",
        'firstline runbook case "kameran i entrén är borta, sw-kar-a2-03 Gi1/0/14" --captures DIR', run_case,
    )  # fmt: skip
    case.add_argument("text", metavar="TEXT", help="what was asked")
    case.add_argument("--captures", type=Path, metavar="DIR", required=True, help="the folder that --save wrote")
    case.add_argument("--title", help="one sentence of what is the matter (default: the text)")


def run_new(options: argparse.Namespace) -> int:
    name: str = options.name
    if not name.replace("-", "").isalnum() or name != name.lower() or not name.isascii() or len(name) > _LONGEST:
        raise RequestError(f"'{name}' cannot be a runbook's name. Take lower-case letters, digits and hyphens.")
    if options.runbooks is None:
        raise SettingsError("say where your own runbooks lie: firstline runbook --runbooks DIR new NAME")
    folder: Path = options.runbooks / name
    if folder.exists() or name in load_library().runbooks:
        raise RequestError(f"there is a runbook '{name}' already. Take another name, or change that one.")
    folder.mkdir(parents=True)
    shapes = files("runbooks").joinpath("_new")
    for file in _FILES:
        text = shapes.joinpath(file).read_text(encoding="utf-8")
        (folder / file).write_text(_named(text, name), encoding="utf-8")
    print(f"{folder} holds {', '.join(_FILES)}. They load and their cases are green. Now make them yours:")
    print(f"  firstline runbook --runbooks {options.runbooks} test {name}")
    print(f"  firstline runbook --runbooks {options.runbooks} show {name}")
    return 0


def run_case(options: argparse.Namespace) -> int:
    app = captured_app(options.captures, options.runbooks)
    answer = app.ask(options.text, channel="cli", ticket=False)
    try:
        print(recorded_case(answer, app.desk, options.title or answer.request.text), end="")
    except ValueError as error:
        raise RequestError(str(error)) from None
    return 0


def _named(text: str, name: str) -> str:
    code = name.upper().replace("-", "_")
    return text.replace("NAME-HERE", name).replace("CODE_HERE", code)
