"""`firstline lab`: the simulated network on its own: start it, break something in it, heal it."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.options import Verbs, add_verb
from bot.errors import SettingsError
from bot.lab import REGION_SIZE, Lab, serve_forever
from bot.lab.control import ask

_DATA = Path("firstline-data/lab")


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(verbs, "lab", "the simulated network on its own", "firstline lab --captures DIR", run_start)
    verb.add_argument("--captures", type=Path, metavar="DIR", help="serve this captures folder instead of the hospital")
    size = f"devices that answer: 20, or 24 to 4000 (default: {REGION_SIZE})"
    verb.add_argument("--size", type=int, default=REGION_SIZE, metavar="N", help=size)
    verb.add_argument("--rtt", type=float, default=0.0, metavar="SECONDS", help="round trip to each device")
    verb.add_argument("--command-delay", type=float, default=0.0, metavar="SECONDS", help="a device's time per command")
    parts = verb.add_subparsers(dest="part", metavar="inject|heal|list|status")
    inject = add_verb(
        parts, "inject", "break something in the running lab",
        "firstline lab inject bpduguard sw-kar-a2-03 Gi1/0/14", run_inject,
    )  # fmt: skip
    inject.add_argument("fault")
    inject.add_argument("device")
    inject.add_argument("interface", nargs="?")
    heal = add_verb(parts, "heal", "put right what was broken", "firstline lab heal sw-kar-a2-03 Gi1/0/14", run_heal)
    heal.add_argument("device", nargs="?")
    heal.add_argument("interface", nargs="?")
    add_verb(parts, "list", "list the faults that can be injected", "firstline lab list", run_list)
    add_verb(parts, "status", "show what runs and what is broken", "firstline lab status", run_status)


def run_start(options: argparse.Namespace) -> int:
    data = options.data or _DATA
    pace = {"rtt_s": options.rtt, "command_s": options.command_delay}
    if options.captures:
        if not options.captures.is_dir():
            raise SettingsError(f"there is no folder {options.captures}. Check --captures.")
        lab = Lab.captures(options.captures, data, **pace)
    else:
        lab = Lab.hospital(data, size=options.size, **pace)
    serve_forever(lab, _tell)
    return 0


def _tell(lab: Lab) -> None:
    folder = lab.data_dir
    print(f"{len(lab.devices)} devices answer over SSH on 127.0.0.1. Their inventory: {lab.inventory_path}")
    print(f"User {lab.username}; the password is in {lab.credentials_path}. Stop with Ctrl-C.")
    print(f"Break something from another terminal: firstline lab --data {folder} inject FAULT DEVICE PORT", flush=True)


def run_inject(options: argparse.Namespace) -> int:
    ask(options.data or _DATA, "inject", fault=options.fault, device=options.device, interface=options.interface)
    print(f"{options.fault} is there now. Heal it: firstline lab heal {options.device}")
    return 0


def run_heal(options: argparse.Namespace) -> int:
    healed = ask(options.data or _DATA, "heal", device=options.device, interface=options.interface)["faults"]
    print(
        "\n".join(f"healed {one['fault']} on {_place(one['device'], one['interface'])}" for one in healed)
        or "nothing was broken"
    )
    return 0


def run_list(options: argparse.Namespace) -> int:
    for name, about in Lab.faults().items():
        print(f"{name:20} {about}")
    return 0


def run_status(options: argparse.Namespace) -> int:
    answer = ask(options.data or _DATA, "status")
    print(f"{len(answer['devices'])} devices: {', '.join(answer['devices'])}")
    broken = [f"{one['fault']} on {_place(one['device'], one['interface'])}" for one in answer["faults"]]
    print("broken: " + (", ".join(broken) or "nothing"))
    return 0


def _place(device: str, interface: str | None) -> str:
    return f"{device} {interface}" if interface else device
