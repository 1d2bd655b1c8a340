"""kill -9 between a question in Teams and its answer there, then a restart: one answer, in one card, one ticket.

Without FIRSTLINE_KILL_ROUNDS only at the hardest place, once; FIRSTLINE_KILL_ROUNDS=20 at every place twenty times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from bot.jobs.failpoint import PLACES
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.teams import ANNA, FakeTeams
from tests.jobs.ward import SWITCHES, question
from tests.patient import patient

ROOT = Path(__file__).parents[3]
ROUNDS = int(os.environ.get("FIRSTLINE_KILL_ROUNDS", "0"))
HARDEST = ("sent",)  # a life takes seconds; what a restart does is tested in one process too (test_service)
HEADLINE = "Porten stängdes av"
LONG_S = 120.0  # a start takes seconds, and a busy machine many times that


class Life:
    """The bot of one life."""

    def __init__(self, process: subprocess.Popen[str], url: str, teams: FakeTeams) -> None:
        self.process, self._url, self._teams = process, url, teams

    def say(self, text: str, number: str) -> bool:
        """Hand a question over as soon as the bot takes one. False: it died of it."""
        activity = self._teams.activity(kind="personal", user=ANNA, conversation=f"a:{number}")
        body = json.dumps({**activity, "type": "message", "id": number, "text": text})
        headers = {"Authorization": f"Bearer {self._teams.signed()}"}
        end = time.monotonic() + LONG_S
        while time.monotonic() < end:
            try:
                answer = httpx.post(f"{self._url}/teams/messages", content=body, headers=headers, trust_env=False)
            except httpx.HTTPError:
                return False
            if answer.status_code == 200:
                return True
            time.sleep(0.1)
        raise AssertionError("the bot takes no question")


@contextmanager
def alive(teams: FakeTeams, folder: Path, die_at: str = "") -> Iterator[Life]:
    """Stopped where it was not killed, so that the next life finds no work left."""
    environment = {**os.environ, "FIRSTLINE_DIE_AT": die_at, "TEAMS_SECRET": "good"}
    said = [sys.executable, "-m", "tests.channels.teams.victim", teams.service, str(folder)]
    bot = subprocess.Popen(
        said, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    assert bot.stdout is not None
    try:
        yield Life(bot, bot.stdout.readline().strip(), teams)
        bot.communicate(timeout=LONG_S)
    finally:
        bot.kill()
        bot.communicate()  # closes its pipes too


def finished(teams: FakeTeams, before: int) -> bool:
    """Does a card after the first `before` show a ticket?"""
    return any("INC-" in one.shown for one in teams.messages[before:])


@patient
def test_a_question_survives_a_kill_at_every_place_and_its_answer_stands_in_teams_once(tmp_path: Path) -> None:
    teams = FakeTeams()
    places = PLACES * ROUNDS or HARDEST
    orphans = 0
    try:
        for number, place in enumerate(places):
            asked = question(SWITCHES[number % len(SWITCHES)])
            before = len(teams.messages)
            with alive(teams, tmp_path, f"{place}:1") as life:
                taken = life.say(asked, str(number))
                life.process.wait(LONG_S)
            with alive(teams, tmp_path) as life:
                if not taken:
                    assert life.say(asked, str(number))
                teams.until(partial(finished, teams, before), LONG_S)
            mine = teams.messages[before:]
            answers = [one for one in mine if HEADLINE in one.shown]
            assert len(answers) == 1, f"killed at {place}: {[one.shown for one in mine]}"
            orphans += len(mine) - 1
    finally:
        teams.close()
    faults = [ticket.fault_key for ticket in BuiltinTickets(tmp_path / "tickets").list()]
    print(f"\n{len(places)} kills, {len(places)} answers, {len(faults)} tickets, {orphans} first cards left behind")
    assert len(faults) == len(set(faults)) == min(len(places), len(SWITCHES))
    # Only a kill in the few milliseconds between Teams' taking a first card and our noting where it stands.
    assert orphans <= len(places) // 2
