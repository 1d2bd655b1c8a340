"""Places where a test kills the process, to prove that nothing is lost there. Without the variable they do nothing.

FIRSTLINE_DIE_AT="kept:3" kills (SIGKILL, no clean-up) when the place `kept` is passed the third time.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from typing import Final

# In the order in which a request passes them. `before` an effect and after it: a crash in between is the hard case.
PLACES: Final = (
    "stored",  # the request row is there; not yet handed to the engine, not yet acknowledged
    "begun",  # the engine has it; our own row does not say so yet
    "planned",  # understood, and joined to a reading
    "reading",  # a session to the device was just over; nothing of it is kept yet
    "read",  # the reading is kept; the engine does not know yet
    "keeping",  # the answer is made; not yet stored
    "kept",  # answer and outbox rows are stored; the engine does not know yet
    "telling",  # just before the ticket system is asked
    "told",  # the ticket is there; our own row does not say so yet
    "noted",  # our row says so; the engine does not know yet
    "sending",  # just before the channel gets the final reply
    "sent",  # the channel has it; our row does not say so yet
    "marked",  # our row says so; the engine does not know yet
)
# The same for a check: its firing, the requests of its targets, and what is told in the end.
PLACES_OF_CHECKS: Final = (
    "fired",  # firing and targets are there; no target has begun
    "let-begin",  # targets have their requests; the engine has none of them
    "ended",  # compared, and what is to be told is in the outbox; nothing is told
    "announcing",  # just before the channel is told
)
_wanted: Final = os.environ.get("FIRSTLINE_DIE_AT")
_passed: Counter[str] = Counter()
_lock = threading.Lock()


def pass_by(place: str) -> None:
    """Go on, or die here if this is the place and the time."""
    if _wanted is None:
        return
    with _lock:
        _passed[place] += 1
        if _wanted == f"{place}:{_passed[place]}":
            os.kill(os.getpid(), signal.SIGKILL)
