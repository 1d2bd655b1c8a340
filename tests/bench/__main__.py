"""`make bench`: speed as ratios, side by side, with the goals beside them; nothing here passes or fails.

python -m tests.bench [--short] [answers|service|load]      (make bench BENCH=load)
"""

from __future__ import annotations

import argparse
import sys

from tests.bench import answers, minute, service


def main() -> int:
    said = argparse.ArgumentParser(prog="make bench", description=__doc__)
    said.add_argument("--short", action="store_true", help="fewer repetitions: for a look, not for a number to quote")
    said.add_argument("part", nargs="?", choices=("answers", "service", "load"))
    options = said.parse_args()
    if options.part in {None, "answers"}:
        answers.first_verdicts(runs=2 if options.short else 5)
        answers.replay(runs=2 if options.short else 5)
    if options.part in {None, "service"}:
        service.table(short=options.short)
    if options.part == "load" or (options.part is None and not options.short):
        minute.table(short=options.short)
    return 0


if __name__ == "__main__":
    sys.exit(main())
