"""An answer in one line, for start pages: what it is and where, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.desk.card import card, place
from bot.desk.endings import ended
from bot.desk.sayings import sayings
from bot.model import Answer, Language, LineKind, Text

_LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")


def line_of(answer: Answer) -> tuple[LineKind, Text]:
    """`Porten stängde av sig själv (Rum 214, Gi1/0/14 på sw-kar-a2-03)`, and the kind of its card."""
    text: dict[Language, str] = {}
    kind: LineKind = "unknown"
    for language in _LANGUAGES:
        shown = card(replace(answer, request=replace(answer.request, language=language)))
        where = place(answer, language) if shown.rests_on_reading or ended(answer) or answer.past else ""
        said = sayings(answer).headline[language] if answer.past else shown.headline  # without clocks: no zone is known
        text[language] = f"{said} ({where})" if where and where not in said else said
        kind = shown.kind
    return kind, text


def code_of(answer: Answer) -> str | None:
    """What is counted under: the root cause; None where there is no verdict (a question back, help, a refusal)."""
    verdict = answer.diagnosis if answer.question is None and ended(answer) is None else None
    return verdict.root_cause if verdict else None
