"""Another terminal can break and heal a running lab."""

from __future__ import annotations

import json
import socket
import stat
from pathlib import Path

import pytest

from bot.errors import RequestError, SettingsError
from bot.lab import Lab
from bot.lab.control import ask


def test_a_fault_can_be_injected_listed_and_healed_through_the_socket(lab: Lab) -> None:
    done = ask(lab.data_dir, "inject", fault="bpduguard", device="sw-kar-a2-03", interface="gi1/0/14")
    assert [one["interface"] for one in done["faults"]] == ["GigabitEthernet1/0/14"]
    status = ask(lab.data_dir, "status")
    assert [one["fault"] for one in status["faults"]] == ["bpduguard"]
    assert status["devices"]["sw-kar-a2-03"] == lab.port("sw-kar-a2-03")
    assert [one["fault"] for one in ask(lab.data_dir, "heal", device="sw-kar-a2-03")["faults"]] == ["bpduguard"]
    assert lab.active() == []


def test_the_faults_come_with_a_line_about_each(lab: Lab) -> None:
    assert "BPDU guard" in ask(lab.data_dir, "list")["known"]["bpduguard"]


def test_a_refusal_reaches_the_other_terminal_as_a_sentence(lab: Lab) -> None:
    with pytest.raises(RequestError, match="knows no fault 'no-such'"):
        ask(lab.data_dir, "inject", fault="no-such", device="sw-kar-a2-03")


def test_without_a_running_lab_the_asker_is_told_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No lab runs"):
        ask(tmp_path, "status")


def test_only_who_can_read_the_owners_file_is_obeyed(lab: Lab) -> None:
    path = lab.data_dir / "control.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with socket.create_connection(("127.0.0.1", json.loads(path.read_text())["port"]), timeout=5) as connection:
        connection.sendall(b'{"word": "guess", "do": "status"}\n')
        assert json.loads(connection.makefile().readline())["ok"] is False
