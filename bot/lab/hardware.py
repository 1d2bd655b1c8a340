"""The switch models of the hospital: ports, power, software, and how each family prints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Family = Literal[
    "xe17",  # IOS-XE 17.x: wide port columns, sessions by smd
    "xe16",  # IOS-XE 16.x: narrow port columns
    "ios15",  # IOS 15.2 on 2960X
    "ios12",  # IOS 12.2 on old 2960: no session details, no auth manager in use
    "c9800",  # IOS-XE 17.x on a wireless controller: no spanning tree, no PoE, no stack
]


@dataclass(frozen=True, kw_only=True)
class PortGroup:
    """A row of like ports: prefix GigabitEthernet1/0/, numbered first..last."""

    prefix: str
    first: int
    last: int
    mbps: int
    fibre: bool = False
    poe: bool = False
    member: int = 1


@dataclass(frozen=True, kw_only=True)
class Hardware:
    """One model with its software. Power in watts; None where a model feeds nobody."""

    pid: str
    family: Family
    version: str
    release: str  # what follows the version: fc3, fc5
    train: str  # [Cupertino]; empty on classic IOS
    image: str
    compiled: str
    groups: tuple[PortGroup, ...]
    poe_watts: float | None = None
    poe_port_watts: float = 30.0
    members: int = 1  # switches of the stack, from the start
    cpu: str = "X86"
    psu: str = "PWR-C1-715WAC-P"

    @property
    def is_xe(self) -> bool:
        return self.family in ("xe16", "xe17", "c9800")

    @property
    def platform(self) -> str:
        """The netmiko device_type of the inventory."""
        return "cisco_xe" if self.is_xe else "cisco_ios"

    @property
    def wide(self) -> bool:
        """IOS-XE 17 widened the port column of its tables."""
        return self.family in ("xe17", "c9800")

    @property
    def software_line(self) -> str:
        """The line that show version and CDP both carry."""
        if self.is_xe:
            line = "C9800 Software" if self.family == "c9800" else "Catalyst L3 Switch Software"
            return (
                f"Cisco IOS Software [{self.train}], {line} ({self.image}), "
                f"Version {self.version}, RELEASE SOFTWARE ({self.release})"
            )
        line = self.image.split("-")[0]
        return (
            f"Cisco IOS Software, {line} Software ({self.image}), "
            f"Version {self.version}, RELEASE SOFTWARE ({self.release})"
        )


_FIRST = "GigabitEthernet1/0/"


def _access(count: int, mbps: int = 1000, prefix: str = _FIRST, member: int = 1) -> PortGroup:
    return PortGroup(prefix=prefix, first=1, last=count, mbps=mbps, poe=True, member=member)


def _uplinks_of(member: int) -> tuple[PortGroup]:
    prefix = f"TenGigabitEthernet{member}/1/"
    return (PortGroup(prefix=prefix, first=1, last=4, mbps=10_000, fibre=True, member=member),)


_TEN_UPLINKS = _uplinks_of(1)[0]


def _c9300(ports: int) -> Hardware:
    return Hardware(
        pid=f"C9300-{ports}P",
        family="xe17",
        version="17.9.4a",
        release="fc5",
        train="Cupertino",
        image="CAT9K_IOSXE",
        compiled="Fri 20-Oct-23 10:44 by mcpre",
        groups=(_access(ports), _TEN_UPLINKS),
        poe_watts=445.0,
    )


C9300_24P = _c9300(24)
C9300_48P = _c9300(48)
C9300_STACK = replace(
    C9300_24P,
    groups=(*C9300_24P.groups, _access(24, prefix="GigabitEthernet2/0/", member=2), *_uplinks_of(2)),
    members=2,
)
C9200L_24P = Hardware(
    pid="C9200L-24P-4X",
    family="xe17",
    version="17.6.5",
    release="fc5",
    train="Bengaluru",
    image="CAT9K_LITE_IOSXE",
    compiled="Wed 25-Jan-23 16:07 by mcpre",
    groups=(_access(24), _TEN_UPLINKS),
    poe_watts=370.0,
    cpu="ARM64",
    psu="PWR-C5-600WAC",
)
C3850_24P = Hardware(
    pid="WS-C3850-24P",
    family="xe16",
    version="16.12.4",
    release="fc5",
    train="Gibraltar",
    image="CAT3K_CAA-UNIVERSALK9-M",
    compiled="Thu 09-Jul-20 21:31 by mcpre",
    groups=(_access(24), _TEN_UPLINKS),
    poe_watts=435.0,
    cpu="MIPS",
    psu="PWR-C1-715WAC",
)
C3850_12XS = Hardware(
    pid="WS-C3850-12XS",
    family="xe16",
    version="16.12.4",
    release="fc5",
    train="Gibraltar",
    image="CAT3K_CAA-UNIVERSALK9-M",
    compiled="Thu 09-Jul-20 21:31 by mcpre",
    groups=(PortGroup(prefix="TenGigabitEthernet1/0/", first=1, last=12, mbps=10_000, fibre=True),),
    cpu="MIPS",
    psu="PWR-C1-350WAC",
)
C9500_24Y = Hardware(
    pid="C9500-24Y4C",
    family="xe17",
    version="17.9.4",
    release="fc3",
    train="Cupertino",
    image="CAT9K_IOSXE",
    compiled="Wed 26-Jul-23 10:25 by mcpre",
    groups=(
        PortGroup(prefix="TwentyFiveGigE1/0/", first=1, last=24, mbps=10_000, fibre=True),
        PortGroup(prefix="HundredGigE1/0/", first=25, last=28, mbps=100_000, fibre=True),
    ),
    psu="C9K-PWR-650WAC-R",
)
C9500_48Y = replace(
    C9500_24Y,
    pid="C9500-48Y4C",
    groups=(
        PortGroup(prefix="TwentyFiveGigE1/0/", first=1, last=48, mbps=10_000, fibre=True),
        PortGroup(prefix="HundredGigE1/0/", first=49, last=52, mbps=100_000, fibre=True),
    ),
)
C9800_L = Hardware(
    pid="C9800-L-F-K9",
    family="c9800",
    version="17.9.5",
    release="fc2",
    train="Cupertino",
    image="C9800_IOSXE-K9",
    compiled="Tue 30-Jan-24 15:11 by mcpre",
    groups=(PortGroup(prefix="TenGigabitEthernet0/1/", first=0, last=1, mbps=10_000, fibre=True),),
    cpu="VXE",
)
C9800_40 = replace(
    C9800_L,
    pid="C9800-40-K9",
    groups=(PortGroup(prefix="TenGigabitEthernet0/0/", first=0, last=3, mbps=10_000, fibre=True),),
)
C2960X_24PS = Hardware(
    pid="WS-C2960X-24PS-L",
    family="ios15",
    version="15.2(7)E4",
    release="fc3",
    train="",
    image="C2960X-UNIVERSALK9-M",
    compiled="Mon 08-Mar-21 13:06 by prod_rel_team",
    groups=(_access(24), PortGroup(prefix="GigabitEthernet1/0/", first=25, last=28, mbps=1000, fibre=True)),
    poe_watts=370.0,
    cpu="APM86XXX",
)
C2960_24PC = Hardware(
    pid="WS-C2960-24PC-L",
    family="ios12",
    version="12.2(55)SE10",
    release="fc2",
    train="",
    image="C2960-LANBASEK9-M",
    compiled="Wed 11-Feb-15 11:46 by prod_rel_team",
    groups=(
        _access(24, mbps=100, prefix="FastEthernet0/"),
        PortGroup(prefix="GigabitEthernet0/", first=1, last=2, mbps=1000, fibre=True),
    ),
    poe_watts=370.0,
    poe_port_watts=15.4,
    cpu="PowerPC405",
)
