"""The pages around the question: runbooks, accuracy, health, audit, the card of paper, and what all pages share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.channels.web import health
from bot.channels.web.texts import TEXTS
from bot.channels.web.texts_card import SHEETS
from bot.desk.access import Access, Team
from bot.model import Event, Tally
from bot.ports import Measure, SystemState
from bot.settings import Phone
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD, Checked, Vitals, captured, console, plain, serving
from tests.channels.web.test_checks import OVER
from tests.front_door import InProcess


def test_the_words_of_both_languages_are_the_same_ones() -> None:
    assert set(TEXTS["sv"]) == set(TEXTS["en"])
    same = {key for key, text in TEXTS["sv"].items() if text == TEXTS["en"][key]}
    assert same <= {"api_title", "of", "accuracy_of", "runbook_helped_of", "chain_port", "fact_port", "fact_switch"}
    shape = [[len(column[1]) for column in SHEETS[language].columns] for language in ("sv", "en")]
    assert shape[0] == shape[1]


def test_every_runbook_has_a_page_that_is_reached_from_the_list(house: House) -> None:
    listed = house.browser.get("/runbooks").text
    for name, book in captured().desk.library.runbooks.items():
        asked = any(book.name == one.name for each in captured().desk.library.investigations.values()
                    for part in each.parts for one in part.runbooks)  # fmt: skip
        assert (f'href="/runbooks/{name}"' in listed) == asked, name
        assert house.browser.get(f"/runbooks/{name}").status_code == 200, name


def test_a_runbook_tells_what_it_finds_in_words_without_holes_and_the_exact_lines(house: House) -> None:
    page = plain(house.browser.get("/runbooks/errdisable"))
    assert "Porten stängdes av när en switch kopplades in" in page
    assert "Vad har kopplats in i uttaget i dag?" in page
    assert "show interfaces status err-disabled" in page
    assert "ERRDISABLED_BPDUGUARD" in page
    assert "{device}" not in page
    assert "Switchen stängde av port porten" not in page


def test_what_a_platform_cannot_be_asked_is_told_as_unknown_not_left_out(house: House) -> None:
    page = plain(house.browser.get("/runbooks/errdisable"))
    assert "Svaret blir ”vet inte”, inte ”friskt”" in page


def test_what_people_said_of_the_advice_stands_on_the_runbooks_page(house: House) -> None:
    assert "Ingen har sagt något än." in plain(house.browser.get("/runbooks/errdisable"))
    house.vitals.tallies = [Tally(code="ERRDISABLED_BPDUGUARD", asked=1052, helped=41, not_helped=6, escalated=12)]
    page = plain(house.browser.get("/runbooks/errdisable"))
    assert "41 av 47" in page
    assert "1 052" in page
    assert "41 av 47 hjälpte" in plain(house.browser.get("/runbooks"))
    assert "1,052" in plain(house.browser.get("/runbooks/errdisable?lang=en"))


def test_an_answer_leads_to_its_runbook(house: House) -> None:
    assert 'href="/runbooks/errdisable"' in house.browser.get(house.answered(BPDUGUARD)).text


def test_a_team_sees_the_runbooks_of_its_own_investigations() -> None:
    app = captured()
    access = Access(teams=(Team(name="wifi", members=("console",), investigations=frozenset({"wireless-client"})),))
    with (
        InProcess(replace(app, desk=replace(app.desk, access=access))) as door,
        serving(console(door)) as url,
    ):
        page = httpx.get(f"{url}/runbooks").text
    assert 'href="/runbooks/wifi-client"' in page
    assert 'href="/runbooks/errdisable"' not in page


def test_health_tells_what_waits_what_is_away_and_which_devices_were_silent() -> None:
    now = datetime.now(UTC)
    vitals = Vitals(
        numbers=[
            Measure(name="firstline_unanswered", about="", kind="gauge", value=3),
            Measure(name="firstline_failures_total", about="", kind="counter", value=7),
            Measure(name="firstline_outbox_waiting", about="", kind="gauge", value=2, labels=(("kind", "ticket"),)),
            Measure(name="firstline_last_answer_timestamp_seconds", about="", kind="gauge", value=now.timestamp()),
        ],
        states=[SystemState(system="tickets", working=False, since=now)],
    )
    silent = [replace(one, at=now - timedelta(hours=2)) for one in OVER.results]
    with (
        InProcess(captured()) as door,
        serving(console(door, vitals=vitals, checks=Checked(firings=[replace(OVER, results=tuple(silent))]))) as url,
    ):
        page = plain(httpx.get(f"{url}/health"))
        vitals.reasons = ["The service is starting or stopping."]
        stopped = plain(httpx.get(f"{url}/health"))
    assert "7 fel i programmet" in page
    for words in ("Tar emot frågor", "3 frågor väntar", "2 ärenden väntar", "Ärendesystemet svarar inte", "sw-2",
                  "30 6 * * 1-5", "24 platser", "konton", "se över", "sw-9 har inget", "Skriv ett."):  # fmt: skip
        assert words in page
    assert "sw-1" not in page  # it has a fault, but it answered
    assert "Tar inte emot frågor: The service is starting or stopping." in stopped


def test_a_device_that_has_answered_since_is_silent_no_longer() -> None:
    now = datetime.now(UTC)
    result = next(one for one in OVER.results if one.root_cause == "DEVICE_UNREACHABLE")
    target = replace(result.target, device="sw-kar-a2-03")
    old = replace(OVER, results=(replace(result, target=target, at=now - timedelta(hours=2)),))
    with InProcess(captured()) as door, serving(console(door, checks=Checked(firings=[old]))) as url:
        assert "sw-kar-a2-03" in plain(httpx.get(f"{url}/health"))
        list(door.watch(door.accept(BPDUGUARD, channel="api", requester="api").id))
        assert "sw-kar-a2-03" not in plain(httpx.get(f"{url}/health"))


MEASURED = {
    "day": "2026-11-20",
    "rules": "abc",
    "scenarios": {"total": 1202, "faults": 80, "columns": {"right": 1200, "could not tell": 2}, "others": []},
    "lab": {"total": 3, "faults": 2, "columns": {"right": 2, "wrong": 1}, "others": [["F03 <x>", "wrong", "NO_LINK"]]},
}


def test_accuracy_is_what_was_measured_with_the_rules_it_was_measured_with(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_measured", lambda: MEASURED)
    reply = house.browser.get("/accuracy")
    page = plain(reply)
    for words in (
        "2026-11-20",
        "Reglerna har ändrats sedan mätningen",
        "1 200 av 1 202",
        "2 av 3",
        "NO_LINK",
    ):
        assert words in page
    assert "F03 &lt;x&gt;" in reply.text
    monkeypatch.setattr(health, "_measured", lambda: {**MEASURED, "rules": captured().desk.library.version})
    assert "Reglerna har ändrats" not in plain(house.browser.get("/accuracy"))
    monkeypatch.setattr(health, "_measured", lambda: None)
    assert "ingen mätning" in plain(house.browser.get("/accuracy"))


def test_the_measurement_that_is_shipped_can_be_read_and_adds_up() -> None:
    file = Path(health.__file__).with_name("accuracy.json")
    if not file.exists():
        pytest.skip("nobody has measured: python -m tests.accuracy --write")
    measured = json.loads(file.read_text())
    for name in ("scenarios", "lab"):
        columns = measured[name]["columns"]
        judged = sum(count for column, count in columns.items() if column != "proof missing")
        assert judged == measured[name]["total"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_card_of_paper_has_the_sites_numbers_or_room_to_write_them(house: House, language: str) -> None:
    blank = house.browser.get(f"/card?lang={language}")
    assert blank.text.count('<td class="blank">') == 4
    with (
        InProcess(captured()) as door,
        serving(console(door, phones=[Phone(who="Nätjouren", number="1200", about="allt")])) as url,
    ):
        page = plain(httpx.get(f"{url}/card?lang={language}"))
        assert "1200" in page
        assert "Nätjouren, 1200" in plain(httpx.get(url))


@pytest.fixture
def auditor() -> Iterator[httpx.Client]:
    app = captured()
    access = Access(teams=(Team(name="security", members=("console",), may=frozenset({"ask", "audit"})),))
    at = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)
    vitals = Vitals(
        events=[
            Event(id="1", at=at, who="console:anna", event="asked", request="r-1"),
            Event(id="2", at=at, who="console:anna", event="ran", request="r-1", device="sw-1", detail="show logging"),
            Event(id="3", at=at, who="slack:T:U", event="refused", detail="=HYPERLINK(1)"),
        ]
    )
    with (
        InProcess(replace(app, desk=replace(app.desk, access=access))) as door,
        serving(console(door, vitals=vitals)) as url,
        httpx.Client(base_url=url) as browser,
    ):
        yield browser
        assert {(who, event) for who, event, _ in door.recorded} == {("console", "audit")}


def test_the_audit_log_is_searched_and_fetched_by_those_who_may(auditor: httpx.Client) -> None:
    page = plain(auditor.get("/audit"))
    assert page.index("slack:T:U") < page.index("console:anna")
    assert "show logging" in plain(auditor.get("/audit?device=sw-1"))
    assert "slack:T:U" not in plain(auditor.get("/audit?who=console:anna"))
    assert "finns inget sådant" in plain(auditor.get("/audit?request=r-9"))
    assert auditor.get("/audit?since=nonsense").status_code == 200
    table = auditor.get("/audit.csv?who=console:anna")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.splitlines() == [
        "at,who,event,request,device,detail",
        "2026-11-22T09:31:00+00:00,console:anna,asked,r-1,,",
        "2026-11-22T09:31:00+00:00,console:anna,ran,r-1,sw-1,show logging",
    ]


def test_no_cell_of_the_file_is_computed_by_a_spreadsheet(auditor: httpx.Client) -> None:
    assert ",'=HYPERLINK(1)" in auditor.get("/audit.csv").text


def test_times_are_told_on_the_clock_of_the_browser_where_it_says_which(house: House) -> None:
    path = house.answered(BPDUGUARD)
    here = house.browser.get(path)
    there = httpx.get(f"{house.url}{path}", headers={"cookie": "firstline_zone=Asia/Tokyo"})
    clocks = [re.search(r'<time datetime="[^"]+">(\d\d):\d\d:\d\d</time>', page.text) for page in (here, there)]
    hours = [int(found[1]) for found in clocks if found]
    assert (hours[1] - hours[0]) % 24 == 9
    assert "Asia/Tokyo" in plain(there)
    for nonsense in ("../../etc/passwd", "x" * 50, "No/Where", "%00"):
        page = httpx.get(f"{house.url}{path}", headers={"cookie": f"firstline_zone={nonsense}"})
        assert 'data-zone="UTC"' in page.text


@pytest.mark.parametrize("path", ["/", "/recent", "/checks", "/runbooks", "/runbooks/link", "/health", "/accuracy",
                                  "/card", "/api"])  # fmt: skip
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_speaks_one_language_and_asks_nothing_of_other_sites(house: House, path: str, language: str) -> None:
    page = house.browser.get(f"{path}?lang={language}").text
    assert f'<html lang="{language}"' in page
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert " style=" not in page
    assert "onclick" not in page
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_the_first_page_is_light(house: House) -> None:
    page = house.browser.get("/")
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert len(assets) == 3
    assert len(page.content) + sum(len(house.browser.get(one).content) for one in assets) < 100_000
