"""The default hospital region: three sites, seventeen access switches, and who sits in the sockets one speaks of."""

from __future__ import annotations

from bot.errors import RequestError
from bot.lab.building import Plan, park_unused, start_links, vlan_plan
from bot.lab.clock import LabClock
from bot.lab.endpoints import Addresses, pc, printer, video
from bot.lab.growth import furnish_block, grow
from bot.lab.hardware import (
    C2960_24PC,
    C2960X_24PS,
    C3850_12XS,
    C3850_24P,
    C9200L_24P,
    C9300_24P,
    C9300_48P,
    C9500_24Y,
    Hardware,
)
from bot.lab.rooms import room
from bot.lab.topology import LogStyle, Region, Site

SMALL = 20  # devices that answer: what tests use
DEFAULT = 120  # what the demo and the command line show
REGION = range(24, 4001)  # with a core and a wireless controller, up to what the address plan has room for

KARLSTAD = Site(
    name="karlstad", code="kar", octet=21, vlans=vlan_plan(110, 120, 130, 140, 150, 160, 170, 180, 199, 666)
)
TORSBY = Site(name="torsby", code="tor", octet=34, vlans=vlan_plan(20, 40, 30, 50, 60, 70, 80, 90, 99, 998))
LUND = Site(
    name="lund",
    code="lun",
    octet=72,
    vlans=vlan_plan(1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1001, 1999),
    vlan_offset=1000,
)


_ZONE = LogStyle(zone=True)
_OLD = LogStyle(msec=False, sequence=True)
SITES: dict[str, tuple[Site, Hardware, tuple[Plan, ...]]] = {
    "karlstad": (
        KARLSTAD,
        C9500_24Y,
        (
            Plan(name="sw-kar-a1-01", hardware=C9300_48P),
            Plan(name="sw-kar-a2-03", hardware=C9300_24P),
            Plan(name="sw-kar-b2-01", hardware=C9300_24P, recovery=("bpduguard", "storm-control")),
            Plan(name="sw-kar-c3-02", hardware=C9200L_24P, style=LogStyle(year=True, zone=True)),
            Plan(name="sw-kar-d2-01", hardware=C9300_48P),
            Plan(name="sw-kar-e2-01", hardware=C9200L_24P),
            Plan(name="sw-kar-p1-02", hardware=C2960X_24PS, auth=False, port_security=True, style=_ZONE),
            Plan(name="sw-kar-r3-01", hardware=C9200L_24P, synced=False),
        ),
    ),
    "torsby": (
        TORSBY,
        C3850_12XS,
        (
            Plan(name="sw-tor-a1-01", hardware=C3850_24P, bundled=False),
            Plan(name="sw-tor-b1-01", hardware=C9200L_24P),
            Plan(name="sw-tor-b1-02", hardware=C2960X_24PS, style=_ZONE),
            Plan(name="sw-tor-c1-01", hardware=C2960_24PC, bundled=False, auth=False, style=_OLD, legacy_ssh=True),
            Plan(name="sw-tor-d1-01", hardware=C2960X_24PS, style=_ZONE, recovery=("bpduguard", "link-flap")),
        ),
    ),
    "lund": (
        LUND,
        C9500_24Y,
        (
            Plan(name="sw-lun-a1-01", hardware=C9300_24P),
            Plan(name="sw-lun-b1-09", hardware=C2960_24PC, bundled=False, auth=False, style=_OLD, legacy_ssh=True),
            Plan(name="sw-lun-c2-01", hardware=C3850_24P, bundled=False, style=LogStyle(sequence=True)),
            Plan(name="sw-lun-e1-01", hardware=C9300_24P),
        ),
    ),
}


def build(clock: LabClock, *, size: int = SMALL) -> Region:
    """The region, healthy, with every counter running from now; `size` devices answer, access points not counted."""
    if size != SMALL and size not in REGION:
        sizes = f"{SMALL}, or {REGION.start} to {REGION.stop - 1}"
        raise RequestError(f"The simulated region has {sizes} devices that answer, not {size}. Choose another size.")
    now = clock.now()
    region = Region(clock=clock, started=now, switches={}, gateways={})
    addresses = Addresses()
    for site, gateway_hardware, plans in SITES.values():
        gateway = Plan(name=f"dsw-{site.code}-01", hardware=gateway_hardware, auth=False)
        furnish_block(region, site, gateway, plans, addresses)
    _name_the_known(region, addresses)
    if size > SMALL:
        grow(region, [site for site, _, _ in SITES.values()], addresses, size)
    for switch in region.switches.values():
        if switch.role in ("distribution", "core"):
            park_unused(switch)
        start_links(region, switch, now)
    return region


def _name_the_known(region: Region, addresses: Addresses) -> None:
    """The sockets that the documentation and the demo speak of."""
    ward = region.switches["sw-kar-a2-03"]
    port = ward.ports["GigabitEthernet1/0/14"]
    made = printer(ward, "avd12", addresses, name="PRN-KAR-106")
    port.endpoints, port.description, port.shutdown = [made], "Uttag A2-114-2", False
    port.vlan, port.voice_vlan = ward.site.vlans["printer"], None
    clinic = region.switches["sw-tor-b1-01"]
    port = clinic.ports["GigabitEthernet1/0/17"]
    port.endpoints, port.shutdown = [video(clinic, "rum214", addresses, name="VC-TOR-214")], False
    port.description, port.vlan, port.voice_vlan = "Rum 214 B-17", clinic.site.vlans["video"], None
    desk = clinic.ports["GigabitEthernet1/0/18"]
    desk.endpoints, desk.shutdown = [pc(clinic, "rum214", addresses)], False
    desk.description, desk.vlan, desk.voice_vlan = "Rum 214 B-18", clinic.site.vlans["client"], 30
    old = region.switches["sw-lun-b1-09"].ports["FastEthernet0/6"]
    made = printer(region.switches["sw-lun-b1-09"], "prn106", addresses, name="PRN-LUN-106")
    old.endpoints, old.description, old.shutdown = [made], "PRN-LUN-106", False
    old.vlan, old.voice_vlan = LUND.vlans["printer"], None
    region.rooms = [
        room("Avd 12", "ward", "karlstad", ("A2-114-2", "sw-kar-a2-03", "GigabitEthernet1/0/14", "printer")),
        room(
            "Rum 214",
            "consulting",
            "torsby",
            ("B-17", "sw-tor-b1-01", "GigabitEthernet1/0/17", "video codec"),
            ("B-18", "sw-tor-b1-01", "GigabitEthernet1/0/18", "room PC"),
        ),
    ]
