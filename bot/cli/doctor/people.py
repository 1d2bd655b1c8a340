"""Check-ups of what concerns persons: who may what, and whether old data was dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from bot.app import access_of
from bot.cli.doctor.checkup import Checkup, Line
from bot.cli.doctor.setup import Setup
from bot.desk.access import Access
from bot.model import Deed

_LATE: Final = timedelta(days=3)
_SHOULD: Final[tuple[Deed, ...]] = ("ask", "audit")


def checkups(setup: Setup) -> list[Checkup]:
    """After the files, before the systems."""
    looks = {"access": _access, "retention": _retention}
    return [Checkup(about=about, look=partial(look, setup)) for about, look in looks.items()]


def _access(setup: Setup) -> Iterator[Line]:
    if setup.settings.access is None:
        said = "everybody of the own organisation may ask, make tickets, see raw output and start checks"
        yield Line(about="access", mark="not set up", said=said, do="deploy/access.md says how teams are set up.")
        return
    if setup.inventory is None or setup.library is None:
        said = "cannot be looked at without inventory and runbooks"
        yield Line(about="access", mark="warn", said=said, do="Mend those first.")
        return
    access = access_of(setup.settings, setup.inventory, setup.library)
    teams = access.teams or ()
    yield Line(about="access", mark="ok", said=f"{len(teams)} teams: {', '.join(team.name for team in teams)}")
    yield from _gaps(access)
    unplaced = [one.name for one in setup.inventory.devices if one.site is None]
    if unplaced and any(team.sites is not None for team in teams):
        said = f"{len(unplaced)} devices have no site, so teams with 'sites:' cannot ask about them"
        yield Line(
            about="access", mark="warn", said=said, do=f"Add 'site:' to them in the inventory: {unplaced[0]} ..."
        )


def _gaps(access: Access) -> Iterator[Line]:
    for deed in _SHOULD:
        if not any(deed in team.may and team.members for team in access.teams or ()):
            do = f"Add '{deed}' to a team's 'may:' (deploy/access.md)."
            yield Line(about="access", mark="warn", said=f"nobody may {deed}", do=do)


def _retention(setup: Setup) -> Iterator[Line]:
    from bot.store.look import look_at

    kept = setup.settings.retention
    spans = {"questions": kept.questions, "raw": kept.raw, "audit": kept.audit, "samples": kept.samples}
    said = ", ".join(f"{kind} {f'{span.days} days' if span else 'for ever'}" for kind, span in spans.items())
    file = setup.settings.data / "firstline.db"
    if setup.settings.database is None and not file.exists():
        yield Line(about="retention", mark="ok", said=f"kept: {said}")
        return
    database = setup.settings.database
    seen = look_at(database.read() if database else f"sqlite:///{file}")
    if seen.forgot is None:
        yield Line(about="retention", mark="ok", said=f"kept: {said}; nothing was dropped yet")
        return
    at, counts = seen.forgot
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "nothing"
    said = f"kept: {said}; last dropped {at:%Y-%m-%d %H:%M} UTC: {told}"
    late = datetime.now(UTC) - at > _LATE
    do = "The service drops old data each night: is it running? Its log says 'retention stumbled' where it cannot."
    yield Line(about="retention", mark="warn" if late else "ok", said=said, do=do if late else None)
