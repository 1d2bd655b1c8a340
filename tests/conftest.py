"""What some tests need beside Python: a server, a browser, patience. Where it is missing they are skipped, and say why.

FIRSTLINE_REQUIRE=postgres,rt,chromium,patient turns a part that is missing into a failure; .ci/run does so.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from httpx._config import DEFAULT_TIMEOUT_CONFIG

# Five seconds, httpx's patience where none is given, say more about a busy machine than about what is asked there.
DEFAULT_TIMEOUT_CONFIG.read = DEFAULT_TIMEOUT_CONFIG.connect = 60.0


@dataclass(frozen=True, kw_only=True)
class Part:
    """A marker of tests: what they need, whether it is here, and how to get it."""

    about: str
    here: Callable[[], bool]
    remedy: str


def _chromium() -> bool:
    return shutil.which("chromium") is not None and importlib.util.find_spec("playwright") is not None


PARTS: dict[str, Part] = {
    "postgres": Part(
        about="a PostgreSQL server",
        here=lambda: bool(os.environ.get("FIRSTLINE_TEST_POSTGRES")),
        remedy='eval "$(.ci/postgres start)" starts one and names it',
    ),
    "rt": Part(
        about="a Request Tracker",
        here=lambda: all(os.environ.get(f"FIRSTLINE_TEST_RT_{name}") for name in ("URL", "TOKEN")),
        remedy='eval "$(.ci/rt start)" starts one and names it',
    ),
    "chromium": Part(
        about="a Chromium browser, and two minutes",
        here=lambda: "CI" in os.environ and _chromium(),
        remedy=".ci/run chromium installs and runs it (or set CI=true where it is installed)",
    ),
    "playground": Part(
        about="Microsoft's test tool for Teams, and a Chromium browser",
        here=lambda: _chromium() and bool(os.environ.get("FIRSTLINE_TEST_PLAYGROUND")),
        remedy=".ci/run teams installs and runs it",
    ),
    "patient": Part(
        about="a quarter of a minute or more, or is one of many like it",
        here=lambda: "CI" in os.environ,
        remedy=".ci/run runs it (or set CI=true)",
    ),
}
REQUIRED = frozenset(filter(None, os.environ.get("FIRSTLINE_REQUIRE", "").split(",")))


def pytest_configure(config: pytest.Config) -> None:
    for name, part in PARTS.items():
        config.addinivalue_line("markers", f"{name}: needs {part.about}")
    if unknown := REQUIRED - PARTS.keys():
        raise pytest.UsageError(f"FIRSTLINE_REQUIRE: there is no part {', '.join(sorted(unknown))}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, part in PARTS.items():
        if item.get_closest_marker(name) and not part.here():
            said = f"needs {part.about}: {part.remedy}"
            if name in REQUIRED:
                pytest.fail(f"PART MISSING: {name} {said}", pytrace=False)
            pytest.skip(said)
