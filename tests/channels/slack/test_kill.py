"""kill -9 between a question in Slack and its answer there, then a restart: one answer, in one message, one ticket.

Without FIRSTLINE_KILL_ROUNDS only at the hardest place, once; FIRSTLINE_KILL_ROUNDS=20 at every place twenty times.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.jobs.failpoint import PLACES
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.slack import FakeSlack
from tests.jobs.ward import SWITCHES, question
from tests.patient import patient

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("FIRSTLINE_KILL_ROUNDS", "0"))
HARDEST = ("sent",)  # a life takes seconds; what a restart does is tested in one process too (test_faults)
HEADLINE = "Porten stängdes av"
LONG_S = 120.0  # a start takes seconds, and a busy machine many times that


@contextmanager
def alive(slack: FakeSlack, folder: Path, die_at: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """The bot of one life, connected. Stopped where it was not killed, so that the next life finds no work left."""
    sockets = slack.opened
    environment = {**os.environ, "FIRSTLINE_DIE_AT": die_at, "SLACK_BOT": "xoxb-test", "SLACK_APP": "xapp-test"}
    said = [sys.executable, "-m", "tests.channels.slack.victim", slack.api, str(folder)]
    bot = subprocess.Popen(said, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        slack.until(lambda: slack.opened > sockets, LONG_S)
        yield bot
        bot.communicate(timeout=LONG_S)
    finally:
        bot.kill()
        bot.communicate()  # closes its pipe too


def finished(slack: FakeSlack, before: int) -> bool:
    """Does a message after the first `before` show a ticket?"""
    return any("INC-" in one.shown for one in slack.messages[before:])


@patient
def test_a_question_survives_a_kill_at_every_place_and_its_answer_stands_in_slack_once(tmp_path: Path) -> None:
    slack = FakeSlack()
    slack.ack_s = 1.0
    places = PLACES * ROUNDS or HARDEST
    orphans = 0
    try:
        for number, place in enumerate(places):
            asked = question(SWITCHES[number % len(SWITCHES)])
            before = len(slack.messages)
            with alive(slack, tmp_path, f"{place}:1") as bot:
                delivery = slack.mention(asked)
                bot.wait(LONG_S)
            with alive(slack, tmp_path):
                if not delivery.acked:
                    assert slack.deliver(delivery.kind, delivery.payload, retry=1).acked
                slack.until(partial(finished, slack, before), LONG_S)
            mine = slack.messages[before:]
            answers = [one for one in mine if HEADLINE in one.text]
            assert len(answers) == 1, f"killed at {place}: {[one.text for one in mine]}"
            assert answers[0].thread_ts == delivery.payload["event"]["ts"]
            orphans += len(mine) - 1
    finally:
        slack.close()
    tickets = BuiltinTickets(tmp_path / "tickets").list()
    faults = [ticket.fault_key for ticket in tickets]
    print(f"\n{len(places)} kills, {len(places)} answers, {len(tickets)} tickets, {orphans} first messages left behind")
    assert len(faults) == len(set(faults)) == min(len(places), len(SWITCHES))
    # Only a kill in the few milliseconds between Slack's taking a first message and our noting where it stands.
    assert orphans <= len(places) // 2
