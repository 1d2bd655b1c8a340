"""What an answer says about itself: what was not checked and why, and which reading would change the verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from bot.diagnosis.scene import Scene
from bot.model import Failure, Finding, Language, NotChecked, Observation, Outcome, Place, Text

ReadWords = Mapping[str, Mapping[Language, str]]
Because = Literal["unreachable", "parse_failed", "unsupported", "timeout", "skipped"]

_BECAUSE: Final[Mapping[Failure, Because]] = {
    "denied": "parse_failed",
    "parse_failed": "parse_failed",
    "unsupported": "unsupported",
    "timeout": "timeout",
}  # all others: the device could not be reached, or no longer

_BOOLEANS: Final[Mapping[str, Text]] = {"True": {"en": "yes", "sv": "ja"}, "False": {"en": "no", "sv": "nej"}}

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
    for (_, read), latest in seen.items():
        assert latest.failure is not None
        elsewhere = latest.device != case.device.name
        told.append(
            NotChecked(
                what=_on(latest.device, words[read]) if elsewhere else words[read],
                because=_BECAUSE.get(latest.failure, "unreachable"),
                detail=latest.reason,
                command=latest.command or None,
            )
        )
    return tuple(told)


def _on(device: str, what: Text) -> Text:
    return {language: f"{said} ({device})" for language, said in what.items()}


def would_change(outcome: Outcome, root: Finding, scene: Scene, words: ReadWords) -> tuple[Text, ...]:
    """The reading that would change the verdict: the decisive one, or, where we could not tell, the missing one."""
    if outcome == "unknown":
        missing = next((name for name in scene.samples if name in words and _unread(scene.latest(name))), None)
        if missing is None:
            return ()
        return ({
            "en": f"A readable answer about {words[missing]['en']} would change this.",
            "sv": f"Ett läsbart svar om {words[missing]['sv']} skulle ändra detta.",
        },)  # fmt: skip
    decisive = next((piece for piece in root.evidence if piece.lines), None)
    if decisive is None:
        return ()
    place = (decisive.command, decisive.field)
    samples = [piece for piece in root.evidence if (piece.command, piece.field) == place]
    if len({piece.value for piece in samples}) > 1 and len({piece.at for piece in samples}) > 1:
        return ({
            "en": f"{decisive.field} standing still between two readings of `{decisive.command}` would change this.",
            "sv": f"Att {decisive.field} står still mellan två läsningar av `{decisive.command}` skulle ändra detta.",
        },)  # fmt: skip
    value = _BOOLEANS.get(decisive.value, {"en": decisive.value, "sv": decisive.value})
    number = re.fullmatch(r"-?\d+(\.\d+)?", decisive.value) is not None  # one more second of uptime changes nothing
    other = {"en": "A clearly other" if number else "Another", "sv": "Ett klart annat" if number else "Ett annat"}
    return ({
        "en": f"{other['en']} value than {value['en']} for {decisive.field} in `{decisive.command}` would change this.",
        "sv": f"{other['sv']} värde än {value['sv']} för {decisive.field} i `{decisive.command}` skulle ändra detta.",
    },)  # fmt: skip


def _unread(observation: Observation | None) -> bool:
    return observation is not None and observation.failure is not None
