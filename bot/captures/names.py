"""How a command becomes a file name, and what in a command names one interface, MAC, address or VLAN.

Interface spellings stand here a second time, apart from the parsers' own: the lab serves captures through this
package, and what prints must not share its mistakes with what reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

_FULL_NAMES = (
    "FastEthernet", "GigabitEthernet", "TwoGigabitEthernet", "FiveGigabitEthernet", "TenGigabitEthernet",
    "TwentyFiveGigE", "FortyGigabitEthernet", "FiftyGigE", "HundredGigE", "TwoHundredGigE", "FourHundredGigE",
    "AppGigabitEthernet", "Ethernet", "Port-channel", "Vlan", "Loopback", "Tunnel", "Serial", "Bluetooth", "mgmt",
    "nve", "Dot11Radio",
)  # fmt: skip
_SHORT = {
    "fa": "FastEthernet", "gi": "GigabitEthernet", "ge": "GigabitEthernet", "tw": "TwoGigabitEthernet",
    "fi": "FiveGigabitEthernet", "te": "TenGigabitEthernet", "twe": "TwentyFiveGigE", "fo": "FortyGigabitEthernet",
    "fif": "FiftyGigE", "hu": "HundredGigE", "ap": "AppGigabitEthernet", "et": "Ethernet", "po": "Port-channel",
    "vl": "Vlan", "lo": "Loopback", "tu": "Tunnel", "se": "Serial", "twentyfivegigabitethernet": "TwentyFiveGigE",
    "hundredgigabitethernet": "HundredGigE", "portchannel": "Port-channel",
}  # fmt: skip
_INTERFACE = re.compile(r"([A-Za-z][A-Za-z-]*?)(\d+(?:/\d+){0,3}(?:\.\d+)?)")
_MAC = re.compile(
    r"[0-9a-f]{4}([.-])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\2){4}[0-9a-f]{2}|[0-9a-f]{6}-[0-9a-f]{6}"
    r"|[0-9a-f]{12}",
    re.I,
)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_PORT = re.compile(r"[A-Z]?\d{1,3}|\d+/\d+(?:/\d+)?|[a-z]{2}-\d+/\d+/\d+|(?:ae|lag|Trk)\d+")  # procurve, aruba, junos
_BEFORE_A_PORT = frozenset({
    "interface", "interfaces", "brief", "port", "ports", "mac-address", "remote-device", "config", "status",
    "power-over-ethernet", "counters", "statistics", "neighbors", "address-table",
})  # fmt: skip
_KEYWORDS = frozenset({"interface", "address", "vlan", "id", "mac", "mac-address", "host", "ip"})  # go with the value


@dataclass(frozen=True, kw_only=True)
class Selector:
    """The part of a command that names one thing, and the commands for all such things, the likeliest first."""

    kind: Literal["interface", "mac", "address", "vlan", "port"]
    value: str
    broader: tuple[str, ...]


def full_interface(word: str) -> str | None:
    """GigabitEthernet1/0/14 from gi1/0/14 or any longer spelling; None for what is no interface name."""
    match = _INTERFACE.fullmatch(word)
    if match is None or re.fullmatch(r"VLAN\d{4}|dot11", word, re.I):  # VLAN0110 is a spanning tree, dot11 a radio
        return None
    kind = match[1].lower()
    name = _SHORT.get(kind)
    if name is None and len(kind) > 1 and kind != "port":  # "port 4" is no bundle
        fits = [full for full in _FULL_NAMES if full.lower().startswith(kind)]
        name = fits[0] if len(fits) == 1 else next((full for full in fits if full.lower() == kind), None)
    return None if name is None else name + match[2]


def plain_mac(word: str) -> str | None:
    """Twelve hex digits from any spelling of a MAC address."""
    return re.sub(r"[^0-9a-f]", "", word.lower()) if _MAC.fullmatch(word) else None


def is_address(word: str) -> bool:
    return _ADDRESS.fullmatch(word) is not None


def is_port(word: str) -> bool:
    """Whether the word is a port name without a type: 16, A4, 1/1/4, ge-0/0/7."""
    return _PORT.fullmatch(word) is not None


def canonical(command: str) -> str:
    """The command with single blanks and full interface names (also from two words: `gi 1/0/14`)."""
    words = command.split()
    out: list[str] = []
    at = 0
    while at < len(words):
        pair = words[at] + words[at + 1] if at + 1 < len(words) and words[at + 1][:1].isdigit() else ""
        # `address-table vlan 5` asks for a VLAN, `interfaces vlan 5` for an interface.
        is_vlan = words[at].lower() in {"vlan", "vl"} and not (out and out[-1].lower() in {"interface", "interfaces"})
        joined = full_interface(pair) if pair and not is_vlan else None
        out.append(joined or full_interface(words[at]) or words[at])
        at += 2 if joined else 1
    return " ".join(out)


def file_names(command: str) -> Iterator[str]:
    """The names (lower case, without .txt) under which an answer to the command may stand, the proper one first.

    Percent-encoding is told for `/ | : *` and "other reserved characters"; both the narrow and the wide reading of
    that are looked for. Never the other way round: a file name does not tell the command.
    """
    for spelling in dict.fromkeys((canonical(command), " ".join(command.split()))):
        for safe in (" !$&'()+,;=@[]^`{}#", " "):
            yield quote(spelling, safe=safe).replace(" ", "_").lower()


def file_stem(command: str) -> str:
    """The proper name (without .txt) of the file that holds the answer to a command."""
    return quote(command, safe=" -._~").replace(" ", "_")


def selectors(command: str) -> Iterator[Selector]:
    """What in the (canonical) command names one thing, with the command for all of them."""
    words = command.split()
    for at, word in enumerate(words[1:], 1):
        before = words[at - 1].lower()
        kind: Literal["interface", "mac", "address", "vlan", "port"]
        if full_interface(word):
            kind = "interface"
        elif plain_mac(word):
            kind = "mac"
        elif is_address(word):
            kind = "address"
        elif word.isdigit() and before in {"vlan", "vlans", "id"}:
            kind = "vlan"
        elif is_port(word) and before in _BEFORE_A_PORT:
            kind = "port"
        else:
            continue
        yield Selector(kind=kind, value=word, broader=tuple(_without(words, at)))


def _without(words: list[str], at: int) -> Iterator[str]:
    """The command without its value; without the keyword before it too; and with `all` in its place."""
    rest = words[at + 1 :]
    yield " ".join(words[:at] + rest)
    if words[at - 1].lower() in _KEYWORDS and at > 2:
        yield " ".join(words[: at - 1] + rest)
        yield " ".join([*words[: at - 1], "all", *rest])
    else:
        yield " ".join([*words[:at], "all", *rest])
