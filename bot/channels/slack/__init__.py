"""Slack: slash command and mention, one message edited as the work goes on, three buttons. Loads bolt when started."""

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.settings import Reference, SlackSettings, read_settings

__all__ = ["Reference", "SlackChannel", "SlackSettings", "read_settings"]
