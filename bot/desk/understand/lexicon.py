"""The inventory as words: every name under every spelling that a caller may use, made once per inventory."""

from __future__ import annotations

import re
import weakref
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.desk.understand.vocabulary import EVERYDAY
from bot.desk.understand.wording import fold, words
from bot.model import Device, Inventory, Jack, Room

# What the first part of a device's name tells in most hospitals, whether or not this inventory has such a device.
# A name that begins so and is not known is an unknown device, and one such word is never mended into another.
DEVICE_WORDS = words(
    "sw swi switch asw dsw csw acc dist core agg nx nexus fw brw rt rtr router gw wlc ap wap hp aruba srx mx spine leaf"
)
ROOM_WORD = (
    r"(?:(?:konferens|mötes|mottagnings|undersöknings|behandlings|video|besöks|samtals|grupp|op(?:erations)?-?)?"
    r"(?:rum(?:met|m)?|sal(?:en)?)|(?:consulting |meeting |exam |treatment )?room|rm|expedition(?:en)?)"
)
_ROOM_WORD = re.compile(rf"^{ROOM_WORD}\s*(?:nr|nummer|number)?\s*", re.IGNORECASE)
_NO_KEY = re.compile(r"[^a-z0-9]")
_DIGITS = re.compile(r"\d")
_LETTERS = re.compile(r"\D")
_SPOKEN = re.compile(r"[a-z]+|\d+")
_DEFINITE = re.compile(r"(?<=..m)met$|(?<=...)(?:en|et)$")
_PLAIN_ROOM = re.compile(r"(?:rum(?:met|m)?|sal(?:en)?|room|rm)\b", re.IGNORECASE)
_SEGMENT = re.compile(r"[a-z]+|\d+")
_MANY_ROOMS = words("rum sal room konferensrum motesrum vantrum mottagningsrum undersokningsrum expedition")
_BETWEEN = words("pa i vid av the in at")
_LONG_NAME = 6  # letters of a site's name in which one wrong letter is mended
_WIRED_ROLES = (None, "access", "distribution", "core", "router", "firewall")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What a word of the text may be: one device, several that fit equally well, or none with the nearest names."""

    devices: tuple[Device, ...] = ()
    nearest: tuple[str, ...] = ()


def key(text: str) -> str:
    """Letters and digits alone, folded: SW_KAR-A2.03 is swkara203."""
    return _NO_KEY.sub("", fold(text))


def segments(text: str) -> list[str]:
    return _SEGMENT.findall(fold(text))


class Lexicon:
    """Look-ups by what was said. All results are nouns of the inventory, in its spelling."""

    def __init__(self, inventory: Inventory) -> None:
        self.devices = inventory.devices
        self.named = {device.name: device for device in inventory.devices}
        self.on_air = any(device.role == "wlc" for device in inventory.devices)
        self.lists_aps = any(device.role == "ap" for device in inventory.devices)
        self._keys: dict[bool, dict[str, str]] = {ap: {} for ap in (True, False)}  # of access points, and of the rest
        self._at_site: dict[str | None, list[Device]] = defaultdict(list)
        self.sites: dict[str, str] = {}
        self.jacks: dict[str, list[Jack]] = defaultdict(list)
        self.rooms: dict[str, list[Room]] = defaultdict(list)
        self._loosely: dict[str, list[Room]] = defaultdict(list)
        self._rooms_begin: set[str] = set()
        self._video_rooms: dict[str, list[str]] = defaultdict(list)  # by site
        self._long_rooms: dict[str, list[tuple[str, Room]]] = defaultdict(list)  # digits -> letters of a long name
        self.hosts: dict[str, str] = {key(name.partition(".")[0]): name for name in inventory.hosts}
        self.hosts.update({key(name): name for name in inventory.hosts})
        self._short_hosts: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in inventory.hosts:
            parts = segments(name.partition(".")[0])
            if len(parts) == 3 and parts[-1].isdigit():
                self._short_hosts[parts[0], parts[-1]].append(name)
        self.host_words = {segments(name)[0] for name in inventory.hosts if segments(name)}
        self.addresses = {device.host: device for device in inventory.devices if device.host}
        self.ports: dict[str, set[str]] = defaultdict(set)  # device -> interfaces that links and jacks name
        self._by_name: dict[str, list[Device]] = defaultdict(list)
        self._by_digits: dict[tuple[str, ...], list[tuple[list[str], Device]]] = defaultdict(list)
        self._by_ending: dict[tuple[str, ...], list[tuple[list[str], Device]]] = defaultdict(list)
        self._letters: set[str] = set(DEVICE_WORDS)
        self._own_first: set[str] = set()
        for device in inventory.devices:
            self._add_device(device)
        self._site_names: dict[str, list[str]] = defaultdict(list)
        self.first_words = self._own_first | DEVICE_WORDS
        self._add_places(inventory)
        self.longest_site = max((len(re.split(r"[ _-]", name)) for name in self.sites), default=0)
        for name in self.sites:
            self._site_names[name[:1]].append(name)

    def device(self, said: str) -> Hit:
        """The devices that a word may mean. Letters are mended (one or two), digits never."""
        for spelled in dict.fromkeys((said, said.partition(".")[0], re.sub(r"[:'’]?[a-zåäö]{1,2}$", "", said))):
            exact = self._by_name.get(key(spelled))
            if exact and (spelled == said or segments(spelled)):
                same = [device for device in exact if fold(device.name) == fold(spelled)]
                found = same or [device for device in exact if _same_groups(spelled, device.name)]
                if found:
                    return Hit(devices=tuple(found))
        return Hit(devices=self._mended(segments(said)))

    def ending_in(self, said: str, ap: bool = False) -> list[Device]:
        """The wired devices (or access points) whose name ends in these parts: a2-03 for sw-kar-a2-03."""
        tail = segments(said)
        if len(tail) < 2:
            return []
        roles = ("ap",) if ap else _WIRED_ROLES
        return [
            device
            for parts, device in self._by_ending.get(tuple(tail[-2:]), ())
            if parts[-len(tail) :] == tail and device.role in roles
        ]

    def looks_like_device(self, said: str) -> bool:
        """Whether a word is built like the name of a network device, known or not."""
        parts = segments(said)
        named = len(parts) >= 3 or (len(parts) == 2 and parts[0] in DEVICE_WORDS)
        separated = re.search(r"\w[-_.]\w", said) is not None
        return named and separated and any(part.isdigit() for part in parts) and self._begins(parts)

    def _begins(self, parts: list[str]) -> bool:
        """Whether the first word is that of a device, or such a word misspelt before a place that has devices."""
        if parts[0] in self.first_words:
            return True
        place = any(part in self._letters and len(part) > 1 for part in parts[1:])
        return place and len(parts[0]) > 1 and any(OSA.distance(parts[0], word) == 1 for word in self._own_first)

    def nearest(self, said: str, ap: bool = False, count: int = 3) -> tuple[str, ...]:
        """The names most like a word, best first: access points or everything else."""
        close = process.extract(key(said), self._keys[ap], scorer=fuzz.ratio, limit=5 * count, score_cutoff=60)
        first = segments(said)[:1]
        # The same kind of device comes before another kind of nearly the same name.
        ranked = sorted(close, key=lambda hit: (segments(hit[2])[:1] != first, -hit[1], hit[2]))
        return tuple(name for _, _, name in ranked[:count])

    def host(self, said: str) -> str | None:
        """The host of a name that was said with blanks, or by how it begins and its number alone: prn 0412."""
        whole = self.hosts.get(key(said))
        if whole:
            return whole
        parts = tuple(segments(said))
        found = self._short_hosts.get(parts, []) if len(parts) == 2 else []
        return found[0] if len(found) == 1 else None

    def video_rooms(self, site: str) -> tuple[str, ...]:
        """The names of a site's rooms for visits by video."""
        return tuple(sorted(self._video_rooms.get(site, ())))

    def near_rooms(self, said: str) -> tuple[str, ...]:
        names = {room.name: key(room.name) for rooms in self.rooms.values() for room in rooms}
        return tuple(name for _, _, name in process.extract(key(said), names, limit=3, score_cutoff=50))

    def near_jacks(self, said: str) -> tuple[str, ...]:
        names = {jack.jack: key(jack.jack) for jacks in self.jacks.values() for jack in jacks}
        return tuple(name for _, _, name in process.extract(key(said), names, limit=3, score_cutoff=50))

    def numbered_room(self, number: str, kind: str) -> list[Room]:
        """The rooms of a number behind the word for a kind: operationssal 2 is not Videorum 2, rum 2 may be."""
        begins = fold(kind)[:2]
        return [
            room
            for room in self.room(number)
            if _PLAIN_ROOM.fullmatch(kind.strip()) or _PLAIN_ROOM.match(room.name) or fold(room.name).startswith(begins)
        ]

    def room(self, said: str) -> list[Room]:
        return self.rooms.get(key(_ROOM_WORD.sub("", said)) or key(said), []) or self.rooms.get(key(said), [])

    def room_at(self, name: str, site: str) -> bool:
        return any(room.site == site for room in self.room(name))

    def room_misspelt(self, said: str) -> list[Room]:
        """The rooms of a long name in which a letter is wrong (two in a very long one); digits are never mended."""
        spelled = key(said)
        letters, digits = _DIGITS.sub("", spelled), _LETTERS.sub("", spelled)
        if len(letters) < _LONG_NAME or said in EVERYDAY:
            return []
        most = 1 if len(letters) < 2 * _LONG_NAME else 2
        rooms = [
            room
            for name, room in self._long_rooms.get(digits, ())
            if OSA.distance(letters, name, score_cutoff=most) <= most
        ]
        return rooms if len({room.name for room in rooms}) == 1 else []

    def begins_a_room(self, word: str) -> bool:
        """Whether the name of any room may begin with this word."""
        return fold(word)[:2] in self._rooms_begin

    def room_called(self, said: str, site: str | None) -> list[Room]:
        """Rooms whose words were said in another form: väntrummet på akuten for Väntrum akuten.

        A room without its number (provrummet) is meant where the site that was said has only one of its kind.
        """
        spelled = _loosely(said)
        found = self._loosely.get(spelled, [])
        if found and " " in spelled and "#" not in spelled:
            return found
        definite = spelled != fold(said) and spelled not in _MANY_ROOMS
        numbered = self._loosely.get(f"{spelled} #", []) if definite else []
        here = [room for room in numbered if site and room.site == site]
        return here if len(here) == 1 else []

    def site(self, said: str) -> str | None:
        """The site of a word, also in the genitive, without accents, or with one letter wrong in a long name."""
        word = fold(said)
        for form in (word, word.removesuffix("s")):
            names = (form, re.sub(r"[ -]+", "-", form), re.sub(r"[ -]+", "_", form))
            spelled = next((self.sites[name] for name in names if name in self.sites), None)
            if spelled:
                return None if said in EVERYDAY and said != spelled.casefold() else spelled
        if len(word) < _LONG_NAME or word in EVERYDAY:
            return None
        near = {
            self.sites[name]
            for name in self._site_names.get(word[0], ())
            if OSA.distance(name, word, score_cutoff=1) == 1
        }
        return near.pop() if len(near) == 1 else None

    def at(self, *, site: str | None = None, label: str | None = None, aps: bool = False) -> list[Device]:
        """The wired devices (or access points) of a site and of a building, floor or room label such as U2."""
        return [
            device
            for device in (self.devices if site is None else self._at_site[site])
            if (device.role == "ap" if aps else device.role in _WIRED_ROLES)
            and (label is None or _has_label(device, label))
        ]

    def _add_device(self, device: Device) -> None:
        parts = segments(device.name)
        self._by_name[key(device.name)].append(device)
        self._by_ending[tuple(parts[-2:])].append((parts, device))
        self._keys[device.role == "ap"][device.name] = key(device.name)
        self._at_site[device.site].append(device)
        self._by_digits[tuple(part for part in parts if part.isdigit())].append((parts, device))
        self._letters.update(part for part in parts if part.isalpha())
        if parts and device.role != "ap":
            self._own_first.add(parts[0])
        if device.site:
            self.sites[fold(device.site)] = device.site

    def _add_places(self, inventory: Inventory) -> None:
        for link in inventory.links:
            for end in (link.a, link.b):
                self.ports[end.device].add(end.interface)
        for room in inventory.rooms:
            spellings = {key(room.name), key(_ROOM_WORD.sub("", room.name))} - {""}
            letters, digits = _DIGITS.sub("", key(room.name)), _LETTERS.sub("", key(room.name))
            if len(letters) >= (_LONG_NAME if digits else _LONG_NAME + 3) and letters not in EVERYDAY:
                self._long_rooms[digits].append((letters, room))
            for spelled in spellings:
                self.rooms[spelled].append(room)
            self._loosely[_loosely(room.name)].append(room)
            self._rooms_begin.update(spelled[:2] for spelled in (*spellings, _loosely(room.name)))
            if room.site:
                if room.kind == "consulting":
                    self._video_rooms[room.site].append(room.name)
                self.sites.setdefault(fold(room.site), room.site)
            for jack in room.jacks:
                self.jacks[key(jack.jack)].append(jack)
                self.ports[jack.device].add(jack.interface)

    def _mended(self, said: list[str]) -> tuple[Device, ...]:
        """The devices at the fewest mended letters; equal parts of digits are the condition for looking at all."""
        best: dict[int, list[Device]] = defaultdict(list)
        if len(said) < 3 or sum(len(part) for part in said if part.isalpha()) < 3:
            return ()
        for parts, device in self._by_digits.get(tuple(part for part in said if part.isdigit()), []):
            cost = self._cost(said, parts, device)
            if cost is not None:
                best[cost].append(device)
        return tuple(best[min(best)]) if best else ()

    def _cost(self, said: list[str], parts: list[str], device: Device) -> int | None:
        """How many letters differ, or None where the words are not the same name misspelt."""
        if len(said) != len(parts):
            return None
        total = 0
        for word, part in zip(said, parts, strict=True):
            if word == part or (device.site and word == fold(device.site) and word.startswith(part)):
                continue
            # One letter is a building or a floor, and a word of its own is another word: neither is a slip.
            if word.isdigit() or part.isdigit() or len(part) == 1 or word in self._letters:
                return None
            letters = OSA.distance(word, part)
            if letters > (1 if len(part) <= 3 else 2):
                return None
            total += letters
        return total if total <= 2 else None


def _loosely(name: str) -> str:
    """A name by its words, without their endings and the small words between; a number at the end is #."""
    spoken = [word for word in _SPOKEN.findall(fold(name)) if word not in _BETWEEN]
    stems = [_DEFINITE.sub("", word) for word in spoken]
    return " ".join([*stems[:-1], "#" if stems[-1].isdigit() else stems[-1]]) if stems else ""


def _same_groups(said: str, name: str) -> bool:
    """Whether the digits stand in the same groups, where the said name has separators to tell (a20-3 is not a2-03)."""
    own = re.findall(r"\d+", name)
    for group in re.findall(r"\d+", said):
        whole = ""
        while own and len(whole) < len(group):
            whole += own.pop(0)
        if whole != group:
            return False
    return not own


def _has_label(device: Device, label: str) -> bool:
    label = key(label)
    named = {key(part) for part in re.split(r"[-_.]", device.name)}
    place = key(f"{device.building or ''}{device.floor or ''}")
    return label in named or label == place or label == key(device.building or "")


_made: dict[int, tuple[weakref.ref[Inventory], Lexicon]] = {}


def lexicon_of(inventory: Inventory) -> Lexicon:
    """The lexicon of this very inventory; made at the first question (some 0.1 s for 2,500 devices), then kept."""
    kept = _made.get(id(inventory))
    if kept and kept[0]() is inventory:
        return kept[1]
    lexicon = Lexicon(inventory)
    place = id(inventory)
    _made[place] = (weakref.ref(inventory, lambda _: _made.pop(place, None)), lexicon)
    return lexicon
