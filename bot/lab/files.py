"""What a running lab leaves in its data directory: inventory, known hosts, hosts table, credentials."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from bot.lab.hostkeys import known_hosts_line
from bot.lab.server import ADDRESS, DeviceServer, Login
from bot.lab.topology import Region, Switch

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
    cores = {switch.site.name for switch in region.switches.values() if switch.role == "core"}
    devices: list[dict[str, object]] = [
        {
            "name": switch.name,
            "host": ADDRESS,
            "port": ports[switch.name],
            "platform": switch.hardware.platform,
            "role": switch.role,
            "site": switch.site.name,
            "location": switch.location,
            "tags": [_kind_of_site(cores, switch)],
            "credentials": "default",
            "ssh_profile": "legacy" if switch.legacy_ssh else "default",
        }
        for switch in region.switches.values()
    ]
    devices += [
        {
            "name": ap.name,
            "platform": "cisco_ap",
            "role": "ap",
            "site": ap.site,
            "location": region.switches[ap.switch].location,
            "tags": [_kind_of_site(cores, region.switches[ap.switch])],
            "controller": ap.controller,
        }
        for ap in region.air.aps.values()
    ]
    links: list[dict[str, object]] = [_link(*ends) for ends in _cables(region)]
    parts = {"devices": devices, "links": links, "rooms": region.rooms}
    text = "".join(f"{key}:\n{''.join(map(_line, things))}" for key, things in parts.items())
    (data_dir / "inventory.yaml").write_text(text)
    rows = [f"{switch.host_ip}\t{switch.name}\n" for switch in region.switches.values()]
    for switch in region.switches.values():
        for port in switch.physical:
            rows.extend(f"{e.ip}\t{e.host}\n" for e in port.endpoints if e.ip is not None)
    (data_dir / "hosts").write_text("".join(rows))


def _line(thing: Mapping[str, object]) -> str:
    """A line of YAML per device, cable and room: a YAML writer takes a minute for 2,500 devices."""
    return f"  - {{{', '.join(f'{key}: {json.dumps(value)}' for key, value in thing.items())}}}\n"


def _kind_of_site(cores: set[str], switch: Switch) -> str:
    """A hospital is where a core switch stands; in the small region, which has none, all sites are."""
    return "hospital" if not cores or switch.site.name in cores else "clinic"


def _cables(region: Region) -> Iterator[tuple[str, str, str, str]]:
    """(device, interface, device, interface) of each cable once, the lower device first."""
    order = ("access", "wlc", "distribution", "core")
    for switch in region.switches.values():
        for port in switch.physical:
            far = region.other_end(port)
            if far is not None:
                mine, theirs = (order.index(switch.role), switch.name), (order.index(far[0].role), far[0].name)
                if mine < theirs:
                    yield switch.name, port.name, far[0].name, far[1].name
    for ap in region.air.aps.values():
        yield ap.name, "GigabitEthernet0", ap.switch, ap.port


def _link(device: str, interface: str, other: str, there: str) -> dict[str, object]:
    return {"a": {"device": device, "interface": interface}, "b": {"device": other, "interface": there}}


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
