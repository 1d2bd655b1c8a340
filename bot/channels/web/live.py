"""The page of a question that is being worked on: its steps folded into one picture, streamed as server-sent events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from bot.model import Language, Outcome, Progress
from parsers.values import short_interface

Stage = Literal["done", "now", "next"]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All that is known of the work so far. One who looks in late sees the same from the next step on."""

    located: Stage = "now"
    reading: Stage = "next"
    judging: Stage = "next"
    place: str | None = None
    done: int = 0
    total: int = 0
    wait_s: int = 0  # until the second reading; 0 where none is due
    early: str | None = None  # a headline that is proven or likely already
    early_outcome: Outcome = "unknown"


def after(picture: Picture, step: Progress, language: Language) -> Picture:
    """The picture after one more step."""
    picture = _early(picture, step, language)
    match step.state:
        case "locating":
            return picture
        case "found":
            return replace(picture, located="done", reading="now", place=_place(step) or picture.place)
        case "reading":
            now = replace(picture, located="done", done=step.done, total=step.total, wait_s=0)
            if step.done >= step.total > 0:
                return replace(now, reading="done", judging="now")
            return replace(now, reading="now", judging="next")  # a verdict may ask for more, so this can come again
        case "first_verdict":
            return replace(picture, located="done", reading="done", judging="now")
        case "second_reading":
            return replace(picture, located="done", reading="done", judging="now", wait_s=round(step.wait_s))
        case "done":
            return replace(picture, located="done", reading="done", judging="done")


def frame(event: str, text: str) -> bytes:
    """One server-sent event; each line of the text needs its own `data:`."""
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"event: {event}\n{lines}\n".encode()


def _early(picture: Picture, step: Progress, language: Language) -> Picture:
    """Only what is a fault already: "healthy so far" would be taken for the answer."""
    found = step.diagnosis
    if found is None or found.script is None or found.outcome not in {"proven", "likely"}:
        return picture
    return replace(picture, early=found.script.headline[language], early_outcome=found.outcome)


def _place(step: Progress) -> str | None:
    target = step.target
    if target is None:
        return None
    port = short_interface(target.interface) if target.interface else None
    return " ".join(name for name in (target.device or target.ap or target.client or target.wlan, port) if name) or None
