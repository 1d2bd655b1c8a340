"""A console on a real port, with a question that is answered at once or held back until the test lets it go."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from tests.channels.web.house import TOKEN, Vitals, captured, console, serving
from tests.front_door import InProcess


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
