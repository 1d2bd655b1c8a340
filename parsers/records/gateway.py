"""What a VLAN gets from the switch that is its gateway: an address, a DHCP relay, leases, a stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parsers.records.vocabulary import Interface, Record, Words


@dataclass(frozen=True, kw_only=True)
class Svi(Record):
    """The interface of a VLAN: `show ip interface VlanN` or its configuration."""

    interface: Interface | None = None
    link: Literal["up", "down"] | None = None
    protocol: Literal["up", "down"] | None = None
    address: str | None = None  # with its length or mask, as printed
    # The DHCP servers that are asked for the clients; () where the device says that there are none.
    helpers: Words | None = None


@dataclass(frozen=True, kw_only=True)
class DhcpPool(Record):
    """A pool of `show ip dhcp pool`, in addresses."""

    name: str | None = None
    total: int | None = None
    leased: int | None = None
    excluded: int | None = None
    free: int | None = None  # total less leased and excluded


@dataclass(frozen=True, kw_only=True)
class Standby(Record):
    """A group of `show standby brief`, `show vrrp brief` or `show glbp brief`."""

    interface: Interface | None = None
    group: int | None = None
    state: Literal["active", "standby", "listen", "speak", "learn", "init", "other"] | None = None  # master is active
    priority: int | None = None
    active: str | None = None  # address of the one that answers; "local" is this one
    virtual_address: str | None = None
