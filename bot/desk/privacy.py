"""What is personal on a card: addresses of network cards and hosts, users and computers, in whatever spelling.

Everything that has the shape of an address counts, also where it belongs to equipment: to tell the two apart may fail,
and what is hidden can be shown to those who may. Names are those that devices and the asker gave as users or hosts. A
name that stands only in free words ("Anna says ...") cannot be recognised; such words are on no card.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.card import DiagnosisCard, hider, texts_of
from bot.model import Answer

_PAIR: Final = "[0-9A-Fa-f]{2}"
_MAC: Final = re.compile(
    rf"(?<![0-9A-Fa-f.:-])(?:"
    rf"{_PAIR}(?:(?::{_PAIR}){{5,6}}|(?:-{_PAIR}){{5,6}})|"  # also a client id: 01 and the address
    r"[0-9A-Fa-f]{4}(?:(?:\.[0-9A-Fa-f]{4}){2}(?:\.[0-9A-Fa-f]{2})?|(?:-[0-9A-Fa-f]{4}){2}|(?::[0-9A-Fa-f]{4}){2})|"
    r"[0-9A-Fa-f]{6}[-:][0-9A-Fa-f]{6}"
    r")(?![0-9A-Fa-f]|[.:-][0-9A-Fa-f])"
)
# Without any sign between: nothing else has twelve or (client id) fourteen digits with letters among them.
_BARE: Final = re.compile(r"(?<![0-9A-Fa-f])(?:01)?[0-9A-Fa-f]{12}(?![0-9A-Fa-f])")
_IPV4: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)")
_IPV6: Final = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f]*(?![\w:])")
_VERSION: Final = re.compile(r"(?:version|release|ver\.?|v)\s*$", re.IGNORECASE)  # 8.10.185.0 is no address behind it
_NO_HOST: Final = re.compile(r"0\.|127\.|22[4-9]\.|23\d\.|2[45]\d\.")  # this host, masks, groups
_SAID_USER: Final = re.compile(  # the second: "Configured from console by anna on vty0"
    r"(?:\b(?:user|identity)(?:[- ]?name)?\s*[:=]\s*[\"']?|\bconfigured from \w+ by (?!vty|tty|console))"
    r"([\w.@\\\\/$-]+)",
    re.IGNORECASE,
)
_NOBODY: Final = frozenset({"unknown", "none", "n/a", "na", "null", "unavailable", "anonymous", "host", "user"})


def with_personal(card: DiagnosisCard, answer: Answer) -> DiagnosisCard:
    """The card that knows which of its words are personal."""
    texts = list(texts_of(card))
    whole = "\n".join(texts)
    found = [one for text in texts for one in addresses_in(text)]
    known = {re.sub(r"[.:-]", "", one) for one in found}
    found += [one[0] for one in _BARE.finditer(whole) if one[0] in known]  # the same, in digits alone
    names = [*_names(answer), *(one for said in _SAID_USER.findall(whole) for one in _forms(said))]
    equipment = {one.device.casefold() for one in answer.observations} | {
        name.casefold() for name in (answer.target.device, answer.target.ap, answer.understood.device) if name
    }
    for name in dict.fromkeys(names):
        if name.casefold() not in equipment and not name.isdigit():
            spelt = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", whole, re.IGNORECASE)
            found += [one[0] for one in spelt]
    return replace(card, personal=tuple(dict.fromkeys(found)))


def names_in(answer: Answer, texts: Iterable[str]) -> tuple[str, ...]:
    """Users and computers that this answer tells of and that stand in these texts."""
    whole = "\n".join(texts)
    names = dict.fromkeys(one for one in _names(answer) if not one.isdigit())
    return tuple(one for one in names if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", whole, re.IGNORECASE))


def in_public(text: str) -> str:
    """A line that a channel tells of its own accord, without whole addresses."""
    return hider(addresses_in(text))(text)


def addresses_in(text: str) -> Iterator[str]:
    """Addresses of network cards and of hosts, as they are spelt there."""
    yield from (one[0] for one in _MAC.finditer(text))
    for one in _BARE.finditer(text):
        digits = one[0].casefold()
        if not digits.isdigit() and any(sign.isdigit() for sign in digits):
            yield one[0]
    for one in _IPV4.finditer(text):
        numbers = [int(part) for part in one[0].split(".")]
        version = _VERSION.search(text[: one.start()])
        if max(numbers) < 256 and not version and not _NO_HOST.match(one[0]):
            yield one[0]
    for one in _IPV6.finditer(text):
        try:
            address = ipaddress.IPv6Address(one[0].rstrip(":") if not one[0].endswith("::") else one[0])
        except ValueError:
            continue
        if not address.is_loopback and not address.is_unspecified and not address.is_multicast:
            yield one[0]


def _names(answer: Answer) -> Iterator[str]:
    """Users and computers that the asker named or devices told of, in the forms in which they are written."""
    facts, target = answer.understood, answer.target
    said: list[str | None] = [facts.user, facts.host, facts.client, target.endpoint, target.client]
    for observation in answer.observations:
        for row in observation.rows:
            record = row.record
            said.append(getattr(record, "user", None))
            if getattr(record, "protocol", None) in {"cdp", "lldp"} and _is_end_device(record):
                said.append(getattr(record, "device", None))
    said += [name for one in answer.also for name in (one.user, one.host, one.client)]
    if answer.past:
        said += answer.past.names
    for name in said:
        yield from _forms(name or "")


def _is_end_device(neighbour: object) -> bool:
    """A telephone or a computer that speaks LLDP or CDP, and no switch or access point."""
    told = {str(one).casefold() for one in getattr(neighbour, "capabilities", None) or ()}
    return bool(told) and not told & {"switch", "router", "trans-bridge", "b", "r", "w", "bridge", "wlan access point"}


def _forms(name: str) -> Iterable[str]:
    r"""REGION\anna, anna@region.example and host/PC-1.region.example are also written anna and PC-1."""
    whole = name.strip()
    bare = re.split(r"[\\/]", whole)[-1]
    forms = [whole, bare, bare.partition("@")[0], bare.removesuffix("$"), bare.partition(".")[0]]
    return [one for one in dict.fromkeys(forms) if len(one) > 1 and one.casefold() not in _NOBODY]
