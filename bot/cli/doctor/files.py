"""Check-ups of what was written by hand: inventory, runbooks, limits, schedules, names, secrets, host keys."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from bot.app import credential_sets
from bot.cli.doctor.checkup import Checkup, Line, Mark
from bot.cli.doctor.setup import Setup
from bot.desk.limits import read_limits
from bot.desk.schedule import check_tellers, read_schedules
from bot.devices.hostkeys import KnownHosts
from bot.errors import SettingsError
from bot.model import Device, Inventory
from bot.settings import read_hosts
from parsers.document import DocumentError
from parsers.platform import platforms

_NAMED = 5  # so many names are told; the rest is counted
_OTHERS = stat.S_IROTH | stat.S_IWOTH | stat.S_IXOTH


def checkups(setup: Setup) -> list[Checkup]:
    """In the order in which a new user gets to them."""
    looks = {
        "inventory": _inventory,
        "runbooks": _runbooks,
        "limits": _limits,
        "schedules": _schedules,
        "hosts table": _hosts,
        "time zone": _zone,
        "secrets": _secrets,
        "credentials": _credentials,
        "host keys": _host_keys,
    }
    return [Checkup(about=about, look=partial(look, setup)) for about, look in looks.items()]


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more."""
    told = ", ".join(names[:_NAMED])
    return f"{told} and {len(names) - _NAMED} more" if len(names) > _NAMED else told


def _inventory(setup: Setup) -> Iterator[Line]:
    inventory = setup.inventory
    if inventory is None:
        return
    sites = {device.site for device in inventory.devices if device.site}
    jacks = sum(len(room.jacks) for room in inventory.rooms)
    said = f"{len(inventory.devices)} devices at {len(sites)} sites, {len(inventory.rooms)} rooms, {jacks} jacks"
    yield Line(about="inventory", mark="ok" if inventory.devices else "warn", said=said)
    hostless = [one.name for one in inventory.devices if one.host is None and one.role != "ap"]
    if hostless:
        do = "Add 'host:' to each in the inventory."
        yield Line(about="inventory", mark="warn", said=f"without an address: {some(hostless)}", do=do)
    unread = Counter(one.platform for one in inventory.devices if one.platform not in platforms())
    if unread:
        told = ", ".join(f"{platform} ({count})" for platform, count in unread.most_common())
        do = "Questions about these are answered with 'cannot be read yet'; nothing has to be mended."
        yield Line(about="inventory", mark="warn", said=f"platforms that cannot be read yet: {told}", do=do)


def _runbooks(setup: Setup) -> Iterator[Line]:
    library, own = setup.library, setup.settings.runbooks
    if library is None:
        return
    said = f"{len(library.runbooks)} runbooks, {len(library.investigations)} investigations"
    if own:
        names = sorted(one.name for one in own.iterdir() if one.is_dir())
        said += f"; your own from {own}: {some(names) or 'none'}"
    yield Line(about="runbooks", mark="ok", said=said)


def _limits(setup: Setup) -> Iterator[Line]:
    everywhere, some = setup.settings.limits, setup.settings.limits_for
    if setup.library is None or not (everywhere or some):
        return
    try:
        ours = read_limits(everywhere, some, setup.library)
    except DocumentError as error:
        yield Line(about="limits", mark="bad", said=str(error))
    else:
        count = len(ours.everywhere) + sum(len(one.limits) for one in ours.some)
        yield Line(about="limits", mark="ok", said=f"{count} of your own")


def _schedules(setup: Setup) -> Iterator[Line]:
    settings = setup.settings
    if settings.schedules is None:
        yield Line(about="schedules", mark="not set up", said="nothing is checked by itself")
        return
    if setup.inventory is None or setup.library is None:
        said = "cannot be looked at without inventory and runbooks"
        yield Line(about="schedules", mark="warn", said=said, do="Mend those first.")
        return
    schedules = read_schedules(settings.schedules, setup.inventory, setup.library, settings.zone)
    check_tellers(schedules, [name for name, here in (("slack", settings.slack), ("teams", settings.teams)) if here])
    yield Line(about="schedules", mark="ok", said=some([one.name for one in schedules]))


def _hosts(setup: Setup) -> Iterator[Line]:
    if setup.settings.hosts is None:
        said = "host names are asked of the name service of this machine alone"
        yield Line(about="hosts table", mark="not set up", said=said)
        return
    table = read_hosts(setup.settings.hosts)
    yield Line(
        about="hosts table", mark="ok" if table else "warn", said=f"{len(table)} names in {setup.settings.hosts}"
    )


def _zone(setup: Setup) -> Iterator[Line]:
    zone = setup.settings.zone
    yield Line(about="time zone", mark="ok", said=f"{zone}, where it is {datetime.now(zone):%H:%M} now")


def _secrets(setup: Setup) -> Iterator[Line]:
    place = setup.settings.secrets
    if place is None:
        said = "no folder; credentials come from the environment (FIRSTLINE_CREDENTIALS_DEFAULT_USERNAME, _PASSWORD)"
        yield Line(about="secrets", mark="not set up", said=said)
        return
    if not place.exists():
        do = "Make it, with <set>/username and <set>/password in it."
        yield Line(about="secrets", mark="bad", said=f"there is no {place}", do=do)
        return
    inner = [one for one in place.rglob("*") if one.is_file()] if place.is_dir() else [place]
    shut = place.is_dir() and not place.stat().st_mode & _OTHERS
    open_ones = [] if shut else [str(one) for one in inner if one.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)]
    locked = [str(one) for one in inner if not os.access(one, os.R_OK)]
    if open_ones:
        said = f"everyone on this machine can read {some(open_ones)}"
        yield Line(about="secrets", mark="bad", said=said, do=f"chmod -R o-rwx {place}")
    if locked:
        do = "Give them to the user that the bot runs as."
        yield Line(about="secrets", mark="bad", said=f"this user cannot read {some(locked)}", do=do)
    if not open_ones and not locked:
        yield Line(about="secrets", mark="ok", said=str(place))


def _credentials(setup: Setup) -> Iterator[Line]:
    for name, devices in sets_of(setup.inventory).items():
        about = f"set {name}"
        try:
            credentials = credential_sets(setup.settings).find(name)
        except (SettingsError, DocumentError) as error:
            yield Line(about=about, mark="bad", said=str(error), do=f"{len(devices)} devices need it.")
            continue
        enable = "with an enable secret" if credentials.secret else "without an enable secret"
        yield Line(about=about, mark="ok", said=f"for {len(devices)} devices, {enable}")


def sets_of(inventory: Inventory | None) -> dict[str, list[Device]]:
    """The credential sets that devices with an address need, and the devices that need each."""
    sets: dict[str, list[Device]] = {}
    for device in inventory.devices if inventory else ():
        if device.host and device.platform in platforms():
            sets.setdefault(device.credentials, []).append(device)
    return sets


def _host_keys(setup: Setup) -> Iterator[Line]:
    devices = [one for found in sets_of(setup.inventory).values() for one in found]
    if not devices:
        return
    known = KnownHosts(setup.settings.known_hosts)
    unknown = [one.name for one in devices if not enrolled(known, one)]
    file = setup.settings.known_hosts
    said = f"{len(devices) - len(unknown)} of {len(devices)} devices are enrolled in {file}"
    if not unknown:
        yield Line(about="host keys", mark="ok", said=said)
        return
    names = " ".join(unknown[:_NAMED])
    do = "firstline hosts enrol " + (names if len(unknown) <= _NAMED else "--all") + ", and compare the fingerprints."
    mark: Mark = "bad" if len(unknown) == len(devices) else "warn"
    yield Line(about="host keys", mark=mark, said=f"{said}; not: {some(unknown)}", do=do)


def enrolled(known: KnownHosts, device: Device) -> bool:
    """Is there a host key on record for the device?"""
    return device.host is not None and bool(known.keys(device.host, device.port))
