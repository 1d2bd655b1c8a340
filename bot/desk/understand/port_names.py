"""Interfaces in a text, in any spelling, and what a bare number means on a given device."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.desk.understand.wording import MASK
from bot.model import Device
from parsers.values import interface

_WORDS = (
    r"gigabit ?ethernet|gigabit|gige?|ge|gi|g|fast ?ethernet|fast|fa|fe|f|ten ?gigabit ?ethernet|tengigabit|tengige?|"
    r"ten|te|t|twenty ?five ?gig(?:abit)?(?:e|ethernet)?|twe|two ?gigabit ?ethernet|tw|five ?gigabit ?ethernet|fi|"
    r"forty ?gig(?:abit)?(?:e|ethernet)?|fo|hundred ?gig(?:abit)?(?:e|ethernet)?|hu|ethernet|eth|et|e|"
    r"appgigabitethernet"
)
_NUMBERS = r"\d{1,3}(?: ?[/\\] ?\d{1,3}){0,2} ?[/\\] ?\d{1,5}(?:\.\d{1,4})?"
# One letter before the number (g1/0/7) only without a space: "t 1/2" is no port.
_TYPED = re.compile(
    r"(?<![\w-])(?:(?P<junos>(?:ge|mge|xe|et|fe|ae|irb)-\d{1,2}/\d{1,2}/\d{1,3}(?:\.\d{1,4})?|ae\d{1,3})"
    rf"|(?P<word>{_WORDS})(?P<gap>(?<=\w\w)[ -]?|(?<!\w\w)){{0,1}}(?P<numbers>{_NUMBERS})"
    r"|(?P<bundle>port[- ]?channel|po|lag|trk|lacp|eth|ethernet|et|mgmt)(?P<gap2> ?)(?P<number>\d{1,4}))(?![\w/\\])"
)
_THREE = re.compile(r"(?<![\w/.:-])\d{1,2}/\d{1,2}/\d{1,3}(?![\w/]|\.\d|-\d(?!/\d{1,2}/\d))")
_PORT_WORD = (
    r"(?:switch)?port(?:en|ar|arna|s)?(?:nr|nummer| nr| nummer| number| no\.?)?|uttag(?:et|en|s)?(?: nr| nummer)?|"
    r"interfacet?|intf|ifc|gränssnitt(?:et)?|socket(?: no| number)?|outlet|nätverksuttag(?:et)?|jack(?:et)?"
)
_PORT = re.compile(
    rf"\b(?:{_PORT_WORD}) ?[:#]? ?(?P<first>[a-h]?\d{{1,3}}(?:/\d{{1,3}}){{0,2}})(?::an?|:en)?(?![\w/-]|\.\d)"
    r"(?P<more>(?:\s?(?:,|och|and|&|samt|\+)\s?(?:port(?:en)?\s)?\d{1,3}(?:/\d{1,3}){0,2}(?![\w/.:-])){0,8})"
)
# p14: only beside a device; P1 is also the priority of a case.
_SHORT = re.compile(
    r"(?<![\w/.:-])(?<!prio )(?<!prio: )(?<!priority )(?<!priority: )(?<!prioritet )(?<!prioritet: )"
    r"p ?(?P<number>\d{1,2})(?![\w/.:-])(?! (?:ärende|incident|ticket|case))"
)
# 3-5 and 3+4 behind a port: its neighbours on the same device.
_RANGE = re.compile(r"\s?[-–]\s?(?:\d{1,2}/\d{1,2}/)?(?P<last>\d{1,2})(?![\w/.:-])")
_NEIGHBOUR = re.compile(
    r"\s?(?:(?P<sign>[+&])|,|och|and|samt)\s?(?P<number>\d{1,2})(?![\w/.:-])"
    r"(?(sign)|(?=\s*(?:$|[,.;)+&]|(?:på|on|i|at|och|and|är|are|har|samt)\b)))"
)
_MOST_IN_RANGE = 16
_MEMBER = re.compile(
    r"\b(?:(?P<word>första|andra|tredje|fjärde|first|second|third|fourth)|(?P<number>[1-8]):(?:a|an|e))"
    r" (?:switchen|switch|enheten|medlemmen|member|unit)\b|\b(?:medlem|member|unit|enhet) (?P<named>[1-8])\b"
)
_ORDER = ("första", "andra", "tredje", "fjärde"), ("first", "second", "third", "fourth")
_JUNOS = re.compile(r"(?:ge|mge|xe|et|fe)-\d+/\d+/\d+")
_LAST_BARE = 99  # a bare "port 443" is another kind of port
_NETWORK_PORT = re.compile(r"\b(?:tcp|udp|https?|tls|rdp|smtp|brandväggs?|firewall)[ /-]*$")


def port_mentions(text: str, beside_device: bool = False) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of every interface in lower-case text. `name` is full (GigabitEthernet1/0/14) or a number.

    A port that is told by its neighbour (3-5) has no length of its own. `beside_device`: the text names a device.
    """
    for match in _TYPED.finditer(text):
        name = _full(match)
        yield match.start(), match.end(), name
        yield from _neighbours(text, match.end(), name)
    if beside_device:
        for match in _SHORT.finditer(text):
            yield match.start(), match.end(), match["number"]
    for match in _THREE.finditer(text):
        first, second, _ = (int(part) for part in match[0].split("/"))
        if first <= 9 and second <= 9:  # else it is a date
            yield match.start(), match.end(), match[0]
            yield from _neighbours(text, match.end(), match[0])
    for match in _PORT.finditer(text):
        if _NETWORK_PORT.search(text, max(0, match.start() - 20), match.start()) or MASK in match[0]:
            continue
        for number in re.finditer(
            r"(?<![\w/])[a-h]?\d{1,3}(?:/\d{1,3}){0,2}", text[match.start("first") : match.end()]
        ):
            if not number[0].isdigit() or int(number[0]) <= _LAST_BARE:
                start = match.start("first") + number.start()
                yield start, start + len(number[0]), number[0].upper()
        if not match["more"]:
            yield from _neighbours(text, match.end("first"), match["first"].upper())


def _neighbours(text: str, end: int, name: str) -> Iterator[tuple[int, int, str]]:
    """The further ports of a range or a row, named after the first."""
    stem, first = re.sub(r"\d+$", "", name), re.search(r"\d+$", name)
    spread = _RANGE.match(text, end)
    if spread and first and int(first[0]) < int(spread["last"]) < int(first[0]) + _MOST_IN_RANGE:
        for number in range(int(first[0]) + 1, int(spread["last"]) + 1):
            yield spread.end(), spread.end(), f"{stem}{number}"
        return
    while first and "/" in name and (further := _NEIGHBOUR.match(text, end)):
        yield further.start("number"), further.end(), f"{stem}{further['number']}"
        end = further.end()


def member_of(text: str) -> str | None:
    """The member of a stack that is named by its number or place: "andra switchen i stacken"."""
    found = _MEMBER.search(text)
    if found is None:
        return None
    placed = next((row.index(found["word"]) + 1 for row in _ORDER if found["word"] in row), None)
    return str(placed) if placed else found["number"] or found["named"]


def _full(match: re.Match[str]) -> str:
    if match["junos"]:
        return match["junos"]
    word = (match["word"] or match["bundle"]).replace(" ", "")
    return _as_typed(word, re.sub(r"\s", "", match["numbers"] or match["number"]).replace("\\", "/"))


def _as_typed(word: str, numbers: str) -> str:
    full = interface({"gig": "gi", "gige": "gi", "gigabit": "gi", "ge": "gi", "g": "gi", "fe": "fa", "ten": "te",
                      "tengig": "te", "tengigabit": "te", "fast": "fa", "e": "eth", "lag": "po", "lacp": "po",
                      }.get(word, word) + numbers)  # fmt: skip
    return full or word.capitalize() + numbers


def on_device(said: str, device: Device | None, known: Iterable[str], like: str | None = None) -> tuple[str, ...]:
    """The full names that `said` may have on the device.

    One name: that is it. Several: a stack, the asker must choose. The number as it was said: the inventory does not
    tell how this device names its ports; the locator looks it up in the device's own list.
    `known` are interfaces of the device that links and jacks name, `like` one that the talk was about just now.
    """
    platform = device.platform if device else None
    if _JUNOS.fullmatch(said) and platform != "juniper_junos":  # a Cisco port may be written with a hyphen too
        said = _as_typed(*said.split("-", 1))
    typed = re.fullmatch(r"(\D*?)(\d+(?:/\d+)*)", said)
    if typed is None or len(typed[1]) == 1 or (typed[1] and (platform not in _OWN_NAMES or not interface(said))):
        return (said,)
    number = typed[2]
    if typed[1]:  # Cisco's word before a port of a device that has no such words
        return (_OWN_NAMES[platform].format(number.rpartition("/")[2]) if platform in _OWN_NAMES else said,)
    known = sorted(known)
    same = [name for name in known if re.search(rf"(?<=\D){re.escape(number)}$", name) and name[:1].isalpha()]
    whole = [name for name in same if name.removeprefix(_letters(name)) == number]
    if number.count("/") and whole:
        return (whole[0],)
    near = [name for name in known if name.count("/") == number.count("/") and not _is_uplink(name)]
    words = {_letters(name) for name in near} & set(_ACCESS)
    if "/" in number and len(words) == 1:
        return (f"{words.pop()}{number}",)
    alike = [name for name in ([like] if like else []) or known if _letters(name) in _ACCESS or name[:1].isdigit()]
    if "/" not in number:
        made = tuple(dict.fromkeys(re.sub(r"\d+$", number, name) for name in alike if not _is_uplink(name)))
        made = made[:1] if like else made
        if made:
            return tuple(sorted(made))
    if platform in _BARE:
        return (_BARE[platform][number.count("/")].format(number),)
    return (said,)


def _letters(name: str) -> str:
    found = re.match(r"[A-Za-z-]*", name)
    return found[0] if found else ""


def _is_uplink(name: str) -> bool:
    """Module ports (Gi1/1/1) and faster kinds hold uplinks; their numbers tell nothing of the access ports.

    Gi0/1 to Gi0/4 are the uplinks of a switch whose access ports are FastEthernet, and access ports of another.
    """
    if re.fullmatch(r"GigabitEthernet0/[1-4]", name):
        return True
    return re.search(r"\d/[1-9]/\d+$", name) is not None and name[:1].isalpha()


_ACCESS = ("GigabitEthernet", "FastEthernet", "Ethernet", "TwoGigabitEthernet", "FiveGigabitEthernet", "ge-")
# How a platform names an access port when only 14, 1/14 or 1/0/14 was said.
_BARE: dict[str | None, tuple[str, str, str]] = {
    "cisco_xe": ("GigabitEthernet1/0/{}", "{}", "GigabitEthernet{}"),
    "cisco_ios": ("{}", "{}", "GigabitEthernet{}"),
    "cisco_nxos": ("Ethernet1/{}", "Ethernet{}", "Ethernet{}"),
    "arista_eos": ("Ethernet{}", "Ethernet{}", "Ethernet{}"),
    "hp_procurve": ("{}", "{}", "{}"),
    "aruba_aoscx": ("1/1/{}", "{}", "{}"),
    "juniper_junos": ("ge-0/0/{}", "{}", "ge-{}"),
}
_OWN_NAMES: dict[str | None, str] = {"hp_procurve": "{}"}
