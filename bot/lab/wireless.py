"""The wireless network as things: access points, their radios, WLANs and clients, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Band = Literal["24ghz", "5ghz"]
ClientState = Literal[
    "run",  # works
    "authenticating",  # associated, and stuck there
    "ip-learn",  # associated and authenticated, but has no address
    "webauth",  # has an address, and has not opened the portal page
    "excluded",  # on the exclusion list: not let in for a while
]


@dataclass(kw_only=True, slots=True)
class Radio:
    """One radio of an access point; utilisation in percent of the time that its channel is busy."""

    slot: int
    band: Band
    channel: int
    utilisation: int
    up: bool = True
    enabled: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinTrouble:
    """Why an access point that has power and a way to its controller does not join."""

    phase: str  # as the controller words it: Dtls-Handshake, Join
    reason: str


@dataclass(kw_only=True, slots=True)
class AccessPoint:
    """An access point and the cable that it hangs on; times in simulated seconds since 1970."""

    name: str
    mac: str  # of its Ethernet port, dotted
    radio_mac: str
    ip: str
    serial: str
    model: str
    switch: str
    port: str
    controller: str
    site: str
    place: str  # the location text on the controller
    booted: float
    joined: float
    radios: tuple[Radio, ...]
    trouble: JoinTrouble | None = None
    unseen: bool = False  # never heard by its controller: no row anywhere
    power: str = "PoE/Full Power"
    enabled: bool = True
    led: bool = True
    downloading: bool = False  # joined, and busy with new software
    mode: Literal["Local", "Monitor"] = "Local"  # in the second it listens and serves nobody
    misconfigured: bool = False  # its tags do not fit: it sends no WLAN of ours
    lost: tuple[float, str] | None = None  # when it last left the controller, and the reason that the controller gives


@dataclass(kw_only=True, slots=True)
class Wlan:
    """A WLAN of a controller with its policy profile."""

    number: int
    name: str  # profile and SSID
    vlan: int
    vlan_name: str
    security: str  # as show wlan summary prints it
    method: Literal["Dot1x", "PSK", "None"]
    enabled: bool = True
    policy_enabled: bool = True


@dataclass(kw_only=True, slots=True)
class WifiClient:
    """A device on the air; RSSI in dBm, SNR in dB."""

    mac: str
    ap: str
    slot: int
    wlan: int
    ip: str
    device_type: str
    user: str | None
    rssi: int
    snr: int
    since: float
    near: tuple[tuple[str, int], ...] = ()  # other access points that hear it: name and dBm
    state: ClientState = "run"
    restless: bool = False  # begins to join anew every few seconds
    excluded_at: float = 0.0
    excluded_because: str = ""


@dataclass(kw_only=True)
class Air:
    """Everything without a cable, by name and by MAC; empty in a region without a controller."""

    aps: dict[str, AccessPoint] = field(default_factory=dict)
    wlans: dict[str, list[Wlan]] = field(default_factory=dict)  # by controller
    clients: dict[str, WifiClient] = field(default_factory=dict)

    def of(self, controller: str) -> list[AccessPoint]:
        """The access points that a controller has ever heard, joined or not, by name."""
        heard = (ap for ap in self.aps.values() if ap.controller == controller and not ap.unseen)
        return sorted(heard, key=lambda ap: ap.name)
