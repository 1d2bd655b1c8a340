"""`firstline serve` as a process: found by its file, asked over HTTP, stopped by a signal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.jobs import RunningService, running_service
from tests.jobs.ward import SWITCHES, desk, question

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from bot.app import captured_app
from bot.cli.log_lines import log_lines
from bot.cli.serve import listen, serve
log_lines()
folder = Path(sys.argv[1])
sys.exit(serve(captured_app(folder / "captures"), data=folder / "data", listener=listen("127.0.0.1", 0), told=print))
"""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    desk(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as made:
        yield made
        made.kill()


def found(folder: Path) -> RunningService:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        running = running_service(folder)
        if running:
            return running
        time.sleep(0.1)
    raise AssertionError("no service came up")


def test_a_service_is_found_asked_and_stopped(process: subprocess.Popen[str], tmp_path: Path) -> None:
    running = found(tmp_path / "data")
    assert running.pid == process.pid
    with httpx.Client(base_url=running.url, headers={"Authorization": f"Bearer {running.token}"}) as client:
        assert client.get("/readyz").status_code == 200
        taken = client.post("/api/v1/requests", json={"text": question(SWITCHES[0]), "requester": "alva.lind"})
        assert taken.status_code == 202
        number = taken.json()["id"]
        told: dict[str, object] = {}
        until = time.monotonic() + 20
        while "root_cause" not in told and time.monotonic() < until:
            time.sleep(0.1)
            told = client.get(f"/api/v1/requests/{number}").json()
        assert told["root_cause"] == "ERRDISABLED_BPDUGUARD"
        # A page that watches keeps its connection open; the service ends all the same.
        process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=30)
    assert process.returncode == 0
    assert running_service(tmp_path / "data") is None
    events = [json.loads(line) for line in logged.splitlines()]
    assert [one["what"] for one in events if one.get("request") == number][:2] == ["accepted", "answered"]
    assert "alva" not in logged
    assert SWITCHES[0] not in logged
    assert running.token not in logged
