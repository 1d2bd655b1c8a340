"""The HTTP API as a program uses it, and the addresses that a monitoring system reads."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.desk.document import answer_document
from bot.errors import RemoteError
from bot.ports import Measure, SystemState
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD, TOKEN, captured, console, serving
from tests.front_door import InProcess

REQUESTS = "/api/v1/requests"


def asked(house: House, **fields: str) -> dict[str, str]:
    accepted: dict[str, str] = house.program.post(REQUESTS, json={"text": BPDUGUARD, **fields}).json()
    return accepted


def test_a_question_is_stored_and_its_answer_is_the_document(house: House) -> None:
    reply = house.program.post(REQUESTS, json={"text": BPDUGUARD, "requester": "alva"})
    assert reply.status_code == 202
    accepted = reply.json()
    assert reply.headers["location"] == accepted["url"] == f"{REQUESTS}/{accepted['id']}"
    list(house.door.watch(accepted["id"]))
    answer = house.door.answer(accepted["id"])
    assert answer
    document = house.program.get(accepted["url"])
    assert document.status_code == 200
    assert document.json() == json.loads(json.dumps(answer_document(answer)))
    assert document.json()["root_cause"] == "ERRDISABLED_BPDUGUARD"
    assert document.json()["request"]["requester"] == "alva"


def test_while_there_is_no_answer_the_document_says_so(house: House) -> None:
    house.held.clear()
    reply = house.program.get(asked(house)["url"])
    assert reply.status_code == 202
    assert reply.json()["status"] == "working"
    assert reply.headers["retry-after"] == "1"


def test_the_same_event_is_the_same_request(house: House) -> None:
    assert (
        asked(house, event="call-7")["id"] == asked(house, event="call-7")["id"] != asked(house, event="call-8")["id"]
    )


def test_the_work_can_be_watched_as_events_in_words_and_numbers(house: House) -> None:
    house.held.clear()
    url = asked(house)["url"]
    with house.program.stream("GET", f"{url}/events") as stream:
        house.door.until_watched()
        house.held.set()
        lines = [line for line in stream.iter_lines() if line]
    steps = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert lines[-2] == "event: done"
    assert "Läser utrustningen: 1 av 8 svar." in [step["text"] for step in steps]
    assert steps[-1]["state"] == "done"


@pytest.mark.parametrize(
    "header", [{}, {"authorization": "Bearer wrong"}, {"authorization": "Basic s3cret-of-the-test"}]
)
def test_without_the_token_nothing_is_stored_or_shown(house: House, header: dict[str, str]) -> None:
    for reply in (
        house.browser.post(REQUESTS, json={"text": BPDUGUARD}, headers=header),
        house.browser.get(f"{REQUESTS}/r-1", headers=header),
        house.browser.get(f"{REQUESTS}/r-1/events", headers=header),
    ):
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"].startswith("Bearer")
        assert reply.json()["turn"] == "asker"
    assert house.door.accepted == []


def test_where_no_token_is_set_the_api_is_shut_and_it_is_the_operators_turn() -> None:
    with InProcess(captured()) as door, serving(console(door, token=None)) as url:
        reply = httpx.post(url + REQUESTS, json={"text": BPDUGUARD}, headers={"authorization": "Bearer x"})
        assert reply.status_code == 401
        assert reply.json()["turn"] == "operator"


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"not json", 400, "JSON"),
        (b"[1]", 400, "object"),
        (b"{}", 422, "no question"),
        (b'{"text": "  "}', 422, "no question"),
        (b'{"text": 7}', 422, "'text'"),
        (b'{"txet": "x"}', 422, "'txet'"),
        (b'{"text": "' + b"x" * 300_000 + b'"}', 413, "too large"),
    ],
)
def test_a_body_that_is_no_question_gets_a_problem_that_says_what_to_do(
    house: House, body: bytes, status: int, word: str
) -> None:
    reply = house.program.post(REQUESTS, content=body)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert word in reply.json()["title"]
    assert reply.json()["do"]
    assert house.door.accepted == []


def test_what_is_not_there_is_a_problem_too(house: House) -> None:
    for path in (f"{REQUESTS}/r-0000", "/api/v1/nothing"):
        reply = house.program.get(path)
        assert (reply.status_code, reply.headers["content-type"]) == (404, "application/problem+json")
    assert house.program.delete(REQUESTS).status_code == 405


def test_the_description_names_every_address_and_every_member_of_the_answer(house: House) -> None:
    description = house.browser.get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    accepted = asked(house)
    list(house.door.watch(accepted["id"]))
    schema = description["components"]["schemas"]["Answer"]["properties"]
    assert set(schema) == set(house.program.get(accepted["url"]).json())
    for path, methods in description["paths"].items():
        for method in methods if "/checks" not in path else ():  # those are in test_checks
            reply = house.program.request(method, path.replace("{id}", accepted["id"]), json={"text": BPDUGUARD})
            assert reply.status_code in {200, 202} or (path, reply.status_code) == ("/api/v1/audit", 403), path


def test_every_reference_of_the_description_points_at_something(house: House) -> None:
    text = house.browser.get("/api/v1/openapi.json").text
    schemas = json.loads(text)["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(schemas)


def test_the_page_about_the_api_shows_every_address(house: House) -> None:
    page = house.browser.get("/api").text
    for path in house.browser.get("/api/v1/openapi.json").json()["paths"]:
        assert path in page


def test_health_asks_nobody_and_readiness_tells_why_not(house: House) -> None:
    assert house.browser.get("/readyz").text == "ready\n"
    house.vitals.reasons = ["The database cannot be written."]
    assert house.browser.get("/healthz").status_code == 200
    reply = house.browser.get("/readyz")
    assert (reply.status_code, reply.text) == (503, "The database cannot be written.\n")


def test_metrics_are_grouped_by_name_and_cannot_be_broken_by_a_label(house: House) -> None:
    def one(value: float, channel: str) -> Measure:
        return Measure(
            name="firstline_requests_total", about="Questions.", kind="counter", value=value,
            labels=(("channel", channel),),
        )  # fmt: skip

    depth = Measure(name="firstline_queue_depth", about="Waiting.", kind="gauge", value=3)
    house.vitals.numbers = [one(12, "slack"), depth, one(0.5, 'x"} 1\n')]
    assert house.browser.get("/metrics").text.splitlines() == [
        "# HELP firstline_requests_total Questions.",
        "# TYPE firstline_requests_total counter",
        'firstline_requests_total{channel="slack"} 12',
        'firstline_requests_total{channel="x } 1 "} 0.5',
        "# HELP firstline_queue_depth Waiting.",
        "# TYPE firstline_queue_depth gauge",
        "firstline_queue_depth 3",
    ]


def test_metrics_tell_which_outside_system_is_away_and_why_there_are_no_numbers(house: House) -> None:
    house.vitals.states = [
        SystemState(system="tickets", working=False), SystemState(system="chat", working=True),
        SystemState(system="inventory", working=None),
    ]  # fmt: skip
    shown = house.browser.get("/metrics").text.splitlines()
    assert shown[-2:] == ['firstline_system_up{system="tickets"} 0', 'firstline_system_up{system="chat"} 1']
    house.vitals.away = RemoteError("The database cannot be used just now.")
    reply = house.browser.get("/metrics")
    assert (reply.status_code, reply.text) == (503, "The database cannot be used just now.\n")


async def chat(scope: Scope, receive: Receive, send: Send) -> None:
    """A chat's own app: says what reached it."""
    message = await receive()
    said = f"{scope['method']} {scope['path']} {message['body'].decode()}"
    await PlainTextResponse(said)(scope, receive, send)


def test_a_chat_is_reached_at_its_very_address_under_any_name_and_from_anywhere() -> None:
    with InProcess(captured()) as door, serving(console(door, mounts=[("/slack/events", chat)])) as url:
        headers = {"host": "bot.example.org", "origin": "https://elsewhere.example"}
        reply = httpx.post(f"{url}/slack/events", content="hello", headers=headers)
        assert (reply.status_code, reply.text) == (200, "POST /slack/events hello")
        assert httpx.get(f"{url}/recent", headers=headers).status_code == 421


class Broken(InProcess):
    """A front door behind which something is wrong."""

    def request(self, request_id: str) -> None:
        raise KeyError("the secret detail")


def test_a_bug_is_a_number_and_a_sentence_never_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with Broken(captured()) as door, serving(console(door)) as url:
        page = httpx.get(f"{url}/r/r-1")
        reply = httpx.get(f"{url}{REQUESTS}/r-1", headers={"authorization": f"Bearer {TOKEN}"})
    number = re.search(r"E-[0-9A-F]{6}", page.text)
    assert (page.status_code, reply.status_code) == (500, 500)
    assert number
    assert number[0] in caplog.text
    assert "secret detail" not in page.text + reply.text
    assert reply.json()["turn"] == "us"


def test_the_answer_comes_as_a_terminal_shows_it_where_text_is_asked_for(house: House) -> None:
    url = asked(house)["url"]
    list(house.door.watch(url.rpartition("/")[2]))
    text = {"accept": "text/plain"}
    usual = house.program.get(url, headers=text)
    assert usual.headers["content-type"] == "text/plain; charset=utf-8"
    assert usual.text.startswith("✖ FEL BEVISAT")
    narrow = house.program.get(f"{url}?width=50&colour=yes&signs=plain", headers=text).text
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in narrow.splitlines()) <= 50
    assert "\x1b[1;31m[X] FEL BEVISAT" in narrow
    for odd in ("0", "-3", "x", "٣", "99999999999"):
        assert house.program.get(f"{url}?width={odd}", headers=text).status_code == 200


def test_what_the_devices_said_is_fetched_raw_once_there_is_an_answer(house: House) -> None:
    house.held.clear()
    accepted = asked(house)
    assert house.program.get(f"{accepted['url']}/readings").status_code == 202
    house.held.set()
    list(house.door.watch(accepted["id"]))
    readings = house.program.get(f"{accepted['url']}/readings").json()["readings"]
    answer = house.door.answer(accepted["id"])
    assert answer
    assert [(one["command"], one["raw"]) for one in readings] == [(one.command, one.raw) for one in answer.observations]
    assert any("bpduguard" in one["raw"] for one in readings)
    assert house.browser.get(f"{accepted['url']}/readings").status_code == 401


def test_a_program_says_what_it_is_and_that_it_wants_no_ticket(house: House) -> None:
    stored = house.door.request(asked(house, channel="cli", event="cli-1")["id"])
    assert stored
    assert (stored.channel, stored.requester, stored.no_ticket) == ("cli", "cli", False)
    reply = house.program.post(REQUESTS, json={"text": BPDUGUARD, "ticket": False, "event": "cli-2"})
    stored = house.door.request(reply.json()["id"])
    assert stored
    assert (stored.channel, stored.no_ticket) == ("api", True)


@pytest.mark.parametrize("field", [{"channel": "slack"}, {"channel": 7}, {"ticket": "no"}, {"ticket": 0}])
def test_no_program_passes_for_a_chat_and_a_word_is_no_truth(house: House, field: dict[str, object]) -> None:
    reply = house.program.post(REQUESTS, json={"text": BPDUGUARD, **field})
    assert (reply.status_code, house.door.accepted) == (422, [])
    assert reply.json()["do"]
