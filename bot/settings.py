"""One YAML file, checked at start: an unknown key or a bad value is named with its place and the nearest right one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import SettingsError
from parsers.composer import Keys
from parsers.document import DocumentError, Node, load_document

DEFAULT_ZONE: Final = ZoneInfo("Europe/Stockholm")
_DAYS: Final = {"day": 1, "week": 7, "month": 31, "year": 365}
_REMEDIES: Final = {
    "env": "Set it in the environment of the service, or write file: and a path in the configuration.",
    "file": "Write it there, one line, readable for the user that the service runs as.",
}
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
            raise SettingsError(f"the secret {self.kind}:{self.place} is not there. {_REMEDIES[self.kind]}")
        return kept.strip()


@dataclass(frozen=True, kw_only=True)
class Oidc:
    """The organisation's own sign-in, by OpenID Connect."""

    issuer: str  # its address, as its own discovery document says it
    client_id: str
    client_secret: Reference | None = None  # None: a public client, which PKCE alone protects
    name: str | None = None  # what people call it, on the button
    groups: str = "groups"  # the claim that names a person's groups


@dataclass(frozen=True, kw_only=True)
class Phone:
    """Whom to call, on the card of paper and at the foot of each page."""

    who: str
    number: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsoleSettings:
    """Who reaches the console, and how they sign in."""

    address: str | None = None  # that people open it by, for links in chats, without a slash at its end
    hosts: tuple[str, ...] | None = None  # the names that it may be called by; None: the machine's own
    sign_in: bool | None = None  # None: wherever another machine than this one can reach it
    oidc: Oidc | None = None
    phones: tuple[Phone, ...] = ()  # the first one is the network on-call


@dataclass(frozen=True, kw_only=True)
class Retention:
    """How long each kind of data is kept. None: for ever."""

    questions: timedelta | None = timedelta(days=90)  # texts, answers, who asked; counts of findings stay
    raw: timedelta | None = timedelta(days=30)  # what devices answered
    audit: timedelta | None = timedelta(days=730)
    samples: timedelta | None = timedelta(days=7)  # of counters
    tickets: timedelta | None = None  # the built-in ones; other systems keep their own


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
    teams: Node | None = None  # the mapping `teams:`, likewise
    schedules: Node | None = None  # the mapping `schedules:`, read where inventory and runbooks are known
    database: Reference | None = None  # address of a PostgreSQL database; None: SQLite in `data`
    api_token: Reference | None = None  # opens the HTTP API
    console: ConsoleSettings = ConsoleSettings()
    access: Node | None = None  # the mapping `access:`, read where inventory and runbooks are known
    retention: Retention = Retention()
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
        "teams",
        "schedules",
        "database",
        "api_token",
        "console",
        "access",
        "retention",
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
        teams=node.get("teams"),
        schedules=node.get("schedules"),
        database=read_reference(database) if database else None,
        api_token=read_reference(api_token) if api_token else None,
        console=_console(console) if (console := node.get("console")) else ConsoleSettings(),
        access=node.get("access"),
        retention=_retention(kept) if (kept := node.get("retention")) else Retention(),
    )


def _console(node: Node) -> ConsoleSettings:
    node.only("address", "hosts", "sign_in", "oidc", "phones")
    hosts = node.get("hosts")
    for one in hosts.list() if hosts else []:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*|[0-9A-Fa-f:.]+", one.text()):
            raise one.fail(f"'{one.text()}' is no host name", "Write the name alone, like firstline.region.example.")
    sign_in, oidc, address = node.get("sign_in"), node.get("oidc"), node.get("address")
    if address and not re.fullmatch(r"https?://[^\s?#]+", address.text()):
        raise address.fail(f"'{address.text()}' is no web address", "Write one like https://firstline.region.example")
    return ConsoleSettings(
        address=address.text().rstrip("/") if address else None,
        hosts=tuple(one.text() for one in hosts.list()) if hosts else None,
        sign_in=sign_in.truth() if sign_in else None,
        oidc=_oidc(oidc) if oidc else None,
        phones=tuple(_phone(one) for one in phones.list()) if (phones := node.get("phones")) else (),
    )


def _phone(node: Node) -> Phone:
    node.only("who", "number", "about")
    about = node.get("about")
    return Phone(who=node["who"].text(), number=node["number"].text(), about=about.text() if about else "")


def _oidc(node: Node) -> Oidc:
    node.only("issuer", "client_id", "client_secret", "name", "groups")
    issuer = node["issuer"]
    if not re.fullmatch(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?", issuer.text()):
        raise issuer.fail("the issuer is an address that begins with https://", "Take it from the provider's settings.")
    secret, name, groups = node.get("client_secret"), node.get("name"), node.get("groups")
    return Oidc(
        issuer=issuer.text(),
        client_id=node["client_id"].text(),
        client_secret=read_reference(secret) if secret else None,
        name=name.text() if name else None,
        groups=groups.text() if groups else "groups",
    )


def _retention(node: Node) -> Retention:
    kinds = [one.name for one in fields(Retention)]
    node.only(*kinds)
    made = Retention(**{kind: _span(node[kind]) for kind in kinds if kind in node})
    if made.questions and (made.raw is None or made.raw > made.questions):
        if "raw" in node:
            raise node["raw"].fail("what devices answered goes with the questions", "Keep it no longer than those.")
        made = replace(made, raw=made.questions)
    return made


def _span(node: Node) -> timedelta | None:
    """`90 days`, `2 years`, `never` (is it dropped)."""
    text = node.text().strip()
    found = re.fullmatch(r"(\d{1,4})\s+(day|week|month|year)s?", text)
    if text == "never":
        return None
    if not found or not int(found[1]):
        raise node.fail(f"'{text}' is no length of time", "Write it like 90 days, 2 years or never.")
    return int(found[1]) * timedelta(days=_DAYS[found[2]])


def _zone(node: Node) -> ZoneInfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError):
        raise node.fail(f"there is no time zone '{node.text()}'", "Write one like Europe/Stockholm.") from None
