"""The service's database, for the verbs that look into it; beside a running service too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import RemoteError
from bot.settings import Settings
from bot.store import Store, open_store


@contextmanager
def stored(settings: Settings) -> Iterator[Store]:
    """Until the end of the block. Raises RemoteError where no service ever wrote there: looking makes no database."""
    file = settings.data / "firstline.db"
    if settings.database is None and not file.exists():
        raise RemoteError(f"there is no database {file} yet. It is made when the service first starts: firstline serve")
    store = open_store(settings.database.read() if settings.database else f"sqlite:///{file}")
    try:
        yield store
    finally:
        store.close()
