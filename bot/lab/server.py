"""The SSH server of one device: a port of its own, its algorithms, its logins, its ways to be out of reach."""

from __future__ import annotations

import asyncio
import hmac
import socket
from dataclasses import dataclass, field

import asyncssh

from bot.lab.machine import Machine
from bot.lab.session import Pace, Terminal
from bot.lab.topology import Reach

ADDRESS = "127.0.0.1"
OVERLOADED_S = 2.0  # how long an overloaded AAA server takes to say no
_MODERN: dict[str, list[str]] = {
    "kex_algs": ["curve25519-sha256", "ecdh-sha2-nistp256", "diffie-hellman-group14-sha256"],
    "encryption_algs": ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr"],
    "mac_algs": ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
}
# IOS 12.2: nothing newer than SHA-1 and CBC.
_LEGACY: dict[str, list[str]] = {
    "kex_algs": ["diffie-hellman-group14-sha1"],
    "encryption_algs": ["aes128-cbc"],
    "mac_algs": ["hmac-sha1"],
    "signature_algs": ["ssh-rsa"],
}
_AT_THE_DOOR: frozenset[Reach] = frozenset({"other-key", "old-ssh"})  # told before anybody logs in


@dataclass(frozen=True, kw_only=True)
class Login:
    """The one account that every device of the lab knows."""

    username: str
    password: str
    enable: str


@dataclass(kw_only=True)
class DeviceServer:
    """Serves one machine; everything runs in the lab's event loop."""

    machine: Machine
    key: asyncssh.SSHKey
    login: Login
    pace: Pace
    record: bool = False
    lines: int = 16  # VTY lines: more sessions than this are turned away
    port: int = 0
    received: bytearray = field(default_factory=bytearray)
    connections: set[asyncssh.SSHServerConnection] = field(default_factory=set)
    _acceptor: asyncssh.SSHAcceptor | None = None
    _served: Reach = "normal"  # what the open port was opened for: its key and its algorithms
    _hole: list[socket.socket] = field(default_factory=list)

    async def start(self, wanted_port: int) -> None:
        """Listens on the wanted port, or on another where that one is taken."""
        self.port = wanted_port
        try:
            await self._listen()
        except OSError:
            self.port = 0
            await self._listen()
        await self.settle()

    async def _listen(self) -> None:
        self._acceptor = await asyncssh.listen(
            ADDRESS,
            self.port,
            server_factory=lambda: _Door(self),
            server_host_keys=[self._shown_key()],
            encoding=None,
            line_editor=False,
            login_timeout=60,
            backlog=64,
            reuse_address=True,
            **self._algorithms(),
        )
        self.port = self._acceptor.get_port()
        self._served = self.machine.reach

    def _shown_key(self) -> asyncssh.SSHKey:
        """Its own, or that of a spare unit which nobody has enrolled."""
        if self.machine.reach != "other-key":
            return self.key
        return asyncssh.generate_private_key("ssh-rsa" if self.machine.legacy_ssh else "ssh-ed25519")

    def _algorithms(self) -> dict[str, list[str]]:
        if self.machine.legacy_ssh:
            return _LEGACY
        old = self.machine.reach == "old-ssh"  # old software on a new switch keeps the new switch's key
        return {kind: names for kind, names in _LEGACY.items() if kind in _MODERN} if old else _MODERN

    async def settle(self) -> None:
        """Opens or shuts the port as the machine can be reached; live sessions end when it shuts."""
        reach = self.machine.reach
        if reach in ("unreachable", "refused"):
            await self._shut()
            if reach == "unreachable" and not self._hole:
                self._hole = _black_hole(self.port)
        else:
            self._close_hole()
            if self._acceptor is not None and {reach, self._served} & _AT_THE_DOOR and reach != self._served:
                await self._shut()
            if self._acceptor is None:
                await self._listen()

    async def stop(self) -> None:
        await self._shut()
        self._close_hole()

    async def _shut(self) -> None:
        if self._acceptor is not None:
            self._acceptor.close()
            self._acceptor = None
        for connection in list(self.connections):
            connection.abort()
        await asyncio.sleep(0)

    def _close_hole(self) -> None:
        for one in self._hole:
            one.close()
        self._hole = []

    def hear(self, data: bytes) -> None:
        if self.record:
            self.received += data


def _black_hole(port: int) -> list[socket.socket]:
    """A port that swallows connection attempts: a listener that never accepts, with its queue filled by ourselves.

    Linux drops further attempts silently; the caller runs into its own time limit, as with a dead switch.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((ADDRESS, port))
    listener.listen(0)
    sockets = [listener]
    for _ in range(3):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex((ADDRESS, port))
        sockets.append(filler)
    return sockets


class _Door(asyncssh.SSHServer):
    """The login of one connection."""

    def __init__(self, server: DeviceServer) -> None:
        self._server = server
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        full = len(self._server.connections) >= self._server.lines
        if full or self._server.machine.behaviour.reach == "no-line":
            conn.abort()  # IOS without a free line shuts the connection before it says anything
            return
        self._connection = conn
        self._server.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._connection is not None:
            self._server.connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        if self._connection is not None and self._server.machine.banner:
            self._connection.send_auth_banner(self._server.machine.banner)
        return True

    def password_auth_supported(self) -> bool:
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        how = self._server.machine.behaviour.login
        if how == "overloaded":  # TACACS+ does not answer in time: a refusal, but a slow one
            await asyncio.sleep(OVERLOADED_S)
        login = self._server.login
        right = hmac.compare_digest(f"{username}\0{password}".encode(), f"{login.username}\0{login.password}".encode())
        return right and how == "normal"

    def session_requested(self) -> Terminal:
        server = self._server
        return Terminal(server.machine, server.pace, server.login.enable, server.hear)
