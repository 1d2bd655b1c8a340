"""The console by forms and links alone, as a browser without JavaScript sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import NoReturn

import httpx
import pytest

from bot.channels.web.texts import TEXTS
from bot.errors import RemoteError
from bot.model import Question
from bot.ports import SystemState
from bot.tickets.builtin import BuiltinTickets
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD, EXAMPLES, TOKEN, captured, console, plain, serving
from tests.front_door import InProcess


def order(text: str, *parts: str) -> bool:
    """Do the parts stand in the text one after the other?"""
    return re.search(".*".join(map(re.escape, parts)), text) is not None


def test_a_question_goes_from_the_form_to_its_answer_without_javascript(house: House) -> None:
    page = house.ask(BPDUGUARD)
    assert re.fullmatch(r"/r/r-[0-9a-f]+", page.url.path)
    list(house.door.watch(page.url.path.rpartition("/")[2]))
    answer = house.browser.get(page.url.path)
    assert "Porten stängdes av när en switch kopplades in" in plain(answer)


def test_while_it_is_worked_on_the_page_reads_itself_again_without_javascript(house: House) -> None:
    house.held.clear()
    page = house.ask(BPDUGUARD)
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert "Frågan är sparad" in plain(page)
    assert BPDUGUARD in plain(page)


def test_an_answer_reads_in_the_order_of_the_call(house: House) -> None:
    page = plain(house.browser.get(house.answered(BPDUGUARD)))
    assert order(
        page, "Fel bevisat", "Porten stängdes av", "Port Gi1/0/14 på sw-kar-a2-03", "Säg", "Fråga", "Gör nu",
        "Sitter medicinteknik där?", "Be dem dra ur", "Vem tar det", "Bevis", "Uteslutet",
    )  # fmt: skip


def test_the_guard_stands_before_the_first_step(house: House) -> None:
    page = house.browser.get(house.answered(BPDUGUARD)).text
    assert 0 < page.index('class="guard"') < page.index('<ol class="do">')


def test_what_lies_behind_a_fault_is_unknown_in_the_chain_never_healthy(house: House) -> None:
    page = house.browser.get(house.answered(BPDUGUARD)).text
    chain = page[page.index('<ol class="chain"') : page.index("</ol>", page.index('<ol class="chain"'))]
    assert re.findall(r'data-outcome="(\w+)"', chain) == ["unknown", "fault", "cleared"]
    assert re.findall(r'data-link="(\w+)"', chain) == ["cut", "cut", "cut"]


def test_the_proof_marks_the_decisive_line_and_value_in_the_raw_output(house: House) -> None:
    page = house.browser.get(f"{house.answered(BPDUGUARD)}/proof").text
    first = page[page.index('id="e1"') : page.index('id="e2"')]
    hits = re.findall(r'<li class="hit"[^>]*>(.*?)</li>', first)
    assert len(hits) == 1
    assert "Gi1/0/14     Uttag A2-114-2     err-disabled <mark>bpduguard</mark>" in hits[0]
    assert "show interfaces status err-disabled" in first
    assert 'translate="no"' in first


def test_long_outputs_are_folded_and_can_be_shown_whole(house: House) -> None:
    path = f"{house.answered(BPDUGUARD)}/proof"
    folded, whole = house.browser.get(path).text, house.browser.get(f"{path}?all=1").text
    assert 'class="skip-ln"' in folded
    assert 'class="skip-ln"' not in whole
    assert whole.count("data-n=") > folded.count("data-n=") + 20


def test_the_same_form_sent_twice_is_one_question(house: House) -> None:
    first, second = (house.ask(BPDUGUARD, nonce="n-1").url.path for _ in range(2))
    assert first == second
    assert house.ask(f"{BPDUGUARD} sedan i morse", nonce="n-1").url.path != first


def test_a_question_back_offers_its_choices_and_a_reply_stays_in_the_conversation(house: House) -> None:
    page = house.browser.get(house.answered("sw-kar-a2-3 Gi1/0/14 har inget nät"))
    assert 'data-outcome="question"' in page.text
    choice = re.search(r'<button name="text" value="([^"]+)" data-key="1"', page.text)
    thread = re.search(r'name="thread" value="([^"]+)"', page.text)
    assert choice
    assert thread
    answer = house.browser.get(house.answered("", text=choice[1], thread=thread[1]))
    assert "Porten stängdes av" in plain(answer)


def test_an_empty_question_is_asked_for_again_and_stores_nothing(house: House) -> None:
    page = house.ask("   ")
    assert page.status_code == 422
    assert "Skriv först vad den som ringer säger." in plain(page)
    assert house.door.accepted == []


def test_the_language_follows_the_switch_and_is_remembered(house: House) -> None:
    path = house.answered(BPDUGUARD)
    english = house.browser.get(f"{path}?lang=en")
    assert '<html lang="en"' in english.text
    assert "The port turned off when a switch was plugged in" in plain(english)
    assert '<html lang="en"' in house.browser.get("/").text
    assert '<html lang="sv"' in house.browser.get("/?lang=sv").text


def test_an_answer_is_shown_in_the_language_of_its_question_until_one_is_chosen(house: House) -> None:
    page = house.browser.get(house.answered("there is no network on Gi1/0/14 on sw-kar-a2-03"))
    assert '<html lang="en"' in page.text


def test_recent_questions_show_their_headlines_newest_first(house: House) -> None:
    house.answered(BPDUGUARD)
    house.answered("hjälp")
    page = plain(house.browser.get("/recent"))
    assert order(page, "hjälp", "Porten stängdes av")


def test_a_text_with_markup_is_shown_as_text(house: House) -> None:
    page = house.ask('<script>alert(1)</script> {{ 7*7 }} Gi1/0/14 på sw-kar-a2-03 "onload=x')
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "{{ 7*7 }}" in page.text


def test_a_question_without_an_answer_says_so_and_offers_to_ask_again(house: House) -> None:
    request = house.door.accept("x", channel="console", requester="console")
    list(house.door.watch(request.id))
    house.door.change(request.id, None)
    events = house.browser.get(f"/r/{request.id}/events").text
    assert "event: lost" in events
    assert "Frågan blev inte besvarad" in events
    assert "Fråga igen" in events


def test_a_system_that_is_away_is_one_banner_and_asking_goes_on(house: House) -> None:
    at = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)
    house.vitals.states = [
        SystemState(system="tickets", working=False, since=at),
        SystemState(system="chat", working=True, since=at),
    ]
    page = house.browser.get("/")
    assert page.text.count('class="banner"') == 1
    assert "Ärendesystemet svarar inte sedan" in plain(page)
    assert "Chatt fungerar" in plain(page)
    assert "Porten stängdes av" in plain(house.browser.get(house.answered(BPDUGUARD)))


def test_a_ticket_that_is_not_needed_is_not_made_and_the_page_says_so(house: House) -> None:
    path = house.answered("hjälp")
    page = house.browser.post(f"{path}/ticket")
    assert page.status_code == 200
    assert str(page.url).endswith("?said=nothing#ticket")


def test_a_ticket_is_made_once_and_its_number_takes_the_place_of_the_button(tmp_path: Path) -> None:
    app = replace(captured(), tickets=BuiltinTickets(tmp_path))
    with (
        InProcess(app) as door,
        serving(console(door)) as url,
        httpx.Client(base_url=url, follow_redirects=True) as browser,
    ):
        path = browser.post("/ask", data={"q": BPDUGUARD}).url.path
        list(door.watch(path.rpartition("/")[2]))
        assert "Skapa ärende</button>" in browser.get(path).text
        for _ in range(2):
            page = browser.post(f"{path}/ticket")
        assert "Skapa ärende</button>" not in page.text
        assert "INC-1" in plain(page)
        assert len(list((tmp_path / "open").iterdir())) == 1


class TicketsAway(InProcess):
    """A front door whose ticket system does not answer."""

    def escalate(self, request_id: str, requester: str) -> NoReturn:
        raise RemoteError("The ticket system does not answer.")


def test_where_the_ticket_system_is_away_the_page_says_what_was_kept() -> None:
    with (
        TicketsAway(captured()) as door,
        serving(console(door)) as url,
        httpx.Client(base_url=url, follow_redirects=True) as browser,
    ):
        path = browser.post("/ask", data={"q": BPDUGUARD}).url.path
        list(door.watch(path.rpartition("/")[2]))
        page = browser.post(f"{path}/ticket")
        assert "Ärendet är sparat här och skickas när det går." in plain(page)
        assert "Skapa ärende</button>" not in page.text


class Stopping(InProcess):
    """A front door of a service that is about to stop."""

    def accept(
        self,
        text: str,
        *,
        channel: str,
        requester: str,
        event: str | None = None,
        thread: str | None = None,
        reply_to: str | None = None,
        no_ticket: bool = False,
        groups: Sequence[str] = (),
    ) -> NoReturn:
        raise RemoteError("The service is just starting or stopping. Ask again in a moment.")


def test_a_service_that_stops_says_so_to_people_and_to_programs() -> None:
    with Stopping(captured()) as door, serving(console(door)) as url:
        page = httpx.post(f"{url}/ask", data={"q": BPDUGUARD})
        reply = httpx.post(
            f"{url}/api/v1/requests", json={"text": BPDUGUARD}, headers={"authorization": f"Bearer {TOKEN}"}
        )
    assert page.status_code == reply.status_code == 503
    assert "Jag kan inte ta emot frågan just nu" in plain(page)
    assert reply.json()["turn"] == "us"


def test_a_personal_identity_number_is_dropped_and_the_asker_is_told(house: House) -> None:
    page = house.ask(f"{BPDUGUARD}, ringer om 19121212-1212")
    assert "Det ser ut att stå ett personnummer i frågan." in plain(page)
    assert "1212-1212" not in page.text
    assert "personnummer" not in plain(house.ask(BPDUGUARD))


def test_suggestions_name_places_that_begin_as_the_last_word_does(house: House) -> None:
    page = house.browser.get("/suggest", params={"q": "inget nät sw-kar-a"}).text
    assert 'data-text="inget nät sw-kar-a2-03"' in page
    assert house.browser.get("/suggest", params={"q": "inget nät hos oss"}).text == ""


def test_the_first_page_and_all_it_loads_weigh_less_than_100_kb(house: House) -> None:
    page = house.browser.get("/")
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(loaded) == 3
    assert sum(len(house.browser.get(one).content) for one in loaded) + len(page.content) < 100_000


def test_no_page_needs_anything_from_outside_or_inline(house: House) -> None:
    path = house.answered(BPDUGUARD)
    for address in ("/", path, f"{path}/proof", "/recent", "/api", "/nothing-here"):
        page = house.browser.get(address)
        assert page.headers["content-security-policy"].startswith("default-src 'self';")
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page.text), address
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", page.text), address


@pytest.mark.parametrize("address", ["/", "/recent", "/api", "/nothing-here"])
def test_every_link_on_a_page_leads_somewhere(house: House, address: str) -> None:
    page = house.browser.get(address)
    for link in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', page.text)) - {address}:
        expected = 404 if link.startswith("/nothing-here") else 200
        assert house.browser.get(unescape(link)).status_code == expected, link


def test_a_wrong_address_gets_a_page_in_words(house: House) -> None:
    for address in ("/r/r-0000", "/r/..%2f..%2fetc", "/nothing"):
        page = house.browser.get(address)
        assert page.status_code == 404
        assert "Den sidan finns inte" in plain(page)


def test_a_form_of_another_site_is_refused(house: House) -> None:
    refused = house.browser.post("/ask", data={"q": BPDUGUARD}, headers={"origin": "https://elsewhere.example"})
    assert refused.status_code == 403
    assert house.door.accepted == []


def test_a_name_that_is_not_ours_is_refused(house: House) -> None:
    assert house.browser.get("/", headers={"host": "rebound.example"}).status_code == 421


def test_a_body_that_is_no_question_is_refused(house: House) -> None:
    assert house.browser.post("/ask", data={"q": "x" * 300_000}).status_code == 413
    assert house.door.accepted == []


def test_both_languages_have_the_same_texts() -> None:
    assert TEXTS["sv"].keys() == TEXTS["en"].keys()
    assert all(len(EXAMPLES[language]) > 0 for language in TEXTS)


def test_the_same_places_are_filled_in_in_both_languages() -> None:
    holes = {
        language: {name: set(re.findall(r"{(\w+)}", text)) for name, text in texts.items()}
        for language, texts in TEXTS.items()
    }
    assert holes["sv"] == holes["en"]


def test_no_two_things_on_a_page_have_the_same_name(house: House) -> None:
    path = house.answered(BPDUGUARD)
    for address in ("/", path, f"{path}/proof", "/recent", "/api"):
        names = re.findall(r'\sid="([^"]+)"', house.browser.get(address).text)
        assert len(names) == len(set(names)), address


def test_every_sign_on_a_page_is_drawn(house: House) -> None:
    path = house.answered(BPDUGUARD)
    for address in ("/", path, f"{path}/proof", "/recent"):
        page = house.browser.get(address).text
        assert set(re.findall(r'<use href="#([^"]+)"', page)) <= set(re.findall(r'<symbol id="([^"]+)"', page)), address


def test_what_else_a_question_names_is_told_as_not_read(house: House) -> None:
    """The green or red of one port must not be taken for that of the other."""
    page = plain(house.browser.get(house.answered("Gi1/0/14 och Gi1/0/3 på sw-kar-a2-03 är döda")))
    assert "Frågan nämner också port Gi1/0/3 på sw-kar-a2-03. Det är inte läst, fråga om det för sig." in page
    alone = plain(house.browser.get(house.answered("Gi1/0/14 på sw-kar-a2-03 är död")))
    assert "nämner också" not in alone


def test_a_question_about_which_jack_of_a_room_offers_the_whole_room_too(house: House) -> None:
    path = house.answered("rum 214 har inget nät")
    number = path.rpartition("/")[2]
    answer = house.door.answer(number)
    assert answer
    which = Question(about="which_of", text={"sv": "Vilket uttag?", "en": "Which jack?"}, choices=("B-17", "B-18"))
    asked = replace(answer, question=which, diagnosis=None, understood=replace(answer.understood, room="Rum 214"))
    house.door.change(number, asked)
    assert "Kontrollera hela Rum 214" in plain(house.browser.get(path))
    house.door.change(number, replace(asked, understood=replace(answer.understood, room=None)))
    assert "Kontrollera hela" not in plain(house.browser.get(path))
