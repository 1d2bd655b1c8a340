"""`firstline runbook`: list and show them, run the cases beside them, print the whole allow-list of commands."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from xml.sax.saxutils import escape

from bot.cli import runbook_new, runbook_reads
from bot.cli.options import Verbs, add_json, add_verb
from bot.cli.platform_option import named_platform
from bot.desk.library import case_documents, load_library
from bot.diagnosis.cases import CaseResult, run_cases
from bot.diagnosis.places import place_and_read
from bot.diagnosis.runbook import Library, Runbook
from bot.errors import RemoteError, SettingsError
from bot.settings import load_settings
from parsers.document import nearest
from parsers.platform import Platform, load_platform, platforms


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "runbook", "work with runbooks", "firstline runbook test", run_list)
    verb.add_argument("--runbooks", type=Path, metavar="DIR", help="your own folder of runbooks, laid over the shipped")
    parts = verb.add_subparsers(dest="part", required=True, metavar="list|show|test|new|case|reads|commands")
    add_json(add_verb(parts, "list", "list runbooks and investigations", "firstline runbook list", run_list))
    show = add_verb(parts, "show", "show a runbook and its exact commands", "firstline runbook show link", run_show)
    show.add_argument("name")
    show.add_argument("--platform", default="cisco_xe", help="whose commands to show (default: cisco_xe)")
    test = add_verb(parts, "test", "check all runbooks and run their cases", "firstline runbook test", run_test)
    test.add_argument("name", nargs="?", help="only this runbook's cases")
    add_json(test)
    runbook_new.register(parts)
    runbook_reads.register(parts)
    commands = add_verb(
        parts, "commands", "print every command that can ever be sent, for the security officer",
        "firstline runbook commands --platform cisco_xe --format ise", run_commands,
    )  # fmt: skip
    commands.add_argument("--platform", help="only this platform (default: all)")
    commands.add_argument(
        "--format", choices=("text", "tacacs", "ise"), default="text",
        help="text with reasons, a tac_plus command set, or an ISE command set (XML)",
    )  # fmt: skip


def run_list(options: argparse.Namespace) -> int:
    library = load_library(options.runbooks)
    books = [
        {"name": name, "title": book.title["en"].template, "rules": [rule.code for rule in book.rules]}
        for name, book in library.runbooks.items()
    ]
    if options.json:
        print(json.dumps({"runbooks": books, "investigations": sorted(library.investigations)}, indent=2))
        return 0
    for name, investigation in library.investigations.items():
        print(f"{name}: {investigation.title['en'].template}")
        for part in investigation.parts:
            order = ", ".join(book.name for book in part.runbooks)
            where = "in this order" if part.place == "target" else f"on {part.place}"
            when = f"   when {part.when.source}" if part.when else ""
            print(f"  {where}: {order}{when}")
        print()
    for name, book in library.runbooks.items():
        print(f"{name}: {book.title['en'].template}")
        print("".join(f"  {rule.code:32} {rule.severity}, {rule.confidence}\n" for rule in book.rules))
    return 0


def run_show(options: argparse.Namespace) -> int:
    library = load_library(options.runbooks)
    book = _book(library, options.name)
    platform = named_platform(options.platform)
    print(f"{book.name}: {book.title['en'].template} (owner: {book.owner})\n\nReads on {platform.name}:")
    for step in book.steps:
        again = f", {step.samples} samples {step.every_s:.0f} s apart" if step.samples > 1 else ""
        when = f"   when {step.when.source}" if step.when else ""
        place, read = place_and_read(step.read)
        print(f"  {step.read}{again}{f'   on {place}' if place else ''}{when}")
        forms = [form.line for form in platform.forms(read) if form.sent]
        print("".join(f"      {line}\n" for line in forms) or "      (this platform does not have it)\n", end="")
    if book.limits:
        print("\nLimits, which a site may set in its configuration:")
        print("".join(f"  {book.name}.{name}: {value:g}\n" for name, value in book.limits.items()), end="")
    print("\nRules:")
    for rule in book.rules:
        print(f"  {rule.code} ({rule.severity}, {rule.confidence})\n      when  {rule.when.source}")
        print(f"      says  {rule.says['en'].template}\n            {rule.says['sv'].template}")
    _print_words(options, book)
    return 0


def _print_words(options: argparse.Namespace, book: Runbook) -> None:
    """What came of the findings here, where a service has a database; without one there is nothing to tell."""
    settings = load_settings(options.config, options.data)
    if settings.database is None and not (settings.data / "firstline.db").exists():
        return
    from bot.cli.stored import stored  # who has no database need not load its library

    try:
        with stored(settings) as store, store.reading() as rows:
            tallies = {one.code: one for one in rows.verdicts.tallies()}
    except (RemoteError, SettingsError) as error:
        print(f"\nWhat people said of it cannot be read: {error}")
        return
    told = [tallies[code] for code in dict.fromkeys(rule.code for rule in book.rules) if code in tallies]
    print("\nWhat people said of its answers:" if told else "\nNone of its findings was an answer here yet.")
    for one in told:
        print(f"  {one.code:32} {one.asked} times, helped {one.helped}, did not help {one.not_helped}, ", end="")
        print(f"tickets {one.escalated}")


def run_test(options: argparse.Namespace) -> int:
    library = load_library(options.runbooks)
    if options.name:
        _book(library, options.name)
    documents = list(case_documents(options.runbooks))
    baselines = {name: node for name, _, node in documents if node is not None}
    results: list[CaseResult] = []
    for name, node, _ in documents:
        if options.name in (None, name):
            results += run_cases(library, name, node, baselines)
    red = [result for result in results if result.complaints]
    if options.json:
        shown = [{"place": one.place, "case": one.case, "complaints": list(one.complaints)} for one in results]
        print(json.dumps({"cases": len(results), "red": len(red), "results": shown}, indent=2, ensure_ascii=False))
    else:
        for result in red:
            print(f"{result.place}: {result.case}\n" + "".join(f"    {text}\n" for text in result.complaints))
        print(f"{len(results) - len(red)} of {len(results)} cases are green.")
    return 1 if red or not results else 0


def run_commands(options: argparse.Namespace) -> int:
    chosen = [named_platform(options.platform)] if options.platform else [load_platform(name) for name in platforms()]
    for platform in chosen:
        lines = sorted({*platform.preamble, *(form.line for form in platform.allow_list())})
        if options.format == "text":
            _print_reasons(platform)
        elif options.format == "tacacs":
            print(f"# {platform.name}: everything that firstline can send, for a tac_plus group")
            for word in dict.fromkeys(line.split()[0] for line in lines):
                permitted = [line for line in lines if line.split()[0] == word]
                print(f"cmd = {word} {{\n" + "".join(f'    permit "^{_pattern(line)}$"\n' for line in permitted) + "}")
        else:
            print("<CommandSet><!-- " + platform.name + " --><Commands>")
            for line in lines:
                word, _, rest = line.partition(" ")
                arguments = f"<arguments>{escape(_glob(rest))}</arguments>"
                print(f"  <Command><grant>PERMIT</grant><command>{word}</command>{arguments}</Command>")
            print("</Commands></CommandSet>")
    return 0


def _print_reasons(platform: Platform) -> None:
    print(f"{platform.name}\n  after login: {', '.join(platform.preamble)}; enable, where a secret is kept")
    forms = platform.allow_list()
    for line in sorted({form.line for form in forms}):
        reasons = dict.fromkeys(form.why for form in forms if form.line == line)
        print(f"  {line}\n      {'; '.join(reasons)}")
    print()


def _pattern(line: str) -> str:
    """The arguments of a command as a regular expression for tac_plus."""
    words = line.split()[1:]
    return " ".join("[^ ]+" if word.startswith("{") else word for word in words)


def _glob(arguments: str) -> str:
    return " ".join("*" if word.startswith("{") else word for word in arguments.split())


def _book(library: Library, name: str) -> Runbook:
    if name not in library.runbooks:
        raise SettingsError(f"there is no runbook '{name}'. {nearest(name, list(library.runbooks))}")
    return library.runbooks[name]
