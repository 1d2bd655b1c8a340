"""Free text in Swedish or English -> intent, facts and the one question back, against an inventory. Deterministic."""

from bot.desk.understand.document import to_document
from bot.desk.understand.reading import understand

__all__ = ["to_document", "understand"]
