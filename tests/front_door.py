"""A FrontDoor in this process for the tests of channels: an App behind threads, everything kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App, captured_app
from bot.card import DiagnosisCard
from bot.desk.access import person_of
from bot.desk.access.gate import matter_of
from bot.desk.board_words import line_of
from bot.desk.card import card
from bot.desk.endings import cancelled
from bot.desk.escalate import should_escalate, ticket_body
from bot.desk.intake import accept
from bot.desk.same_fault import fault_key
from bot.desk.understand import understand
from bot.model import Allowed, Answer, Board, Deed, Line, Person, Progress, Request, Text, TicketRef
from bot.tickets.delivery import file_fault
from bot.tickets.drafts import draft_of

SCENARIOS = Path(__file__).parent / "scenarios"


@dataclass
class Piece:
    """One accepted request and what has come of it so far."""

    request: Request
    steps: list[Progress] = field(default_factory=list)
    answer: Answer | None = None
    failed: bool = False

    @property
    def over(self) -> bool:
        return self.answer is not None or self.failed


class InProcess:
    """A bot.ports.FrontDoor over an App: accepted requests are worked on in threads, and `before` runs ahead of each.

    Close it (or use it as a context manager); accepted work is finished first. `before` may block, so that a test sees
    a request while it is still under way, or raise, so that it sees one that never gets an answer.
    """

    def __init__(self, app: App, *, before: Callable[[Request], None] = lambda _: None, workers: int = 4) -> None:
        self.accepted: list[str] = []  # every call of accept, also repeated ones
        self.words: dict[tuple[str, str], bool] = {}  # (request, person) -> did it help
        self.recorded: list[tuple[str, str, str | None]] = []  # (person, event, request)
        self._app = app
        self._before = before
        self._pieces: dict[str, Piece] = {}  # in the order of arrival
        self._watchers = 0
        self._changed = threading.Condition()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="front-door")

    @classmethod
    def captures(
        cls, scenario: str = "bpduguard-iosxe", *, before: Callable[[Request], None] = lambda _: None
    ) -> InProcess:
        """Answers from one of the captured scenarios in tests/scenarios; makes no tickets."""
        return cls(captured_app(SCENARIOS / scenario), before=before)

    def __enter__(self) -> InProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def until_watched(self) -> None:
        """Wait until somebody has begun to watch a request, so that no step is missed."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._watchers > 0, timeout=30)

    def change(self, request_id: str, answer: Answer | None) -> None:
        """Put another answer in the place of the present one; None: the work broke off without any."""
        with self._changed:
            piece = self._pieces[request_id]
            piece.answer, piece.failed = answer, answer is None
            self._changed.notify_all()

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def accept(
        self,
        text: str,
        *,
        channel: str,
        requester: str,
        event: str | None = None,
        thread: str | None = None,
        reply_to: str | None = None,
        no_ticket: bool = False,
        groups: Sequence[str] = (),
    ) -> Request:
        made, _ = accept(text, channel=channel, requester=requester, event=event, at=datetime.now(UTC))
        with self._changed:
            self.accepted.append(made.id)
            if made.id in self._pieces:
                return self._pieces[made.id].request
            piece = self._pieces[made.id] = Piece(
                request=replace(made, thread=thread, reply_to=reply_to, no_ticket=no_ticket, groups=tuple(groups))
            )
        self._pool.submit(self._work, piece)
        return piece.request

    def placed(self, request_id: str, *, reply_to: str, thread: str | None = None) -> None:
        with self._changed:
            piece = self._pieces.get(request_id)
            if piece:
                piece.request = replace(piece.request, reply_to=reply_to, thread=thread or piece.request.thread)

    def watch(self, request_id: str) -> Iterator[Progress]:
        with self._changed:
            piece = self._pieces.get(request_id)
            told = len(piece.steps) if piece else 0
            self._watchers += 1
            self._changed.notify_all()
        while piece is not None and not piece.over:
            with self._changed:
                while len(piece.steps) == told and not piece.over:
                    self._changed.wait()
                news, told = piece.steps[told:], len(piece.steps)
            yield from (step for step in news if step.state != "done")
        yield Progress(state="done")

    def request(self, request_id: str) -> Request | None:
        piece = self._pieces.get(request_id)
        return piece.request if piece else None

    def answer(self, request_id: str) -> Answer | None:
        piece = self._pieces.get(request_id)
        return piece.answer if piece else None

    def card(self, request_id: str) -> DiagnosisCard | None:
        answer = self.answer(request_id)
        return card(answer, self._app.zone) if answer else None

    def recent(self, limit: int, requester: str | None = None) -> Sequence[Request]:
        with self._changed:
            requests = [piece.request for piece in self._pieces.values()]
        return [one for one in reversed(requests) if requester in {None, one.requester}][:limit]

    def escalate(self, request_id: str, requester: str) -> TicketRef | None:
        piece, tickets = self._pieces.get(request_id), self._app.tickets
        if piece is None or piece.answer is None or tickets is None or not should_escalate(piece.answer):
            return None
        draft = draft_of(piece.answer, ticket_body(piece.answer))
        made = file_fault(tickets, fault_key=fault_key(piece.answer), draft=draft, op_id=request_id)
        piece.answer = replace(piece.answer, ticket=made)
        return made

    def refusal(self, person: Person, deed: Deed, request_id: str | None = None) -> Text | None:
        access, answer = self._app.desk.access, self.answer(request_id) if request_id else None
        why = access.refusal(person, deed)
        if why is None and answer is not None and answer.target.device is not None:
            why = access.refusal(person, deed, matter_of(answer.target, self._app.desk.inventory))
        return why

    def allowed(self, person: Person) -> Allowed:
        return self._app.desk.access.allowed(person)

    def helped(self, request_id: str, person: Person, helped: bool) -> None:
        self.words[request_id, person.id] = helped

    def cancel(self, request_id: str, person: Person) -> bool:
        with self._changed:
            piece = self._pieces.get(request_id)
            if piece is None or piece.over or person_of(piece.request).id != person.id:
                return False
            understanding = understand(piece.request.text, self._app.desk.inventory)
            piece.answer = cancelled(piece.request, understanding)
            self._changed.notify_all()
        return True

    def board(self, person: Person) -> Board:
        """Questions only: mine, and everybody else's."""
        with self._changed:
            pieces = list(reversed(self._pieces.values()))
        mine = [one for one in pieces if person_of(one.request).id == person.id]
        return Board(
            mine=tuple(_line(one) for one in mine[:10]), team=tuple(_line(one) for one in pieces if one not in mine)
        )

    def record(self, person: Person, event: str, request_id: str | None = None, detail: str | None = None) -> None:
        self.recorded.append((person.id, event, request_id))

    def _work(self, piece: Piece) -> None:
        try:
            self._before(piece.request)
            before = self._context(piece.request.thread)
            understanding = understand(piece.request.text, self._app.desk.inventory, before)
            answer = self._app.desk.answer(piece.request, understanding, lambda step: self._tell(piece, step))
        except Exception:
            with self._changed:
                piece.failed = True
                self._changed.notify_all()
            raise
        with self._changed:
            piece.answer = piece.answer or answer  # the question may have been taken back
            self._changed.notify_all()

    def _tell(self, piece: Piece, step: Progress) -> None:
        with self._changed:
            piece.steps.append(step)
            self._changed.notify_all()

    def _context(self, thread: str | None) -> dict[str, object] | None:
        """What was said before in the conversation: the latest answer of it."""
        with self._changed:
            answers = [one.answer for one in self._pieces.values() if thread in {one.request.thread, one.request.id}]
        before = next((answer for answer in reversed(answers) if answer), None) if thread else None
        if before is None:
            return None
        facts = {name: value for name, value in vars(before.understood).items() if value is not None}
        question = before.question
        return {**facts, "choices": question.choices, "asked": question.about} if question else facts


def _line(piece: Piece) -> Line:
    request = piece.request
    if piece.answer is None:
        return Line(request_id=request.id, text={"sv": request.text, "en": request.text}, at=request.at, kind="waiting")
    kind, text = line_of(piece.answer)
    return Line(request_id=request.id, text=text, at=request.at, kind=kind)
