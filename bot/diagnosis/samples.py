"""Counters of two samples compared: how far one rose, and whether all of them have stood still since an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.diagnosis.truths import UNKNOWN, Proof, Value, row_value
from bot.model import Observation
from parsers.parse import Row
from parsers.reads import READS
from parsers.records import Record

_EARLIER_S: Final = 86400.0  # an older sample says little of today
_PACKETS: Final = ("input_packets", "output_packets")
_ERRORS: Final = (
    "crc", "input_errors", "output_errors", "output_drops", "late_collisions", "collisions", "runts", "giants",
    "frame", "resets", "align", "fcs", "xmit", "rcv", "undersize", "out_discards", "violations", "untrusted",
    "invalid_signature", "power_denied", "over_current", "short_current",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rise:
    """Latest minus first sample of a counter, what proves it, and the seconds between."""

    grown: Value = UNKNOWN
    proof: tuple[Proof, ...] = ()
    seconds: float = 0.0


def rise(readable: Sequence[Observation], field: str, record: Record | None = None) -> Rise:
    """How far a counter rose; unknown with one sample only, or where it went backwards.

    `record`: the row of the latest sample that is meant, where there are many. The row of the first sample is the one
    with the same key (parsers.reads.READS); where that is not there, nobody knows what it counted then.
    """
    if len(readable) < 2:
        return Rise()
    first, last = readable[0], readable[-1]
    new = last.rows[0] if record is None else next((row for row in last.rows if row.record is record), None)
    old = first.rows[0] if record is None else new and _same_row(first, new)
    if old is None or new is None:
        return Rise()
    before, first_proof = row_value(first, old, field)
    after, last_proof = row_value(last, new, field)
    if not isinstance(before, int | float) or not isinstance(after, int | float) or after < before:
        return Rise()  # counters cleared or the device restarted between the samples: proves nothing
    return Rise(
        grown=after - before, proof=(*first_proof, *last_proof), seconds=(last.at - first.at).total_seconds()
    )  # fmt: skip


def _same_row(first: Observation, row: Row) -> Row | None:
    """The one row of the first sample with the key of this one."""
    key = READS[first.read].key
    values = [getattr(row.record, name) for name in key]
    if not key or None in values:
        return None
    found = [one for one in first.rows if [getattr(one.record, name) for name in key] == values]
    return found[0] if len(found) == 1 else None


def still_since(latest: Observation | None, earlier: Sequence[Observation], at_least_s: float) -> Observation | None:
    """An earlier question's sample since which no error was counted: as good as waiting for a second one.

    Where errors grew it is none: they may be from before the cable was changed, and only a fresh pair tells.
    """
    if latest is None or latest.failure is not None or len(latest.rows) != 1:
        return None
    for before in earlier:
        same = (before.device, before.read, before.parameters) == (latest.device, latest.read, latest.parameters)
        seconds = (latest.at - before.at).total_seconds()
        if same and before.rows and at_least_s <= seconds <= _EARLIER_S and _still(before, latest, seconds):
            return before
    return None


def _still(before: Observation, latest: Observation, seconds: float) -> bool:
    """No error more, no packet less, and nobody cleared the counters in between."""
    old, new = before.rows[0].record, latest.rows[0].record
    cleared = getattr(new, "counters_cleared_s", None)
    if isinstance(cleared, int) and cleared <= seconds:
        return False
    if any(getattr(old, name, None) != getattr(new, name, None) for name in _ERRORS):
        return False
    packets = [(getattr(old, name, None), getattr(new, name, None)) for name in _PACKETS]
    return all(a <= b for a, b in packets if isinstance(a, int) and isinstance(b, int))
