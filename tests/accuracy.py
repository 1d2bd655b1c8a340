"""`make accuracy`: every scenario found, every fault of the catalogue in the lab, and every text of the lists, judged.

A scenario is a captures folder with a scenario.yaml (request, target, expected). They are looked for in
tests/scenarios, in ../shared/scenarios where that is present, and in $FIRSTLINE_SCENARIOS. The catalogue is
tests/catalogue.yaml; with words (`python -m tests.accuracy F03 udld wlc`) only what they name is tried in the lab.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.app import App, NoNames
from bot.captures import CapturesFolder
from bot.desk.document import answer_document
from bot.desk.investigate import Desk
from bot.devices.replay import ReplayTransport
from bot.inventory.yaml import load_inventory
from bot.model import Answer
from parsers.document import load_document
from tests.accuracy_faults import only, print_table, try_all
from tests.accuracy_lab import library
from tests.accuracy_understanding import print_understanding, understood_all
from tests.accuracy_written import write
from tests.catalogue import load_catalogue

ROOT = Path(__file__).parents[1]
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
    answer = _replay(folder).ask(scenario["request"].text(), channel="cli")
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


def _replay(folder: Path) -> App:
    """As bot.app.captured_app, with the runbooks loaded once for all folders."""
    captures = CapturesFolder(folder)
    inventory = load_inventory(captures.inventory_path, captures=True)
    resolver = NoNames(inventory.hosts)
    return App(
        desk=Desk(inventory=inventory, transport=ReplayTransport(captures), library=library(), resolver=resolver)
    )


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


def main(words: Sequence[str]) -> int:
    """The tables; 1 where something was told wrongly, cleared wrongly, or without its proof, or a target was false."""
    writes, words = "--write" in words, [word for word in words if word != "--write"]
    catalogue = only(load_catalogue(), words)
    with ProcessPoolExecutor() as pool:
        verdicts = list(pool.map(judge, [] if words else scenario_folders()))
        tried = list(try_all(catalogue.trials, pool))
        scenarios = _scenarios(verdicts) if not words else {}
        lab = print_table(catalogue, tried)
    if writes and not words:
        write(
            [(one.name, one.fault, one.columns, one.said) for one in verdicts],
            [
                (f"{one.trial.row} {one.trial.platform}: {one.asked}", one.trial.root, one.columns, one.said)
                for one in tried
            ],
            library().version,
        )
    false_targets = 0 if words else print_understanding(understood_all())["false targets"]
    grave = ("wrong", "false alarm", "cleared wrongly", "proof missing")
    return 1 if false_targets or any(lab[column] or scenarios.get(column) for column in grave) else 0


def _scenarios(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Prints the table by fault, and what is not right; returns the totals."""
    table: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for verdict in verdicts:
        for column in verdict.columns:
            table[verdict.fault][column] += 1
    print(f"{'scenarios':34}" + "".join(f"{column:>17}" for column in COLUMNS))
    for fault in sorted(table):
        print(f"{fault:34}" + "".join(f"{table[fault][column] or '·':>17}" for column in COLUMNS))
    totals = {column: sum(row[column] for row in table.values()) for column in COLUMNS}
    print(f"{f'{len(verdicts)} scenarios':34}" + "".join(f"{totals[column]:>17}" for column in COLUMNS))
    for verdict in verdicts:
        if verdict.columns != ("right",):
            lacks = f"; does not mention {', '.join(verdict.missing)}" if verdict.missing else ""
            columns = ", ".join(verdict.columns)
            print(f"{verdict.name}: {columns}: said {verdict.said}, expected {verdict.fault}{lacks}")
    return totals


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
