"""`firstline demo`: the simulated hospital, a few telling questions before the user's eyes, then the user's own."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.app import App, live_app
from bot.channels.web import Example, Sign
from bot.cli.ask import handed_over, print_answer, print_handed_over
from bot.cli.check_handover import begin
from bot.cli.handover import Handover
from bot.cli.options import Verbs, add_verb
from bot.cli.serve import PORT, Examples, checkup, listen, serving
from bot.errors import BotError
from bot.lab import REGION_SIZE, Lab
from bot.model import Language
from bot.settings import load_settings


@dataclass(frozen=True, kw_only=True)
class Story:
    """A fault put into the hospital, and the call that comes in because of it, in either language."""

    fault: str
    device: str
    interface: str | None = None
    calls: Mapping[Language, str]
    about: Mapping[Language, str]
    sign: Sign
    told_in: Language  # on the terminal


STORIES: Final = (
    Story(
        fault="bpduguard", device="sw-kar-a2-03", interface="Gi1/0/14", sign="jack", told_in="sv",
        calls={
            "sv": "skrivaren på avd 12 har inget nät, uttag A2-114-2. de har nyss kopplat in en liten switch",
            "en": "the printer on ward 12 has no network, jack A2-114-2. they have just plugged in a small switch",
        },
        about={"sv": "Ett uttag", "en": "A jack"},
    ),
    Story(
        fault="ap-no-poe", device="AP-ARV-A1-01", sign="ap", told_in="en",
        calls={"sv": "inget wifi i rum 107 i Arvika", "en": "no wifi in room 107 in Arvika"},
        about={"sv": "En accesspunkt", "en": "An access point"},
    ),
    Story(
        fault="uplink-down", device="dsw-sun-01", sign="room", told_in="sv",
        calls={"sv": "hela vårdcentralen i Sunne är nere", "en": "the whole clinic in Sunne is offline"},
        about={"sv": "En hel plats", "en": "A whole site"},
    ),
    Story(
        fault="stack-member-removed", device="sw-hag-a1-01", sign="switch", told_in="en",
        calls={"sv": "halva skåpet är dött, sw-hag-a1-01", "en": "half of the closet is dead, sw-hag-a1-01"},
        about={"sv": "En hel switch", "en": "A whole switch"},
    ),
    Story(
        fault="speed-low", device="sw-tor-b1-01", interface="Gi1/0/17", sign="room", told_in="sv",
        calls={"sv": "videon hackar i rum 214 i Torsby", "en": "the video is choppy in room 214 in Torsby"},
        about={"sv": "Ett videorum, läst två gånger", "en": "A video room, read twice"},
    ),
)  # fmt: skip
_TOLD: Final = 3  # stories on the terminal; the console has them all
# A configuration like anybody's: `firstline --config FILE doctor` and `... check` work while the demo runs.
_CONFIGURATION: Final = """\
data: .
inventory: lab/inventory.yaml
secrets: lab/credentials.yaml
hosts: lab/hosts
schedules:
  video-rooms:
    cron: "*/30 * * * *"
    targets: {kinds: [consulting], sites: [torsby, arvika, sunne, saffle]}
  access-points:
    cron: "10 * * * *"
    targets: {roles: [ap], sites: [arvika, hagfors]}
  clinics:
    cron: "20 * * * *"
    targets: {roles: [distribution]}
"""


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
            configuration = data / "firstline.yaml"
            configuration.write_text(_CONFIGURATION, encoding="utf-8")
            settings = load_settings(configuration, data)
            settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
            app = live_app(settings)
            for story in STORIES:
                lab.inject(story.fault, story.device, story.interface)
            if options.quick:
                for story in STORIES[:_TOLD]:
                    _ask(app, story.calls[story.told_in])
                return 0
            listener = listen("127.0.0.1", options.port, tries=50)
            looked = checkup(configuration, data)
            with serving(app, data=data, listener=listener, examples=_examples(), checkup=looked) as url:
                print(f"The console is at {url}, with these questions to try, and more:")
                print("".join(f"  - {story.calls[story.told_in]}\n" for story in STORIES))
                for story in STORIES[:_TOLD]:
                    _ask(app, story.calls[story.told_in], Handover(data))
                begin(data, [one.name for one in app.schedules])
                print(f"The console is at {url}. Under Checks it looks at rooms and access points just now.")
                _own_questions(app, lab, Handover(data), configuration)
    return 0


def _examples() -> Examples:
    """The same questions on the console's first page, in its language."""
    languages: tuple[Language, ...] = ("sv", "en")
    return {
        language: [
            Example(text=story.calls[language], about=story.about[language], sign=story.sign) for story in STORIES
        ]
        for language in languages
    }


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


def _own_questions(app: App, lab: Lab, service: Handover, configuration: Path) -> None:
    print("Now you: write what a caller says, in Swedish or English. Empty line or Ctrl-C ends.")
    begun = sys.argv[0] if not sys.argv[0].endswith("__main__.py") else f"{sys.executable} -m bot"
    print("From another terminal, break something, or look around:")
    print(f"  {begun} lab inject crc-rising sw-kar-a2-03 Gi1/0/3 --data {lab.data_dir}")
    print(f"  {begun} --config {configuration} doctor")
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
