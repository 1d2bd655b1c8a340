"""The region grows by an option: how many of what, cabled how, and every address and name once."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.errors import RequestError
from bot.inventory.yaml import load_inventory
from bot.lab import Lab
from bot.lab.clock import LabClock
from bot.lab.hospital import build
from bot.lab.topology import Region

from .conftest import MODERN, converse

WLC, AP = "wlc-kar-01", "AP-KAR-B2-07"


@pytest.fixture(scope="module")
def region() -> Region:
    return build(LabClock(), size=120)


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab.hospital(tmp_path_factory.mktemp("region"), size=30) as lab:
        yield lab


def test_a_hundred_and_twenty_devices_are_cores_gateways_access_switches_and_a_controller(region: Region) -> None:
    roles = Counter(switch.role for switch in region.switches.values())
    assert sum(roles.values()) == 120
    assert (roles["core"], roles["wlc"]) == (3, 1)
    assert roles["access"] > 80
    assert roles["distribution"] == len(region.gateways) > 15


def test_three_hospitals_have_a_core_each_and_the_clinics_hang_on_them(region: Region) -> None:
    cores = {switch.site.name for switch in region.switches.values() if switch.role == "core"}
    assert cores == {"karlstad", "torsby", "lund"}
    clinics = {switch.site.name for switch in region.switches.values()} - cores
    assert len(clinics) > 10
    for name in clinics:
        gateway = region.switches[region.gateways[name, 1]]
        above = [port.peer[0] for port in gateway.physical if port.routed is not None and port.peer is not None]
        assert [region.switches[device].role for device in above] == ["core"]


@pytest.mark.parametrize("size", [24, 25, 61, 120, 401])
def test_any_size_has_as_many_devices_and_no_address_mac_or_name_twice(size: int) -> None:
    region = build(LabClock(), size=size)
    assert len(region.switches) == size
    ports = [port for switch in region.switches.values() for port in switch.physical]
    endpoints = [endpoint for port in ports for endpoint in port.endpoints]
    clients = region.air.clients.values()
    addresses = [endpoint.ip for endpoint in endpoints] + [client.ip for client in clients]
    addresses += [switch.host_ip for switch in region.switches.values()]
    addresses += [port.routed for port in ports if port.routed is not None]
    for things in (addresses, [e.mac for e in endpoints] + [c.mac for c in clients], [e.host for e in endpoints]):
        assert [thing for thing, count in Counter(things).items() if count > 1] == []


def test_what_the_small_region_has_stands_unchanged_in_the_large_one(region: Region) -> None:
    small = build(LabClock(), size=20)
    renamed = {"GigabitEthernet1/0/9"}  # where the access point is that the documentation speaks of
    for name, switch in small.switches.items():
        there = region.switches[name]
        assert (there.host_ip, there.serial, there.base_mac) == (switch.host_ip, switch.serial, switch.base_mac)
        for port in switch.physical:
            if port.name not in renamed and port.endpoints:
                assert [e.host for e in there.ports[port.name].endpoints] == [e.host for e in port.endpoints]


def test_each_clinic_has_a_consulting_room_with_a_codec_a_pc_and_an_access_point(region: Region) -> None:
    rooms = [room for room in region.rooms if room["kind"] == "consulting" and room["name"] != "Rum 214"]
    assert len({room["site"] for room in rooms}) > 10
    assert len({room["name"] for room in rooms}) == len(rooms)
    for room in rooms:
        jacks, aps = room["jacks"], room["aps"]
        assert isinstance(jacks, list)
        assert isinstance(aps, list)
        kinds = [region.switches[jack["device"]].ports[jack["interface"]].endpoints[0].kind for jack in jacks]
        assert kinds == ["video", "pc"]
        assert region.air.aps[aps[0]].site == room["site"]


@pytest.mark.parametrize("size", [0, 19, 21, 23, 4001])
def test_a_size_that_cannot_be_built_is_refused_with_the_sizes_there_are(size: int) -> None:
    with pytest.raises(RequestError, match=f"has 20, or 24 to 4000 devices that answer, not {size}"):
        build(LabClock(), size=size)


def test_the_inventory_of_a_region_is_valid_and_knows_controllers_access_points_and_their_cables(hospital: Lab) -> None:
    inventory = load_inventory(hospital.inventory_path)
    devices = {device.name: device for device in inventory.devices}
    assert {name for name, device in devices.items() if device.role != "ap"} == set(hospital.devices)
    ap = devices[AP]
    assert (ap.platform, ap.controller, ap.host, ap.site) == ("cisco_ap", WLC, None, "karlstad")
    assert (devices[WLC].platform, devices[WLC].role) == ("cisco_xe", "wlc")
    assert devices["csw-kar-01"].role == "core"
    ends = [{(link.a.device, link.a.interface), (link.b.device, link.b.interface)} for link in inventory.links]
    assert {(AP, "GigabitEthernet0"), ("sw-kar-b2-01", "GigabitEthernet1/0/9")} in ends
    assert len(ends) == len({frozenset(end) for end in ends})
    assert {"hospital", "clinic"} == {tag for device in inventory.devices for tag in device.tags}


def test_a_controller_answers_over_ssh(hospital: Lab) -> None:
    typed = ["terminal length 0\n", "show wlan summary\n"]
    seen = asyncio.run(converse(hospital, WLC, typed, MODERN))
    assert "REG-Corp                         UP     [WPA2][802.1x][AES]" in seen


def test_a_cut_uplink_swallows_connections_to_everything_behind_it_until_it_is_healed(hospital: Lab) -> None:
    region = hospital.region
    assert region is not None
    clinic = [switch.name for switch in region.switches.values() if switch.site.name == "arvika"]
    hospital.inject("uplink-down", "dsw-arv-01")
    for name in clinic:
        with pytest.raises(TimeoutError):
            socket.create_connection(("127.0.0.1", hospital.port(name)), timeout=0.2)
    hospital.heal("dsw-arv-01")
    for name in clinic:
        socket.create_connection(("127.0.0.1", hospital.port(name)), timeout=5).close()


def test_an_access_point_is_named_alone_where_something_of_it_breaks(hospital: Lab) -> None:
    done = hospital.inject("ap-not-joined", AP)
    assert (done.device, done.interface) == (AP, None)
    assert [one.fault for one in hospital.heal(AP)] == ["ap-not-joined"]
    with pytest.raises(RequestError, match=r"has no device AP-KAR-X9-99\. It has: .* and \d+ more\."):
        hospital.inject("ap-not-joined", "AP-KAR-X9-99")
