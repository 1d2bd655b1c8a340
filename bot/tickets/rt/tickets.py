"""Tickets in Request Tracker 5: bot.ports.TicketSystem over REST2, with every write read back.

What RT does wrong, and why it is read back (5.0.3): a status that it does not know, or that we may not set, is
answered with 200 and a sentence; a custom field that the queue does not have is dropped from a ticket under 201; a
subject is cut at 200 characters without a word. `correspond` reopens a resolved ticket and mails the requestor, which
a comment does not. RT guards against no second ticket for a fault: two calls at once make two.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from bot.errors import RemoteError, SettingsError
from bot.model import Severity
from bot.ports import RemoteTicket, TicketAbilities, TicketDraft, TicketFile, TicketState
from bot.tickets.rt.rest import Reply, Rest, text_of
from bot.tickets.rt.settings import RtSettings

_LOG: Final = logging.getLogger(__name__)
_SUBJECT: Final = 200  # characters that RT keeps of a subject
_PAGE: Final = 100  # rows; RT gives no more at once
_PRIORITY: Final[dict[Severity, int]] = {"critical": 100, "warning": 50}  # RT's own High and Medium; Low is 0
_MARK: Final = re.compile(r"\[firstline:([A-Za-z0-9._-]+)\]")


class RtTickets:
    """The tickets of one queue. Safe for threads."""

    name: Final = "rt"

    def __init__(self, settings: RtSettings, rest: Rest) -> None:
        self._settings, self._rest = settings, rest
        self._makers: dict[str, tuple[str, ...]] = {}  # ticket -> the operation that made it: never changes

    @property
    def abilities(self) -> TicketAbilities:
        return TicketAbilities(
            dedupe="field" if self._settings.field else "subject",
            reopen=True,
            internal_comments=True,
            max_file=8_000_000,
            read_after_write=True,
        )

    def check(self) -> None:
        """The token, the queue and its field; whether we may make tickets in it shows only in making one."""
        settings = self._settings
        queue = self._rest.get(f"queue/{quote(settings.queue, safe='')}")  # an error where we may not see it
        if queue.status != 200:
            raise SettingsError(f"RT at {settings.url} has no queue '{settings.queue}'. Check tickets: queue.")
        if settings.field and settings.field not in {text_of(one, "name") for one in queue.rows("TicketCustomFields")}:
            raise SettingsError(
                f"The queue '{settings.queue}' of RT has no field '{settings.field}' that the bot's user may see. "
                "Apply it to the queue, or leave out tickets: field."
            )

    def find_open(self, fault_key: str) -> RemoteTicket | None:
        """By the field or by the tag in the subject: a queue that lost its field still gives its tickets back."""
        if not fault_key:
            return None
        tag = _tag(fault_key)
        by_key = f"Subject LIKE {_quoted(tag)}"
        if self._settings.field:
            by_key += f" OR CF.{{{self._settings.field}}} = {_quoted(fault_key)}"
        query = f"Queue = {_quoted(self._settings.queue)} AND Status = '__Active__' AND ({by_key})"
        found = self._rest.get(
            "tickets", query=query, fields="Subject,CustomFields", orderby="id", order="ASC", per_page=_PAGE
        )
        for row in found.rows():
            # RT compares loosely (letter case, LIKE): only what really carries the key is ours.
            if tag.casefold() in text_of(row, "Subject").casefold() or fault_key in self._field_values(row):
                ticket = self.get(text_of(row, "id"))
                if ticket.state == "open":
                    return ticket
        return None

    def create(self, fault_key: str, draft: TicketDraft, op_id: str) -> RemoteTicket:
        body: dict[str, object] = {
            "Queue": self._settings.queue,
            "Subject": f"{_tag(fault_key)} {draft.title}"[:_SUBJECT],
            "Content": f"{draft.body}\n\n{_mark(op_id)}",
            "ContentType": "text/plain",
            "Priority": _PRIORITY.get(draft.severity, 0),
        }
        if self._settings.field:
            body["CustomFields"] = {self._settings.field: fault_key}
        if draft.files:
            body["Attachments"] = [_attachment(file) for file in draft.files]
        key = self._rest.post("ticket", body).text("id")
        read = self._rest.get(f"ticket/{key}") if key.isdecimal() else None
        if read is None or read.status != 200 or _tag(fault_key) not in read.text("Subject"):
            raise RemoteError("RT said that it made a ticket, and it is not there. It is tried again.")
        if self._settings.field and fault_key not in self._field_values(read.body):
            _LOG.warning(
                "RT dropped the field %s of ticket %s; it is found by its subject instead. "
                "Apply the field to the queue and let the bot's user set it.",
                self._settings.field, key,
            )  # fmt: skip
        return self._confirmed(key, read, op_id, draft.files)

    def get(self, key: str) -> RemoteTicket:
        """The ticket as it stands; of a merged one, the one that it went into."""
        read = self._rest.get(f"ticket/{key}") if key.isascii() and key.isdecimal() else None
        if read is None or read.status == 404:
            return RemoteTicket(key=key, url=None, state="gone")
        return self._ticket(key, read, self._entries(key))

    def comment(
        self, key: str, text: str, op_id: str, *, internal: bool = True, files: tuple[TicketFile, ...] = ()
    ) -> RemoteTicket:
        """Add text and files; where it is not internal, RT mails the requestor and reopens a resolved ticket."""
        ticket = self._there(key)
        if op_id in ticket.op_ids:
            return ticket
        # The mark is the comment's subject: subjects are listed in one small call, texts and files are not.
        body: dict[str, object] = {"Subject": _mark(op_id), "Content": text, "ContentType": "text/plain"}
        if files:
            body["Attachments"] = [_attachment(file) for file in files]
        self._rest.post(f"ticket/{ticket.key}/{'comment' if internal else 'correspond'}", body)
        return self._confirmed(ticket.key, self._rest.get(f"ticket/{ticket.key}"), op_id, files)

    def resolve(self, key: str, note: str, op_id: str) -> RemoteTicket:
        return self._moved(key, note, op_id, "resolved", self._settings.close_as)

    def reopen(self, key: str, note: str, op_id: str) -> RemoteTicket:
        return self._moved(key, note, op_id, "open", self._settings.reopen_as)

    # --- reading back ----------------------------------------------------------------------------------------------

    def _moved(self, key: str, note: str, op_id: str, state: TicketState, status: str) -> RemoteTicket:
        ticket = self.comment(key, note, op_id)
        if ticket.state == state:
            return ticket
        reply = self._rest.put(f"ticket/{ticket.key}", {"Status": status}, ticket.version)
        if reply.status == 412:
            raise RemoteError(f"Somebody changed ticket {key} in RT at the same moment. It is tried again.")
        ticket = self._there(ticket.key)
        if ticket.state != state:
            raise SettingsError(
                f"RT left ticket {key} as it was ({reply.said.strip() or 'without a reason'}). "
                f"Check that the queue's lifecycle has the status '{status}' and the bot's user may set it."
            )
        return ticket

    def _there(self, key: str) -> RemoteTicket:
        ticket = self.get(key)
        if ticket.state == "gone":
            raise RemoteError(f"There is no ticket {key} in RT any more, or the bot's user may not see it.")
        return ticket

    def _confirmed(self, key: str, read: Reply, op_id: str, files: tuple[TicketFile, ...]) -> RemoteTicket:
        entries = self._entries(key)
        ticket = self._ticket(key, read, entries)
        if op_id not in ticket.op_ids:
            raise RemoteError(f"RT said that it wrote to ticket {key}, and the text is not there.")
        kept = {text_of(entry, "Filename"): text_of(entry, "ContentLength") for entry in entries}
        for file in files:
            if kept.get(file.name) != str(len(file.content)):
                _LOG.warning("RT did not keep the whole file of ticket %s: see its MaxAttachmentSize.", key)
        return ticket

    def _ticket(self, key: str, read: Reply, entries: list[object]) -> RemoteTicket:
        key, status = read.text("id") or key, read.text("Status")
        state: TicketState = "open"
        if status == "deleted":
            state = "gone"
        elif status in self._settings.closed:
            state = "resolved"
        marks = [mark for entry in entries for mark in _MARK.findall(text_of(entry, "Subject"))]
        return RemoteTicket(
            key=key,
            url=f"{self._settings.url}/Ticket/Display.html?id={key}",
            state=state,
            version=read.etag,
            op_ids=tuple(dict.fromkeys((*self._maker(key, entries), *marks))),
        )

    def _maker(self, key: str, entries: list[object]) -> tuple[str, ...]:
        """The operation that made the ticket, from the end of its first text; none where people made it."""
        texts = (one for one in entries if not text_of(one, "Filename") and text_of(one, "ContentLength") != "0")
        if key not in self._makers and (first := next(texts, None)) is not None:
            content = self._rest.get(f"attachment/{text_of(first, 'id')}").text("Content")
            self._makers[key] = tuple(_MARK.findall(base64.b64decode(content).decode(errors="replace"))[-1:])
        return self._makers.get(key, ())

    def _entries(self, key: str) -> list[object]:
        """Texts and files of a ticket, oldest first, without what is in them."""
        rows: list[object] = []
        page = 1
        while True:
            # RT counts neither rows nor pages here (both null): a page that is not full is the last.
            part = self._rest.get(
                f"ticket/{key}/attachments", fields="Subject,Filename,ContentLength", per_page=_PAGE, page=page
            ).rows()
            rows += part
            if len(part) < _PAGE:
                return rows
            page += 1

    def _field_values(self, body: object) -> list[str]:
        fields = body.get("CustomFields") if isinstance(body, Mapping) else None
        for one in fields if isinstance(fields, list) else []:
            if text_of(one, "name") == self._settings.field and isinstance(values := one.get("values"), list):
                return [str(value).casefold() for value in values]
        return []


def _tag(fault_key: str) -> str:
    return f"[{fault_key.upper()}]"


def _mark(op_id: str) -> str:
    return f"[firstline:{op_id}]"


def _quoted(text: str) -> str:
    r"""A literal of TicketSQL: `\` and `'` are the only signs that mean something in it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _attachment(file: TicketFile) -> dict[str, str]:
    content = base64.b64encode(file.content).decode("ascii")
    return {"FileName": file.name, "FileType": file.kind, "FileContent": content}
