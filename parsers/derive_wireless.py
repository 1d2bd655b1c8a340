"""What follows from what a wireless controller said: band, power, who heard a client best. For parsers.derive; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from parsers.records import ApDetail, DeleteReason, Exclusion, WifiClient, WifiClientRow

Derived = Mapping[str, tuple[object, tuple[str, ...]]]
Seen = Mapping[str, str]

_LAST_LOW_CHANNEL = 14
_BANDS = {"2.4": "2.4ghz", "5": "5ghz", "6": "6ghz"}
# Standards that live in one band only; 802.11n and later name their band.
_ONLY = {"802.11b": "2.4ghz", "802.11g": "2.4ghz", "802.11a": "5ghz", "802.11ac": "5ghz"}


def ap_detail(record: ApDetail, seen: Seen) -> Derived:
    """`PoE/Full Power`, `Power Injector/Normal mode` and a wall socket are enough; `Medium Power (15.4 W)` is not."""
    words = (record.power or "").casefold()
    enough = True if re.search(r"\b(?:full|normal|dc|ac adapt|external|local)", words) else None
    short = re.search(r"\b(?:medium|low|reduced|partial|insufficient|15\.4)\b", words)
    return {"full_power": (False if short else enough, ("power",))}


def wifi_client(record: WifiClient, seen: Seen) -> Derived:
    """The band out of the protocol, and the access point that heard the client best."""
    name, rssi = _strongest(seen.get("SEEN_NEAR", "") if "SEEN_ALL" in seen else "")
    return {
        "band": (_band(record.protocol or "", seen.get("SEEN_CHANNEL")), ("protocol", "SEEN_CHANNEL")),
        "strongest_ap": (name, ("SEEN_NEAR",)),
        "strongest_rssi": (rssi, ("SEEN_NEAR",)),
    }


def wifi_client_row(record: WifiClientRow, seen: Seen) -> Derived:
    """AireOS calls a client associated from beginning to end; only that all is done it says in a column of its own."""
    done = record.state == "associated" and seen.get("SEEN_AUTH") == "Yes"
    return {"state": ("run", ("state", "SEEN_AUTH"))} if done else {}


def _band(protocol: str, channel: str | None) -> str | None:
    """By its name; by the number of the channel only where the controller knows nothing above 5 GHz."""
    if named := re.search(r"(2\.4|5|6) ?GHz", protocol):
        return _BANDS[named[1]]
    if channel is not None:
        return "2.4ghz" if int(channel) <= _LAST_LOW_CHANNEL else "5ghz"
    return _ONLY.get(protocol.split(" ", maxsplit=1)[0].casefold())


def _strongest(near: str) -> tuple[str | None, int | None]:
    """Of `AP-1 -62 -70 AP-2 -50`: AP-2, -50."""
    name: str | None = None
    best: tuple[str | None, int | None] = (None, None)
    for word in near.split():
        if not re.fullmatch(r"-\d+", word):
            name = word
        elif best[1] is None or int(word) > best[1]:
            best = (name, int(word))
    return best


def exclusion(record: Exclusion, seen: Seen) -> Derived:
    """What the controller does by itself has a reason of its own; what a person did says so."""
    if record.kind or record.reason is None:
        return {}
    by_hand = re.match(r"manual|administrat|static", record.reason, re.IGNORECASE)
    return {"kind": ("manual" if by_hand else "dynamic", ("reason",))}


def delete_reason(record: DeleteReason, seen: Seen) -> Derived:
    """What the access points did says so in each line."""
    return {"by": (record.by or "controller", ("reason",))}


DERIVE: dict[str, Callable[[Any, Seen], Derived]] = {
    "ap_detail": ap_detail,
    "wifi_client": wifi_client,
    "wifi_client_row": wifi_client_row,
    "exclusion": exclusion,
    "delete_reason": delete_reason,
}
