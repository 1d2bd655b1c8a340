"""Speaks with a device's command line, line by line: an answer is echo, body and prompt in order, or not believed.

An answer that does not begin with the echo of its own command may be that of the one before, so the session is over
then. Every byte that is ever sent passes `_send` or is a blank: command lines, the preamble, `enable` with its secret,
name and password where a controller asks for them a second time; the blank is for the pager and for "press any key".
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.devices.clean import new_lines, printable
from bot.model import Failure
from parsers.platform import Prompt

_MOST_CHARACTERS = 16_000_000  # of one answer; a device that never stops is not believed
_TAIL = 2048  # characters; a prompt and a pager's line are shorter, the cursor moves round them included
# The pager's own line and what wipes it out: cursor moves, backspaces or a carriage return, then blanks.
_PAGER = re.compile(
    r"\r? ?(?:-- ?[Mm]ore ?--(?: or \(q\)uit)?"  # Cisco, Arista; AireOS
    r"|-- ?MORE ?--, next page: [^\r\n]{0,60}?quit: (?:Control-C|[qQ])"  # HPE, Aruba
    r"|---\(more(?: \d+%)?\)---)"  # Junos
    r" ?(?:\x1b\[[0-?]*[@-~])*(?:\x08+ *\x08*|\r *\r)?"
)
_ANY_KEY = re.compile(r"[Pp]ress any key to continue[. ]*$", re.MULTILINE)
_ASKS_NAME = re.compile(r"^(?:User(?:name)?|login as|(?:Please Enter )?Login Name): ?$")
_PASSWORD = re.compile(r"[Pp]assword: ?$")
_NO_LINE = re.compile(r"\b(?:vty|lines?|busy|maximum|too many|no free|sessions?|in use)\b", re.IGNORECASE)


class Wire(Protocol):
    """The bytes to and from a device, as text."""

    def send(self, text: str) -> None:
        """Send it now. Raises OSError where the connection is gone."""

    def receive(self, timeout_s: float) -> str | None:
        """What has come, waiting for something to come; None at the end. Raises TimeoutError."""

    def waiting(self) -> bool:
        """Whether more has come already."""


class DialogueError(Exception):
    """The device did not keep to the order; the session is over. Becomes a Reply or NoSession, never reaches a user."""

    def __init__(self, failure: Failure, reason: str) -> None:
        super().__init__(reason)
        self.failure: Failure = failure
        self.reason = reason


@dataclass(kw_only=True)
class _Answer:
    """What has come since a line was sent: whole lines, and the line that is still being written."""

    lines: list[str]
    last: str = ""
    size: int = 0

    def add(self, text: str) -> None:
        self.size += len(text)
        whole, newline, self.last = new_lines(self.last + text).rpartition("\n")
        if newline:
            self.lines.append(whole + newline)

    def text(self) -> str:
        return "".join(self.lines) + self.last


def _asks(question: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda line: question.search(line) is not None


class Dialogue:
    """One login. `name` is the device's, for sentences; times are seconds of `clock`."""

    def __init__(self, wire: Wire, *, name: str, prompt: Prompt, clock: Callable[[], float] = time.monotonic) -> None:
        self._wire = wire
        self._name = name
        self._any_prompt = re.compile(prompt.pattern)
        self._privileged = re.compile(prompt.privileged)
        self._more = re.compile(prompt.more)
        self._clock = clock
        self._prompt = ""

    def begin(self, first_line: str, deadline: float, login: tuple[str, str] | None = None) -> None:
        """Wait for the first prompt past all banners, then learn it from the line on which the first echo stands.

        A line of a banner may look like a prompt; only the real one stands before the echo and again at the end.
        `login`: name and password for a device that lets anybody in by SSH and then asks once more (AireOS).
        """
        greeting = self._greeting(deadline, login)
        self._send(first_line)
        answer = _Answer(lines=[], last=greeting)
        echo = re.compile(rf"^(?P<prompt>\S.{{0,63}}?[>#] ?){re.escape(first_line)}\s*$", re.MULTILINE)
        sent = 1
        while True:
            self._more_of(answer, deadline, f"to '{first_line}'")
            shown = echo.search(printable(answer.text()))
            if shown is None and sent == 1 and self._was_taken_for_a_key(answer):
                self._send(first_line)
                sent = 2
            if shown is None or not self._any_prompt.match(shown["prompt"]):
                continue
            self._prompt = shown["prompt"]
            if self._is_at(answer, self._is_prompt):
                return

    @property
    def prompt(self) -> str:
        """The prompt as it was learnt; empty before `begin`."""
        return self._prompt

    @property
    def privileged(self) -> bool:
        """Whether the prompt says that all rights are there already."""
        return self._privileged.match(self._prompt) is not None

    def enable(self, secret: str, deadline: float) -> None:
        """Become privileged, or stay as we are where the secret is refused: most shows need no more.

        The secret is sent once; IOS that asks again (it does so twice) gets an empty line, which is no second try.
        """
        base = self._prompt.rstrip()[:-1]
        self._send("enable")
        answer = self._echoed("enable", deadline)
        while not self._is_at(answer, lambda line: _PASSWORD.search(line) is not None):
            if self._is_at(answer, lambda line: line.rstrip() in {f"{base}>", f"{base}#"}):
                self._prompt = printable(answer.last)  # it never asked: granted, or not to be had here
                return
            if self._is_at(answer, _asks(_ASKS_NAME)):  # ProCurve; without a name it is the manager's
                self._send("")
                answer = _Answer(lines=[])
            self._more_of(answer, deadline, "to 'enable'")
        self._send(secret)
        answer = _Answer(lines=[])
        while True:
            self._more_of(answer, deadline, "to the enable secret")
            if self._is_at(answer, lambda line: line.rstrip() == f"{base}#"):
                self._prompt = self._prompt.replace(">", "#")
                return
            if self._is_at(answer, lambda line: line.rstrip() == f"{base}>"):
                return
            if self._is_at(answer, lambda line: _PASSWORD.search(line) is not None):
                self._send("")
                answer = _Answer(lines=[])

    def ask(self, line: str, deadline: float) -> str:
        """The answer to a line, without echo and prompt, each line ending in `\\n`; controls not yet taken out."""
        self._send(line)
        answer = self._echoed(line, deadline)
        turned = 0  # what wipes a pager's line out may come in pieces; a blank too many is typed at the prompt
        while not self._is_at(answer, self._is_prompt):
            if self._more.match(printable(answer.last)) and not self._wire.waiting():
                pages = len(_PAGER.findall(answer.text()))
                if pages > turned:
                    self._wire.send(" ")
                    turned = pages
            self._more_of(answer, deadline, f"to '{line}'")
        return _PAGER.sub("", "".join(answer.lines))

    def _was_taken_for_a_key(self, answer: _Answer) -> bool:
        """ProCurve may show a prompt, and only then its banner that waits for any key: the line's first character."""
        asked = _ANY_KEY.search(printable(answer.text())) is not None
        return asked and self._is_at(answer, lambda line: self._any_prompt.match(line) is not None)

    def _greeting(self, deadline: float, login: tuple[str, str] | None) -> str:
        answer = _Answer(lines=[])
        left = list(login or ())
        while not self._is_at(answer, lambda line: self._any_prompt.match(line) is not None):
            if self._is_at(answer, lambda line: _ANY_KEY.search(line) is not None):
                answer = _Answer(lines=[])  # the prompt may follow without a new line
                self._wire.send(" ")
            elif login and self._is_at(answer, _asks(_ASKS_NAME if len(left) == 2 else _PASSWORD)) and left:
                answer = _Answer(lines=[])
                self._send(left.pop(0))
            elif login and not left and self._is_at(answer, _asks(_ASKS_NAME)):
                raise DialogueError("login_failed", f"{self._name} refused the name and password that it asked for.")
            try:
                self._more_of(answer, deadline, "after the login")
            except DialogueError as error:
                said = [line.strip() for line in printable(answer.text()).splitlines() if line.strip()]
                if error.failure == "timeout":
                    last = f" Its last line was '{said[-1]}'." if said else ""
                    raise DialogueError(
                        "silent", f"{self._name} took the login and then showed no prompt.{last}"
                    ) from None
                if not said or _NO_LINE.search(said[-1]):
                    why = f": '{said[-1]}'" if said else ", as it does when all its lines are taken"
                    raise DialogueError("no_line", f"{self._name} closed the session after the login{why}.") from None
                raise DialogueError("dropped", f"{error.reason} Its last line was '{said[-1]}'.") from None
        return answer.text()

    def _echoed(self, line: str, deadline: float) -> _Answer:
        """The answer from behind the echo of the line, which has to come before all else."""
        answer = _Answer(lines=[])
        while True:
            self._more_of(answer, deadline, f"to '{line}'")
            text = answer.text().lstrip("\r\n\0")
            echo, newline, rest = text.partition("\n")
            if newline:
                break
        if printable(echo).rstrip() != line:
            raise DialogueError(
                "dropped",
                f"{self._name} answered '{line}' with something else first; nothing of the session is believed.",
            )
        behind = _Answer(lines=[])
        behind.add(rest)
        return behind

    def _more_of(self, answer: _Answer, deadline: float, to_what: str) -> None:
        left = deadline - self._clock()
        try:
            if left <= 0:
                raise TimeoutError
            text = self._wire.receive(left)
        except TimeoutError:
            raise DialogueError("timeout", f"{self._name} did not finish its answer {to_what} in time.") from None
        except OSError:
            text = None
        if text is None:
            raise DialogueError("dropped", f"{self._name} closed the connection in the middle of its answer {to_what}.")
        answer.add(text)
        if answer.size > _MOST_CHARACTERS:
            raise DialogueError("dropped", f"{self._name} did not stop answering {to_what}; nothing of it is believed.")

    def _is_at(self, answer: _Answer, is_it: Callable[[str], bool]) -> bool:
        """Whether the device has stopped on a line of this kind."""
        last = answer.last
        return 0 < len(last) < _TAIL and not self._wire.waiting() and is_it(printable(_PAGER.sub("", last)))

    def _is_prompt(self, line: str) -> bool:
        return line == self._prompt  # to the last blank: `sw-1# ` may begin a line of the answer where `sw-1#` ends it

    def _send(self, line: str) -> None:
        try:
            self._wire.send(line + "\n")
        except OSError:
            raise DialogueError("dropped", f"{self._name} has closed the connection.") from None
