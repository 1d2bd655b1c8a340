"""`firstline inventory check`: read the inventory as the bot would, and say what is in it or what is wrong."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bot.cli.options import Verbs, add_verb
from bot.errors import SettingsError
from bot.inventory.yaml import load_inventory
from bot.settings import load_settings
from parsers.platform import platforms


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "inventory", "work with the inventory", "firstline inventory check FILE", run_check)
    parts = verb.add_subparsers(dest="part", required=True, metavar="check")
    check = add_verb(parts, "check", "validate the inventory", "firstline inventory check FILE", run_check)
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: the configuration's")


def run_check(options: argparse.Namespace) -> int:
    file = options.file or load_settings(options.config, options.data).inventory
    if file is None:
        raise SettingsError("there is no inventory. Say FILE, or name one in the configuration.")
    inventory = load_inventory(file)
    jacks = sum(len(room.jacks) for room in inventory.rooms)
    print(
        f"{len(inventory.devices)} devices, {len(inventory.links)} links, {len(inventory.rooms)} rooms, {jacks} jacks."
    )
    for platform, count in Counter(device.platform for device in inventory.devices).most_common():
        known = "" if platform in platforms() else "  (cannot be read yet)"
        print(f"  {platform:20} {count}{known}")
    return 0
