"""How firstline itself is doing, how often it was right when that was measured, and the card for when all is down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web.frame import Frame
from bot.channels.web.given import Given
from bot.channels.web.texts_card import SHEETS
from bot.checks import Firing
from bot.model import ACCESS_FAILURES, Answer, Language
from bot.ports import Checks

_FIRINGS: Final = 40
_ANSWERS: Final = 60  # the latest questions, looked through for devices that did not answer
_LATELY: Final = timedelta(hours=24)
_MOST: Final = 30  # silent devices on the page
_COLUMNS: Final = ("right", "could not tell", "wrong", "false alarm", "cleared wrongly", "proof missing")


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A device that let nobody in, or did not answer, and has not done better since."""

    device: str
    why: str
    at: datetime
    request: str | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """One table of the measurement: how many questions, in which columns, and what went otherwise than right."""

    name: str
    total: int
    counts: tuple[tuple[str, int], ...]
    faults: int
    others: tuple[tuple[str, str, str], ...]  # (case, column, what was said)


class HealthPages:
    """The pages of one service that are about the service."""

    def __init__(self, frame: Frame, given: Given, checks: Checks) -> None:
        self._frame = frame
        self._given = given
        self._checks = checks

    def routes(self) -> list[Route]:
        return [Route("/health", self.health), Route("/accuracy", self.accuracy), Route("/card", self.card)]

    async def health(self, request: Request) -> Response:
        """Systems, what waits, schedules, devices that did not answer lately, and what the doctor sees."""
        call, reader = self._frame.border.call, self._frame.reader(request)
        firings = await call(self._checks.latest, _FIRINGS)
        return await self._frame.page(
            request, "health.html", reader,
            unready=await call(self._frame.operations.unready),
            numbers={(one.name, *(value for _, value in one.labels)): one.value
                     for one in await call(self._frame.operations.measures)},
            latest=await call(self._latest_answer),
            schedules=[(one, _last(one.name, firings)) for one in await call(self._given.schedules)],
            silent=await call(self._silent, firings, reader.language),
            looked=await call(self._given.checkup),
        )  # fmt: skip

    async def accuracy(self, request: Request) -> Response:
        """What was measured when these rules were made; no claim about this site."""
        measured = _measured() or {}
        series = [_series(name, measured[name]) for name in ("scenarios", "lab") if name in measured]
        return await self._frame.page(
            request, "accuracy.html", self._frame.reader(request), series=series,
            day=date.fromisoformat(str(measured["day"])) if measured else None,
            same=measured.get("rules") == self._given.library.version,
        )  # fmt: skip

    async def card(self, request: Request) -> Response:
        """One sheet of paper. It needs no sign-in: it is for the day on which nothing else works."""
        reader = self._frame.reader(request)
        return await self._frame.page(request, "card.html", reader, sheet=SHEETS[reader.language])

    def _latest_answer(self) -> datetime | None:
        found = [one.value for one in self._frame.operations.measures() if one.name.startswith("firstline_last_answer")]
        return datetime.fromtimestamp(found[0], UTC) if found and found[0] else None

    def _silent(self, firings: Sequence[Firing], language: Language) -> list[Silent]:
        """From what checks found and what questions met, the newest first; an answer since then takes it away."""
        since = datetime.now(UTC) - _LATELY
        met: dict[str, tuple[datetime, Silent | None]] = {}

        def meet(device: str, at: datetime, silent: Silent | None) -> None:
            if at >= since and (device not in met or at > met[device][0]):
                met[device] = (at, silent)

        for asked in self._frame.door.recent(_ANSWERS):
            answer = self._frame.door.answer(asked.id) if asked.at >= since else None
            for one in _met(answer) if answer else ():
                told = replace(one, why=self._given.reason(one.why, language)) if one.why else None
                meet(one.device, one.at, told)
        for firing in firings:
            for result in firing.results:
                if result.root_cause in {"DEVICE_UNREACHABLE", "LOGIN_FAILED", "DEVICE_SILENT"}:
                    why = result.headline[language]
                    silent = Silent(device=result.target.device, why=why, at=result.at, request=result.request)
                    meet(result.target.device, result.at, silent)
        found = [silent for _, silent in met.values() if silent]
        return sorted(found, key=lambda one: one.at, reverse=True)[:_MOST]


def _met(answer: Answer) -> list[Silent]:
    """Each device of an answer: why it could not be read, or "" where it was."""
    met: dict[str, Silent] = {}
    for one in answer.observations:
        why = (one.reason or str(one.failure)) if one.failure in ACCESS_FAILURES else ""
        if one.failure is None or why:
            met[one.device] = Silent(device=one.device, why=why, at=answer.request.at, request=answer.request.id)
    return list(met.values())


def _last(name: str, firings: Sequence[Firing]) -> Firing | None:
    return next((one for one in firings if one.schedule == name), None)


def _measured() -> Mapping[str, object] | None:
    """accuracy.json, which `python -m tests.accuracy --write` makes; None where nobody has measured."""
    place = files("bot.channels.web") / "accuracy.json"
    return dict(json.loads(place.read_text(encoding="utf-8"))) if place.is_file() else None


def _series(name: str, table: object) -> Series:
    assert isinstance(table, dict)
    counts = {column: int(table["columns"].get(column, 0)) for column in _COLUMNS}
    return Series(
        name=name,
        total=int(table["total"]),
        counts=tuple(counts.items()),
        faults=int(table["faults"]),
        others=tuple((str(case), str(column), str(said)) for case, column, said in table["others"]),
    )
