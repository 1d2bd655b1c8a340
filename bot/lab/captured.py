"""Serves a folder of captured outputs over SSH: each device of its inventory as a machine of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

from ruamel.yaml import YAML

from bot.captures import CapturesFolder
from bot.errors import SettingsError
from bot.lab.machine import Machine, Shell
from bot.lab.topology import Behaviour, Reach

# How each platform ends its prompt, where it is not NAME#.
_PROMPTS = {
    "cisco_nxos": "{}# ",
    "hp_procurve": "{}# ",
    "aruba_procurve": "{}# ",
    "aruba_aoscx": "{}# ",
    "juniper_junos": "firstline@{}> ",
    "cisco_wlc_ssh": "({}) >",
    "cisco_wlc": "({}) >",
}


class _Session(Protocol):
    def answer(self, command: str) -> str: ...


class _Played:
    """One login on a captured device: the second call of a command gets the second capture."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    def answer(self, line: str, *, privilege: int, prompt_length: int) -> str:
        return self._session.answer(line.strip())


class CapturedDevice:
    """A device that says what it said when it was captured."""

    banner = ""
    legacy_ssh = False

    def __init__(self, folder: CapturesFolder, name: str, platform: str) -> None:
        self._folder = folder
        self._platform = platform
        self.name = name
        self.behaviour = Behaviour()
        state = folder.state(name)
        if state is not None:
            self._behave(state[0])

    def _behave(self, state: str) -> None:
        reach: dict[str, Literal["unreachable", "refused", "silent"]] = {
            "unreachable": "unreachable",
            "refused": "refused",
            "silent": "silent",
        }
        if state == "login-failed":
            self.behaviour.login = "refused"
        elif state in reach:
            self.behaviour.reach = reach[state]

    @property
    def reach(self) -> Reach:
        return self.behaviour.reach

    def prompt(self, privilege: int) -> str:
        return _PROMPTS.get(self._platform, "{}" + ("#" if privilege == 15 else ">")).format(self.name)

    def open(self) -> Shell:
        return _Played(self._folder.session(self.name))


def captured_machines(folder: Path) -> list[Machine]:
    """One machine for each device of DIR/inventory.yaml; one without captures knows no command, as in a replay."""
    inventory = folder / "inventory.yaml"
    if not inventory.is_file():
        raise SettingsError(f"{folder} is no captures folder: it has no inventory.yaml.")
    document: Any = YAML(typ="safe").load(inventory.read_text())
    platforms = {device["name"]: device["platform"] for device in document["devices"]}
    captures = CapturesFolder(folder)
    return [CapturedDevice(captures, name, platform) for name, platform in platforms.items()]
