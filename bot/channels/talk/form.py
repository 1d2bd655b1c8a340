"""The form for a question whose facts are missing: a place that is searched as one types, a port, what shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

FIELDS: Final = ("place", "port", "symptom", "words")
LONGEST: Final = 300  # characters of one field


class Suggested(Protocol):
    """A place of the inventory, and where it is."""

    @property
    def name(self) -> str: ...

    @property
    def place(self) -> str: ...


Suggest = Callable[[str], Sequence[Suggested]]  # from what is typed so far


def question_of(fields: Mapping[str, object]) -> str | None:
    """What was filled in, as a person would write it; None where neither a place nor words were."""
    given = {name: _field(fields, name) for name in FIELDS}
    if not given["place"] and not given["words"]:
        return None
    where = " ".join(part for part in (given["place"], given["port"]) if part)
    return ", ".join(part for part in (where, given["symptom"], given["words"]) if part)


def _field(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""
