"""The texts of tests/understanding, understood and judged: what `make accuracy` prints about understanding.

A row is a text, its thread (`context`), and what it means. What a row does not name has its usual value: the intent
is diagnose, nothing is asked back, no VLAN is wanted, and no other target is there; `any` leaves a value free. A
symptom, `since` and `changed` are judged where the row names them. `gap` says why a row is not understood yet. A
false target, one that nobody meant, is counted apart: it sends people to the wrong place, where a missing one only
makes the bot ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from bot.desk.personal import drop_personal
from bot.desk.understand import understand
from bot.inventory.yaml import load_inventory
from bot.model import Inventory, Understanding, Understood
from parsers.document import load_document

FOLDER: Final = Path(__file__).parent / "understanding"
TARGETS: Final = ("device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site")
ASPECTS: Final = ("target", "symptom", "intent", "question", "claims", "privacy")
_USUAL: Final[Mapping[str, object]] = {"intent": "diagnose", "wanted_vlan": None, "asks": None, "also": []}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text and what it means."""

    kind: str  # the file's name: the kind of difficulty
    text: str
    context: Mapping[str, object] | None
    meaning: Mapping[str, object]
    gap: str | None  # why it is not understood yet


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How one text was understood: the aspects that were asked for, what differs in which, and false targets."""

    row: Row
    asked: frozenset[str]
    wrong: Mapping[str, str]  # aspect -> what was expected and what was found
    false_targets: tuple[str, ...]


def rows(under: Path = FOLDER) -> list[Row]:
    """All rows of a folder, by file; those of the voices under a kind of their own."""
    found = []
    for path in sorted(under.rglob("*.yaml")):
        if path.name == "inventory.yaml":
            continue
        for node in load_document(path).list():
            meaning = node.value
            assert isinstance(meaning, dict), f"{path.name}: a row is a mapping"
            context, gap = meaning.pop("context", None), meaning.pop("gap", None)
            kind = path.relative_to(under).with_suffix("").as_posix().replace("voices/", "voice: ")
            found.append(Row(kind=kind, text=str(meaning.pop("text")), context=context, meaning=meaning, gap=gap))
    return found


def inventory() -> Inventory:
    """The region that the texts speak about."""
    return load_inventory(FOLDER / "inventory.yaml")


def judge(row: Row, known: Inventory) -> Judged:
    """As a channel hears it: what is private is dropped, the rest understood."""
    text, _ = drop_personal(row.text)
    understanding = understand(text, known, row.context)
    meant = {**_USUAL, **row.meaning}
    wrong: dict[str, list[str]] = {}
    asked = {"target", "intent", "question"}

    def compare(aspect: str, name: str, expected: object, found: object) -> None:
        asked.add(aspect)
        if expected not in ("any", found):
            wrong.setdefault(aspect, []).append(f"{name} {found!r}, not {expected!r}")

    facts = understanding.understood
    for name in TARGETS:
        expected = meant.get(name, _client(facts) if name == "client" else None)
        compare("target", name, expected, getattr(facts, name))
    compare("target", "also", meant["also"], [_said(also) for also in understanding.also])
    compare("intent", "intent", meant["intent"], understanding.intent)
    compare("question", "asks", meant["asks"], understanding.question.about if understanding.question else None)
    compare("claims", "wanted_vlan", meant["wanted_vlan"], facts.wanted_vlan)
    for aspect, names in (("symptom", ("symptom",)), ("claims", ("since", "changed"))):
        for name in names:
            if name in meant:
                compare(aspect, name, meant[name], getattr(facts, name))
    if "choices" in meant:
        choices = list(understanding.question.choices) if understanding.question else None
        compare("question", "choices", meant["choices"], choices)
    for name, kept in (("gone", False), ("stays", True)):
        if name in meant and str(meant[name]) in row.text:
            compare("privacy", f"{meant[name]} kept", kept, str(meant[name]) in text)
    return Judged(
        row=row,
        asked=frozenset(asked),
        wrong={aspect: "; ".join(sentences) for aspect, sentences in wrong.items()},
        false_targets=tuple(_false(meant, understanding)),
    )


def _said(facts: Understood) -> dict[str, str]:
    """The targets among the facts; a client that only repeats its MAC says nothing more."""
    told = {name: getattr(facts, name) for name in TARGETS if getattr(facts, name) is not None}
    if told.get("client") == told.get("mac"):
        told.pop("client", None)
    return told


def _client(facts: Understood) -> str | None:
    """Whose wireless client it is follows from the MAC; a row need not say it twice."""
    return facts.client if facts.client == facts.mac else None


def _false(meant: Mapping[str, object], understanding: Understanding) -> Iterator[str]:
    """Targets that nobody meant; a question back that names the asker's own word is none."""
    further = meant["also"] if isinstance(meant["also"], list) else []
    for name, value in _said(understanding.understood).items():
        if meant.get(name) not in ("any", value) and value not in [one.get(name) for one in further]:
            yield f"{name} {value}"
    if meant["also"] != "any":
        for also in understanding.also:
            for name, value in _said(also).items():
                allowed = [meant.get(name), *(one.get(name) for one in further)]
                if value not in allowed and "any" not in allowed:
                    yield f"also {name} {value}"


def print_understanding(judged: Sequence[Judged]) -> dict[str, int]:
    """The table by kind of difficulty; returns how many texts have a fault in each aspect, and the false targets."""
    print(
        f"{'understanding':22}{'texts':>7}" + "".join(f"{aspect:>12}" for aspect in ASPECTS) + f"{'false targets':>15}"
    )
    kinds = sorted({one.row.kind for one in judged}, key=lambda kind: (kind.startswith("voice"), kind))
    for kind in kinds:
        _print_line(kind, [one for one in judged if one.row.kind == kind])
    _print_line(f"{len(judged)} texts", judged)
    return {
        **{aspect: sum(aspect in one.wrong for one in judged) for aspect in ASPECTS},
        "false targets": sum(len(one.false_targets) for one in judged),
    }


def _print_line(name: str, judged: Sequence[Judged]) -> None:
    shares = []
    for aspect in ASPECTS:
        asked = [one for one in judged if aspect in one.asked]
        right = sum(aspect not in one.wrong for one in asked)
        shares.append(f"{f'{right}/{len(asked)}' if asked else '·':>12}")
    false = sum(len(one.false_targets) for one in judged)
    print(f"{name:22}{len(judged):>7}" + "".join(shares) + f"{false or '·':>15}")


def understood_all() -> list[Judged]:
    """Every text, judged."""
    known = inventory()
    return [judge(row, known) for row in rows()]


assert {*TARGETS, "symptom", "wanted_vlan", "since", "changed"} <= {field.name for field in fields(Understood)}

if __name__ == "__main__":
    everything = understood_all()
    for one in everything:
        for aspect, difference in one.wrong.items():
            print(f"{one.row.kind}: {one.row.text[:100]!r}: {aspect}: {difference}")
    print_understanding(everything)
