"""The console for everybody: axe on every page in both languages and schemes, 320 pixels, no script, keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from bot.channels.web import SignIn
from bot.desk.access import Team
from bot.jobs.accounts import StoredAccounts
from bot.model import DEEDS, Event, Tally
from bot.ports import Measure, SystemState
from bot.store import open_store
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD, Checked, Vitals, captured, console, serving
from tests.channels.web.test_buttons import behind
from tests.channels.web.test_checks import OVER, RUNNING
from tests.front_door import InProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.chromium, pytest.mark.patient]
PAGES = {
    "ask": "/",
    "answer": "/r/{answer}",
    "helped": "/r/{answer}?helped=yes",
    "proof": "/r/{answer}/proof",
    "question": "/r/{question}",
    "recent": "/recent",
    "checks": "/checks",
    "runbooks": "/runbooks",
    "runbook": "/runbooks/errdisable",
    "accuracy": "/accuracy",
    "health": "/health",
    "audit": "/audit",
    "card": "/card",
    "api": "/api",
    "error": "/nowhere",
}


@dataclass
class Full:
    """A console on which every part of every page has something to show."""

    url: str
    names: dict[str, str]

    def address(self, page: str) -> str:
        return self.url + PAGES[page].format(**self.names)


@pytest.fixture(scope="module")
def full() -> Iterator[Full]:
    now = datetime.now(UTC)
    vitals = Vitals(
        numbers=[
            Measure(name="firstline_unanswered", about="", kind="gauge", value=3),
            Measure(name="firstline_last_answer_timestamp_seconds", about="", kind="gauge", value=now.timestamp()),
        ],
        states=[SystemState(system="chat", working=True), SystemState(system="tickets", working=False, since=now)],
        tallies=[Tally(code="ERRDISABLED_BPDUGUARD", asked=52, helped=41, not_helped=6, escalated=12)],
        events=[Event(id="1", at=now, who="console:anna", event="ran", request="r-1", device="sw-1", detail="show")],
    )
    results = tuple(replace(one, at=now - timedelta(hours=1)) for one in OVER.results)
    checks = Checked(firings=[RUNNING, replace(OVER, results=results)])
    with (
        InProcess(behind(Team(name="all", members=("console",), may=frozenset(DEEDS)))) as door,
        serving(console(door, vitals=vitals, checks=checks)) as url,
    ):
        names = {}
        for name, text in {"answer": BPDUGUARD, "question": "sw-kar-a2-3 Gi1/0/14 har inget nät"}.items():
            names[name] = door.accept(text, channel="console", requester="console").id
            list(door.watch(names[name]))
        yield Full(url=url, names=names)


def violations(page: Page) -> list[str]:
    """What axe finds, by the rules of WCAG 2.2 A and AA and its own good practice, each with where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_without_fault_for_those_who_hear_it_zoom_it_or_see_little_colour(
    full: Full, chromium: Browser, name: str, album: Path
) -> None:
    kinds: tuple[tuple[Literal["sv", "en"], Literal["light", "dark"], int], ...] = (
        ("sv", "light", 1280),
        ("en", "dark", 320),
    )
    for language, scheme, width in kinds:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        joint = "&" if "?" in full.address(name) else "?"
        page.goto(f"{full.address(name)}{joint}lang={language}")
        for folded in page.query_selector_all("details:not([open]) > summary"):
            if folded.is_visible():
                folded.click()
        page.screenshot(path=album / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
        assert violations(page) == [], (language, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_asking_reading_and_answering_back_work_without_a_script(full: Full, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(full.url)
    page.fill("#q", BPDUGUARD)
    page.click("form[data-ask] button")
    page.wait_for_url("**/r/*")
    page.wait_for_timeout(100)
    page.reload()
    assert "Porten stängdes av" in page.inner_text("h1")
    page.click("text=Ja, det hjälpte")
    assert page.is_visible("text=Det är antecknat att rådet hjälpte.")
    page.click("[data-proof]")
    assert "bpduguard" in page.inner_text(".drawer")
    context.close()


def test_the_page_is_told_again_on_the_clock_of_a_browser_elsewhere(full: Full, chromium: Browser) -> None:
    context = chromium.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(full.address("answer"))
    page.wait_for_selector("html[data-zone='Asia/Tokyo']")
    assert page.is_visible("text=Asia/Tokyo")
    context.close()


def test_the_card_of_paper_fits_on_one_page_of_a4(full: Full, chromium: Browser, album: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for language in ("sv", "en"):
        page.goto(f"{full.url}/card?lang={language}")
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        (album / f"card-{language}.pdf").write_bytes(pdf)
        assert pdf.count(b"/Type /Page\n") == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_by_keyboard_alone(
    chromium: Browser, tmp_path: Path, scheme: Literal["light", "dark"], album: Path
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'firstline.db'}")
    accounts = StoredAccounts(store)
    accounts.keep("anna", "tre små katter")
    with InProcess(captured()) as door, serving(console(door, sign_in=SignIn(accounts=accounts))) as url:
        context = chromium.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{url}/recent")
        assert violations(page) == []
        page.screenshot(path=album / f"sign-in-{scheme}.png", full_page=True)
        page.keyboard.type("anna")
        page.keyboard.press("Tab")
        page.keyboard.type("fel, fel och fel")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        assert violations(page) == []
        assert page.evaluate("document.activeElement.id") == "password"
        page.keyboard.type("tre små katter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recent")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.screenshot(path=album / f"signed-in-{scheme}.png")
        page.click("text=Logga ut")
        page.wait_for_url("**/sign-in")
        context.close()
    store.close()


def test_a_question_under_way_is_cancelled_by_a_button(page: Page, house: House, album: Path) -> None:
    house.held.clear()
    page.goto("/")
    page.fill("#q", BPDUGUARD)
    page.press("#q", "Enter")
    page.wait_for_selector(".steps")
    page.screenshot(path=album / "working.png")
    page.click("text=Avbryt")
    page.wait_for_selector(".card")
    house.held.set()
    page.screenshot(path=album / "cancelled.png", full_page=True)
