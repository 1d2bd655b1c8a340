"""What the configuration says of e-mail: the mail server, who it is from and to, and a reference to the password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from bot.settings import Reference, read_reference
from parsers.document import Node

Security = Literal[
    "starttls",  # plain at first, encrypted before anything is said; refused where the server cannot
    "tls",  # encrypted from the first byte
    "none",  # for a relay on this machine
]
_SECURITY: Final = ("starttls", "tls", "none")
_PORTS: Final[dict[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, kw_only=True)
class EmailSettings:
    """One mailbox that escalations go to, and the way there."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    security: Security = "starttls"
    user: str | None = None  # None: the server takes mail from this machine without a login
    password: Reference | None = None
    ca: Path | None = None  # certificates to trust instead of the machine's own


def read_settings(node: Node) -> EmailSettings:
    """From the mapping `tickets:` of the configuration. Raises DocumentError for a mistake in it."""
    node.only("system", "host", "port", "from", "to", "security", "user", "password", "ca")
    named = node.get("security")
    security = cast(Security, named.one_of(_SECURITY)) if named else "starttls"
    user, port, ca = node.get("user"), node.get("port"), node.get("ca")
    if user and security == "none":
        raise user.fail("a password would go unencrypted", "Set security: starttls or tls, or leave out user.")
    to = node["to"]
    recipients = [to] if isinstance(to.value, str) else to.list()
    if not recipients:
        raise to.fail("nobody would get the tickets", "Name at least one address.")
    return EmailSettings(
        host=node["host"].text(),
        port=int(port.number()) if port else _PORTS[security],
        sender=_address(node["from"]),
        to=tuple(_address(one) for one in recipients),
        security=security,
        user=user.text() if user else None,
        password=read_reference(node["password"]) if user else None,
        ca=_file(ca) if ca else None,
    )


def _address(node: Node) -> str:
    if not _ADDRESS.fullmatch(node.text()):
        raise node.fail(f"'{node.text()}' is no mail address", "Write one like network@example.org, without a name.")
    return node.text()


def _file(node: Node) -> Path:
    path = Path(node.file).parent / node.text()
    if not path.is_file():
        raise node.fail(f"there is no file {path}", "Name a file of certificates (PEM).")
    return path
