"""The bot in Microsoft's own test tool, in a real browser: asked, watched, pressed. It signs nothing, so loopback only.

FIRSTLINE_TEST_PLAYGROUND names the tool's program. Screenshots go to the folder that FIRSTLINE_SCREENSHOTS names, for a
person to look at, else to a temporary one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.app import captured_app
from bot.channels.teams import TeamsChannel, TeamsSettings
from bot.channels.teams.settings import Bot
from bot.channels.web import suggester
from bot.desk.progress import progress_sentence
from bot.settings import Reference
from bot.tickets.builtin import BuiltinTickets
from tests.fakes.teams import APP
from tests.front_door import SCENARIOS, InProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.playground,
    # The browser's driver leaves its pipes to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TENANT = "00000000-0000-0000-0000-0000000000001"  # the tool's own, with a digit too many
QUESTION = "Gi1/0/14 på sw-kar-a2-03 är död"
HEADLINE = "Porten stängdes av när en switch kopplades in"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass
class Tool:
    """The tool with the bot behind it."""

    url: str
    door: InProcess
    gate: threading.Event
    channel: TeamsChannel
    album: Path


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tool]:
    folder = tmp_path_factory.mktemp("playground")
    gate = threading.Event()
    gate.set()
    app = replace(captured_app(SCENARIOS / "bpduguard-iosxe"), tickets=BuiltinTickets(folder / "tickets"))
    door = InProcess(app, before=lambda _: held(gate))
    settings = TeamsSettings(
        bot=Bot(app_id=APP, secret=Reference(kind="env", place="NONE")), tenants=(TENANT,), playground=True
    )
    channel = TeamsChannel(
        door,
        settings,
        sentence=progress_sentence,
        suggest=suggester(app.desk.inventory),
        places=folder / "teams.json",
    )
    bot_port, port = free_port(), free_port()
    config = uvicorn.Config(
        Starlette(routes=[Mount("/teams", app=channel.endpoint)]), host="127.0.0.1", port=bot_port, log_config=None,
        lifespan="off", ws="none",
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    channel.start()
    program = [os.environ["FIRSTLINE_TEST_PLAYGROUND"], "start", "-e", f"http://127.0.0.1:{bot_port}/teams/messages"]
    quiet = {**os.environ, "NO_PROXY": "localhost,127.0.0.1", "BROWSER": "none"}
    running = subprocess.Popen(
        [*program, "-c", "msteams", "-p", str(port), "--dt", "true"], cwd=folder, env=quiet,
        stdout=(folder / "out.txt").open("w"), stderr=subprocess.STDOUT,
    )  # fmt: skip
    named = os.environ.get("FIRSTLINE_SCREENSHOTS")
    album = Path(named) if named else folder
    album.mkdir(parents=True, exist_ok=True)
    try:
        answers(f"http://localhost:{port}/", folder / "out.txt")
        until(lambda: channel.state().working)
        yield Tool(f"http://localhost:{port}/", door, gate, channel, album)
    finally:
        gate.set()
        running.terminate()
        running.wait(10)
        channel.stop()
        server.should_exit = True
        serving.join(5)
        door.close()


def held(gate: threading.Event) -> None:
    assert gate.wait(60)


def answers(url: str, output: Path) -> None:
    end = time.monotonic() + 90
    while True:
        try:
            httpx.get(url, timeout=5)
        except httpx.HTTPError:
            assert time.monotonic() < end, output.read_text()
            time.sleep(0.2)
        else:
            return


def until(what: object, timeout_s: float = 60.0) -> None:
    assert callable(what)
    end = time.monotonic() + timeout_s
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def page(tool: Tool, browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1280, "height": 1100})
    made.set_default_timeout(60_000)
    made.goto(tool.url)
    yield made
    made.close()


def mention(page: Page, text: str) -> None:
    """Write to the bot in the channel."""
    page.get_by_role("treeitem", name="General").first.click()
    page.get_by_role("textbox").first.click()
    page.keyboard.type("@")
    page.get_by_role("menuitem", name="Test Bot").click()
    page.keyboard.type(f" {text}")
    page.get_by_role("button", name="Post").first.click()


def write(page: Page, text: str) -> None:
    """Write to the bot alone."""
    page.get_by_role("treeitem", name="Personal Chat").first.click()
    page.get_by_role("textbox").last.click()
    page.keyboard.type(text)
    page.get_by_role("button", name="Send Message").click()


def test_asked_in_a_channel_watched_and_pressed(tool: Tool, page: Page) -> None:
    tool.gate.clear()
    mention(page, QUESTION)
    page.get_by_text("Jag letar upp platsen").first.wait_for()
    page.screenshot(path=tool.album / "teams-progress.png")
    tool.gate.set()
    page.get_by_text(HEADLINE).first.wait_for()
    page.get_by_role("button", name="Skapa ärende").first.scroll_into_view_if_needed()
    page.screenshot(path=tool.album / "teams-answer.png")
    page.locator(".ac-adaptiveCard").first.screenshot(path=tool.album / "teams-card.png")

    page.get_by_role("button", name="Skapa ärende").first.click()
    until(lambda: (answer := tool.door.answer(tool.door.recent(1)[0].id)) and answer.ticket)
    answer = tool.door.answer(tool.door.recent(1)[0].id)
    assert answer is not None
    assert answer.ticket is not None
    page.get_by_text(answer.ticket.key).first.wait_for()
    page.screenshot(path=tool.album / "teams-ticket.png")

    page.get_by_role("button", name="Visa bevis").first.click()
    page.get_by_text("show interfaces status err-disabled").first.wait_for()
    page.get_by_role("button", name="Dölj bevis").first.wait_for()
    page.screenshot(path=tool.album / "teams-proof.png")


def test_asked_alone_and_helped(tool: Tool, page: Page) -> None:
    write(page, QUESTION)
    page.get_by_text(HEADLINE).first.wait_for()
    page.get_by_role("button", name="Hjälpte", exact=True).last.click()
    until(lambda: tool.door.words)
    page.screenshot(path=tool.album / "teams-personal.png")


def test_the_form_is_filled_in_and_asks(tool: Tool, page: Page) -> None:
    before = len(tool.door.recent(50))
    mention(page, "")
    page.get_by_role("button", name="Fråga").first.wait_for()
    page.screenshot(path=tool.album / "teams-form.png")
    page.get_by_label("Mer att berätta").first.fill(QUESTION)
    page.get_by_role("button", name="Fråga").first.click()
    until(lambda: len(tool.door.recent(50)) == before + 1)
    assert tool.door.recent(1)[0].text == QUESTION
