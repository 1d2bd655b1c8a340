"""What is written down beside an answer: its line for start pages and statistics, and its row in the audit log."""

from __future__ import annotations

from datetime import datetime

from bot.desk.access import person_of
from bot.desk.board_words import code_of
from bot.desk.endings import NOT_ALLOWED
from bot.model import Answer, LineKind, Text
from bot.store import Rows
from bot.store.audit import event


def note_answer(rows: Rows, answer: Answer, line: tuple[LineKind, Text], at: datetime, *, person: bool) -> None:
    """In the transaction that keeps the answer. What a check asked has its results instead, but for its tickets."""
    kind, text = line
    request, code = answer.request.id, code_of(answer)
    rows.verdicts.add(request, at, code=code, person=person, kind=kind, text=text)
    if not person:
        return
    who = person_of(answer.request).id
    if answer.diagnosis and answer.diagnosis.root_cause == NOT_ALLOWED:
        rows.audit.add(event(who, "refused", at, request=request, detail="ask"))
        return
    outcome = answer.diagnosis.outcome if answer.diagnosis and answer.question is None else answer.intent
    told = f"{outcome} {code}" if code else "question back" if answer.question else outcome
    rows.audit.add(event(who, "answered", at, request=request, device=answer.target.device, detail=told))
