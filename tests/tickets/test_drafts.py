"""What a ticket takes along: title, text, raw outputs in one file, and nobody's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.escalate import ticket_body
from bot.model import Understood
from bot.tickets.delivery import short_key
from bot.tickets.drafts import FILE_LIMIT, draft_of, raw_outputs, without_names
from tests.desk.answers import RAW, answer, observation, proven


def test_a_draft_has_the_first_line_as_its_title_and_says_who_is_to_take_it() -> None:
    asked = answer(proven())
    made = draft_of(asked, ticket_body(asked))
    assert made.title == made.body.partition("\n")[0]
    assert (made.severity, made.group) == ("critical", "LAN")


def test_what_was_read_goes_along_with_device_time_and_command() -> None:
    second = replace(observation(), sample=2, raw="second\n")
    (file,) = raw_outputs(answer(proven(), observations=(observation(), second)))
    head = "=== sw-kar-a2-03, 2026-11-17T09:42:12Z: show interfaces status err-disabled"
    assert file.content.decode() == f"{head}\n{RAW}\n\n{head} (sample 2)\nsecond\n"
    assert file.name == "sw-kar-a2-03-20261117-094212.txt"


def test_where_nothing_was_read_there_is_no_file() -> None:
    assert raw_outputs(answer(proven(), observations=(replace(observation(), raw=""),))) == ()


def test_a_flood_of_output_is_cut_and_says_so() -> None:
    flood = replace(observation(), raw="å" * FILE_LIMIT)
    (file,) = raw_outputs(answer(proven(), observations=(flood,)))
    assert len(file.content) < FILE_LIMIT + 200
    assert "more bytes were read" in file.content.decode()[-100:]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("        User-Name:  anna.berg@region.example", "        User-Name:  <removed>"),
        ("Client Username ................. anna.berg", "Client Username ................. <removed>"),
        ("Username : host/pc-17.region.example", "Username : <removed>"),
        ("        User-Name:  0011.2233.4455", "        User-Name:  0011.2233.4455"),
        ("        User-Name:  00-11-22-33-44-55", "        User-Name:  00-11-22-33-44-55"),
        ("        User-Name:  001122334455", "        User-Name:  001122334455"),
        ("  owner Karin.Berg, desk 4", "  owner <removed>, desk 4"),
        ("  skarin.berger", "  skarin.berger"),
    ],
)
def test_nobodys_name_leaves_the_house(line: str, kept: str) -> None:
    about_karin = answer(proven(), understood=Understood(user="karin.berg"))
    assert without_names(f"before\n{line}\nafter", about_karin) == f"before\n{kept}\nafter"


def test_names_are_taken_out_of_the_text_and_of_the_file() -> None:
    said = replace(observation(), raw="User-Name: anna\n")
    made = draft_of(answer(proven(), observations=(said,)), "Titel\n  | User-Name: anna")
    assert "anna" not in made.body + made.files[0].content.decode()


def test_a_key_is_short_and_the_same_however_the_fault_is_spelt() -> None:
    key = short_key("POE_DENIED sw-1 Gi1/0/4")
    assert key == short_key("poe_denied  SW-1 gi1/0/4\n")
    assert key != short_key("POE_DENIED sw-1 Gi1/0/5")
    assert key == "fl-" + key[3:].lower()
    assert len(key) == 13
