"""Teams: mention and personal chat, one card edited as the work goes on, its buttons. Loads the SDK when started."""

from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.settings import TeamsSettings, read_settings

__all__ = ["TeamsChannel", "TeamsSettings", "read_settings"]
