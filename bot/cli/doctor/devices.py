"""Check-ups of device logins: one device per credential set and site, one after the other, and never a second refusal.

A password that is wrong is wrong on every device, and accounts lock: the first refusal ends the check of its set.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import partial
from typing import Final

from bot.app import credential_sets
from bot.cli.doctor.checkup import Checkup, Line
from bot.cli.doctor.files import enrolled, sets_of, some
from bot.cli.doctor.setup import Setup
from bot.devices.hostkeys import KnownHosts
from bot.devices.ssh import SshTransport, prompt_of
from bot.errors import SettingsError
from bot.model import Device, Failure
from bot.ports import NoSession, Session
from parsers.document import DocumentError, nearest
from parsers.parse import parse
from parsers.platform import load_platform
from parsers.records import Clock
from parsers.values import DeviceTime

_SET_S: Final = 90.0  # for all sites of one set together; a login that is under way then may finish
_LOGIN_S: Final = 70.0
_TRIES: Final = 3  # devices of a site until one takes the connection; no password was sent before that
_REFUSED: Final = frozenset({"login_failed", "aaa_overloaded"})
_AWAY: Final = frozenset({"unreachable", "refused", "silent", "no_line", "timeout"})
_OFF: Final = timedelta(minutes=2)

Turn = Sequence[Device]  # of one site; the next one is tried only where the one before cannot be reached


def checkups(setup: Setup, names: Sequence[str]) -> list[Checkup]:
    """One check-up per credential set, side by side; of the named devices, or of one at each site."""
    if setup.inventory is None:
        return []
    found = {name: setup.inventory.device(name) for name in names}
    chosen = {device.name: device for device in found.values() if device}  # one login, however often it is named
    turns: dict[str, list[Turn]] = {}
    for device in chosen.values():
        turns.setdefault(device.credentials, []).append([device])
    if not names:
        known = KnownHosts(setup.settings.known_hosts)
        turns = {name: _by_site(devices, known) for name, devices in sets_of(setup.inventory).items()}
    transport = SshTransport(credentials=credential_sets(setup.settings), known_hosts=setup.settings.known_hosts)
    every = [device.name for device in setup.inventory.devices]
    return [
        *(Checkup(about=name, look=partial(_unknown, name, every)) for name, one in found.items() if one is None),
        *(
            Checkup(about=f"set {name}", look=partial(_logins, setup, transport, part), longest_s=_SET_S + _LOGIN_S)
            for name, part in turns.items()
        ),
    ]


def _unknown(name: str, every: Sequence[str]) -> Iterator[Line]:
    yield Line(about=name, mark="bad", said="the inventory has no device of this name", do=nearest(name, every[:500]))


def _by_site(devices: Iterable[Device], known: KnownHosts) -> list[Turn]:
    """The devices of each site in the order of trying: enrolled ones first, access switches before others."""
    sites: dict[str | None, list[Device]] = {}
    for device in devices:
        sites.setdefault(device.site, []).append(device)
    return [
        sorted(found, key=lambda one: (not enrolled(known, one), one.role != "access"))[:_TRIES]
        for found in sites.values()
    ]


def _logins(setup: Setup, transport: SshTransport, turns: Sequence[Turn]) -> Iterator[Line]:
    """A line for each turn, until a password is refused or the time is up."""
    try:
        for name in {turn[0].credentials for turn in turns}:
            credential_sets(setup.settings).find(name)
    except (SettingsError, DocumentError):
        return  # told already, with its remedy
    until = time.monotonic() + _SET_S
    for number, turn in enumerate(turns):
        rest = [one[0].site or one[0].name for one in turns[number:]]
        if time.monotonic() > until:
            do = "Name some of their devices: firstline doctor --devices NAME ..."
            yield Line(about="logins", mark="warn", said=f"no time was left for {some(rest)}", do=do)
            return
        failure, line = _one_of(turn, setup, transport)
        yield line
        if failure in _REFUSED:
            if rest[1:]:
                said = f"after this refusal not tried at {some(rest[1:])}: accounts lock"
                yield Line(about="logins", mark="warn", said=said)
            return


def _one_of(turn: Turn, setup: Setup, transport: SshTransport) -> tuple[Failure | None, Line]:
    """The first device of the turn that can be reached."""
    tried = []
    for device in turn:
        failure, line = _login(device, setup, transport)
        if failure not in _AWAY:
            return failure, line
        tried.append(device.name)
    if len(tried) == 1:
        return failure, line
    said = f"none of {', '.join(tried)} can be reached; the last: {line.said}"
    do = "Look at the route and the firewall from here to the management addresses of this site."
    return failure, Line(about=turn[0].site or "no site", mark="bad", said=said, do=do)


def _login(device: Device, setup: Setup, transport: SshTransport) -> tuple[Failure | None, Line]:
    """One login, and `show clock`."""
    if device.host is None:
        return None, Line(
            about=device.name, mark="warn", said="has no address in the inventory, so nobody logs in to it"
        )
    try:
        load_platform(device.platform)
    except DocumentError as error:
        return None, Line(about=device.name, mark="warn", said=f"cannot be read yet: {error}")
    started = time.monotonic()
    with transport.session(device) as session:
        if isinstance(session, NoSession):
            return session.failure, Line(about=device.name, mark="bad", said=session.reason)
        took_s = time.monotonic() - started
        prompt = prompt_of(session)
        told = [f"logged in within {took_s:.1f} s", f"prompt {prompt}" if prompt else "no prompt was learnt"]
        clock, do = _clock(device, session, setup.settings.zone)
    said = ", ".join([*told, clock])
    return None, Line(about=device.name, mark="warn" if do else "ok", said=said, do=do)


def _clock(device: Device, session: Session, zone: tzinfo) -> tuple[str, str | None]:
    """What the device's clock says beside ours, and what to do where that is a warning."""
    platform = load_platform(device.platform)
    commands = platform.commands("clock", {})
    if not commands:
        return "its clock is not read on this platform", None
    reply = session.run(commands[0])
    if reply.text is None:
        return f"no answer to '{commands[0].line}'", reply.reason or "Allow the account this command."
    parsed = parse(platform, "clock", reply.text, {}, platform.form_of(commands[0]))
    record = parsed.rows[0].record if parsed.rows else None
    if not isinstance(record, Clock) or record.time is None:
        do = "Allow the account this command: firstline runbook commands lists all that are sent."
        return f"'{commands[0].line}' cannot be read ({parsed.reason or 'no time in it'})", do
    shown = f"{record.time.hour:02}:{record.time.minute:02}:{record.time.second:02} {record.time.zone or ''}".strip()
    there = instant_of(record.time, zone)
    if there is None:
        return f"clock {shown}, a zone that is not known here, so not compared", None
    off = there - reply.at
    if abs(off) <= _OFF:
        return f"clock {shown}, {abs(off).total_seconds():.0f} s from ours", None
    do = "Look at 'show ntp status' there and at this machine's own clock; times on cards and in logs do not agree."
    return f"clock {shown}, {_spoken(off)} from ours", do


def instant_of(time: DeviceTime, zone: tzinfo) -> datetime | None:
    """The point in time that a device's clock means; None where its date is not whole or its zone is not known here.

    Devices print a zone as letters: those of UTC, and those of the configured zone in winter and in summer, are known.
    """
    if time.year is None or time.month is None or time.day is None:
        return None
    bare = datetime(time.year, time.month, time.day, time.hour, time.minute, time.second)  # noqa: DTZ001  (its zone follows)
    names: dict[str, tzinfo] = {"UTC": UTC, "GMT": UTC, "Z": UTC}
    for month in (1, 7):
        season = datetime(time.year, month, 1, tzinfo=zone)
        names[season.tzname() or ""] = timezone(season.utcoffset() or timedelta(0))
    if time.zone is None:
        return bare.replace(tzinfo=zone)
    known = names.get(time.zone.upper())
    return bare.replace(tzinfo=known) if known else None


def _spoken(off: timedelta) -> str:
    minutes = round(abs(off).total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours" if minutes < 2880 else "days"
