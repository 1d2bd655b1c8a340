"""`make bench`: speed as ratios, side by side, with the goals beside them; nothing here passes or fails.

    python -m tests.bench [--short] [answers|service]
"""

from __future__ import annotations

import argparse
import sys

from tests.bench import answers, service


def main() -> int:
    said = argparse.ArgumentParser(prog="make bench", description=__doc__)
    said.add_argument("--short", action="store_true", help="fewer repetitions: for a look, not for a number to quote")
    said.add_argument("part", nargs="?", choices=("answers", "service"))
    options = said.parse_args()
    if options.part != "service":
        answers.first_verdicts(runs=2 if options.short else 5)
        answers.replay(runs=2 if options.short else 5)
    if options.part != "answers":
        service.table(short=options.short)
    return 0


if __name__ == "__main__":
    sys.exit(main())
