"""A console on a real port, with a question that is answered at once or held back until the test lets it go; a browser.

Screenshots go to the folder that FIRSTLINE_SCREENSHOTS names, for a person to look at, else to a temporary one.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.channels.web.house import TOKEN, Vitals, captured, console, serving
from tests.front_door import InProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class House:
    """What a test of the console holds in its hands."""

    door: InProcess
    vitals: Vitals
    url: str
    held: threading.Event  # cleared: questions wait before they are worked on
    browser: httpx.Client = field(init=False)
    program: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.browser = httpx.Client(base_url=self.url, follow_redirects=True)
        self.program = httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {TOKEN}"})

    def ask(self, question: str, **fields: str) -> httpx.Response:
        """Send the form and follow to the question's page."""
        return self.browser.post("/ask", data={"q": question, **fields})

    def answered(self, question: str, **fields: str) -> str:
        """Ask, wait for the answer; the path of its page."""
        path = self.ask(question, **fields).url.path
        for _ in self.door.watch(path.rpartition("/")[2]):
            pass
        return path


@pytest.fixture
def house() -> Iterator[House]:
    free = threading.Event()
    free.set()
    vitals = Vitals()

    def before(_: object) -> None:
        free.wait(10)

    with InProcess(captured(), before=before) as door, serving(console(door, vitals=vitals)) as url:
        made = House(door=door, vitals=vitals, url=url, held=free)
        yield made
        free.set()
        made.browser.close()
        made.program.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    """A page of 1280 pixels; whatever the browser complains about fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=house.url, locale="sv-SE")
    context.set_default_timeout(20_000)
    complaints: list[str] = []
    made = context.new_page()
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("FIRSTLINE_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
