"""Reads by the names that runbooks give them: `poe` where the runbook is applied, `uplink_poe` at another place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from bot.model import Place
from parsers.reads import READS, ReadName

PLACES: Final[tuple[Place, ...]] = get_args(Place)
_AWAY: Final = tuple(place for place in PLACES if place != "target")

# `uplink_port.status`: a place other than where the runbook is applied stands before the read, with a low line.
READ_NAMES: Final[Mapping[str, ReadName]] = {
    **READS,
    **{f"{place}_{name}": read for place in _AWAY for name, read in READS.items()},
}
_SPLIT: Final[Mapping[str, tuple[Place | None, str]]] = {
    **{name: (None, name) for name in READS},
    **{f"{place}_{name}": (place, name) for place in _AWAY for name in READS},
}


def name_at(place: Place | None, read: str) -> str:
    """How a runbook calls a read made at this place; None: where the runbook itself is applied."""
    return read if place is None else f"{place}_{read}"


def place_and_read(name: str) -> tuple[Place | None, str]:
    """The other way round."""
    return _SPLIT[name]
