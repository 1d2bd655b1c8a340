"""The command line keeps its promises: help with examples, one line for a mistake, one document for --json."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.hospital import hospital

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "tests" / "scenarios" / "bpduguard-iosxe"
ASK = "Gi1/0/14 på sw-kar-a2-03 har inget nät"
VERBS = [
    ["demo"], ["ask"], ["understand"], ["runbook"], ["runbook", "list"], ["runbook", "show"], ["runbook", "test"],
    ["runbook", "commands"], ["runbook", "reads"], ["parse"], ["lab"], ["lab", "inject"], ["lab", "heal"],
    ["lab", "list"], ["lab", "status"], ["inventory"], ["inventory", "check"], ["hosts"], ["hosts", "enrol"],
    ["completion"],
]  # fmt: skip


def run(*said: str) -> int:
    """As the shell would: argparse leaves by SystemExit."""
    try:
        return main(said)
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_has_help_with_an_example(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*verb, "--help") == 0
    assert f"Example: firstline {verb[0]}" in " ".join(capsys.readouterr().out.split())


def test_no_verb_is_without_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    listed = re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE)
    assert {verb[0] for verb in VERBS} <= set(listed)
    for verb in listed:
        assert run(verb, "--help") == 0
        assert f"Example: firstline {verb}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], "VERB"),
        (["frobnicate"], "frobnicate"),
        (["ask"], "TEXT"),
        (["ask", "x", "--jsn"], "--jsn"),
        (["runbook", "shw"], "shw"),
        (["runbook", "show", "lnk"], "Did you mean link?"),
        (["runbook", "--runbooks", "/no/such", "list"], "/no/such"),
        (["runbook", "commands", "--platform", "cisco_xr"], "Did you mean cisco_xe?"),
        (["--config", "/no/such.yaml", "ask", "x"], "/no/such.yaml"),
        (["ask", "x", "--captures", "/no/such"], "/no/such"),
        (["understand"], "TEXT"),
        (["understand", "x", "--inventory", "/no/such"], "/no/such"),
        (["understand", "--file", "/no/such", "--captures", str(SCENARIO)], "/no/such"),
        (["parse", "--platform", "cisco_xe", "--command", "show clock", "/no/such"], "/no/such"),
        (["parse", "--platform", "cisco_xe", "--command", "reload"], "reload"),
        (["parse", "--platform", "cisco", "--command", "show clock"], "no platform 'cisco'"),
        (["inventory", "check", "/no/such"], "/no/such"),
        (["lab", "--captures", "/no/such"], "/no/such"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_mistake_is_one_line_on_stderr_and_status_2(
    said: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*said) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("firstline")
    assert told in err


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("firstline.yaml", "inventry: x.yaml\n", "firstline.yaml:1: unknown key 'inventry'. Did you mean inventory?"),
        ("firstline.yaml", "inventory: x.yaml\n", "x.yaml"),
        ("firstline.yaml", "zone: Europe/Karlstad\n", "there is no time zone 'Europe/Karlstad'"),
        ("firstline.yaml", "inventory: [\n", "firstline.yaml:"),
        ("firstline.yaml", "data: d\n", "there is no inventory"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_place(
    file: str, text: str, told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text)
    assert run("--config", str(tmp_path / file), "ask", ASK) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert told in err


@pytest.mark.parametrize(
    ("inventory", "told"),
    [
        ("devices:\n  - {name: sw, host: 10.0.0.1}\n", "inventory.yaml:2: 'platform' is missing"),
        ("devices:\n  - {name: sw, host: 10.0.0.1, platfrm: cisco_xe}\n", "Did you mean platform?"),
        ("devices: none\n", "inventory.yaml:1: a list belongs here"),
        ("", "inventory.yaml"),
        ("\x00\xff", "inventory.yaml"),
    ],
)
def test_a_broken_inventory_is_told_with_its_place(
    inventory: str, told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "inventory.yaml").write_bytes(inventory.encode("latin-1"))
    for said in (["inventory", "check", str(tmp_path / "inventory.yaml")], ["ask", ASK, "--captures", str(tmp_path)]):
        assert run(*said) == 2
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert told in err


@pytest.mark.parametrize(
    "said",
    [
        ["ask", ASK, "--captures", str(SCENARIO), "--json"],
        ["ask", "inget nät", "--captures", str(SCENARIO), "--json"],
        ["understand", ASK, "--captures", str(SCENARIO), "--json"],
        ["runbook", "list", "--json"],
        ["runbook", "test", "clock", "--json"],
        [
            "parse", "--platform", "cisco_xe", "--command", "show clock", "--json",
            str(SCENARIO / "sw-kar-a2-03" / "show_clock.txt"),
        ],
    ],
    ids=lambda said: " ".join(said[:2]),
)  # fmt: skip
def test_json_is_exactly_one_document_on_stdout(said: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*said) == 0
    out, err = capsys.readouterr()
    assert isinstance(json.loads(out), dict)
    assert err == ""


def test_an_output_that_cannot_be_read_is_a_failed_operation(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text("% Invalid input detected at '^' marker.\n")
    said = ["parse", "--platform", "cisco_xe", "--command", "show clock", "--json", str(tmp_path / "x.txt")]
    assert run(*said) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "unreadable"


def test_a_replay_says_what_it_does_on_stderr_and_the_answer_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", ASK, "--captures", str(SCENARIO)) == 0
    out, err = capsys.readouterr()
    assert "bpduguard" in out
    assert "Jag letar upp platsen." in err


def test_a_replay_writes_nothing_and_works_from_any_directory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", ASK, "--captures", str(SCENARIO), "--json"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["root_cause"] == "ERRDISABLED_BPDUGUARD"
    assert (done.stderr, list(tmp_path.iterdir())) == ("", [])


def test_a_pipe_that_is_closed_early_is_no_mistake() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "runbook", "commands"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def test_options_count_before_and_after_the_verb(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for said in (["--config", "/no/such", "ask", "x"], ["ask", "x", "--config", "/no/such"]):
        assert run(*said) == 2
        assert "/no/such" in capsys.readouterr().err


def test_a_running_lab_is_broken_and_healed_from_another_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with hospital(tmp_path) as house:
        data = ["--data", str(house.lab.data_dir)]
        assert run("lab", *data, "inject", "bpduguard", "sw-kar-a2-03", "Gi1/0/14") == 0
        assert run("lab", *data, "status") == 0
        assert "broken: bpduguard on sw-kar-a2-03" in capsys.readouterr().out
        assert run("lab", *data, "inject", "bpdugard", "sw-kar-a2-03", "Gi1/0/14") == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
        assert run("lab", *data, "heal") == 0
        assert "healed bpduguard" in capsys.readouterr().out
    assert run("lab", *data, "status") == 2
    assert "No lab runs" in capsys.readouterr().err


def test_a_shell_completes_verbs_and_the_places_of_the_inventory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", "bash"]) == 0
    script = capsys.readouterr().out
    assert "_firstline_places()" in script
    assert all(f"_shtab_firstline_{verb}" in script for verb in ("ask", "serve", "runbook"))
    (tmp_path / "inventory.yaml").write_text(
        "devices:\n"
        "  - {name: sw-1, host: 10.0.0.1, platform: cisco_xe}\n"
        "  - {name: rtr-1, host: 10.0.0.2, platform: cisco_xe}\n"
    )
    (tmp_path / "firstline.yaml").write_text("inventory: inventory.yaml\n")
    assert main(["completion", "places", "SW", "--config", str(tmp_path / "firstline.yaml")]) == 0
    assert capsys.readouterr().out == "sw-1\n"
    (tmp_path / "firstline.yaml").write_text("inventory: missing.yaml\n")
    assert main(["completion", "places", "sw", "--config", str(tmp_path / "firstline.yaml")]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["akk", "x"], "firstline: there is no 'akk'. Did you mean ask?"),
        (["runbook", "shw"], "firstline runbook: there is no 'shw'. Did you mean show?"),
        (["runbook", "commands", "--format", "xml"], "there is no 'xml'. Known here: ise, tacacs, text."),
        (["ask", "x", "--jsn"], "firstline: ask takes no --jsn. 'firstline ask --help' has an example."),
    ],
)
def test_a_slip_of_the_pen_is_told_with_what_may_be_meant(
    capsys: pytest.CaptureFixture[str], said: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(said)
    assert ended.value.code == 2
    assert capsys.readouterr().err.rstrip().endswith(told)
