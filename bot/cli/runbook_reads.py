"""`firstline runbook reads`: what may stand after `read:`, the fields of each, and which platforms have it."""

from __future__ import annotations

import argparse
import dataclasses
import json
from types import NoneType, UnionType
from typing import Annotated, Final, Literal, Union, get_args, get_origin, get_type_hints

from bot.cli.options import Verbs, add_json, add_verb
from bot.desk.library import load_library
from bot.errors import SettingsError
from parsers.document import nearest
from parsers.platform import load_platform, platforms
from parsers.reads import READS
from parsers.records import KINDS
from parsers.records.spoken import spoken_field

_TYPES: Final = {"int": "a number", "float": "a number", "str": "text", "bool": "True or False", "tuple": "a list"}


def register(parts: Verbs[argparse.ArgumentParser]) -> None:
    reads = add_verb(
        parts, "reads", "tell what can be read, or the fields and commands of one read",
        "firstline runbook reads interface", run_reads,
    )  # fmt: skip
    reads.add_argument("name", nargs="?", help="one of them, with its fields")
    add_json(reads)


def run_reads(options: argparse.Namespace) -> int:
    if options.name is None:
        return _all(options)
    if options.name not in READS:
        raise SettingsError(f"there is no read '{options.name}'. {nearest(options.name, list(READS))}")
    return _one(options)


def _all(options: argparse.Namespace) -> int:
    words = load_library(options.runbooks).reads
    told = {name: words[name]["en"] for name in READS if name in words}
    if options.json:
        print(json.dumps(told, indent=2))
        return 0
    print("".join(f"{name:20} {said}\n" for name, said in told.items()), end="")
    print("\nThe fields of one, and its commands: firstline runbook reads NAME")
    return 0


def _one(options: argparse.Namespace) -> int:
    name: str = options.name
    read, words = READS[name], load_library(options.runbooks).reads
    fields = {
        field: (spoken_field(field, "en") or "", _values(kind))
        for field, kind in get_type_hints(KINDS[read.kind], include_extras=True).items()
    }
    commands = {one: [form.line for form in load_platform(one).forms(name) if form.sent] for one in platforms()}
    if options.json:
        shown = {field: {"about": about, "values": values} for field, (about, values) in fields.items()}
        print(json.dumps({"read": name, "rows": read.many, "fields": shown, "commands": commands}, indent=2))
        return 0
    print(f"{name}: {words[name]['en'] if name in words else ''}")
    rows = f"many rows: any({name}.FIELD == ...), count({name})" if read.many else f"one record: {name}.FIELD == ..."
    print(f"{rows}\n\nFields:")
    for field, (about, values) in fields.items():
        print(f"  {field:22} {'; '.join(part for part in (about, values) if part)}")
    print("\nCommands:")
    for platform, lines in commands.items():
        print(f"  {platform:14} {' | '.join(lines) or '(does not have it: unknown there, never healthy)'}")
    return 0


def _values(kind: object) -> str:
    """What a field can be, in words; of fixed words all."""
    origin = get_origin(kind)
    if origin in {UnionType, Union}:
        return ", ".join(dict.fromkeys(_values(one) for one in get_args(kind) if one is not NoneType))
    if origin is Annotated:
        return _values(get_args(kind)[0])
    if origin is Literal:
        return ", ".join(f'"{one}"' for one in get_args(kind))
    name = getattr(origin or kind, "__name__", "")
    return _TYPES.get(name, "a time" if dataclasses.is_dataclass(kind) else name)
