"""Check-ups of what was written by hand: inventory, runbooks, limits, schedules, names, secrets, host keys."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from bot.app import credential_sets
from bot.cli.doctor.checkup import Checkup, Line, Mark, Swedish, of_error
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
# What each is called, in both languages.
_ABOUT: Final = {
    "inventory": "inventarie",
    "runbooks": "runböcker",
    "limits": "gränsvärden",
    "schedules": "schemalagda kontroller",
    "hosts table": "namntabell",
    "time zone": "tidszon",
    "secrets": "hemligheter",
    "credentials": "konton",
    "host keys": "värdnycklar",
}


def checkups(setup: Setup) -> list[Checkup]:
    """In the order in which a new user gets to them."""
    looks: dict[str, Callable[[Setup], Iterator[Line]]] = {
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
    return [Checkup(about=about, look=partial(look, setup), swedish=_ABOUT[about]) for about, look in looks.items()]


def some(names: Sequence[str], more: str = "and {} more") -> str:
    """The first few names, and how many more."""
    told = ", ".join(names[:_NAMED])
    return f"{told} {more.format(len(names) - _NAMED)}" if len(names) > _NAMED else told


def _line(about: str, mark: Mark, en: str, sv: str, *, do: tuple[str, str] | None = None) -> Line:
    """A line in both languages; `do` is the remedy, English and Swedish."""
    told = Swedish(about=_ABOUT[about], said=sv, do=do[1] if do else None)
    return Line(about=about, mark=mark, said=en, do=do[0] if do else None, swedish=told)


def _few(names: Sequence[str]) -> tuple[str, str]:
    return some(names), some(names, "och {} till")


def _inventory(setup: Setup) -> Iterator[Line]:
    inventory = setup.inventory
    if inventory is None:
        return
    devices, rooms = len(inventory.devices), len(inventory.rooms)
    sites = len({device.site for device in inventory.devices if device.site})
    jacks = sum(len(room.jacks) for room in inventory.rooms)
    yield _line(
        "inventory", "ok" if inventory.devices else "warn",
        f"{devices} devices at {sites} sites, {rooms} rooms, {jacks} jacks",
        f"{devices} enheter på {sites} platser, {rooms} rum, {jacks} uttag",
    )  # fmt: skip
    hostless = [one.name for one in inventory.devices if one.host is None and one.role != "ap"]
    if hostless:
        en, sv = _few(hostless)
        do = ("Add 'host:' to each in the inventory.", "Skriv till 'host:' på var och en i inventariet.")
        yield _line("inventory", "warn", f"without an address: {en}", f"utan adress: {sv}", do=do)
    unread = Counter(one.platform for one in inventory.devices if one.platform not in platforms())
    if unread:
        told = ", ".join(f"{platform} ({count})" for platform, count in unread.most_common())
        yield _line(
            "inventory", "warn",
            f"platforms that cannot be read yet: {told}", f"fabrikat som inte går att läsa än: {told}",
            do=(
                "Questions about these are answered with 'cannot be read yet'; nothing has to be mended.",
                "Frågor om dem får svaret att de inte går att läsa än. Inget behöver lagas.",
            ),
        )  # fmt: skip


def _runbooks(setup: Setup) -> Iterator[Line]:
    library, own = setup.library, setup.settings.runbooks
    if library is None:
        return
    en = f"{len(library.runbooks)} runbooks, {len(library.investigations)} investigations"
    sv = f"{len(library.runbooks)} runböcker, {len(library.investigations)} undersökningar"
    if own:
        names = sorted(one.name for one in own.iterdir() if one.is_dir())
        few_en, few_sv = _few(names)
        en += f"; your own from {own}: {few_en or 'none'}"
        sv += f"; egna från {own}: {few_sv or 'inga'}"
    yield _line("runbooks", "ok", en, sv)


def _limits(setup: Setup) -> Iterator[Line]:
    everywhere, some = setup.settings.limits, setup.settings.limits_for
    if setup.library is None or not (everywhere or some):
        return
    try:
        ours = read_limits(everywhere, some, setup.library)
    except DocumentError as error:
        yield of_error("limits", error, _ABOUT["limits"])
    else:
        count = len(ours.everywhere) + sum(len(one.limits) for one in ours.some)
        yield _line("limits", "ok", f"{count} of your own", f"{count} egna")


def _schedules(setup: Setup) -> Iterator[Line]:
    settings = setup.settings
    if settings.schedules is None:
        yield _line("schedules", "not set up", "nothing is checked by itself", "inget kontrolleras av sig självt")
        return
    if setup.inventory is None or setup.library is None:
        yield _line(
            "schedules", "warn",
            "cannot be looked at without inventory and runbooks", "går inte att se utan inventarie och runböcker",
            do=("Mend those first.", "Laga dem först."),
        )  # fmt: skip
        return
    schedules = read_schedules(settings.schedules, setup.inventory, setup.library, settings.zone)
    check_tellers(schedules, [name for name, here in (("slack", settings.slack), ("teams", settings.teams)) if here])
    yield _line("schedules", "ok", *_few([one.name for one in schedules]))


def _hosts(setup: Setup) -> Iterator[Line]:
    file = setup.settings.hosts
    if file is None:
        yield _line(
            "hosts table", "not set up",
            "host names are asked of the name service of this machine alone",
            "datornamn slås bara upp i den här maskinens namntjänst",
        )  # fmt: skip
        return
    table = read_hosts(file)
    yield _line(
        "hosts table", "ok" if table else "warn", f"{len(table)} names in {file}", f"{len(table)} namn i {file}"
    )


def _zone(setup: Setup) -> Iterator[Line]:
    zone = setup.settings.zone
    now = f"{datetime.now(zone):%H:%M}"
    yield _line("time zone", "ok", f"{zone}, where it is {now} now", f"{zone}, där klockan är {now} nu")


def _secrets(setup: Setup) -> Iterator[Line]:
    place = setup.settings.secrets
    if place is None:
        names = "(FIRSTLINE_CREDENTIALS_DEFAULT_USERNAME, _PASSWORD)"
        yield _line(
            "secrets", "not set up",
            f"no folder; credentials come from the environment {names}",
            f"ingen mapp; konton tas ur miljövariabler {names}",
        )  # fmt: skip
        return
    if not place.exists():
        yield _line(
            "secrets", "bad", f"there is no {place}", f"{place} finns inte",
            do=(
                "Make it, with <set>/username and <set>/password in it.",
                "Skapa den, med <konto>/username och <konto>/password i.",
            ),
        )  # fmt: skip
        return
    inner = [one for one in place.rglob("*") if one.is_file()] if place.is_dir() else [place]
    shut = place.is_dir() and not place.stat().st_mode & _OTHERS
    open_ones = [] if shut else [str(one) for one in inner if one.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)]
    locked = [str(one) for one in inner if not os.access(one, os.R_OK)]
    if open_ones:
        en, sv = _few(open_ones)
        yield _line(
            "secrets", "bad",
            f"everyone on this machine can read {en}", f"alla på den här maskinen kan läsa {sv}",
            do=(f"chmod -R o-rwx {place}", f"chmod -R o-rwx {place}"),
        )  # fmt: skip
    if locked:
        en, sv = _few(locked)
        yield _line(
            "secrets", "bad", f"this user cannot read {en}", f"tjänstens användare kan inte läsa {sv}",
            do=("Give them to the user that the bot runs as.", "Ge dem till den användare som tjänsten körs som."),
        )  # fmt: skip
    if not open_ones and not locked:
        yield _line("secrets", "ok", str(place), str(place))


def _credentials(setup: Setup) -> Iterator[Line]:
    for name, devices in sets_of(setup.inventory).items():
        about, swedish = f"set {name}", f"konto {name}"
        try:
            credentials = credential_sets(setup.settings).find(name)
        except (SettingsError, DocumentError) as error:
            quoted = f"går inte att läsa. firstline doctor säger: {error}"
            told = Swedish(about=swedish, said=quoted, do=f"{len(devices)} enheter behöver det.")
            do = f"{len(devices)} devices need it."
            yield Line(about=about, mark="bad", said=str(error), do=do, swedish=told)
            continue
        enable, besides = ("with", "med") if credentials.secret else ("without", "utan")
        told = Swedish(about=swedish, said=f"för {len(devices)} enheter, {besides} enable-lösenord")
        said = f"for {len(devices)} devices, {enable} an enable secret"
        yield Line(about=about, mark="ok", said=said, swedish=told)


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
    file, count = setup.settings.known_hosts, f"{len(devices) - len(unknown)}"
    en = f"{count} of {len(devices)} devices are enrolled in {file}"
    sv = f"{count} av {len(devices)} enheter har sin nyckel i {file}"
    if not unknown:
        yield _line("host keys", "ok", en, sv)
        return
    command = "firstline hosts enrol " + (" ".join(unknown) if len(unknown) <= _NAMED else "--all")
    few_en, few_sv = _few(unknown)
    yield _line(
        "host keys", "bad" if len(unknown) == len(devices) else "warn",
        f"{en}; not: {few_en}", f"{sv}; inte: {few_sv}",
        do=(f"{command}, and compare the fingerprints.", f"{command}, och jämför fingeravtrycken."),
    )  # fmt: skip


def enrolled(known: KnownHosts, device: Device) -> bool:
    """Is there a host key on record for the device?"""
    return device.host is not None and bool(known.keys(device.host, device.port))
