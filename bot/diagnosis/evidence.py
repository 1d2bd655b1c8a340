"""Proof for people: device, command, field, value, and the very lines it stands on."""

from __future__ import annotations

from bot.diagnosis.scene import ABSENT, UNKNOWN, Proof
from bot.model import Evidence
from parsers.parse import raw_lines
from parsers.values import DeviceTime


def evidence_of(proof: tuple[Proof, ...]) -> tuple[Evidence, ...]:
    """One piece of evidence per value that was known; unknown values prove nothing."""
    pieces = dict.fromkeys(_piece(one) for one in proof if one.value is not UNKNOWN)
    shown = [piece for piece in pieces if piece.lines]
    return tuple(shown or pieces)  # that something is not listed is proof only where nothing else is


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
