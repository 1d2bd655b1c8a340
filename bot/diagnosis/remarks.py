"""What an answer says about itself: what was not checked and why, and which reading would change the verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from bot.diagnosis.runbook import LANGUAGES
from bot.diagnosis.scene import Scene
from bot.model import Failure, Finding, Language, NotChecked, Observation, Outcome, Place, Text
from parsers.records.spoken import spoken_field

ReadWords = Mapping[str, Mapping[Language, str]]
Because = Literal["unreachable", "parse_failed", "unsupported", "timeout", "skipped"]

_BECAUSE: Final[Mapping[Failure, Because]] = {
    "denied": "parse_failed",
    "parse_failed": "parse_failed",
    "unsupported": "unsupported",
    "timeout": "timeout",
}  # all others: the device could not be reached, or no longer

_PLAIN: Final[Mapping[str, Text]] = {
    "True": {"en": "yes", "sv": "ja"},
    "False": {"en": "no", "sv": "nej"},
    "": {"en": "none", "sv": "inget"},
}

_PLACES: Final[Mapping[Place, Text]] = {
    "own_uplink": {"en": "the switch's own uplink", "sv": "switchens egen förbindelse uppåt"},
    "second_own_uplink": {"en": "the switch's second uplink", "sv": "switchens andra förbindelse uppåt"},
    "uplink": {"en": "the far end of the uplink", "sv": "andra änden av förbindelsen uppåt"},
    "second_uplink": {"en": "the far end of the second uplink", "sv": "andra änden av den andra förbindelsen uppåt"},
    "gateway": {"en": "the router of the network segment", "sv": "nätdelens router"},
    "controller": {"en": "the wireless controller", "sv": "wifi-styrenheten"},
    "switch": {"en": "the switch port behind the access point", "sv": "switchporten bakom accesspunkten"},
}


def not_checked(scenes: Sequence[Scene], words: ReadWords) -> tuple[NotChecked, ...]:
    """Everything that was asked for and gave no records, place by place in the order it was asked; never folded away.

    A place that is not known is one line.
    """
    case = scenes[0].case
    told = [
        NotChecked(what=_PLACES[place], because="skipped", detail=spot.because)
        for place, spot in case.places.items()
        if spot.device is None and spot.because
    ]
    seen: dict[tuple[Place, str], Observation] = {}
    for scene in scenes:
        for name in scene.samples:
            latest = scene.latest(name)
            if latest is not None and latest.failure is not None:
                seen.setdefault((latest.place, latest.read), latest)
    for latest in seen.values():
        assert latest.failure is not None
        told.append(
            NotChecked(
                what=_what(latest, scenes[0], words),
                because=_BECAUSE.get(latest.failure, "unreachable"),
                detail=latest.reason,
                command=latest.command or None,
            )
        )
    for cut in (_cut(scene, words) for scene in scenes if scene.unlisted):
        if cut not in told:
            told.append(cut)
    return tuple(told)


def _cut(scene: Scene, words: ReadWords) -> NotChecked:
    listed = scene.latest("ports")
    what = words["ports"] if scene.device == scene.case.device else _on(scene.device.name, words["ports"])
    detail = f"the answer was cut short: it lacks {scene.unlisted}, which the device names elsewhere"
    return NotChecked(
        what=what, because="parse_failed", detail=detail, command=listed.command if listed else None
    )  # fmt: skip


def _what(observation: Observation, target: Scene, words: ReadWords) -> Text:
    said = words[observation.read]
    return said if observation.device == target.case.device.name else _on(observation.device, said)


def _on(device: str, what: Text) -> Text:
    return {language: f"{said} ({device})" for language, said in what.items()}


def would_change(
    outcome: Outcome,
    root: Finding,
    sure: Text | None,
    scene: Scene,
    doubts: Mapping[str, Sequence[Observation]],
    words: ReadWords,
) -> tuple[Text, ...]:
    """What would change the verdict or make it certain, in one line.

    Of what is likely, its runbook knows it best; else it is the decisive reading, or, where we could not tell, the
    missing one: rather one that a fault may hide behind.
    """
    if outcome == "unknown" and scene.session.failure != "none":
        device = scene.device.name
        return ({
            "en": f"It can be told once {device} can be read.",
            "sv": f"Det går att avgöra när {device} går att läsa.",
        },)  # fmt: skip
    if outcome == "unknown":
        latest = [one for name in scene.samples if (one := scene.latest(name)) and one.failure is not None]
        hiding = {id(one) for unread in doubts.values() for one in unread}
        missing = next((one for one in latest if id(one) in hiding), latest[0] if latest else None)
        if missing is None:
            return ()
        what = _what(missing, scene, words)
        return ({
            "en": f"It can be told once {what['en']} can be read.",
            "sv": f"Det går att avgöra när {what['sv']} går att läsa.",
        },)  # fmt: skip
    if outcome == "likely" and sure is not None:
        return (sure,)
    decisive = next((piece for piece in root.evidence if piece.lines), None)
    if decisive is None:
        return ()
    name = {language: spoken_field(decisive.field, language) or decisive.field for language in LANGUAGES}
    place = (decisive.command, decisive.field)
    samples = [piece for piece in root.evidence if (piece.command, piece.field) == place]
    if len({piece.value for piece in samples}) > 1 and len({piece.at for piece in samples}) > 1:
        return ({
            "en": f"Two readings of `{decisive.command}` with {name['en']} standing still would change this.",
            "sv": f"Två läsningar av `{decisive.command}` där {name['sv']} står still skulle ändra detta.",
        },)  # fmt: skip
    value = _PLAIN.get(decisive.value, {"en": decisive.value, "sv": decisive.value})
    what = {language: f"{value[language]} ({name[language]})" for language in LANGUAGES}
    if re.fullmatch(r"-?\d+(\.\d+)?", decisive.value):  # one more second of uptime changes nothing
        return ({
            "en": f"If `{decisive.command}` shows a value that differs clearly from {what['en']}, this changes.",
            "sv": f"Visar `{decisive.command}` ett klart annat värde än {what['sv']} ändras detta.",
        },)  # fmt: skip
    return ({
        "en": f"If `{decisive.command}` shows anything but {what['en']}, this changes.",
        "sv": f"Visar `{decisive.command}` något annat än {what['sv']} ändras detta.",
    },)  # fmt: skip
