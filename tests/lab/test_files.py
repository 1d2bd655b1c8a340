"""A started lab leaves files that describe exactly itself."""

from __future__ import annotations

import stat
from pathlib import Path

from ruamel.yaml import YAML

from bot.lab import Lab


def test_the_inventory_names_all_devices_their_cabling_and_the_rooms(lab: Lab) -> None:
    document = YAML(typ="safe").load(lab.inventory_path.read_text())
    devices = {device["name"]: device for device in document["devices"]}
    assert set(devices) == set(lab.devices)
    printer_switch = devices["sw-kar-a2-03"]
    assert (printer_switch["host"], printer_switch["port"]) == ("127.0.0.1", lab.port("sw-kar-a2-03"))
    assert (printer_switch["platform"], printer_switch["role"], printer_switch["site"]) == (
        "cisco_xe",
        "access",
        "karlstad",
    )
    assert devices["sw-lun-b1-09"]["platform"] == "cisco_ios"
    assert len(document["links"]) == 2 * 17
    room = next(room for room in document["rooms"] if room["name"] == "Rum 214")
    assert room["jacks"][0] == {
        "jack": "B-17",
        "device": "sw-tor-b1-01",
        "interface": "GigabitEthernet1/0/17",
        "used_by": "video codec",
    }


def test_known_hosts_has_a_line_for_each_port_and_secrets_are_private(lab: Lab) -> None:
    lines = lab.known_hosts_path.read_text().splitlines()
    assert {line.split()[0] for line in lines} == {f"[127.0.0.1]:{lab.port(name)}" for name in lab.devices}
    for name in ("credentials.yaml", "hostkeys.json"):
        assert stat.S_IMODE((lab.data_dir / name).stat().st_mode) == 0o600
    assert YAML(typ="safe").load(lab.credentials_path.read_text())["default"]["password"] == lab.password


def test_the_hosts_table_knows_every_address_once(lab: Lab) -> None:
    rows = [line.split("\t") for line in lab.hosts_path.read_text().splitlines()]
    assert len({ip for ip, _ in rows}) == len(rows)
    assert len({name for _, name in rows}) == len(rows)
    assert "PRN-KAR-106" in {name for _, name in rows}


def test_keys_ports_and_password_are_the_same_after_a_restart(tmp_path: Path) -> None:
    with Lab.hospital(tmp_path) as first:
        ports, known, password = first.port("sw-kar-a2-03"), first.known_hosts_path.read_text(), first.password
    assert not (tmp_path / "control.json").exists()
    with Lab.hospital(tmp_path) as second:
        assert (second.port("sw-kar-a2-03"), second.known_hosts_path.read_text()) == (ports, known)
        assert second.password == password
