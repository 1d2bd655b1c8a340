"""The simulated network as things: sites, switches, ports, endpoints, and what is wrong with them just now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.lab.clock import LabClock
from bot.lab.hardware import Hardware
from bot.lab.names import short
from bot.lab.wireless import Air

EndpointKind = Literal["pc", "phone", "printer", "medical", "ap", "video"]

AuthTrouble = Literal[
    "dot1x-failed",  # RADIUS says no to the certificate or the password
    "mab-failed",  # no supplicant, and RADIUS does not know the MAC
    "guest",  # put into the guest VLAN by local policy
    "critical",  # no RADIUS server answers: critical VLAN
    "supplicant-silent",  # a PC whose supplicant is off, let in as an unknown device by its MAC
    "assigned",  # RADIUS puts it into another VLAN than the port's own
    "running",  # asked for its name, and has not answered yet
    "unapplied",  # RADIUS says yes, and what it assigns cannot be put on the port
]
PoeTrouble = Literal["power-deny", "faulty", "never", "undetected"]
StpTrouble = Literal["backup", "root-inconsistent", "loop-inconsistent", "learning"]


@dataclass(kw_only=True, slots=True)
class Endpoint:
    """A thing in a wall socket. `mac` is dotted; `watts` is what it asks of PoE, 0.0 where it has its own power."""

    kind: EndpointKind
    mac: str
    host: str
    ip: str | None = None
    model: str = ""
    user: str | None = None  # the 802.1X name; None: MAC authentication bypass
    mbps: int = 1000
    watts: float = 0.0
    poe_class: str = "n/a"

    @property
    def speaks_cdp(self) -> bool:
        return self.kind in ("phone", "ap")


@dataclass(kw_only=True, slots=True)
class Rise:
    """A counter that grows: how fast, from when, until when (None: it still does)."""

    counter: str
    per_s: float
    since: float
    until: float | None = None

    def amount(self, now: float) -> int:
        end = now if self.until is None else min(now, self.until)
        return int(self.per_s * max(0.0, end - self.since))


@dataclass(kw_only=True, slots=True)
class Port:
    """A physical port or a port-channel; the second half is what faults change and heal puts back."""

    name: str
    number: int  # the spanning-tree port number
    mbps: int
    member: int = 1  # the switch of a stack that it is on
    fibre: bool = False
    feeds: bool = False  # the hardware can feed PoE
    description: str = ""
    trunk: bool = False
    vlan: int = 1
    voice_vlan: int | None = None
    allowed: tuple[int, ...] = ()
    channel: int | None = None
    suspended: bool = False  # link, but its port-channel does not take it
    standby: bool = False  # a spare member of a port-channel that has enough without it
    alone: bool = False  # link, and it works by itself instead of in its port-channel
    one_way: bool = False  # UDLD, told to warn only, finds that the fibre carries in one direction
    rx_dbm: float | None = None  # the light that comes in, where it is too weak
    tx_dbm: float | None = None  # the light that goes out, where it is too weak
    dumb_module: bool = False  # a module that measures nothing
    native: int = 1  # the VLAN without a tag on a trunk
    members: tuple[str, ...] = ()  # of a port-channel
    peer: tuple[str, str] | None = None  # (device, interface) at the other end of the cable
    routed: str | None = None  # its own address: a link between routers, in no VLAN
    endpoints: list[Endpoint] = field(default_factory=list)
    traffic: str | None = None  # the kind of traffic it has had since long before the start; None: none

    shutdown: bool = False
    errdisabled: str | None = None  # the reason
    changed: float = 0.0  # when link, err-disable or shutdown last changed
    unplugged: bool = False
    numb: bool = False  # what hangs there draws its power, and gives no link
    asleep: bool = False  # a sleeping computer: link at 10 Mb/s, and hardly a frame
    speed: int | None = None  # negotiated below what both could
    hard_coded: bool = False  # speed and duplex set by hand: no a- in front
    half: bool = False
    far_half: bool = False  # the other end says of itself that it runs half duplex
    tdr: tuple[tuple[str, str], ...] = ()  # (length, status) of pairs A-D of a stored cable test
    tdr_at: float = 0.0
    poe: PoeTrouble | None = None
    poe_max: float | None = None  # configured maximum in watts
    auth: AuthTrouble | None = None
    refused: str | None = None  # the MAC of a further device, which RADIUS does not know
    stp: StpTrouble | None = None
    silent: bool = False  # link, but not one frame
    monitoring: bool = False  # the port gets a copy of other traffic (SPAN destination), and serves nobody
    flooding: bool = False  # storm control throws broadcasts away and leaves the port open
    guarded: bool = False  # IP source guard, and no lease on record: nothing is let through
    intruder: str | None = None  # a foreign MAC behind the port
    secure_max: int | None = None  # port security: None where not configured
    secure_mode: Literal["Shutdown", "Restrict"] = "Shutdown"
    flaps_with: str | None = None  # the MAC also turns up behind this port
    rises: list[Rise] = field(default_factory=list)
    linked_s: float = 0.0  # seconds with link before the present one, since the lab started
    linked_since: float | None = None

    @property
    def short(self) -> str:
        return short(self.name)

    @property
    def is_channel(self) -> bool:
        return bool(self.members)


@dataclass(kw_only=True, slots=True)
class LogEvent:
    """A line of the log; with `every` it comes again until `until`."""

    at: float
    text: str
    every: float | None = None
    until: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LogStyle:
    """What `service timestamps` and `service sequence-numbers` of a device say."""

    msec: bool = True
    zone: bool = False
    year: bool = False
    sequence: bool = False


Reach = Literal["normal", "unreachable", "refused", "silent", "no-line", "other-key", "old-ssh"]


@dataclass(kw_only=True, slots=True)
class Behaviour:
    """How a device treats whoever logs in."""

    reach: Reach = "normal"
    login: Literal["normal", "refused", "overloaded"] = "normal"
    output: Literal["normal", "dropping", "garbling", "unauthorised"] = "normal"
    privilege: Literal[1, 15] = 15
    command_s: float = 0.0  # added to each command, in real seconds


@dataclass(frozen=True, kw_only=True)
class Site:
    """A part of a hospital, or a clinic: what one gateway routes for, with its VLANs by role and its addresses."""

    name: str
    code: str
    octet: int
    vlans: dict[str, int]  # client printer voice medical ap video guest critical mgmt park
    vlan_offset: int = 0  # what is taken off a VLAN number to make the third octet
    block: int = 1  # a hospital has several, each behind a gateway of its own

    def address(self, vlan: int, host: int) -> str:
        return f"10.{self.octet}.{vlan - self.vlan_offset}.{host}"

    def gateway_mac(self) -> str:
        """The shared address of the gateway (HSRP), one per site."""
        return f"0000.0c07.ac{self.vlans['mgmt'] % 256:02x}"


@dataclass(kw_only=True, slots=True)
class Health:
    """What is wrong with the box itself; temperatures in degrees Celsius, load in percent."""

    dead: bool = False  # no electricity
    hung: bool = False  # has electricity and light, and does nothing at all
    fan_failed: bool = False
    supply_failed: bool = False  # the second supply of a switch that has two lost its input
    inlet_c: int = 24
    low_memory: bool = False
    tables_full: bool = False  # the hardware table of addresses has no room left
    no_relay: bool = False  # the VLAN interfaces of a gateway have lost their helper addresses
    busy: tuple[str, int] | None = None  # the process that eats the CPU, and its share
    reload: str | None = None  # why it last restarted, where that was no planned reload
    ring_open: bool = False  # a cable between two switches of the stack is out
    reordered: bool = False  # the last restart was ordered by a person
    drops_leases_since: float | None = None  # DHCP snooping trusts the uplink no more
    pool_full: bool = False  # a gateway that hands out addresses itself has none left
    lost_member: int | None = None  # the switch of a stack that is gone
    planned_member: bool = False  # one more switch of a stack is planned, and was never there
    spike: bool = False  # the CPU is busy for the seconds in which somebody looks
    strange_member: int | None = None  # the switch of a stack that runs other software
    starting_member: int | None = None  # the switch of a stack that is just starting
    twin: Literal["hot", "gone"] | None = None  # the reserve of a controller, where it has one
    twin_since: float = 0.0  # since when it stands by, or is gone
    took_over: float | None = None  # when the reserve became the one at work


@dataclass(kw_only=True, slots=True)
class Switch:
    """One switch; tables and counters are computed from it when somebody asks."""

    name: str
    site: Site
    hardware: Hardware
    role: Literal["access", "distribution", "core", "wlc"]
    host_ip: str
    base_mac: str
    serial: str
    booted: float
    location: dict[str, str | int]
    ports: dict[str, Port]
    vlans: dict[int, str]  # the VLAN table, number -> name
    up: tuple[str, ...] = ()  # the ports that lead towards the core
    log_style: LogStyle
    auth: bool = False  # 802.1X with MAB on the access ports
    log: list[LogEvent] = field(default_factory=list)
    history: list[tuple[float, str]] | None = None  # quiet log lines from before the start, once somebody asked
    synced: bool = True
    drift_s: float = 0.0  # how wrong the clock of an unsynchronised device is
    recovery_s: int = 300
    recovery_causes: tuple[str, ...] = ()
    poe_available: float | None = None
    radius_dead_since: float | None = None
    radius_alive: int | None = None  # the one server that still answers, where the others are dead
    legacy_ssh: bool = False
    health: Health = field(default_factory=Health)
    behaviour: Behaviour = field(default_factory=Behaviour)

    @property
    def physical(self) -> Iterable[Port]:
        return (port for port in self.ports.values() if not port.is_channel)

    @property
    def uplinks(self) -> list[Port]:
        """What carries frames to other switches: port-channels and trunks that are in none."""
        return [p for p in self.ports.values() if p.trunk and (p.is_channel or p.channel is None)]

    def write(self, at: float, text: str, *, every: float | None = None) -> LogEvent:
        """Puts a line into the log buffer and hands it back, so that a repeated one can be ended."""
        event = LogEvent(at=at, text=text, every=every)
        self.log.append(event)
        del self.log[:-400]
        return event


@dataclass(kw_only=True)
class Region:
    """The whole network and its time."""

    clock: LabClock
    started: float
    switches: dict[str, Switch]
    gateways: dict[tuple[str, int], str]  # (site name, block) -> the switch that routes for it
    rooms: list[dict[str, object]] = field(default_factory=list)
    air: Air = field(default_factory=Air)

    def other_end(self, port: Port) -> tuple[Switch, Port] | None:
        """The switch and port at the other end of a cable between switches."""
        if port.peer is None:
            return None
        switch = self.switches[port.peer[0]]
        return switch, switch.ports[port.peer[1]]
