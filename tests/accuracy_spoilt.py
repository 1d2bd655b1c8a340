"""The same questions with less to read: the answer that decided is cut or refused. Less may be said, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from bot.model import Answer, Diagnosis

Spoilt = Literal[
    "cut",  # the answer breaks off after three fifths of its length
    "denied",  # the device does not authorise the command
]
Where = tuple[str, str]  # (device, command)
OUTCOMES: Final = ("right", "cleared but for it", "wrong", "false alarm", "cleared wrongly")
GRAVE: Final = OUTCOMES[2:]
DENIED: Final = "% Authorization failed.\n\n"
_KEPT: Final = 0.6
# A log has no end by which a missing piece could be told: of it only a refusal can be seen.
_ENDLESS: Final = "show logging"


def spoil(how: Spoilt, command: str, text: str) -> str:
    """What is left of an answer."""
    return DENIED if how == "denied" or command == _ENDLESS else text[: int(len(text) * _KEPT)]


def decisive(diagnosis: Diagnosis) -> Where | None:
    """The command that the verdict rests on: of a fault its first proof, of health what most of its checks speak of."""
    if diagnosis.root_cause != "NO_FAULT":
        return next(_places(diagnosis), None)
    found = [(one.device, one.command) for check in diagnosis.checks for one in check.evidence if one.command]
    return max(found, key=found.count) if found else None


def _places(diagnosis: Diagnosis) -> Iterator[Where]:
    for finding in diagnosis.findings:
        yield from ((one.device, one.command) for one in finding.evidence if one.command)


def judge(whole: Diagnosis, answer: Answer, where: Where) -> str:
    """right, wrong (another root, told as proven), false alarm, cleared wrongly; or cleared while it is told that this
    answer could not be read: what health does not rest on does not hold it back.
    """
    left = answer.diagnosis
    if left is None or left.outcome == "unknown":
        return "right"
    if left.root_cause == "NO_FAULT":
        unread = {one.command for one in left.not_checked}
        return "cleared but for it" if where[1] in unread else "cleared wrongly"
    if whole.root_cause == "NO_FAULT":
        return "false alarm"
    known = {one.code for one in whole.findings}
    return "right" if left.outcome != "proven" or left.root_cause in known else "wrong"
