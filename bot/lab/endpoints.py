"""Makes the things in the sockets: PCs, phones, printers, medical devices, access points, video codecs."""

from __future__ import annotations

from collections import Counter

from bot.lab.names import bare, dotted, draw
from bot.lab.topology import Endpoint, EndpointKind, Switch

_OUI: dict[EndpointKind, tuple[str, ...]] = {
    "pc": ("f8b46a", "489ebd", "d481d7", "a4bb6d", "54ee75", "8c04ba"),
    "phone": ("0cd0f8", "2c01b5", "cc70ed", "70d379"),
    "printer": ("001ba9", "30055c", "9457a5", "9c934e"),
    "medical": ("00409d", "0009fb", "001ec0", "00a0c9"),
    "ap": ("687db4", "2c3f0b", "a4b239"),
    "video": ("00e0db", "005060"),
}


_FIRST_HOST, _HOSTS = 20, 230  # in each VLAN of a site: a /24


class Addresses:
    """Hands out IP addresses (host 20 and up in each VLAN of each site), MAC addresses and names, none twice."""

    def __init__(self) -> None:
        self._given: Counter[tuple[str, int, int]] = Counter()
        self._named: Counter[str] = Counter()
        self._macs: set[str] = set()

    def scattered(self, family: str, first: int, span: int) -> int:
        """The next number of a name: all of first..first+span-1 in a mixed order, then on above."""
        n = self._named[family]
        self._named[family] += 1
        return first + (n * 7919) % span + n // span * span

    def mac(self, kind: EndpointKind, key: str) -> str:
        """An address of a vendor of such things; two draws among 60,000 may be the same, and are drawn again."""
        ouis = _OUI[kind]
        made = ""
        while not made or made in self._macs:
            made = dotted(f"{ouis[draw(key + kind, len(ouis))]}{draw(key + kind + 'mac', 1 << 24):06x}")
            key += "+"
        self._macs.add(made)
        return made

    def next(self, switch: Switch, role: str) -> str:
        vlan = switch.site.vlans[role]
        site = switch.site
        n = self._given[site.name, site.block, vlan]
        self._given[site.name, site.block, vlan] += 1
        assert n < _HOSTS, f"{site.name} {site.block} has no address left in VLAN {vlan}"
        return site.address(vlan, _FIRST_HOST + n)


def pc(switch: Switch, key: str, addresses: Addresses) -> Endpoint:
    host = f"PC{addresses.scattered('PC', 20_000, 60_000)}"
    return Endpoint(
        kind="pc",
        mac=addresses.mac("pc", key),
        host=host,
        ip=addresses.next(switch, "client"),
        user=f"host/{host}.reg.lan" if switch.auth else None,
    )


def phone(switch: Switch, key: str, addresses: Addresses) -> Endpoint:
    mac = addresses.mac("phone", key)
    return Endpoint(
        kind="phone",
        mac=mac,
        host=f"SEP{bare(mac).upper()}",
        ip=addresses.next(switch, "voice"),
        model="IP Phone 8841",
        watts=6.3,
        poe_class="2",
    )


def printer(switch: Switch, key: str, addresses: Addresses, *, name: str | None = None) -> Endpoint:
    code = switch.site.code.upper()
    return Endpoint(
        kind="printer",
        mac=addresses.mac("printer", key),
        host=name or f"PRN-{code}-{addresses.scattered('PRN' + code, 200, 780)}",
        ip=addresses.next(switch, "printer"),
        mbps=100 if draw(key + "slow", 3) == 0 else 1000,
    )


def medical(switch: Switch, key: str, addresses: Addresses) -> Endpoint:
    code = switch.site.code.upper()
    return Endpoint(
        kind="medical",
        mac=addresses.mac("medical", key),
        host=f"MTA-{code}-{addresses.scattered('MTA' + code, 1000, 8000)}",
        ip=addresses.next(switch, "medical"),
        mbps=100 if draw(key + "slow", 2) == 0 else 1000,
    )


def access_point(switch: Switch, key: str, addresses: Addresses) -> Endpoint:
    site = "-".join(switch.name.upper().split("-")[1:3])
    return Endpoint(
        kind="ap",
        mac=addresses.mac("ap", key),
        host=f"AP-{site}-{addresses.scattered('AP' + site, 1, 97):02d}",
        ip=addresses.next(switch, "ap"),
        model="C9120AXI-E",
        watts=switch.hardware.poe_port_watts,
        poe_class="4",
    )


def video(switch: Switch, key: str, addresses: Addresses, *, name: str) -> Endpoint:
    return Endpoint(kind="video", mac=addresses.mac("video", key), host=name, ip=addresses.next(switch, "video"))
