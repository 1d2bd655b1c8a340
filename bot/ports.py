"""The seams: every outside thing that the desk speaks to, on one page. Each takes and gives our own nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.card import DiagnosisCard
from bot.checks import Firing
from bot.model import (
    Allowed,
    Answer,
    Board,
    Deed,
    Device,
    Event,
    EventQuery,
    Failure,
    Group,
    Inventory,
    Observation,
    Person,
    Progress,
    Request,
    Severity,
    Tally,
    Text,
    TicketRef,
)
from parsers.platform import Command


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a device answered to one command: its text without echo and prompt, or why there is none."""

    text: str | None
    at: datetime  # UTC; in a replay, what the captured `show clock` says
    took_s: float
    failure: Failure | None = None
    reason: str | None = None


class Session(Protocol):
    """An open login on one device. One command at a time."""

    def run(self, command: Command) -> Reply:
        """Send the command and wait for its whole answer. Never raises for what a device does."""


@dataclass(frozen=True, kw_only=True)
class NoSession:
    """Why a device could not be logged in to."""

    failure: Failure
    reason: str
    took_s: float
    at: datetime | None = None  # UTC, when it was tried; in a replay what the captured clocks say


class Transport(Protocol):
    """The way to devices. Takes only commands that a platform made, so nothing else can reach a device."""

    def session(self, device: Device) -> AbstractContextManager[Session | NoSession]:
        """Log in, at most one session per device at a time; log out on leaving."""

    def wait(self, seconds: float) -> None:
        """Let time pass between two samples; a replay takes it to have passed."""


class History(Protocol):
    """Samples of counters that earlier questions took; where nothing has grown since, no second one is waited for."""

    def earlier(self, device: str, read: str, parameters: tuple[tuple[str, str], ...]) -> Observation | None:
        """The latest one that is worth comparing with."""

    def keep(self, samples: Sequence[Observation]) -> None:
        """Remember these for later questions."""


class FrontDoor(Protocol):
    """What every channel is given: hand a question in, watch it being worked on, fetch the answer. Thread-safe.

    The service stands behind it (durable jobs), and a plain App in a process without one. Channels never see more.
    """

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
        """Store the question and return at once; the same event of the same channel is the same request.

        `event` is the channel's own id of the message, `thread` that of the conversation it belongs to, `reply_to`
        where the channel will show the answer (stored as it is, read by that channel alone). With `no_ticket` none is
        made by itself, whatever is found. `requester` and `groups` are those of a Person; who may not ask this gets
        an answer that says so. Guests are not let in here: ask `refusal` first.
        """

    def placed(self, request_id: str, *, reply_to: str, thread: str | None = None) -> None:
        """The channel has posted its one message of this request: keep where, so that a restart edits that message.

        `thread` where the conversation has an id only now. Nothing happens for an unknown request.
        """

    def watch(self, request_id: str) -> Iterator[Progress]:
        """The steps from now on, the last one being `done`; blocks between them. At once `done` for an old one."""

    def request(self, request_id: str) -> Request | None:
        """The stored question itself; None where there is none of this id."""

    def answer(self, request_id: str) -> Answer | None:
        """The answer so far known; None while there is none, or where there is no such request."""

    def card(self, request_id: str) -> DiagnosisCard | None:
        """The same as the one card that every channel shows."""

    def recent(self, limit: int, requester: str | None = None) -> Sequence[Request]:
        """The latest requests, newest first; of one requester where named."""

    def escalate(self, request_id: str, requester: str) -> TicketRef | None:
        """Make (or find) the ticket of this answer; None where there is nothing to escalate."""

    def refusal(self, person: Person, deed: Deed, request_id: str | None = None) -> Text | None:
        """Why this person may not do this (with this answer) now, and whom to ask; None: they may.

        Asked when a button is pressed, for the one who presses it. A refusal is noted in the audit log.
        """

    def allowed(self, person: Person) -> Allowed:
        """What this person may; help and buttons show only that."""

    def helped(self, request_id: str, person: Person, helped: bool) -> None:
        """The answer helped, or did not: one word per person and request, the last one counts."""

    def cancel(self, request_id: str, person: Person) -> bool:
        """End a question of one's own, with an answer that says so; False: too late, or somebody else's.

        Who asked the same and waits for the same reading still gets the answer.
        """

    def board(self, person: Person) -> Board:
        """What this person finds on their start page."""

    def record(self, person: Person, event: str, request_id: str | None = None, detail: str | None = None) -> None:
        """Write down what only the channel knows: a view that was opened (a Deed), a sign-in. Never a text."""


class Sender(Protocol):
    """How the service hands a final answer to the channel that the question came through."""

    def send(self, request: Request, card: DiagnosisCard) -> None:
        """Show the answer where `request.reply_to` says; returns when the channel has taken it.

        The same answer again changes nothing. Raises RemoteError when the channel cannot take it now.
        """


class Teller(Protocol):
    """A channel that can speak of its own accord: what a scheduled check found changed."""

    def tell(self, place: str, headline: str, lines: Sequence[str], more: str) -> None:
        """One message to a place of the channel, in its own spelling; `more` ("and {count} more") for lines left out.

        Raises RemoteError when the channel cannot take it now.
        """


class Checks(Protocol):
    """Scheduled checks as the console and the API see them. Thread-safe."""

    def run(self, names: Sequence[str]) -> Sequence[Firing]:
        """Check these schedules, devices or rooms now; without names all schedules. Returns at once.

        Raises RequestError for a name that nothing has, and RemoteError while the service stops.
        """

    def firing(self, firing_id: str) -> Firing | None:
        """As far as it has come; None where there is none of this id."""

    def latest(self, limit: int) -> Sequence[Firing]:
        """The latest ones, newest first."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number about the service, as a monitoring system collects it."""

    name: str  # firstline_requests_total: lower case and underscores; counters end in _total
    about: str  # one sentence
    kind: Literal["counter", "gauge"]
    value: float
    labels: tuple[tuple[str, str], ...] = ()  # never a person, a device or a text of a request


@dataclass(frozen=True, kw_only=True)
class SystemState:
    """An outside system as the console's footer names it."""

    system: Literal["chat", "tickets", "inventory"]
    working: bool | None  # None: not set up, or not tried yet; left out
    since: datetime | None = None  # UTC, of the present state


class Operations(Protocol):
    """How the service is doing, for /readyz, /metrics and the console's footer. Thread-safe, quick, asks no device."""

    def unready(self) -> Sequence[str]:
        """Why questions cannot be taken just now, a sentence each; empty when they can."""

    def measures(self) -> Sequence[Measure]:
        """The numbers as of now; the same names every time."""

    def systems(self) -> Sequence[SystemState]:
        """The outside systems that are set up."""

    def statistics(self) -> Sequence[Tally]:
        """Per finding: how often it was the answer, helped or did not, went on as a ticket. The most frequent first."""

    def audit(self, query: EventQuery) -> Iterator[Event]:
        """The audit log, oldest first, read a piece at a time. Who may see it is the caller's to ask (`refusal`)."""


class InventorySource(Protocol):
    """Where the devices, links and rooms come from."""

    def load(self) -> Inventory:
        """The whole inventory. Raises DocumentError or RemoteError."""


@dataclass(frozen=True, kw_only=True)
class TicketFile:
    """A file that goes along with a ticket: text of devices, redacted."""

    name: str
    content: bytes
    kind: str = "text/plain"  # media type; text is UTF-8


@dataclass(frozen=True, kw_only=True)
class TicketDraft:
    """What is to be said about a fault, plain text in the language of the request. It names no person."""

    title: str  # one line
    body: str
    severity: Severity
    group: Group | None = None  # who is to take it
    files: tuple[TicketFile, ...] = ()


TicketState = Literal[
    "open",
    "resolved",  # done, for its own people; the same fault then makes a new ticket
    "gone",  # deleted, or never there
    "unknown",  # sent, and cannot be asked about: e-mail
]


@dataclass(frozen=True, kw_only=True)
class RemoteTicket:
    """A ticket as its own system tells it, just read."""

    key: str  # what people call it: INC-12, 4711, FL-7F3A9C12D4
    url: str | None
    state: TicketState
    version: str | None = None  # a write meant for an older one is refused; None where there is no such thing
    op_ids: tuple[str, ...] = ()  # our operations that stand in it; the one that made it first


@dataclass(frozen=True, kw_only=True)
class TicketAbilities:
    """What a ticket system can do."""

    dedupe: Literal["field", "subject", "none"]  # what an open ticket of a fault is found by
    reopen: bool
    internal_comments: bool  # comments that the one who reported it does not see
    max_file: int  # bytes of one file
    read_after_write: bool


class TicketSystem(Protocol):
    """Where escalations go. Driven by bot.tickets.delivery, one operation at a time for one fault.

    `fault_key` is short, lower-case and ASCII (delivery.short_key). `op_id` names an operation and goes into the
    ticket's text: an operation that stands in the ticket already is not written again, so every call may be repeated.
    What was written is read back, where the system can be read. Every call raises RemoteError where the system is down
    or did not do what it was told, and SettingsError where it refuses us. Nothing is tried again in here.
    """

    @property
    def name(self) -> str:
        """The system's name in TicketRef.system: builtin, email, rt."""

    @property
    def abilities(self) -> TicketAbilities: ...

    def check(self) -> None:
        """Would it take a ticket now? Writes and sends nothing; raises as the other calls, with how to mend it."""

    def find_open(self, fault_key: str) -> RemoteTicket | None:
        """The oldest open ticket of this fault; None where there is none, or the system cannot be asked."""

    def create(self, fault_key: str, draft: TicketDraft, op_id: str) -> RemoteTicket:
        """A new ticket; the open one of this fault, untouched, where the system saw at once that there is one."""

    def get(self, key: str) -> RemoteTicket:
        """The ticket as it stands; state `gone` where there is none."""

    def comment(
        self, key: str, text: str, op_id: str, *, internal: bool = True, files: tuple[TicketFile, ...] = ()
    ) -> RemoteTicket:
        """Add text and files. A resolved ticket stays resolved."""

    def resolve(self, key: str, note: str, op_id: str) -> RemoteTicket:
        """Close it with an internal note."""

    def reopen(self, key: str, note: str, op_id: str) -> RemoteTicket:
        """Open it again with an internal note."""


class Resolver(Protocol):
    """Host name to address (DNS, or a table)."""

    def address(self, host: str) -> str | None:
        """The IPv4 address, or None where nobody knows the name."""


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Somebody who has signed in to the console."""

    person: Person
    name: str  # as the page shows it; nothing is decided by it
    account: str | None = None  # the local account; None: signed in by the organisation's own provider


class Accounts(Protocol):
    """Local accounts of the console, and who is signed in there. Thread-safe; every call may raise RemoteError."""

    def names(self) -> Sequence[tuple[str, datetime]]:
        """All accounts, and since when each has its password."""

    def check(self, name: str, password: str) -> bool:
        """Is this the password of the account? Takes a tenth of a second, also for a name that nobody has."""

    def begin(self, who: SignedIn, before: str | None = None) -> str:
        """Sign somebody in; gives the secret for the cookie. The session that the browser had `before` ends."""

    def signed_in(self, cookie: str) -> SignedIn | None:
        """Who holds this cookie; None where the session is over."""

    def end(self, cookie: str) -> None:
        """Sign the browser out."""
