"""Whole tales from the caller's words to the card and the ticket, over real SSH against the simulated hospital."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from bot.app import App, captured_app, credential_sets, live_app
from bot.captures import save_captures
from bot.channels.terminal import render
from bot.cli import main
from bot.desk.card import card
from bot.devices.ssh import Deadlines, SshTransport
from bot.lab import Lab
from bot.lab.clock import LabClock
from bot.model import Answer, Diagnosis, Observation
from bot.settings import Settings
from parsers.document import load_document
from tests.hospital import Hospital, Leaping, hospital
from tests.some import one_in

WARD, PRINTER = "sw-kar-a2-03", "Gi1/0/14"
CALL = "skrivaren på avd 12 har inget nät, sw-kar-a2-03 Gi1/0/14. de har nyss kopplat in en liten switch"
SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("story")) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    """The hospital with all that was learnt about logins forgotten, and healthy again after each tale."""
    settings = Settings(
        data=running.data,
        inventory=running.lab.inventory_path,
        secrets=running.lab.credentials_path,
        hosts=running.lab.hosts_path,
    )
    app = live_app(settings)
    leaping = Leaping(app.desk.transport, running.region.clock)
    yield replace(running, app=replace(app, desk=replace(app.desk, transport=leaping)))
    running.lab.heal()


@pytest.fixture
def quiet(house: Hospital) -> str:
    """A port that no tale breaks: logs remember what was healed."""
    return f"{WARD} {house.socket(WARD, 'pc')}"


def told(answer: Answer) -> Diagnosis:
    assert answer.diagnosis is not None
    return answer.diagnosis


def shown(answer: Answer) -> str:
    """What the terminal shows, as one line."""
    return " ".join(render(card(answer), width=100, colour=False, unicode=True).split())


def unread(answer: Answer) -> dict[str, str]:
    """The failed reads, and why."""
    return {one.read: str(one.failure) for one in answer.observations if one.failure}


def proven_verbatim(answer: Answer) -> bool:
    """Does every line that is shown as proof stand in what the device printed?"""
    raw = [one.raw for one in answer.observations]
    pieces = [piece for finding in told(answer).findings for piece in finding.evidence]
    return all(any(line in text.splitlines() for text in raw) for piece in pieces for line in piece.lines)


# --- a fault, its ticket, and the next caller ------------------------------------------------------------------------


def test_a_printer_behind_a_switch_that_was_plugged_in(house: Hospital, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line as first line sees it: the card in Swedish, a ticket with proof, one ticket for two calls."""
    house.lab.inject("bpduguard", WARD, PRINTER)
    config = str(house.config())
    assert main(["--config", config, "ask", CALL]) == 0
    first = capsys.readouterr()
    assert "INC-1" in first.out
    assert "bpduguard" in first.out
    assert "Jag letar upp platsen." in first.err
    ticket = (house.data / "tickets" / "open" / "INC-1.txt").read_text(encoding="utf-8")
    assert "ERRDISABLED_BPDUGUARD" in ticket
    assert "| Gi1/0/14     Uttag A2-114-2     err-disabled bpduguard" in ticket
    assert "kopplat in en liten switch" not in ticket.split("BEVIS")[0].split("VAR")[0]

    assert main(["--config", config, "ask", "inget nät i uttag A2-114-2"]) == 0
    assert "INC-1" in capsys.readouterr().out
    assert [file.name for file in (house.data / "tickets" / "open").iterdir()] == ["INC-1.txt"]


def test_another_fault_on_the_same_port_is_another_ticket(house: Hospital) -> None:
    house.lab.inject("bpduguard", WARD, "Gi1/0/5")
    first = house.ask(f"inget nät {WARD} Gi1/0/5", ticket=True)
    house.lab.heal()
    house.lab.inject("cable-fault", WARD, "Gi1/0/5")
    second = house.ask(f"inget nät {WARD} Gi1/0/5", ticket=True)
    assert first.ticket
    if second.ticket:  # first line may have to try something first
        assert first.ticket.key != second.ticket.key
    assert told(first).root_cause != told(second).root_cause


def test_a_slow_port_is_judged_by_two_readings(house: Hospital) -> None:
    port = house.socket("sw-kar-p1-02", "printer")
    house.lab.inject("crc-rising", "sw-kar-p1-02", port)
    answer = house.ask(f"det är segt på sw-kar-p1-02 {port}")
    assert (told(answer).outcome, told(answer).root_cause) == ("proven", "INPUT_ERRORS_RISING")
    crc = [piece for piece in told(answer).findings[0].evidence if piece.field == "crc"]
    assert len(crc) == 2
    assert int(crc[1].value) > int(crc[0].value)
    assert proven_verbatim(answer)


def test_old_errors_that_do_not_grow_are_no_fault(house: Hospital) -> None:
    port = house.socket("sw-kar-p1-02", "pc")
    house.lab.inject("crc-rising", "sw-kar-p1-02", port)
    house.ask(f"det är segt på sw-kar-p1-02 {port}")
    house.lab.heal()
    answer = house.ask(f"det är segt på sw-kar-p1-02 {port}")
    assert told(answer).outcome == "cleared", told(answer).findings[0].summary["en"]


def test_a_healthy_port_is_cleared_with_every_check_and_proof(house: Hospital, quiet: str) -> None:
    answer = house.ask(f"inget nät på {quiet}")
    assert (told(answer).outcome, told(answer).root_cause) == ("cleared", "NO_FAULT")
    assert all(check.passed for check in told(answer).checks)
    assert proven_verbatim(answer)
    assert unread(answer) == {}


# --- devices that cannot be asked ------------------------------------------------------------------------------------


def impatient(house: Hospital) -> App:
    """The same product with a transport that gives up sooner than on a real network."""
    settings = Settings(data=house.data, secrets=house.lab.credentials_path)
    deadlines = Deadlines(connect=0.3, banner=0.5, login=2.0, command=1.0)
    ssh = SshTransport(
        credentials=credential_sets(settings), known_hosts=house.lab.known_hosts_path, deadlines=deadlines
    )
    return replace(house.app, desk=replace(house.app.desk, transport=ssh))


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("unreachable", "DEVICE_UNREACHABLE"),
        ("refused", "DEVICE_UNREACHABLE"),
        ("silent", "DEVICE_SILENT"),
        ("login-failed", "LOGIN_FAILED"),
        ("no-free-line", "NO_FREE_LINE"),
        ("other-key", "HOST_KEY_MISMATCH"),
        ("old-ssh", "SSH_ALGORITHM_MISMATCH"),
    ],
)
def test_a_switch_that_cannot_be_asked_is_never_healthy_and_says_why(house: Hospital, fault: str, code: str) -> None:
    house.lab.inject(fault, WARD)
    answer = impatient(house).ask(f"inget nät på {WARD} {PRINTER}", channel="test")
    assert (told(answer).outcome, told(answer).severity, told(answer).root_cause) == ("unknown", "unknown", code)
    assert (told(answer).checks, told(answer).ruled_out) == ((), ())
    assert WARD in shown(answer)


def test_an_unknown_host_key_is_refused_and_its_remedy_works(
    house: Hospital, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "firstline.yaml"
    config.write_text(
        f"inventory: {house.lab.inventory_path}\nsecrets: {house.lab.credentials_path}\ndata: {tmp_path}\n"
    )
    house.lab.inject("bpduguard", WARD, PRINTER)  # a fault that needs no second reading
    ask = ["--config", str(config), "ask", "--no-ticket", f"inget nät på {WARD} {PRINTER}"]
    assert main(ask) == 0
    assert f"firstline hosts enrol {WARD}" in " ".join(capsys.readouterr().out.split())
    assert main(["--config", str(config), "hosts", "enrol", WARD]) == 0
    assert "SHA256:" in capsys.readouterr().out
    assert main(ask) == 0
    assert "bpduguard" in capsys.readouterr().out


@pytest.mark.parametrize(("profile", "outcome"), [("legacy", "cleared"), ("default", "unknown")])
def test_an_old_switch_is_read_with_the_profile_for_old_encryption_only(
    house: Hospital, profile: Literal["legacy", "default"], outcome: str
) -> None:
    old = "sw-lun-b1-09"
    desk = house.app.desk
    devices = tuple(replace(one, ssh_profile=profile) if one.name == old else one for one in desk.inventory.devices)
    changed = replace(house.app, desk=replace(desk, inventory=replace(desk.inventory, devices=devices)))
    answer = changed.ask(f"inget nät på {old} Fa0/6", channel="test")
    assert told(answer).outcome == outcome
    assert (told(answer).root_cause == "SSH_ALGORITHM_MISMATCH") is (profile == "default")


# --- devices that answer badly ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["dropping", "garbling", "authorization-failed"])
def test_a_switch_whose_answers_cannot_be_trusted_is_never_cleared(house: Hospital, quiet: str, fault: str) -> None:
    house.lab.inject(fault, WARD)
    answer = house.ask(f"inget nät på {quiet}")
    assert told(answer).outcome == "unknown"
    assert unread(answer)
    assert told(answer).not_checked


def test_an_account_that_may_not_see_the_configuration_leaves_one_thing_unknown(house: Hospital, quiet: str) -> None:
    house.lab.inject("privilege-1", WARD)
    answer = house.ask(f"inget nät på {quiet}")
    assert set(unread(answer)) == {"port_config"}
    missing = f"show running-config interface {answer.target.interface}"
    assert [one.command for one in told(answer).not_checked] == [missing]
    assert told(answer).outcome == "cleared"


# --- the same from files ---------------------------------------------------------------------------------------------


def verdict(answer: Answer) -> tuple[object, ...]:
    """All but the words of a failed login: they name the address that was tried."""
    diagnosis = told(answer)
    found = [
        (one.code, one.severity, one.summary if one.severity != "unknown" else None, one.caused_by)
        for one in diagnosis.findings
    ]
    return diagnosis.outcome, diagnosis.root_cause, found, [one.code for one in diagnosis.ruled_out]


def _can_be_served(folder: Path) -> bool:
    """Not one that is out of reach; and a device that stops within a line shows no prompt, which is no cut capture."""
    return folder.name != "unreachable" and all(
        one.read_bytes().endswith(b"\n") for one in folder.glob("*/show*.txt") if one.stat().st_size
    )


@pytest.mark.parametrize(
    "folder",
    one_in(4, [one for one in sorted(SCENARIOS.iterdir()) if _can_be_served(one)], name=lambda one: str(one.name)),
)
def test_a_captured_folder_served_over_ssh_gives_the_verdict_of_its_replay(folder: Path, tmp_path: Path) -> None:
    text = load_document(folder / "scenario.yaml")["request"].text()
    replayed = captured_app(folder).ask(text, channel="test")
    with Lab.captures(folder, tmp_path / "lab") as lab:
        settings = Settings(data=tmp_path, inventory=lab.inventory_path, secrets=lab.credentials_path)
        settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
        app = live_app(settings)
        app = replace(app, desk=replace(app.desk, transport=Leaping(app.desk.transport, LabClock())))
        live = app.ask(text, channel="test", ticket=False)
    assert verdict(live) == verdict(replayed)


def test_a_saved_conversation_replays_to_the_same_answer(house: Hospital, tmp_path: Path) -> None:
    house.lab.inject("bpduguard", WARD, PRINTER)
    answer = house.ask(CALL)
    save_captures(tmp_path, house.app.desk.inventory.devices, answer.observations)
    again = captured_app(tmp_path).ask(CALL, channel="test")
    assert verdict(again) == verdict(answer)
    assert {one.read: one.raw for one in again.observations} == {one.read: one.raw for one in answer.observations}


def test_only_failed_observations_have_a_reason(house: Hospital) -> None:
    def consistent(one: Observation) -> bool:
        return (one.failure is None) == (one.reason is None) and not (one.failure and one.rows)

    house.lab.inject("privilege-1", WARD)
    assert all(consistent(one) for one in house.ask(f"inget nät på {WARD} {PRINTER}").observations)
