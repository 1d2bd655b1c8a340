"""A clause of a text: the piece round a name, who is spoken of in it, and whether it says that all is well there."""

from __future__ import annotations

import re

_ENDPOINT = re.compile(
    r"\b(?:använd\w*|user\w*|skrivar\w*|printer\w*|dator\w*|pc:?n?|computer|laptop\w*|telefon\w*|phone\w*|"
    r"patient\w*|läkar\w*|"
    r"sköterska\w*|personal\w*|klagar\w*|complain\w*|inget nät|no network|kamera\w*|röntgen\w*|klient\w*|client\w*)\b"
)
_FINE = re.compile(
    r"\b(?:is|are|är|ser) (?:det |allt |it |everything )?(?:up|uppe|ok|okej|fine|grön\w*|green|bra|healthy|"
    r"frisk\w*)\b(?!\s?\?)|"
    r"\b(?:går|har det|mår|goes) (?:bra|fint|fine|well)\b|"
    r"\b(?:inget|inga) (?:fel|problem) (?:på|med|i|hos)\b|"
    r"\b(?:nothing wrong|no (?:problems?|issues?)) (?:with|in|at|on)\b|"
    r"\b(?:har|has|have) (?:bra|fint|good) (?:nät|täckning|wi-?fi|signal|network|coverage)\b|"
    r"\bmärker (?:inget|ingenting|inte av)\b|\bnotices? nothing\b|"
    r"\bingen (?:i|på|hos) [\w-]+ har (?:problem|fel)\b|"
    r"\b(?:fungerar|funkar|works)(?: (?:bra|fint|som det ska|fine|ok))?\s?(?:$|[,.;]|men\b|but\b)"
)
LONGEST_CLAUSE = 400  # letters on either side; nobody speaks longer, and a pasted log has no clauses
_CLAUSE_END = re.compile(r"[,;()\n]|[.!?](?=\s|$)|\s(?:-|men|but|medan|while)\s")


def clause(text: str, place: int) -> str:
    """The piece of the text around a place."""
    start, end = clause_span(text, place)
    return text[start:end]


def clause_span(text: str, place: int) -> tuple[int, int]:
    """Where the piece of the text around a place begins and ends."""
    start = max(0, place - LONGEST_CLAUSE)
    for end in _CLAUSE_END.finditer(text, start, place + LONGEST_CLAUSE):
        if end.start() >= place:
            return start, end.end()
        start = end.end()
    return start, place + LONGEST_CLAUSE


def about_someone(text: str, place: int) -> bool:
    """Whether a user or a thing of theirs is spoken of right there."""
    return _ENDPOINT.search(clause(text, place)) is not None


def said_to_be_fine(text: str, place: int) -> bool:
    """Whether just this is said to work."""
    return _FINE.search(clause(text, place)) is not None
