"""`firstline check`: checks schedules, devices or rooms now, with live progress; tells changes first, then the rest.

Where a service runs on the same data folder it does the work and remembers it. Without one the devices are read from
here; what was last told is then only looked at, and what was never told is new.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from bot.channels.terminal import ProgressLine, screen_of, write
from bot.checks import Firing, State, check_document
from bot.cli.options import Verbs, add_json, add_verb
from bot.desk.schedule.words import by_reason, gathered, headline_of, line_of, lines_of
from bot.model import Language, Text
from bot.settings import Settings, load_settings

_DONE: Text = {"sv": "{done} av {total} kontrollerade", "en": "{done} of {total} checked"}
_COUNTS: Text = {
    "sv": "{total} kontrollerade: {parts}.",
    "en": "{total} checked: {parts}.",
}
_COUNT: Mapping[State, Text] = {  # in this order; what there is none of is left out
    "trouble": {"sv": "{count} med fel", "en": "{count} with a fault"},
    "unknown": {"sv": "{count} gick inte att kontrollera", "en": "{count} could not be checked"},
    "noted": {"sv": "{count} utan fel men inte friskförklarade", "en": "{count} without a fault but not cleared"},
    "healthy": {"sv": "{count} friska", "en": "{count} healthy"},
}
_TROUBLES: Text = {"sv": "Fel som har synts förut", "en": "Faults that were seen before"}
_UNKNOWN: Text = {"sv": "Inte kontrollerat, som förut", "en": "Not checked, as before"}
_MORE: Text = {"sv": "och {count} till (alla med --json)", "en": "and {count} more (all of them with --json)"}
_FEW, _MANY = 2, 60  # unknowns with one reason that get a line each; lines of one section

Told = Callable[[Sequence[Firing]], None]  # is given how far the checks are


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    example = "firstline check video-rooms, or: firstline check sw-kar-a2-03 'Rum 214'"
    verb = add_verb(verbs, "check", "check schedules, devices or rooms now", example, run)
    verb.add_argument("names", metavar="NAME", nargs="*", help="a schedule, device, port or room (none: all schedules)")
    add_json(verb)


def run(options: argparse.Namespace) -> int:
    settings = load_settings(options.config, options.data)
    language = _language()
    line = ProgressLine(sys.stderr, screen_of(sys.stderr, os.environ))

    def show(firings: Sequence[Firing]) -> None:
        done, total = sum(one.done for one in firings), sum(one.total for one in firings)
        # In a pipe every tenth part is a line of its own.
        state = "check" if sys.stderr.isatty() else f"check {done * 10 // max(1, total)}"
        if not options.json:
            line.show(state, _DONE[language].format(done=done, total=total))

    try:
        firings = _checked(options.names, settings, show)
    finally:
        line.done()
    if options.json:
        document = {"checks": [check_document(one) for one in firings]}
        write(sys.stdout, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        write(sys.stdout, "\n".join(shown(one, language) for one in firings))
    return 0


def shown(firing: Firing, language: Language) -> str:
    """A check as text: changes first, counts, then what is as it was and not well, then what could not be checked."""
    lines = [headline_of(firing, language), *_indented(lines_of(firing, language), language)]
    counts = {state: firing.counts.get(state, 0) for state in _COUNT}
    parts = [_COUNT[state][language].format(count=count) for state, count in counts.items() if count]
    lines.append(_COUNTS[language].format(total=firing.done, parts=", ".join(parts)))
    before = [one for one in firing.results if one.change is None]
    troubles = [line_of(one, language) for one in before if one.standing.state == "trouble"]
    unknowns: list[str] = []
    for group in by_reason(one for one in before if one.standing.state == "unknown"):
        unknowns += [gathered(group, language)] if len(group) > _FEW else [line_of(one, language) for one in group]
    for label, section in ((_TROUBLES, troubles), (_UNKNOWN, unknowns)):
        if section:
            lines += [f"{label[language]}:", *_indented(section, language)]
    return "\n".join(lines) + "\n"


def _checked(names: Sequence[str], settings: Settings, told: Told) -> Sequence[Firing]:
    from bot.cli.check_handover import checked_by_service

    by_service = checked_by_service(settings.data, names, told)
    if by_service is not None:
        return by_service
    from bot.app import live_app
    from bot.cli.check_here import checked_here

    return checked_here(live_app(settings), settings, names, told)


def _indented(lines: Sequence[str], language: Language) -> list[str]:
    left = len(lines) - _MANY
    more = [_MORE[language].format(count=left)] if left > 0 else []
    return [f"  {line}" for line in [*lines[:_MANY], *more]]


def _language() -> Language:
    """As the terminal's user has it."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "sv" if said.startswith("sv") else "en"
