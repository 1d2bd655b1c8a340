"""A small switch on loopback that speaks real SSH, can misbehave, and remembers every byte it was sent."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from bot.devices.credentials import Credentials, CredentialSource
from bot.devices.hostkeys import entry_name
from bot.devices.ssh import Deadlines, SshTransport
from bot.model import Device
from bot.ports import NoSession, Session

MODERN: dict[str, Any] = {
    "kex_algs": ["curve25519-sha256@libssh.org", "ecdh-sha2-nistp256"],
    "encryption_algs": ["aes128-ctr"],
    "mac_algs": ["hmac-sha2-256"],
}
LEGACY: dict[str, Any] = {
    "kex_algs": ["diffie-hellman-group14-sha1"],
    "encryption_algs": ["aes128-cbc"],
    "mac_algs": ["hmac-sha1"],
    "signature_algs": ["ssh-rsa"],
}
ED25519 = asyncssh.generate_private_key("ssh-ed25519")
CREDENTIALS = Credentials(username="firstline", password="k0rrekt-häst", secret="uppl@st")


@dataclass(kw_only=True)
class Switch:
    """How the switch behaves, and what happened to it."""

    answers: dict[str, str] = field(default_factory=dict)
    prompt: str = "sw-test-01"
    privileged: bool = True
    secret: str = "uppl@st"
    banner: str = ""
    page: int = 0  # lines per page, 0: no paging
    keeps_paging: bool = False  # `terminal length 0` is refused
    legacy: bool = False
    key: asyncssh.SSHKey = ED25519
    asks_for_password: bool = False  # keyboard-interactive only, as IOS is often set up
    auth_s: float = 0.0  # before a password is answered
    command_s: float = 0.0
    rtt_s: float = 0.0
    takes_sessions: bool = True
    closes_with: str | None = None  # said in place of a prompt
    speaks: bool = True  # False: the shell says nothing
    drops_in: str = ""  # closes in the middle of this command's answer
    garbles: str = ""  # says something else before the echo of this command
    shell: Callable[[Switch, asyncssh.SSHServerProcess[bytes]], Shell] | None = None  # another make's terminal
    port: int = 0
    passwords: list[str] = field(default_factory=list)
    received: bytearray = field(default_factory=bytearray)
    sessions: int = 0
    open_now: int = 0
    most_open: int = 0
    connections: list[asyncssh.SSHServerConnection] = field(default_factory=list)

    def device(self, **changes: Any) -> Device:
        facts: dict[str, Any] = {"name": "sw-test-01", "platform": "cisco_xe", "host": "127.0.0.1", "port": self.port}
        return Device(**{**facts, **changes})

    def known_hosts_line(self) -> str:
        return f"{entry_name('127.0.0.1', self.port)} {self.key.export_public_key().decode().strip()}\n"


class _Login(asyncssh.SSHServer):
    def __init__(self, switch: Switch) -> None:
        self._switch = switch

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._switch.connections.append(conn)

    def password_auth_supported(self) -> bool:
        return not self._switch.asks_for_password

    def kbdint_auth_supported(self) -> bool:
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        return "", "", "en", [("Password: ", False)]

    async def validate_kbdint_response(self, username: str, responses: Any) -> bool:
        return await self.validate_password(username, responses[0])

    async def validate_password(self, username: str, password: str) -> bool:
        self._switch.passwords.append(password)
        await asyncio.sleep(self._switch.auth_s)
        return (username, password) == (CREDENTIALS.username, CREDENTIALS.password)


class Shell:
    """One session: echoes what is typed, answers, pages."""

    def __init__(self, switch: Switch, process: asyncssh.SSHServerProcess[bytes]) -> None:
        self._switch = switch
        self._process = process
        self._sign = "#" if switch.privileged else ">"
        self._page = switch.page

    async def run(self) -> None:
        switch = self._switch
        switch.sessions += 1
        switch.open_now += 1
        switch.most_open = max(switch.most_open, switch.open_now)
        try:
            await self._converse()
        except (asyncssh.BreakReceived, asyncssh.TerminalSizeChanged, BrokenPipeError, ConnectionError):
            pass
        finally:
            switch.open_now -= 1
            self._process.close()

    async def _converse(self) -> None:
        switch = self._switch
        if not switch.speaks:
            await asyncio.sleep(30)
            return
        self._say(switch.banner)
        if switch.closes_with is not None:
            self._say(switch.closes_with)
            return
        self._say(f"\r\n{switch.prompt}{self._sign}")
        while (line := await self._line()) is not None:
            await asyncio.sleep(switch.rtt_s)
            if line == switch.garbles:
                self._say("%LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up\r\n")
            self._say(f"{line}\r\n")
            await asyncio.sleep(switch.command_s)
            if line == switch.drops_in:
                self._say(switch.answers[line][:20])
                return
            if line == "enable" and self._sign == ">":
                await self._enable()
            else:
                await self._answer(line)
            self._say(f"{switch.prompt}{self._sign}")

    async def _enable(self) -> None:
        for _ in range(3):
            self._say("Password: ")
            if await self._line() == self._switch.secret:
                self._say("\r\n")
                self._sign = "#"
                return
            self._say("\r\n")
        self._say("% Bad secrets\r\n\r\n")

    async def _answer(self, line: str) -> None:
        if line == "terminal length 0" and not self._switch.keeps_paging:
            self._page = 0
        elif line in self._switch.answers:
            await self._show(self._switch.answers[line])
        elif not line.startswith("terminal ") or self._switch.keeps_paging:
            self._say("       ^\r\n% Invalid input detected at '^' marker.\r\n\r\n")

    async def _show(self, text: str) -> None:
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            self._say(line + "\r\n")
            if self._page and number % self._page == 0 and number < len(lines):
                self._say(" --More-- ")
                self._switch.received += await self._process.stdin.read(1)
                self._say("\b" * 9 + " " * 8 + "\b" * 9)

    async def _line(self) -> str | None:
        typed = bytearray()
        while not typed.endswith((b"\n", b"\r")):
            byte = await self._process.stdin.read(1)
            if not byte:
                return None
            typed += byte
            self._switch.received += byte
        return typed[:-1].decode()

    def _say(self, text: str) -> None:
        self._process.stdout.write(text.encode())


class Loop:
    """An event loop in a thread for the switches of one test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._servers: list[asyncssh.SSHAcceptor] = []
        self._switches: list[Switch] = []

    def start(self, switch: Switch) -> Switch:
        asyncio.run_coroutine_threadsafe(self._serve(switch), self._loop).result(5)
        return switch

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _serve(self, switch: Switch) -> None:
        async def shell(process: asyncssh.SSHServerProcess[bytes]) -> None:
            await (switch.shell or Shell)(switch, process).run()

        server = await asyncssh.create_server(
            lambda: _Login(switch),
            "127.0.0.1",
            switch.port,
            server_host_keys=[switch.key],
            process_factory=shell if switch.takes_sessions else None,
            encoding=None,
            line_editor=False,
            **(LEGACY if switch.legacy else MODERN),
        )
        switch.port = server.get_port()
        self._servers.append(server)
        self._switches.append(switch)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for connection in [connection for switch in self._switches for connection in switch.connections]:
            connection.abort()
            await connection.wait_closed()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@pytest.fixture
def start() -> Iterator[Callable[[Switch], Switch]]:
    """Starts switches that are gone after the test."""
    loop = Loop()
    yield loop.start
    loop.stop()


@dataclass(frozen=True, kw_only=True)
class Sets:
    """One credential set under every name."""

    credentials: Credentials

    def find(self, name: str) -> Credentials:
        return self.credentials


class Reader:
    """A transport that trusts the switches it is shown."""

    def __init__(self, known_hosts: Path) -> None:
        self.known_hosts = known_hosts
        self.deadlines = Deadlines(connect=2.0, banner=2.0, login=3.0, command=2.0, session=10.0)
        self.credentials = CREDENTIALS
        self.sets: CredentialSource | None = None
        self._made: SshTransport | None = None

    def forget(self) -> None:
        """Begin anew, with no memory of earlier logins."""
        self._made = None

    @property
    def transport(self) -> SshTransport:
        if self._made is None:
            self._made = SshTransport(
                known_hosts=self.known_hosts,
                credentials=self.sets or Sets(credentials=self.credentials),
                deadlines=self.deadlines,
            )
        return self._made

    def trust(self, *switches: Switch) -> None:
        self.known_hosts.write_text("".join(switch.known_hosts_line() for switch in switches))

    @contextmanager
    def open(self, switch: Switch, **changes: Any) -> Iterator[Session]:
        with self.transport.session(switch.device(**changes)) as session:
            assert not isinstance(session, NoSession), session
            yield session

    def refusal(self, device: Device) -> NoSession:
        with self.transport.session(device) as session:
            assert isinstance(session, NoSession), "this login should have failed"
            return session


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader with an empty list of trusted keys."""
    return Reader(tmp_path / "known_hosts")


@pytest.fixture
def trusting(start: Callable[[Switch], Switch], reader: Reader) -> Callable[..., Switch]:
    """Starts one switch whose key is enrolled: `trusting(prompt=..., page=...)`."""

    def begin(**behaviour: Any) -> Switch:
        switch = start(Switch(**behaviour))
        reader.trust(switch)
        return switch

    return begin


@contextmanager
def listening(says: bytes | None) -> Iterator[int]:
    """A TCP port that is no SSH server: says some bytes and closes, or (None) takes connections and stays silent."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def serve() -> None:
            held = []
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                if says is None:
                    held.append(connection)
                else:
                    connection.sendall(says)
                    time.sleep(0.05)
                    connection.close()
            for connection in held:
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            done.set()
            thread.join()


@pytest.fixture
def plain_port() -> Callable[[bytes | None], Any]:
    """`with plain_port(b"% All VTY lines are busy") as port`."""
    return listening


@pytest.fixture
def make_switch() -> type[Switch]:
    """The class, for tests that start several."""
    return Switch


@pytest.fixture(scope="session")
def make_rsa() -> asyncssh.SSHKey:
    """An RSA key; making one takes a moment, so all tests share it."""
    return asyncssh.generate_private_key("ssh-rsa", key_size=2048)
