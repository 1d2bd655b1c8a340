"""Plan B: the local web console and the HTTP API. With no internet and no chat, this still answers."""

from bot.channels.web.app import LOOPBACK, create_app
from bot.channels.web.given import Example, Given, Looked, Planned, Sign, Suggestion
from bot.channels.web.sign_in import SignIn
from bot.channels.web.suggest import suggester

__all__ = [
    "LOOPBACK",
    "Example",
    "Given",
    "Looked",
    "Planned",
    "Sign",
    "SignIn",
    "Suggestion",
    "create_app",
    "suggester",
]
