"""The pages about people and their data name everything that there is, and the lengths of time that hold."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import DEEDS
from bot.settings import Retention, load_settings
from bot.store.database import METADATA
from parsers.document import DocumentError

DEPLOY = Path(__file__).parents[2] / "deploy"
PROTECTION = (DEPLOY / "data-protection.md").read_text(encoding="utf-8")
ACCESS = (DEPLOY / "access.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", sorted(METADATA.tables))
def test_the_page_for_the_officer_tells_of_every_table(table: str) -> None:
    assert f"`{table}`" in PROTECTION


def test_the_page_for_the_officer_tells_the_lengths_that_hold_without_a_word() -> None:
    kept = Retention()
    for kind in (one.name for one in fields(Retention)):
        span = getattr(kept, kind)
        days = {None: "never", 730: "2 years"}.get(span and span.days, f"{span.days} days" if span else "")
        assert f"{kind}: {days}" in PROTECTION
        assert f"`{kind}`" in PROTECTION


@pytest.mark.parametrize("deed", DEEDS)
def test_the_page_about_access_tells_of_every_deed(deed: str) -> None:
    assert f"| `{deed}` |" in ACCESS


def written(folder: Path, retention: str) -> Retention:
    (folder / "firstline.yaml").write_text(f"data: data\nretention: {retention}\n")
    return load_settings(folder / "firstline.yaml", None).retention


def test_lengths_are_days_weeks_months_years_or_never(tmp_path: Path) -> None:
    kept = written(tmp_path, "{questions: 8 weeks, raw: 1 day, audit: never, samples: 2 months, tickets: 3 years}")
    assert (kept.questions, kept.raw, kept.audit) == (timedelta(days=56), timedelta(days=1), None)
    assert (kept.samples, kept.tickets) == (timedelta(days=62), timedelta(days=1095))


def test_what_devices_answered_is_never_kept_longer_than_the_question(tmp_path: Path) -> None:
    assert written(tmp_path, "{questions: 7 days}").raw == timedelta(days=7)
    with pytest.raises(DocumentError, match=r"firstline\.yaml:2: what devices answered goes with the questions"):
        written(tmp_path, "{questions: 7 days, raw: 8 days}")


@pytest.mark.parametrize("wrong", ["90", "90 days ago", "ninety days", "0 days", "-1 days", "90 dagar"])
def test_what_is_no_length_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(DocumentError, match=r"firstline\.yaml:2: "):
        written(tmp_path, f"{{audit: {wrong}}}")
