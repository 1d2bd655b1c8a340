"""What the configuration says of Request Tracker: where it is, the queue, and a reference to the token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.settings import Reference, read_reference
from parsers.document import Node

_FIELD: Final = re.compile(r"[\w][\w .-]{0,60}")


@dataclass(frozen=True, kw_only=True)
class RtSettings:
    """A queue of one RT. The user behind the token needs the rights that deploy/tickets/README.md lists."""

    url: str  # as people open it, without /REST/2.0
    queue: str
    token: Reference
    field: str | None = None  # custom field for the fault's key; without one it is found by the tag in the subject
    ca: Path | None = None  # certificates to trust instead of the machine's own
    closed: tuple[str, ...] = ("resolved", "rejected")  # statuses in which a ticket is done
    close_as: str = "resolved"
    reopen_as: str = "open"


def read_settings(node: Node) -> RtSettings:
    """From the mapping `tickets:` of the configuration. Raises DocumentError for a mistake in it."""
    node.only("system", "url", "queue", "field", "token", "ca", "closed", "close_as", "reopen_as")
    return RtSettings(
        url=_url(node["url"]),
        queue=node["queue"].text(),
        token=read_reference(node["token"]),
        field=_field(node.get("field")),
        ca=_path(node.get("ca")),
        closed=tuple(closed.texts()) if (closed := node.get("closed")) else RtSettings.closed,
        close_as=close_as.text() if (close_as := node.get("close_as")) else RtSettings.close_as,
        reopen_as=reopen_as.text() if (reopen_as := node.get("reopen_as")) else RtSettings.reopen_as,
    )


def _url(node: Node) -> str:
    url = node.text().rstrip("/")
    if not re.fullmatch(r"https?://[^\s?#@]+", url):
        raise node.fail(f"'{url}' is no address", "Write one like https://rt.example.org")
    return url.removesuffix("/REST/2.0")


def _field(node: Node | None) -> str | None:
    if node is None:
        return None
    if not _FIELD.fullmatch(node.text()):
        raise node.fail(f"'{node.text()}' cannot be the name of a field", "Use letters, digits, blanks, '.' and '-'.")
    return node.text()


def _path(node: Node | None) -> Path | None:
    if node is None:
        return None
    path = Path(node.file).parent / node.text()
    if not path.is_file():
        raise node.fail(f"there is no file {path}", "Name a file of certificates (PEM).")
    return path
