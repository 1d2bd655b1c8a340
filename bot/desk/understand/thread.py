"""What was said before in the same thread: picks of a choice, and facts that a follow-up does not name again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import get_args

from bot.desk.understand.wording import fold
from bot.model import Language, Symptom, Understood

_ORDINALS = (
    r"första|1:?an?|ettan|first|one|etta|ett",
    r"andra|2:?an?|tvåan|second|two|tvåa|två",
    r"tredje|3:?an?|trean|third|three|trea|tre",
    r"fjärde|4:?an?|fyran|fourth|four|fyra",
    r"femte|5:?an?|femman|fifth|five|fem",
)
_NUMBER = re.compile(
    r"(?:(?:nummer|nr|number|no|alternativ|option|val|choice|#|den|det|the|ja|yes|jag menar|i mean|ta|"
    r"take|it'?s|tack|,)[ .:,]*)*(\d{1,2})[.)!]?(?: tack| please)?"
)
_ORDINAL = re.compile(
    r"(?:(?:den|det|the|alternativ|ja|yes|jag menar|i mean|ta|it'?s|,)[ .:,]*)*(?:"
    + "|".join(f"(?P<o{at}>{words})" for at, words in enumerate(_ORDINALS))
    + r"|(?P<last>sista|last))(?: alternativet| one| option| tack| please){0,2}[.!]?"
)
_YES = re.compile(
    r"(?:(?:ja|japp|jo|jajamän|precis|stämmer|det stämmer|just den|yes|yep|yeah|correct|that one|"
    r"that's it|exakt|exactly|ok|tack|please|den|det är det|den är det)[ .!,]*){1,3}"
)
_SMALL_WORDS = frozenset(
    ("den", "det", "the", "one", "jag", "menar", "mean", "som", "that", "tack", "please", "switchen", "rummet")
)
# The things that locate a target; naming one of them says where to look anew.
_PLACES = ("device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site")
_ALONE = ("mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site")


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The last question of the thread as it was understood, and the choices of a question back."""

    before: Understood = field(default_factory=Understood)
    choices: tuple[str, ...] = ()
    asked: str | None = None  # what the question back was about
    language: Language = "sv"

    @property
    def known(self) -> bool:
        return self.before != Understood() or bool(self.choices)


def thread_of(context: Mapping[str, object] | None) -> Thread:
    """Read a context (interfaces.md, understanding). What is not of the right kind counts as not said."""
    context = context or {}
    nested = context.get("understood")
    facts: dict[str, object] = {**(nested if isinstance(nested, Mapping) else {}), **context}
    said: dict[str, str | None] = {}
    for fact in fields(Understood):
        value = facts.get(fact.name)
        if isinstance(value, str) and value and fact.name not in ("symptom", "wanted_vlan"):
            said[fact.name] = value
    vlan = facts.get("wanted_vlan")
    symptom = next((name for name in _SYMPTOMS if name == facts.get("symptom")), None)
    question = facts.get("question")
    choices = facts.get("choices") or (question.get("choices") if isinstance(question, Mapping) else None)
    return Thread(
        before=_with(
            Understood(
                symptom=symptom, wanted_vlan=vlan if isinstance(vlan, int) and not isinstance(vlan, bool) else None
            ),
            said,
        ),
        choices=tuple(str(choice) for choice in choices)
        if isinstance(choices, Sequence) and not isinstance(choices, str)
        else (),
        asked=str(facts["asked"]) if facts.get("asked") else None,
        language="en" if facts.get("language") == "en" else "sv",
    )


def picked(text: str, choices: Sequence[str]) -> str | None:
    """The choice that a short lower-case answer picks: by number, order, yes, or words that fit only one."""
    said = text.strip()
    if not choices or len(said) > 80:
        return None
    number = _NUMBER.fullmatch(said)
    if number:
        return choices[int(number[1]) - 1] if 1 <= int(number[1]) <= len(choices) else None
    ordinal = _ORDINAL.fullmatch(said)
    if ordinal:
        at = len(choices) - 1 if ordinal["last"] else next(at for at in range(5) if ordinal[f"o{at}"])
        return choices[at] if at < len(choices) else None
    if _YES.fullmatch(said):
        return choices[0] if len(choices) == 1 else None
    words = [word for word in re.findall(r"[\w./-]+", fold(said)) if len(word) > 2 or word.isdigit()]
    words = [word for word in words if word not in _SMALL_WORDS]
    fitting = [choice for choice in choices if words and all(word in fold(choice) for word in words)]
    return fitting[0] if len(fitting) == 1 else None


def inherit(said: Understood, thread: Thread, correction: bool) -> Understood:
    """The facts of a follow-up with what it does not name taken from before.

    A port alone is on the device before. A device alone keeps the port only in a correction or where nothing else is
    told ("no, I meant sw-2"). A place of another kind starts anew.
    """
    before = thread.before
    named = {name for name in _PLACES if getattr(said, name) is not None}
    facts = replace(said, symptom=said.symptom or before.symptom)
    if not named:
        facts = _with(facts, {name: getattr(before, name) for name in _PLACES})
    elif named == {"interface"}:
        facts = replace(facts, device=before.device)
    elif named <= {"device", "site"} and "device" in named and (correction or said.symptom is None):
        facts = replace(facts, interface=before.interface)
    elif named == {"site"}:
        facts = _with(facts, {name: getattr(before, name) for name in _ALONE if name != "site"})
    if not named or correction:
        facts = replace(
            facts,
            wanted_vlan=facts.wanted_vlan if facts.wanted_vlan is not None else before.wanted_vlan,
            since=facts.since or before.since,
            changed=facts.changed or before.changed,
        )
    return facts


def _with(facts: Understood, values: Mapping[str, str | None]) -> Understood:
    return Understood(**{**vars(facts), **values})


_SYMPTOMS: tuple[Symptom, ...] = get_args(Symptom)
