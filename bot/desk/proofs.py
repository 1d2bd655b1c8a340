"""What an answer rests on, as a card shows it: values with their device, command, time and raw lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.card import Proof
from bot.desk import words
from bot.desk.reasons import reason as reason_of
from bot.desk.times import Times
from bot.model import ACCESS_FAILURES, Evidence, Language, Observation
from parsers.records.spoken import spoken_field


def proofs(evidence: Iterable[Evidence], times: Times) -> tuple[Proof, ...]:
    """One proof per field that was read; the samples of one field stand together, with the time of the last.

    What is no field of a record (that something is not listed, the device's own words) needs no label.
    """
    groups: dict[tuple[str, str, str], list[Evidence]] = {}
    for one in evidence:
        groups.setdefault((one.device, one.command, one.field), []).append(one)
    return tuple(
        Proof(
            device=device,
            command=command,
            field=spoken_field(field, times.language),
            value=_values(pieces, times.language),
            at=times.seconds(max(one.at for one in pieces)),
            lines=tuple(dict.fromkeys(line for one in pieces for line in one.lines)),
        )
        for (device, command, field), pieces in groups.items()
    )


def _values(pieces: Sequence[Evidence], language: Language) -> str:
    """Samples with an arrow between them; rows of one and the same sample with a comma."""
    samples: dict[datetime, dict[str, None]] = {}
    for one in pieces:
        samples.setdefault(one.at, {})[_value(one, language)] = None
    return " → ".join(dict.fromkeys(", ".join(values) for values in samples.values()))


def failures(observations: Sequence[Observation], times: Times) -> tuple[Proof, ...]:
    """Where no value proves anything, what went wrong is the proof: the first reading that failed, the clock last."""
    failures = sorted((one for one in observations if one.failure is not None), key=lambda one: one.read == "clock")
    if not failures:
        return ()
    failed = failures[0]
    command = failed.command
    if not command or failed.failure in ACCESS_FAILURES:
        command = words.LOGIN[times.language]
    reason = reason_of(failed.reason or str(failed.failure).replace("_", " "), times.language)
    return (Proof(device=failed.device, command=command, field=None, value=reason, at=times.seconds(failed.at)),)


def _value(evidence: Evidence, language: Language) -> str:
    ours = words.VALUES.get(evidence.value)
    return ours[language] if ours else evidence.value
