"""The text of one command -> rows with the lines they stand on, or why not. Pure; never raises for any text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from parsers.cleaning import Cleaned, clean, raw_lines
from parsers.convert import convert
from parsers.derive import derive
from parsers.forms import Form, Reading
from parsers.machine import Cells, Run, Template, TemplateError, compile_template, run
from parsers.platform import Platform
from parsers.reads import READS
from parsers.records import Record

__all__ = ["Parsed", "Row", "parse", "raw_lines"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A record and, per field, the 0-based lines of the raw text (as `raw_lines` counts them) it was read from."""

    record: Record
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """What a text told. Three states, never mixed up:

    ok: `rows`. empty: the output itself says that there is nothing, or lists others and not what was asked for.
    unreadable: we do not know, and `reason` says why; `refusal` where the device would not answer.
    `doubts` are values that were left out because they could not be read; their fields are None.
    """

    status: Literal["ok", "empty", "unreadable"]
    kind: str
    rows: tuple[Row, ...] = ()
    reason: str | None = None
    refusal: Literal["unsupported", "denied"] | None = None
    doubts: tuple[str, ...] = ()


def parse(
    platform: Platform,
    read: str,
    text: str,
    parameters: Mapping[str, str] | None = None,
    form: Form | None = None,
) -> Parsed:
    """Read the answer of a device to one read.

    `parameters` in their one spelling, as a Command holds them: rows about other ports are dropped. `form` is the one
    that was sent (Platform.form_of, Match.form); without it, all forms of the read are tried in order.
    """
    kind = READS[read].kind
    refusal = platform.refusal(text)
    if refusal is not None:
        return Parsed(status="unreadable", kind=kind, reason=refusal.line, refusal=refusal.kind)
    forms = [form] if form else _distinct(platform.forms(read))
    if not forms:
        reason = f"{platform.name} has no command for '{read}'"
        return Parsed(status="unreadable", kind=kind, reason=reason, refusal="unsupported")
    cleaned = clean(text, None if kind == "log" else platform.definition.log_line)
    tried = [_parse(each, kind, cleaned, parameters or {}) for each in forms]
    return next((parsed for parsed in tried if parsed.status != "unreadable"), tried[0])


def _distinct(forms: Sequence[Form]) -> list[Form]:
    """One form for each way of reading."""
    found: list[Form] = []
    for form in forms:
        if form.reading not in [other.reading for other in found]:
            found.append(form)
    return found


def _parse(form: Form, kind: str, cleaned: Cleaned, parameters: Mapping[str, str]) -> Parsed:
    reading, text = form.reading, cleaned.text()
    if cleaned.torn:
        return _unreadable(kind, f"a console message was printed into line {cleaned.torn[0] + 1}")
    if not text.strip():
        if reading.blank_is_empty:
            return Parsed(status="empty", kind=kind)
        return _unreadable(kind, "the device printed nothing, where it always prints something")
    try:
        template = compile_template(reading.template)
        told = run(template, cleaned.numbered())
    except TemplateError as error:
        return _unreadable(kind, str(error))
    halves = _halves(template, cleaned, told)
    if halves is not None:
        return _unreadable(kind, f"a console message was printed into line {halves + 1}")
    if not told.rows and any(mark.search(text) for mark in reading.empty):
        return Parsed(status="empty", kind=kind)
    doubt = _why_not(reading, told, text)
    if doubt:
        return _unreadable(kind, doubt)
    parsed = _rows(form, kind, told, _doubtful_lines(cleaned, told), parameters)
    short = _short(reading, told, text)
    asked = READS[reading.read].keep in parameters
    # What stands in half a list is true, but nothing can be said to be missing from it.
    return _unreadable(kind, short) if short and not (asked and parsed.status == "ok") else parsed


def _unreadable(kind: str, *reasons: str) -> Parsed:
    return Parsed(status="unreadable", kind=kind, reason=reasons[0], doubts=reasons[1:])


def _why_not(reading: Reading, told: Run, text: str) -> str | None:
    """Why the answer as a whole is not believed, if it is not."""
    for mark in reading.readable:
        if mark.search(text) is None:
            return f"the answer does not look like this command's: nothing in it matches {mark.pattern!r}"
    if not told.rows:
        return "the answer holds nothing that could be read, and does not say that there is nothing"
    if reading.ends is not None and not _ended(reading.ends, told, text):
        return f"the answer was cut short: after the last row, nothing matches {reading.ends.pattern!r}"
    return None


def _short(reading: Reading, told: Run, text: str) -> str | None:
    """Why the list is not whole, where it says how long it is. A head that is printed again counts once."""
    if reading.counts is None:
        return None
    said = {found[0].replace(found[1], ""): int(found[1]) for found in reading.counts.finditer(text)}
    if sum(said.values()) <= len(told.rows):
        return None
    return f"the answer was cut short: it says that there are {sum(said.values())}, and lists {len(told.rows)}"


def _ended(ends: re.Pattern[str], told: Run, text: str) -> bool:
    """Does what always stands after the last row stand there?"""
    begun = max(min((at for lines in row.lines.values() for at in lines), default=0) for row in told.rows)
    return any(text.count("\n", 0, found.start()) >= begun for found in ends.finditer(text))


def _doubtful_lines(cleaned: Cleaned, told: Run) -> frozenset[int]:
    """Lines that may be half a line: a console message stood beside them, and what is beyond it was not understood.

    The console prints on a line of its own, in the middle of whatever is being printed: `Access Mode VLAN: 1`, the
    message, `10 (KLIENT)`.
    """
    doubtful = set()
    last = len(cleaned.lines) - 1
    for number, line in enumerate(cleaned.lines):
        if line is not None or not 0 < number < last:
            continue
        before, after = number - 1, number + 1
        while after < last and cleaned.lines[after] is None:
            after += 1
        if cleaned.lines[before] and cleaned.lines[after] and (before in told.matched) != (after in told.matched):
            doubtful.add(before if before in told.matched else after)
    return frozenset(doubtful)


def _halves(template: Template, cleaned: Cleaned, told: Run) -> int | None:
    """The line that a console message cut into halves which say nothing alone, where the whole says something."""
    lines = cleaned.numbered()
    for at, ((before, head), (after, tail)) in enumerate(pairwise(lines)):
        if after == before + 1 or not head or not tail or {before, after} & told.matched:
            continue
        for whole in (head + tail, f"{head} {tail}", f"{head}  {tail}"):  # blanks at the end of the head are gone
            try:
                mended = run(template, [*lines[:at], (before, whole), *lines[at + 2 :]])
            except TemplateError:
                return before
            if before in mended.matched:
                return before
    return None


def _rows(form: Form, kind: str, told: Run, doubtful: frozenset[int], parameters: Mapping[str, str]) -> Parsed:
    reading = form.reading
    keep = READS[reading.read].keep
    asked = parameters.get(keep) if keep else None
    # Such an answer need not repeat the name: `show lldp neighbors X detail` of IOS 12.2 does not.
    of_asked_only = asked is not None and f"{{{keep}}}" in form.line
    rows: list[Row] = []
    doubts: list[str] = []
    for cells in _joined(told.rows, reading) if reading.join else told.rows:
        converted = convert(kind, cells, reading, doubtful)
        record, lines = derive(kind, converted)
        about = getattr(record, keep) if keep and asked else None
        if about is not None and not _same(about, asked):
            continue
        missing = [name for name in reading.required if getattr(record, name) is None]
        if missing or (asked and keep in converted.doubts):  # it may have been about what was asked
            return _unreadable(kind, *(converted.doubts.values() or [f"{', '.join(missing)} is missing"]))
        if _same(about, asked) or (about is None and of_asked_only):
            rows.append(Row(record=record, lines=lines))
            doubts.extend(converted.doubts.values())
    if not rows and of_asked_only:  # a list of all ports may lack one; the answer about one port may not be another's
        return _unreadable(kind, f"the answer is about something else than {asked}")
    return Parsed(status="ok" if rows else "empty", kind=kind, rows=tuple(rows), doubts=tuple(doubts))


def _same(about: object, asked: str | None) -> bool:
    """Is the row about what was asked for? Access points are called in any letter case, and a WLAN by its number."""
    return about is asked or (about is not None and asked is not None and str(about).casefold() == asked.casefold())


def _joined(rows: Sequence[Cells], reading: Reading) -> list[Cells]:
    """Rows that agree in the joining field made one, in the order of first sight; lists of VLANs go on."""
    key = next(value for value, name in reading.fields.items() if name == reading.join)
    found: dict[str, Cells] = {}
    for row in rows:
        whole = found.setdefault(str(row.texts.get(key, "")), Cells())
        for name, text in row.texts.items():
            if name not in whole.texts:
                whole.texts[name] = text
            elif name != key:
                whole.texts[name] = f"{whole.texts[name]},{text}"
            whole.lines[name] = (*whole.lines.get(name, ()), *row.lines[name])
    return list(found.values())
