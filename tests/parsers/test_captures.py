"""Outputs of real devices, where they are at hand: each is read, or says why not; -s prints the shares."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from parsers.document import load_document
from parsers.parse import parse
from parsers.platform import Platform, load_platform

SHARED = Path(os.environ.get("FIRSTLINE_CAPTURES", Path(__file__).parents[3] / "shared"))
needs_captures = pytest.mark.skipif(
    not (SHARED / "captures").is_dir(), reason="no folder of captured outputs (FIRSTLINE_CAPTURES)"
)
# These hold an answer without its end or head, or of another device than the folder says. Read they must not be.
LEAST_READABLE = 0.95
STAND_INS = ("GigabitEthernet1/0/1", "0011.2233.4455", "some-name")


def captured(platform: Platform) -> Iterator[tuple[str, Path]]:
    """(command, file) of the scenarios, then of the public captures."""
    for inventory in sorted(SHARED.glob("scenarios/*/inventory.yaml")):
        for device in load_document(inventory)["devices"].list():
            if device["platform"].text() == platform.name:
                for file in sorted((inventory.parent / device["name"].text()).glob("show*.txt")):
                    yield unquote(re.sub(r"(\.\d)?\.txt$", "", file.name).replace("_", " ")), file
    for file in sorted(SHARED.glob(f"captures/{platform.name}/*/*.txt")):
        yield file.parent.name.replace("_", " "), file


@needs_captures
@pytest.mark.parametrize(
    "name",
    ["cisco_ios", "cisco_xe", "cisco_wlc", "cisco_nxos", "arista_eos", "juniper_junos", "hp_procurve", "aruba_aoscx"],
)
def test_nearly_every_capture_of_a_known_command_is_read(name: str) -> None:
    platform = load_platform(name)
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for command, file in captured(platform):
        text = file.read_bytes().decode(errors="replace")
        # A command of the public captures has X where a parameter was: its form is known, the parameter is not.
        tried = (platform.matches(re.sub(r"\bX\b", stand_in, command)) for stand_in in STAND_INS)
        for match in next(filter(None, tried), ()):
            known = {} if re.search(r"\bX\b", command) else match.parameters
            parsed = parse(platform, match.read, text, known, match.form)
            assert (parsed.reason is not None) == (parsed.status == "unreadable")
            shares[match.form.line]["refused" if parsed.refusal else parsed.status] += 1
    total = sum(shares.values(), Counter[str]())
    for line, share in sorted(shares.items()):
        print(f"{name}  {line:60} {dict(share)}")
    assert total["ok"] > 0
    assert 1 - total["unreadable"] / total.total() >= LEAST_READABLE
