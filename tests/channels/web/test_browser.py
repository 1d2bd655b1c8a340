"""The console in a real browser: asked by keyboard, watched live, read on a phone, in the dark and in English."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from bot.model import TicketRef
from tests.channels.web.conftest import House
from tests.channels.web.house import BPDUGUARD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.chromium
HEADLINE = "Porten stängdes av när en switch kopplades in"


def answered(page: Page, question: str = BPDUGUARD) -> None:
    page.goto("/")
    page.fill("#q", question)
    page.press("#q", "Enter")
    page.wait_for_selector(".card")


def fits(page: Page) -> bool:
    """Nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_question_is_watched_live_and_its_answer_takes_the_page_over(page: Page, house: House, album: Path) -> None:
    house.held.clear()
    page.goto("/")
    page.screenshot(path=album / "ask.png")
    page.fill("#q", BPDUGUARD)
    page.press("#q", "Enter")
    page.wait_for_selector(".steps")
    page.screenshot(path=album / "working.png")
    address = page.url
    page.evaluate("window.stayed = true")
    house.held.set()
    page.wait_for_selector(".card")
    assert page.url == address
    assert page.evaluate("window.stayed")
    assert page.title() == f"{HEADLINE} · firstline"
    assert page.inner_text("[data-announce]") == HEADLINE
    page.screenshot(path=album / "answer.png", full_page=True)


def test_everything_can_be_done_by_keyboard_alone(page: Page, album: Path) -> None:
    page.goto("/")
    page.keyboard.press("Tab")  # out of the field, so that single keys are keys
    page.keyboard.press("1")
    page.wait_for_selector(".card")
    page.keyboard.press("b")
    page.wait_for_selector(".drawer")
    page.screenshot(path=album / "proof.png", full_page=True)
    page.keyboard.press("Escape")
    page.wait_for_selector(".chain")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    page.screenshot(path=album / "keys.png")
    page.keyboard.press("Escape")
    assert not page.is_visible("dialog#keys")


def test_single_keys_are_letters_inside_a_field_and_can_be_switched_off(page: Page) -> None:
    answered(page)
    page.focus("#q")
    page.keyboard.press("End")
    page.keyboard.type("b1/")
    assert page.input_value("#q").endswith("b1/")
    assert page.query_selector(".drawer") is None
    page.click("[data-keys]")
    page.uncheck("[data-keys-on]")
    page.click("[data-keys-close]")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_focus_is_visible_on_everything_that_takes_it(page: Page) -> None:
    answered(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e), f = e.closest('.ask-field');"
            " const framed = f && getComputedStyle(f).boxShadow !== 'none';"
            " return framed || s.outlineStyle !== 'none' || e === document.body })()"
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_the_decisive_line_is_marked_and_in_view_on_a_phone(page: Page, album: Path) -> None:
    answered(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{page.url}/proof")
    mark = page.locator("#e1 li.hit mark")
    assert mark.inner_text() == "bpduguard"
    box = mark.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.screenshot(path=album / "proof-360.png", full_page=True)


def test_no_page_scrolls_sideways_on_a_phone_or_a_wall(page: Page, album: Path) -> None:
    answered(page)
    answer = page.url
    for width in (360, 768, 1280, 1920, 2560):
        page.set_viewport_size({"width": width, "height": 1000})
        for name, address in {"ask": "/", "answer": answer, "proof": f"{answer}/proof", "recent": "/recent"}.items():
            page.goto(address)
            assert fits(page), f"{name} at {width}"
            if width in {360, 2560}:
                page.screenshot(path=album / f"{name}-{width}.png", full_page=width == 360)


def test_text_of_twice_the_size_still_fits(page: Page) -> None:
    answered(page)
    page.set_viewport_size({"width": 640, "height": 900})  # 1280 at 200 %
    assert fits(page)


def contrast(page: Page, selector: str) -> float:
    """The contrast of the text of an element with what is painted behind it."""
    ratio: float = page.evaluate(
        """(selector) => {
          const linear = (v) => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
          const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
          const parts = (text) => text.match(/[\\d.]+/g).map(Number);
          const e = document.querySelector(selector);
          let behind = e;
          while (behind && parts(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
          const ground = light(parts(getComputedStyle(behind || document.body).backgroundColor).slice(0, 3));
          const ink = light(parts(getComputedStyle(e).color).slice(0, 3));
          return (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05) }""",
        selector,
    )
    return ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_the_light_and_in_the_dark(
    page: Page, scheme: Literal["light", "dark"], album: Path
) -> None:
    page.emulate_media(color_scheme=scheme)
    answered(page)
    page.screenshot(path=album / f"answer-{scheme}.png", full_page=True)
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 20, 24)"
    assert dark == (scheme == "dark")
    for selector in (
        ".verdict .word",
        ".verdict h1",
        ".verdict .word span",
        ".say",
        ".btn-go",
        ".quiet",
        ".facts dt",
        "a",
    ):
        assert contrast(page, selector) >= 4.5, selector
    page.goto(f"{page.url}/proof")
    page.screenshot(path=album / f"proof-{scheme}.png", full_page=True)
    for selector in (".raw li.hit", ".raw li", ".meta", ".skip-ln"):
        assert contrast(page, selector) >= 4.5, selector


def test_the_language_switch_turns_the_whole_page(page: Page, album: Path) -> None:
    answered(page)
    page.click("text=English")
    page.wait_for_selector("html[lang=en]")
    assert page.inner_text("h1") == "The port turned off when a switch was plugged in"
    assert page.inner_text(".script h2 >> nth=0") == "Say"
    page.screenshot(path=album / "answer-en.png", full_page=True)


def test_suggestions_are_chosen_by_arrow_and_the_typed_text_waits(page: Page, album: Path) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("inget nät Gi1/0/14 sw-kar-a")
    page.wait_for_selector("[role=option]")
    assert page.input_value("#q") == "inget nät Gi1/0/14 sw-kar-a"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "s1"
    page.screenshot(path=album / "suggest.png")
    page.keyboard.press("Escape")
    assert page.is_hidden("[data-suggestions]")
    page.keyboard.type("2")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    assert HEADLINE in page.inner_text("h1")


def test_a_question_back_is_answered_by_its_digit(page: Page, album: Path) -> None:
    answered(page, "sw-kar-a2-3 Gi1/0/14 har inget nät")
    page.screenshot(path=album / "question.png", full_page=True)
    page.click("h1")  # away from the field
    page.keyboard.press("1")
    page.wait_for_selector(".card[data-outcome=fault]")


def test_a_ticket_that_is_made_a_moment_later_shows_its_number_by_itself(page: Page, house: House) -> None:
    answered(page)
    assert page.is_visible("text=Skapa ärende")
    number = page.url.rpartition("/")[2]
    answer = house.door.answer(number)
    assert answer
    ticket = TicketRef(system="rt", key="INC-77", url=None, action="created")
    house.door.change(number, replace(answer, ticket=ticket))
    page.wait_for_selector(".ticket")
    assert "INC-77" in page.inner_text(".ticket")
    assert page.is_visible("#ticket [data-copy]")
    assert not page.is_visible("text=Skapa ärende")


def test_each_page_has_one_heading_of_the_first_level_and_no_level_is_skipped(page: Page) -> None:
    answered(page)
    answer = page.url
    for address in ("/", answer, f"{answer}/proof", "/recent", "/api"):
        page.goto(address)
        levels = page.eval_on_selector_all(
            "h1,h2,h3,h4", "all => all.filter(e => e.checkVisibility()).map(e => +e.tagName[1])"
        )
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)


def test_what_is_pressed_is_large_enough_for_a_finger(page: Page) -> None:
    answered(page)
    page.set_viewport_size({"width": 360, "height": 740})
    small = page.eval_on_selector_all(
        "main button, main .btn, nav a, .me a",
        "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)",
    )
    assert small == []
