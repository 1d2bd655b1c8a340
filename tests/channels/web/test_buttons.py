"""The buttons under an answer: each asks then whether the one who pressed it may, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from bot.app import App
from bot.desk.access import Access, Team
from bot.model import Request
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD, captured, console, plain, serving
from tests.front_door import InProcess


def behind(*teams: Team) -> App:
    """The captured desk with an access list."""
    app = captured()
    return replace(app, desk=replace(app.desk, access=Access(teams=teams, contact="driften, anknytning 1300")))


def answered(door: InProcess, *, requester: str = "console", text: str = BPDUGUARD) -> Request:
    asked = door.accept(text, channel="console", requester=requester)
    list(door.watch(asked.id))
    return asked


@pytest.fixture
def team(request: pytest.FixtureRequest) -> Iterator[tuple[InProcess, httpx.Client]]:
    """A console whose unnamed person may do what the test says."""
    with (
        InProcess(behind(Team(name="servicedesk", members=("console",), may=frozenset(request.param)))) as door,
        serving(console(door)) as url,
        httpx.Client(base_url=url, follow_redirects=True) as browser,
    ):
        yield door, browser


@pytest.mark.parametrize(("word", "helped"), [("yes", True), ("no", False)])
def test_a_word_about_the_answer_is_kept_and_thanked_for(house: House, word: str, helped: bool) -> None:
    path = house.answered(BPDUGUARD)
    assert "Löste det sig?" in plain(house.browser.get(path))
    page = house.browser.post(f"{path}/helped", data={"helped": word})
    assert house.door.words == {(path.rpartition("/")[2], "console"): helped}
    assert "Tack." in plain(page)


def test_any_other_word_is_none(house: House) -> None:
    path = house.answered(BPDUGUARD)
    assert house.browser.post(f"{path}/helped", data={"helped": "perhaps"}).status_code == 200
    assert house.door.words == {}


def test_a_question_back_is_not_asked_whether_it_helped(house: House) -> None:
    assert "Löste det sig?" not in house.browser.get(house.answered("sw-kar-a2-3 Gi1/0/14 har inget nät")).text


def test_a_question_under_way_can_be_cancelled_and_says_so(house: House) -> None:
    house.held.clear()
    path = house.ask(BPDUGUARD).url.path
    assert "Avbryt" in house.browser.get(path).text
    page = house.browser.post(f"{path}/cancel")
    house.held.set()
    assert 'class="card"' in page.text
    answer = house.door.answer(path.rpartition("/")[2])
    assert answer
    assert answer.diagnosis
    assert answer.diagnosis.root_cause == "CANCELLED"


def test_what_is_answered_can_no_longer_be_cancelled(house: House) -> None:
    path = house.answered(BPDUGUARD)
    page = house.browser.post(f"{path}/cancel")
    assert "Det gick inte att avbryta" in plain(page)
    assert "Porten stängdes av" in plain(page)


def test_a_follow_up_belongs_to_the_same_conversation(house: House) -> None:
    first = house.door.request(house.answered(BPDUGUARD).rpartition("/")[2])
    assert first
    page = house.browser.get(f"/r/{first.id}").text
    assert f'name="thread" value="{first.thread}"' in page
    second = house.door.request(house.answered("och port 15?", thread=first.thread or "").rpartition("/")[2])
    assert second
    assert second.thread == first.thread


@pytest.mark.parametrize("team", [["ask"]], indirect=True)
def test_buttons_that_are_not_allowed_are_not_offered_and_refused_when_pressed_all_the_same(
    team: tuple[InProcess, httpx.Client],
) -> None:
    door, browser = team
    asked = answered(door)
    page = browser.get(f"/r/{asked.id}").text
    assert "Skapa ärende</button>" not in page
    assert "data-proof" not in page
    for reply in (browser.post(f"/r/{asked.id}/ticket"), browser.get(f"/r/{asked.id}/proof"), browser.get("/audit")):
        assert reply.status_code == 403
        assert "Det får du inte göra här" in reply.text
        assert "anknytning 1300" in plain(reply)


@pytest.mark.parametrize("team", [["ask", "reveal"]], indirect=True)
def test_somebody_elses_answer_hides_addresses_until_they_are_asked_for_and_that_is_written_down(
    team: tuple[InProcess, httpx.Client],
) -> None:
    door, browser = team
    asked = answered(door, requester="console:bosse", text="var sitter 3005.5cf0.8b3a?")
    hidden = browser.get(f"/r/{asked.id}")
    assert "Adresser och användare är dolda." in plain(hidden)
    assert "8b3a" not in hidden.text
    shown = plain(browser.post(f"/r/{asked.id}/reveal"))
    assert "Adresser och användare är dolda." not in shown
    assert "3005.5cf0.8b3a" in shown
    assert ("console", "reveal", asked.id) in door.recorded


@pytest.mark.parametrize("team", [["ask"]], indirect=True)
def test_who_may_not_reveal_is_refused(team: tuple[InProcess, httpx.Client]) -> None:
    door, browser = team
    asked = answered(door, requester="console:bosse")
    assert browser.post(f"/r/{asked.id}/reveal").status_code == 403


@pytest.mark.parametrize("team", [["ask", "raw"]], indirect=True)
def test_reading_an_answer_and_its_proof_is_written_down_once(team: tuple[InProcess, httpx.Client]) -> None:
    door, browser = team
    asked = answered(door)
    for _ in range(2):
        browser.get(f"/r/{asked.id}")
        browser.get(f"/r/{asked.id}/proof")
    assert door.recorded == [("console", "shown", asked.id), ("console", "raw", asked.id)]


def test_a_program_without_the_right_gets_no_raw_answers(house: House) -> None:
    app = behind(Team(name="programs", members=("api",), may=frozenset({"ask"})))
    with InProcess(app) as door, serving(console(door)) as url:
        asked = door.accept(BPDUGUARD, channel="api", requester="api")
        list(door.watch(asked.id))
        headers = {"authorization": house.program.headers["authorization"]}
        reply = httpx.get(f"{url}/api/v1/requests/{asked.id}/readings", headers=headers)
    assert reply.status_code == 403
    assert reply.json()["turn"] == "operator"
