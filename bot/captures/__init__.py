"""A folder of captured outputs read as a device would answer: for the replay and for the lab."""

from bot.captures.folder import STATES, CapturedSession, CapturesFolder

__all__ = ["STATES", "CapturedSession", "CapturesFolder"]
