"""The error tree, drawn on top: branches by whose turn it is to act.

    BotError
      RequestError      the asker's turn: say it again, differently
        NotAllowed        a wish that this bot never carries out, or may not for this person
      SettingsError     the operator's turn: configuration, credentials, host keys
      RemoteError       another system's turn: the job tries again

A mistake in a file that a person wrote (runbook, texts, platform, inventory, configuration) is a
`parsers.document.DocumentError`: file, line, problem and remedy. It stands on the lowest floor because
platform files are read there.

What goes wrong on a device is not here: unreachable, refused and unreadable are data
(`bot.model.Failure`) that rules may speak about. Only bugs are other exceptions.
"""

from __future__ import annotations


class BotError(Exception):
    """Something went wrong; the text is a sentence for the person whose turn it is."""


class RequestError(BotError):
    """The request cannot be carried out as it was asked."""


class NotAllowed(RequestError):  # noqa: N818  (a state, told to the asker, not a programming error)
    """You may not do this here."""


class SettingsError(BotError):
    """The set-up needs a hand before this can work; the message says which."""


class RemoteError(BotError):
    """Another system did not do its part; what was to be done is kept and tried again."""
