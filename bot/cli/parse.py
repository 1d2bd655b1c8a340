"""`firstline parse`: show how an output parses, or why it does not."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from bot.cli.options import Verbs, add_json, add_verb
from bot.cli.platform_option import named_platform
from bot.errors import SettingsError
from parsers.parse import Parsed, parse
from parsers.records import Record


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = 'firstline parse --platform cisco_xe --command "show interfaces status" output.txt'
    verb = add_verb(verbs, "parse", "show how an output parses: records, or why it does not", example, run)
    verb.add_argument("--platform", required=True, help="for instance cisco_ios or cisco_xe")
    verb.add_argument("--command", required=True, help="the command that gave the output")
    verb.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the output (default: stdin)")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    platform = named_platform(options.platform)
    matches = platform.matches(options.command)
    if not matches:
        raise SettingsError(
            f"no runbook reads '{options.command}' on {platform.name}. "
            f"'firstline runbook commands --platform {platform.name}' lists what is read."
        )
    text = _text(options.file)
    # One command may serve several reads (a table and the lines below it); the first that reads something tells most.
    parsed = [parse(platform, one.read, text, one.parameters, one.form) for one in matches]
    best = min(parsed, key=lambda one: ("ok", "empty", "unreadable").index(one.status))
    print(json.dumps(_document(best), ensure_ascii=False, indent=2) if options.json else _shown(best))
    return 1 if best.status == "unreadable" else 0


def _text(file: Path | None) -> str:
    try:
        return file.read_bytes().decode("utf-8", "replace") if file else sys.stdin.read()
    except OSError as error:
        raise SettingsError(f"cannot read {file}: {error.strerror}. Check the path.") from None


def _document(parsed: Parsed) -> dict[str, object]:
    records = [_plain(row.record) for row in parsed.rows]
    return {"status": parsed.status, "kind": parsed.kind, "records": records, "reason": parsed.reason}


def _plain(record: Record) -> dict[str, object]:
    assert dataclasses.is_dataclass(record)
    return dataclasses.asdict(record)


def _shown(parsed: Parsed) -> str:
    if parsed.status == "unreadable":
        return f"unreadable: {parsed.reason}"
    if parsed.status == "empty":
        return f"empty: the output says that there is no {parsed.kind}"
    lines = []
    for row in parsed.rows:
        lines.append(parsed.kind)
        lines += [f"  {name}: {value}" for name, value in _plain(row.record).items() if value is not None]
    return "\n".join([*lines, *(f"doubt: {doubt}" for doubt in parsed.doubts)])
