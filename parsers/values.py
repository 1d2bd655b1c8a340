"""How the words of devices become values: interface names, MAC addresses, times, spans, speeds. Pure functions.

A function whose name is a noun gives None where the text is not such a thing. READERS, which the annotations of
records name, give None where the device said that there is nothing ("never", "none") and raise ValueError where its
words are not understood, so that the two are never mixed up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

# Full name -> the abbreviation of `show interfaces status`. Where a typed beginning fits several (`Tw`), that of the
# table wins, as on the device's own listing; the command line itself would call it ambiguous.
_SHORT = {
    "GigabitEthernet": "Gi",
    "FastEthernet": "Fa",
    "TenGigabitEthernet": "Te",
    "TwoGigabitEthernet": "Tw",
    "FiveGigabitEthernet": "Fi",
    "TwentyFiveGigE": "Twe",
    "FortyGigabitEthernet": "Fo",
    "FiftyGigE": "Fif",
    "HundredGigE": "Hu",
    "TwoHundredGigE": "TwoH",
    "FourHundredGigE": "Fou",
    "AppGigabitEthernet": "Ap",
    "Ethernet": "Et",
    "Port-channel": "Po",
    "Vlan": "Vl",
    "Loopback": "Lo",
    "Tunnel": "Tu",
    "Serial": "Se",
    "Bluetooth": "Bl",
    "BDI": "BD",
    "Null": "Nu",
    "mgmt": "mgmt",
    "Management": "Ma",
}
_FULL = {short.casefold(): full for full, short in _SHORT.items()} | {
    "eth": "Ethernet",
    "e": "Ethernet",  # single letters are ports only where people type them so: A1 and B4 are ports of other makes
    "f": "FastEthernet",
    "g": "GigabitEthernet",
    "t": "TenGigabitEthernet",
    "five": "FiveGigabitEthernet",
    "portchannel": "Port-channel",
    "twentyfivegigabitethernet": "TwentyFiveGigE",
    "hundredgigabitethernet": "HundredGigE",
    "fortygige": "FortyGigabitEthernet",
    "tengige": "TenGigabitEthernet",
}
# Junos names a port by its kind and its place (ge-0/0/12), and what runs over it by a unit: unit 0 is the port itself.
_JUNOS_PORT = r"(?:(?:fe|ge|mge|xe|et)-\d{1,2}/\d{1,2}/\d{1,3}(?::\d{1,2})?|(?:ae|reth)\d{1,4})(?:\.\d{1,5})?"
_INTERFACE = re.compile(r"([a-z][a-z-]*?) ?(\d+(?:/\d+){0,3}(?:\.\d+)?)", re.IGNORECASE | re.ASCII)
_NAMED_IN_TEXT = re.compile(
    r"(?<![\w/-])("
    + "|".join(sorted({*_SHORT, *_SHORT.values(), "Eth", "Port-Channel", "port-channel"}, key=len, reverse=True))
    + r") ?(\d+(?:/\d+){0,3}(?:\.\d+)?)(?![\w/])"
    + rf"|(?<![\w/-])({_JUNOS_PORT})(?![\w/:])"
)
_MAC = re.compile(
    r"[0-9a-f]{6}-[0-9a-f]{6}|[0-9a-f]{4}([.-])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\2){4}[0-9a-f]{2}|[0-9a-f]{12}"
)
# Behind a label there may be no blank: MACAddress:a4:c3:f0:12:7d:05.
_MAC_IN_TEXT = re.compile(
    r"(?:(?<![\w.:-])|(?<=[a-z]{3}:))"
    r"(?:[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?![\w:-])",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LAST_VLAN = 4094
_ALL_VLANS = tuple(range(1, _LAST_VLAN + 1))


@dataclass(frozen=True, kw_only=True)
class DeviceTime:
    """A time as the device told it: on its own clock, with the parts it printed.

    `doubtful` under `*` (never set) or `.` (lost its time source). A stamp of uptime (`1w2d:`) has only `since_boot_s`.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    zone: str | None = None
    doubtful: bool = False
    since_boot_s: int | None = None


def interface(text: str) -> str | None:
    """The full name (GigabitEthernet1/0/14) of an interface in any spelling (Gi1/0/14, gi 1/0/14), else None."""
    if re.fullmatch(_JUNOS_PORT, text.strip().casefold(), re.ASCII):
        return text.strip().casefold().removesuffix(".0")
    found = _INTERFACE.fullmatch(text.strip())
    if not found:
        return None
    word, number = found[1].casefold(), found[2]
    if len(word) == 1 and "/" not in number:  # E1 is the first port of module E of other makes
        return None
    if word in _FULL:
        return _FULL[word] + number
    if len(word) == 1 or word == "port":  # "port 4" is the fourth port, not the fourth bundle
        return None
    begun = [full for full in _SHORT if full.casefold().startswith(word)]
    return begun[0] + number if len(begun) == 1 else None


# Ports that are not called by a word and a number: 14, A1, 1/14, 1/A1, 1/1/14, Trk1, lag10.
_OWN_NAME = re.compile(r"(?:\d{1,2}/){0,2}[A-L]?\d{1,3}|Trk\d{1,3}|lag\d{1,3}")


def port_name(text: str) -> str | None:
    """The name of a port in its one spelling: the full Cisco name, or what another make calls it; else None."""
    own = text.strip()
    return interface(own) or (own if _OWN_NAME.fullmatch(own) else None)


def short_interface(full: str) -> str:
    """The name as `show interfaces status` prints it (Gi1/0/14); a name that is not known comes back as it is."""
    name = interface(full)
    if name is None:
        return full
    found = re.fullmatch(r"(\D+)(.+)", name)
    assert found is not None, "interface() gives a word and a number"
    return _SHORT.get(found[1], found[1]) + found[2]


def interfaces_in(text: str) -> tuple[str, ...]:
    """The interfaces that a sentence names, full, in order, each once."""
    names = (interface(found[3] or found[1] + found[2]) for found in _NAMED_IN_TEXT.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name))


def mac(text: str) -> str | None:
    """aa:bb:cc:dd:ee:ff from any spelling of a MAC address, else None."""
    low = text.strip().casefold()
    if not _MAC.fullmatch(low):
        return None
    digits = re.sub(r"[^0-9a-f]", "", low)
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def dotted_mac(text: str) -> str:
    """aabb.ccdd.eeff, as Cisco's commands take it. Raises ValueError for what is no MAC address."""
    whole = mac(text)
    if whole is None:
        raise ValueError(f"'{text}' is not a MAC address")
    digits = whole.replace(":", "")
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def hyphen_mac(text: str) -> str:
    """aabbcc-ddeeff, as ProCurve switches take it. Raises ValueError for what is no MAC address."""
    digits = dotted_mac(text).replace(".", "")
    return f"{digits[:6]}-{digits[6:]}"


def macs_in(text: str) -> tuple[str, ...]:
    """The MAC addresses that a sentence names, in order, each once."""
    found = (mac(match[0]) for match in _MAC_IN_TEXT.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address))


def address(text: str) -> str | None:
    """An IPv4 address in its plain spelling, else None."""
    parts = text.strip().split(".")
    if len(parts) != 4 or not all(re.fullmatch(r"0|[1-9]\d{0,2}", part) and int(part) <= 255 for part in parts):
        return None
    return ".".join(parts)


_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?(?: (?P<half>[AP]M)\b)?"
_ZONE = r"(?: (?P<zone>[A-Za-z][\w+-]{1,9}))?"
_TIMES = (
    # show clock: 09:42:13.412 CET Tue Nov 17 2026
    re.compile(rf"{_CLOCK}{_ZONE} (?:\w{{3}},? )?(?P<month>[A-Za-z]{{3}}) +(?P<day>\d{{1,2}}),? (?P<year>\d{{4}})"),
    # service timestamps log datetime [year] [msec] [show-timezone]: Nov 17 2026 09:42:13.412 CET
    re.compile(rf"(?P<month>[A-Za-z]{{3}}) +(?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?,? {_CLOCK}{_ZONE}"),
    # show clock of AOS-CX and EOS, show time of ProCurve: Tue Nov 17 09:42:13 CET 2026
    re.compile(rf"(?:\w{{3}} )?(?P<month>[A-Za-z]{{3}}) +(?P<day>\d{{1,2}}) {_CLOCK}{_ZONE} (?P<year>\d{{4}})"),
    # the log of ProCurve: 11/17/26 09:42:13, a C9800: 11/17/2026 09:42:13 CET
    re.compile(rf"(?P<month>\d{{2}})/(?P<day>\d{{2}})/(?P<year>\d{{4}}|\d{{2}}) {_CLOCK}{_ZONE}"),
    # the log of AOS-CX: 2026-11-17T09:42:13.412345+01:00
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})[T ]{_CLOCK}(?P<zone>Z|[+-]\d\d:?\d\d)?"),
    # show system uptime of Junos: 2026-11-17 09:42:13 CET
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}) {_CLOCK}{_ZONE}"),
    # the order of NX-OS: 2026 Nov 17 09:42:13.412
    re.compile(rf"(?P<year>\d{{4}}) (?P<month>[A-Za-z]{{3}}) +(?P<day>\d{{1,2}}) {_CLOCK}{_ZONE}"),
)


def device_time(text: str) -> DeviceTime | None:
    """A time stamp of a device (`show clock`, a log message, an uptime stamp), else None."""
    stamp = re.sub(r"\s+", " ", text.strip().rstrip(":"))
    doubtful = stamp[:1] in {"*", "."}
    stamp = stamp.lstrip("*.")
    for form in _TIMES:
        found = form.fullmatch(stamp)
        month = _month(found["month"]) if found else None
        if found and month:
            time = DeviceTime(
                year=_year(found["year"]) if found["year"] else None,
                month=month,
                day=int(found["day"]),
                hour=_hour(int(found["hour"]), found["half"]),
                minute=int(found["minute"]),
                second=int(found["second"]),
                microsecond=int((found["fraction"] or "0").ljust(6, "0")[:6]),
                zone=found["zone"],
                doubtful=doubtful,
            )
            return time if _can_be(time) else None
    span = seconds(stamp)
    return None if span is None else DeviceTime(doubtful=doubtful, since_boot_s=span)


def _month(text: str) -> int | None:
    low = text.casefold()
    if low in _MONTHS:
        return _MONTHS.index(low) + 1
    return int(text) if text.isdecimal() and 1 <= int(text) <= 12 else None


def _hour(told: int, half: str | None) -> int:
    """Of a clock of twelve hours, which NX-OS shows where it is set so: 12 AM is midnight."""
    if half is None:
        return told
    return told % 12 + (12 if half == "PM" else 0) if 1 <= told <= 12 else -1


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _can_be(time: DeviceTime) -> bool:
    return 1 <= (time.day or 0) <= 31 and 0 <= time.hour <= 23 and time.minute <= 59 and time.second <= 60


_UNIT_S = {"y": 31_536_000, "w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPELLED = re.compile(r"(\d+) (years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[hms])\b")
_COMPACT = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def _unit_s(unit: str) -> int:
    """AOS-CX counts in months too, which are as long as they are on average."""
    return 2_629_746 if unit.startswith("mon") else _UNIT_S[unit[0]]


def seconds(text: str) -> int | None:
    """A span in seconds: "25 weeks, 5 days", "00:38:11", "1y2w", "2d03h", "9 days, 07 h 09 m"; else None."""
    span = text.strip().casefold().replace("(s)", "s")  # NX-OS: 60 day(s)
    if clock := re.fullmatch(r"(\d+):(\d{2}):(\d{2})", span):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if clock := re.fullmatch(r"(\d+) days?, (\d+):(\d{2}):(\d{2})", span):  # EOS
        return ((int(clock[1]) * 24 + int(clock[2])) * 60 + int(clock[3])) * 60 + int(clock[4])
    if spelled := _SPELLED.findall(span):
        plain = re.sub(r"[,\s]|and", "", _SPELLED.sub("", span))
        return None if plain else sum(int(count) * _unit_s(unit) for count, unit in spelled)
    compact = _COMPACT.fullmatch(span) if span else None
    if compact is None:
        return None
    return sum(int(count) * unit for count, unit in zip(compact.groups(), _UNIT_S.values(), strict=True) if count)


def mbps(text: str) -> int | None:
    """A speed in Mbit/s: "1000Mb/s", "a-100", "10G", "2.5G"; else None."""
    found = re.fullmatch(r"(?:a-)?(\d+(?:\.\d+)?)\s?(g|m|k)?(?:b(?:it)?(?:/s|ps)?)?", text.strip().casefold())
    if not found:
        return None
    speed = float(found[1]) * {"g": 1000.0, "k": 0.001}.get(found[2] or "", 1.0)
    return int(speed) if speed == int(speed) else None


def vlans(text: str) -> tuple[int, ...] | None:
    """A set of VLANs in rising order: "1,10-12" -> (1, 10, 11, 12), "none" -> (), "all" -> 1-4094; else None."""
    said = re.sub(r"[\s,]+", ",", text.strip()).casefold()
    if said == "none":
        return ()
    if said == "all":
        return _ALL_VLANS
    found: set[int] = set()
    for part in said.split(","):
        ends = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (1, 0)
        if not 1 <= first <= last <= _LAST_VLAN:
            return None
        found.update(range(first, last + 1))
    return tuple(sorted(found))


_YES = {"enabled", "enable", "yes", "on", "true", "active"}
_NO = {"disabled", "disable", "no", "off", "false", "inactive"}
_NOTHING = {"never", "none", "0", "n/a", "na", "-", "--", "---", "unassigned", "unknown", "all", "auto"}

Value = TypeVar("Value")


def vlan(text: str) -> int | None:
    """The number of a VLAN, 1-4094, else None."""
    return int(text) if text.isdecimal() and 1 <= int(text) <= _LAST_VLAN else None


def yes(text: str) -> bool | None:
    """Enabled, yes, on -> True; Disabled, no, off -> False; else None."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _or_nothing(noun: Callable[[str], Value | None]) -> Callable[[str], Value | None]:
    """A reader that gives None only where the device says that there is nothing, and otherwise raises ValueError."""

    def read(text: str) -> Value | None:
        value = noun(text)
        if value is None and text.strip().casefold() not in _NOTHING:
            raise ValueError(f"'{text}' is not understood")
        return value

    return read


def _each(noun: Callable[[str], str | None]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        found = {word: noun(word) for word in re.split(r"[,\s]+", text) if word}
        for word, value in found.items():
            if value is None:
                raise ValueError(f"'{word}' is not understood")
        return tuple(value for value in found.values() if value is not None)

    return read


def _interface_or_odd(text: str) -> str | None:
    """Also names of things that nobody asks about here (ucse1/0/0, pw100001), as printed: they spoil no list."""
    return port_name(text) or (text if re.fullmatch(r"[A-Za-z][\w-]*\d(?:[\d/.:]*\d)?", text) else None)


def _int(text: str) -> int:
    """Also 55,120, as ProCurve counts. Raises ValueError."""
    return int(text.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text) else text)


def _device_time(text: str) -> DeviceTime:
    time = device_time(text)
    if time is None:
        raise ValueError(f"'{text}' is not a time")
    return time


# What an annotation of parsers.records names -> its reader: a value, None for "there is nothing", or ValueError.
READERS: dict[str, Callable[[str], object]] = {
    "interface": _or_nothing(_interface_or_odd),
    "mac": _or_nothing(mac),
    "seconds": _or_nothing(seconds),
    "mbps": _or_nothing(mbps),
    "vlan": _or_nothing(vlan),
    "vlans": _or_nothing(vlans),
    "words": lambda text: tuple(re.findall(r"[^,\s]+", text)),
    "interfaces": _each(_interface_or_odd),
    "macs": _each(mac),
    "yes": _or_nothing(yes),
    "time": _device_time,
    "percent": lambda text: int(text.strip().removesuffix("%")),
    "dbm": lambda text: int(re.sub(r" *dBm$", "", text.strip())),
    "int": _int,
    "float": float,
    "str": str.strip,
}
