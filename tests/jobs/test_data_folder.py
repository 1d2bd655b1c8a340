"""The data folder: one holder at a time, a name for good, and a running service that others find."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.jobs.data_folder import DataFolder, RunningService, running_service

RUNNING = RunningService(url="http://127.0.0.1:8642", token="word", pid=17)


def test_a_folder_is_held_by_one_at_a_time_and_free_afterwards(tmp_path: Path) -> None:
    first = DataFolder(tmp_path / "data")
    with pytest.raises(SettingsError, match="another firstline service"):
        DataFolder(tmp_path / "data")
    first.release()
    DataFolder(tmp_path / "data").release()


def test_a_folder_keeps_its_name_for_good(tmp_path: Path) -> None:
    names = []
    for _ in range(2):
        folder = DataFolder(tmp_path)
        names.append(folder.process)
        folder.release()
    assert names[0] == names[1] != ""


def test_a_running_service_is_found_by_its_own_user_only(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    assert running_service(tmp_path) is None
    folder.announce(RUNNING)
    assert running_service(tmp_path) == RUNNING
    assert stat.S_IMODE((tmp_path / "service.json").stat().st_mode) == 0o600
    folder.release()
    assert running_service(tmp_path) is None


def test_what_a_killed_service_left_behind_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.announce(RUNNING)
    left = (tmp_path / "service.json").read_bytes()
    folder.release()
    (tmp_path / "service.json").write_bytes(left)
    assert running_service(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{}", "no json", '{"url": 1}'])
def test_a_spoilt_file_is_no_running_service(tmp_path: Path, text: str) -> None:
    (tmp_path / "service.json").write_text(text)
    assert running_service(tmp_path) is None


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="Check --data"):
        DataFolder(tmp_path / "file" / "data")
