"""A captures folder is served over the same SSH as the simulated hospital."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.errors import RequestError, SettingsError
from bot.lab import Lab

from .conftest import MODERN, converse

INVENTORY = """\
devices:
  - {name: sw-a-01, platform: cisco_xe, host: 10.1.1.1}
  - {name: sw-b-01, platform: cisco_ios, host: 10.1.1.2}
  - {name: sw-c-01, platform: cisco_ios, host: 10.1.1.3}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "captures"
    for name in ("sw-a-01", "sw-b-01"):
        (where / name).mkdir(parents=True)
    (where / "inventory.yaml").write_text(INVENTORY)
    (where / "sw-a-01" / "show_clock.txt").write_text("09:42:13.412 CET Tue Nov 17 2026\n")
    (where / "sw-a-01" / "show_clock.2.txt").write_text("09:43:13.412 CET Tue Nov 17 2026\n")
    (where / "sw-b-01" / "_state").write_text("refused Connection refused\n")
    return where


def test_each_call_of_a_command_gets_its_sample_and_an_unknown_one_is_invalid(folder: Path, tmp_path: Path) -> None:
    with Lab.captures(folder, tmp_path / "data") as lab:
        seen = asyncio.run(converse(lab, "sw-a-01", ["show clock\n", "show clock\n", "show version\n"], MODERN))
    assert seen.index("09:42:13") < seen.index("09:43:13")
    assert "% Invalid input detected at '^' marker." in seen


def test_a_device_that_refused_when_captured_refuses_now(folder: Path, tmp_path: Path) -> None:
    with Lab.captures(folder, tmp_path / "data") as lab, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", lab.port("sw-b-01")), timeout=5)


def test_the_inventory_points_at_the_served_ports_also_of_what_was_not_captured(folder: Path, tmp_path: Path) -> None:
    with Lab.captures(folder, tmp_path / "data") as lab:
        devices = YAML(typ="safe").load(lab.inventory_path.read_text())["devices"]
        assert (devices[0]["host"], devices[0]["port"]) == ("127.0.0.1", lab.port("sw-a-01"))
        assert (devices[2]["host"], devices[2]["port"]) == ("127.0.0.1", lab.port("sw-c-01"))


def test_nothing_can_be_broken_in_captures(folder: Path, tmp_path: Path) -> None:
    with Lab.captures(folder, tmp_path / "data") as lab, pytest.raises(RequestError, match="plays captures"):
        lab.inject("bpduguard", "sw-a-01", "Gi1/0/1")


def test_a_folder_without_inventory_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no inventory\.yaml"):
        Lab.captures(tmp_path, tmp_path / "data")
