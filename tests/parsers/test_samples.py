"""Every sample of every platform reads as the file beside it says: add two files, and you have added a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path

import pytest

from parsers.document import load_document
from parsers.parse import Row, parse
from parsers.platform import load_platform

PARSERS = Path(__file__).parents[2] / "parsers"
SAMPLES = sorted(PARSERS.glob("*/samples/*/*.yaml"))


def sample_name(path: Path) -> str:
    return f"{path.parts[-4]}/{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", SAMPLES, ids=sample_name)
def test_the_sample_reads_as_it_says(path: Path) -> None:
    said = load_document(path)
    said.only("command", "parameters", "status", "rows", "refusal", "reason", "doubts")
    platform = load_platform(path.parts[-4])
    matches = [match for match in platform.matches(said["command"].text()) if match.read == path.parent.name]
    assert matches, f"{platform.name} has no form for this command under the read {path.parent.name}"
    parameters = {name: node.text() for name, node in said["parameters"].items()} if "parameters" in said else {}
    text = path.with_suffix(".txt").read_bytes().decode()

    parsed = parse(platform, matches[0].read, text, {**matches[0].parameters, **parameters}, matches[0].form)

    assert parsed.status == said["status"].text(), parsed.reason
    assert parsed.refusal == (said["refusal"].text() if "refusal" in said else None)
    assert (parsed.reason is None) == (parsed.status != "unreadable")
    if "reason" in said:
        assert said["reason"].text() in str(parsed.reason)
    if "doubts" in said:
        assert len(parsed.doubts) == said["doubts"].number()
    else:
        assert parsed.doubts == () or parsed.status == "unreadable"
    rows = [] if parsed.status != "ok" else said["rows"].list()
    assert len(parsed.rows) == len(rows)
    for row, expected in zip(parsed.rows, rows, strict=True):
        assert_row(row, {name: node.value for name, node in expected.items()}, text.split("\n"))


def assert_row(row: Row, expected: Mapping[str, object], raw: list[str]) -> None:
    for name, value in expected.items():
        assert plain(getattr(row.record, name), value) == value, name
        if value is not None:
            assert row.lines[name], f"{name} does not tell where it was read"
            assert all(raw[line].strip() for line in row.lines[name])


def plain(value: object, like: object) -> object:
    """A value as YAML spells it: tuples as lists, a time as the parts that the sample names."""
    if is_dataclass(value) and not isinstance(value, type) and isinstance(like, Mapping):
        return {name: part for name, part in asdict(value).items() if name in like}
    return list(value) if isinstance(value, tuple) else value
