"""Who is let in: signatures, addresses, organisations, guests; and that a slow key server holds nobody up."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.channels.teams.conftest import Stage
from tests.fakes.teams import ANNA, APP, FOREIGN, GUEST, TENANT, FakeTeams

QUESTION = "Gi1/0/14 på sw-kar-a2-03 är död"
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def spoken(stage: Stage, token: str, **more: object) -> int:
    activity = stage.teams.activity(kind="personal", user=ANNA, conversation=f"a:{ANNA}")
    return stage.teams.deliver({**activity, "type": "message", "id": "1", "text": QUESTION, **more}, token).status


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        pytest.param({}, 200, id="good"),
        pytest.param({"aud": f"api://botid-{APP}"}, 200, id="for the bot's other name"),
        pytest.param({"aud": "another"}, 401, id="for another bot"),
        pytest.param({"iss": "https://login.microsoftonline.com/x/v2.0"}, 401, id="of another issuer"),
        pytest.param({"iss": f"https://sts.windows.net/{TENANT}/"}, 401, id="of Entra, whatever organisation"),
        pytest.param({"exp": int(time.time()) - 600}, 401, id="expired"),
        pytest.param({"exp": None}, 401, id="without an end"),
        pytest.param({"serviceurl": "https://elsewhere.example/"}, 401, id="for another address"),
        pytest.param({"serviceurl": None}, 401, id="for no address"),
    ],
)
def test_a_call_is_taken_only_with_a_token_of_teams_for_this_bot_and_address(
    stage: Stage, claims: dict[str, Any], status: int
) -> None:
    assert spoken(stage, stage.teams.signed(**claims)) == status
    assert len(stage.door.accepted) == (status == 200)


def test_a_call_with_a_foreign_key_another_algorithm_or_no_token_is_refused(stage: Stage) -> None:
    assert spoken(stage, stage.teams.signed(key=STRANGER)) == 401
    assert spoken(stage, stage.teams.signed(key="k" * 32, algorithm="HS256")) == 401
    assert spoken(stage, stage.teams.signed(kid="unheard of")) == 401
    assert spoken(stage, "nonsense") == 401
    assert stage.teams.call("/teams/messages", b'{"type": "message"}', {}).status == 401
    assert stage.door.accepted == []


def test_a_call_whose_body_does_not_say_where_it_comes_from_is_refused(stage: Stage) -> None:
    assert spoken(stage, stage.teams.signed(), serviceUrl=None) == 401


def test_a_key_that_teams_does_not_endorse_is_refused(still: Stage) -> None:
    still.teams.endorsements = ["webchat"]
    still.go()
    assert spoken(still, still.teams.signed()) == 401


def test_what_is_no_activity_is_refused_before_it_is_read(stage: Stage) -> None:
    for body, status in ((b"", 400), (b"{", 400), (b"[]", 400), (b"x" * 300_000, 413)):
        assert stage.teams.call("/teams/messages", body, {}).status == status
    assert stage.teams.call("/teams/other", b"{}", {}).status == 404


def test_a_foreign_organisation_is_refused_however_it_is_named(stage: Stage) -> None:
    foreign = stage.teams.activity(kind="personal", user=ANNA, conversation="a:1", tenant=FOREIGN)
    mixed = stage.teams.activity(kind="personal", user=ANNA, conversation="a:1")
    mixed["channelData"]["tenant"]["id"] = FOREIGN
    for activity in (foreign, mixed):
        assert stage.teams.deliver({**activity, "type": "message", "id": "1", "text": QUESTION}).status == 403
    assert (stage.door.accepted, stage.teams.messages) == ([], [])


def test_an_address_that_is_not_of_teams_gets_neither_an_answer_nor_our_token(stage: Stage) -> None:
    elsewhere = FakeTeams()
    try:
        address = elsewhere.service.replace("127.0.0.1", "localhost")
        assert spoken(stage, stage.teams.signed(serviceurl=address), serviceUrl=address) == 403
        assert elsewhere.log == []
    finally:
        elsewhere.close()


@pytest.mark.parametrize(
    "member",
    [
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"userPrincipalName": "anna_other.example#EXT#@region.example"},
        {"tenantId": FOREIGN},
    ],
)
def test_guests_are_refused_whatever_they_are_known_by(stage: Stage, member: dict[str, str]) -> None:
    stage.teams.members[GUEST] = member
    stage.teams.say(QUESTION, user=GUEST)
    said = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert "organisation" in said.shown
    assert stage.door.accepted == []


def test_a_guest_may_press_nothing_and_finds_nothing(stage: Stage) -> None:
    stage.teams.say(QUESTION)
    message = stage.answered()
    for verb in ("details", "escalate", "recheck", "helped"):
        pressed = stage.teams.press(message, verb, user=GUEST)
        assert pressed.body["type"] == "application/vnd.microsoft.activity.message", verb
    assert stage.teams.search("sw-kar", user=GUEST).body["value"]["results"] == []
    answer = stage.door.answer(stage.request().id)
    assert answer is not None
    assert answer.ticket is None
    assert (stage.door.words, len(stage.door.recent(10))) == ({}, 1)


def test_whom_teams_does_not_vouch_for_just_now_is_told_so_and_not_let_in(stage: Stage) -> None:
    stage.teams.faults["member"] = [(500, {}, 0.0)] * 2
    stage.teams.say(QUESTION)
    said = stage.teams.until(lambda: stage.teams.messages[0] if stage.teams.messages else None)
    assert "vem du är" in said.shown
    assert stage.door.accepted == []
    stage.teams.say(QUESTION)
    assert stage.answered(1)
    stage.teams.faults["member"] = [(500, {}, 0.0)] * 2  # now it is known
    stage.teams.say(QUESTION)
    assert stage.answered(2)


def test_a_slow_key_server_holds_nothing_up_and_calls_are_put_off(still: Stage) -> None:
    still.teams.faults["keys"] = [(200, {}, 2.0)]
    still.bot.start()
    still.teams.until(lambda: any(name == "keys" for name, _ in still.teams.log), 30)

    async def beats() -> float:
        """The longest that the bot's loop was busy meanwhile."""
        longest, until = 0.0, time.monotonic() + 0.5
        while time.monotonic() < until:
            before = time.monotonic()
            await asyncio.sleep(0)
            longest = max(longest, time.monotonic() - before)
        return longest

    assert still.bot._loop is not None
    running = asyncio.run_coroutine_threadsafe(beats(), still.bot._loop)
    assert running.result(10) < 1.9  # the fetch itself takes two seconds
    still.teams.until(lambda: still.bot.state().working, 20)
    assert spoken(still, still.teams.signed()) == 200


def test_while_the_keys_cannot_be_had_calls_are_put_off_and_not_refused_and_fetched_rarely(still: Stage) -> None:
    still.teams.faults["keys"] = [(503, {}, 0.0)] * 50
    still.bot.start()
    still.teams.until(lambda: still.bot.problem, 30)
    assert "keys of Teams" in str(still.bot.problem)
    for _ in range(10):
        assert spoken(still, still.teams.signed()) == 503
    assert sum(name == "keys" for name, _ in still.teams.log) <= 3
    assert still.door.accepted == []


def test_forged_tokens_make_us_fetch_no_keys(stage: Stage) -> None:
    before = sum(name == "keys" for name, _ in stage.teams.log)
    for number in range(10):
        assert spoken(stage, stage.teams.signed(key=STRANGER, kid=f"k{number + 2}")) == 401
    assert sum(name == "keys" for name, _ in stage.teams.log) == before


def test_no_words_of_anybody_stand_in_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stage.teams.say("hemlig fråga om sw-kar-a2-03 Gi1/0/14")
    stage.answered()
    spoken(stage, "nonsense", text="hemlig fråga")
    stage.teams.deliver({"type": "message", "text": "hemlig fråga", "serviceUrl": stage.teams.service})
    ours = [one for one in caplog.records if not one.name.startswith(("asyncio", "httpcore", "tests"))]
    assert "hemlig" not in json.dumps([one.getMessage() for one in ours])


def test_without_its_loader_the_sdk_would_read_a_dotenv_and_with_it_it_does_not(
    still: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os
    import subprocess
    import sys

    (still.folder / ".env").write_text("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS=true\nCLIENT_ID=stranger\n")
    monkeypatch.delenv("PYTHON_DOTENV_DISABLED", raising=False)
    told = "import os; print(os.environ.get('CLIENT_ID'), 'PYTHON_DOTENV_DISABLED' in os.environ)"
    program = f"from bot.channels.teams.sdk import load; load(); {told}"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=still.folder, env=paths, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["None", "False"]


def test_nothing_of_the_sdk_is_loaded_before_a_channel_is_started() -> None:
    import subprocess
    import sys

    program = (
        "import sys, bot.channels.teams; heavy = ('microsoft_teams', 'fastapi', 'msal', 'pydantic'); "
        "print(sorted(one for one in sys.modules if one.startswith(heavy)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "[]"
