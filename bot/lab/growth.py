"""Lets the three hospitals grow into a region: core switches, more wards, clinics, wireless controllers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from bot.lab.airspace import fill_the_air
from bot.lab.building import Plan, bundle, cable, furnish, ordered, route, trunk, vlan_plan
from bot.lab.endpoints import Addresses
from bot.lab.hardware import (
    C2960_24PC,
    C2960X_24PS,
    C3850_12XS,
    C3850_24P,
    C9200L_24P,
    C9300_24P,
    C9300_48P,
    C9300_STACK,
    C9500_24Y,
    C9500_48Y,
    C9800_40,
    C9800_L,
    Hardware,
)
from bot.lab.names import draw
from bot.lab.rooms import consulting_room
from bot.lab.topology import LogStyle, Port, Region, Site, Switch

_WARD = 11  # access switches behind one gateway of a hospital
_CLINICS = 150
# Two address plans, so that two sites share a second octet: third octets 20-99, and 120-199.
_PLANS = (
    (vlan_plan(20, 40, 30, 50, 60, 70, 80, 90, 99, 998), 0),
    (vlan_plan(1120, 1130, 1140, 1150, 1160, 1170, 1180, 1190, 1199, 1999), 1000),
)
_TAKEN = (10, 21, 34, 40, 72, 255)  # the known hospitals, servers, and links between routers
# What an access switch is, out of a hundred.
_MIX: tuple[tuple[int, Plan], ...] = (
    (35, Plan(name="", hardware=C9300_24P)),
    (57, Plan(name="", hardware=C9200L_24P)),
    (67, Plan(name="", hardware=C9300_48P)),
    (72, Plan(name="", hardware=C9300_STACK)),
    (86, Plan(name="", hardware=C2960X_24PS, style=LogStyle(zone=True))),
    (97, Plan(name="", hardware=C3850_24P, bundled=False, style=LogStyle(sequence=True))),
    (
        100,
        Plan(
            name="",
            hardware=C2960_24PC,
            bundled=False,
            auth=False,
            style=LogStyle(msec=False, sequence=True),
            legacy_ssh=True,
        ),
    ),
)
# One name is one clinic.
_TOWNS = (  # noqa: SIM905 - 146 pairs of quotes more would not read better
    "arvika saffle kil sunne hagfors filipstad kristinehamn storfors munkfors forshaga grums arjang "
    "ekshagen eslov lomma kavlinge hoor horby sjobo tomelilla simrishamn ystad skurup trelleborg vellinge "
    "svedala staffanstorp burlov landskrona helsingborg hoganas bjuv astorp klippan perstorp orkelljunga "
    "angelholm bastad hassleholm osby broby kristianstad bromolla solvesborg olofstrom karlshamn ronneby "
    "karlskrona torsas kalmar nybro emmaboda borgholm morbylanga monsteras oskarshamn hogsby hultsfred "
    "vimmerby vastervik tranas aneby eksjo vetlanda savsjo nassjo jonkoping vaggeryd varnamo gislaved "
    "gnosjo mullsjo habo tidaholm falkoping skovde hjo tibro karlsborg toreboda mariestad gotene skara "
    "lidkoping essunga vara grastorp vargarda alingsas lerum harryda bollebygd boras ulricehamn tranemo "
    "svenljunga mark kungsbacka varberg falkenberg hylte halmstad laholm markaryd ljungby almhult alvesta "
    "vaxjo lessebo tingsryd uppvidinge molndal partille kungalv stenungsund tjorn orust lysekil munkedal "
    "sotenas tanum stromstad fargelanda dalsed bengtsfors amal mellerud vanersborg trollhattan uddevalla "
    "ockero lilla-edet degerfors karlskoga laxa hallsberg askersund kumla orebro lekeberg nora lindesberg "
    "hallefors ljusnarsberg ludvika smedjebacken "
).split()


_ONE_CONTROLLER = 400  # up to this size the region has one wireless controller, above it one per hospital


@dataclass(kw_only=True)
class _Trunkline:
    """What is still free above the gateways: ports of each hospital's core, numbers of links, addresses of sites."""

    free: dict[str, list[tuple[Switch, Port]]] = field(default_factory=dict)
    links: Iterator[int] = field(default_factory=count)
    addresses: Iterator[tuple[int, int]] = field(
        default_factory=lambda: ((octet, half) for octet in range(1, 255) if octet not in _TAKEN for half in (0, 1))
    )

    def site(self, name: str, code: str, block: int) -> Site:
        octet, half = next(self.addresses)
        vlans, offset = _PLANS[half]
        return Site(name=name, code=code, octet=octet, vlans=vlans, vlan_offset=offset, block=block)

    def connect(self, gateway: Switch, hospital: str, links: int) -> None:
        """Cables a gateway to the core of a hospital, to different core switches where there are several."""
        mine = [port for port in gateway.physical if port.mbps < 100_000][-links:]
        for port in mine:
            core, far = self.free[hospital].pop(0)
            route(gateway, port, core, far, next(self.links))


def furnish_block(
    region: Region, site: Site, gateway_plan: Plan, plans: Sequence[Plan], addresses: Addresses
) -> Switch:
    """One gateway with the access switches behind it, furnished and cabled; returns the gateway."""
    now = region.started
    gateway = ordered(gateway_plan, site, 2, now)
    gateway.role = "distribution"
    region.switches[gateway.name] = gateway
    region.gateways[site.name, site.block] = gateway.name
    for order, plan in enumerate(plans):
        switch = ordered(plan, site, 30 + order, now)
        region.switches[switch.name] = switch
        furnish(switch, plan, addresses)
        cable(switch, gateway, order, bundled=plan.bundled)
    return gateway


def grow(region: Region, hospitals: Sequence[Site], addresses: Addresses, size: int) -> None:
    """Adds to the three known hospitals until `size` devices answer; then fills the air."""
    line = _Trunkline()
    known = list(region.gateways.items())
    _cores(region, hospitals, line, 1 + size // 400)
    for site in hospitals[: 1 if size <= _ONE_CONTROLLER else len(hospitals)]:
        _controller(region, site, C9800_L if size <= _ONE_CONTROLLER else C9800_40)
    for (name, _), gateway in known:
        line.connect(region.switches[gateway], name, 2)
    left = size - len(region.switches)
    codes = _codes({site.code for site in hospitals})
    for n, name in enumerate(_TOWNS[: max(1, left // 8)]):
        take = min(left, 2 + draw(name + "size", 3))
        if take < 2:
            break
        _clinic(region, line.site(name, next(codes), 1), take - 1, addresses, line, hospitals[n % 3])
        left -= take
    for n in count():
        if left <= 0:
            break
        hospital = hospitals[n % 3]
        take = min(left, 1 + _WARD)
        _ward(region, line.site(hospital.name, hospital.code, 2 + n // 3), take - 1, addresses, line)
        left -= take
    fill_the_air(region)


def _codes(taken: set[str]) -> Iterator[str]:
    """Three letters for each town, none twice: the first letter and two that follow in the name."""
    for name in _TOWNS:
        letters = name.replace("-", "")
        pairs = ((i, j) for j in range(2, len(letters)) for i in range(1, j))
        code = next(made for i, j in pairs if (made := letters[0] + letters[i] + letters[j]) not in taken)
        taken.add(code)
        yield code


def _cores(region: Region, hospitals: Sequence[Site], line: _Trunkline, each: int) -> None:
    """Core switches in a chain per hospital; the first ones of the hospitals in a ring."""
    firsts: list[Switch] = []
    for site in hospitals:
        chain: list[Switch] = []
        for n in range(1, each + 1):
            plan = Plan(name=f"csw-{site.code}-{n:02d}", hardware=C9500_48Y, auth=False)
            core = ordered(plan, site, 9 + n, region.started)
            core.role = "core"
            region.switches[core.name] = core
            if chain:
                _fast(chain[-1], 52, core, 51, line)
            chain.append(core)
        firsts.append(chain[0])
        # The last two ports of a core are for the wireless controller.
        slots = [[(core, port) for port in core.physical if port.mbps < 100_000][:-2] for core in chain]
        line.free[site.name] = [pair for across in zip(*slots, strict=True) for pair in across]
    for n, core in enumerate(firsts):
        _fast(core, 49, firsts[(n + 1) % len(firsts)], 50, line)


def _fast(one: Switch, here: int, other: Switch, there: int, line: _Trunkline) -> None:
    route(one, one.ports[f"HundredGigE1/0/{here}"], other, other.ports[f"HundredGigE1/0/{there}"], next(line.links))


def _controller(region: Region, site: Site, hardware: Hardware) -> None:
    """A wireless controller on a port-channel of its hospital's first core switch."""
    core = region.switches[f"csw-{site.code}-01"]
    wlc = ordered(Plan(name=f"wlc-{site.code}-01", hardware=hardware), site, 22, region.started)
    wlc.role = "wlc"
    region.switches[wlc.name] = wlc
    mine = list(wlc.physical)[:2]
    theirs = [port for port in core.physical if port.mbps < 100_000][-2:]
    trunk(mine, wlc, theirs, core)
    bundle(wlc, mine, 1, f"LAG mot {core.name}")
    bundle(core, theirs, 48, f"LAG mot {wlc.name}")


def _any_plan(name: str) -> Plan:
    share = draw(name + "model", 100)
    return replace(next(plan for below, plan in _MIX if share < below), name=name)


def _clinic(region: Region, site: Site, switches: int, addresses: Addresses, line: _Trunkline, above: Site) -> None:
    """A clinic: a gateway with one link to its hospital, some access switches, a consulting room or two."""
    plans = [_any_plan(f"sw-{site.code}-a{n}-01") for n in range(1, switches + 1)]
    gateway_plan = Plan(name=f"dsw-{site.code}-01", hardware=C3850_12XS, auth=False)
    gateway = furnish_block(region, site, gateway_plan, plans, addresses)
    line.connect(gateway, above.name, 1)
    for n, plan in enumerate(plans[:2]):
        room = f"Rum {101 + len(region.rooms) * 3 + n}"
        region.rooms.append(consulting_room(region.switches[plan.name], room, addresses))


def _ward(region: Region, site: Site, switches: int, addresses: Addresses, line: _Trunkline) -> None:
    """A further part of a hospital: a gateway with two links to the core, and its access switches."""
    turn, letter = divmod(site.block - 2, 9)
    names = (f"sw-{site.code}-{'fghijklmn'[letter]}{1 + n % 4}-{1 + n // 4 + 3 * turn:02d}" for n in range(switches))
    gateway_plan = Plan(name=f"dsw-{site.code}-{site.block:02d}", hardware=C9500_24Y, auth=False)
    gateway = furnish_block(region, site, gateway_plan, [_any_plan(name) for name in names], addresses)
    line.connect(gateway, site.name, 2)
