"""Slack: slash command and mention, one message edited as the work goes on, its buttons. Loads bolt when started."""

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.settings import SlackSettings, read_settings

__all__ = ["SlackChannel", "SlackSettings", "read_settings"]
