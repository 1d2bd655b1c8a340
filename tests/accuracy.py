"""`make accuracy`: every scenario that is found, asked and held against what it expects; a table by fault.

A scenario is a captures folder with a scenario.yaml (request, target, expected). They are looked for in
tests/scenarios, in ../shared/scenarios where that is present, and in $FIRSTLINE_SCENARIOS.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.app import captured_app
from bot.desk.document import answer_document
from bot.model import Answer
from parsers.document import load_document

ROOT = Path(__file__).parents[1]
COULD_NOT_TELL = {"DEVICE_UNREACHABLE", "LOGIN_FAILED", "UNKNOWN_OUTPUT"}
COLUMNS = ("right", "wrong", "could not tell", "false alarm", "cleared wrongly", "proof missing", "words missing")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How one scenario went: the columns it counts in, and what was said."""

    name: str
    fault: str
    columns: tuple[str, ...]
    said: str
    missing: tuple[str, ...] = ()


def scenario_folders() -> list[Path]:
    """All folders with a scenario.yaml."""
    places = [ROOT / "tests" / "scenarios", ROOT.parent / "shared" / "scenarios"]
    if "FIRSTLINE_SCENARIOS" in os.environ:
        places.append(Path(os.environ["FIRSTLINE_SCENARIOS"]))
    return sorted(file.parent for place in places if place.is_dir() for file in place.glob("*/scenario.yaml"))


def judge(folder: Path) -> Verdict:
    """Ask the scenario's question of its captures and compare."""
    scenario = load_document(folder / "scenario.yaml")
    expected = scenario["expected"]
    fault = expected["root_cause"].text()
    answer = captured_app(folder).ask(scenario["request"].text(), channel="cli")
    document = answer_document(answer)
    said = str(document["root_cause"])
    outcome = str(document["outcome"])
    codes = {finding.code for finding in answer.diagnosis.findings} if answer.diagnosis else {said}
    columns = [_column(fault, said, outcome)]
    also = [one.text() for one in expected["also"].list()]
    if columns == ["right"] and not set(also) <= codes:
        columns = ["wrong"]
    if any(line not in _raw(folder) for line in _proof_lines(answer)):
        columns.append("proof missing")
    words = [one.text() for one in expected["must_mention"].list()]
    told = str(document)
    missing = tuple(word for word in words if word not in told)
    if missing and columns[0] == "right":
        columns.append("words missing")
    return Verdict(name=folder.name, fault=fault, columns=tuple(columns), said=f"{said} ({outcome})", missing=missing)


def _column(expected: str, said: str, outcome: str) -> str:
    if said == expected:
        return "right"
    if said == "NO_FAULT":
        return "cleared wrongly"
    if outcome == "unknown":
        return "could not tell"
    return "false alarm" if expected == "NO_FAULT" else "wrong"


def _proof_lines(answer: Answer) -> Iterator[str]:
    for finding in answer.diagnosis.findings if answer.diagnosis else ():
        for piece in finding.evidence:
            yield from piece.lines


def _raw(folder: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in sorted(folder.rglob("*.txt")))


def main() -> int:
    verdicts = [judge(folder) for folder in scenario_folders()]
    if not verdicts:
        print("No scenarios were found: tests/scenarios is empty and there is no ../shared/scenarios.")
        return 1
    table: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for verdict in verdicts:
        for column in verdict.columns:
            table[verdict.fault][column] += 1
    print(f"{'fault':34}" + "".join(f"{column:>17}" for column in COLUMNS))
    for fault in sorted(table):
        print(f"{fault:34}" + "".join(f"{table[fault][column] or '·':>17}" for column in COLUMNS))
    totals = {column: sum(row[column] for row in table.values()) for column in COLUMNS}
    print(f"{f'{len(verdicts)} scenarios':34}" + "".join(f"{totals[column]:>17}" for column in COLUMNS))
    for verdict in verdicts:
        if verdict.columns != ("right",):
            print(
                f"\n{verdict.name}: {', '.join(verdict.columns)}: said {verdict.said}, expected {verdict.fault}", end=""
            )
            print(f"; does not mention {', '.join(verdict.missing)}" if verdict.missing else "", end="")
    print()
    return 1 if totals["cleared wrongly"] or totals["false alarm"] or totals["proof missing"] else 0


if __name__ == "__main__":
    sys.exit(main())
