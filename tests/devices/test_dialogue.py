"""What is believed of a stream of bytes, however it is cut into pieces and wherever it ends."""

from __future__ import annotations

import random

import pytest

from bot.devices.clean import printable
from bot.devices.dialogue import Dialogue, DialogueError
from parsers.platform import load_platform

PROMPT = load_platform("cisco_ios").prompt
FAR = 1e9


class Tape:
    """A device that says its pieces whatever it is told; `ends` closes the connection after the last."""

    def __init__(self, pieces: list[str], *, ends: bool = True) -> None:
        self.pieces = pieces
        self.ends = ends
        self.sent: list[str] = []

    def send(self, text: str) -> None:
        self.sent.append(text)

    def receive(self, timeout_s: float) -> str | None:
        if self.pieces:
            return self.pieces.pop(0)
        if self.ends:
            return None
        raise TimeoutError

    def waiting(self) -> bool:
        return False


def opened(tape: Tape) -> Dialogue:
    dialogue = Dialogue(tape, name="sw-1", prompt=PROMPT)
    dialogue.begin("terminal length 0", FAR)
    return dialogue


GREETING = ["\r\nsw-1#", "terminal length 0\r\nsw-1#"]
STREAM = "show clock\r\n.09:42:13 CET\r\nsw-1# is part of a line\r\n\r\nsw-1#"
BODY = ".09:42:13 CET\nsw-1# is part of a line\n\n"


@pytest.mark.parametrize("seed", range(40))
def test_the_pieces_in_which_an_answer_comes_do_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, len(STREAM)), chance.randrange(1, 12)))
    cuts = [cut for cut in cuts if not STREAM[:cut].endswith("\nsw-1#")]  # nobody can tell that from a whole answer
    pieces = [STREAM[a:b] for a, b in zip([0, *cuts], [*cuts, len(STREAM)], strict=True)]
    assert printable(opened(Tape([*GREETING, *pieces])).ask("show clock", FAR)) == BODY


@pytest.mark.parametrize("end", range(len(STREAM)))
def test_an_answer_that_ends_early_is_never_believed(end: int) -> None:
    part = STREAM[:end]
    if part.endswith("\nsw-1#"):  # nobody can tell this one from a whole answer
        return
    dialogue = opened(Tape([*GREETING, part]))
    with pytest.raises(DialogueError):
        dialogue.ask("show clock", FAR)


@pytest.mark.parametrize(
    "stream",
    [
        "show version\r\n.09:42:13 CET\r\nsw-1#",  # the answer to another command
        "\r\nsw-1#show clock\r\n.09:42:13 CET\r\nsw-1#",  # a prompt too many
        "sh\x00w clock\r\n.09:42:13 CET\r\nsw-1#",  # noise in the echo
        "%LINK-3-UPDOWN: ...\r\nshow clock\r\n.09:42:13 CET\r\nsw-1#",  # a log line before it
        ".09:42:13 CET\r\nsw-1#",  # no echo at all
    ],
)
def test_an_answer_without_its_own_echo_first_is_not_believed(stream: str) -> None:
    with pytest.raises(DialogueError) as raised:
        opened(Tape([*GREETING, stream])).ask("show clock", FAR)
    assert raised.value.failure == "dropped"


def test_another_devices_prompt_does_not_end_an_answer() -> None:
    stream = "show clock\r\n.09:42:13 CET\r\nsw-2#"
    with pytest.raises(DialogueError) as raised:
        opened(Tape([*GREETING, stream], ends=False)).ask("show clock", FAR)
    assert raised.value.failure == "timeout"


def test_the_prompt_is_learnt_from_the_line_of_the_first_echo() -> None:
    tape = Tape(["Welcome to\r\nregion#", "\r\nmore banner\r\n\r\nsw-1>", "terminal length 0\r\nsw-1>"])
    dialogue = opened(tape)
    assert not dialogue.privileged
    tape.pieces.append("show clock\r\nnoon\r\nsw-1>")
    assert printable(dialogue.ask("show clock", FAR)) == "noon\n"


@pytest.mark.parametrize(
    "wiped",
    ["\b" * 9 + " " * 8 + "\b" * 9, "\r          \r", "\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b", "\r"],
)
def test_however_the_pager_is_wiped_out_nothing_of_it_stays(wiped: str) -> None:
    tape = Tape([*GREETING, "show clock\r\none\r\n --More-- ", f"{wiped}two\r\n --More-- ", wiped, "  three\r\nsw-1#"])
    assert printable(opened(tape).ask("show clock", FAR)).splitlines() == ["one", "two", "  three"]
    assert tape.sent[-2:] == [" ", " "]


def test_a_device_that_does_not_stop_is_left() -> None:
    endless = ["show clock\r\n", *["x" * 1_000_000 + "\r\n"] * 20]
    with pytest.raises(DialogueError) as raised:
        opened(Tape([*GREETING, *endless])).ask("show clock", FAR)
    assert raised.value.failure == "dropped"


MOVES = "\x1b[24;1H\x1b[24;31H\x1b[24;1H\x1b[?25h\x1b[24;31H"
SCROLL = "\x1b[1;0H\x1b[1M\x1b[24;1H\x1b[1L\x1b[24;1H\x1b[2K\x1b[?25h\x1b[24;1H"
DRAWN = f"\x1b[1;24r\x1b[24;1H\x1b[2K\x1b[24;1Hhp-1# {MOVES}"


class Screen:
    """A ProCurve that shows a prompt, then its banner, and takes the first character that comes for the key."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.said = DRAWN
        self.banner = "\x1b[2J\x1b[1;1HHPE J9773A\r\n\r\n RESTRICTED RIGHTS\r\nPress any key to continue"
        self.line: str | None = None  # what is typed; None while a key is waited for
        if seed % 3 == 0:
            self._show_banner()

    def send(self, text: str) -> None:
        self._show_banner()
        for character in text:
            if self.line is None:
                self.said += f"\x1b[1;13r{SCROLL}{DRAWN}"
                self.line = ""
            elif character != "\n":
                self.line += character
            else:
                self.said += "".join(f"\x1b[24;15H{one}\x1b[24;16H" for one in self.line) + SCROLL
                self.said += "" if self.line.startswith("terminal ") else f"Invalid input: {self.line}\r\n"
                self.said += DRAWN
                self.line = ""

    def receive(self, timeout_s: float) -> str | None:
        if not self.said:
            self._show_banner()
        if not self.said:
            raise TimeoutError
        size = self.chance.choice([1, 5, 20, 80, 400, 5000])
        piece, self.said = self.said[:size], self.said[size:]
        return piece

    def waiting(self) -> bool:
        return bool(self.said) and self.chance.random() < 0.7

    def _show_banner(self) -> None:
        self.said += self.banner
        self.banner = ""


@pytest.mark.parametrize("seed", range(60))
def test_a_prompt_before_the_banner_that_waits_for_a_key_is_got_past(seed: int) -> None:
    dialogue = Dialogue(Screen(seed), name="hp-1", prompt=load_platform("hp_procurve").prompt)
    dialogue.begin("terminal length 1000", FAR)
    assert dialogue.prompt == "hp-1# "
