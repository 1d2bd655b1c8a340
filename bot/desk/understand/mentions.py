"""All that a text names: devices, interfaces, MAC and IP addresses, hosts, rooms, jacks, sites, WLANs, with places."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.desk.understand.lexicon import DEVICE_WORDS, Lexicon, key, segments
from bot.desk.understand.places import STATE, jack_mentions, room_mentions, site_mentions
from bot.desk.understand.port_names import port_mentions
from bot.desk.understand.wording import MASK, Wording, words
from parsers.values import mac

Kind = Literal["device", "ap", "interface", "mac", "ip", "host", "room", "jack", "site", "wlan", "broken_mac"]
# target: what is asked about. seen: told by the way ("a colleague sees that Te1/1/2 is blocked"), a further target.
# far: the other end, or what was tried from the target. server: a server or gateway, never looked at. settled: over.
# wrong: corrected away ("no, I meant ...").
MentionRole = Literal["target", "seen", "far", "server", "settled", "wrong"]

_NAME = re.compile(r"(?<![\w.-])[^\W_]\w{0,40}(?:[-.]\w{1,40}){0,9}(?:[:’'][a-zåäö]{1,2}\b)?")
_MOST_NAMES = 400  # names looked up per text; a pasted log holds more, a question does not
_MOST_SPACED = 100
_MOST_MENTIONS = 100
_MAC = re.compile(
    r"(?<![\w.:-])(?:0x)?(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}|"
    r"(?:[0-9a-f]{2} ){5}[0-9a-f]{2}|"
    r"[0-9a-f]{4}([.:-])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{6}[-:.][0-9a-f]{6}|[0-9a-f]{12})(?![\w:-]|\.\w)"
)
# Built like a MAC and not one: too short, too long, or with a letter that no MAC has. Never mended.
_BROKEN_MAC = re.compile(
    r"(?<![\w.:-])(?:(?:[0-9a-z]{1,2}:){3,7}[0-9a-z]{1,2}|(?:[0-9a-z]{2}-){4,7}[0-9a-z]{1,2}|"
    r"[0-9a-z]{3,5}\.[0-9a-z]{3,5}\.[0-9a-z]{3,5})(?![\w:-]|\.\w)"
)
_NOBODYS_MAC = re.compile(r"f{12}|0{12}")
# The port's own address in a pasted output, a radio's, a stack member's: not what hangs on the port.
_MAC_OF_THE_NETWORK = re.compile(
    r"(?:\bbia|, address is|\bbssid:?)\s*$|^\s*\*?\d\s+(?:active|standby|member|master)\s+$"
)
_MAC_WORD = re.compile(r"\bmac(?:-?adress\w*|[- ]address(?:es)?|en)?\s?(?:är|is|:|=|med|with)?\s*$")
_IP = re.compile(r"(?<![\w.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)(/\d{1,2})?")
_THING = (
    r"(?:dator(?:n|namn(?:et)?)?|pc:?n?|laptop(?:en)?|klient(?:en)?|skrivar(?:e|en)|printer(?:n)?|"
    r"host(?:en|name)?|värd(?:en|namn)?|"
    r"arbetsstation(?:en)?|workstation|computer|machine|telefon(?:en)?|phone|kamera(?:n)?|camera|codec)"
)
_HOST_WORD = re.compile(rf"\b{_THING}\s?(?:heter|är|är det|called|named|is|:|=|\(|med namn|med namnet)?\s*[\"']?$")
_SERVER_WORD = re.compile(
    r"\b(?:srv|server|servern|servrarna|dc|sql|app|db|vm|esx|nas|dns|dhcp|ntp|proxy|ad)\w*[\s:]*$"
)
# How the names of what hangs on a port begin, where no table of hosts tells.
_HOST_BEGINS = words(
    "prn prt print skr pc lap laptop lt nb wks ws dt desk dator mfp tel ipt cam kam cod vc tv ts kiosk med mt sep"
)
_WLAN_WORD = re.compile(
    r"\b(?:ssid|wlan|wlanet|wifi-?nätet|wifi-nät|wi-?fi network|trådlösa nätet|trådlöst nät|wireless network|"
    r"(?:connect|anslut\w*|koppla\w*(?: upp)?|logga\w* in|log in|join|kommer in|komma in|get)(?: (?:sig|mig))?"
    r" (?:to|till|mot|på|onto|on)(?: (?:ssid|wlan|wifi|nätet|the))?|(?:wifi|wi-fi|trådlöst)(?: på| on)?)"
    r"\s?(?:heter|called|:|=)?\s*[\"'”“]?(?P<name>[a-zåäö0-9][\w-]{2,31})"
)
# What most hospitals call a WLAN: who it belongs to, and for whom it is. Only looked for where there is a controller.
_WLAN_NAME = re.compile(
    r"(?<![\w.-])(?!(?:IT|IP|MS|AD|PC|TV|VPN|USB|HP|LAN|WAN|WLAN|VLAN|POE|NAC|DHCP|DNS|RADIUS|ISE|TCP|UDP|"
    r"SIP|MAC|SNMP|AP|ERR|LINK|PORT|SW|IF|CPU|PSU?|FAN|HA|STP|WLC)[-_])"
    r"(?:[A-ZÅÄÖ]{2,8}[-_][A-ZÅÄÖ][\wåäöÅÄÖ]+"
    r"|(?i:[a-zåäö]{2,12}[-_](?:guest|gäst|gast|corp|byod|iot|medtek|mta|personal|staff|public|wifi|wlan|"
    r"voice|student)))(?![\w.-])"
)
_WLAN_NUMBER = re.compile(r"\b(?:wlan|ssid)(?:-id| id| nr| nummer| number)? ?(?P<number>\d{1,2})\b")
_AP_WORDS = frozenset({"ap", "wap"})  # also behind the place: KAR-B1-AP06
_VLAN_BEFORE = re.compile(r"vlan\w*:?\s*$", re.IGNORECASE)
_GUESTS = re.compile(
    r"\b(?:gäst-?(?:nät\w*|wi-?fi\w*|wlan\w*)|guest (?:wi-?fi|network|wlan|wireless)|wi-?fi för (?:gäster|"
    r"besökare))\b"
)
_WLAN_SHAPE = re.compile(r"(?:[A-ZÅÄÖ][\wåäö]*(?:-[A-ZÅÄÖ][\wåäö]*)+|eduroam)")


_ENDING = re.compile(
    r"(?<![\w/.:-])(?P<end>(?:[a-z]{2,5}[ -])?[a-z]{1,4}\d{0,3}-\d{1,3}|[a-z]{2,5}\d{2})"
    r"(?=[ /](?:p ?\d{1,2}|port(?:en)? \d{1,2}|(?:gi|fa|te|eth?)? ?\d{1,2}(?:/\d{1,2}){0,2})(?![\w.]|-\d))"
)
_AP_ENDING = re.compile(
    r"(?<![\w-])(?:ap(?:en|:n)?|access ?(?:punkt(?:en)?|point))[ -](?P<end>[a-z]\d{1,2}-?\d{2})(?![\w/-])"
)
_NUMBER_BEHIND = re.compile(rf"[ /](?P<number>\d{{1,2}})(?= {STATE})")


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One thing that the text names, at [start, end).

    `value` is the inventory's spelling, or the canonical one where the inventory has no say; None where the thing is
    not known (then `nearest`) or could be several (then `choices`). For an interface it is what was said in full.
    """

    kind: Kind
    start: int
    end: int
    said: str
    value: str | None = None
    choices: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    site: str | None = None  # of a room or jack that was found


def mentions_of(wording: Wording, lexicon: Lexicon) -> list[Mention]:
    """Everything named, in the order of the text, without overlaps: what is surer covers what is guessed."""
    found: list[Mention] = []
    taken = bytearray(len(wording.masked))

    def take(candidates: Iterator[Mention]) -> None:
        for mention in candidates:
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                found.append(mention)

    take(_macs(wording))
    take(_addresses(wording, lexicon))
    take(_named(wording, lexicon))
    take(_as_mentions("jack", jack_mentions(wording, lexicon)))
    take(_as_mentions("room", room_mentions(wording, lexicon)))
    take(
        Mention(kind="interface", start=start, end=end, said=said, value=said)
        for start, end, said in port_mentions(wording.masked, any(one.kind == "device" for one in found))
    )
    take(_numbers_behind(wording, list(found)))
    take(_broken_macs(wording))
    take(_hosts(wording, lexicon))
    take(_wlans(wording))
    if lexicon.on_air:
        take(_wlan_names(wording, alone=not found))
    take(_as_mentions("site", site_mentions(wording, lexicon)))
    found.sort(key=lambda mention: mention.start)
    return found if len(found) <= _MOST_MENTIONS else found[: _MOST_MENTIONS // 2] + found[-_MOST_MENTIONS // 2 :]


def _as_mentions(
    kind: Kind, places: Iterator[tuple[int, int, str | None, tuple[str, ...], tuple[str, ...], str | None]]
) -> Iterator[Mention]:
    for start, end, value, choices, nearest, site in places:
        yield Mention(
            kind=kind, start=start, end=end, said=value or "", value=value, choices=choices, nearest=nearest, site=site
        )


def _macs(wording: Wording) -> Iterator[Mention]:
    for match in _MAC.finditer(wording.masked):
        parts = re.split(r"[^0-9a-f]", match[0].removeprefix("0x"))
        digits = "".join(part.zfill(2) for part in parts)  # some systems leave out a leading zero
        line = wording.masked[max(wording.masked.rfind("\n", 0, match.start()) + 1, match.start() - 60) : match.start()]
        if _NOBODYS_MAC.fullmatch(digits) or _MAC_OF_THE_NETWORK.search(line):
            continue
        bare_number = match[0].isdigit() and not _MAC_WORD.search(wording.masked, 0, match.start())
        if not bare_number:
            yield Mention(kind="mac", start=match.start(), end=match.end(), said=match[0], value=mac(digits))


def _broken_macs(wording: Wording) -> Iterator[Mention]:
    for match in _BROKEN_MAC.finditer(wording.masked):
        is_time = re.fullmatch(r"[\d:.]+", match[0]) is not None
        hexadecimal = sum(letter in "0123456789abcdef" for letter in match[0]) >= 9
        if not is_time and hexadecimal and any(letter.isdigit() for letter in match[0]):
            yield Mention(kind="broken_mac", start=match.start(), end=match.end(), said=match[0])


def _addresses(wording: Wording, lexicon: Lexicon) -> Iterator[Mention]:
    for match in _IP.finditer(wording.masked):
        text = match[0].partition("/")[0]
        try:
            address = ipaddress.IPv4Address(text)
        except ValueError:
            continue
        # A mask, a network and the address that a client gives itself name no one.
        nobody = match[1] or text.startswith(("255.", "0.")) or address.is_link_local or address.is_loopback
        device = lexicon.addresses.get(text)
        if device and not match[1]:
            yield Mention(kind="device", start=match.start(), end=match.end(), said=text, value=device.name)
        else:
            yield Mention(kind="ip", start=match.start(), end=match.end(), said=text, value=None if nobody else text)


def _named(wording: Wording, lexicon: Lexicon) -> Iterator[Mention]:
    """Devices and access points, known, misspelt or built like one; and hosts of the inventory's table."""
    looked_up = 0
    on_air = lexicon.on_air
    yield from _ends_of_names(wording, lexicon)
    for match in _NAME.finditer(wording.masked):
        said = match[0]
        parts = segments(said)
        if looked_up >= _MOST_NAMES or MASK in said or not parts or len(said) > 80:
            continue
        plain = wording.plain[match.start() : match.end()]
        host = lexicon.hosts.get(key(said)) or lexicon.hosts.get(key(said.partition(".")[0]))
        if host:
            yield Mention(kind="host", start=match.start(), end=match.end(), said=plain, value=host)
            continue
        if not any(part.isdigit() for part in parts) and len(parts) == 1 and len(said) < 4:
            continue
        looked_up += 1
        hit = lexicon.device(said)
        ap = parts[0] in _AP_WORDS or (parts[0] not in DEVICE_WORDS and not _AP_WORDS.isdisjoint(parts) and on_air)
        kind: Kind = (
            "ap" if any(device.role == "ap" for device in hit.devices) or (ap and not hit.devices) else "device"
        )
        names = tuple(device.name for device in hit.devices)
        if len(names) == 1:
            yield Mention(kind=kind, start=match.start(), end=match.end(), said=plain, value=names[0])
        elif names:
            yield Mention(kind=kind, start=match.start(), end=match.end(), said=plain, choices=names)
        elif lexicon.looks_like_device(said) or (ap and on_air and parts[-1].isdigit()):
            nearest = lexicon.nearest(said, ap=ap)
            unlisted = ap and not lexicon.lists_aps
            # Where no access point is listed, the controller knows them; ours to ask for it by the name that was said.
            value = plain if unlisted else None
            yield Mention(kind=kind, start=match.start(), end=match.end(), said=plain, value=value, nearest=nearest)
    yield from _spaced(wording, lexicon)


def _ends_of_names(wording: Wording, lexicon: Lexicon) -> Iterator[Mention]:
    """A device by the end of its name right before a port (ost a2-01 p14, har01/9), an access point behind AP."""
    for match in _ENDING.finditer(wording.masked):
        start, end = match.span("end")
        for said in (match["end"], match["end"].partition(" ")[2]):
            found = [device for device in lexicon.ending_in(said) if device.role in (None, "access")] if said else []
            if len(found) == 1:
                begin = end - len(said)
                yield Mention(kind="device", start=begin, end=end, said=wording.plain[begin:end], value=found[0].name)
                break
    for match in _AP_ENDING.finditer(wording.masked):
        label = re.sub(r"(?<=\d)(?=\d\d$)", "-", match["end"])
        found = lexicon.ending_in(label, ap=True)
        if len(found) == 1:
            start, end = match.span()
            yield Mention(kind="ap", start=start, end=end, said=wording.plain[start:end], value=found[0].name)


def _numbers_behind(wording: Wording, found: list[Mention]) -> Iterator[Mention]:
    """A bare number between a device and what is wrong is a port: sw-har-01 9 inget."""
    for device in found:
        number = _NUMBER_BEHIND.match(wording.masked, device.end) if device.kind == "device" and device.value else None
        if number:
            start, end = number.span("number")
            yield Mention(kind="interface", start=start, end=end, said=number["number"], value=number["number"])


def _spaced(wording: Wording, lexicon: Lexicon) -> Iterator[Mention]:
    """Devices written with spaces for dashes: sw kar a2 03."""
    tokens = [(match.start(), match.end()) for match in re.finditer(r"[^\W_]+", wording.masked)]
    begins = lexicon.first_words | lexicon.host_words
    first = [at for at, (start, end) in enumerate(tokens) if wording.masked[start:end] in begins]
    for at in first[:_MOST_SPACED]:
        start = tokens[at][0]
        for count in (5, 4, 3, 2):
            if at + count > len(tokens):
                continue
            end = tokens[at + count - 1][1]
            said = wording.masked[start:end]
            if not re.fullmatch(r"[^\W_]+(?:[ _-]{1,3}[^\W_]+)*", said):
                continue
            host = lexicon.host(said)
            if host:
                yield Mention(kind="host", start=start, end=end, said=said, value=host)
                break
            hit = lexicon.device(said)
            if len(hit.devices) == 1 and key(said) == key(hit.devices[0].name):
                kind: Kind = "ap" if hit.devices[0].role == "ap" else "device"
                yield Mention(kind=kind, start=start, end=end, said=said, value=hit.devices[0].name)
                break


def _hosts(wording: Wording, lexicon: Lexicon) -> Iterator[Mention]:
    """Names of what hangs on a port: said to be a computer or printer, or named like one."""
    for match in _NAME.finditer(wording.masked):
        said, parts = match[0], segments(match[0])
        if MASK in said or len(parts) < 2 or not any(part.isdigit() for part in parts) or len(said) > 63:
            continue
        lead = wording.masked[max(0, match.start() - 40) : match.start()]
        begins = parts[0] in _HOST_BEGINS and re.match(r"[a-zåäö]{2,}[-_]?", said) is not None
        told = _HOST_WORD.search(lead) is not None and len(parts[0]) > 1 and parts[0] not in DEVICE_WORDS
        if (begins or told) and sum(map(len, parts)) >= 5 and not _SERVER_WORD.search(lead):
            plain = wording.plain[match.start() : match.end()]
            yield Mention(kind="host", start=match.start(), end=match.end(), said=plain, value=plain)


def _wlans(wording: Wording) -> Iterator[Mention]:
    """The name of a WLAN, as it was said: the inventory does not list them."""
    for match in _WLAN_WORD.finditer(wording.masked):
        start, end = match.span("name")
        name = wording.plain[start:end]
        told = re.match(r"(?:ssid|wlan\b|wlanet)", match[0]) is not None and name.lower() not in _NOT_A_WLAN
        wireless = re.search(r"wi-?fi|wlan|ssid|trådlös|wireless", match[0]) is not None
        shaped = _WLAN_SHAPE.fullmatch(name) is not None or (wireless and re.fullmatch(r"[A-ZÅÄÖ]{3,}\w*", name))
        if (told or shaped) and not re.fullmatch(r"[\d-]+", name):
            yield Mention(kind="wlan", start=start, end=end, said=name, value=name)
    for match in re.finditer(r"\beduroam\b", wording.masked):
        yield Mention(kind="wlan", start=match.start(), end=match.end(), said="eduroam", value="eduroam")


def _wlan_names(wording: Wording, *, alone: bool) -> Iterator[Mention]:
    """What only looks like the name of a WLAN; the guests' is called by what it is, where nothing else is named."""
    for match in _WLAN_NAME.finditer(wording.plain):
        if not _VLAN_BEFORE.search(wording.plain, 0, match.start()):
            yield Mention(kind="wlan", start=match.start(), end=match.end(), said=match[0], value=match[0])
    for match in _WLAN_NUMBER.finditer(wording.masked):
        yield Mention(kind="wlan", start=match.start(), end=match.end(), said=match[0], value=match["number"])
    for match in _GUESTS.finditer(wording.masked) if alone else ():
        yield Mention(kind="wlan", start=match.start(), end=match.end(), said=match[0], value=match[0])


_NOT_A_WLAN = words(
    "funkar fungerar inte är går syns saknas nere borta och men på i som hos för med till ligger heter the is "
    "not down "
    "works working missing gone and but at on in for with does profile profil controller kontroller"
)
