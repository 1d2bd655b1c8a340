"""The form for a question whose facts are missing: place with search as one types, port, what shows. Pure."""

from __future__ import annotations

from typing import Final

from bot.channels.talk import texts
from bot.channels.talk.form import LONGEST, Suggest
from bot.channels.teams.cards import Content, Element, actions, adaptive, block, button, inert, run
from bot.model import Language

DATASET: Final = "places"
MOST_FOUND: Final = 15  # Teams shows no more


def form(language: Language, request_id: str | None = None) -> list[Element]:
    """The fields and their button. `request_id` is the question back that they answer."""
    symptoms = [{"title": one, "value": one} for one in texts.SYMPTOMS[language]]
    return [
        {
            "type": "Input.ChoiceSet", "id": "place", "label": texts.PLACE[language], "style": "filtered",
            "placeholder": texts.SEARCH[language], "choices": [],
            "choices.data": {"type": "Data.Query", "dataset": DATASET},
        },
        {"type": "Input.Text", "id": "port", "label": texts.PORT[language], "maxLength": 40},
        {
            "type": "Input.ChoiceSet", "id": "symptom", "label": texts.SYMPTOM[language], "style": "compact",
            "choices": symptoms,
        },
        {"type": "Input.Text", "id": "words", "label": texts.WORDS[language], "maxLength": LONGEST},
        actions([button("ask", texts.ASK[language], request_id, style="positive")]),
    ]  # fmt: skip


def form_card(language: Language) -> Content:
    """The form on its own, where nothing was asked yet."""
    heading = texts.FORM[language]
    parts = [block(run(heading, 200, size="Medium", weight="Bolder")), *form(language)]
    return Content(summary=heading, card=adaptive(language, parts))


def found(text: str, suggest: Suggest) -> Element:
    """What Teams is told while somebody types; the name itself is what goes into the question."""
    places = suggest(text)[:MOST_FOUND]
    results = [
        {"value": inert(one.name, 200), "title": inert(f"{one.name}  {one.place}".rstrip(), 300)} for one in places
    ]
    return {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}
