"""Answers "what has changed?" from what is stored, and notes beside each new answer what a later one will need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.desk import history
from bot.desk.access import Matter, person_of
from bot.desk.access.gate import matter_of
from bot.desk.investigate import Desk
from bot.model import Answer, Earlier, Request, Understanding
from bot.store import Rows


def note_subject(rows: Rows, answer: Answer, earlier: Earlier | None, at: datetime) -> None:
    """In the transaction that keeps the answer. `earlier` is made of it before: others wait meanwhile."""
    subject = history.subject_of(answer.target)
    if earlier is None or subject is None:
        return
    room = answer.target.room or answer.understood.room
    rows.subjects.add(earlier, subject, history.room_of(room) if room else None, at)


def stored(rows: Rows, desk: Desk, request: Request, understanding: Understanding) -> Sequence[Earlier]:
    """The answers that this one can be told from, newest first; none where the devices have to be read."""
    if understanding.intent != "what_changed" or understanding.question:
        return ()
    facts = understanding.understood
    since = request.at - history.KEPT_FOR
    before = rows.requests.before(request)
    subject = history.asked_subject(facts, desk.inventory, rows.answers.get(before) if before else None)
    in_room = subject is None and facts.room is not None and not facts.device
    if in_room and facts.room is not None:
        subject = rows.subjects.latest_in(history.room_of(facts.room), since)
    if subject is None:
        return ()
    found = [one for one in rows.subjects.about(subject, since, history.LOOKED_AT) if _may_see(desk, request, one)]
    if in_room and facts.site and any(_site(desk, one) != facts.site for one in found):
        return ()  # a room of the same name elsewhere
    return found


def retold(rows: Rows, desk: Desk, request: Request, understanding: Understanding) -> Answer | None:
    """The answer itself; None where nothing is stored."""
    earlier = stored(rows, desk, request, understanding)
    latest = rows.answers.get(earlier[0].request) if earlier else None
    if latest is None:
        return None
    device = desk.inventory.device(latest.target.device) if latest.target.device else None
    return history.told(request, understanding, earlier, latest, device)


def _may_see(desk: Desk, request: Request, one: Earlier) -> bool:
    """Who may not ask about a place is told nothing of it either."""
    investigation = desk.library.about(history.about_of(one.target)).name
    matter: Matter = matter_of(one.target, desk.inventory, investigation)
    return desk.access.refusal(person_of(request), "ask", matter) is None


def _site(desk: Desk, one: Earlier) -> str | None:
    return matter_of(one.target, desk.inventory).site
