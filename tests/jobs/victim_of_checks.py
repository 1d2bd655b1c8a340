"""A service in a process of its own, to be killed in the middle of a check; ends when the check is over and told.

python -m tests.jobs.victim_of_checks FOLDER DATABASE|- FIRINGS: so many firings there are to be in the end.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC
from pathlib import Path

from bot.jobs import Service
from tests.jobs.checked import Room, schedule
from tests.jobs.victim import LONGEST_S
from tests.jobs.ward import desk


def main(folder: Path, database: str | None, firings: int) -> int:
    made = desk(folder, log=folder / "sessions.log")
    service = Service(
        desk=made, data=folder / "data", zone=UTC, database=database, schedules=[schedule(made, at_once=3)]
    )
    service.register_teller("slack", Room(folder / "told.log"))
    service.start()
    if len(service.checks.latest(firings)) < firings:
        service.checks.run(["ward"])
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        latest = service.checks.latest(firings)
        waiting = [one.value for one in service.measures() if one.name == "firstline_outbox_waiting"]
        if all(one.ended_at for one in latest) and not any(waiting):
            os._exit(0)  # not stopped: an end without any good-bye is one more thing that must do no harm
        time.sleep(0.05)
    return 1


if __name__ == "__main__":
    said = sys.argv[2]
    sys.exit(main(Path(sys.argv[1]), None if said == "-" else said, int(sys.argv[3])))
