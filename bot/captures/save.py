"""Keeps what was read as a captures folder, so that the same question can be asked again with no network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bot.captures.names import file_stem
from bot.model import ACCESS_FAILURES, Device, Observation

_STATES = {"unreachable": "unreachable", "refused": "refused", "login_failed": "login-failed", "silent": "silent"}


def save_captures(folder: Path, devices: Sequence[Device], observations: Sequence[Observation]) -> None:
    """Write the (redacted) raw answers of these observations, and an inventory of the devices they came from."""
    read = {one.device for one in observations}
    folder.mkdir(parents=True, exist_ok=True)
    inventory = {"devices": [_entry(device) for device in devices if device.name in read]}
    (folder / "inventory.yaml").write_text(json.dumps(inventory, indent=2) + "\n", encoding="utf-8")  # JSON is YAML too
    for one in observations:
        place = folder / one.device
        place.mkdir(exist_ok=True)
        if one.failure in ACCESS_FAILURES:
            state = _STATES.get(str(one.failure), "unreachable")
            (place / "_state").write_text(f"{state} {one.reason or ''}\n", encoding="utf-8")
        elif one.command:
            number = f".{one.sample}" if one.sample > 1 else ""
            (place / f"{file_stem(one.command)}{number}.txt").write_text(one.raw, encoding="utf-8")


def _entry(device: Device) -> dict[str, str]:
    told = {"name": device.name, "platform": device.platform, "role": device.role, "site": device.site}
    return {key: value for key, value in told.items() if value}
