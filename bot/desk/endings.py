"""Answers that end a question without a verdict on the network: it may not be asked, or it was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.model import Answer, Diagnosis, Request, Script, Target, Text, Timings, Understanding

NOT_ALLOWED: Final = "NOT_ALLOWED"
CANCELLED: Final = "CANCELLED"
# What stands where other cards have their outcome. Neither is a fault, and neither is a network that was cleared.
ENDINGS: Final[Mapping[str, Text]] = {
    NOT_ALLOWED: {"sv": "Inte tillåtet", "en": "Not allowed"},
    CANCELLED: {"sv": "Avbruten", "en": "Cancelled"},
}
_TAKEN_BACK: Final = Script(
    headline={"sv": "Frågan är avbruten", "en": "The question was cancelled"},
    say={
        "sv": "Jag avbröt kontrollen, så jag vet inte om nätet fungerar där du är.",
        "en": "I stopped the check, so I do not know whether the network works where you are.",
    },
    ask={"sv": "Vill du att jag kontrollerar igen?", "en": "Shall I check again?"},
    do=({"sv": "Ställ frågan igen när du vill ha svaret.", "en": "Ask again when you want the answer."},),
    owner={"sv": "Ingen har tagit över något.", "en": "Nothing was handed over to anybody."},
)
_SAY_REFUSED: Final[Text] = {
    "sv": "Det här får jag inte kontrollera åt dig, så jag lämnar det till någon som får.",
    "en": "I may not check this for you, so I am passing it to somebody who may.",
}
_ASK_REFUSED: Final[Text] = {
    "sv": "Var är det, och vad fungerar inte?",
    "en": "Where is it, and what does not work?",
}

_OWNER_REFUSED: Final[Text] = {
    "sv": "Inget är läst och inget ärende är skapat.",
    "en": "Nothing was read and no ticket was made.",
}


def not_allowed(why: Text) -> Diagnosis:
    """The desk may not look into this for the one who asks; `why` says whom to ask. Nothing is known of the network."""
    script = Script(headline=why, say=_SAY_REFUSED, ask=_ASK_REFUSED, do=(), owner=_OWNER_REFUSED)
    return Diagnosis(outcome="unknown", root_cause=NOT_ALLOWED, severity="unknown", script=script)


def cancelled(request: Request, understanding: Understanding) -> Answer:
    """The answer to a question that its asker took back: nothing is told of what was read meanwhile."""
    facts = understanding.understood
    return Answer(
        request=request,
        intent=understanding.intent,
        target=Target(device=facts.device, interface=facts.interface, ap=facts.ap, room=facts.room),
        understood=facts,
        question=None,
        diagnosis=Diagnosis(outcome="unknown", root_cause=CANCELLED, severity="unknown", script=_TAKEN_BACK),
        observations=(),
        ticket=None,
        timings=Timings(total_s=0.0, device_s=0.0, parse_s=0.0),
    )


def ended(answer: Answer) -> Text | None:
    """What the answer is called where it ended so; None for every other answer."""
    return ENDINGS.get(answer.diagnosis.root_cause) if answer.diagnosis else None
