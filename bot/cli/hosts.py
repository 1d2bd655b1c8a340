"""`firstline hosts enrol`: learn a device's host key, on purpose; nothing else ever adds one."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.app import require_inventory
from bot.cli.options import Verbs, add_verb
from bot.devices.hostkeys import enrol
from bot.errors import SettingsError
from bot.model import Device
from bot.settings import load_settings


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "hosts", "host keys of devices", "firstline hosts enrol sw-kar-a2-03", run_enrol)
    parts = verb.add_subparsers(dest="part", required=True, metavar="enrol")
    one = add_verb(parts, "enrol", "fetch and trust a host key", "firstline hosts enrol sw-kar-a2-03", run_enrol)
    one.add_argument("name", nargs="*", metavar="NAME", help="devices of the inventory")
    one.add_argument("--replace", action="store_true", help="a key changed, and you know why")
    one.add_argument("--all", action="store_true", help="every device of the inventory")


def run_enrol(options: argparse.Namespace) -> int:
    settings = load_settings(options.config, options.data)
    inventory = require_inventory(settings)
    devices = [one for one in inventory.devices if one.host] if options.all else []
    for name in options.name:
        device = inventory.device(name)
        if device is None or device.host is None:
            raise SettingsError(f"the inventory has no device '{name}' with an address. Check the name.")
        devices.append(device)
    if not devices:
        raise SettingsError("say which devices, or --all.")
    failed = sum(not _enrolled(device, settings.known_hosts, replace=options.replace) for device in devices)
    print(f"{len(devices) - failed} of {len(devices)} enrolled in {settings.known_hosts}. Compare the fingerprints.")
    return 1 if failed else 0


def _enrolled(device: Device, known_hosts: Path, *, replace: bool) -> bool:
    try:
        lines = enrol(device, known_hosts, replace=replace)
    except SettingsError as error:
        print(f"{device.name}: {error}")
        return False
    for line in lines:
        print(line)
    return True
