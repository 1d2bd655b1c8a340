"""A check from this process, where no service runs: the devices are read from here, nothing is stored or told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.app import App
from bot.checks import STATES, CheckResult, CheckTarget, Firing, Remembered
from bot.desk.intake import accept
from bot.desk.schedule import Schedule
from bot.desk.schedule.changes import result_of, weigh
from bot.desk.schedule.targets import named_target, understanding_of
from bot.errors import BotError, RequestError
from bot.settings import Settings
from bot.store import open_store

_AT_ONCE: Final = 10

Told = Callable[[Sequence[Firing]], None]


def checked_here(app: App, settings: Settings, names: Sequence[str], told: Told) -> Sequence[Firing]:
    """The finished checks: each schedule one, all other names one. Raises RequestError for an unknown name."""
    now = datetime.now(UTC)
    schedules = {one.name: one for one in app.schedules}
    if not names and not schedules:
        raise RequestError("There are no schedules in the configuration. Name a device or a room instead.")
    wanted: list[tuple[Schedule | None, str, Sequence[CheckTarget]]] = [
        (schedules[name], name, schedules[name].targets) for name in names or schedules if name in schedules
    ]
    others = [name for name in names if name not in schedules]
    if others:
        targets = {one.name: one for name in others for one in named_target(name, app.desk.inventory)}
        wanted.append((None, ", ".join(others), tuple(targets.values())))
    begun = [
        Firing(id=f"here-{at}", schedule=schedule.name if schedule else None, title=title, due=now, ended_at=None,
               total=len(targets), done=0)
        for at, (schedule, title, targets) in enumerate(wanted)
    ]  # fmt: skip
    found = _found(app, wanted, begun, told)
    memories = _memories(settings, [schedule.name for schedule, _, _ in wanted if schedule])
    return [
        _ended(firing, results, memories.get(firing.schedule or "", {}))
        for firing, results in zip(begun, found, strict=True)
    ]


def _found(
    app: App,
    wanted: Sequence[tuple[Schedule | None, str, Sequence[CheckTarget]]],
    begun: Sequence[Firing],
    told: Told,
) -> list[list[CheckResult]]:
    """The results of each check. One thread per device, since a device is read by one at a time."""
    found: list[list[CheckResult]] = [[] for _ in wanted]
    of_device: dict[str, list[tuple[int, Schedule | None, CheckTarget]]] = {}
    for at, (schedule, _, targets) in enumerate(wanted):
        for target in targets:
            of_device.setdefault(target.device, []).append((at, schedule, target))
    lock, stopped = threading.Lock(), threading.Event()

    def check(work: Sequence[tuple[int, Schedule | None, CheckTarget]]) -> None:
        for at, schedule, target in work:
            if stopped.is_set():
                return
            result = _checked(app, schedule, target)
            with lock:
                found[at].append(result)
                told([replace(one, done=len(found[number])) for number, one in enumerate(begun)])

    told(begun)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        try:
            list(threads.map(check, of_device.values()))
        except BaseException:
            stopped.set()  # Ctrl-C: what is being read ends, nothing more begins
            raise
    return found


def _checked(app: App, schedule: Schedule | None, target: CheckTarget) -> CheckResult:
    now = datetime.now(UTC)
    language = schedule.language if schedule else "sv"
    text, understanding = understanding_of(target, language)
    request, _ = accept(text, channel="check", requester="", at=now, language=language)
    answer = app.desk.answer(request, understanding, lambda _: None)
    return replace(result_of(answer, target, now, schedule.codes if schedule else None), request=None)


def _memories(settings: Settings, schedules: Sequence[str]) -> Mapping[str, Mapping[str, Remembered]]:
    """What the service last told, by schedule and target; nothing where its database cannot be opened."""
    file = settings.data / "firstline.db"
    if not schedules or (settings.database is None and not file.exists()):
        return {}
    try:
        store = open_store(settings.database.read() if settings.database else f"sqlite:///{file}")
        try:
            with store.reading() as rows:
                return {name: rows.standings.of(name) for name in schedules}
        finally:
            store.close()
    except BotError:
        return {}


def _ended(firing: Firing, found: Sequence[CheckResult], memory: Mapping[str, Remembered]) -> Firing:
    results = [
        replace(one, change=weigh(one.standing, memory.get(one.target.name))[0])
        for one in sorted(found, key=lambda one: one.target.name)
    ]
    states = [one.standing.state for one in results]
    return replace(
        firing,
        ended_at=datetime.now(UTC),
        done=len(results),
        counts={state: states.count(state) for state in STATES},
        results=tuple(one for one in results if one.change or one.standing.state in {"trouble", "unknown"}),
    )
