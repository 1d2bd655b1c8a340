"""From the facts of a request to one port of one device: by name, jack, room, MAC, IP, host, user, or a description.

What the inventory knows is used as it is; the rest is asked of the network, from the gateway down to the edge port,
never by logging in to every switch. More than one candidate is a question back; none is told with the nearest names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk.locate.located import Located
from bot.desk.locate.wireless import ap_behind, is_wireless, locate_wireless, wireless_client
from bot.desk.questions import ask_back
from bot.desk.reading import Reader, platform_of
from bot.desk.trace import Trace
from bot.model import ACCESS_FAILURES, Device, Inventory, Jack, LinkEnd, Observation, Target, Understood
from bot.ports import Resolver
from parsers.records import PortDescription, PortStatus
from parsers.values import dotted_mac, interface, short_interface

# Trouble that one user has; a port is behind it, unless the whole switch is ill.
_OF_ONE_USER = frozenset({
    "no_network", "slow", "intermittent", "no_power", "cannot_login_network", "no_ip", "wrong_network", "phone_dead",
    "video_bad", "printer_offline",
})  # fmt: skip
_FEW = 3  # switches that may be asked one by one where no gateway is known
_NUMBERED = frozenset({"hp_procurve"})  # makes that call their ports by bare numbers


@dataclass(frozen=True)
class Locator:
    """Finds the port behind the facts of one request."""

    inventory: Inventory
    reader: Reader
    resolver: Resolver
    text: str = ""  # as it was asked: a device that does not stand there was found out, and the answer says so

    def locate(self, facts: Understood) -> Located:
        """The target, or a question back. Reads devices only where the inventory does not tell."""
        device = self.inventory.device(facts.device) if facts.device else None
        if device and facts.interface:
            end = LinkEnd(device=device.name, interface=interface(facts.interface) or facts.interface)
            ap = ap_behind(end, self.text, self.inventory)
            asked = locate_wireless(replace(facts, ap=ap), self.inventory, self.reader) if ap else None
            return asked or self._named(device, facts)
        wireless = locate_wireless(facts, self.inventory, self.reader)
        if wireless:
            return wireless
        if facts.jack or facts.room:
            found = self._by_place(facts)
            if found:
                return found
        mac, by = facts.mac, "mac"
        if mac is None and facts.client and ":" in facts.client:
            mac, by = facts.client, "mac"
        if mac is None and (facts.ip or facts.host):
            found = self._by_address(facts, device)
            if found:
                return found
        if mac:
            return self._by_mac(mac, facts, device, by)
        if facts.user:
            return self._by_user(facts.user, facts, device)
        if device:
            return self._device_only(device, facts)
        if facts.site:
            return self._site(facts.site, facts)
        return Located(question=ask_back("not_enough"))

    # --- by name -------------------------------------------------------------------------------------------------

    def _named(self, device: Device, facts: Understood) -> Located:
        """A port that was named; a bare number takes the device's own naming."""
        name = interface(facts.interface or "") or facts.interface or ""
        by = "named" if device.name.casefold() in self.text.casefold() else "the only switch that fits what was said"
        if name.isdigit():
            ports = self.reader.one(device, "ports")
            if ports.failure in ACCESS_FAILURES:
                return self._at(device, None, facts, by, failed=ports)
            if ports.failure and device.platform in _NUMBERED:
                return self._at(device, name, facts, by)
            candidates = [port for port in _ports(ports) if _is_number(port, name)]
            if len(candidates) != 1:
                about = "interface" if candidates or ports.failure else "no_port"
                choices = tuple(short_interface(port) for port in candidates)
                return Located(device=device, question=ask_back(about, said=name, device=device.name, choices=choices))
            name, by = candidates[0], f"the only port {name} of {device.name}"
        return self._at(device, name, facts, by)

    def _by_place(self, facts: Understood) -> Located | None:
        jacks = self._jacks(facts)
        alone = len(jacks) == 1
        if len(jacks) > 1 and facts.symptom == "video_bad":
            jacks = [jack for jack in jacks if jack.used_by and "video" in jack.used_by.casefold()] or jacks
        if len(jacks) == 1:
            jack = jacks[0]
            device = self.inventory.device(jack.device)
            if device is None:
                return None
            placed = replace(facts, jack=jack.jack, room=facts.room or jack.room)
            by = "the only jack of the room" if alone else "the jack of the room for video"
            return self._at(device, jack.interface, placed, "jack" if facts.jack else by)
        if jacks:
            choices = tuple(
                f"{jack.jack} ({', '.join(filter(None, [jack.room, jack.site, jack.used_by]))})" for jack in jacks
            )
            return Located(question=ask_back("which_of", said=facts.jack or facts.room or "", choices=choices))
        return None

    def _jacks(self, facts: Understood) -> list[Jack]:
        return [
            jack
            for room in self.inventory.rooms
            for jack in room.jacks
            if (not facts.jack or jack.jack.casefold() == facts.jack.casefold())
            and (not facts.room or room.name.casefold() == facts.room.casefold())
            and (not facts.site or room.site == facts.site)
        ]

    # --- by what is plugged in ------------------------------------------------------------------------------------

    def _by_address(self, facts: Understood, device: Device | None) -> Located | None:
        """Host name -> address -> ARP at the gateway -> MAC -> port; and a name that only a port description knows."""
        address = facts.ip or self.inventory.hosts.get(facts.host or "") or self.resolver.address(facts.host or "")
        failed: Observation | None = None
        if address:
            for gateway in self._gateways(facts, device):
                arp = self.reader.one(gateway, "arp_lookup", address=address)
                failed = arp if arp.failure else failed
                found = next((row.record for row in arp.rows if getattr(row.record, "mac", None)), None)
                mac = getattr(found, "mac", None)
                if mac:
                    by = f"host {facts.host}" if facts.host else f"address {address}"
                    return self._by_mac(str(mac), facts, device, f"{by}, ARP on {gateway.name}")
        found_by_name = None
        if facts.host:
            found_by_name = self._by_description(facts.host, facts, device) or self._by_user(facts.host, facts, device)
        if failed and (found_by_name is None or found_by_name.device is None):
            return self._not_told(failed, facts.host or facts.ip or "", facts, "address")
        return found_by_name or Located(question=ask_back("address", said=facts.ip or ""))

    def _by_mac(self, mac: str, facts: Understood, device: Device | None, by: str) -> Located:
        if facts.symptom in {"no_wifi", "weak_wifi"}:
            found = wireless_client(mac, facts, self.inventory, self.reader)
            if found:
                return found
        starts = [device] if device else self._gateways(facts, None)
        trace = Trace(self.inventory, self.reader)
        for start in starts:
            edge = trace.follow(start, mac)
            if edge and is_wireless(edge, self.inventory):
                found = wireless_client(mac, facts, self.inventory, self.reader)
                if found:
                    return found
            if edge:
                switch = self.inventory.device(edge.device)
                if switch:
                    shown = replace(facts, mac=mac)
                    how = by if by != "mac" else f"MAC table, from {start.name}"
                    return self._at(switch, edge.interface, shown, how)
            if trace.lost:
                break
        if trace.failed:
            return self._not_told(trace.failed, dotted_mac(mac), facts, by)
        found = wireless_client(mac, facts, self.inventory, self.reader)
        return found or Located(question=ask_back("mac", said=dotted_mac(mac)))

    def _by_user(self, user: str, facts: Understood, device: Device | None) -> Located:
        """The user or computer name of an 802.1X session, on the switch that was named or the few that may have it."""
        wanted = user.casefold()
        for switch in [device] if device else self._few_switches(facts):
            sessions = self.reader.one(switch, "auth_sessions")
            if device and sessions.failure in ACCESS_FAILURES:
                return self._at(device, None, facts, "named", failed=sessions)
            for row in sessions.rows:
                name = str(getattr(row.record, "user", None) or "").casefold()
                if wanted in {name, name.removeprefix("host/").partition(".")[0], name.partition("@")[0]}:
                    return self._at(switch, str(getattr(row.record, "interface", "")), facts, "802.1X session")
        if device:
            return Located(device=device, question=ask_back("interface", device=device.name))
        return Located(question=ask_back("host", said=user))

    def _by_description(self, label: str, facts: Understood, device: Device | None) -> Located | None:
        """A host name or asset tag that stands in the description of exactly one port."""
        wanted = label.casefold()
        for switch in [device] if device else self._few_switches(facts):
            told = self.reader.one(switch, "descriptions")
            hits = [
                row.record.interface
                for row in told.rows
                if isinstance(row.record, PortDescription) and wanted in (row.record.description or "").casefold()
            ]
            if len(hits) == 1 and hits[0]:
                return self._at(switch, hits[0], facts, "port description")
            if hits:
                choices = tuple(short_interface(hit) for hit in hits if hit)
                return Located(device=switch, question=ask_back("which_of", said=label, choices=choices))
        return None

    def _device_only(self, device: Device, facts: Understood) -> Located:
        """No port was said: the device as a whole; if well and one user's trouble was told, ask for the port."""
        located = replace(self._at(device, None, facts, "named"), about="device")
        if device.role in {"access", None} and facts.symptom in _OF_ONE_USER:
            return replace(located, if_well=ask_back("interface", device=device.name))
        return located

    def _site(self, site: str, facts: Understood) -> Located:
        """A whole site: the device that connects it to the rest of the network."""
        rank = {"router": 0, "distribution": 1, "core": 2, "access": 3, None: 4}
        here = [one for one in self.inventory.devices if one.site == site and one.role in rank and platform_of(one)]
        if not here:
            return Located(question=ask_back("not_enough"))
        device = min(here, key=lambda one: (rank[one.role], one.name))
        return replace(self._at(device, None, facts, "connects the site"), about="device")

    def _not_told(self, failed: Observation, said: str, facts: Understood, by: str) -> Located:
        """A device that had to be asked gave no answer: that is no "not found", the network was not asked."""
        device = self.inventory.device(failed.device)
        if device and failed.failure in ACCESS_FAILURES:
            return self._at(device, None, facts, by, failed=failed)
        return Located(question=ask_back("not_told", said=said, device=failed.device))

    # --- what belongs to where -------------------------------------------------------------------------------------

    def _gateways(self, facts: Understood, device: Device | None) -> list[Device]:
        """Where to ask for an address: the routing devices of the site, else all of them, else the few switches."""
        site = facts.site or (device.site if device else None)
        routing = [one for one in self.inventory.devices if one.role in {"distribution", "core", "router"}]
        near = [one for one in routing if one.site == site] if site else routing
        found = near or routing or ([device] if device else self._few_switches(facts))
        return [one for one in found if platform_of(one)][:4]

    def _few_switches(self, facts: Understood) -> list[Device]:
        """The access switches in question, where they are few enough to be asked one by one."""
        switches = [one for one in self.inventory.devices if one.role in {"access", None} and platform_of(one)]
        if facts.site:
            switches = [one for one in switches if one.site == facts.site]
        return switches if len(switches) <= _FEW else []

    def _at(
        self, device: Device, port: str | None, facts: Understood, by: str, failed: Observation | None = None
    ) -> Located:
        jack = self._jack_of(device, port)
        target = Target(
            device=device.name,
            interface=port,
            endpoint=facts.mac or facts.host or facts.ip,
            room=facts.room or (jack.room if jack else None),
            located_by=by,
        )
        used_by = (jack.used_by or "").casefold() if jack else ""
        extra = ("medical",) if any(word in used_by for word in ("medic", "medtek", "monitor", "infusion")) else ()
        return Located(target=target, device=device, tags=(*device.tags, *extra), failed=failed)

    def _jack_of(self, device: Device, port: str | None) -> Jack | None:
        here = LinkEnd(device=device.name, interface=port or "")
        jacks = [jack for room in self.inventory.rooms for jack in room.jacks]
        return next((one for one in jacks if LinkEnd(device=one.device, interface=one.interface) == here), None)


def _ports(observation: Observation) -> Sequence[str]:
    return [
        row.record.interface for row in observation.rows if isinstance(row.record, PortStatus) and row.record.interface
    ]


def _is_number(port: str, number: str) -> bool:
    """Gi1/0/14 is port 14; Te1/1/14, an uplink module's, is not what a caller means by 14."""
    digits = port.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-").split("/")
    return digits[-1] == number and not port.startswith("Port-channel") and (len(digits) < 3 or digits[1] == "0")
