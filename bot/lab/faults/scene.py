"""Where a fault happens: what it changes is remembered, so that healing puts back exactly that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import RequestError
from bot.lab.faults.place import Place
from bot.lab.names import dotted, draw
from bot.lab.state import session_id
from bot.lab.topology import Endpoint, Port, Region, Rise, Switch
from bot.lab.wireless import AccessPoint, WifiClient, Wlan


@dataclass(kw_only=True)
class Scene:
    """One fault at one place, as of `at` (simulated seconds since 1970)."""

    region: Region
    switch: Switch
    place: Place
    at: float
    undo: list[Callable[[float], None]] = field(default_factory=list)

    @property
    def port(self) -> Port:
        """The port; faults of ports are only tried with one."""
        assert self.place.port is not None
        return self.place.port

    @property
    def ap(self) -> AccessPoint:
        """The access point; likewise."""
        assert self.place.ap is not None
        return self.place.ap

    @property
    def client(self) -> WifiClient:
        """The wireless client; likewise."""
        assert self.place.client is not None
        return self.place.client

    @property
    def wlan(self) -> Wlan:
        """The WLAN; likewise."""
        assert self.place.wlan is not None
        return self.place.wlan

    @property
    def xe(self) -> bool:
        return self.switch.hardware.is_xe

    def set(self, thing: Port | Switch | object, name: str, value: object) -> None:
        """Changes an attribute until the fault is healed."""
        before = getattr(thing, name)
        setattr(thing, name, value)
        self.undo.append(lambda _now: setattr(thing, name, before))

    def rise(self, counter: str, per_s: float, port: Port | None = None) -> None:
        """Lets a counter grow until the fault is healed; what it reached stays, as on a real port."""
        rise = Rise(counter=counter, per_s=per_s, since=self.at)
        (port or self.port).rises.append(rise)

        def stop(now: float) -> None:
            rise.until = now

        self.undo.append(stop)

    def count(self, counter: str, amount: int) -> None:
        """Adds to a counter once."""
        self.port.rises.append(Rise(counter=counter, per_s=amount, since=self.at - 1.0, until=self.at))

    def log(self, text: str, *, after: float = 0.0) -> None:
        self.switch.write(self.at + after, text)

    def repeat(self, text: str, every: float, *, after: float = 0.0) -> None:
        """Logs a line again and again until the fault is healed."""
        event = self.switch.write(self.at + after, text, every=every)

        def stop(now: float) -> None:
            event.until = now

        self.undo.append(stop)

    def occupant(self) -> Endpoint:
        """Whoever the fault hits; an empty or parked socket gets a PC first."""
        port = self.port
        if port.shutdown:
            self.set(port, "shutdown", value=False)
            self.set(port, "vlan", self.switch.site.vlans["client"])
        found = [endpoint for endpoint in port.endpoints if endpoint.kind != "phone"]
        return found[0] if found else self._add("pc", "f8b46a", watts=0.0)

    def powered(self) -> Endpoint:
        """The device that the port feeds; where there is none, a phone takes the place."""
        self.occupant()
        hungry = [endpoint for endpoint in self.port.endpoints if endpoint.watts > 0.0]
        return hungry[0] if hungry else self._add("phone", "2c01b5", watts=6.3)

    def _add(self, kind: str, oui: str, *, watts: float) -> Endpoint:
        key = self.switch.name + self.port.name + kind
        mac = dotted(f"{oui}{draw(key, 1 << 24):06x}")
        phone = kind == "phone"
        digits = mac.replace(".", "").upper()
        role = "voice" if phone else "client"
        made = Endpoint(
            kind="phone" if phone else "pc",
            mac=mac,
            host=f"SEP{digits}" if phone else f"PC{draw(key, 60_000) + 90_000}",
            ip=self.switch.site.address(self.switch.site.vlans[role], 251),
            model="IP Phone 8841" if phone else "",
            user=None if phone or not self.switch.auth else f"host/PC{draw(key, 60_000) + 90_000}.reg.lan",
            watts=watts,
            poe_class="2" if phone else "n/a",
        )
        kept = [] if phone else self.port.endpoints
        self.set(self.port, "endpoints", [*kept, made])
        return made

    def stranger(self) -> str:
        """The MAC address of a device that does not belong on the port."""
        return dotted(f"d481d7{draw(self.switch.name + self.port.name + 'intruder', 1 << 24):06x}")

    def session(self, endpoint: Endpoint) -> str:
        return session_id(self.switch, endpoint)

    def needs_auth(self) -> None:
        if not self.switch.auth:
            raise RequestError(f"{self.switch.name} has no 802.1X; try this fault on sw-kar-a2-03.")

    def needs_copper(self) -> None:
        if self.port.fibre:
            raise RequestError(f"{self.port.name} is a fibre port; this fault needs a socket in a wall.")
