"""Checks on the console and in the API: the latest with their changes, how far one is, and beginning one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from bot.checks import CheckResult, CheckTarget, Firing, Standing
from bot.desk.access import Access, Team
from bot.errors import RemoteError, RequestError
from tests.channels.web.house import TOKEN, Checked, captured, console, serving
from tests.front_door import InProcess

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
TROUBLE = CheckResult(
    target=CheckTarget(name="sw-tor-b1-01 Gi1/0/17", device="sw-tor-b1-01", room="Rum <214>"),
    request="r-1", standing=Standing(state="trouble", codes=("POE_DENIED",), severity="critical"),
    root_cause="POE_DENIED", outcome="proven", change="new", at=NOW,
    headline={"sv": "Switchen ger ingen ström", "en": "The switch gives no power"},
)  # fmt: skip
UNKNOWN = CheckResult(
    target=CheckTarget(name="sw-2", device="sw-2"), request=None, standing=Standing(state="unknown"),
    root_cause="DEVICE_UNREACHABLE", outcome="unknown", at=NOW,
    headline={"sv": "Switchen svarar inte", "en": "The switch does not answer"},
)  # fmt: skip
OVER = Firing(
    id="f-1", schedule="video-rooms", title="video-rooms", due=NOW, ended_at=NOW, total=3, done=3,
    counts={"trouble": 1, "healthy": 1, "unknown": 1}, results=(UNKNOWN, TROUBLE),
)  # fmt: skip
RUNNING = replace(OVER, id="f-2", ended_at=None, total=2500, done=731, results=())


@pytest.fixture
def checks() -> Checked:
    return Checked(firings=[OVER])


@pytest.fixture
def browser(checks: Checked) -> Iterator[httpx.Client]:
    with (
        InProcess.captures() as door,
        serving(console(door, checks=checks)) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        yield client


def told(browser: httpx.Client, method: str, path: str, **sent: object) -> httpx.Response:
    headers = {"authorization": f"Bearer {TOKEN}"}
    return browser.request(method, f"/api/v1/checks{path}", headers=headers, **sent)  # type: ignore[arg-type]


def test_the_page_shows_what_changed_with_its_place_and_leads_to_the_proof(browser: httpx.Client) -> None:
    page = browser.get("/checks").text
    assert "video-rooms" in page
    assert 'href="/r/r-1"' in page
    assert "Rum &lt;214&gt;" in page
    assert "Switchen ger ingen ström" in page
    assert "1 med fel, 1 gick inte att kontrollera, 1 frisk." in page
    assert 'http-equiv="refresh"' not in page
    assert "The switch gives no power" in browser.get("/checks?lang=en").text


def test_a_running_check_shows_how_far_it_is_and_the_page_reads_itself_anew(
    browser: httpx.Client, checks: Checked
) -> None:
    checks.firings = [RUNNING, OVER]
    page = browser.get("/checks").text
    assert "731 av 2500" in page
    assert 'http-equiv="refresh"' in page


def test_without_checks_the_page_says_where_they_come_from(browser: httpx.Client, checks: Checked) -> None:
    checks.firings = []
    assert "schedules" in browser.get("/checks").text


def test_the_latest_check_of_a_schedule_also_tells_what_is_still_wrong(browser: httpx.Client, checks: Checked) -> None:
    """Nobody should have to look for it in the check in which it was new."""
    still = replace(OVER, id="f-3", results=(UNKNOWN, replace(TROUBLE, change=None)))
    checks.firings = [still, replace(still, id="f-0")]
    page = browser.get("/checks").text
    assert page.count("Inget har ändrats sedan förra gången.") == 2
    assert page.count("Fortfarande fel: ") == 1
    assert page.index("Fortfarande fel: ") < page.index("Går fortfarande inte att kontrollera: ")


def test_a_room_is_checked_by_hand_and_the_page_shows_how_it_goes(browser: httpx.Client, checks: Checked) -> None:
    begun = browser.post("/checks", data={"name": "  Rum   214 "})
    assert (begun.status_code, begun.headers["location"]) == (303, "/checks")
    assert checks.asked == [["Rum 214"]]
    assert browser.post("/checks", data={"name": " "}).status_code == 303
    assert browser.post("/checks", data={"name": "x"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert checks.asked == [["Rum 214"]], "an empty field begins no schedule"


def test_a_name_that_nothing_has_stays_in_the_field(browser: httpx.Client, checks: Checked) -> None:
    checks.trouble = RequestError("There is no schedule, device or room 'Rum <9>'.")
    page = browser.post("/checks", data={"name": "Rum <9>"})
    assert page.status_code == 422
    assert 'value="Rum &lt;9&gt;"' in page.text
    assert "Jag hittar inget att läsa under namnet Rum &lt;9&gt;." in page.text
    checks.trouble = RemoteError("The service is just starting or stopping.")
    assert browser.post("/checks", data={"name": "Rum 9"}).status_code == 503


def test_who_may_not_start_checks_finds_no_field_and_is_refused(checks: Checked) -> None:
    app = captured()
    access = Access(teams=(Team(name="asks", members=("console",), may=frozenset({"ask"})),))
    with (
        InProcess(replace(app, desk=replace(app.desk, access=access))) as door,
        serving(console(door, checks=checks)) as url,
        httpx.Client(base_url=url, trust_env=False) as client,
    ):
        assert 'action="/checks"' not in client.get("/checks").text
        assert client.post("/checks", data={"name": "Rum 214"}).status_code == 403
    assert checks.asked == []


def test_more_changes_than_can_be_read_are_counted(browser: httpx.Client, checks: Checked) -> None:
    many = tuple(
        replace(TROUBLE, target=CheckTarget(name=f"sw-{number}", device=f"sw-{number}")) for number in range(500)
    )
    checks.firings = [replace(OVER, results=many)]
    page = browser.get("/checks").text
    assert "och 488 till" in page
    assert len(page) < 60_000


def test_checks_are_begun_by_name_and_followed_by_number(browser: httpx.Client, checks: Checked) -> None:
    begun = told(browser, "POST", "", json={"names": ["video-rooms"]})
    assert begun.status_code == 202
    assert checks.asked == [["video-rooms"]]
    assert begun.json() == {"checks": [{"id": "f-1", "title": "video-rooms", "total": 3, "url": "/api/v1/checks/f-1"}]}
    over = told(browser, "GET", "/f-1")
    document = over.json()
    assert over.status_code == 200
    assert (document["state"], document["due"], document["counts"]["noted"]) == ("done", "2026-11-22T05:30:00Z", 0)
    assert [one["change"] for one in document["changes"]] == ["new"]
    assert [one["root_cause"] for one in document["troubles"]] == ["POE_DENIED"]
    assert [one["root_cause"] for one in document["not_checked"]] == ["DEVICE_UNREACHABLE"]
    assert told(browser, "GET", "").json() == {"checks": [document]}
    checks.firings = [RUNNING]
    assert told(browser, "GET", "/f-2").status_code == 202
    assert told(browser, "POST", "").status_code == 202
    assert checks.asked[-1] == []


def test_the_description_names_every_member_of_a_check(browser: httpx.Client) -> None:
    schemas = browser.get("/api/v1/openapi.json").json()["components"]["schemas"]
    document = told(browser, "GET", "/f-1").json()
    assert set(schemas["Check"]["properties"]) == set(document)
    assert set(schemas["CheckResult"]["properties"]) == set(document["troubles"][0])


def test_without_the_token_nothing_is_begun_or_told(browser: httpx.Client, checks: Checked) -> None:
    for method, path in (("POST", ""), ("GET", ""), ("GET", "/f-1")):
        assert browser.request(method, f"/api/v1/checks{path}").status_code == 401
    assert checks.asked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [("no json", 400), ("[]", 422), ('{"name": ["x"]}', 422), ('{"names": "x"}', 422), ('{"names": [1]}', 422)],
)
def test_what_cannot_be_meant_is_refused_with_what_to_send(browser: httpx.Client, body: str, status: int) -> None:
    reply = told(browser, "POST", "", content=body)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert '{"names": [' in reply.json()["do"]


def test_an_unknown_name_is_the_askers_turn_and_a_stopping_service_is_ours(
    browser: httpx.Client, checks: Checked
) -> None:
    checks.trouble = RequestError("There is no schedule, device or room 'x'.")
    assert told(browser, "POST", "", json={"names": ["x"]}).json()["turn"] == "asker"
    checks.trouble = RemoteError("The service is just starting or stopping.")
    reply = told(browser, "POST", "", json={})
    assert (reply.status_code, reply.json()["turn"]) == (503, "us")
    assert told(browser, "GET", "/f-9").status_code == 404
