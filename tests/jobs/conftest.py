"""The databases of the store's tests serve here too, and a service stops without sitting out a round of listening."""

from __future__ import annotations

import pytest

from bot.jobs import engine
from tests.store.databases import fresh

__all__ = ["fresh"]


@pytest.fixture(autouse=True)
def _stops_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_LISTEN_S", 0.2)
