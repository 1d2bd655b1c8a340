"""Takes a fault to a ticket system: found or made there, added to once, whatever broke on the way before."""

from __future__ import annotations

import hashlib
import re
from typing import Final, Literal

from bot.model import TicketRef
from bot.ports import RemoteTicket, TicketDraft, TicketSystem

_OP_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def short_key(fault_key: str) -> str:
    """The fault's key in other systems, such as `fl-7f3a9c12d4`.

    Short, lower-case ASCII: it survives label rules, subject lines, case folding and every query language.
    """
    plain = " ".join(fault_key.split()).casefold()
    return f"fl-{hashlib.sha256(plain.encode()).hexdigest()[:10]}"


def file_fault(
    system: TicketSystem, *, fault_key: str, draft: TicketDraft, op_id: str, known: str | None = None
) -> TicketRef:
    """Say the draft in the open ticket of this fault; make one where there is none.

    `known` is the key of the ticket that we hold to be open; the system itself is asked where it is None or not open
    any more. May be repeated with the same `op_id` after a crash or a lost reply: nothing is said twice where the
    system can be read. Two calls about one fault must not run at once, since no remote system guards against that.
    Raises RemoteError or SettingsError as TicketSystem tells; then the call is to be repeated, and nothing is lost.
    """
    if not _OP_ID.fullmatch(op_id):
        raise ValueError(f"an operation's id is 1-64 of A-Z a-z 0-9 . _ -, not {op_id!r}")
    key = short_key(fault_key)
    ticket = _standing(system, known) or system.find_open(key) or system.create(key, draft, op_id)
    if op_id not in ticket.op_ids:
        ticket = system.comment(ticket.key, draft.body, op_id, files=draft.files)
    action: Literal["created", "updated"] = "created" if ticket.op_ids[:1] == (op_id,) else "updated"
    return TicketRef(system=system.name, key=ticket.key, url=ticket.url, action=action)


def _standing(system: TicketSystem, known: str | None) -> RemoteTicket | None:
    ticket = system.get(known) if known else None
    return ticket if ticket and ticket.state in {"open", "unknown"} else None
