"""The nouns of the desk: what is asked, about what, what was seen, what is concluded. Frozen, hardly any behaviour."""

from __future__ import annotations

from bot.model.asking import Question, Request, Target, Understanding, Understood
from bot.model.network import Device, Inventory, Jack, Link, LinkEnd, Room
from bot.model.seeing import ACCESS_FAILURES, About, Case, Failure, Observation, Place, ReadRequest, Spot
from bot.model.verdict import (
    Answer,
    Check,
    Diagnosis,
    Evidence,
    Finding,
    NotChecked,
    Progress,
    Reads,
    RuledOut,
    Script,
    TicketRef,
    Timings,
)
from bot.model.vocabulary import Confidence, Group, Guard, Intent, Language, Outcome, Role, Severity, Symptom, Text

__all__ = [
    "ACCESS_FAILURES",
    "About",
    "Answer",
    "Case",
    "Check",
    "Confidence",
    "Device",
    "Diagnosis",
    "Evidence",
    "Failure",
    "Finding",
    "Group",
    "Guard",
    "Intent",
    "Inventory",
    "Jack",
    "Language",
    "Link",
    "LinkEnd",
    "NotChecked",
    "Observation",
    "Outcome",
    "Place",
    "Progress",
    "Question",
    "ReadRequest",
    "Reads",
    "Request",
    "Role",
    "Room",
    "RuledOut",
    "Script",
    "Severity",
    "Spot",
    "Symptom",
    "Target",
    "Text",
    "TicketRef",
    "Timings",
    "Understanding",
    "Understood",
]
