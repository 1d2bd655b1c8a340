"""What links, jacks and rooms point at: devices that must exist, interfaces under their full names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.model import Device
from parsers.document import Node
from parsers.values import interface

# Interface names of these are always a word and a number; elsewhere a port is called what the device calls it.
_STRICT_NAMES = ("cisco_ios", "cisco_xe", "cisco_nxos")
_CISCO_NAMES = (*_STRICT_NAMES, "cisco_xr", "cisco_ap", "arista_eos")
_OTHER_NAMES = re.compile(r"[A-Za-z]{0,12}-?\d+([/:.]\d+){0,3}|[A-Za-z]{1,12}-?\d{0,4}([/:.]\d+){0,3}")


class Places:
    """The devices of one inventory, looked up by name in any letter case."""

    def __init__(self, devices: Sequence[Device], strict: bool) -> None:
        """`strict`: naming a device that is not listed is a mistake."""
        self._devices = {device.name.casefold(): device for device in devices}
        self._strict = strict

    def device(self, node: Node) -> str:
        """The name as the list of devices spells it."""
        name = node.text()
        device = self._devices.get(name.casefold())
        if device is None and self._strict:
            names = [known.name for known in self._devices.values()]
            close = [found for found, _, _ in process.extract(name, names, scorer=fuzz.ratio, limit=3, score_cutoff=70)]
            remedy = f"Did you mean {' or '.join(close)}?" if close else "Add it under 'devices:' first."
            raise node.fail(f"no device is called '{name}'", remedy)
        return device.name if device else name

    def site_of(self, name: str) -> str | None:
        device = self._devices.get(name.casefold())
        return device.site if device else None

    def with_controller(self, device: Device) -> Device:
        """The device with its controller spelt as the list of devices spells it."""
        if device.controller is None:
            return device
        controller = self._devices.get(device.controller.casefold())
        return replace(device, controller=controller.name) if controller else device

    def interface(self, name: str, node: Node) -> str:
        """The full name of an interface of the device."""
        text = str(node.value) if isinstance(node.value, int) and not isinstance(node.value, bool) else node.text()
        device = self._devices.get(name.casefold())
        platform = device.platform if device else None
        full = interface(text) if platform is None or platform in _CISCO_NAMES else None
        if full is None and platform not in _STRICT_NAMES and _OTHER_NAMES.fullmatch(text):
            full = text
        if full is None:
            raise node.fail(
                f"'{text}' is no interface name of {platform or 'a device'}",
                "Write it in full, like GigabitEthernet1/0/14.",
            )
        return full
