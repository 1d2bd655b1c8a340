"""A service with Slack in a process of its own, to be killed. python -m tests.channels.slack.victim API FOLDER"""

from __future__ import annotations

import sys
from datetime import UTC
from pathlib import Path

from bot.channels.slack import SlackChannel, SlackSettings
from bot.desk.progress import progress_sentence
from bot.jobs import Service
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.jobs.ward import desk


def main(api: str, folder: Path) -> None:
    service = Service(desk=desk(folder), data=folder / "data", zone=UTC, tickets=BuiltinTickets(folder / "tickets"))
    settings = SlackSettings(
        bot_token=Reference(kind="env", place="SLACK_BOT"),
        app_token=Reference(kind="env", place="SLACK_APP"),
        api=api,
        pace_s=0.05,
        beat_s=0.2,
    )
    bot = SlackChannel(service, settings, sentence=progress_sentence, suggest=lambda _: ())
    service.register("slack", bot)
    service.start()
    bot.start()
    sys.stdin.read()  # until it is killed, or told to stop
    bot.stop()
    service.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
