"""`firstline demo`: the simulated hospital, a few telling questions before the user's eyes, then the user's own."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.app import App, live_app
from bot.channels.web import Example
from bot.cli.ask import handed_over, print_answer, print_handed_over
from bot.cli.handover import Handover
from bot.cli.options import Verbs, add_verb
from bot.cli.serve import PORT, Examples, listen, serving
from bot.errors import BotError
from bot.lab import REGION_SIZE, Lab
from bot.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Story:
    """A fault put into the hospital, and the call that comes in because of it."""

    fault: str | None
    device: str
    interface: str
    call: str
    about: str


_STORIES = (
    Story(
        fault="bpduguard", device="sw-kar-a2-03", interface="Gi1/0/14", about="Ett uttag",
        call="skrivaren på avd 12 har inget nät, uttag A2-114-2. de har nyss kopplat in en liten switch",
    ),
    Story(
        fault="dot1x-failed", device="sw-tor-b1-01", interface="Gi1/0/7", about="In English",
        call="new laptop gets no network on sw-tor-b1-01 gi1/0/7, wifi works",
    ),
    Story(
        fault="crc-rising", device="sw-kar-b2-01", interface="Gi1/0/5", about="Två avläsningar",
        call="allt går väldigt segt på sw-kar-b2-01 gi1/0/5",
    ),
    Story(
        fault=None, device="sw-kar-a1-01", interface="Gi1/0/10", about="En dators namn",
        call="PC35838 kommer inte åt journalen",
    ),
    Story(
        fault="unreachable", device="sw-lun-a1-01", interface="", about="En switch som inte svarar",
        call="Gi1/0/5 på sw-lun-a1-01 är död",
    ),
)  # fmt: skip


def register(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = add_verb(
        verbs, "demo", "a simulated hospital over real SSH, the service, the console, a few questions, then yours",
        "firstline demo", run,
    )  # fmt: skip
    verb.add_argument("--quick", action="store_true", help="ask the prepared questions and stop; no console")
    verb.add_argument("--port", type=int, default=PORT, metavar="PORT", help="of the console (a taken one: the next)")


def run(options: argparse.Namespace) -> int:
    """Everything lives in a folder that is gone afterwards, unless --data keeps it."""
    with tempfile.TemporaryDirectory(prefix="firstline-demo-") as temporary:
        data = options.data or Path(temporary)
        with Lab.hospital(data / "lab", size=REGION_SIZE, rtt_s=0.02, command_s=0.05) as lab:
            print(f"A simulated hospital region: {len(lab.devices)} devices answer over SSH on this machine.\n")
            settings = Settings(
                data=data, inventory=lab.inventory_path, secrets=lab.credentials_path, hosts=lab.hosts_path
            )
            settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
            app = live_app(settings)
            for story in _STORIES:
                if story.fault:
                    lab.inject(story.fault, story.device, story.interface or None)
            if options.quick:
                for story in _STORIES[:3]:
                    _ask(app, story.call)
                return 0
            listener = listen("127.0.0.1", options.port, tries=50)
            with serving(app, data=data, listener=listener, examples=_examples()) as url:
                print(f"The console is at {url}, with these questions to try:")
                print("".join(f"  - {story.call}\n" for story in _STORIES))
                for story in _STORIES[:3]:
                    _ask(app, story.call, Handover(data))
                print(f"The console is at {url}, and has these questions too.")
                _own_questions(app, lab, Handover(data))
    return 0


def _examples() -> Examples:
    """The same questions on the console's first page."""
    told = [Example(text=story.call, about=story.about, sign="jack") for story in _STORIES]
    return {"sv": told, "en": told}


def _ask(app: App, text: str, service: Handover | None = None) -> None:
    print(f"$ firstline ask {text!r}", flush=True)
    _answer(app, text, service)
    print()


def _answer(app: App, text: str, service: Handover | None) -> None:
    """As `firstline ask` does it."""
    number = handed_over(service, text) if service else None
    if service and number:
        print_handed_over(service, number)
    else:
        print_answer(app, text)


def _own_questions(app: App, lab: Lab, service: Handover) -> None:
    print("Now you: write what a caller says, in Swedish or English. Empty line or Ctrl-C ends.")
    print(f"Break something else: {sys.argv[0]} lab inject crc-rising sw-kar-a2-03 Gi1/0/3 --data {lab.data_dir}")
    while True:
        try:
            text = input("\n> ").strip() if sys.stdin.isatty() else sys.stdin.readline().strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not text:
            return
        try:
            _answer(app, text, service)
        except BotError as error:
            print(error)
