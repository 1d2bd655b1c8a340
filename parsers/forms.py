"""What a platform.yaml holds, loaded: lines that can be sent, and how the answer to each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from parsers import values
from parsers.reads import READS

# What a parameter must look like before it is looked at, and its one spelling. Nothing else enters a command.
_TYPED = {
    "interface": r"[A-Za-z][A-Za-z-]* ?\d[\d/.:]*|\d[\d/]*(?:/?[A-L]\d+)?",
    "mac": r"[0-9A-Fa-f.:-]{12,17}",
    "address": r"\d+\.\d+\.\d+\.\d+",
    "vlan": r"\d{1,4}",
    "ap": r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}",
    "wlan": r"[1-9]\d{0,3}",
    "profile": r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}",
}
_SPELT: dict[str, Callable[[str], str | None]] = {
    "interface": values.port_name,
    "mac": values.mac,
    "address": values.address,
    "vlan": lambda text: text if values.vlan(text) else None,
    "ap": str,
    "wlan": str,
    "profile": str,
}
# How a platform takes a MAC address.
_MAC_SENT: dict[str, Callable[[str], str]] = {
    "dotted": values.dotted_mac,
    "colons": lambda mac: mac,
    "hyphen": values.hyphen_mac,
}
MAC_SPELLINGS = tuple(_MAC_SENT)
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the command line of the platform looks like, for whoever logs in. Regular expressions of a whole line."""

    pattern: str  # any prompt; the last line of a finished answer
    privileged: str  # a prompt that has all rights already
    more: str  # the pager asking for a key


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How the answer to a command becomes records."""

    read: str
    template: Path  # TextFSM
    fields: Mapping[str, str]  # value of the template -> field of the record, or SEEN_... for derive.py
    readable: tuple[re.Pattern[str], ...]  # each stands in every answer that can be read
    empty: tuple[re.Pattern[str], ...] = ()  # the answer itself says that there is nothing
    ends: re.Pattern[str] | None = None  # what the platform always prints after the last row
    counts: re.Pattern[str] | None = None  # where the answer says how many rows it has
    blank_is_empty: bool = False
    required: tuple[str, ...] = ()  # fields without which the whole answer is not believed
    join: str | None = None  # rows with the same value of this field are one record, told in several tables
    spellings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # field -> word -> value of the record


@dataclass(frozen=True, kw_only=True)
class Form:
    """One line that gives a read. `sent` is False for a line that is only recognised in captured files."""

    read: str
    line: str  # with {interface}, {mac}, {address}, {vlan}, {ap}, {wlan}, {profile}
    why: str
    reading: Reading
    sent: bool = True
    mac_spelling: str = "dotted"  # one of MAC_SPELLINGS

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the line with any parameters, letter case and runs of blanks aside."""
        parts = _HOLE.split(self.line)
        written = [
            f"(?P<{part}>{_TYPED[part]})" if at % 2 else r"\s+".join(re.escape(word) for word in part.split(" "))
            for at, part in enumerate(parts)
        ]
        return re.compile("".join(written), re.IGNORECASE | re.ASCII)

    def parameters(self, command_line: str) -> dict[str, str] | None:
        """The parameters in a command line of this form, in their one spelling; None where it is not this form."""
        typed = self.pattern.fullmatch(command_line.strip())
        if typed is None:
            return None
        spelt = {name: _SPELT[name](text) for name, text in typed.groupdict().items()}
        known = {name: text for name, text in spelt.items() if text is not None}
        return known if len(known) == len(spelt) else None

    def written(self, parameters: Mapping[str, str]) -> str:
        """The line with checked parameters: full interface names, MAC addresses as the platform takes them."""
        sent = {
            name: _MAC_SENT[self.mac_spelling](text) if name == "mac" else text for name, text in parameters.items()
        }
        return self.line.format_map(sent)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A whole platform.yaml, with what it extends."""

    name: str
    preamble: tuple[str, ...]
    prompt: Prompt
    log_line: re.Pattern[str]  # a console message: it belongs to no answer but the log's
    denied: re.Pattern[str]
    unsupported: re.Pattern[str]
    forms: Mapping[str, tuple[Form, ...]]  # by read, in the order in which they are tried
    cannot: frozenset[str]
    recognise: re.Pattern[str] | None = None  # what its `show version` (or the like) says, and no other platform's


def check_parameters(read: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters of a read in their one spelling. Raises ValueError with a sentence."""
    if read not in READS:
        raise ValueError(f"there is no read '{read}'")
    takes = READS[read].takes
    if set(parameters) != set(takes):
        raise ValueError(f"'{read}' takes {', '.join(takes) or 'nothing'}, not {', '.join(parameters) or 'nothing'}")
    checked: dict[str, str] = {}
    for name in takes:
        spelt = _SPELT[name](parameters[name]) if re.fullmatch(_TYPED[name], parameters[name], re.ASCII) else None
        if spelt is None:
            raise ValueError(f"{parameters[name]!r} is no {name}")
        checked[name] = spelt
    return checked
