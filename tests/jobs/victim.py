"""A service in a process of its own, to be killed: asks what it is told to ask, and ends when all is answered and told.

python -m tests.jobs.victim FOLDER DATABASE|- EVENT=SWITCH ...
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC
from pathlib import Path

from bot.jobs import Service
from bot.tickets.builtin import BuiltinTickets
from tests.jobs.ward import WritingSender, append, desk, question

LONGEST_S = 40.0


def main(folder: Path, database: str | None, asked: list[str]) -> int:
    service = Service(
        desk=desk(folder, log=folder / "sessions.log"),
        data=folder / "data",
        zone=UTC,
        tickets=BuiltinTickets(folder / "tickets"),
        database=database,
    )
    service.register("chat", WritingSender(folder / "replies.log"))
    service.start()
    for pair in asked:
        event, _, switch = pair.partition("=")
        request = service.accept(question(switch), channel="chat", requester="anna", event=event)
        append(folder / "accepted.log", request.id)
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        measures = {(one.name, one.labels): one.value for one in service.measures()}
        waiting = [value for (name, _), value in measures.items() if name == "firstline_outbox_waiting"]
        if not any([measures["firstline_unanswered", ()], *waiting]):
            os._exit(0)  # not stopped: an end without any good-bye is one more thing that must do no harm
        time.sleep(0.05)
    return 1


if __name__ == "__main__":
    said = sys.argv[2]
    sys.exit(main(Path(sys.argv[1]), None if said == "-" else said, sys.argv[3:]))
