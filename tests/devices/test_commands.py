"""No text that a person or a device wrote becomes a line for a device."""

from __future__ import annotations

import random
import re

import pytest

from parsers.platform import Command, load_platform
from parsers.reads import READS

NASTY = [
    "", " ", "\n", "Gi1/0/1\nreload", "Gi1/0/1 | tee flash:x", "Gi1/0/1; reload", "Gi1/0/1\rreload", "Gi1/0/1\x00",
    "$(reload)", "`reload`", "../../x", "?", "Gi1/0/1 ?", "GigabitEthernet1/0/1\u2028reload", "Gi1/0/１", "all",
    "vlan 1", "00:1b:a9:1d:33:ec\nreload", "10.0.0.1 vrf x", "10.0.0.1/24", "{interface}", "Gi1/0/1" * 50,
]  # fmt: skip
PLAIN = re.compile(r"show [A-Za-z0-9 ./:_-]{1,120}")


def words(seed: int) -> list[str]:
    chance = random.Random(seed)
    letters = "GigabitEthernet10/.:- \n\r\t;|$`?#>!\x03\x1aåÅ\u202e"
    return ["".join(chance.choice(letters) for _ in range(chance.randrange(1, 30))) for _ in range(200)]


@pytest.mark.parametrize("platform", ["cisco_ios", "cisco_xe"])
@pytest.mark.parametrize("value", [*NASTY, *words(1), *words(2)])
def test_a_parameter_gives_a_plain_line_of_the_allow_list_or_none(platform: str, value: str) -> None:
    known = load_platform(platform)
    for read, name in READS.items():
        try:
            commands = known.commands(read, dict.fromkeys(name.takes, value))
        except ValueError:
            continue
        for command in commands:
            assert PLAIN.fullmatch(command.line)
            assert known.form_of(command) in known.allow_list()


def test_a_command_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError):
        Command(line="show clock", platform="cisco_xe", read="clock", maker=object())
