"""From an access point, a wireless client or a wireless network to the controller that knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final

from bot.desk.around import controllers
from bot.desk.locate.located import Located
from bot.desk.questions import ask_back
from bot.desk.reading import Reader, platform_of
from bot.model import Device, Inventory, LinkEnd, Observation, Target, Understood
from parsers.records import AccessPoint, ApJoin, WifiClient, WifiClientRow, WlanRecord
from parsers.values import dotted_mac, mac

_MOST_CONTROLLERS: Final = 4  # that are asked for one thing
_SIGNS: Final = re.compile(r"[\W_]")
_SAYS_AP: Final = re.compile(r"\b(?:ap(?::?[ne]n?)?|accesspunkt\w*|access ?points?|wi-?fi\w*|trådlös\w*|wireless)\b")
_GUEST: Final = re.compile(r"gu?est|gäst|gast|besök|visitor|public")
_ON_AIR: Final = frozenset({"no_wifi", "weak_wifi"})


def locate_wireless(facts: Understood, inventory: Inventory, reader: Reader) -> Located | None:
    """Where to look, or None where the question is not about anything wireless, or nothing wireless can be read."""
    named = inventory.device(facts.device) if facts.device else None
    controller = named if named and named.role == "wlc" and platform_of(named) else None
    asked = _asked(inventory, facts.site, controller)
    ap = facts.ap or (named.name if named and named.role == "ap" else None)
    if ap:
        return _access_point(ap, facts, inventory, reader, controller)
    if facts.client and (address := mac(facts.client)):
        return _client(address, facts, asked, reader)
    if facts.room and not facts.jack and not facts.mac and facts.symptom in _ON_AIR:
        return _of_room(facts, inventory, reader)
    wired = facts.mac or facts.host or facts.ip or facts.jack or (named and not controller)
    if facts.wlan and not wired:
        return _network(facts.wlan, facts, asked, reader)
    return None


def wireless_client(address: str, facts: Understood, inventory: Inventory, reader: Reader) -> Located | None:
    """At the controller that lists this address as a client; None where none does, for then it may have a cable."""
    known, _ = _known_client(address, _asked(inventory, facts.site, None), reader)
    return _at(known, address, facts) if known else None


def ap_behind(end: LinkEnd, text: str, inventory: Inventory) -> str | None:
    """The access point that the cabling has behind this port, where the question speaks of it or of wifi."""
    if not _SAYS_AP.search(text.casefold()):
        return None
    for link in inventory.links:
        for here, there in ((link.a, link.b), (link.b, link.a)):
            far = inventory.device(there.device)
            if here == end and far and far.role == "ap":
                return far.name
    return None


def is_wireless(end: LinkEnd, inventory: Inventory) -> bool:
    """Does this port lead to a controller or an access point? What is heard there need not have a cable of its own."""
    for link in inventory.links:
        for here, there in ((link.a, link.b), (link.b, link.a)):
            far = inventory.device(there.device)
            if here == end and far and far.role in {"wlc", "ap"}:
                return True
    return False


def _asked(inventory: Inventory, site: str | None, first: Device | None) -> list[Device]:
    found = controllers(inventory, site)
    return [*([first] if first else []), *(one for one in found if one != first)][:_MOST_CONTROLLERS]


# --- access points ----------------------------------------------------------------------------------------------------


def _access_point(
    ap: str, facts: Understood, inventory: Inventory, reader: Reader, said: Device | None
) -> Located | None:
    """At the controller that it is joined to; where none can be read, at the switch port that it is plugged into."""
    device = inventory.device(ap)
    named = inventory.device(device.controller) if device and device.controller else said
    site = facts.site or (device.site if device else None)
    asked = _asked(inventory, site, named if named and platform_of(named) else None)
    tags = device.tags if device else ()
    if asked:
        if device is None:
            listed, whole = _listed(asked, reader)
            spelt = next((name for name in listed if _plain(name) == _plain(ap)), None)
            if spelt is None and whole and not facts.interface:
                return Located(question=ask_back("ap", said=ap, device=asked[0].name, choices=_near(ap, listed)))
            ap = spelt or ap
        at = _joined_at(ap, asked, reader)
        target = Target(device=at.name, ap=device.name if device else ap, room=facts.room, located_by="named")
        return Located(target=target, device=at, tags=tags, about="ap")
    if device and device.host and platform_of(device):  # nobody else can tell of it
        target = Target(device=device.name, ap=device.name, room=facts.room, located_by="named")
        return Located(target=target, device=device, tags=tags, about="ap")
    for link in inventory.links:
        for near, far in ((link.a, link.b), (link.b, link.a)):
            switch = inventory.device(far.device)
            if near.device.casefold() == ap.casefold() and switch and platform_of(switch):
                target = Target(device=switch.name, interface=far.interface, ap=ap, room=facts.room, located_by="named")
                return Located(target=target, device=switch, tags=tags)
    return None


def _listed(asked: Sequence[Device], reader: Reader) -> tuple[list[str], bool]:
    """The access points that the controllers know, joined or not; and whether all the lists could be read."""
    told = [reader.one(controller, read) for controller in asked for read in ("aps", "ap_joins")]
    records = [row.record for one in told for row in one.rows]
    names = [one.ap for one in records if isinstance(one, AccessPoint | ApJoin) and one.ap]
    return list(dict.fromkeys(names)), all(one.failure is None for one in told)


def _plain(name: str) -> str:
    """As it is compared: AP_KAR_B1_06 is AP-KAR-B1-06."""
    return _SIGNS.sub("", name.casefold())


def _near(said: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that may have been meant, nearest first."""
    by_spelling = {_plain(name): name for name in names}
    return tuple(by_spelling[one] for one in get_close_matches(_plain(said), by_spelling, n=3, cutoff=0.6))


def _joined_at(ap: str, asked: Sequence[Device], reader: Reader) -> Device:
    """The controller where it is joined now: not always the one it belongs to. Else the one that has heard of it."""
    heard: Device | None = None
    for controller in asked if len(asked) > 1 else ():
        if any(isinstance(row.record, AccessPoint) for row in reader.one(controller, "ap", ap=ap).rows):
            return controller
        joins = reader.one(controller, "ap_join", ap=ap).rows
        heard = heard or (controller if any(isinstance(row.record, ApJoin) for row in joins) else None)
    return heard or asked[0]


def _of_room(facts: Understood, inventory: Inventory, reader: Reader) -> Located | None:
    """No or bad wifi in a room means its access point; which one, where it has several."""
    aps = [
        ap
        for room in inventory.rooms
        if room.name.casefold() == (facts.room or "").casefold() and (not facts.site or room.site == facts.site)
        for ap in room.aps
    ]
    if len(aps) > 1:
        return Located(question=ask_back("which_ap", said=facts.room or "", choices=aps))
    if not aps:  # a jack of the room says nothing of its wifi
        return Located(question=ask_back("room_ap", said=facts.room or "")) if controllers(inventory, None) else None
    found = _access_point(aps[0], facts, inventory, reader, None)
    if found is None or found.device is None:
        return found
    return replace(found, target=replace(found.target, located_by="the only access point of the room"))


# --- clients ----------------------------------------------------------------------------------------------------------


def _client(address: str, facts: Understood, asked: Sequence[Device], reader: Reader) -> Located | None:
    """At the controller that knows the client, or shuts it out; no controller knowing it is an answer of its own."""
    if not asked:
        return None
    known, failed = _known_client(address, asked, reader)
    if known is None and failed and len(asked) > 1:
        return Located(question=ask_back("not_told", said=dotted_mac(address), device=failed.device))
    return _at(known or _Known(asked[0]), address, facts)


@dataclass(frozen=True)
class _Known:
    """The controller that tells of a client, and what it says of where the client is."""

    controller: Device
    ap: str | None = None
    wlan: str | None = None


def _known_client(address: str, asked: Sequence[Device], reader: Reader) -> tuple[_Known | None, Observation | None]:
    """The controller that lists the client before one that only shuts it out; what failed."""
    shut_out: _Known | None = None
    failed: Observation | None = None
    for controller in asked:
        for read in ("client", "client_row", "exclusion"):
            told = reader.one(controller, read, mac=address)
            failed = failed or (told if told.failure else None)
            for row in told.rows:
                one = row.record
                if isinstance(one, WifiClient):
                    return _Known(controller, one.ap, one.ssid), None
                if isinstance(one, WifiClientRow) and one.state != "excluded":
                    return _Known(controller, one.ap), None
                shut_out = shut_out or _Known(controller, one.ap if isinstance(one, WifiClientRow) else None)
        if shut_out and shut_out.controller == controller:
            break
    return shut_out, failed


def _at(found: _Known, address: str, facts: Understood) -> Located:
    device = found.controller
    target = Target(
        device=device.name, client=address, endpoint=address, ap=found.ap, wlan=found.wlan or facts.wlan,
        room=facts.room, located_by=f"MAC address, on {device.name}",
    )  # fmt: skip
    return Located(target=target, device=device, about="client")


# --- wireless networks ------------------------------------------------------------------------------------------------


def _network(said: str, facts: Understood, asked: Sequence[Device], reader: Reader) -> Located | None:
    """At the first controller that has it, those of the site first; a name that none has is asked back."""
    if not asked:
        return Located(question=ask_back("not_enough"))
    names: dict[str, str] = {}
    first: dict[str, Device] = {}  # the controller that has it
    unread = False
    for controller in asked:
        told = reader.one(controller, "wlans")
        unread = unread or told.failure is not None
        for row in told.rows:
            one = row.record
            if not isinstance(one, WlanRecord):
                continue
            for name in filter(None, (one.ssid, one.profile)):
                if name.casefold() == said.casefold() or (said.isdigit() and str(one.wlan) == said):
                    return _of_network(name, controller)
            if one.ssid:
                names.setdefault(one.ssid.casefold(), one.ssid)
                first.setdefault(one.ssid.casefold(), controller)
    guests = [name for name in names if _GUEST.search(name)] if _GUEST.search(said.casefold()) else []
    if len(guests) == 1:
        return _of_network(names[guests[0]], first[guests[0]])
    if names and not unread:
        return Located(question=ask_back("wlan", said=said, choices=tuple(names.values())))
    target = Target(device=asked[0].name, wlan=said, located_by="named")
    return Located(target=target, device=asked[0], about="wlan")


def _of_network(name: str, controller: Device) -> Located:
    target = Target(device=controller.name, wlan=name, located_by=f"the list of {controller.name}")
    return Located(target=target, device=controller, about="wlan")
