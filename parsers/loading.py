"""parsers/<platform>/platform.yaml -> Definition; every mistake in it is told with file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

from parsers.document import DocumentError, Node, load_document, nearest
from parsers.forms import MAC_SPELLINGS, Definition, Form, Prompt, Reading
from parsers.reads import READS, WIRELESS
from parsers.records import KINDS

PLAIN_LINE = re.compile(r"show [A-Za-z0-9][A-Za-z0-9 ./_:-]*")  # no pipe, no second command, no control character
SEEN = "SEEN_"  # begins the values of a template that are no field, but what derive.py goes by

_HERE = Path(__file__).parent
_READING_KEYS = (
    "template", "ntc", "fields", "readable", "empty", "ends", "counts", "blank_is_empty", "required", "join",
    "spellings",
)  # fmt: skip
_PREAMBLE = re.compile(
    r"terminal (length|width) \d+|no page|config paging disable"
    r"|set cli (screen-(length|width) \d+|complete-on-space off)"
)
_HOLE = re.compile(r"\{(\w*)\}")
_VALUE = re.compile(r"^Value (?:[A-Za-z,]+ )?(\w+) \(", re.MULTILINE)


def known_platforms(site: Path | None = None) -> list[str]:
    """The names of the folders that hold a platform.yaml, ours and the site's."""
    roots = [_HERE, *([site] if site else [])]
    return sorted({file.parent.name for root in roots for file in root.glob("*/platform.yaml")})


def load_definition(name: str, site: Path | None = None) -> Definition:
    """A platform with all that it extends. Raises DocumentError."""
    layers = _layers(name, site)
    top = {key: node for node, _ in reversed(layers) for key, node in node.items() if key != "reads"}
    for key in ("preamble", "prompt", "log_line", "refusals"):
        if key not in top:
            raise layers[0][0].fail(f"'{key}' is missing", f"Add '{key}:', or 'extends:' a platform that has it.")
    entries: dict[str, list[Node]] = {}  # of each read, what counts most first
    for node, _ in layers:
        for read, entry in node["reads"].items() if "reads" in node else ():
            entries.setdefault(read, []).append(entry)
    order = dict.fromkeys(read for node, _ in reversed(layers) if "reads" in node for read in node["reads"].keys())  # noqa: SIM118  (a Node is no mapping)
    mac = top["mac_spelling"].one_of(MAC_SPELLINGS) if "mac_spelling" in top else MAC_SPELLINGS[0]
    forms = {read: _forms(read, entries[read], layers[0][1], mac) for read in order}
    prompt, refusals = top["prompt"], top["refusals"]
    prompt.only("pattern", "privileged", "more")
    refusals.only("denied", "unsupported")
    groups = {"wireless": list(WIRELESS), "others": [read for read in READS if read not in forms]}
    said = [item.one_of([*groups, *READS]) for item in top["cannot"].list()] if "cannot" in top else []
    cannot = frozenset(read for name in said for read in groups.get(name, (name,)))
    own = next((node["recognise"] for node, folders in layers if folders[0].name == name and "recognise" in node), None)
    return Definition(
        name=name,
        preamble=tuple(_preamble(line) for line in top["preamble"].list()),
        prompt=Prompt(**{key: _regex(prompt[key]).pattern for key in ("pattern", "privileged", "more")}),
        log_line=_regex(top["log_line"]),
        denied=_any_of(refusals["denied"]),
        unsupported=_any_of(refusals["unsupported"]),
        forms={read: those for read, those in forms.items() if read not in cannot},
        cannot=cannot,
        recognise=_recognise(own) if own else None,
    )


def _layers(name: str, site: Path | None) -> list[tuple[Node, tuple[Path, ...]]]:
    """The files of a platform, the one that counts most first, each with the folders its templates may stand in."""
    found: list[tuple[Node, Path]] = []
    at: str | None = name
    while at is not None:
        here = [root / at for root in (site, _HERE) if root and (root / at / "platform.yaml").is_file()]
        if not here:
            if found:
                raise found[-1][0]["extends"].fail(f"there is no platform '{at}'", nearest(at, known_platforms(site)))
            raise DocumentError(f"parsers/{at}", None, "there is no such platform", nearest(at, known_platforms(site)))
        found.extend((_document(folder), folder) for folder in here)
        names = {folder.name for _, folder in found}
        extends = found[-1][0].get("extends")
        at = extends.text() if extends else None
        if extends and at in names:
            raise extends.fail(f"'{at}' extends itself", "Take this line out.")
    return [(node, tuple(folder for _, folder in found[nth:])) for nth, (node, _) in enumerate(found)]


def _document(folder: Path) -> Node:
    shown = f"parsers/{folder.name}/platform.yaml" if folder.parent == _HERE else None
    node = load_document(folder / "platform.yaml", shown)
    node.only("extends", "preamble", "prompt", "log_line", "refusals", "mac_spelling", "recognise", "cannot", "reads")
    return node


def _forms(read: str, entries: list[Node], folders: tuple[Path, ...], mac: str) -> tuple[Form, ...]:
    """All forms of a read; a key of an extending platform stands for the same key of the extended one."""
    for entry in entries:
        if read not in READS:
            raise entry.fail(f"there is no read '{read}'", nearest(read, list(READS)))
        entry.only("why", "commands", "also_parses", *_READING_KEYS)
    made = []
    why = (_first(entries, "why") or entries[0]["why"]).text()
    common: Reading | None = None  # of all lines that say nothing of their own: made once
    for key in ("commands", "also_parses"):
        lines = _first(entries, key) or (entries[0]["commands"] if key == "commands" else None)
        for item in lines.list() if lines else ():
            own = [] if isinstance(item.value, str) else [item]
            if own:
                item.only("line", *_READING_KEYS)
            line = _show_line(item["line"] if own else item, read, whole=key == "commands")
            if not own:
                common = common or _reading(read, entries, folders)
            reading = _reading(read, [*own, *entries], folders) if own or common is None else common
            sent = key == "commands"
            made.append(Form(read=read, line=line, why=why, reading=reading, sent=sent, mac_spelling=mac))
    return tuple(made)


def _first(said: list[Node], key: str) -> Node | None:
    """What the first of these says under the key; those before it say nothing about it."""
    return next((node[key] for node in said if key in node), None)


def _show_line(said: Node, read: str, *, whole: bool) -> str:
    """A line with its holes, if a device may be sent it."""
    line = said.text()
    holes = _HOLE.findall(line)
    takes = READS[read].takes
    if not PLAIN_LINE.fullmatch(_HOLE.sub("x", line)) or "  " in line:
        raise said.fail(
            f"'{line}' is not a plain show command", "Only 'show' and words, without a pipe: nothing else may be sent."
        )
    if (set(holes) - set(takes)) or (whole and READS[read].keep is None and set(holes) != set(takes)):
        wanted = ", ".join(f"{{{name}}}" for name in takes) or "no parameter"
        raise said.fail(f"'{line}' has other parameters than the read '{read}'", f"It takes {wanted}.")
    return line


def _reading(read: str, said: list[Node], folders: tuple[Path, ...]) -> Reading:
    """The reading of one form: what the form itself says, else what the read says."""
    kind = READS[read].kind
    names = list(KINDS[kind].__annotations__)
    template = _template(next((node for node in said if "template" in node or "ntc" in node), said[-1]), folders)
    readable, empty, ends = _first(said, "readable"), _first(said, "empty"), _first(said, "ends")
    counts = _first(said, "counts")
    required, join, blank = _first(said, "required"), _first(said, "join"), _first(said, "blank_is_empty")
    if readable is None:
        raise said[-1].fail(f"'{read}' does not say how a readable answer is known", "Add 'readable:' with a regex.")
    return Reading(
        read=read,
        template=template,
        fields=_fields(said[-1], _first(said, "fields"), template, names),
        readable=tuple(_regex(item) for item in _one_or_more(readable)),
        empty=tuple(_regex(item) for item in _one_or_more(empty)) if empty else (),
        ends=_regex(ends) if ends else None,
        counts=_regex(counts) if counts else None,
        blank_is_empty=blank.truth() if blank else False,
        required=tuple(item.one_of(names) for item in _one_or_more(required)) if required else (),
        join=join.one_of(names) if join else None,
        spellings=_spellings(_first(said, "spellings"), kind, names),
    )


@cache
def _values_of(template: Path) -> tuple[str, ...]:
    """The values that a template declares, without compiling it: that is done when it is first used."""
    return tuple(_VALUE.findall(template.read_text(encoding="utf-8")))


@cache
def _literals(kind: str) -> dict[str, tuple[object, ...]]:
    """Field -> the words that it can be, where it is one of a few."""
    found = {}
    for name, hint in get_type_hints(KINDS[kind]).items():
        words = [word for part in get_args(hint) if get_origin(part) is Literal for word in get_args(part)]
        found[name] = tuple(words)
    return found


def _template(entry: Node, folders: tuple[Path, ...]) -> Path:
    if "ntc" in entry:
        package = find_spec("ntc_templates")  # found, not imported: importing it loads an index that we do not use
        roots = [Path(root) / "templates" for root in (package.submodule_search_locations or [])] if package else []
        said = entry["ntc"]
    else:
        roots, said = list(folders), entry["template"]
    for root in roots:
        if (root / said.text()).is_file():
            return root / said.text()
    raise said.fail(f"there is no template {said.text()}", f"Put it into {' or '.join(root.name for root in roots)}/.")


def _fields(entry: Node, said: Node | None, template: Path, names: list[str]) -> dict[str, str]:
    """Value of the template -> field of the record."""
    values = _values_of(template)
    if said is not None:
        for value, field in said.items():
            if value not in values:
                raise field.fail(f"{template.name} has no value {value}", nearest(value, values))
            field.one_of(names)
        return {value: field.text() for value, field in said.items()}
    for value in values:
        if value.lower() not in names and not value.startswith(SEEN):
            problem = f"value {value} of {template.name} is no field of the record"
            raise entry.fail(problem, nearest(value.lower(), names))
    return {value: value if value.startswith(SEEN) else value.lower() for value in values}


def _spellings(said: Node | None, kind: str, names: list[str]) -> dict[str, Mapping[str, object]]:
    """Field -> the device's word in lower case -> the record's value; null says that the word means nothing."""
    found: dict[str, Mapping[str, object]] = {}
    for field, words in said.items() if said else ():
        if field not in names:
            raise words.fail(f"the record has no field '{field}'", nearest(field, names))
        literals = _literals(kind)[field]
        for word, value in words.items():
            if literals and value.value is not None and value.value not in literals:
                known = ", ".join(str(literal) for literal in literals)
                raise value.fail(f"'{value.value}' for '{word}' is not what '{field}' can be", f"Known here: {known}.")
        found[field] = {word.casefold(): value.value for word, value in words.items()}
    return found


def _one_or_more(node: Node) -> list[Node]:
    return [node] if isinstance(node.value, str) else node.list()


def _regex(node: Node) -> re.Pattern[str]:
    try:
        return re.compile(node.text(), re.MULTILINE)
    except re.error as error:
        raise node.fail(f"not a regular expression: {error}", "Check brackets and backslashes.") from None


def _any_of(node: Node) -> re.Pattern[str]:
    for item in node.list():
        _regex(item)
    return re.compile("|".join(f"(?:{text})" for text in node.texts()), re.IGNORECASE)


def _recognise(node: Node) -> re.Pattern[str]:
    for item in node.list():
        if _regex(item).search(""):
            raise item.fail(f"'{item.text()}' fits an empty text, and so any device", "Write what only this one says.")
    return re.compile("|".join(f"(?:{text})" for text in node.texts()), re.MULTILINE)


def _preamble(node: Node) -> str:
    if not _PREAMBLE.fullmatch(node.text()):
        remedy = "Only what sets the terminal: 'terminal length N', 'terminal width N', or another make's word for it."
        raise node.fail(f"'{node.text()}' may not be sent", remedy)
    return node.text()
