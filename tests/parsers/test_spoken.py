"""Every field of every record has a label that a person can read aloud, in both languages."""

from __future__ import annotations

from parsers.records import KINDS
from parsers.records.spoken import FIELD_NAMES, spoken_field

FIELDS = {name for kind in KINDS.values() for name in kind.__annotations__}


def test_a_field_has_a_label_in_both_languages_and_no_label_is_left_over() -> None:
    """A new field wants its label in parsers/records/spoken.py, since it may stand in the proof of an answer."""
    assert set(FIELD_NAMES) == FIELDS


def test_no_label_shows_the_name_that_the_code_gives_it() -> None:
    for labels in FIELD_NAMES.values():
        assert all(label.strip() == label and "_" not in label and label for label in labels)


def test_what_is_no_field_has_no_label() -> None:
    assert spoken_field("joined", "sv") == "har anslutit"
    assert spoken_field("joined", "en") == "has joined"
    assert spoken_field("uplink_trunk", "sv") is None
