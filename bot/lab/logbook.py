"""The log buffer: a quiet history that every switch has, what faults wrote, and the stamps as configured."""

from __future__ import annotations

from bot.lab.clock import MONTHS, local
from bot.lab.names import draw
from bot.lab.topology import LogEvent, LogStyle, Region, Switch

_DAY = 86_400.0
_HISTORY_DAYS = 9


def log_lines(region: Region, switch: Switch) -> list[str]:
    """All lines of the buffer, oldest first, stamped in the device's own style and time."""
    now = region.clock.now()
    if switch.history is None:
        switch.history = _history(region, switch)
    moments = sorted(
        [*switch.history, *(moment for event in switch.log for moment in _moments(event, now))],
        key=lambda moment: moment[0],
    )
    first = 22_600 + draw(switch.name + "seq", 3000)
    return [_stamp(switch, at, first + i) + text for i, (at, text) in enumerate(moments)]


def _moments(event: LogEvent, now: float) -> list[tuple[float, str]]:
    """A repeated line stands once per repetition; the buffer keeps the last twelve."""
    if event.every is None:
        return [(event.at, event.text)] if event.at <= now else []
    end = now if event.until is None else min(now, event.until)
    count = int((end - event.at) / event.every) + 1 if end >= event.at else 0
    return [(event.at + i * event.every, event.text) for i in range(max(0, count - 12), count)]


def _history(region: Region, switch: Switch) -> list[tuple[float, str]]:
    """One event a day before the lab started: somebody configured, or a PC went to sleep and woke."""
    wired = [p.name for p in switch.physical if p.traffic == "pc"]
    found: list[tuple[float, str]] = []
    for day in range(_HISTORY_DAYS, 0, -1):
        key = f"{switch.name}{day}"
        at = region.started - day * _DAY + draw(key + "at", 40_000)
        if not wired or draw(key, 3) == 0:
            admin = f"10.40.9.{10 + draw(key + 'who', 30)}"
            found.append((at, f"%SYS-5-CONFIG_I: Configured from console by nadm on vty0 ({admin})"))
            continue
        name = wired[draw(key + "port", len(wired))]
        found.extend((at + late, text) for late, text in went_down(name))
        found.extend((at + 46.1 + late, text) for late, text in came_up(name))
    return found


def went_down(name: str) -> list[tuple[float, str]]:
    """(seconds after, line) of a lost link."""
    return [
        (0.0, f"%LINEPROTO-5-UPDOWN: Line protocol on Interface {name}, changed state to down"),
        (1.212, f"%LINK-3-UPDOWN: Interface {name}, changed state to down"),
    ]


def came_up(name: str) -> list[tuple[float, str]]:
    """(seconds after, line) of a new link."""
    return [
        (0.0, f"%LINK-3-UPDOWN: Interface {name}, changed state to up"),
        (1.107, f"%LINEPROTO-5-UPDOWN: Line protocol on Interface {name}, changed state to up"),
    ]


def _stamp(switch: Switch, at: float, number: int) -> str:
    style: LogStyle = switch.log_style
    t = local(at + switch.drift_s)
    stamp = f"{'' if switch.synced else '*'}{MONTHS[t.month - 1]} {t.day:2d} "
    if style.year:
        stamp += f"{t.year} "
    stamp += f"{t:%H:%M:%S}"
    if style.msec:
        stamp += f".{t.microsecond // 1000:03d}"
    if style.zone:
        stamp += f" {t.tzname()}"
    return f"{number:06d}: {stamp}: " if style.sequence else f"{stamp}: "
