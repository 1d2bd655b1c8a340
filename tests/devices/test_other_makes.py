"""The terminals of other makes over real SSH: drawn screens, pagers in other words, keys that are waited for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.desk.reading import reading
from bot.desk.recognise import looks_foreign, recognise
from parsers.platform import load_platform
from tests.devices.conftest import CREDENTIALS, Shell, Switch

if TYPE_CHECKING:
    from tests.devices.conftest import Reader

SAMPLES = Path(__file__).parents[2] / "parsers"
Trusting = Callable[..., Switch]
LOG = "".join(f"W 11/17/26 09:{number // 60:02}:{number % 60:02} 00329 FFI: port {number}\n" for number in range(1, 61))
MOVES = "\x1b[24;1H\x1b[24;31H\x1b[24;1H\x1b[?25h\x1b[24;31H"


class ProCurve(Shell):
    """Draws each character where it stands, scrolls the screen for a new line, and wants a key before its prompt."""

    scroll = "\x1b[1;0H\x1b[1M\x1b[24;1H\x1b[1L\x1b[24;12H\x1b[24;1H\x1b[2K\x1b[24;1H\x1b[?25h\x1b[24;1H"
    asks = "\x1b[2J\x1b[?7l\x1b[3;23r\x1b[1;1HHPE J9773A 2530-24G\r\n RESTRICTED RIGHTS\r\nPress any key to continue"
    prompt_first = False

    async def _converse(self) -> None:
        if self.prompt_first:
            self._draw_prompt()
        self._say(self.asks)
        self._switch.received += await self._process.stdin.read(1)
        self._say(f"\x1b[1;13r\x1b[1;1H\x1b[24;1H{self.scroll if self.prompt_first else ''}")
        self._draw_prompt()
        while (line := await self._line()) is not None:
            for character in line:
                self._say(f"\x1b[24;15H{character}\x1b[24;15H\x1b[?25h\x1b[24;16H")
            self._say(self.scroll)
            if line in self._switch.answers:
                await self._show(self._switch.answers[line])
            elif not line.startswith("terminal "):
                self._say(f"Invalid input: {line.split()[0]}\r\n")
            self._draw_prompt()

    async def _show(self, text: str) -> None:
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            self._say(f"{line}\r\n")
            if self._switch.page and number % self._switch.page == 0 and number < len(lines):
                self._say("-- MORE --, next page: Space, next line: Enter, quit: Control-C")
                self._switch.received += await self._process.stdin.read(1)
                for part in ("\x1b[24;1H\x1b[2K", "\x1b[24;1H\x1b[?25h", "\x1b[24;1H"):
                    self._say(part)
                    await self._process.stdout.drain()

    def _draw_prompt(self) -> None:
        self._say(f"\x1b[1;24r\x1b[24;1H\x1b[2K\x1b[24;1H{self._switch.prompt}{self._sign} {MOVES}")


class ProCurveWithPromptFirst(ProCurve):
    """Shows a prompt, and its banner only then: the first character that comes is the key."""

    prompt_first = True


class ProCurveNextLine(ProCurve):
    """An older one that has a sequence for the next line."""

    scroll = "\x1b[24;27H\x1b[24;0H\x1bE\x1b[24;1H\x1b[24;27H\x1b[24;1H\x1b[2K\x1b[24;1H\x1b[?25h"


class ProCurveOperator(ProCurve):
    """Lets the operator in, and asks for name and password of the manager on `enable`."""

    async def _converse(self) -> None:
        self._say("\r\nhp-lun-02> ")
        while (line := await self._line()) is not None:
            self._say(f"{line}\r\n")
            if line == "enable":
                self._say("Username: ")
                name = await self._line()
                self._say("\r\nPassword: ")
                self._sign = "#" if (name, await self._line()) == ("", self._switch.secret) else ">"
                self._say("\r\n")
            elif line in self._switch.answers:
                await self._show(self._switch.answers[line])
            self._say(f"hp-lun-02{self._sign} ")


class Junos(Shell):
    """Says which member speaks before each prompt, and wipes its pager out with blanks."""

    async def _converse(self) -> None:
        self._say("--- JUNOS 21.4R3.15 Kernel 64-bit\r\n{master:0}\r\nfirstline@ex-1> ")
        while (line := await self._line()) is not None:
            self._say(f"{line}\r\n")
            if line in self._switch.answers:
                await self._show(self._switch.answers[line])
            elif line.startswith("set cli screen"):
                self._say(f"Screen {line.split()[2][7:]} set to {line.split()[-1]}\r\n")
            self._say("\r\n{master:0}\r\nfirstline@ex-1> ")

    async def _show(self, text: str) -> None:
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            self._say(f"{line}\r\n")
            if self._switch.page and number % self._switch.page == 0 and number < len(lines):
                self._say(f"---(more {100 * number // len(lines)}%)---")
                self._switch.received += await self._process.stdin.read(1)
                self._say("\r" + " " * 40 + "\r")


class AireOS(Shell):
    """Lets anybody in by SSH and asks for name and password in the session."""

    async def _converse(self) -> None:
        for _ in range(3):
            self._say("\r\n\r\n(Cisco Controller) \r\nUser: ")
            name = await self._line()
            self._say(f"{name}\r\nPassword:")
            password = await self._line()
            if (name, password) == (CREDENTIALS.username, CREDENTIALS.password):
                break
            self._say("\r\n")
        else:
            return
        self._say("*****************\r\n\r\n(Cisco Controller) >")
        while (line := await self._line()) is not None:
            self._say(f"{line}\r\n")
            if line in self._switch.answers:
                await self._show(self._switch.answers[line])
            elif line != "config paging disable":
                self._say("\r\nIncorrect usage.  Use the '?' or <TAB> key to list commands.\r\n")
            self._say("\r\n(Cisco Controller) >")


class AireOSThatTrustsSsh(AireOS):
    """8.10 has no further questions."""

    async def _converse(self) -> None:
        self._say("\r\n\r\n(Cisco Controller) >")
        while (line := await self._line()) is not None:
            self._say(f"{line}\r\n")
            await self._show(self._switch.answers.get(line, ""))
            self._say("\r\n(Cisco Controller) >")


@pytest.mark.parametrize("shell", [ProCurve, ProCurveNextLine, ProCurveWithPromptFirst])
@pytest.mark.parametrize("page", [0, 24])
def test_a_procurve_is_read_through_its_drawn_screen(
    trusting: Trusting, reader: Reader, shell: type[Shell], page: int
) -> None:
    clock = "Tue Nov 17 09:42:13 2026\n"
    answers = {"show time": clock, "show logging": LOG}
    switch = trusting(shell=shell, prompt="hp-lun-02", answers=answers, page=page)
    platform = load_platform("hp_procurve")
    with reader.open(switch, platform="hp_procurve") as session:
        log = session.run(platform.commands("log", {})[0]).text
        told = session.run(platform.commands("clock", {})[0]).text
        refused = session.run(platform.commands("interface", {"interface": "16"})[0]).text
    assert [line for line in str(log).splitlines() if line] == LOG.splitlines()
    assert str(told).strip() == clock.strip()
    assert platform.refusal(str(refused)) is not None


@pytest.mark.parametrize("secret", ["uppl@st", "another"])
def test_a_procurve_that_asks_for_a_name_on_enable_is_read_whether_it_takes_the_secret_or_not(
    trusting: Trusting, reader: Reader, secret: str
) -> None:
    answers = {"show time": "Tue Nov 17 09:42:13 2026\n"}
    switch = trusting(shell=ProCurveOperator, privileged=False, secret=secret, answers=answers)
    with reader.open(switch, platform="hp_procurve") as session:
        assert session.run(load_platform("hp_procurve").commands("clock", {})[0]).text == answers["show time"]


@pytest.mark.parametrize("page", [0, 20])
def test_a_junos_switch_is_read_with_its_line_before_the_prompt(trusting: Trusting, reader: Reader, page: int) -> None:
    platform = load_platform("juniper_junos")
    switch = trusting(shell=Junos, answers={"show log messages": LOG}, page=page)
    with reader.open(switch, platform="juniper_junos") as session:
        log = session.run(platform.commands("log", {})[0]).text
    assert [line for line in str(log).splitlines() if line] == [*LOG.splitlines(), "{master:0}"]


@pytest.mark.parametrize("platform", ["cisco_nxos", "arista_eos", "aruba_aoscx"])
def test_nexus_arista_and_aoscx_are_read_like_cisco(trusting: Trusting, reader: Reader, platform: str) -> None:
    known = load_platform(platform)
    command = known.commands("clock", {})[0]
    switch = trusting(prompt="sw-1", answers={command.line: "noon\n", **dict.fromkeys(known.preamble, "")})
    with reader.open(switch, platform=platform) as session:
        assert session.run(command).text == "noon\n"
    assert bytes(switch.received).decode().split("\n")[: len(known.preamble)] == list(known.preamble)


@pytest.mark.parametrize("shell", [AireOS, AireOSThatTrustsSsh])
def test_an_aireos_controller_is_told_name_and_password_where_it_asks_again(
    trusting: Trusting, reader: Reader, shell: type[Shell]
) -> None:
    platform = load_platform("cisco_wlc")
    switch = trusting(shell=shell, answers={"show time": "Time.... Tue Nov 17 09:42:13 2026\n"})
    with reader.open(switch, platform="cisco_wlc") as session:
        assert "09:42:13" in str(session.run(platform.commands("clock", {})[0]).text)
    typed = bytes(switch.received).decode()
    assert typed.endswith("config paging disable\nshow time\n")
    assert (CREDENTIALS.password in typed) == (shell is AireOS)


def test_a_controller_that_refuses_the_password_is_not_asked_a_second_time(trusting: Trusting, reader: Reader) -> None:
    class Refuses(AireOS):
        async def _line(self) -> str | None:
            line = await super()._line()
            return line if line is None else f"{line}!"

    switch = trusting(shell=Refuses)
    said = reader.refusal(switch.device(platform="cisco_wlc"))
    assert said.failure == "login_failed"
    assert bytes(switch.received).decode().count(CREDENTIALS.password) == 1


@pytest.mark.parametrize(
    ("shell", "platform", "version"),
    [
        (Junos, "juniper_junos", ("show version", "stack-of-two.txt")),
        (AireOSThatTrustsSsh, "cisco_wlc", ("show sysinfo", "lost-its-power.txt")),
    ],
)
def test_a_device_that_stops_at_the_prompt_of_another_make_is_asked_as_that(
    trusting: Trusting, reader: Reader, shell: type[Shell], platform: str, version: tuple[str, str]
) -> None:
    command, sample = version
    reader.deadlines = replace(reader.deadlines, banner=0.5)
    text = (SAMPLES / platform / "samples" / "version" / sample).read_text()
    device = trusting(shell=shell, answers={command: text}).device(platform="cisco_xe")
    with reading(reader.transport) as asking:
        seen = asking.one(device, "port", interface="GigabitEthernet1/0/1")
        assert seen.failure == "silent"
        assert looks_foreign(device, [seen])
        told = recognise(device, asking)
        assert told
        assert told.device.platform == platform
        assert asking.ask(told.device, load_platform(platform).commands("version", {})[0])
