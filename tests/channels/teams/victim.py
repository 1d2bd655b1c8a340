"""A service with Teams in a process of its own, to be killed. python -m tests.channels.teams.victim TEAMS FOLDER"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.app import App
from bot.channels.teams import TeamsSettings
from bot.channels.teams.settings import Bot
from bot.cli.serve import listen, serving
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.teams import APP, TENANT
from tests.jobs.ward import desk


def main(teams: str, folder: Path) -> None:
    settings = TeamsSettings(
        bot=Bot(app_id=APP, secret=Reference(kind="env", place="TEAMS_SECRET")),
        tenants=(TENANT,),
        service_hosts=("127.0.0.1",),
        keys=f"{teams}keys",
        login=f"{teams}login",
        pace_s=0.05,
        beat_s=0.2,
    )
    app = App(desk=desk(folder), tickets=BuiltinTickets(folder / "tickets"))
    with serving(app, data=folder / "data", listener=listen("127.0.0.1", 0), teams=settings) as url:
        print(url, flush=True)
        sys.stdin.read()  # until it is killed, or told to stop


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
