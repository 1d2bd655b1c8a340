"""`firstline check`: by the service where one runs, else from here; changes first, in the language of the terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.checks import Firing, check_document
from bot.cli import main
from bot.cli.check import shown
from bot.cli.check_handover import checked_by_service, firing_from
from bot.cli.check_here import checked_here
from bot.errors import RequestError
from bot.settings import Settings
from tests.cli.service import ROOT, service
from tests.jobs.checked import checked, checking, schedule
from tests.jobs.ward import SWITCHES, desk

PORT = f"{SWITCHES[0]} Gi1/0/14"


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("ward")
    with service(folder):
        yield folder


def check(folder: Path, *said: str) -> int:
    return main(["check", "--data", str(folder / "data"), *said])


def test_the_service_checks_and_the_terminal_shows_progress_and_changes(
    ward: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    assert check(ward, PORT, f"{SWITCHES[1]} Gi1/0/14") == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"Kontroll av {PORT}, {SWITCHES[1]} Gi1/0/14: 2 nya fel\n")
    assert f"  Nytt: {PORT}. Porten stängdes av när en switch kopplades in.\n" in out
    assert "2 kontrollerade: 2 med fel.\n" in out
    assert "2 av 2 kontrollerade" in err


def test_as_json_there_is_one_document_and_nothing_else(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(ward, "--json", f"{SWITCHES[2]} Gi1/0/14") == 0
    out, err = capsys.readouterr()
    (document,) = json.loads(out)["checks"]
    assert (document["state"], document["done"], document["schedule"]) == ("done", 1, None)
    assert document["troubles"][0]["codes"] == ["ERRDISABLED_BPDUGUARD"]
    assert err == ""


def test_a_name_that_nothing_has_is_wrong_usage(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(ward, "sw-kar-a2-33") == 2
    assert "Did you mean sw-kar-a2-03?" in capsys.readouterr().err
    assert check(ward) == 2
    assert "There are no schedules in the configuration" in capsys.readouterr().err


def test_without_a_service_the_devices_are_read_from_here_and_compared_with_what_was_last_told(tmp_path: Path) -> None:
    made = desk(tmp_path)
    told: list[tuple[int, int]] = []

    def here(folder: Path, *names: str) -> Firing:
        app = App(desk=made, schedules=(schedule(made),))
        (found,) = checked_here(
            app, Settings(data=folder), names, lambda all_: told.append((all_[0].done, all_[0].total))
        )
        return found

    first = here(tmp_path / "nothing", "ward")
    assert [one.change for one in first.changes] == ["new"] * 6
    assert told[0] == (0, 6)
    assert told[-1] == (6, 6)
    assert not (tmp_path / "nothing").exists()
    with checking(tmp_path, made, schedule(made)) as running:
        checked(running, "ward")
    later = here(tmp_path / "data", "ward")
    assert (later.changes, later.counts["trouble"]) == ((), 6)
    text = shown(later, "en")
    assert text.startswith("The check ward: nothing has changed\n6 checked: 6 with a fault")
    assert "Faults that were seen before:\n  sw-kar-a2-03 Gi1/0/14. " in text
    with pytest.raises(RequestError, match="no schedule, device or room"):
        here(tmp_path / "nothing", "nowhere")


def test_a_check_that_is_read_from_its_document_is_the_same(tmp_path: Path) -> None:
    made = desk(tmp_path)
    (found,) = checked_here(App(desk=made), Settings(data=tmp_path / "none"), [PORT, f"{PORT[:-2]}3"], lambda _: None)
    again = firing_from(json.loads(json.dumps(check_document(found))))
    assert shown(again, "sv") == shown(found, "sv")
    assert check_document(again) == check_document(found)


def test_where_no_service_runs_the_job_engine_is_not_loaded(tmp_path: Path) -> None:
    assert checked_by_service(tmp_path, [], lambda _: None) is None
    program = (
        "import sys; import bot.cli.check_here, bot.cli.check_handover; from pathlib import Path; "
        f"bot.cli.check_handover.checked_by_service(Path({str(tmp_path)!r}), [], print); "
        "print('dbos' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
