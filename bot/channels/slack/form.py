"""The form for a question whose facts are missing, as a window of Slack's: a place that is searched as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.slack.blocks import Block, plain_text
from bot.channels.talk import texts
from bot.channels.talk.form import FIELDS, LONGEST, Suggest, question_of
from bot.model import Language

CALLBACK: Final = "ask"
PLACE: Final = "place"  # action id of the field that is searched
_TITLE, _CHOICE, _MOST_FOUND = 24, 75, 20
_LONGEST_PLACE: Final = 150  # of what an option may carry
_FIRST_SEARCHED: Final = 2  # characters before Slack asks for places


def form(language: Language, place: str, words: str = "") -> Block:
    """The window. `place` says where the answer is to stand; `words` what was written so far."""
    symptoms = [_option(one, one) for one in texts.SYMPTOMS[language]]
    return {
        "type": "modal", "callback_id": CALLBACK, "private_metadata": place,
        "title": plain_text(texts.FORM[language], _TITLE),
        "submit": plain_text(texts.ASK[language], _TITLE),
        "close": plain_text(texts.CANCEL[language], _TITLE),
        "blocks": [
            _input("place", texts.PLACE[language], {
                "type": "external_select", "action_id": PLACE, "min_query_length": _FIRST_SEARCHED,
                "placeholder": plain_text(texts.SEARCH[language], 150),
            }),
            _input("port", texts.PORT[language], _text("port", 40)),
            _input("symptom", texts.SYMPTOM[language], {
                "type": "static_select", "action_id": "symptom", "options": symptoms,
            }),
            _input("words", texts.WORDS[language], {**_text("words", LONGEST), "multiline": True}
                   | ({"initial_value": words[:LONGEST]} if words else {})),
        ],
    }  # fmt: skip


def options(typed: str, suggest: Suggest) -> dict[str, object]:
    """The places that what is typed may mean; the name itself goes into the question."""
    # A name alone is looked up only where a digit or a hyphen is in it; "Rum 2" is meant by "2" as well.
    found = [*suggest(typed), *(suggest(f"rum {typed}") if " " not in typed else ())]
    named = {one.name: one.place for one in found if len(one.name) <= _LONGEST_PLACE}
    return {
        "options": [_option(f"{name}  {place}".rstrip(), name) for name, place in list(named.items())[:_MOST_FOUND]]
    }


def asked(view: Mapping[str, Any]) -> tuple[str | None, str]:
    """The question as a person would write it (None: neither a place nor words), and where the answer is to stand."""
    values = (view.get("state") or {}).get("values") or {}
    given: dict[str, object] = {}
    for name in FIELDS:
        field = (values.get(name) or {}).get(name) or {}
        chosen = field.get("selected_option")
        given[name] = chosen.get("value") if isinstance(chosen, dict) else field.get("value")
    return question_of(given), str(view.get("private_metadata", ""))


def missing(language: Language) -> dict[str, str]:
    """What stands in the window where it cannot be sent so."""
    return {"words": texts.NO_PLACE[language]}


def _input(name: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": name, "optional": True, "label": plain_text(label, 200), "element": element}


def _text(name: str, longest: int) -> Block:
    return {"type": "plain_text_input", "action_id": name, "max_length": longest}


def _option(text: str, value: str) -> Block:
    return {"text": plain_text(text, _CHOICE), "value": value}
