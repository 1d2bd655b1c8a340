"""`firstline access`, `audit` and what `runbook show` tells of people's words: for the one who looks after it all."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.model import Request
from bot.store import open_store
from bot.store.audit import event

NOW = datetime(2026, 1, 22, 9, 0, tzinfo=UTC)
CONFIG = """
inventory: inventory.yaml
data: data
zone: Europe/Stockholm
access:
  contact: Chefen
  teams:
    servicedesk:
      members: [cli, "slack:T01:*"]
      sites: [karlstad]
    lan:
      members: [console:nils]
      may: [ask, audit]
retention: {questions: 60 days, audit: never}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A configuration with teams, and the database of a service that was asked one thing."""
    (tmp_path / "firstline.yaml").write_text(CONFIG)
    (tmp_path / "inventory.yaml").write_text(
        "devices:\n  - {name: sw-1, host: 10.0.0.1, platform: cisco_xe, role: access, site: karlstad}\n"
        "  - {name: sw-2, host: 10.0.0.2, platform: cisco_xe, role: access}\n"
    )
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'firstline.db'}")
    asked = Request(id="r-1", text="skrivaren", language="sv", requester="slack:T01:U07", channel="slack", at=NOW)
    with store.writing() as rows:
        rows.requests.add(asked, None, "interactive")
        rows.requests.answered("r-1", NOW)
        rows.verdicts.add("r-1", NOW, code="POE_DENIED", person=True, kind="fault", text={"sv": "Fel", "en": "Fault"})
        rows.verdicts.helped("r-1", "slack:T01:U07", False, NOW)
        rows.audit.add(
            event("slack:T01:U07", "asked", NOW, request="r-1", detail="slack"),
            event("slack:T01:U07", "ran", NOW, request="r-1", device="sw-1", detail="show clock; show version"),
            event("=cmd()", "asked", NOW + timedelta(days=1), detail='a "quoted", thing'),
        )
    store.close()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], site: Path, *words: str, status: int = 0) -> str:
    assert main([*words, "--config", str(site / "firstline.yaml")]) == status
    return capsys.readouterr().out


def test_the_log_is_told_by_the_clock_of_the_site(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    lines = said(capsys, site, "audit", "--device", "SW-1").splitlines()
    assert lines == ["2026-01-22 10:00:00  slack:T01:U07  ran  sw-1 r-1 show clock; show version"]


def test_the_log_is_one_document_and_each_look_at_it_is_a_row(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    said(capsys, site, "audit", "--who", "nobody")
    told = json.loads(said(capsys, site, "audit", "--json"))["events"]
    assert [one["event"] for one in told] == ["asked", "ran", "asked", "audit", "audit"]
    assert told[3]["detail"] == "who=nobody"
    assert told[3]["who"].startswith("cli")
    assert json.loads(said(capsys, site, "audit", "--json", "--who", "nobody")) == {"events": []}


def test_a_spreadsheet_computes_nothing_of_the_log(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    table = list(csv.reader(io.StringIO(said(capsys, site, "audit", "--csv", "--until", "2026-01-24"))))
    assert table[0] == ["at", "who", "event", "request", "device", "detail"]
    assert [row[1] for row in table[1:]] == ["slack:T01:U07", "slack:T01:U07", "'=cmd()"]
    assert table[3][5] == 'a "quoted", thing'


@pytest.mark.parametrize(
    ("since", "count"), [("2026-01-22", 4), ("2026-01-23", 2), ("2026-01-22T09:30:00Z", 2), ("1h", 1)]
)
def test_a_time_is_a_day_of_the_site_an_instant_or_an_age(
    capsys: pytest.CaptureFixture[str], site: Path, since: str, count: int
) -> None:
    told = json.loads(said(capsys, site, "audit", "--json", "--since", since))["events"]
    assert len(told) == count
    assert told[-1]["event"] == "audit"


def test_no_time_is_told_in_a_line(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    said(capsys, site, "audit", "--since", "yesterday", status=2)


def test_a_person_gets_all_that_is_kept_and_then_is_nobody(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    told = json.loads(said(capsys, site, "audit", "export", "slack:T01:U07"))
    assert [one["text"] for one in told["questions"]] == ["skrivaren"]
    assert [one["event"] for one in told["events"]] == ["asked", "ran"]
    said(capsys, site, "audit", "erase", "slack:T01:U07", status=2)  # nobody is there to say yes
    assert "1 questions" in said(capsys, site, "audit", "erase", "slack:T01:U07", "--yes")
    again = json.loads(said(capsys, site, "audit", "export", "slack:T01:U07"))
    assert (again["questions"], again["events"]) == ([], [])
    assert [one["device"] for one in json.loads(said(capsys, site, "audit", "--json"))["events"]].count("sw-1") == 1


def test_where_no_service_ever_ran_no_database_is_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "firstline.yaml").write_text("data: data\n")
    said(capsys, tmp_path, "audit", status=1)
    assert not (tmp_path / "data").exists()


def test_the_teams_are_shown_with_the_lines_that_make_them(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    shown = said(capsys, site, "access", "show")
    assert f"servicedesk  ({site / 'firstline.yaml'}:8)" in shown
    assert "Nobody may: escalate, raw, reveal, check." in shown
    assert json.loads(said(capsys, site, "access", "show", "--json"))["teams"]["lan"]["may"] == ["ask", "audit"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["slack:T01:U9"], "is in servicedesk, by the line 'slack:T01:*'"),
        (["console:eva", "--group", "slack:T01:S1"], "is in servicedesk, by the line 'slack:T01:*'"),
        (["console:eva"], "You are in no team that may do this. Your id is console:eva. Ask Chefen."),
        (["slack:T01:U9", "--guest"], "I only answer people of this organisation."),
    ],
)
def test_somebodys_rights_are_told_with_their_reason(
    capsys: pytest.CaptureFixture[str], site: Path, words: list[str], told: str
) -> None:
    assert told in said(capsys, site, "access", "who", *words)


def test_the_doctor_tells_of_teams_and_of_what_was_dropped(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    main(["doctor", "--json", "--no-devices", "--config", str(site / "firstline.yaml")])
    checks = json.loads(capsys.readouterr().out)["checks"]
    access = [(one["mark"], one["said"]) for one in checks if one["about"] == "access"]
    assert access == [
        ("ok", "2 teams: servicedesk, lan"),
        ("warn", "1 devices have no site, so teams with 'sites:' cannot ask about them"),
    ]
    kept = [one["said"] for one in checks if one["about"] == "retention"]
    told = "kept: questions 60 days, raw 30 days, audit for ever, samples 7 days; nothing was dropped yet"
    assert kept == [told]


def test_a_runbook_is_shown_with_what_people_said_of_it(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    shown = said(capsys, site, "runbook", "show", "power")
    line = next(one for one in shown.splitlines() if one.startswith("  POE_DENIED ") and "times" in one)
    assert line.endswith("1 times, helped 0, did not help 1, tickets 0")
