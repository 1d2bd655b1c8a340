"""`firstline access`: the teams of the configuration, and what somebody may, and by which line of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection

from bot.app import access_of, require_inventory
from bot.cli.options import Verbs, add_json, add_verb
from bot.desk.access import Access, Team
from bot.desk.access.words import may_lines
from bot.desk.library import load_library
from bot.model import DEEDS, Deed, Person
from bot.settings import load_settings


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "access", "who may what", "firstline access who slack:T01:U07", run_show)
    parts = verb.add_subparsers(dest="part", required=True, metavar="show|who")
    add_json(add_verb(parts, "show", "the teams, their members and what they may", "firstline access show", run_show))
    who = add_verb(
        parts, "who", "what somebody may, and why", "firstline access who slack:T01:U07 --group slack:T01:S09", run_who
    )
    who.add_argument("person", metavar="PERSON", help="slack:T01:U07, teams:<tenant>:<id>, console:anna, cli:anna, api")
    who.add_argument("--group", action="append", default=[], metavar="GROUP", help="a group that they are in")
    who.add_argument("--guest", action="store_true", help="somebody of another organisation")
    add_json(who)


def run_show(options: argparse.Namespace) -> int:
    access, file = _read(options)
    teams = access.teams
    if options.json:
        shown = None if teams is None else {team.name: _document(team) for team in teams}
        print(json.dumps({"teams": shown, "contact": access.contact}, indent=2, ensure_ascii=False))
        return 0
    if teams is None:
        print("There is no 'access:' in the configuration: everybody of the own organisation may ask, make tickets,")
        print("see what devices answered and start checks. Nobody may reveal what is masked, or read the audit log.")
        return 0
    for team in teams:
        print(f"{team.name}  ({file}:{team.line})")
        print(f"  members         {', '.join(team.members)}")
        print(f"  may             {', '.join(deed for deed in DEEDS if deed in team.may)}")
        print(f"  investigations  {_all(team.investigations)}\n  sites           {_all(team.sites)}\n")
    missing = [deed for deed in DEEDS if not any(deed in team.may for team in teams)]
    if missing:
        print(f"Nobody may: {', '.join(missing)}.")
    return 0


def run_who(options: argparse.Namespace) -> int:
    access, file = _read(options)
    person = Person(id=options.person, groups=tuple(options.group), guest=options.guest)
    allowed = access.allowed(person)
    teams = access.teams_of(person)
    deeds: list[Deed] = [deed for deed in DEEDS if deed in allowed.deeds]
    if options.json:
        document = {
            "person": person.id,
            "teams": [{**_document(team), "name": team.name, "by": team.member(person)} for team in teams],
            "deeds": deeds,
            "investigations": allowed.investigations,
            "sites": allowed.sites,
        }
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    for team in teams:
        print(f"{person.id} is in {team.name}, by the line '{team.member(person)}' ({file}:{team.line}).")
        print(f"  may {', '.join(deed for deed in DEEDS if deed in team.may)}", end="")
        print(f"; investigations: {_all(team.investigations)}; sites: {_all(team.sites)}")
    if access.teams is None and not person.guest:
        print("There is no 'access:' in the configuration, so everybody of the own organisation may:")
    if not teams and (access.teams is not None or person.guest):
        why = access.refusal(person, "ask")
        print(why["en"] if why else "")
        if not person.guest:
            print("Groups count only when named: --group. Help and what is asked back works without a team.")
    print("".join(f"  {line['en']}\n" for line in may_lines(allowed)), end="")
    return 0


def _read(options: argparse.Namespace) -> tuple[Access, str]:
    settings = load_settings(options.config, options.data)
    if settings.access is None:
        return Access(), ""
    access = access_of(settings, require_inventory(settings), load_library(settings.runbooks))
    return access, settings.access.file


def _document(team: Team) -> dict[str, object]:
    return {
        "members": list(team.members),
        "may": [deed for deed in DEEDS if deed in team.may],
        "investigations": sorted(team.investigations) if team.investigations is not None else None,
        "sites": sorted(team.sites) if team.sites is not None else None,
        "line": team.line,
    }


def _all(names: Collection[str] | None) -> str:
    return "all" if names is None else ", ".join(sorted(names)) or "none"
