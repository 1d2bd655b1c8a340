"""Loads the Teams SDK, once, and without what it would drag into this process. Nothing else imports it at start."""

from __future__ import annotations

import logging
import os
import threading
import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from microsoft_teams.apps import App

_ONCE: Final = threading.Lock()
_NO_DOTENV: Final = "PYTHON_DOTENV_DISABLED"


def load() -> type[App]:
    """The SDK's App. Takes seconds the first time; not for a loop that others wait for."""
    with _ONCE:
        # At import the SDK reads any .env it finds from here upwards into the environment, the switch that accepts
        # unsigned calls among the rest.
        before = os.environ.get(_NO_DOTENV)
        os.environ[_NO_DOTENV] = "1"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of its own experiments
                from microsoft_teams.apps import App
        finally:
            if before is None:
                del os.environ[_NO_DOTENV]
            else:
                os.environ[_NO_DOTENV] = before
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="microsoft_teams")  # of its own parts, too
    # It logs whole messages and a traceback a try; what matters is logged by us, once per change.
    logging.getLogger("microsoft_teams").setLevel(logging.CRITICAL + 1)
    return App
