"""Wireless as a controller or an access point tells of it: access points, their radios, WLANs and clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from parsers.records.vocabulary import Mac, Mbps, Record, Seconds, VlanId, Words, Yes
from parsers.values import DeviceTime

Percent = Annotated[int, "percent"]  # read from "18" and "18%"
Dbm = Annotated[int, "dbm"]  # read from "-64 dBm", "-64", "15 dBm"
Phase = Literal["discovery", "dtls", "join", "image", "configuration", "run", "other"]

# How far a client has come. run: all is done. Not in this list means not associated at all.
ClientState = Literal[
    "associating",
    "associated",
    "authenticating",  # 802.1X, PSK or MAB still runs
    "mobility",  # let in, and another controller is asked for its session
    "ip-learn",  # let in, and has no address yet
    "webauth-pending",  # has an address, and a portal page waits for the user
    "run",
    "excluded",
    "deleting",
    "other",
]


@dataclass(frozen=True, kw_only=True)
class AccessPoint(Record):
    """A row of `show ap summary`: only access points that are joined now stand there."""

    ap: str | None = None
    model: str | None = None
    mac: Mac | None = None  # of its wire
    radio_mac: Mac | None = None
    address: str | None = None
    state: Literal["registered", "downloading", "other"] | None = None  # AireOS has no such column
    slots: int | None = None
    location: str | None = None
    country: str | None = None
    clients: int | None = None


@dataclass(frozen=True, kw_only=True)
class ApDetail(Record):
    """`show ap name X config general`."""

    ap: str | None = None
    mac: Mac | None = None
    radio_mac: Mac | None = None
    address: str | None = None
    model: str | None = None
    serial: str | None = None
    software: str | None = None
    location: str | None = None
    country: str | None = None
    mode: str | None = None  # Local, FlexConnect, Monitor, Sniffer, Bridge ... as printed
    admin_enabled: Yes | None = None
    state: Literal["registered", "downloading", "other"] | None = None
    power: str | None = None  # as printed: PoE/Full Power, PoE/Medium Power (15.4 W), Power Injector/Normal mode
    full_power: bool | None = None  # False: it runs with less than it needs, so radios or streams are off
    site_tag: str | None = None
    policy_tag: str | None = None
    rf_tag: str | None = None
    group: str | None = None  # AireOS: the AP group
    join_profile: str | None = None
    controller: str | None = None  # the primary one it is told to use; None also for "Not Configured"
    up_s: Seconds | None = None
    joined_s: Seconds | None = None  # how long the tunnel to the controller has stood
    joined_at: DeviceTime | None = None


@dataclass(frozen=True, kw_only=True)
class ApJoin(Record):
    """A row of `show wireless stats ap join summary`: every access point that ever tried to join here."""

    ap: str | None = None
    mac: Mac | None = None
    radio_mac: Mac | None = None
    address: str | None = None
    joined: Yes | None = None
    failure_phase: Phase | None = None  # of the last failure; None also where none was
    disconnect_reason: str | None = None  # the last one, as printed; None also where none was


@dataclass(frozen=True, kw_only=True)
class ApJoinDetail(Record):
    """`show ap join stats detailed M` (AireOS): what was asked and refused in each phase of joining."""

    mac: Mac | None = None
    address: str | None = None
    discovery_requests: int | None = None
    discovery_failure: str | None = None  # why the last failed attempt failed; None where none has
    join_requests: int | None = None
    join_failure: str | None = None
    config_failure: str | None = None
    decrypt_failure: str | None = None
    connection_failure: str | None = None
    disconnect_reason: str | None = None
    error: str | None = None  # the kind of the last error
    error_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApUptime(Record):
    """A row of `show ap uptime`: long up and shortly joined means that the path or the controller was gone."""

    ap: str | None = None
    mac: Mac | None = None
    radio_mac: Mac | None = None
    up_s: Seconds | None = None
    joined_s: Seconds | None = None


@dataclass(frozen=True, kw_only=True)
class ApEvent(Record):
    """A row of `show wireless stats ap history`."""

    ap: str | None = None
    radio_mac: Mac | None = None
    event: Literal["joined", "disjoined"] | None = None
    time: DeviceTime | None = None
    reason: str | None = None  # of the disconnect, where the table has room for it; None also for "NA"
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class ApTags(Record):
    """A row of `show ap tag summary`: which WLANs and radio rules the access point is given."""

    ap: str | None = None
    mac: Mac | None = None
    site_tag: str | None = None
    policy_tag: str | None = None  # default-policy-tag carries no WLAN of the site
    rf_tag: str | None = None
    misconfigured: Yes | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApNeighbor(Record):
    """A row of `show ap cdp neighbors` or `show ap lldp neighbors`: the switch port behind an access point."""

    ap: str | None = None
    address: str | None = None  # of the access point
    device: str | None = None
    device_address: str | None = None
    device_interface: str | None = None  # as the switch calls it


@dataclass(frozen=True, kw_only=True)
class ApRadio(Record):
    """A row of `show ap dot11 5ghz summary`; the band is the read's."""

    ap: str | None = None
    radio_mac: Mac | None = None
    slot: int | None = None
    admin_enabled: Yes | None = None
    state: Literal["up", "down", "other"] | None = None
    channel: int | None = None  # the primary one
    width_mhz: int | None = None
    power_dbm: Dbm | None = None
    mode: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApLoad(Record):
    """How busy a radio is: `show ap name X auto-rf dot11 5ghz`, or its row in `show ap dot11 5ghz load-info`."""

    ap: str | None = None
    radio_mac: Mac | None = None
    slot: int | None = None
    channel_utilisation: Percent | None = None  # of the air, by everybody
    rx_utilisation: Percent | None = None
    tx_utilisation: Percent | None = None
    clients: int | None = None


@dataclass(frozen=True, kw_only=True)
class WlanRecord(Record):
    """A row of `show wlan summary`, or `show wlan id N`."""

    wlan: int | None = None
    profile: str | None = None
    ssid: str | None = None
    enabled: Yes | None = None
    security: str | None = None  # as printed: [WPA2][802.1x][AES]
    interface: str | None = None  # AireOS: the interface that its clients come out of
    broadcast: Yes | None = None
    clients: int | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyProfile(Record):
    """`show wireless profile policy`: what a WLAN's clients get where a policy tag maps it."""

    profile: str | None = None
    description: str | None = None
    enabled: Yes | None = None
    vlan: str | None = None  # its number or name
    dhcp_required: Yes | None = None
    central_switching: Yes | None = None
    session_timeout_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class WifiClient(Record):
    """`show wireless client mac-address M detail`."""

    mac: Mac | None = None
    address: str | None = None
    user: str | None = None
    ap: str | None = None
    radio_mac: Mac | None = None  # of the access point
    slot: int | None = None
    bssid: Mac | None = None
    wlan: int | None = None
    wlan_profile: str | None = None
    ssid: str | None = None
    association: str | None = None  # Client State: Associated, Probing, Excluded ...
    state: ClientState | None = None  # of the policy manager: how far it has come
    last_state: str | None = None
    policy_profile: str | None = None
    connected_s: int | None = None
    protocol: str | None = None
    band: Literal["2.4ghz", "5ghz", "6ghz"] | None = None
    channel: int | None = None
    rate: str | None = None
    key_management: str | None = None  # 802.1x, PSK, SAE, Open ...
    auth_method: str | None = None  # Dot1x, MAB, Web Auth ...
    auth_state: str | None = None  # of 802.1X: AUTHENTICATED, AUTHENTICATING, HELD ...
    authorized: Yes | None = None
    eap: str | None = None
    vlan: VlanId | None = None
    vlan_name: str | None = None
    redirect: str | None = None  # the portal it is sent to
    mobility_role: str | None = None
    dhcp_required: Yes | None = None
    session_id: str | None = None
    rssi: Dbm | None = None
    snr: int | None = None  # dB
    strongest_ap: str | None = None  # of the access points that heard it, where the controller tells them
    strongest_rssi: int | None = None
    device_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class WifiClientRow(Record):
    """A row of `show wireless client summary`, those that are shut out among them."""

    mac: Mac | None = None
    ap: str | None = None
    wlan: int | None = None
    state: ClientState | None = None
    protocol: str | None = None
    method: str | None = None
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class Exclusion(Record):
    """A row of `show wireless exclusionlist`: a client that the controller does not let in."""

    mac: Mac | None = None
    kind: Literal["dynamic", "manual"] | None = None  # manual: a person put it there
    description: str | None = None
    reason: str | None = None  # as printed: 802.1X authentication failure, Wrong PSK, IP address theft ...
    seconds_left: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeleteReason(Record):
    """A line of `show wireless stats client delete reasons`, counted since the controller started."""

    by: Literal["controller", "ap"] | None = None
    reason: str | None = None
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class ControllerPort(Record):
    """A row of `show port summary` (AireOS)."""

    port: str | None = None
    admin_enabled: Yes | None = None
    link: Literal["up", "down"] | None = None
    physical: str | None = None  # 1000 Full, Auto


@dataclass(frozen=True, kw_only=True)
class Capwap(Record):
    """`show capwap client rcb` on an access point itself: how far it has come with its controller."""

    ap: str | None = None
    mac: Mac | None = None
    controller: str | None = None
    controller_address: str | None = None
    admin_enabled: Yes | None = None
    state: Literal["discovery", "dtls", "join", "image", "configuration", "up", "other"] | None = None
    mode: str | None = None
    reload_reason: str | None = None  # of the last restart that the software asked for
    disconnect_reason: str | None = None  # what the controller said when it let go; None also for "No value set"


@dataclass(frozen=True, kw_only=True)
class ApAddress(Record):
    """The wire of an access point, told by itself: `show ip interface brief`, `show interfaces wired 0`."""

    interface: str | None = None
    link: Literal["up", "down"] | None = None
    address: str | None = None  # None: it has none
    speed_mbps: Mbps | None = None
    duplex: Literal["full", "half"] | None = None
    netmask: str | None = None
    gateway: str | None = None
    source: Literal["dhcp", "static", "other"] | None = None
    name_servers: Words | None = None
    controllers: Words | None = None  # the addresses it was primed with
