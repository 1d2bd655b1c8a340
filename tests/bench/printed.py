"""One line per figure: what was measured, the goal, the ratio of both."""

from __future__ import annotations

from collections.abc import Sequence


def heading(name: str) -> None:
    """The head of a table."""
    print(f"\n{name:60}{'measured':>12}{'goal':>12}{'ratio':>8}")


def line(name: str, measured: float, goal: float | None) -> None:
    """A figure; None where there is no goal for it."""
    shown = f"{measured:.0f}" if measured == int(measured) or measured >= 100 else f"{measured:.2f}"
    ratio = f"{measured / goal:.2f}" if goal else "-"
    print(f"{name:60}{shown:>12}{'-' if goal is None else f'{goal:g}':>12}{ratio:>8}", flush=True)


def p99(taken: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(taken)[min(len(taken) - 1, round(0.99 * len(taken)))]
