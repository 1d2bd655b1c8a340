"""Proof for people: device, command, field, value, and the very lines it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.diagnosis.truths import ABSENT, UNKNOWN, Proof
from bot.model import Evidence
from parsers.parse import raw_lines
from parsers.values import DeviceTime

# These say which row it is, or repeat its line; what decides stands in the others.
_ROW: Final = frozenset({
    "ap", "auth_method", "facility", "id", "interface", "interfaces", "key_management", "mac", "name", "profile",
    "slot", "ssid", "text", "time", "vlan", "wlan",
})  # fmt: skip
_STATE: Final = frozenset({"admin_enabled", "admin_status", "enabled", "protocol", "state", "status"})
_AS_IT_SHOULD: Final = frozenset({"True", "connected", "ready", "up"})  # what makes a fault of something else


def evidence_of(proof: tuple[Proof, ...]) -> tuple[Evidence, ...]:
    """One piece of evidence per value that was known, the decisive ones first; unknown values prove nothing."""
    pieces = dict.fromkeys(_piece(one) for one in proof if one.value is not UNKNOWN)
    shown = [piece for piece in pieces if piece.lines]
    return decisive_first(shown or pieces)  # that something is not listed is proof only where nothing else is


def decisive_first(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What decides, then what names the row, then what is as it should be; else in the order of the condition."""
    return tuple(sorted(pieces, key=_rank))


def _rank(piece: Evidence) -> int:
    """0 what decides, 1 which row it is, 2 what is as it should be: a port must be up for its light to be too low."""
    if piece.field in _STATE and piece.value in _AS_IT_SHOULD:
        return 2
    return 1 if piece.field in _ROW else 0


def _piece(proof: Proof) -> Evidence:
    observation = proof.observation
    lines: tuple[str, ...] = ()
    text = raw_lines(observation.raw)
    if proof.row is None and proof.value in text:  # not a record, but the device's own words
        lines = (str(proof.value),)
    elif proof.row is not None:
        numbers = proof.row.lines.get(proof.field, ())
        lines = tuple(text[number] for number in numbers if number < len(text))
    return Evidence(
        device=observation.device,
        command=observation.command,
        field=proof.field,
        value=_plain(proof.value),
        lines=lines,
        at=observation.at,
    )


def _plain(value: object) -> str:
    if value is ABSENT:
        return "not listed"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, DeviceTime):
        return f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return str(value)
