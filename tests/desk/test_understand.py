"""The tables of tests/desk/understand: a text and its thread, and what is understood of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk.understand import to_document, understand
from bot.desk.understand.wording import LONGEST
from bot.inventory.yaml import load_inventory
from bot.model import Inventory
from parsers.document import load_document

TABLES = Path(__file__).parent / "understand"
ROWS = [
    pytest.param(row, id=f"{path.stem}: {row['text']}"[:80])
    for path in sorted(TABLES.glob("*.yaml"))
    if path.name != "inventory.yaml"
    for row in (node.value for node in load_document(path).list())
    if isinstance(row, dict)
]


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return load_inventory(TABLES / "inventory.yaml")


@pytest.mark.parametrize("row", ROWS)
def test_a_text_is_understood_as_its_table_says(row: dict[str, object], inventory: Inventory) -> None:
    """Facts not named in the row are free; a fact that is null there was not said."""
    context = row.get("context")
    document = to_document(understand(str(row["text"]), inventory, context if isinstance(context, dict) else None))
    understood = document["understood"]
    assert isinstance(understood, dict)
    expected = dict(row)
    found: dict[str, object] = {}
    for name in ("text", "context"):
        expected.pop(name, None)
    for name in expected:
        if name == "about":
            found[name] = document["question"]["about"] if isinstance(document["question"], dict) else None
        elif name == "choices":
            found[name] = document["question"]["choices"] if isinstance(document["question"], dict) else None
        elif name == "also":
            also = document["also"]
            assert isinstance(also, list)
            found[name] = [{key: value for key, value in facts.items() if value is not None} for facts in also]
        elif name == "targets":  # all that locates: nothing else may be understood as a target
            found[name] = {key: value for key, value in understood.items() if key in _TARGETS and value is not None}
        else:
            found[name] = document[name] if name in document else understood[name]
    assert found == expected


_TARGETS = ("device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site")


def test_there_are_enough_rows() -> None:
    """A table that is not found would pass in silence."""
    assert len(ROWS) >= 120


def test_the_document_is_json_and_the_same_every_time(inventory: Inventory) -> None:
    texts = [str(param.values[0]["text"]) for param in ROWS if isinstance(param.values[0], dict)]
    first = [json.dumps(to_document(understand(text, inventory)), ensure_ascii=False) for text in texts]
    assert first == [json.dumps(to_document(understand(text, inventory)), ensure_ascii=False) for text in texts]


@pytest.mark.parametrize("piece", ["sw-kar-", "gi1/0/", "0 ", "port 1, ", "{{", "kan du ", "\n"])
def test_of_a_huge_text_the_first_part_is_read(piece: str, inventory: Inventory) -> None:
    """What a hostile or pasted text costs is bounded; a pattern that backtracks would never end here."""
    text = "sw-kar-a2-03 gi1/0/14 inget nät. " + piece * (100_000 // len(piece))
    huge = understand(text + " sw-kar-b2-01 gi1/0/3", inventory)
    assert (huge.understood.device, huge.understood.interface) == ("sw-kar-a2-03", "GigabitEthernet1/0/14")
    assert huge == understand(text[:LONGEST], inventory)
