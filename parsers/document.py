"""Strict YAML with places: every mistake in a file that a person wrote is told with file, line and remedy."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import yaml

from parsers.composer import Items, Keys, Misplaced, compose

_MANY: Final = 60  # names; nobody reads a longer list in a message
_SOME: Final = 8


class DocumentError(Exception):
    """A file that a person wrote has a mistake: the message names file, line and remedy."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        where = file if line is None else f"{file}:{line}"
        super().__init__(f"{where}: {problem}{'' if problem.endswith(('.', '?')) else '.'} {remedy}")


def nearest(word: str, known: Sequence[str]) -> str:
    """A remedy that names what may be meant: 'Did you mean x?', else all that is known, of very many the nearest."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]}?"
    if len(known) > _MANY:
        some = ", ".join(get_close_matches(word, sorted(set(known)), n=_SOME, cutoff=0.0))
        return f"The nearest of the {len(set(known))} that are known here: {some}."
    return f"Known here: {', '.join(sorted(known)) or 'nothing'}."


@dataclass(frozen=True, kw_only=True)
class Node:
    """One value of a YAML file with the file and 1-based line it stands on.

    Typed getters refuse what is not there or is of another kind, so loaders read as a list of what they need.
    """

    value: object
    file: str
    line: int

    def fail(self, problem: str, remedy: str) -> DocumentError:
        """The error to raise for a mistake at this place."""
        return DocumentError(self.file, self.line, problem, remedy)

    def keys(self) -> list[str]:
        return [str(key) for key in self._mapping()]

    def __contains__(self, key: str) -> bool:
        return key in self._mapping()

    def only(self, *known: str) -> None:
        """Refuse keys that are not known here, naming the nearest that is."""
        for key in self.keys():
            if key not in known:
                raise self[key].fail(f"unknown key '{key}'", nearest(key, known))

    def __getitem__(self, key: str) -> Node:
        mapping = self._mapping()
        if key not in mapping:
            raise self.fail(f"'{key}' is missing", f"Add '{key}:' here.")
        return Node(value=mapping[key], file=self.file, line=_line_of_key(mapping, key, self.line))

    def get(self, key: str) -> Node | None:
        """The value under the key, or None where the key is absent or has no value."""
        mapping = self._mapping()
        return self[key] if mapping.get(key) is not None else None

    def items(self) -> Iterator[tuple[str, Node]]:
        for key in self.keys():
            yield key, self[key]

    def list(self) -> list[Node]:
        if not isinstance(self.value, Sequence) or isinstance(self.value, str):
            problem = f"a list belongs here, not {_kind(self.value)}"
            raise self.fail(problem, "Write it as '- first' on lines of its own.")
        lines = self.value.lines if isinstance(self.value, Items) else [self.line] * len(self.value)
        return [Node(value=item, file=self.file, line=line) for item, line in zip(self.value, lines, strict=True)]

    def text(self) -> str:
        """A word or sentence; a number or truth value is refused, since YAML may have changed what was meant."""
        if not isinstance(self.value, str):
            raise self.fail(f"text belongs here, not {_kind(self.value)}", "Put quotes round it.")
        return str(self.value)

    def texts(self) -> builtins.list[str]:
        """One text or a list of them, as a list."""
        return [self.text()] if isinstance(self.value, str) else [item.text() for item in self.list()]

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.fail(f"a number belongs here, not {_kind(self.value)}", "Write it without quotes.")
        return self.value

    def truth(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail(f"true or false belongs here, not {_kind(self.value)}", "Write true or false.")
        return self.value

    def one_of(self, known: Sequence[str]) -> str:
        word = self.text()
        if word not in known:
            of = ", ".join(known) if len(known) <= _MANY else f"the {len(known)} that are known here"
            raise self.fail(f"'{word}' is not one of {of}", nearest(word, known))
        return word

    def _mapping(self) -> Mapping[object, object]:
        if not isinstance(self.value, Mapping):
            raise self.fail(f"'key: value' lines belong here, not {_kind(self.value)}", "Check the indentation.")
        return self.value


def parse_document(text: str, file: str) -> Node:
    """Read YAML 1.2 text (`off` stays a word, a doubled key is refused). Raises DocumentError."""
    _refuse_cut_conditions(text, file)
    try:
        value = compose(text)
    except Misplaced as error:
        raise DocumentError(file, error.line, error.problem, error.remedy) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = (error.problem or "this is not YAML").strip()
        raise DocumentError(file, line, problem, "If the text holds ': ', '{' or '#', put quotes round it.") from None
    except yaml.YAMLError:
        problem = "holds a character that YAML does not allow"
        raise DocumentError(file, None, problem, "Save it as plain text.") from None
    if value is None:
        raise DocumentError(file, 1, "the file is empty", "Write something into it, or remove it.")
    return Node(value=value, file=file, line=1)


def load_document(path: Path, shown_as: str | None = None) -> Node:
    """Read a YAML file. Raises DocumentError also where the file cannot be read."""
    name = shown_as or str(path)
    try:
        return parse_document(path.read_text(encoding="utf-8"), name)
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise DocumentError(name, None, problem, "Check the path and its rights.") from None
    except UnicodeDecodeError:
        raise DocumentError(name, None, "is not UTF-8 text", "Save it as UTF-8.") from None


def _refuse_cut_conditions(text: str, file: str) -> None:
    """` #` cuts an unquoted value short in silence; in a condition or sentence that is never meant."""
    for number, line in enumerate(text.splitlines(), 1):
        key, colon, value = line.partition(": ")
        value = value.strip()
        if not colon or " #" not in value or value[:1] in {"'", '"', "#", "|", ">"} or key.lstrip().startswith("#"):
            continue
        if value.split(" #", 1)[0].count('"') % 2 or key.strip(" -") in {"when", "says", "say", "headline", "ask"}:
            problem = "' #' starts a comment here and cuts the text short"
            raise DocumentError(file, number, problem, "Put quotes round it.")


def _line_of_key(mapping: Mapping[object, object], key: str, otherwise: int) -> int:
    return mapping.lines[key] if isinstance(mapping, Keys) else otherwise


def _kind(value: object) -> str:
    names = {bool: "a truth value", int: "a number", float: "a number", type(None): "nothing"}
    if isinstance(value, str):
        return "text"
    if isinstance(value, Mapping):
        return "'key: value' lines"
    if isinstance(value, Sequence):
        return "a list"
    return names.get(type(value), type(value).__name__)
