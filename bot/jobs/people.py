"""People in a running service: who may what, what they say of an answer, and what they find on their start page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from bot.checks import CHANGES
from bot.desk.access import person_of
from bot.desk.access.gate import matter_of
from bot.desk.investigate import Desk
from bot.desk.personal import drop_personal
from bot.desk.schedule.words import line_of
from bot.jobs.rounds import firing_of
from bot.model import (
    Allowed,
    Board,
    Deed,
    Event,
    EventQuery,
    Line,
    LineKind,
    Person,
    Request,
    Tally,
    Text,
)
from bot.store import Rows, Store
from bot.store.audit import event as audited

_MINE: Final = 10
_TEAM: Final = 10
_LOOKED_AT: Final = 200  # latest questions among which those of the team are looked for
_TICKETS: Final = 20
_FIRINGS: Final = 20
_CHANGES: Final = 30
_LONGEST: Final = 100  # characters of a question in a line
_EVENT: Final = re.compile(r"[a-z][a-z-]{1,39}")


class Reception:
    """The part of the service that concerns persons. Thread-safe."""

    _store: Store
    _desk: Desk
    _zone: tzinfo

    def refusal(self, person: Person, deed: Deed, request_id: str | None = None) -> Text | None:
        """As FrontDoor.refusal."""
        why = self._desk.access.refusal(person, deed)
        if why is None and request_id is not None and self._desk.access.teams is not None:
            with self._store.reading() as rows:
                answer = rows.answers.get(request_id)
            if answer is not None and answer.target.device is not None:
                why = self._desk.access.refusal(person, deed, matter_of(answer.target, self._desk.inventory))
        if why is not None:
            self.record(person, "refused", request_id, deed)
        return why

    def allowed(self, person: Person) -> Allowed:
        """As FrontDoor.allowed."""
        return self._desk.access.allowed(person)

    def helped(self, request_id: str, person: Person, helped: bool) -> None:
        """As FrontDoor.helped."""
        now = datetime.now(UTC)
        with self._store.writing() as rows:
            if rows.requests.get(request_id) is None:
                return
            rows.verdicts.helped(request_id, person.id, helped, now)
            said = "helped" if helped else "did not help"
            rows.audit.add(audited(person.id, "feedback", now, request=request_id, detail=said))

    def record(self, person: Person, event: str, request_id: str | None = None, detail: str | None = None) -> None:
        """As FrontDoor.record. Raises ValueError for an event that is no plain word."""
        if not _EVENT.fullmatch(event):
            raise ValueError(f"'{event}' is no name of an event")
        kept = drop_personal(detail)[0][:200] if detail else None
        with self._store.writing() as rows:
            rows.audit.add(audited(person.id, event, datetime.now(UTC), request=request_id, detail=kept))

    def statistics(self) -> Sequence[Tally]:
        """As Operations.statistics."""
        with self._store.reading() as rows:
            return rows.verdicts.tallies()

    def audit(self, query: EventQuery) -> Iterator[Event]:
        """As Operations.audit."""
        return self._store.audit(query)

    # --- the start page ----------------------------------------------------------------------------------------------

    def board(self, person: Person) -> Board:
        """As FrontDoor.board."""
        if person.guest:
            return Board()
        with self._store.reading() as rows:
            mine = rows.requests.recent(_MINE, person.id)
            latest = rows.requests.recent(_LOOKED_AT, None)
            team = [one for one in latest if person_of(one).id != person.id and self._same_team(person, one)][:_TEAM]
            return Board(
                mine=_lines(rows, mine),
                team=_lines(rows, team),
                tickets=self._open_tickets(rows, person),
                changes=self._todays_changes(rows, person),
            )

    def _same_team(self, person: Person, request: Request) -> bool:
        """Without teams everybody is of the one help desk."""
        access = self._desk.access
        if access.teams is None:
            return True
        theirs = {team.name for team in access.teams_of(person_of(request))}
        return any(team.name in theirs for team in access.teams_of(person))

    def _open_tickets(self, rows: Rows, person: Person) -> tuple[Line, ...]:
        """Open ones that somebody of the same teams asked for, and those of checks."""
        lines = []
        opened = rows.tickets.latest_open(_TICKETS)
        about = {one.ticket: one for one in rows.verdicts.about([ticket.remote_key for ticket, _ in opened])}
        for ticket, at in opened:
            verdict = about.get(ticket.remote_key)
            promise = rows.requests.get(verdict.request_id) if verdict else None
            own = promise is None or promise.lane == "background" or self._same_team(person, promise.request)
            if not own and promise and person_of(promise.request).id != person.id:
                continue
            said: Text = verdict.text if verdict else {"sv": ticket.fault_key, "en": ticket.fault_key}
            text: Text = {language: f"{ticket.remote_key}: {words}" for language, words in said.items()}
            request = verdict.request_id if verdict else None
            lines.append(Line(request_id=request, text=text, at=at, kind="ticket", url=ticket.url))
        return tuple(lines)

    def _todays_changes(self, rows: Rows, person: Person) -> tuple[Line, ...]:
        """What today's checks found changed, at the sites that the person may ask about."""
        sites = self._desk.access.sites(person)
        midnight = datetime.combine(datetime.now(self._zone).date(), time(), self._zone)
        lines = []
        for stored in rows.firings.latest(_FIRINGS):
            if stored.due < midnight:
                continue
            for one in firing_of(rows, stored, whole=False).changes:
                device = self._desk.inventory.device(one.target.device)
                if sites is not None and (device is None or device.site not in sites):
                    continue
                kind: LineKind = "unchecked" if one.change == "unknown" else one.change or "checked"
                text: Text = {"sv": line_of(one, "sv"), "en": line_of(one, "en")}
                lines.append((CHANGES.index(one.change or "gone"), Line(
                    request_id=one.request, text=text, at=one.at, kind=kind)))  # fmt: skip
        newest = sorted(lines, key=lambda one: one[1].at, reverse=True)
        return tuple(line for _, line in sorted(newest, key=lambda one: one[0]))[:_CHANGES]


def _lines(rows: Rows, requests: Sequence[Request]) -> tuple[Line, ...]:
    """Each question with what came of it; the question itself while there is nothing."""
    verdicts = rows.verdicts.of([one.id for one in requests])
    lines = []
    for one in requests:
        verdict = verdicts.get(one.id)
        said = one.text if len(one.text) <= _LONGEST else f"{one.text[: _LONGEST - 1]}…"
        text: Text = verdict.text if verdict else {"sv": said, "en": said}
        lines.append(Line(request_id=one.id, text=text, at=one.at, kind=verdict.kind if verdict else "waiting"))
    return tuple(lines)
