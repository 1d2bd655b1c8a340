"""One login on a device: echo as typed, prompt, paging, enable, delays, and the ways a session goes wrong."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import asyncssh

from bot.lab.machine import Machine

_PAGER = " --More-- "
_ERASE = "\b" * 9 + " " * 8 + "\b" * 9
_NOISE = "\r\n*Nov 22 03:14:15.926: %SYS-3-CPUHOG: Task is running for (2004)msecs\r\n\x00\x07\x1b[K"
_INVALID = "% Invalid input detected at '^' marker.\n\n"
# How makes other than Cisco's switches are told not to page: ProCurve and AOS-CX, Junos, AireOS.
_NO_PAGING = frozenset({"no page", "set cli screen-length 0", "config paging disable"})


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Delays in real seconds: the way there and back before anything is seen, and the work for each command."""

    rtt_s: float = 0.0
    command_s: float = 0.0


class Terminal(asyncssh.SSHServerSession[bytes]):
    """The interactive session; everything leaves in order, each piece when it is due."""

    def __init__(self, machine: Machine, pace: Pace, enable_password: str, heard: Callable[[bytes], None]) -> None:
        self._machine = machine
        self._shell = machine.open()
        self._pace = pace
        self._enable_password = enable_password
        self._heard = heard
        self._privilege: int = machine.behaviour.privilege
        self._rows = 24
        self._line = ""
        self._after_cr = False
        self._asking: str | None = None  # "enable": a password is awaited
        self._tries = 0
        self._held: list[str] = []  # lines behind the pager
        self._queue: deque[str | None] = deque()  # None: cut the connection here
        self._free = 0.0

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._chan = chan
        self._loop = asyncio.get_running_loop()

    def pty_requested(self, term_type: str, term_size: tuple[int, int, int, int], term_modes: object) -> bool:
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        if self._machine.behaviour.reach != "silent":
            self._say("\r\n" + self._prompt())

    def connection_lost(self, exc: Exception | None) -> None:
        self._queue.clear()

    def eof_received(self) -> bool:
        return False

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self._heard(data)
        if self._machine.behaviour.reach == "silent":
            return
        for letter in data.decode("utf-8", "replace"):
            if letter == "\n" and self._after_cr:
                self._after_cr = False
                continue
            self._after_cr = letter == "\r"
            self._typed(letter)

    # -- what comes in ---------------------------------------------------------------------------

    def _typed(self, letter: str) -> None:
        if self._held:
            self._page_key(letter)
        elif letter in "\r\n":
            line, self._line = self._line, ""
            self._say("\r\n")
            self._entered(line)
        elif letter in "\b\x7f":
            if self._line:
                self._line = self._line[:-1]
                self._say("\b \b")
        elif letter == "\x15":  # ctrl-U
            self._say("\b \b" * len(self._line))
            self._line = ""
        elif letter == "\x03":  # ctrl-C
            self._line = ""
            self._say("\r\n" + self._prompt())
        elif letter.isprintable():
            self._line += letter
            if self._asking is None:
                self._say(letter)

    def _entered(self, line: str) -> None:
        if self._asking is not None:
            self._password_given(line)
            return
        words = line.split()
        if not words:
            self._say(self._prompt())
        elif words[0].lower() in ("exit", "logout", "quit") and len(words) == 1:
            self._say(None)
        elif self._machine.behaviour.output == "unauthorised":
            self._put("% Authorization failed.\n\n")
        elif "enable".startswith(words[0].lower()) and len(words[0]) > 1 and len(words) == 1:
            self._enable()
        elif "disable".startswith(words[0].lower()) and len(words[0]) > 2 and len(words) == 1:
            self._privilege = 1
            self._say(self._prompt())
        elif line.strip().lower() in _NO_PAGING:
            self._rows = 0
            self._say(self._prompt())
        elif line.strip().lower().startswith("set cli "):
            self._say(self._prompt())
        elif "terminal".startswith(words[0].lower()) and len(words) == 3:
            self._set_terminal(words[1].lower(), words[2])
        else:
            self._command(line)

    def _enable(self) -> None:
        if self._privilege == 15:
            self._say(self._prompt())
            return
        self._asking, self._tries = "enable", 0
        self._say("Password: ")

    def _password_given(self, word: str) -> None:
        if word == self._enable_password and self._machine.behaviour.privilege == 15:
            self._privilege, self._asking = 15, None
            self._say(self._prompt())
            return
        self._tries += 1
        if self._tries == 3:
            self._asking = None
            self._put("% Bad secrets\n\n")
        else:
            self._say("% Access denied\r\nPassword: " if self._machine.behaviour.privilege == 1 else "Password: ")

    def _set_terminal(self, what: str, value: str) -> None:
        if what not in ("length", "len", "width") or not value.isdigit():
            self._put(_INVALID)
            return
        if what != "width":
            self._rows = int(value)
        self._say(self._prompt())

    def _command(self, line: str) -> None:
        prompt = self._prompt()
        text = self._shell.answer(line, privilege=self._privilege, prompt_length=len(prompt))
        output = self._machine.behaviour.output
        self._free = max(self._free, self._loop.time()) + self._pace.command_s + self._machine.behaviour.command_s
        if output == "dropping" and line.strip().startswith("sh"):
            self._say(text[: len(text) // 2].replace("\n", "\r\n"))
            self._say(None)
            return
        if output == "garbling":
            text = garbled(text)
        self._put(text)

    # -- what goes out ---------------------------------------------------------------------------

    def _prompt(self) -> str:
        return self._machine.prompt(self._privilege)

    def _put(self, text: str) -> None:
        """Prints an answer and the prompt, page by page where paging is on."""
        lines = text.replace("\r\n", "\n").replace("\n", "\r\n").splitlines(keepends=True)
        if self._rows and len(lines) >= self._rows:
            self._held = lines
            self._page(self._rows - 1)
        else:
            self._say("".join(lines) + self._prompt())

    def _page(self, count: int) -> None:
        shown, self._held = self._held[:count], self._held[count:]
        self._say("".join(shown) + (_PAGER if self._held else self._prompt()))

    def _page_key(self, letter: str) -> None:
        if letter == " ":
            self._say(_ERASE)
            self._page(self._rows - 1)
        elif letter in "\r\n":
            self._say(_ERASE)
            self._page(1)
        elif letter in "qQ":
            self._held = []
            self._say(_ERASE + self._prompt())

    def _say(self, text: str | None) -> None:
        """Queues text for the moment it is due; None ends the session there."""
        due = max(self._loop.time() + self._pace.rtt_s, self._free)
        self._free = due
        self._queue.append(text)
        if due <= self._loop.time() and len(self._queue) == 1:
            self._send()
        else:
            self._loop.call_at(due, self._send)

    def _send(self) -> None:
        """Sends the oldest piece: timers of equal times may swap, the pieces must not."""
        if not self._queue:  # the other side has gone, and took with it what was still to be said
            return
        text = self._queue.popleft()
        if text is None:
            self._queue.clear()
            self._chan.exit(0)
        else:
            self._chan.write(text.encode())


def garbled(text: str) -> str:
    """A log line breaks in, and some letters are lost on the line."""
    middle = len(text) // 2
    broken = text[:middle] + _NOISE + text[middle:]
    return "".join("\x7f" if i % 97 == 96 and letter != "\n" else letter for i, letter in enumerate(broken))
