"""What a running lab leaves in its data directory: inventory, known hosts, hosts table, credentials."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from bot.lab.hostkeys import known_hosts_line
from bot.lab.server import ADDRESS, DeviceServer, Login
from bot.lab.topology import Region

_USERNAME = "firstline"


def private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)


def login(data_dir: Path) -> Login:
    """The account of the lab, the same at every start; credentials.yaml names it as the set `default`."""
    path = data_dir / "credentials.yaml"
    if path.exists():
        known = YAML(typ="safe").load(path.read_text())["default"]
        return Login(username=known["username"], password=known["password"], enable=known["secret"])
    made = Login(username=_USERNAME, password=secrets.token_urlsafe(12), enable=secrets.token_urlsafe(12))
    entry = {"username": made.username, "password": made.password, "secret": made.enable}
    private(path, json.dumps({"default": entry}, indent=2) + "\n")  # JSON is YAML too
    return made


def remembered_ports(data_dir: Path) -> dict[str, int]:
    """The port of each device at the last start, so that an inventory stays true over a restart."""
    path = data_dir / "ports.json"
    ports: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    return ports


def write_servers(data_dir: Path, servers: Sequence[DeviceServer]) -> None:
    """ports.json and known_hosts of what listens now."""
    (data_dir / "ports.json").write_text(json.dumps({s.machine.name: s.port for s in servers}))
    (data_dir / "known_hosts").write_text("".join(known_hosts_line(ADDRESS, s.port, s.key) for s in servers))


def write_region(data_dir: Path, region: Region, ports: Mapping[str, int]) -> None:
    """inventory.yaml and hosts of the simulated region."""
    devices = [
        {
            "name": switch.name,
            "host": ADDRESS,
            "port": ports[switch.name],
            "platform": switch.hardware.platform,
            "role": switch.role,
            "site": switch.site.name,
            "location": switch.location,
            "tags": ["hospital"],
            "credentials": "default",
            "ssh_profile": "legacy" if switch.legacy_ssh else "default",
        }
        for switch in region.switches.values()
    ]
    links = [
        {"a": {"device": switch.name, "interface": port.name}, "b": {"device": port.peer[0], "interface": port.peer[1]}}
        for switch in region.switches.values()
        if switch.role == "access"
        for port in switch.physical
        if port.peer is not None
    ]
    _dump(data_dir / "inventory.yaml", {"devices": devices, "links": links, "rooms": region.rooms})
    rows = [f"{switch.host_ip}\t{switch.name}\n" for switch in region.switches.values()]
    for switch in region.switches.values():
        for port in switch.physical:
            rows.extend(f"{e.ip}\t{e.host}\n" for e in port.endpoints if e.ip is not None)
    (data_dir / "hosts").write_text("".join(rows))


def write_captured_inventory(source: Path, data_dir: Path, ports: Mapping[str, int]) -> None:
    """The inventory of a captures folder, with each served device's address and port in place of its own."""
    document = YAML(typ="safe").load((source / "inventory.yaml").read_text())
    for device in document["devices"]:
        if device["name"] in ports:
            device["host"], device["port"] = ADDRESS, ports[device["name"]]
    _dump(data_dir / "inventory.yaml", document)


def _dump(path: Path, document: dict[str, object]) -> None:
    yaml = YAML()  # this kind keeps the order of keys
    with path.open("w") as file:
        yaml.dump(document, file)
