"""One YAML file, checked at start: an unknown key or a bad value is named with its place and the nearest right one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SettingsError
from parsers.composer import Keys
from parsers.document import DocumentError, Node, load_document

DEFAULT_ZONE: Final = ZoneInfo("Europe/Stockholm")
_PLACES: Final = (Path("firstline.yaml"), Path("/etc/firstline/firstline.yaml"))


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Where a secret is: `env:NAME` or `file:PATH`. Read each time it is needed, so that a new one needs no restart."""

    kind: Literal["env", "file"]
    place: str

    def read(self) -> str:
        """The secret itself, without the line break at its end. Raises SettingsError where it is not there."""
        try:
            kept = os.environ[self.place] if self.kind == "env" else Path(self.place).read_text(encoding="utf-8")
        except (KeyError, OSError, UnicodeDecodeError):
            kept = ""
        if not kept.strip():
            raise SettingsError(f"the secret {self.kind}:{self.place} is not there. Put it there.")
        return kept.strip()


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things are. Secrets are never here, only the folder that holds them."""

    data: Path
    inventory: Path | None = None
    runbooks: Path | None = None  # the site's own, laid over the shipped ones
    secrets: Path | None = None  # secrets/<credential set>/username, password, secret
    hosts: Path | None = None  # a table of names and addresses in the form of /etc/hosts, asked before DNS
    limits: Node | None = None  # the mapping `limits:`, and the list `limits_for:`, read where the runbooks are known
    limits_for: Node | None = None
    ticket_system: Node | None = None  # the mapping `tickets:`, read by the system that it names; None: files in `data`
    slack: Node | None = None  # the mapping `slack:`, read by that channel; None: no Slack
    schedules: Node | None = None  # the mapping `schedules:`, read where inventory and runbooks are known
    database: Reference | None = None  # address of a PostgreSQL database; None: SQLite in `data`
    api_token: Reference | None = None  # opens the HTTP API
    console_hosts: tuple[str, ...] | None = None  # the names that the console may be called by; None: the machine's own
    zone: tzinfo = DEFAULT_ZONE  # of the clocks on cards

    @property
    def known_hosts(self) -> Path:
        return self.data / "known_hosts"

    @property
    def tickets(self) -> Path:
        return self.data / "tickets"


def read_reference(node: Node) -> Reference:
    """Raises DocumentError for a secret that stands in the file itself, without repeating it."""
    kind, _, place = node.text().partition(":")
    if kind == "env" and re.fullmatch(r"\w+", place):
        return Reference(kind="env", place=place)
    if kind == "file" and place:
        return Reference(kind="file", place=str(Path(node.file).parent / place))
    raise node.fail("a secret stands here by reference only", "Write env:NAME or file:PATH.")


def load_settings(config: Path | None, data: Path | None) -> Settings:
    """From --config, $FIRSTLINE_CONFIG, ./firstline.yaml or /etc/firstline/firstline.yaml; --data wins over the file.

    Raises DocumentError for a mistake in the file and SettingsError where a named file is not there.
    """
    file = configuration_file(config)
    if file is None:
        return Settings(data=data or Path("firstline-data"))
    return _read(load_document(file), file.parent, data)


def configuration_file(config: Path | None) -> Path | None:
    """The file that load_settings reads; None: there is none. Raises SettingsError where a named one is missing."""
    named = config or (Path(os.environ["FIRSTLINE_CONFIG"]) if "FIRSTLINE_CONFIG" in os.environ else None)
    if named and not named.is_file():
        raise SettingsError(f"there is no configuration {named}. Check --config or FIRSTLINE_CONFIG.")
    return named or next((place for place in _PLACES if place.is_file()), None)


def settings_with_mistakes(file: Path, data: Path | None) -> tuple[Settings, tuple[DocumentError, ...]]:
    """All of a configuration that can be read, and every mistake in it, for who is to mend it."""
    mistakes: list[DocumentError] = []
    right: list[str] = []
    node = Node(value={}, file=str(file), line=1)
    try:
        node = load_document(file)
        for key in [name for name, _ in node.items()]:
            try:
                _read(_part(node, [key]), file.parent, data)
                right.append(key)
            except DocumentError as error:
                mistakes.append(error)
    except DocumentError as error:
        mistakes.append(error)
    return _read(_part(node, right), file.parent, data), tuple(mistakes)


def _part(node: Node, keys: Sequence[str]) -> Node:
    """The mapping with only these keys, each with its place."""
    part = Keys({key: node[key].value for key in keys})
    part.lines = {key: node[key].line for key in keys}
    return replace(node, value=part)


def read_hosts(file: Path) -> dict[str, str]:
    """Name -> address of a file in the form of /etc/hosts. Raises SettingsError where it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"the hosts table {file} cannot be read as text. Check the path.") from None
    table: dict[str, str] = {}
    for line in lines:
        address, *names = line.partition("#")[0].split() or [""]
        table |= dict.fromkeys(names, address)
    return table


def _read(node: Node, beside: Path, data: Path | None) -> Settings:
    node.only(
        "inventory",
        "data",
        "runbooks",
        "secrets",
        "hosts",
        "limits",
        "limits_for",
        "tickets",
        "slack",
        "schedules",
        "database",
        "api_token",
        "console",
        "zone",
    )

    def path(key: str) -> Path | None:
        place = node.get(key)
        return beside / place.text() if place else None

    zone = node.get("zone")
    database, api_token = node.get("database"), node.get("api_token")
    return Settings(
        data=data or path("data") or Path("firstline-data"),
        inventory=path("inventory"),
        runbooks=path("runbooks"),
        secrets=path("secrets"),
        hosts=path("hosts"),
        limits=node.get("limits"),
        limits_for=node.get("limits_for"),
        ticket_system=node.get("tickets"),
        zone=_zone(zone) if zone else DEFAULT_ZONE,
        slack=node.get("slack"),
        schedules=node.get("schedules"),
        database=read_reference(database) if database else None,
        api_token=read_reference(api_token) if api_token else None,
        console_hosts=_console_hosts(console) if (console := node.get("console")) else None,
    )


def _console_hosts(node: Node) -> tuple[str, ...] | None:
    node.only("hosts")
    hosts = node.get("hosts")
    for one in hosts.list() if hosts else []:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*|[0-9A-Fa-f:.]+", one.text()):
            raise one.fail(f"'{one.text()}' is no host name", "Write the name alone, like firstline.region.example.")
    return tuple(one.text() for one in hosts.list()) if hosts else None


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise node.fail(f"there is no time zone '{node.text()}'", "Write one like Europe/Stockholm.") from None
