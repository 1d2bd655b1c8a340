"""The YAML inventory: what it reads, and that every mistake is told with its line and its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.inventory.yaml import YamlInventory, load_inventory
from bot.model import Device, LinkEnd
from parsers.document import DocumentError

WHOLE = """\
devices:
  - name: sw-kar-a2-03
    host: 10.20.3.17
    port: 2222
    platform: cisco_xe
    role: access
    site: karlstad
    location: {building: A, floor: 2, room: "A2-03"}
    tags: [hospital]
    credentials: night
    ssh_profile: legacy
  - {name: DSW-KAR-01, host: dsw-kar-01.example.org, platform: cisco_ios}
  - {name: wlc-kar-01, host: 2001:db8::1, platform: cisco_wlc_ssh, role: wlc}
  - {name: hp-lun-02, host: 10.0.0.2, platform: aruba_procurve, site: lund}
  - {name: AP-KAR-B2-07, platform: cisco_ap, role: ap, controller: WLC-KAR-01}
links:
  - {a: {device: sw-kar-a2-03, interface: Te1/1/1}, b: {device: dsw-kar-01, interface: twe1/0/5}}
rooms:
  - name: Rum 214
    kind: consulting
    site: torsby
    jacks: [{jack: B-17, device: sw-kar-a2-03, interface: Gi1/0/17, used_by: video codec}]
    aps: [ap-kar-b2-07]
  - {name: 215, jacks: [{jack: 17, device: hp-lun-02, interface: 17}]}
hosts: {prn-1: 10.0.0.9}
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "inventory.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _device(more: str) -> str:
    return f"devices:\n  - name: sw-1\n    host: 10.0.0.1\n    platform: cisco_xe\n{more}"


def test_a_whole_inventory_is_read(tmp_path: Path) -> None:
    inventory = YamlInventory(_write(tmp_path, WHOLE)).load()
    assert inventory.device("sw-kar-a2-03") == Device(
        name="sw-kar-a2-03",
        host="10.20.3.17",
        port=2222,
        platform="cisco_xe",
        role="access",
        site="karlstad",
        building="A",
        floor="2",
        room="A2-03",
        tags=("hospital",),
        credentials="night",
        ssh_profile="legacy",
    )
    assert inventory.links[0].a == LinkEnd(device="sw-kar-a2-03", interface="TenGigabitEthernet1/1/1")
    assert inventory.hosts == {"prn-1": "10.0.0.9"}


def test_what_is_not_said_is_not_known(tmp_path: Path) -> None:
    device = load_inventory(_write(tmp_path, _device(""))).devices[0]
    assert device == Device(name="sw-1", host="10.0.0.1", platform="cisco_xe")


def test_netmikos_names_of_the_same_thing_are_one_platform(tmp_path: Path) -> None:
    inventory = load_inventory(_write(tmp_path, WHOLE))
    assert [device.platform for device in inventory.devices] == [
        "cisco_xe", "cisco_ios", "cisco_wlc", "hp_procurve", "cisco_ap",
    ]  # fmt: skip


def test_links_rooms_and_controllers_take_the_spelling_of_the_devices(tmp_path: Path) -> None:
    inventory = load_inventory(_write(tmp_path, WHOLE))
    assert inventory.links[0].b == LinkEnd(device="DSW-KAR-01", interface="TwentyFiveGigE1/0/5")
    assert inventory.rooms[0].aps == ("AP-KAR-B2-07",)
    assert inventory.devices[4].controller == "wlc-kar-01"


def test_a_jack_has_the_site_of_its_room_else_of_its_switch(tmp_path: Path) -> None:
    rooms = load_inventory(_write(tmp_path, WHOLE)).rooms
    assert [(jack.jack, jack.room, jack.site, jack.interface) for room in rooms for jack in room.jacks] == [
        ("B-17", "Rum 214", "torsby", "GigabitEthernet1/0/17"),
        ("17", "215", "lund", "17"),
    ]


def test_an_access_point_needs_no_host(tmp_path: Path) -> None:
    device = load_inventory(_write(tmp_path, "devices:\n  - {name: ap-1, platform: cisco_ap}\n")).devices[0]
    assert (device.host, device.role) == (None, "ap")


def test_in_a_captures_folder_hosts_and_far_devices_may_be_missing(tmp_path: Path) -> None:
    text = (
        "devices:\n  - {name: sw-1, platform: cisco_xe, controller: wlc-9}\n"
        "links:\n  - {a: {device: sw-1, interface: Te1/1/1}, b: {device: far-9, interface: ge-0/0/1}}\n"
    )
    inventory = load_inventory(_write(tmp_path, text), captures=True)
    assert inventory.links[0].b == LinkEnd(device="far-9", interface="ge-0/0/1")
    with pytest.raises(DocumentError):
        load_inventory(_write(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "line", "problem", "remedy"),
    [
        (_device("    rol: access\n"), 5, "unknown key 'rol'", "Did you mean role?"),
        (_device("    role: acess\n"), 5, "'acess' is not one of", "Did you mean access?"),
        (_device("    location: {biulding: A}\n"), 5, "unknown key 'biulding'", "Did you mean building?"),
        (_device("    ssh_profile: old\n"), 5, "'old' is not one of", "default, legacy"),
        (_device("    port: 70000\n"), 5, "70000 is not a TCP port", "1 to 65535"),
        (_device("    tags: hospital\n"), 5, "a list belongs here", "- first"),
        (_device("    site: true\n"), 5, "text belongs here", "quotes"),
        (_device("    controller: wlc-1\n"), 5, "no device is called 'wlc-1'", "Add it"),
        (_device("  - {name: SW-1, host: 10.0.0.2, platform: cisco_xe}\n"), 5, "stands already on line 2", "Keep one"),
        (_device("    host: 10.0.0.2\n"), 5, "stands here twice", "Keep one"),
        ("devices:\n  - {host: 10.0.0.1, platform: cisco_xe}\n", 2, "'name' is missing", "Add 'name:'"),
        ("devices:\n  - {name: sw-1, host: 10.0.0.1}\n", 2, "'platform' is missing", "Add 'platform:'"),
        ("devices:\n  - name: sw-1\n    platform: cisco_xe\n", 2, "'host' is missing for sw-1", "Add 'host:'"),
        ("devices:\n  - {name: 12, platform: cisco_xe, host: a}\n", 2, "text belongs here", "quotes"),
        ("devices:\n  - {name: ../x, platform: cisco_xe, host: a}\n", 2, "cannot be the name", "letters, digits"),
        ("devices:\n  - name: s\n    host: 10.0.0.300\n    platform: cisco_xe\n",
         3, "neither an address", "10.20.3.17"),
        ("devices:\n  - name: s\n    platform: cisco_nxoss\n    host: a\n",
         3, "unknown platform 'cisco_nxoss'", "cisco_nxos?"),
        ("devices:\n  - name: s\n    platform: zzz\n    host: a\n", 3, "unknown platform 'zzz'", "device_type"),
        ("devices:\n  - name: s\n    platform: cisco_ios_telnet\n    host: a\n", 3, "not spoken", "SSH only"),
        (_device("device: []\n"), 5, "unknown key 'device'", "Did you mean devices?"),
        (_device("links:\n  - {a: {device: sw-2, interface: Gi1/0/1}, b: {device: sw-1, interface: Gi1/0/1}}\n"),
         6, "no device is called 'sw-2'", "Did you mean sw-1?"),
        (_device("links:\n  - a: {device: sw-1, interface: Gi1/0/1}\n    b: {device: sw-1, interface: Gx 4}\n"),
         7, "'Gx 4' is no interface name of cisco_xe", "GigabitEthernet1/0/14"),
        (_device("links:\n  - {a: {device: sw-1, interface: Gi1/0/1}, c: x}\n"), 6, "unknown key 'c'", "a"),
        (_device("rooms:\n  - name: R\n    jacks:\n      - {jack: 1, device: nope, interface: Gi1/0/1}\n"),
         8, "no device is called 'nope'", "Add it"),
        (_device("rooms:\n  - name: R\n    aps: [nope]\n"), 7, "no device is called 'nope'", "Add it"),
        (_device("rooms:\n  - {name: R, site: a}\n  - {name: r, site: a}\n"),
         7, "stands already on line 6", "Keep one"),
        (_device("rooms:\n  - name: R\n    jacks:\n      - {jack: 1, device: sw-1, interface: Gi1/0/1}\n"
                 "      - {jack: 1, device: sw-1, interface: Gi1/0/2}\n"), 9, "stands twice in room 'R'", "Keep one"),
        (_device("hosts:\n  prn-1: 10.0.0.300\n"), 6, "not an IP address", "10.20.3.17"),
        ("links: []\n", 1, "'devices' is missing", "Add 'devices:'"),
        ("devices: [\n", 2, "", "quotes"),
        ("", 1, "the file is empty", "Write something"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_its_remedy(
    tmp_path: Path, text: str, line: int, problem: str, remedy: str
) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(DocumentError) as caught:
        load_inventory(path)
    error = caught.value
    assert (error.file, error.line) == (str(path), line)
    assert problem in error.problem
    assert remedy in error.remedy


def test_a_missing_file_is_told_without_a_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.yaml: cannot be read"):
        load_inventory(tmp_path / "none.yaml")


def test_two_rooms_of_the_same_name_may_stand_at_two_sites(tmp_path: Path) -> None:
    text = _device("rooms:\n  - {name: R, site: a}\n  - {name: R, site: b}\n")
    assert len(load_inventory(_write(tmp_path, text)).rooms) == 2
