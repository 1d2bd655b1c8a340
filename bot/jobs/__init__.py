"""The durable jobs behind the channels: a request that was accepted is answered, whatever dies in between."""

from bot.jobs.data_folder import RunningService, running_service
from bot.jobs.service import Service

__all__ = ["RunningService", "Service", "running_service"]
