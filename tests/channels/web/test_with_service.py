"""The console of the real service: an account of the command line, a question, a word about its answer, the log."""

from __future__ import annotations

import io
import time
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from bot.cli.serve import listen, serving
from bot.settings import ConsoleSettings
from tests.channels.web.house import BPDUGUARD, captured, plain


def test_an_account_of_the_command_line_opens_the_console_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    monkeypatch.setattr("sys.stdin", io.StringIO("tre små katter\n"))
    assert main(["account", "add", "Anna", "--data", str(data)]) == 0
    with (
        serving(captured(), data=data, listener=listen("127.0.0.1", 0), console=ConsoleSettings(sign_in=True)) as url,
        httpx.Client(base_url=url, follow_redirects=True, timeout=30) as browser,
    ):
        assert browser.get("/").url.path == "/sign-in"
        assert browser.post("/sign-in", data={"name": "anna", "password": "tre små katter"}).url.path == "/"
        path = browser.post("/ask", data={"q": BPDUGUARD}).url.path
        for _ in range(300):
            page = browser.get(path)
            if "Porten stängdes av" in page.text:
                break
            time.sleep(0.1)
        assert "Tack." in plain(browser.post(f"{path}/helped", data={"helped": "yes"}))
        assert "1 av 1" in plain(browser.get("/runbooks/errdisable"))
        assert "Porten stängdes av" in plain(browser.get("/recent"))
        assert "Tar emot frågor" in plain(browser.get("/health"))
        assert browser.get("/audit").status_code == 403
    capsys.readouterr()
    assert main(["audit", "--who", "console:anna", "--data", str(data)]) == 0
    log = capsys.readouterr().out
    for event in ("signed-in", "asked", "shown", "feedback"):
        assert f"console:anna  {event}" in log
    assert BPDUGUARD not in log
    assert main(["account", "list", "--data", str(data)]) == 0
    assert "anna" in capsys.readouterr().out
    assert main(["account", "remove", "anna", "--data", str(data)]) == 0
    assert main(["account", "remove", "anna", "--data", str(data)]) == 2


def test_two_passwords_that_are_too_simple_or_missing_make_no_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for password in ("kort\n", ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(password))
        assert main(["account", "add", "anna", "--data", str(tmp_path)]) == 2
        assert "12 to 200 characters" in capsys.readouterr().err
    assert main(["account", "list", "--data", str(tmp_path)]) == 0
    assert "no accounts" in capsys.readouterr().out
