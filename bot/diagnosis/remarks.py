"""What an answer says about itself: what was not checked and why, and which reading would change the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from bot.diagnosis.scene import Scene
from bot.model import Failure, Finding, Language, NotChecked, Observation, Outcome, Text

ReadWords = Mapping[str, Mapping[Language, str]]
Because = Literal["unreachable", "parse_failed", "unsupported", "timeout", "skipped"]

_BECAUSE: Final[Mapping[Failure, Because]] = {
    "denied": "parse_failed",
    "parse_failed": "parse_failed",
    "unsupported": "unsupported",
    "timeout": "timeout",
}  # all others: the device could not be reached, or no longer


def not_checked(scene: Scene, words: ReadWords) -> tuple[NotChecked, ...]:
    """Everything that was asked for and gave no records, in the order it was asked; never folded away."""
    return tuple(
        NotChecked(
            what=words[read],
            because=_BECAUSE.get(latest.failure, "unreachable"),
            detail=latest.reason,
            command=latest.command or None,
        )
        for read in scene.samples
        if (latest := scene.latest(read)) is not None and latest.failure is not None
    )


def would_change(outcome: Outcome, root: Finding, scene: Scene, words: ReadWords) -> tuple[Text, ...]:
    """The reading that would change the verdict: the decisive one, or, where we could not tell, the missing one."""
    if outcome == "unknown":
        missing = next((read for read in scene.samples if _unread(scene.latest(read))), None)
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
    values = {piece.value for piece in root.evidence if (piece.command, piece.field) == place}
    if len(values) > 1:
        return ({
            "en": f"{decisive.field} standing still between two readings of `{decisive.command}` would change this.",
            "sv": f"Att {decisive.field} står still mellan två läsningar av `{decisive.command}` skulle ändra detta.",
        },)  # fmt: skip
    return ({
        "en": f"Another value than {decisive.value} for {decisive.field} in `{decisive.command}` would change this.",
        "sv": f"Ett annat värde än {decisive.value} för {decisive.field} i `{decisive.command}` skulle ändra detta.",
    },)  # fmt: skip


def _unread(observation: Observation | None) -> bool:
    return observation is not None and observation.failure is not None
