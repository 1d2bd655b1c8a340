"""What a platform can be asked: the only maker of Commands, and the judge of refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from parsers.forms import Definition, Form, Prompt, check_parameters
from parsers.loading import PLAIN_LINE, known_platforms, load_definition

__all__ = ["Command", "Form", "Match", "Platform", "Prompt", "Refusal", "load_platform", "platforms", "recognised"]

_MAKER = object()
_LONGEST_REFUSAL = 6  # lines: an echo, the caret, the sentence, and a banner of the AAA server


@dataclass(frozen=True, kw_only=True)
class Command:
    """One read-only line for a device. Only `Platform.commands` makes one: a fixed form with checked parameters."""

    line: str
    platform: str
    read: str
    parameters: tuple[tuple[str, str], ...] = ()
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("A Command is made by Platform.commands, from a line of platform.yaml.")
        if not PLAIN_LINE.fullmatch(self.line):
            raise ValueError(f"{self.line!r} is not a plain show command")


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The device's own line saying no. `denied`: not for this user; `unsupported`: not on this device."""

    kind: Literal["unsupported", "denied"]
    line: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """A command line recognised: what it reads, of what, and how."""

    read: str
    parameters: Mapping[str, str]
    form: Form


@dataclass(frozen=True, kw_only=True)
class Platform:
    """One folder of parsers/. Immutable, shared by all threads."""

    definition: Definition

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def preamble(self) -> tuple[str, ...]:
        """Lines to send after login: no paging, no wrapping."""
        return self.definition.preamble

    @property
    def prompt(self) -> Prompt:
        return self.definition.prompt

    def forms(self, read: str) -> tuple[Form, ...]:
        """All forms of a read in the order in which they are tried; none where the platform does not have it."""
        return self.definition.forms.get(read, ())

    def commands(self, read: str, parameters: Mapping[str, str]) -> tuple[Command, ...]:
        """The lines to try in order until the device knows one; none where the platform does not have this.

        Raises ValueError for an unknown read and for parameters that are missing, too many or malformed.
        """
        checked = check_parameters(read, parameters)
        return tuple(
            Command(
                line=form.written(checked),
                platform=self.name,
                read=read,
                parameters=tuple(checked.items()),
                maker=_MAKER,
            )
            for form in self.forms(read)
            if form.sent
        )

    def form_of(self, command: Command) -> Form:
        """The form that a command was made from. Raises KeyError for a command of another platform."""
        for form in self.forms(command.read):
            if form.sent and form.parameters(command.line) is not None:
                return form
        raise KeyError(f"{self.name} has no form for '{command.line}'")

    def matches(self, command_line: str) -> tuple[Match, ...]:
        """All that a typed command line reads, short and long interface names alike; empty where it is none of ours."""
        found = []
        for forms in self.definition.forms.values():
            for form in forms:
                parameters = form.parameters(command_line)
                if parameters is not None:
                    found.append(Match(read=form.read, parameters=parameters, form=form))
                    break
        return tuple(found)

    def match(self, command_line: str) -> Match | None:
        """The first of `matches`: platform.yaml has the main read of a command first."""
        return next(iter(self.matches(command_line)), None)

    def refusal(self, text: str) -> Refusal | None:
        """The device's own refusal, where the whole text is one. A long answer that quotes one is none."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > _LONGEST_REFUSAL:
            return None
        for line in lines:
            if self.definition.denied.match(line):
                return Refusal(kind="denied", line=line)
            if self.definition.unsupported.match(line):
                return Refusal(kind="unsupported", line=line)
        return None

    def recognised_by(self, text: str) -> str | None:
        """The line by which a `show version` (or what stands for it) is this platform's; None where it is not."""
        if self.definition.recognise is None or self.refusal(text) is not None:
            return None
        found = self.definition.recognise.search(text)
        return text[: found.end()].splitlines()[-1] + text[found.end() :].partition("\n")[0] if found else None

    def allow_list(self) -> tuple[Form, ...]:
        """Every form that can ever be sent, by read, with its reason."""
        return tuple(form for forms in self.definition.forms.values() for form in forms if form.sent)


@lru_cache(maxsize=32)
def load_platform(name: str, site: Path | None = None) -> Platform:
    """The platform of that name, a site's own folder of platforms laid over ours. Raises DocumentError."""
    return Platform(definition=load_definition(name, site))


def platforms(site: Path | None = None) -> list[str]:
    """The names of all platforms."""
    return known_platforms(site)


def recognised(text: str, site: Path | None = None) -> tuple[str, str] | None:
    """The one platform whose `show version` this is, and the line that tells; None for none, or more than one."""
    told = [(name, line) for name in platforms(site) if (line := load_platform(name, site).recognised_by(text))]
    return told[0] if len(told) == 1 else None
