"""Answers as stored documents: what is read back is what was stored, to the last value."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from bot.app import captured_app
from bot.model import Answer, Language, Observation, Request
from bot.store.database import METADATA, open_database
from bot.store.documents import dump, load
from parsers.document import load_document
from parsers.records import KINDS
from tests.desk.answers import answer, cleared, likely, not_found, observation, proven, unknown
from tests.some import one_in

SCENARIOS = sorted(folder for folder in (Path(__file__).parents[1] / "scenarios").iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", one_in(3, SCENARIOS, name=lambda folder: folder.name))
def test_a_real_answer_with_all_that_was_read_comes_back_the_same(folder: Path) -> None:
    told = captured_app(folder).ask(load_document(folder / "scenario.yaml")["request"].text(), channel="cli")
    assert told.observations
    assert load(Answer, dump(told)) == told


@pytest.mark.parametrize("diagnosis", [None, proven(), likely(), cleared(), unknown()])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_answer_comes_back_the_same(diagnosis: object, language: Language) -> None:
    told = answer(diagnosis, language=language)  # type: ignore[arg-type]
    assert load(Answer, dump(told)) == told


def test_a_question_back_and_a_failed_reading_come_back_the_same() -> None:
    told = answer(None, question=not_found(), observations=(observation(failure="timeout", reason="20 s"),))
    assert load(Answer, dump(told)) == told


def test_what_an_older_version_stored_reads_with_the_defaults_of_this_one() -> None:
    text = '{"id":"r","text":"x","language":"sv","requester":"a","channel":"c","at":"2026-11-22T09:00:00+00:00"}'
    assert load(Request, text).thread is None


def test_a_field_that_is_gone_since_does_not_stop_an_old_document() -> None:
    assert load(Observation, dump(observation()).replace("{", '{"mood":"calm",', 1)) == observation()


@pytest.mark.parametrize("text", ["{}", "[]", "7", '{"id":1,"text":"x"}'])
def test_what_is_no_such_noun_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(Request, text)


def test_no_record_has_a_field_that_the_document_needs_for_itself() -> None:
    assert not [kind for kind, record in KINDS.items() if "record" in {one.name for one in fields(record)}]  # type: ignore[arg-type]


def test_the_tables_that_are_made_are_the_tables_that_are_asked(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'store.db'}")
    with database.reading() as connection:
        for table in METADATA.tables.values():
            made = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")}
            assert made == set(table.columns.keys()), table.name
    database.close()
