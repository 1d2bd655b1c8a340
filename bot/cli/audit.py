"""`firstline audit`: who asked what, which commands ran on which device, what was shown; one person's data, or its end.

Whoever can read the database may use it: that is the operator of the machine. Each use is a row of the log itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from bot.cli.myself import myself
from bot.cli.options import Verbs, add_json, add_verb
from bot.cli.stored import stored
from bot.errors import RequestError
from bot.jobs.retention import erase
from bot.model import Event, EventQuery
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.store.audit import event

_COLUMNS: Final = ("at", "who", "event", "request", "device", "detail")
_AGES: Final = {"h": "hours", "d": "days", "w": "weeks"}
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = "firstline audit --device sw-kar-a2-03 --since 7d"
    verb = add_verb(verbs, "audit", "who asked what, what ran on which device, what was shown", example, run)
    verb.add_argument("--who", metavar="PERSON", help="only of this person: slack:T01:U07, console:anna, cli:anna ...")
    verb.add_argument("--device", metavar="NAME", help="only about this device")
    verb.add_argument("--request", metavar="ID", help="only about this question: r-...")
    verb.add_argument("--since", metavar="WHEN", help="2026-11-01, 2026-11-01T09:00, or how long ago: 36h, 7d, 4w")
    verb.add_argument("--until", metavar="WHEN", help="not included; as --since")
    verb.add_argument("--csv", action="store_true", help="comma-separated, for a spreadsheet")
    add_json(verb)
    parts = verb.add_subparsers(dest="part", metavar="[export|erase]")
    export = add_verb(
        parts, "export", "everything that is kept about one person, as JSON", "firstline audit export slack:T01:U07",
        run_export,
    )  # fmt: skip
    export.add_argument("person", metavar="PERSON")
    erased = add_verb(
        parts, "erase", "drop a person's questions; in the log they become nobody", "firstline audit erase cli:anna",
        run_erase,
    )  # fmt: skip
    erased.add_argument("person", metavar="PERSON")
    erased.add_argument("--yes", action="store_true", help="do it without asking")


def run(options: argparse.Namespace) -> int:
    settings = load_settings(options.config, options.data)
    query = EventQuery(
        who=options.who, device=options.device, request=options.request,
        since=_when(options.since, settings.zone), until=_when(options.until, settings.zone),
    )  # fmt: skip
    if options.json and options.csv:
        raise RequestError("say either --json or --csv.")
    with stored(settings) as store:
        _note(store, "audit", _said(options))
        rows = store.audit(query)
        if options.json:
            print_json(rows)
        elif options.csv:
            _print_csv(rows)
        else:
            _print_text(rows, settings)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """One document: the questions with their texts, and the rows of the log."""
    settings = load_settings(options.config, options.data)
    with stored(settings) as store:
        _note(store, "audit", f"export {options.person}")
        with store.reading() as rows:
            asked = rows.requests.recent(1_000_000, options.person)
            came = rows.verdicts.of([one.id for one in asked])
        questions = [
            {
                "id": one.id, "at": one.at.isoformat(), "channel": one.channel, "text": one.text,
                "groups": list(one.groups), "answer": dict(came[one.id].text) if one.id in came else None,
            }
            for one in asked
        ]  # fmt: skip
        events = [_document(one) for one in store.audit(EventQuery(who=options.person))]
    print(
        json.dumps({"person": options.person, "questions": questions, "events": events}, indent=2, ensure_ascii=False)
    )
    return 0


def run_erase(options: argparse.Namespace) -> int:
    if not options.yes:
        if not sys.stdin.isatty():
            raise RequestError("nothing was erased: say --yes, it cannot be undone.")
        print(
            f"Everything that {options.person} asked is dropped, and cannot be brought back. Go on? (yes/no) ", end=""
        )
        if input().strip().casefold() != "yes":
            print("Nothing was changed.")
            return 0
    with stored(load_settings(options.config, options.data)) as store:
        done = erase(store, options.person, myself().id)
    told = ", ".join(f"{number} {what}" for what, number in done.items())
    print(f"Erased: {told}. Tickets name no person and stay; backups keep theirs until they are replaced.")
    return 0


def print_json(events: Iterable[Event]) -> None:
    """One document, written while it is read: a log of years takes no memory."""
    print('{"events": [', end="")
    for number, one in enumerate(events):
        print(("," if number else "") + "\n  " + json.dumps(_document(one), ensure_ascii=False), end="")
    print("\n]}")


def _print_csv(events: Iterable[Event]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(_COLUMNS)
    for one in events:
        table.writerow([_tame(value) for value in _document(one).values()])


def _print_text(events: Iterator[Event], settings: Settings) -> None:
    found = False
    for one in events:
        found = True
        about = " ".join(part for part in (one.device, one.request, one.detail) if part)
        print(f"{one.at.astimezone(settings.zone):%Y-%m-%d %H:%M:%S}  {one.who}  {one.event}  {about}")
    if not found:
        print("Nothing of the kind is in the log.")


def _document(one: Event) -> dict[str, str | None]:
    return {
        "at": one.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "who": one.who, "event": one.event,
        "request": one.request, "device": one.device, "detail": one.detail,
    }  # fmt: skip


def _tame(value: str | None) -> str:
    return f"'{value}" if value and value.startswith(_DANGEROUS) else value or ""


def _when(said: str | None, zone: tzinfo) -> datetime | None:
    """A day or time by the site's clock, or how long ago."""
    if said is None:
        return None
    ago = re.fullmatch(r"(\d{1,5})([hdw])", said)
    if ago:
        return datetime.now(UTC) - timedelta(**{_AGES[ago[2]]: int(ago[1])})
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        raise RequestError(f"'{said}' is no time. Write it like 2026-11-01, 2026-11-01T09:00, 36h or 7d.") from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _said(options: argparse.Namespace) -> str:
    wanted = {name: getattr(options, name) for name in ("who", "device", "request", "since", "until")}
    return " ".join(f"{name}={value}" for name, value in wanted.items() if value) or "everything"


def _note(store: Store, what: str, detail: str) -> None:
    with store.writing() as rows:
        rows.audit.add(event(myself().id, what, datetime.now(UTC), detail=detail))
