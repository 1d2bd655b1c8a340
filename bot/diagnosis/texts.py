"""Sentences with {names} in them, filled from what was seen, in the spelling of the language."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, get_args, get_origin, get_type_hints

from bot.diagnosis.expressions import Expression
from bot.diagnosis.places import READ_NAMES, place_and_read
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import NAMES, Schema
from bot.diagnosis.truths import ABSENT, UNKNOWN, Proof, Value
from bot.model import Language
from parsers.records import KINDS
from parsers.values import DeviceTime, dotted_mac, short_interface

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_PART: Final = re.compile(r"\{(?P<name>[^{}]*)\}|\[(?P<optional>[^\[\]]*\{[^\[\]]*)\]")
_BLANKS: Final = re.compile(" {2,}")  # where a part was left out
_PLACES: Final = (
    "port",
    "device",
    "place",
    "target",
)  # the port as printed; the jack, where known; what is asked about
_MAC: Final = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {"unknown": "unknown", "none": "none", "jack": "jack", "port": "port", "yes": "yes", "no": "no"},
    "sv": {"unknown": "okänt", "none": "inget", "jack": "uttag", "port": "port", "yes": "ja", "no": "nej"},
}
_UNITS: Final[Mapping[Language, tuple[tuple[int, str, str], ...]]] = {
    "en": ((86400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes"), (1, "second", "seconds")),
    "sv": ((86400, "dygn", "dygn"), (3600, "timme", "timmar"), (60, "minut", "minuter"), (1, "sekund", "sekunder")),
}
MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "sv": ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
}


@dataclass(frozen=True)
class Sentence:
    """A text whose {names} were checked: facts, phrases, read.field, limits.x, port, device, place."""

    template: str

    @staticmethod
    def parse(template: str, schema: Schema) -> Sentence:
        """Raises ValueError with a sentence for its author."""
        for name in _NAME.findall(template):
            if name in _PLACES or name in NAMES or name in schema.facts or name in schema.phrases:
                continue
            read, _, field = name.partition(".")
            if read in READ_NAMES and field:
                tree: ast.expr = ast.Attribute(ast.Name(read), field)
                schema.check(ast.Call(ast.Name("any"), [tree], []) if READ_NAMES[read].many else tree)
            elif read in {"limits", "session", "asked", "device", "peers"} and field:
                schema.check(ast.Attribute(ast.Name(read), field))
            else:
                raise ValueError(f"'{{{name}}}' is not known")
        return Sentence(template)

    def fill(
        self,
        language: Language,
        scene: Scene,
        facts: Mapping[str, Expression],
        limits: Mapping[str, float],
        proof: tuple[Proof, ...] = (),
        phrases: Mapping[str, Phrase] | None = None,
    ) -> str:
        """The sentence in words. A row's field comes from the last row that the rule rested on.

        A [part] with a value that is not known, or that there is none of, is left out.
        """

        def value(name: str) -> tuple[Value, str | None]:
            if name in NAMES:
                return scene.named(name), "interface"
            if name in facts:
                return facts[name].value(scene, facts, limits), None
            read, _, field = name.partition(".")
            if read in READ_NAMES and READ_NAMES[read].many:
                rows = [one for one in proof if one.row is not None and _is(one, read, scene)]
                raw = getattr(rows[-1].row.record, field) if rows and rows[-1].row else None
                return UNKNOWN if raw is None else raw, _mark(read, field)
            expression = Expression(name, ast.Attribute(ast.Name(read), field))
            return expression.value(scene, facts, limits), _mark_of(read, field)

        def one(name: str) -> str:
            if name in _PLACES:
                return _place(name, language, scene)
            if phrases and name in phrases:
                said = phrases[name].chosen(scene, facts, limits)[language]
                return said.fill(language, scene, facts, limits, proof)
            known, mark = value(name)
            return spell(known, language, scene, mark)

        def lacks(name: str) -> bool:
            sure = name in _PLACES or (phrases is not None and name in phrases)
            return not sure and value(name)[0] in {UNKNOWN, ABSENT, ""}

        def part(match: re.Match[str]) -> str:
            if match["name"] is not None:
                return one(match["name"])
            optional = match["optional"]
            if any(lacks(name) for name in _NAME.findall(optional)):
                return ""
            return _NAME.sub(lambda inner: one(inner[1]), optional)

        return _BLANKS.sub(" ", _PART.sub(part, self.template)).strip()


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A sentence that depends on what was seen: one where the condition is true, others where it is not or unknown."""

    when: Expression
    says: Mapping[Language, Sentence]
    otherwise: Mapping[Language, Sentence]
    unknown: Mapping[Language, Sentence]

    def chosen(
        self, scene: Scene, facts: Mapping[str, Expression], limits: Mapping[str, float]
    ) -> Mapping[Language, Sentence]:
        value = self.when.value(scene, facts, limits)
        if value is UNKNOWN:
            return self.unknown
        return self.says if value is True else self.otherwise


def spell(value: Value, language: Language, scene: Scene, mark: str | None = None) -> str:
    """One value in words: 1 300 / 1,300, dotted MACs, short ports, 09:04, 17 minutes."""
    words = _WORDS[language]
    if value is UNKNOWN:
        return words["unknown"]
    if value is ABSENT:
        return words["none"]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, DeviceTime):
        return _clock(value, language, scene)
    if isinstance(value, int | float):
        return _span(int(value), language) if mark == "seconds" else _number(value, language, plain=mark == "vlan")
    if isinstance(value, tuple):
        return ", ".join(spell(item, language, scene, mark) for item in value)
    if _MAC.fullmatch(str(value)):
        return dotted_mac(str(value))
    return short_interface(str(value)) if mark == "interface" else str(value)


def _is(proof: Proof, name: str, scene: Scene) -> bool:
    """Does this proof come from the read that goes by this name here?"""
    place, read = place_and_read(name)
    return (proof.observation.read, proof.observation.place) == (read, place or scene.place)


def _place(name: str, language: Language, scene: Scene) -> str:
    short = short_interface(scene.interface) if scene.interface else ""
    if name == "device":
        return scene.device.name
    if name == "target":
        return scene.case.device.name
    if name == "place" and scene.place == "target" and scene.case.understood.jack:
        return f"{_WORDS[language]['jack']} {scene.case.understood.jack}"
    if name == "place":
        return f"{_WORDS[language]['port']} {short}" if short else scene.device.name
    return short or scene.device.name


def _mark_of(read: str, field: str) -> str | None:
    """The mark of a record's field, or of what the caller said: the number of a VLAN is no amount."""
    return _mark(read, field) if read in READ_NAMES else "vlan" if field in {"wanted_vlan", "vlan"} else None


def _mark(read: str, field: str) -> str | None:
    """What the record's annotation says the text is: seconds, interface, mac, vlan ..."""
    hint = get_type_hints(KINDS[READ_NAMES[read].kind], include_extras=True)[field]
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Annotated:
            return str(get_args(part)[1])
    return None


def _number(value: float, language: Language, *, plain: bool) -> str:
    text = f"{value:.1f}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"
    if plain:
        return text.replace(",", "")
    return text.replace(",", "\u00a0").replace(".", ",") if language == "sv" else text


def _span(seconds: int, language: Language) -> str:
    for size, single, several in _UNITS[language]:
        if seconds >= size:
            count = seconds // size
            return f"{count} {single if count == 1 else several}"
    return f"0 {_UNITS[language][-1][2]}"


def _clock(time: DeviceTime, language: Language, scene: Scene) -> str:
    now = scene.value("clock", "time")[0]
    clock = f"{time.hour:02}:{time.minute:02}"
    if time.since_boot_s is not None or not isinstance(now, DeviceTime) or time.day is None or time.month is None:
        return clock
    if (time.month, time.day) == (now.month, now.day):
        return clock
    comma = "," if language == "en" else ""
    return f"{time.day} {MONTHS[language][time.month - 1]}{comma} {clock}"
