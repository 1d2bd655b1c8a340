"""Wires everything together: the one place that knows which adapter stands behind each seam."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from bot.captures import CapturesFolder
from bot.desk.access import Access, read_access
from bot.desk.escalate import should_escalate, ticket_body
from bot.desk.intake import accept
from bot.desk.investigate import Desk
from bot.desk.library import load_library
from bot.desk.limits import read_limits
from bot.desk.same_fault import fault_key
from bot.desk.schedule import Schedule, read_schedules
from bot.desk.understand import understand
from bot.devices.credentials import CredentialSets
from bot.devices.replay import ReplayTransport
from bot.diagnosis.runbook import Library
from bot.errors import BotError, RemoteError, SettingsError
from bot.inventory.yaml import load_inventory
from bot.model import Answer, Inventory, Language, Progress, Text
from bot.ports import TicketSystem
from bot.settings import DEFAULT_ZONE, Retention, Settings, read_hosts
from bot.tickets import connect
from bot.tickets.builtin import BuiltinTickets
from bot.tickets.delivery import file_fault
from bot.tickets.drafts import draft_of


@dataclass(frozen=True, kw_only=True)
class App:
    """The product, ready to be asked."""

    desk: Desk
    tickets: TicketSystem | None = None
    zone: tzinfo = DEFAULT_ZONE  # of the clocks on cards
    schedules: tuple[Schedule, ...] = ()  # what is checked by itself; only a service does that
    retention: Retention = field(default_factory=Retention)  # how long it keeps what

    @property
    def forget_tickets(self) -> Callable[[datetime], int] | None:
        """How old tickets of our own are dropped; None where another system keeps them."""
        return self.tickets.forget if isinstance(self.tickets, BuiltinTickets) else None

    def ask(
        self,
        text: str,
        *,
        channel: str,
        requester: str = "",
        context: Mapping[str, object] | None = None,
        on_progress: Callable[[Progress, Language], None] = lambda _, __: None,
        ticket: bool = True,
        on_ticket_failure: Callable[[BotError], None] = lambda _: None,
    ) -> Answer:
        """Understand, locate, diagnose, and escalate where a specialist is needed.

        The answer is worth more than its ticket: where that cannot be made, `on_ticket_failure` is told why.
        """
        request, _ = accept(text, channel=channel, requester=requester, at=datetime.now(UTC))
        understanding = understand(request.text, self.desk.inventory, context)
        answer = self.desk.answer(request, understanding, lambda step: on_progress(step, request.language))
        wanted = ticket and not understanding.no_ticket
        if not wanted or self.tickets is None or not should_escalate(answer):
            return answer
        try:
            draft = draft_of(answer, ticket_body(answer))
            made = file_fault(self.tickets, fault_key=fault_key(answer), draft=draft, op_id=request.id)
        except (RemoteError, SettingsError) as error:
            on_ticket_failure(error)
            return answer
        return replace(answer, ticket=made)


@dataclass(frozen=True)
class Names:
    """Host names: the system's resolver, asked only for names that are plain."""

    def address(self, host: str) -> str | None:
        if not host or not all(part.isalnum() for part in host.replace("-", "").split(".")):
            return None
        try:
            return str(socket.getaddrinfo(host, None, socket.AF_INET)[0][4][0])
        except OSError:
            return None


@dataclass(frozen=True)
class NoNames:
    """A replay looks nothing up."""

    table: Mapping[str, str] = field(default_factory=dict)

    def address(self, host: str) -> str | None:
        return self.table.get(host)


def captured_app(folder: Path, runbooks: Path | None = None) -> App:
    """Answers from captured outputs: no network, no configuration, nothing written. `runbooks`: a site's own."""
    captures = CapturesFolder(folder)
    inventory = load_inventory(captures.inventory_path, captures=True)
    desk = Desk(
        inventory=inventory,
        transport=ReplayTransport(captures),
        library=load_library(runbooks),
        resolver=NoNames(inventory.hosts),
    )
    return App(desk=desk)


def live_app(settings: Settings) -> App:
    """Answers from the real devices of the inventory."""
    from bot.devices.pool import OneAtATime
    from bot.devices.ssh import SshTransport

    library = load_library(settings.runbooks)
    ssh = SshTransport(credentials=credential_sets(settings), known_hosts=settings.known_hosts)
    inventory = require_inventory(settings)
    desk = Desk(
        inventory=inventory,
        transport=OneAtATime(ssh),
        library=library,
        resolver=Names(),
        limits=read_limits(settings.limits, settings.limits_for, library),
        access=access_of(settings, inventory, library),
    )
    written = settings.schedules
    return App(
        desk=desk,
        tickets=connect(settings.ticket_system, settings.tickets),
        zone=settings.zone,
        retention=settings.retention,
        schedules=read_schedules(written, inventory, library, settings.zone) if written else (),
    )


def access_of(settings: Settings, inventory: Inventory, library: Library) -> Access:
    """Who may what, by the configuration. Raises DocumentError for a mistake in it."""
    if settings.access is None:
        return Access()
    titles: dict[str, Text] = {
        name: {language: one.title[language].template for language in one.title}
        for name, one in library.investigations.items()
    }
    sites = {one.site for one in inventory.devices if one.site}
    return read_access(settings.access, investigations=titles, sites=sites)


def require_inventory(settings: Settings) -> Inventory:
    """The inventory that the configuration names. Raises SettingsError where it names none."""
    if settings.inventory is None:
        raise SettingsError(
            "there is no inventory. Name one in firstline.yaml (inventory: FILE), or try 'firstline demo' first."
        )
    inventory = load_inventory(settings.inventory)
    if settings.hosts is None:
        return inventory
    table = {**read_hosts(settings.hosts), **inventory.hosts}
    ours = {device.name.casefold() for device in inventory.devices}  # a name that is both means the device
    return replace(inventory, hosts={name: at for name, at in table.items() if name.casefold() not in ours})


def credential_sets(settings: Settings) -> CredentialSets:
    """Credentials from the environment, then from the secrets folder or file of the configuration."""
    place = settings.secrets
    folder = place if place and place.is_dir() else None
    return CredentialSets(environment=os.environ, directory=folder, file=None if folder else place)
