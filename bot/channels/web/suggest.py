"""Places that a half-written question may mean: jacks, rooms, devices and hosts of the inventory. Pure and quick."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.channels.web.given import Sign, Suggestion
from bot.model import Device, Inventory
from parsers.values import short_interface

_MOST: Final = 6
_SHORTEST: Final = 2  # characters of a word that is looked up
_WORD: Final = re.compile(r"[^\s,;?!]+")


@dataclass(frozen=True, kw_only=True)
class _Place:
    """One thing of the inventory under the key it is looked up by."""

    key: str  # lower case
    sign: Sign
    name: str
    place: str


def suggester(inventory: Inventory) -> Callable[[str], Sequence[Suggestion]]:
    """A function from the text written so far to the places that its last words may mean, the best first.

    A word counts when it has a digit or a hyphen in it, or follows "rum" or "room": ordinary words name no place.
    """
    places = tuple(_places(inventory))

    def suggest(text: str) -> Sequence[Suggestion]:
        found = _last_word(text)
        if found is None:
            return ()
        start, word = found
        hits = [one for one in places if word in one.key]
        if any(one.key == word for one in hits) and len(hits) == 1:
            return ()  # it stands there already
        hits.sort(key=lambda one: (not one.key.startswith(word), len(one.key), one.key))
        return [_suggestion(one, text[:start]) for one in hits[:_MOST]]

    return suggest


def _last_word(text: str) -> tuple[int, str] | None:
    """Where the last word that may name a place begins, and the word in lower case."""
    words = list(_WORD.finditer(text))
    if not words:
        return None
    last = words[-1]
    word = last[0].casefold()
    if len(words) > 1 and words[-2][0].casefold() in {"rum", "room"}:
        return words[-2].start(), f"rum {word}"
    if len(word) < _SHORTEST or not re.search(r"[\d-]", word):
        return None
    return last.start(), word


def _suggestion(place: _Place, before: str) -> Suggestion:
    return Suggestion(text=f"{before}{place.name}", sign=place.sign, name=place.name, place=place.place)


def _places(inventory: Inventory) -> Iterator[_Place]:
    for room in inventory.rooms:
        where = _town(room.site)
        yield _Place(key=room.name.casefold(), sign="room", name=room.name, place=where)
        for jack in room.jacks:
            behind = f"{jack.device} {short_interface(jack.interface)}"
            where = ", ".join(part for part in (room.name, _town(jack.site or room.site), jack.used_by) if part)
            yield _Place(key=jack.jack.casefold(), sign="jack", name=jack.jack, place=f"{where} → {behind}")
    for device in inventory.devices:
        sign: Sign = "ap" if device.role == "ap" else "switch"
        yield _Place(key=device.name.casefold(), sign=sign, name=device.name, place=_where(device))
    for host in inventory.hosts:
        yield _Place(key=host.casefold(), sign="find", name=host, place="")


def _where(device: Device) -> str:
    return ", ".join(part for part in (_town(device.site), device.building, device.room) if part)


def _town(site: str | None) -> str:
    """A site's name in the inventory as people write it."""
    return site[:1].upper() + site[1:] if site else ""
