"""Fills the air of a region: WLANs on the controllers, access points where they are plugged in, clients near them."""

from __future__ import annotations

from typing import Literal

from bot.lab.names import bare, dotted, draw, mac_plus
from bot.lab.topology import Endpoint, Port, Region, Switch
from bot.lab.wireless import AccessPoint, Radio, WifiClient, Wlan

_WLANS: tuple[tuple[int, str, str, str, Literal["Dot1x", "PSK", "None"]], ...] = (
    (1, "REG-Corp", "KLIENT-WIFI", "[WPA2][802.1x][AES]", "Dot1x"),
    (2, "REG-Guest", "GAST-WIFI", "[open],[Web Auth]", "None"),
    (3, "REG-Medtek", "MEDTEK-WIFI", "[WPA2][PSK][AES]", "PSK"),
    (4, "REG-IoT", "IOT-WIFI", "[WPA2][PSK][AES],MAC Filtering", "PSK"),
)
_WIFI_OCTET = 200  # third octet of the wireless networks of a site: 200 and up, one per WLAN
_SHARE = (60, 78, 93, 100)  # which WLAN a client is on, out of a hundred
_DEVICES = ("Microsoft-Workstation", "Apple-iPad", "Apple-iPhone", "Android", "Zebra-Scanner")
_CLIENT_OUIS = ("3c6aa7", "a4c3f0", "b0be83", "dca632", "f01898")
_NOISE_DBM = -92
_CHANNELS = (36, 44, 52, 60, 100, 108, 116, 124)
KNOWN_CLIENT = "a4c3.f077.8899"  # the one that the documentation and the demo speak of


def fill_the_air(region: Region) -> None:
    """Makes the wireless half of the region from the access points that hang on its switches."""
    controllers = [switch for switch in region.switches.values() if switch.role == "wlc"]
    for wlc in controllers:
        region.air.wlans[wlc.name] = [
            Wlan(number=n, name=name, vlan=600 + n, vlan_name=vlan, security=security, method=method)
            for n, name, vlan, security, method in _WLANS
        ]
    _name_the_known(region)
    given: dict[tuple[str, int, int], int] = {}
    for switch in region.switches.values():
        for port in switch.physical:
            for endpoint in port.endpoints:
                if endpoint.kind == "ap":
                    ap = _hang(region, switch, port, endpoint, _controller_of(switch, controllers).name)
                    region.air.aps[ap.name] = ap
                    _people(region, switch, ap, given)


def _name_the_known(region: Region) -> None:
    """The access point and its socket that the documentation speaks of."""
    switch = region.switches["sw-kar-b2-01"]
    port = switch.ports["GigabitEthernet1/0/9"]
    name = "AP-KAR-B2-07"
    host = switch.site.address(switch.site.vlans["ap"], 250)
    mac = dotted(f"a4b239{draw(name, 1 << 24):06x}")
    port.endpoints = [
        Endpoint(kind="ap", mac=mac, host=name, ip=host, model="C9120AXI-E", watts=30.0, poe_class="4"),
    ]
    port.description, port.shutdown, port.vlan, port.voice_vlan = f"AP {name}", False, switch.site.vlans["ap"], None


def _controller_of(switch: Switch, controllers: list[Switch]) -> Switch:
    near = [wlc for wlc in controllers if wlc.site.name == switch.site.name]
    return near[0] if near else controllers[draw(switch.site.name, len(controllers))]


def _hang(region: Region, switch: Switch, port: Port, endpoint: Endpoint, controller: str) -> AccessPoint:
    assert endpoint.ip is not None
    key = endpoint.mac
    booted = region.started - 86_400 * (20 + draw(key + "up", 70)) - draw(key + "s", 86_400)
    return AccessPoint(
        name=endpoint.host,
        mac=endpoint.mac,
        radio_mac=dotted(f"{int(bare(mac_plus(endpoint.mac, 0x10000)), 16) & ~0xF:012x}"),
        ip=endpoint.ip,
        serial=f"FJC{bare(endpoint.mac)[4:].upper()}",
        model=endpoint.model,
        switch=switch.name,
        port=port.name,
        controller=controller,
        site=switch.site.name,
        place=f"{switch.site.code.upper()} plan {switch.location.get('floor', 1)}",
        booted=booted,
        joined=booted + 181.0,
        radios=(
            Radio(slot=0, band="24ghz", channel=(1, 6, 11)[draw(key + "c2", 3)], utilisation=10 + draw(key + "u2", 22)),
            Radio(slot=1, band="5ghz", channel=_CHANNELS[draw(key + "c5", 8)], utilisation=4 + draw(key + "u5", 22)),
        ),
    )


def _people(region: Region, switch: Switch, ap: AccessPoint, given: dict[tuple[str, int, int], int]) -> None:
    """Two to eight clients on one access point; the known one is on the known access point."""
    for n in range(2 + draw(ap.name + "people", 7)):
        key = f"{ap.name}{n}"
        mac = dotted(f"{_CLIENT_OUIS[draw(key + 'oui', 5)]}{draw(key + 'mac', 1 << 24):06x}")
        while mac in region.air.clients:
            mac = mac_plus(mac, 1)
        known = ap.name == "AP-KAR-B2-07" and n == 0
        share = 0 if known else draw(key + "wlan", 100)
        wlan = 1 + next(i for i, below in enumerate(_SHARE) if share < below)
        place = (switch.site.name, switch.site.block, wlan)
        given[place] = given.get(place, 0) + 1
        rssi = -42 - draw(key + "rssi", 22)
        client = WifiClient(
            mac=KNOWN_CLIENT if known else mac,
            ap=ap.name,
            slot=0 if draw(key + "slot", 5) == 0 else 1,
            wlan=wlan,
            ip=f"10.{switch.site.octet}.{_wifi_octet(switch) + wlan}.{20 + given[place]}",
            device_type=_DEVICES[draw(key + "type", len(_DEVICES))],
            user=f"{'abcdefghjklm'[draw(key + 'u1', 12)]}x{1000 + draw(key + 'u2', 9000)}" if wlan == 1 else None,
            rssi=rssi,
            snr=rssi - _NOISE_DBM - draw(key + "snr", 5),
            since=region.started - 600 - draw(key + "since", 30_000),
        )
        region.air.clients[client.mac] = client


def _wifi_octet(switch: Switch) -> int:
    """Sites that share a second octet have different VLAN offsets."""
    return _WIFI_OCTET + (10 if switch.site.vlan_offset == 1000 and switch.site.octet != 72 else 0)
