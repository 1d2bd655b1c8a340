"""What is wrong in the caller's words -> one symptom of the list, by the rules of symptom_rules.py."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from bot.desk.understand.concepts import concepts_of
from bot.desk.understand.symptom_rules import RULES
from bot.model import Symptom

# Told to be well, or denied: no symptom. What remains of the clause still counts.
_WELL: Final = re.compile(
    r" (?:wifi|phone|net|printer|it|all|video|there|@\w+)(?: be| _)? works(?: fine| _)?(?= [,.]| but|$)"
    r"| no (?:wifi|phone|net|printer|video) trouble(?= [,.]| but|$)"
    r"| (?:wifi|phone|net|printer|power|video)(?: be)? not(?: be| _)? trouble(?= [,.]| but|$)"
    r"| no trouble(?: _)? (?:wifi|phone|net|printer|video)(?= |$)"
    r"| no power be (?:_ |it )?not(?= |$)"
    r"| be it trouble(?= \.)| not(?: _)? (?:slow|weak|bad|choppy|unstable|dark|gone|dead)(?= |$)"
)
# "Men" begins a clause of its own, except where its subject is the one before: has an address but does not answer.
_OTHER_CLAUSE: Final = re.compile(r" but(?! (?:answer|start|not(?! get)|come)(?= |$))")
_BETWEEN: Final = {"..": r"(?: (?![,.])\S+){0,3}?", "...": r"(?: (?![,.])\S+){0,9}?"}


def symptom_of(text: str) -> Symptom | None:
    """The symptom of a lower-case text, or None where it tells of none."""
    told = _OTHER_CLAUSE.sub(" ,", _WELL.sub(" _", concepts_of(text))).replace(" but", "")
    return next((rule.symptom for rule in RULES if _any(rule.says, told) and not _any(rule.unless, told)), None)


def _any(rows: Iterable[str], told: str) -> bool:
    return any(_pattern(row).search(told) for row in rows)


@cache
def _pattern(row: str) -> re.Pattern[str]:
    """A row of concepts as an expression over a text's concepts."""
    return re.compile("".join(_BETWEEN.get(part) or rf" (?:{_either(part)})(?= |$)" for part in row.split()))


def _either(part: str) -> str:
    return "|".join(re.escape(concept) for concept in part.split("|"))
