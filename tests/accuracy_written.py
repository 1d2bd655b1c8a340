"""`python -m tests.accuracy --write`: what was measured, as the small file that the console's accuracy page shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[1] / "bot" / "channels" / "web" / "accuracy.json"
Judged = tuple[str, str, tuple[str, ...], str]  # case, fault, the columns that it counts in, what was said


def write(scenarios: Sequence[Judged], lab: Sequence[Judged], rules: str) -> None:
    """`rules` is the fingerprint of the runbooks: the page says when they are others by now."""
    document = {
        "day": datetime.now(UTC).date().isoformat(),
        "rules": rules,
        "scenarios": _table(scenarios),
        "lab": _table(lab),
    }
    FILE.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\nwritten to {FILE.relative_to(Path(__file__).parents[1])}")


def _table(judged: Sequence[Judged]) -> dict[str, object]:
    others = [[case, columns[0], said] for case, _, columns, said in judged if columns[0] != "right"]
    counted = Counter(column for _, _, columns, _ in judged for column in columns)
    del counted["words missing"]  # what a scenario's author also wanted to read
    return {
        "total": len(judged),
        "faults": len({fault for _, fault, _, _ in judged}),
        "columns": dict(counted),
        "others": others,
    }
