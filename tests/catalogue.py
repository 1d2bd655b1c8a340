"""The table of tests/catalogue.yaml as objects: each fault that first line meets, and how the lab tries it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from parsers.document import Node, load_document
from tests.accuracy_spoilt import Spoilt

FILE: Final = Path(__file__).with_name("catalogue.yaml")
HEALTHY: Final = "healthy"
LOOK_ALIKES: Final = "look-alikes"
TWO_AT_ONCE: Final = "two at once"
_TRIAL: Final = (
    "fault",
    "and",
    "device",
    "asked_at",
    "at",
    "asks",
    "healed",
    "on",
    "ask",
    "root",
    "tells",
    "follows",
    "beside",
    "hidden",
)


@dataclass(frozen=True, kw_only=True)
class Further:
    """A second fault at the same time, on this device, at a port or the kind of thing in it."""

    fault: str
    device: str
    at: str | None


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One fault (None: nothing is wrong) on one platform, the question that is asked, and what must be said."""

    row: str  # F03, healthy, look-alikes
    fault: str | None
    further: tuple[Further, ...]
    platform: str
    device: str  # where the lab breaks it
    asked_at: str  # the device that the question is about
    at: str | None  # a port, or the kind of thing in it; for the air a WLAN, or AP for the access point's own socket
    asks: str | None  # the port that is asked about, where it is not the one that is broken
    healed: bool  # it was put right a moment ago
    ask: str  # with {device} {port} {vlan} {ap} {client} {wlan} {asked}
    root: str
    tells: frozenset[str]  # codes that must be told too
    follows: frozenset[str]  # codes that must be told as what another finding leads to
    beside: frozenset[str]  # what may be told beside it, as something of its own
    spoilt: Spoilt | None  # asked once more with the answer that decided cut or refused
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
    two_at_once: tuple[Trial, ...]
    look_alikes: tuple[Trial, ...]
    healthy: tuple[Trial, ...]
    other_codes: tuple[str, ...]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Everything that the lab tries, in the order of the table."""
        faults = (trial for row in self.rows for trial in row.trials)
        return (*faults, *self.two_at_once, *self.look_alikes, *self.healthy)


def load_catalogue(file: Path = FILE) -> Catalogue:
    """Raises DocumentError with the line of a mistake."""
    node = load_document(file)
    node.only("beds", "faults", "two_at_once", "look_alikes", "healthy", "other_codes")
    beds = {name: one.text() for name, one in node["beds"].items()}
    return Catalogue(
        rows=tuple(_row(name, one, beds) for name, one in node["faults"].items()),
        two_at_once=tuple(_all(TWO_AT_ONCE, node["two_at_once"], beds)),
        look_alikes=tuple(_all(LOOK_ALIKES, node["look_alikes"], beds)),
        healthy=tuple(_all(HEALTHY, node["healthy"], beds)),
        other_codes=tuple(node["other_codes"].texts()),
    )


def _row(name: str, node: Node, beds: Mapping[str, str]) -> Row:
    node.only("is", "codes", "lab", "captures", "blind")
    return Row(
        name=name,
        about=node["is"].text(),
        codes=tuple(node["codes"].texts()),
        trials=tuple(_all(name, node["lab"], beds)),
        captures=_texts(node, "captures"),
        blind=_text(node, "blind"),
    )


def _all(row: str, node: Node, beds: Mapping[str, str]) -> Iterator[Trial]:
    for number, one in enumerate(node.list()):
        yield from _trials(row, number, one, beds)


def _trials(row: str, number: int, node: Node, beds: Mapping[str, str]) -> list[Trial]:
    """A question on each of its platforms; on one of them, by turns, in a spoilt form too."""
    node.only(*_TRIAL)
    hidden = {name: one.text() for name, one in node["hidden"].items()} if "hidden" in node else {}
    made = []
    platforms = node["on"].list()
    way: Spoilt = "denied" if number % 2 else "cut"
    for turn, one in enumerate(platforms):
        platform = one.one_of(list(beds))
        device = _text(node, "device") or beds[platform]
        made.append(
            Trial(
                row=row,
                fault=_text(node, "fault"),
                further=tuple(_further(each, device) for each in node["and"].list()) if "and" in node else (),
                platform=platform,
                device=device,
                asked_at=_text(node, "asked_at") or device,
                at=_text(node, "at"),
                asks=_text(node, "asks"),
                healed="healed" in node and node["healed"].truth(),
                ask=node["ask"].text(),
                root=node["root"].text(),
                tells=frozenset(_texts(node, "tells")),
                follows=frozenset(_texts(node, "follows")),
                beside=frozenset(_texts(node, "beside")),
                spoilt=way if turn == number // 2 % len(platforms) else None,
                hidden=hidden.get(platform),
            )
        )
    return made


def _further(node: Node, device: str) -> Further:
    node.only("fault", "device", "at")
    return Further(fault=node["fault"].text(), device=_text(node, "device") or device, at=_text(node, "at"))


def _text(node: Node, key: str) -> str | None:
    return node[key].text() if key in node else None


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(node[key].texts()) if key in node else ()
