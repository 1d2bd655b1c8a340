"""What a ticket takes along of an answer: its text, and the raw outputs as one file, without the names of people."""

from __future__ import annotations

import re
from typing import Final

from bot.model import Answer, Observation
from bot.ports import TicketDraft, TicketFile

FILE_LIMIT: Final = 1_000_000  # bytes; no specialist reads more, and every ticket system takes it
_REMOVED: Final = "<removed>"
# 802.1X and web sign-in show who sits at the port: `User-Name: anna`, `Client Username ........ anna`. A MAC address in
# that place is a device's, and says how it was let in.
_SIGNED_IN: Final = re.compile(
    r"(?i)(\buser[-_ ]?name[ \t]*(?:[:=]|\.{2,})[ \t]*)"
    r"(?!(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}\b|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}\b)"
    r"(?:[^\s\"]+|\"[^\"\n]*\")"
)
_DEVICE_USER: Final = re.compile(r"(?i)host/|(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$")
_CUT: Final = "\n... cut here: {left} more bytes were read and stand in the stored answer.\n"


def draft_of(answer: Answer, body: str) -> TicketDraft:
    """The draft for an answer and the text that the desk wrote about it; the first line of the text is the title."""
    diagnosis = answer.diagnosis
    root = next((one for one in diagnosis.findings if one.code == diagnosis.root_cause), None) if diagnosis else None
    text = without_names(body, answer)
    return TicketDraft(
        title=" ".join(text.partition("\n")[0].split()),
        body=text,
        severity=diagnosis.severity if diagnosis else "unknown",
        group=root.escalate_to if root else None,
        files=raw_outputs(answer),
    )


def raw_outputs(answer: Answer) -> tuple[TicketFile, ...]:
    """All that was read, as one text file with a head line for each command; nothing where nothing was read."""
    read = [one for one in answer.observations if one.raw]
    if not read:
        return ()
    content = without_names("\n".join(_output(one) for one in read), answer).encode()
    if len(content) > FILE_LIMIT:
        kept = content[:FILE_LIMIT].decode(errors="ignore")
        content = (kept + _CUT.format(left=len(content) - FILE_LIMIT)).encode()
    device = re.sub(r"[^A-Za-z0-9.-]", "_", read[0].device)
    at = f"{read[0].at:%Y%m%d-%H%M%S}"
    return (TicketFile(name=f"{device}-{at}.txt", content=content),)


def without_names(text: str, answer: Answer) -> str:
    """Without who is signed in at a port, and without the user that the call is about. Lines stay lines."""
    text = _SIGNED_IN.sub(rf"\g<1>{_REMOVED}", text)
    for user in {answer.understood.user or "", *_read_users(answer)}:
        if len(user) > 2:  # one or two letters stand in every output
            text = re.sub(rf"(?i)(?<![\w.-]){re.escape(user)}(?![\w-])", _REMOVED, text)
    return text


def _read_users(answer: Answer) -> set[str]:
    """Who is signed in, by whatever words the device tells it. A computer's name and a MAC address are no persons."""
    users = {str(getattr(row.record, "user", None) or "") for one in answer.observations for row in one.rows}
    return {user for user in users if not _DEVICE_USER.match(user)}


def _output(one: Observation) -> str:
    sample = f" (sample {one.sample})" if one.sample > 1 else ""
    raw = one.raw if one.raw.endswith("\n") else f"{one.raw}\n"
    return f"=== {one.device}, {one.at:%Y-%m-%dT%H:%M:%SZ}: {one.command}{sample}\n{raw}"
