"""A folder of captured outputs read as a device would answer: for the replay and for the lab."""

from bot.captures.folder import STATES, CapturedSession, CapturesFolder
from bot.captures.save import save_captures

__all__ = ["STATES", "CapturedSession", "CapturesFolder", "save_captures"]
