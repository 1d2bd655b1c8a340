"""The durable jobs behind the channels: a request that was accepted is answered, whatever dies in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.data_folder import RunningService, running_service

if TYPE_CHECKING:
    from bot.jobs.service import Service

__all__ = ["RunningService", "Service", "running_service"]


def __getattr__(name: str) -> object:
    """The engine takes two seconds to load, and who only hands a question over needs none."""
    if name == "Service":
        from bot.jobs.service import Service

        return Service
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
