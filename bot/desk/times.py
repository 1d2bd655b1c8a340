"""Clocks as a reader expects them: in their zone, with the date where it is another day than that of the question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.diagnosis.texts import MONTHS
from bot.model import Language


@dataclass(frozen=True, kw_only=True)
class Times:
    """09:42:12 on the day of the question; 17 nov 09:42 or 17 Nov, 09:42 of another day."""

    language: Language
    zone: tzinfo
    asked: datetime

    def seconds(self, at: datetime) -> str:
        return self._said(at, "%H:%M:%S")

    def minutes(self, at: datetime) -> str:
        return self._said(at, "%H:%M")

    def _said(self, at: datetime, clock: str) -> str:
        there, asked = at.astimezone(self.zone), self.asked.astimezone(self.zone)
        if there.date() == asked.date():
            return there.strftime(clock)
        day = f"{there.day} {MONTHS[self.language][there.month - 1]}"
        year = f" {there.year}" if there.year != asked.year else ""
        comma = "," if self.language == "en" else ""
        return f"{day}{year}{comma} {there:%H:%M}"
