"""`firstline understand`: only what is understood of a text: intent, facts, question; nothing is run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.cli.options import Verbs, add_json, add_verb
from bot.desk.understand import to_document, understand
from bot.errors import RequestError, SettingsError
from bot.inventory.yaml import load_inventory
from bot.model import Inventory
from bot.settings import load_settings


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = 'firstline understand "Gi1/0/14 på sw-kar-a2-03 har inget nät" --inventory inventory.yaml'
    verb = add_verb(verbs, "understand", "show what is understood of a text; nothing is run", example, run)
    verb.add_argument("text", nargs="?", metavar="TEXT")
    verb.add_argument("--file", type=Path, metavar="FILE", help='lines of {"text": ..., "context": {...}}; - for stdin')
    verb.add_argument("--inventory", type=Path, metavar="FILE")
    verb.add_argument("--captures", type=Path, metavar="DIR", help="use the inventory of this captures folder")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    if (options.text is None) == (options.file is None):
        raise RequestError("say either a TEXT or --file. 'firstline understand --help' has an example.")
    inventory = _inventory(options)
    if options.file is None:
        document = to_document(understand(options.text, inventory))
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    for number, line in enumerate(_lines(options.file), 1):
        if line.strip():
            text, context = _request(line, f"{options.file}:{number}")
            print(json.dumps(to_document(understand(text, inventory, context)), ensure_ascii=False), flush=True)
    return 0


def _inventory(options: argparse.Namespace) -> Inventory:
    if options.captures:
        return load_inventory(options.captures / "inventory.yaml", captures=True)
    if options.inventory:
        return load_inventory(options.inventory)
    settings = load_settings(options.config, options.data)
    if settings.inventory is None:
        raise SettingsError("there is no inventory. Say --inventory FILE or --captures DIR, or configure one.")
    return load_inventory(settings.inventory)


def _lines(file: Path) -> Iterable[str]:
    if str(file) == "-":
        return sys.stdin
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"cannot read {file} as text. Check the path.") from None


def _request(line: str, place: str) -> tuple[str, Mapping[str, object]]:
    try:
        document = json.loads(line)
        text = document["text"]
    except (ValueError, TypeError, KeyError):
        raise RequestError(f'{place}: not a JSON object with "text". Write one object on each line.') from None
    context = document.get("context") or {}
    if not isinstance(text, str) or not isinstance(context, dict):
        raise RequestError(f'{place}: "text" is a string and "context" an object. Write one object on each line.')
    return text, context
