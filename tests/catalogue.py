"""The table of tests/catalogue.yaml as objects: each fault that first line meets, and how the lab tries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parsers.document import Node, load_document

FILE: Final = Path(__file__).with_name("catalogue.yaml")
HEALTHY: Final = "healthy"
LOOK_ALIKES: Final = "look-alikes"
_TRIAL: Final = (
    "fault",
    "device",
    "asked_at",
    "at",
    "asks",
    "healed",
    "on",
    "ask",
    "root",
    "tells",
    "beside",
    "hidden",
)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One fault (None: nothing is wrong) on one platform, the question that is asked, and what must be said."""

    row: str  # F03, healthy, look-alikes
    fault: str | None
    platform: str
    device: str  # where the lab breaks it
    asked_at: str  # the device that the question is about
    at: str | None  # a port, or the kind of thing in it; for the air a WLAN, or AP for the access point's own socket
    asks: str | None  # the port that is asked about, where it is not the one that is broken
    healed: bool  # it was put right a moment ago
    ask: str  # with {device} {port} {vlan} {ap} {client} {wlan} {asked}
    root: str
    tells: frozenset[str]  # codes that must be told too
    beside: frozenset[str]  # what may be told beside it, as something of its own
    hidden: str | None  # why the show commands of this platform do not tell it


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fault of the catalogue."""

    name: str
    about: str
    codes: tuple[str, ...]
    trials: tuple[Trial, ...]
    captures: tuple[str, ...]
    blind: str | None


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The whole table."""

    rows: tuple[Row, ...]
    look_alikes: tuple[Trial, ...]
    healthy: tuple[Trial, ...]
    other_codes: tuple[str, ...]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Everything that the lab tries, in the order of the table."""
        return (*(trial for row in self.rows for trial in row.trials), *self.look_alikes, *self.healthy)


def load_catalogue(file: Path = FILE) -> Catalogue:
    """Raises DocumentError with the line of a mistake."""
    node = load_document(file)
    node.only("beds", "faults", "look_alikes", "healthy", "other_codes")
    beds = {name: one.text() for name, one in node["beds"].items()}
    return Catalogue(
        rows=tuple(_row(name, one, beds) for name, one in node["faults"].items()),
        look_alikes=tuple(trial for one in node["look_alikes"].list() for trial in _trials(LOOK_ALIKES, one, beds)),
        healthy=tuple(trial for one in node["healthy"].list() for trial in _trials(HEALTHY, one, beds)),
        other_codes=tuple(node["other_codes"].texts()),
    )


def _row(name: str, node: Node, beds: Mapping[str, str]) -> Row:
    node.only("is", "codes", "lab", "captures", "blind")
    return Row(
        name=name,
        about=node["is"].text(),
        codes=tuple(node["codes"].texts()),
        trials=tuple(trial for one in node["lab"].list() for trial in _trials(name, one, beds)),
        captures=_texts(node, "captures"),
        blind=_text(node, "blind"),
    )


def _trials(row: str, node: Node, beds: Mapping[str, str]) -> list[Trial]:
    node.only(*_TRIAL)
    hidden = {name: one.text() for name, one in node["hidden"].items()} if "hidden" in node else {}
    made = []
    for one in node["on"].list():
        platform = one.one_of(list(beds))
        device = _text(node, "device") or beds[platform]
        made.append(
            Trial(
                row=row,
                fault=_text(node, "fault"),
                platform=platform,
                device=device,
                asked_at=_text(node, "asked_at") or device,
                at=_text(node, "at"),
                asks=_text(node, "asks"),
                healed="healed" in node and node["healed"].truth(),
                ask=node["ask"].text(),
                root=node["root"].text(),
                tells=frozenset(_texts(node, "tells")),
                beside=frozenset(_texts(node, "beside")),
                hidden=hidden.get(platform),
            )
        )
    return made


def _text(node: Node, key: str) -> str | None:
    return node[key].text() if key in node else None


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(node[key].texts()) if key in node else ()
