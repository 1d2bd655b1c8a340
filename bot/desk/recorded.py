"""A session that was recorded turned into a case for cases.yaml: what was read, in records, and what was concluded.

Only what some rule speaks of is kept, and of long lists only the rows that decided; more of it where the verdict would
not stay the same. Addresses and names of persons are replaced: a case lies in a repository for years.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from bot.desk.history import about_of
from bot.desk.investigate import Desk
from bot.diagnosis.advance import steps_of
from bot.diagnosis.cases import play
from bot.diagnosis.places import READ_NAMES, name_at, place_and_read
from bot.diagnosis.runbook import Investigation, Library
from bot.model import ACCESS_FAILURES, Answer, Device, Diagnosis, Failure, Observation, Place
from parsers.document import parse_document
from parsers.values import DeviceTime

_WORDS: Final[Mapping[Failure, str]] = {"unsupported": "unsupported", "denied": "denied", "timeout": "timeout"}
_MAC: Final = re.compile(r"\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\b|\b(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}\b")
_ADDRESS: Final = re.compile(r"\b(?!169\.254\.)\d{1,3}(?:\.\d{1,3}){3}\b")  # what a device gives itself is telling
_PLAIN: Final = re.compile(r"[A-Za-zÅÄÖåäö][\w./+ ()-]*(?<! )")
_NOT_PLAIN: Final = {"yes", "no", "true", "false", "on", "off", "null", "none", "unreadable", "unsupported", "denied"}
_NOT_OF_RULES: Final = {"NO_FAULT", "INVENTORY_WRONG"}  # told by the desk, not by a rule
_LONG: Final = 12  # rows; a longer list is cut down to what decided

Told = dict[str, object]


def recorded_case(answer: Answer, desk: Desk, title: str) -> str:
    """The case as it stands in a cases.yaml, indented for its list. Raises ValueError where nothing was concluded."""
    if answer.diagnosis is None:
        raise ValueError("nothing was diagnosed, so there is no case in it. Name the port or the device in the text.")
    library = desk.library
    device = desk.inventory.device(answer.target.device or "")
    investigation = library.about(about_of(answer.target))
    spoken = _spoken_of(investigation)
    for fields_kept, only_decisive in ((spoken, True), (spoken, False), (None, False)):
        text = _written(answer, answer.diagnosis, device, investigation, fields_kept, title, only_decisive)
        if _same(text, investigation, library, answer.diagnosis):
            break
    return text


def _spoken_of(investigation: Investigation) -> frozenset[tuple[str, str]]:
    """(read, field) that a condition or a text mentions; places aside, since a read is kept wherever it was made."""
    trees: list[ast.AST] = [one.when.tree for one in investigation.checks]
    trees += [fact.tree for fact in investigation.facts.values()]
    texts = ""
    for part in investigation.parts:
        for book in part.runbooks:
            trees += [fact.tree for fact in book.facts.values()]
            trees += [step.when.tree for step in book.steps if step.when]
            for phrase in book.phrases.values():
                trees.append(phrase.when.tree)
                texts += phrase.says["en"].template
            for rule in book.rules:
                trees.append(rule.when.tree)
                texts += rule.says["en"].template
    found = {
        (node.value.id, node.attr)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    found |= {(read, field) for read, field in re.findall(r"\{(\w+)\.(\w+)\}", texts)}
    # The desk derives ages, places and parameters from these, also where no rule names them.
    found |= {("clock", "time"), ("version", "uptime_s"), ("switchport", "access_vlan"), ("client", "ap")}
    return frozenset(found)


def _written(
    answer: Answer, diagnosis: Diagnosis, device: Device | None, investigation: Investigation,
    spoken: frozenset[tuple[str, str]] | None, title: str, only_decisive: bool,
) -> str:  # fmt: skip
    hide = _Hide()
    facts = answer.understood
    asked: dict[str, object] = {
        name: value for name in ("symptom", "wanted_vlan", "wlan") if (value := getattr(facts, name)) is not None
    }
    if facts.changed:
        asked["changed"] = "something"  # what was said may name a person
    decisive = {line for finding in diagnosis.findings for one in finding.evidence for line in one.lines}
    lines = [f"  - case: {_plain(title)}"]
    target = answer.target.interface or answer.target.client or answer.target.ap or answer.target.wlan
    if target:
        lines.append(f"    target: {_plain(hide.text(target))}")
    if device and device.platform != "cisco_xe":
        lines.append(f"    platform: {device.platform}")
    if device and device.role:
        lines.append(f"    role: {device.role}")
    if device and device.tags:
        lines.append(f"    tags: {_plain(device.tags)}")
    ports = {
        one.place: dict(one.parameters)["interface"]
        for one in answer.observations
        if one.place != "target" and "interface" in dict(one.parameters)
    }
    nowhere = sorted(_looked_up(investigation) - {one.place for one in answer.observations})
    places = ports | dict.fromkeys(nowhere, "unknown")
    if places:
        lines.append(f"    places: {_plain(places)}")
    if asked:
        lines.append(f"    asked: {_plain(asked)}")
    silent = {
        one.place: str(one.failure)
        for one in answer.observations
        if one.failure in ACCESS_FAILURES and (one.place != "target" or one.device == answer.target.device)
    }
    if silent:
        lines.append(f"    session: {_plain(silent)}")
    lines.append("    given:")
    for name, taken in _by_name(answer.observations, investigation).items():
        kept = None
        if spoken is not None:
            kept = {field for read, field in spoken if name == read or name.endswith(f"_{read}")}
        told = _told(name, taken, kept, decisive if only_decisive else None, hide)
        lines.append(f"      {name}: {_plain(told)}")
    codes = [one.code for one in diagnosis.findings if one.code not in _NOT_OF_RULES]
    lines.append(f"    finds: {_plain(codes)}")
    if codes and diagnosis.root_cause != codes[0]:
        lines.append(f"    root: {diagnosis.root_cause}")
    lines += [f"    outcome: {diagnosis.outcome}", f"    severity: {diagnosis.severity}"]
    return "\n".join(lines) + "\n"


def _looked_up(investigation: Investigation) -> set[Place]:
    """The places beside the target that an investigation may read at; nothing read there: it was not found."""
    read_at = {place_and_read(step.read)[0] or part.place for part, _, step in steps_of(investigation)}
    return ({part.place for part in investigation.parts} | read_at) - {"target"}


def _by_name(observations: Sequence[Observation], investigation: Investigation) -> dict[str, list[Observation]]:
    """The observations by the names that runbooks use; what only locating read is left out."""
    wanted = {step.read for _, _, step in steps_of(investigation)}
    places = {part.place for part in investigation.parts}
    found: dict[str, list[Observation]] = {}
    for one in observations:
        name = name_at(None if one.place == "target" else one.place, one.read)
        if name in wanted or (one.place in places and one.read in wanted):
            found.setdefault(name, []).append(one)
    return {name: sorted(taken, key=lambda one: one.sample) for name, taken in found.items()}


def _told(name: str, taken: list[Observation], kept: set[str] | None, decisive: set[str] | None, hide: _Hide) -> object:
    readable = [one for one in taken if one.failure is None]
    if not readable:
        failure = taken[-1].failure
        return _WORDS.get(failure, "unreadable") if failure else "unreadable"
    last = readable[-1]
    if not last.rows:
        return "none"
    if not READ_NAMES[name].many:
        samples = [_record(one.rows[0].record, kept, hide) for one in readable if one.rows]
        return {
            field: value
            if all(one.get(field) == value for one in samples)
            else [one.get(field) for one in samples[-2:]]
            for field, value in samples[-1].items()
        }
    rows = list(last.rows)
    if decisive is not None and len(rows) > _LONG:
        raw = last.raw.splitlines()
        rows = [
            row
            for row in rows
            if any(raw[number] in decisive for places in row.lines.values() for number in places if number < len(raw))
        ]
    return [_record(row.record, kept, hide) for row in rows]


def _record(record: object, kept: set[str] | None, hide: _Hide) -> Told:
    """The fields of a record that rules speak of, in the words of a case; stamps that count from boot are left out."""
    told: Told = {}
    for one in fields(record):  # type: ignore[arg-type]
        value = getattr(record, one.name)
        if value is None or (kept is not None and one.name not in kept):
            continue
        if isinstance(value, DeviceTime):
            stamp = _stamp(value)
            if stamp:
                told[one.name] = stamp
        elif one.name == "user":
            told[one.name] = hide.person(str(value))
        elif isinstance(value, str):
            told[one.name] = hide.text(value)
        elif isinstance(value, tuple):
            told[one.name] = [hide.text(item) if isinstance(item, str) else item for item in value]
        else:
            told[one.name] = value
    return told


def _stamp(time: DeviceTime) -> str | None:
    if time.since_boot_s is not None or not (time.month and time.day):
        return None
    return datetime(time.year or 2026, time.month, time.day, time.hour, time.minute, time.second).isoformat(" ")  # noqa: DTZ001


class _Hide:
    """Replaces addresses and persons, the same one always by the same."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def text(self, text: str) -> str:
        text = _MAC.sub(lambda found: self._mac(found[0]), text)
        return _ADDRESS.sub(lambda found: self._other(found[0], "192.0.2.{}"), text)

    def person(self, name: str) -> str:
        """A user name; that it is a computer's, or an address, is told on: rules go by it."""
        if _MAC.fullmatch(name) or re.fullmatch(r"[0-9a-fA-F]{12}", name):
            return self._mac(name)
        forms = {"host/": "host/pc-{}", "\\": "REGION\\user-{}", "@": "user-{}@region.example"}
        return self._other(name, next((form for sign, form in forms.items() if sign in name.casefold()), "user-{}"))

    def _mac(self, said: str) -> str:
        digits = re.sub(r"[^0-9a-f]", "", said.casefold())
        if digits in {"000000000000", "ffffffffffff"}:
            return said
        ours = self._other(digits, "0200000000{:02x}")
        parts = [ours[at : at + 2] for at in range(0, 12, 2)]
        return ":".join(parts) if ":" in said else f"{ours[:4]}.{ours[4:8]}.{ours[8:]}"

    def _other(self, key: str, form: str) -> str:
        return self._known.setdefault(key, form.format(len(self._known) + 1))


def _plain(value: object) -> str:
    """A value as YAML on one line, quoted only where it must be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(_plain(one) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if value in {"none", *_WORDS.values(), "unreadable"} or (
        _PLAIN.fullmatch(value) and value.casefold() not in _NOT_PLAIN
    ):
        return value
    return "'" + value.replace("'", "''") + "'"


def _same(text: str, investigation: Investigation, library: Library, told: Diagnosis) -> bool:
    """Does the case come to the same verdict as the session did?"""
    node = parse_document(f"investigation: {investigation.name}\ncases:\n{text}", "the recorded case")
    again = play(library, node, node["cases"].list()[0], {}).diagnosis
    codes = [{one.code for one in each.findings} - _NOT_OF_RULES for each in (again, told)]
    return (again.outcome, again.root_cause) == (told.outcome, told.root_cause) and codes[0] == codes[1]
