"""A network engineer's first runbook: begun by a command, tested at once, fed with recorded sessions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.app import captured_app
from bot.cli import main
from bot.desk.history import about_of
from bot.desk.library import load_library
from bot.desk.recorded import recorded_case
from bot.diagnosis.cases import run_cases
from parsers.document import parse_document
from parsers.reads import READS
from parsers.records import KINDS
from tests.some import one_in

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def run(*words: str) -> int:
    return main([*words])


def test_a_new_runbook_loads_is_green_and_stands_in_its_investigation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("runbook", "--runbooks", str(tmp_path), "new", "door-lock") == 0
    assert run("runbook", "--runbooks", str(tmp_path), "test", "door-lock") == 0
    assert "4 of 4 cases are green." in capsys.readouterr().out
    books = [book.name for book in load_library(tmp_path).about("port").parts[0].runbooks]
    assert books.index("door-lock") == books.index("segment") + 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("link", "there is a runbook 'link' already"),
        ("Door Lock", "cannot be a runbook's name"),
        ("../door", "cannot be a runbook's name"),
        ("dörr", "cannot be a runbook's name"),
    ],
)
def test_a_name_that_will_not_do_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert run("runbook", "--runbooks", str(tmp_path), "new", name) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("joins: wired-port", "joins: wired-prot", "Did you mean wired-port?"),
        ("after: segment", "after: segmnet", "Did you mean segment?"),
        ("joins: wired-port ", "", "Add 'joins: wired-port'"),
    ],
)
def test_a_runbook_that_joins_nothing_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, wrong: str, told: str
) -> None:
    run("runbook", "--runbooks", str(tmp_path), "new", "door-lock")
    file = tmp_path / "door-lock" / "runbook.yaml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    assert run("runbook", "--runbooks", str(tmp_path), "test") == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("folder", one_in(4, sorted(one.name for one in SCENARIOS.iterdir() if one.is_dir()), name=str))
def test_a_recorded_session_becomes_a_case_that_comes_to_the_same_verdict(folder: str) -> None:
    place = SCENARIOS / folder
    told = parse_document((place / "scenario.yaml").read_text(encoding="utf-8"), "scenario.yaml")
    app = captured_app(place)
    answer = app.ask(told["request"].text(), channel="test", ticket=False)
    if answer.diagnosis is None:
        pytest.skip("a question back holds no case")
    text = recorded_case(answer, app.desk, folder)
    investigation = app.desk.library.about(about_of(answer.target))
    node = parse_document(f"investigation: {investigation.name}\ncases:\n{text}", folder)
    [result] = run_cases(app.desk.library, folder, node, {})
    assert result.complaints == ()


def test_a_recorded_case_names_no_address_and_no_person(capsys: pytest.CaptureFixture[str]) -> None:
    place = SCENARIOS / "mab-failed-iosxe"
    raw = "".join(file.read_text(encoding="utf-8") for file in place.rglob("*.txt"))
    request = parse_document((place / "scenario.yaml").read_text(encoding="utf-8"), "scenario.yaml")["request"].text()
    assert run("runbook", "case", request, "--captures", str(place)) == 0
    case = capsys.readouterr().out
    assert "mac: '02:00:00:00:00:01'" in case
    for line in raw.splitlines():
        if line.strip().startswith("MAC Address:"):
            assert line.split()[-1] not in case


def test_what_can_be_read_is_listed_with_its_fields_what_they_can_be_and_every_platforms_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("runbook", "reads") == 0
    listed = {line.split()[0] for line in capsys.readouterr().out.split("\n\n")[0].splitlines()}
    assert listed == set(READS)
    for name, read in READS.items():
        assert run("runbook", "reads", name, "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert set(told["fields"]) == set(get_type_hints(KINDS[read.kind])), name
        assert all(one["values"] for one in told["fields"].values()), name
        assert any(told["commands"].values()), f"no platform has {name}"
    assert run("runbook", "reads", "port") == 0
    out = capsys.readouterr().out
    assert '"err-disabled"' in out
    assert "show interfaces {interface} status" in out
    assert run("runbook", "reads", "prot") == 2
    assert "Did you mean port?" in capsys.readouterr().err


def test_a_mistake_is_told_with_the_path_of_the_file_that_it_stands_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("runbook", "--runbooks", str(tmp_path), "new", "camera") == 0
    file = tmp_path / "camera" / "runbook.yaml"
    for right, wrong in (("port.vlan != limits", "port.vlna != limits"), ("runbook: camera", "runbook: kamera")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(right, wrong), encoding="utf-8")
        capsys.readouterr()
        assert run("runbook", "--runbooks", str(tmp_path), "test") == 2
        assert f"firstline: {file}:" in capsys.readouterr().err
        file.write_text(text, encoding="utf-8")
