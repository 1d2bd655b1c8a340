"""A captures folder with pieces missing, cut, refused or dirty: never cleared, no fault that the whole one lacks."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.captures import CapturesFolder
from bot.desk.intake import accept
from bot.desk.investigate import Desk
from bot.desk.library import load_library
from bot.desk.understand import understand
from bot.devices.replay import ReplayTransport
from bot.diagnosis.runbook import Library
from bot.inventory.yaml import load_inventory
from bot.model import Diagnosis
from parsers.document import load_document
from tests.desk.answers import AT
from tests.some import one_in

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FOLDERS = [
    folder
    for folder in sorted(SCENARIOS.iterdir())
    if (folder / "scenario.yaml").is_file() and not any(folder.glob("*/_state")) and "denied" not in folder.name
]
# What may be said anew of a folder with less in it: the switch turned the port off, and the reason was lost; or what
# followed from a cause that can no longer be read.
GONE_WITH_A_MEMBER = {"UPLINK_DOWN", "ETHERCHANNEL_MEMBER_DOWN", "PORTS_LOST_TOGETHER"}
_FEW = 6
LESS_SAID = {
    "ERRDISABLED_BPDUGUARD": {"ERRDISABLED_OTHER", "PORT_NOTCONNECT"},
    "PORT_DISABLED_BY_LOOP_PROTECT": {"PORT_NOTCONNECT"},
    "LOW_OPTICAL_POWER": {"INPUT_ERRORS_RISING"},
    "AP_NO_POE": {"PORT_NOTCONNECT"},
    "POE_BUDGET_EXCEEDED": {"PORT_NOTCONNECT"},
    "DUPLEX_MISMATCH": {"INPUT_ERRORS_RISING"},
    "PSU_FAILURE": {"POE_BUDGET_EXCEEDED", "POE_DENIED"},
    "POE_ADMIN_OFF": {"AP_NO_POE", "PORT_NOTCONNECT"},
    "STACK_MEMBER_REMOVED": GONE_WITH_A_MEMBER | {"PORT_NOTCONNECT"},
    "STACK_VERSION_MISMATCH": GONE_WITH_A_MEMBER,
}
MESSAGE = "Nov 17 2026 09:41:59.113 CET: %SYS-5-CONFIG_I: Configured from console by nadm on vty0 (10.40.9.31)\n"
PAGER = " --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"
Change = Callable[[str, random.Random], str]


def in_the_middle(what: str) -> Change:
    """Puts something at the start of some line."""

    def change(text: str, rnd: random.Random) -> str:
        lines = text.splitlines(keepends=True)
        at = rnd.randrange(len(lines) + 1)
        return "".join([*lines[:at], what, *lines[at:]])

    return change


def torn_by_a_message(text: str, rnd: random.Random) -> str:
    at = rnd.randrange(len(text) + 1)
    return f"{text[:at]}\n{MESSAGE}{text[at:]}"


# Each leaves less to read, or the same: nothing here may make a fault or health out of it.
CHANGES: dict[str, Change] = {
    "unknown to the device": lambda text, rnd: "% Invalid input detected at '^' marker.\n",
    "denied": lambda text, rnd: "% Authorization failed.\n",
    "empty": lambda text, rnd: "",
    "cut": lambda text, rnd: text[: rnd.randrange(len(text) + 1)],
    "torn by a console message": torn_by_a_message,
    "with a console message": in_the_middle(MESSAGE),
    "with the pager's leftovers": in_the_middle(PAGER),
    "with carriage returns": lambda text, rnd: text.replace("\n", "\r\n"),
}


@cache
def shipped() -> Library:
    return load_library()


def diagnosed(folder: Path) -> Diagnosis:
    inventory = load_inventory(folder / "inventory.yaml", captures=True)
    desk = Desk(
        inventory=inventory, transport=ReplayTransport(CapturesFolder(folder)), library=shipped(), resolver=_Nobody()
    )
    request, _ = accept(load_document(folder / "scenario.yaml")["request"].text(), channel="cli", requester="", at=AT)
    answer = desk.answer(request, understand(request.text, inventory, None), lambda _: None)
    assert answer.diagnosis is not None
    return answer.diagnosis


class _Nobody:
    def address(self, host: str) -> str | None:
        return None


def serious(diagnosis: Diagnosis) -> set[str]:
    return {one.code for one in diagnosis.findings if one.severity in {"critical", "warning"} and not one.caused_by}


def changed(folder: Path, at: Path, names: list[str], change: Change, rnd: random.Random) -> Path:
    """A copy of the folder with some of its files changed."""
    copy = at / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    for name in names:
        file = next(copy.glob(f"*/{name}"))
        with file.open(newline="") as old:
            text = old.read()
        file.write_text(change(text, rnd), newline="")
    return copy


@pytest.mark.parametrize("folder", one_in(3, FOLDERS, name=lambda folder: folder.name))
def test_less_to_read_never_clears_a_port_and_never_raises_an_alarm(folder: Path, tmp_path: Path) -> None:
    whole = diagnosed(folder)
    allowed = serious(whole) | {code for root in serious(whole) for code in LESS_SAID.get(root, set())}
    names = sorted(file.name for file in folder.glob("*/*.txt"))
    rnd = random.Random(folder.name)
    spoilt = names if "CI" in os.environ else rnd.sample(names, min(len(names), _FEW))  # all of them in .ci/run
    rounds = [(rnd.choice(list(CHANGES)), [name]) for name in spoilt]
    rounds += [(rnd.choice(list(CHANGES)), rnd.sample(names, 2)) for _ in range(3)]
    for kind, those in rounds:
        told = diagnosed(changed(folder, tmp_path, those, CHANGES[kind], rnd))
        case = f"{kind}: {', '.join(those)}"
        assert told.root_cause != "NO_FAULT" or whole.root_cause == "NO_FAULT", case
        assert serious(told) <= allowed, case


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_line_of_proof_stands_in_a_file(folder: Path) -> None:
    written = {line for file in folder.glob("*/*.txt") for line in file.read_text().split("\n")}
    lines = {line for finding in diagnosed(folder).findings for piece in finding.evidence for line in piece.lines}
    assert lines <= written
