"""Strict YAML: scalars as YAML 1.2 has them, every value with its line, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parsers.document import DocumentError, parse_document

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("off", "off"), ("no", "no"), ("yes", "yes"), ("true", True), ("False", False), ("~", None), ("null", None),
        ("12", 12), ("-3", -3), ("0x1f", 31), ("0o17", 15), ("1.5", 1.5), ("1e3", 1000.0), ("1:30", "1:30"),
        ("2026-11-22", "2026-11-22"), ("10.20.3.17", "10.20.3.17"), ("'12'", "12"), ("1/0/14", "1/0/14"),
        ("1_000", "1_000"),
    ],
)  # fmt: skip
def test_a_plain_word_is_what_yaml_1_2_makes_of_it(text: str, value: object) -> None:
    found = parse_document(f"key: {text}\n", "f")["key"].value
    assert (type(found), found) == (type(value), value)


def test_every_value_knows_its_line() -> None:
    document = parse_document("a: 1\nb:\n  - x\n  - c: 2\n    d: 3\ne: {f: 4}\n", "f")
    assert document["a"].line == 1
    assert [item.line for item in document["b"].list()] == [3, 4]
    assert document["b"].list()[1]["d"].line == 5
    assert document["e"]["f"].line == 6


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands here twice"),
        ("a: !!python/object/apply:os.system [id]\n", 1, "is not read here"),
        ("a: !secret x\n", 1, "is not read here"),
        ("a: &x [*x]\n", 1, "holds itself"),
        ("? [1, 2]\n: 3\n", 1, "a key is one word"),
        ("a: [1, 2\n", 2, "expected"),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
        ("a: \x01\n", None, "character"),
    ],
)
def test_what_is_not_meant_is_refused_with_its_line(text: str, line: int | None, problem: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse_document(text, "f")
    assert (caught.value.file, caught.value.line) == ("f", line)
    assert problem in caught.value.problem


def test_aliases_do_not_multiply() -> None:
    """Ten nested aliases of ten would be ten thousand million values if they were copied."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 10)]
    document = parse_document("\n".join(lines), "f")
    assert len(document["a9"].list()) == 10


def test_without_libyaml_the_same_is_read() -> None:
    script = (
        "import sys; sys.modules['yaml.cyaml'] = None\n"
        "from parsers.document import parse_document\n"
        "document = parse_document('a: off\\nb: [1, {c: 2026-11-22}]', 'f')\n"
        "print(document.value, document['b'].list()[1]['c'].line)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'a': 'off', 'b': [1, {'c': '2026-11-22'}]} 2"
