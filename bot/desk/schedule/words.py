"""What is said of a check, in both languages: a headline, a line for each change, unknowns gathered by their reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from bot.checks import CHANGES, ChangeKind, CheckResult, Firing
from bot.model import Language, Text

_HEADLINE: Final[Text] = {"sv": "Kontrollen {name}: {changes}", "en": "The check {name}: {changes}"}
_BY_HAND: Final[Text] = {"sv": "Kontroll av {name}: {changes}", "en": "Check of {name}: {changes}"}
_NOTHING: Final[Text] = {"sv": "inget har ändrats", "en": "nothing has changed"}
MORE: Final[Text] = {"sv": "och {count} till, se konsolen", "en": "and {count} more, see the console"}
# one, many, and the label of a line
_KINDS: Final[dict[ChangeKind, tuple[Text, Text, Text]]] = {
    "worse": (
        {"sv": "1 har blivit värre", "en": "1 has become worse"},
        {"sv": "{count} har blivit värre", "en": "{count} have become worse"},
        {"sv": "Värre", "en": "Worse"},
    ),
    "new": (
        {"sv": "1 nytt fel", "en": "1 new fault"},
        {"sv": "{count} nya fel", "en": "{count} new faults"},
        {"sv": "Nytt", "en": "New"},
    ),
    "unsteady": (
        {"sv": "1 går fram och tillbaka", "en": "1 goes back and forth"},
        {"sv": "{count} går fram och tillbaka", "en": "{count} go back and forth"},
        {"sv": "Går fram och tillbaka, nu", "en": "Goes back and forth, now"},
    ),
    "unknown": (
        {"sv": "1 kunde inte kontrolleras", "en": "1 could not be checked"},
        {"sv": "{count} kunde inte kontrolleras", "en": "{count} could not be checked"},
        {"sv": "Kunde inte kontrolleras", "en": "Could not be checked"},
    ),
    "better": (
        {"sv": "1 har blivit bättre", "en": "1 has become better"},
        {"sv": "{count} har blivit bättre", "en": "{count} have become better"},
        {"sv": "Bättre", "en": "Better"},
    ),
    "checked": (
        {"sv": "1 kan kontrolleras igen", "en": "1 can be checked again"},
        {"sv": "{count} kan kontrolleras igen", "en": "{count} can be checked again"},
        {"sv": "Kan kontrolleras igen, som förut", "en": "Can be checked again, as before"},
    ),
    "gone": (
        {"sv": "1 är frisk igen", "en": "1 is healthy again"},
        {"sv": "{count} är friska igen", "en": "{count} are healthy again"},
        {"sv": "Friskt igen", "en": "Healthy again"},
    ),
}
_GATHERED: Final[Text] = {
    "sv": "Kunde inte kontrolleras ({count}): {names}. {headline}",
    "en": "Could not be checked ({count}): {names}. {headline}",
}
_FEW: Final = 2  # so many unknowns with one reason still get a line each
_NAMED: Final = 4  # names in a gathered line


def headline_of(firing: Firing, language: Language) -> str:
    """What changed, counted, trouble first."""
    counted = Counter(one.change for one in firing.changes)
    parts = []
    for kind in CHANGES:
        if counted[kind]:
            one, many, _ = _KINDS[kind]
            parts.append((one if counted[kind] == 1 else many)[language].format(count=counted[kind]))
    form = _HEADLINE if firing.schedule else _BY_HAND
    return form[language].format(name=firing.title, changes=", ".join(parts) or _NOTHING[language])


def lines_of(firing: Firing, language: Language) -> Sequence[str]:
    """One line for each change, worst first; what could not be checked for the same reason stands in one line."""
    lines: list[str] = []
    for kind in CHANGES:
        changed = [one for one in firing.changes if one.change == kind]
        if kind == "unknown":
            lines += _unknowns(changed, language)
        else:
            lines += [line_of(one, language) for one in changed]
    return lines


def line_of(result: CheckResult, language: Language) -> str:
    """`Nytt: sw-kar-a2-03 Gi1/0/14, Rum 214. Porten är avstängd.`"""
    place = place_of(result)
    if result.change is None:
        return f"{place}. {_sentence(result.headline[language])}"
    label = _KINDS[result.change][2][language]
    if result.change == "gone":  # the label is the headline
        return f"{label}: {place}."
    return f"{label}: {place}. {_sentence(result.headline[language])}"


def gathered(results: Sequence[CheckResult], language: Language) -> str:
    """Several targets that could not be checked, for one reason."""
    names = ", ".join(one.target.name for one in results[:_NAMED]) + (" …" if len(results) > _NAMED else "")
    return _GATHERED[language].format(
        count=len(results), names=names, headline=_sentence(results[0].headline[language])
    )


def by_reason(results: Iterable[CheckResult]) -> Sequence[Sequence[CheckResult]]:
    """Results with the same root cause together, the largest group first."""
    groups: dict[str, list[CheckResult]] = {}
    for one in results:
        groups.setdefault(one.root_cause, []).append(one)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].root_cause))


def place_of(result: CheckResult) -> str:
    """The target, with its room where it has one."""
    return f"{result.target.name}, {result.target.room}" if result.target.room else result.target.name


def _unknowns(changed: Sequence[CheckResult], language: Language) -> list[str]:
    lines = []
    for group in by_reason(changed):
        if len(group) > _FEW:
            lines.append(gathered(group, language))
        else:
            lines += [line_of(one, language) for one in group]
    return lines


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
