"""Some of many equal samples: a share of them in every run, all of them where there is patience (.ci/run)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

_T = TypeVar("_T")


def one_in(share: int, items: Sequence[_T], *, name: Callable[[_T], str]) -> list[ParameterSet]:
    """Every `share`-th as it is, evenly over the list; the others are marked patient. For pytest's parametrize."""
    return [
        pytest.param(item, id=name(item), marks=() if at % share == 0 else pytest.mark.patient)
        for at, item in enumerate(items)
    ]
