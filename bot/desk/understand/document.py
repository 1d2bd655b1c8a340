"""An Understanding as the JSON document of `firstline understand --json` (interfaces.md, understanding)."""

from __future__ import annotations

from bot.model import Question, Understanding, Understood

_FACTS = (
    "device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site", "symptom",
    "wanted_vlan", "since", "changed",
)  # fmt: skip


def to_document(understanding: Understanding) -> dict[str, object]:
    """`intent`, `understood`, `also`, `question`, `nearest` and `language`, ready for json.dumps."""
    return {
        "intent": understanding.intent,
        "language": understanding.language,
        "understood": facts_document(understanding.understood),
        "also": [facts_document(facts) for facts in understanding.also],
        "question": question_document(understanding.question),
        "nearest": list(understanding.nearest),
    }


def facts_document(facts: Understood) -> dict[str, object]:
    """Every fact under its name; null where not said."""
    return {name: getattr(facts, name) for name in _FACTS}


def question_document(question: Question | None) -> dict[str, object] | None:
    """The question back, or null."""
    if question is None:
        return None
    return {"about": question.about, "text": dict(question.text), "choices": list(question.choices)}
