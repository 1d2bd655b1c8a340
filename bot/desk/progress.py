"""The sentences shown while an answer is in the making. Each is whole, since it may be the last one seen.

They are the same in a public channel and elsewhere: no whole address is in them.
"""

from __future__ import annotations

from typing import Final

from bot.desk import words
from bot.desk.privacy import in_public
from bot.model import Diagnosis, Language, Progress, Target, Text
from parsers.values import short_interface

_LOCATING: Final[Text] = {"sv": "Jag letar upp platsen.", "en": "I am finding the place."}
_FOUND: Final[Text] = {"sv": "Hittade det: {place}.", "en": "Found it: {place}."}
_READING: Final[Text] = {
    "sv": "Läser utrustningen: {done} av {total} svar.",
    "en": "Reading the equipment: {done} of {total} answers.",
}
_SO_FAR: Final[Text] = {"sv": "{outcome} så här långt: {headline}.", "en": "{outcome} so far: {headline}."}
_ONCE_MORE: Final[Text] = {
    "sv": "Jag läser en gång till om {seconds} sekunder för att bli säker.",
    "en": "I read once more in {seconds} seconds to be sure.",
}


def progress_sentence(progress: Progress, language: Language) -> str | None:
    """The step in words; None for the last one, since the answer itself follows."""
    match progress.state:
        case "locating":
            return _LOCATING[language]
        case "found":
            return _FOUND[language].format(place=_place(progress.target)) if progress.target else None
        case "reading":
            return _READING[language].format(done=progress.done, total=progress.total)
        case "first_verdict":
            return _so_far(progress.diagnosis, language)
        case "second_reading":
            more = _ONCE_MORE[language].format(seconds=round(progress.wait_s))
            return " ".join(part for part in (_so_far(progress.diagnosis, language), more) if part)
        case "done":
            return None


def _so_far(diagnosis: Diagnosis | None, language: Language) -> str | None:
    """Only what is a fault already: "healthy so far" or "cannot tell so far" would be taken for the answer."""
    if diagnosis is None or diagnosis.script is None or diagnosis.outcome not in {"proven", "likely"}:
        return None
    outcome, headline = words.OUTCOMES[diagnosis.outcome][language], diagnosis.script.headline[language]
    return _SO_FAR[language].format(outcome=outcome, headline=in_public(headline))


def _place(target: Target) -> str:
    """What was asked about, and the device that is read for it."""
    port = short_interface(target.interface) if target.interface else None
    on_air = in_public(target.client) if target.client else target.ap or target.wlan
    if on_air and target.device and on_air != target.device:
        return f"{on_air} ({' '.join(name for name in (target.device, port) if name)})"
    return " ".join(name for name in (target.device or on_air, port) if name)
