"""`firstline ask` beside a running service: the question is handed over, and the promise outlives whatever dies."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import App, captured_app
from bot.cli import main
from bot.cli.ask import print_answer
from bot.cli.handover import Handover
from bot.errors import RemoteError
from bot.jobs import RunningService
from bot.jobs.data_folder import DataFolder
from bot.tickets.builtin import BuiltinTickets
from tests.cli.service import ROOT, service
from tests.jobs.parts import Tickets
from tests.jobs.ward import SCENARIO, SWITCHES, lines, question

NUMBER = re.compile(r"r-[0-9a-f]{16}")


@dataclass(frozen=True)
class Ward:
    """A service that runs, and how to ask it as a shell does."""

    folder: Path

    def ask(self, *said: str) -> int:
        return main(["ask", "--config", str(config(self.folder)), "--data", str(self.folder / "data"), *said])


def config(folder: Path) -> Path:
    """Devices that only the service can read: at this machine's port 1 nobody answers."""
    file = folder / "firstline.yaml"
    devices = [
        {"name": name, "platform": "cisco_xe", "role": "access", "host": "127.0.0.1", "port": 1} for name in SWITCHES
    ]
    (folder / "inventory.yaml").write_text(json.dumps({"devices": devices}))
    file.write_text("inventory: inventory.yaml\n")
    return file


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    folder = tmp_path_factory.mktemp("ward")
    with service(folder):
        yield Ward(folder)


def test_the_service_answers_with_progress_and_the_same_card(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    read_before = len(lines(ward.folder / "sessions.log"))
    assert ward.ask(question(SWITCHES[0])) == 0
    out, err = capsys.readouterr()
    assert "FEL BEVISAT" in out
    assert "orsak: bpduguard" in out
    assert "är skapat" in out
    assert "Hittade det: sw-kar-a2-03 Gi1/0/14." in err
    assert lines(ward.folder / "sessions.log")[read_before:] == [SWITCHES[0]]


def test_the_document_is_the_one_that_an_ask_without_a_service_prints(
    ward: Ward, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ward.ask(question(SWITCHES[1]), "--json", "--no-ticket") == 0
    out, err = capsys.readouterr()
    handed = json.loads(out)
    assert err == ""
    assert main(["ask", question(SWITCHES[0]), "--captures", str(SCENARIO), "--json"]) == 0
    here = json.loads(capsys.readouterr().out)
    assert list(handed) == list(here)
    assert handed["findings"][0]["evidence"][0]["lines"] == here["findings"][0]["evidence"][0]["lines"]
    assert (handed["root_cause"], handed["request"]["channel"]) == ("ERRDISABLED_BPDUGUARD", "cli")


def test_no_ticket_means_none_at_the_service_either(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    before = BuiltinTickets(ward.folder / "tickets").list()
    assert ward.ask(question(SWITCHES[2]), "--no-ticket") == 0
    assert "Ärende" not in capsys.readouterr().out
    assert BuiltinTickets(ward.folder / "tickets").list() == before


def test_what_the_service_read_is_saved_and_replays_to_the_same_answer(
    ward: Ward, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ward.ask(question(SWITCHES[3]), "--save", str(tmp_path / "kept"), "--json") == 0
    handed = json.loads(capsys.readouterr().out)
    assert main(["ask", question(SWITCHES[3]), "--captures", str(tmp_path / "kept"), "--json"]) == 0
    replayed = json.loads(capsys.readouterr().out)
    assert (replayed["root_cause"], replayed["outcome"]) == (handed["root_cause"], handed["outcome"])
    assert replayed["findings"][0]["evidence"] == handed["findings"][0]["evidence"]


def test_who_hands_over_loads_no_job_engine_and_no_desk(ward: Ward) -> None:
    program = "import sys; from bot.cli import main; main(sys.argv[1:]); print(sorted(sys.modules), file=sys.stderr)"
    said = ["ask", question(SWITCHES[4]), "--json", "--data", str(ward.folder / "data")]
    done = subprocess.run([sys.executable, "-c", program, *said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["root_cause"] == "ERRDISABLED_BPDUGUARD"
    assert not [name for name in ("dbos", "netmiko", "bot.app", "bot.diagnosis") if f"'{name}'" in done.stderr]


def test_a_number_that_the_service_does_not_know_is_one_line(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert ward.ask("--number", "r-0000000000000000") == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "knows no question r-0000000000000000" in err


def test_a_text_that_is_too_long_is_refused_in_words(ward: Ward, capsys: pytest.CaptureFixture[str]) -> None:
    assert ward.ask("x" * 20_001) == 2
    assert "20000 characters" in capsys.readouterr().err


@pytest.mark.patient
def test_what_was_handed_over_outlives_ctrl_c_and_a_service_that_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    with service(tmp_path, takes_s=120.0) as first:  # killed long before its devices have answered
        with client(tmp_path, SWITCHES[0]) as leaving:
            until_progress(leaving)
            leaving.send_signal(signal.SIGINT)
            out, err = leaving.communicate(timeout=20)
        assert (leaving.returncode, out) == (130, "")
        assert "Traceback" not in err
        number = re.search(rf"firstline ask --number ({NUMBER.pattern})", err)
        assert number, err
        staying = client(tmp_path, SWITCHES[1])
        until_progress(staying)
        first.kill()
    with pytest.raises(RemoteError, match=number[0]):
        Handover(data, patience_s=0.1).follow(number[1], lambda _, __: None)
    assert main(["ask", "--number", number[1], "--data", str(data)]) == 1
    assert "no service runs on the data folder" in capsys.readouterr().err

    with service(tmp_path), staying:
        out, err = staying.communicate(timeout=60)
        assert staying.returncode == 0, err
        assert "FEL BEVISAT" in out
        assert "The question is kept" in err
        assert main(["ask", "--number", number[1], "--data", str(data)]) == 0
        assert "FEL BEVISAT" in capsys.readouterr().out


def test_a_service_that_does_not_answer_is_told_in_one_line_and_the_devices_are_read_from_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = DataFolder(tmp_path / "data")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    folder.announce(RunningService(url=f"http://127.0.0.1:{port}", token="t", pid=os.getpid()))
    assert Ward(tmp_path).ask(question(SWITCHES[0])) == 0
    out, err = capsys.readouterr()
    folder.release()
    told = f"The service at http://127.0.0.1:{port} does not answer (ConnectError). The devices are read from here."
    assert [line for line in err.splitlines() if line.startswith("firstline:")] == [f"firstline: {told}"]
    assert "KUNDE INTE AVGÖRA" in out


@pytest.mark.parametrize(("text", "told"), [
    ("Gi1/0/14 på sw-kar-a2-03 har inget nät", "Inget ärende är skapat"),
    ("Gi1/0/14 on sw-kar-a2-03 has no network", "No ticket was made"),
])  # fmt: skip
def test_without_a_service_a_ticket_that_cannot_be_made_is_told_on_the_card(
    text: str, told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tickets = Tickets(tmp_path / "tickets")
    tickets.down = True
    app = App(desk=captured_app(SCENARIO).desk, tickets=tickets)
    print_answer(app, text)
    assert told in capsys.readouterr().out
    print_answer(app, text, as_json=True)
    out, err = capsys.readouterr()
    assert json.loads(out)["ticket"] is None
    assert told in err


def client(folder: Path, switch: str) -> subprocess.Popen[str]:
    """`firstline ask` in a process of its own, as a terminal starts it.

    A shell that runs the tests in the background has Ctrl-C ignored by all that they start: not so here.
    """
    said = [sys.executable, "-m", "bot", "ask", question(switch), "--data", str(folder / "data")]
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(said, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)


def until_progress(asking: subprocess.Popen[str]) -> None:
    """Wait for the first step; the stream is then read by communicate()."""
    assert asking.stderr is not None
    watchdog = threading.Timer(30, asking.kill)
    watchdog.start()
    assert asking.stderr.readline().strip()
    watchdog.cancel()
