"""Runs a TextFSM template over numbered lines and tells, for every value, the lines that it was read from.

textfsm reads the template, so syntax and its mistakes are textfsm's; running it is done here, because textfsm keeps
the state of a run inside the template (no two threads could share one) and forgets where a value stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from textfsm import TextFSM

_OPTIONS = {"Required", "Filldown", "List", "Key"}


class TemplateError(Exception):
    """The template says that this line does not belong here; the message quotes it."""


@dataclass
class Cells:
    """One row as text: value name -> text or list of texts, and the line numbers of each."""

    texts: dict[str, str | list[str]] = field(default_factory=dict)
    lines: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    regex: re.Pattern[str]
    values: tuple[str, ...]
    goes_on: bool  # Continue: the same line is tried on the rules below
    fails: bool
    record: str  # "", Record, Clear, Clearall
    state: str  # "" stays


@dataclass(frozen=True)
class Template:
    """A compiled template; immutable, so all threads share it."""

    states: dict[str, tuple[Rule, ...]]
    required: frozenset[str]
    filldown: frozenset[str]
    lists: frozenset[str]
    records_at_end: bool


@lru_cache(maxsize=256)
def compile_template(path: Path) -> Template:
    """Read a template. Raises TextFSMTemplateError for mistakes in it, ValueError for what is not run here."""
    with path.open(encoding="utf-8") as file:
        fsm = TextFSM(file)
    options: dict[str, set[str]] = {value.name: set(value.OptionNames()) for value in fsm.values}
    for name, those in options.items():
        if those - _OPTIONS:
            raise ValueError(f"{path.name}: value {name} has {', '.join(those - _OPTIONS)}, which is not run here")
    states = {
        name: tuple(
            Rule(
                regex=re.compile(rule.regex),
                values=tuple(re.compile(rule.regex).groupindex),
                goes_on=rule.line_op == "Continue",
                fails=rule.line_op == "Error",
                record=rule.record_op,
                state=rule.new_state,
            )
            for rule in rules
        )
        for name, rules in fsm.states.items()
    }
    return Template(
        states=states,
        required=frozenset(name for name, those in options.items() if "Required" in those),
        filldown=frozenset(name for name, those in options.items() if "Filldown" in those),
        lists=frozenset(name for name, those in options.items() if "List" in those),
        records_at_end="EOF" not in fsm.states,
    )


@dataclass
class Run:
    """What a template made of a text."""

    rows: list[Cells] = field(default_factory=list)
    matched: set[int] = field(default_factory=set)  # lines that gave a value, or told where one is


def run(template: Template, lines: Iterable[tuple[int, str]]) -> Run:
    """Feed numbered lines to the template. Raises TemplateError where the template says Error."""
    done = Run()
    row = Cells()
    state = "Start"
    for number, line in lines:
        for rule in template.states[state]:
            found = rule.regex.match(line)
            if found is None:
                continue
            if rule.fails:
                raise TemplateError(f"line {number + 1} does not belong here: {line.strip()[:80]!r}")
            if rule.values or rule.record or rule.state:
                done.matched.add(number)
            for name in rule.values:
                _assign(template, row, name, found[name], number)
            if rule.record:
                row = _record(template, row, rule.record, done.rows)
            if not rule.goes_on:
                state = rule.state or state
                break
        if state in {"End", "EOF"}:
            break
    if state != "End" and template.records_at_end:
        _record(template, row, "Record", done.rows)
    return done


def _assign(template: Template, row: Cells, name: str, text: str | None, number: int) -> None:
    if name in template.lists:
        if text is not None:
            texts = row.texts.get(name, [])
            row.texts[name] = [*texts, text]
            row.lines[name] = (*row.lines.get(name, ()), number)
    elif text is None:
        row.texts.pop(name, None)
        row.lines.pop(name, None)
    else:
        row.texts[name] = text
        row.lines[name] = (number,)


def _record(template: Template, row: Cells, operation: str, rows: list[Cells]) -> Cells:
    """The row to go on with after Record, Clear or Clearall."""
    if operation == "Record" and row.texts and all(row.texts.get(name) for name in template.required):
        rows.append(row)
    if operation == "Clearall":
        return Cells()
    kept = template.filldown & row.texts.keys()
    return Cells({name: row.texts[name] for name in kept}, {name: row.lines[name] for name in kept})
