"""What the SSH server serves: a named machine that opens shells, whether simulated or played from captures."""

from __future__ import annotations

from typing import Protocol

from bot.lab.onair import isolated
from bot.lab.render import answer
from bot.lab.topology import Behaviour, Reach, Region, Switch


class Shell(Protocol):
    """One login: answers command lines until it is closed."""

    def answer(self, line: str, *, privilege: int, prompt_length: int) -> str:
        """The output of a command, \\n at line ends, without echo and prompt."""
        ...


class Machine(Protocol):
    """A device as the SSH server sees it."""

    @property
    def name(self) -> str: ...
    @property
    def behaviour(self) -> Behaviour: ...
    @property
    def reach(self) -> Reach: ...
    @property
    def legacy_ssh(self) -> bool: ...
    @property
    def banner(self) -> str: ...

    def prompt(self, privilege: int) -> str:
        """What the device prints when it waits for a command."""
        ...

    def open(self) -> Shell:
        """A shell of its own for each login."""
        ...


class SimulatedSwitch:
    """A switch of the topology; all shells look at the same state."""

    banner = "*** Regionens natverk. Endast behorig personal. ***\n"

    def __init__(self, region: Region, switch: Switch) -> None:
        self._region = region
        self._switch = switch

    @property
    def name(self) -> str:
        return self._switch.name

    @property
    def behaviour(self) -> Behaviour:
        return self._switch.behaviour

    @property
    def reach(self) -> Reach:
        """Out of reach too where every way to the core is cut."""
        gone = self._switch.health.hung or isolated(self._region, self._switch)
        return "unreachable" if gone else self._switch.behaviour.reach

    @property
    def legacy_ssh(self) -> bool:
        return self._switch.legacy_ssh

    def prompt(self, privilege: int) -> str:
        return f"{self._switch.name}{'#' if privilege == 15 else '>'}"

    def open(self) -> Shell:
        return self

    def answer(self, line: str, *, privilege: int, prompt_length: int) -> str:
        return answer(self._region, self._switch, line, privilege=privilege, prompt_length=prompt_length)
