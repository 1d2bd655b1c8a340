"""The way to real devices: SSH through netmiko, which is loaded only when it is needed.

netmiko brings the login of each platform and paramiko's transport. Its own session preparation, prompt search and
command methods are not used: they sleep, send blank lines of their own and take whatever stands before a prompt
(Dialogue says what is believed instead).
"""

from __future__ import annotations

import codecs
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.devices.clean import printable
from bot.devices.credentials import CredentialSource
from bot.devices.dialogue import Dialogue, DialogueError
from bot.devices.failures import of_connection, of_login
from bot.devices.hostkeys import KnownHosts
from bot.devices.logins import LoginHistory
from bot.devices.redaction import redact
from bot.errors import SettingsError
from bot.model import Device, Failure
from bot.ports import NoSession, Reply, Session
from parsers.document import DocumentError
from parsers.platform import Command, Platform, load_platform

if TYPE_CHECKING:
    from bot.devices.connection import Connection


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """How long a device may take, in seconds."""

    connect: float = 5.0  # TCP
    banner: float = 10.0  # until the SSH version, and until the first prompt
    login: float = 20.0  # until the password is answered: an AAA server may have to fail over
    command: float = 15.0
    session: float = 60.0  # all together


class SshTransport:
    """Logs in to devices and sends them Commands. Thread-safe; `pool.OneAtATime` keeps to one session per device."""

    def __init__(
        self,
        *,
        known_hosts: Path,
        credentials: CredentialSource,
        deadlines: Deadlines | None = None,
        history: LoginHistory | None = None,
    ) -> None:
        self._known_hosts = KnownHosts(known_hosts)
        self._credentials = credentials
        self._deadlines = deadlines or Deadlines()
        self._history = history or LoginHistory()

    @contextmanager
    def session(self, device: Device) -> Iterator[Session | NoSession]:
        """Log in, check the host key, learn the prompt, switch paging off; close the connection on leaving.

        Raises DocumentError for a platform that is not known; all that a device or a credential set does wrong is data.
        """
        platform = load_platform(device.platform)
        started = time.monotonic()
        connection: Connection | None = None
        session: Session | NoSession
        try:
            try:
                connection = self._log_in(device)
                session = self._converse(device, platform, connection, started)
            except DialogueError as error:
                session = NoSession(
                    failure=error.failure,
                    reason=redact(error.reason),
                    took_s=time.monotonic() - started,
                    at=datetime.now(UTC),
                )
            yield session
        finally:
            if connection is not None:
                connection.disconnect()

    def wait(self, seconds: float) -> None:
        """Let the time pass."""
        time.sleep(seconds)

    def _log_in(self, device: Device) -> Connection:
        import paramiko

        from bot.devices.connection import connection_to

        if device.host is None:
            raise DialogueError("unreachable", f"{device.name} has no 'host:' in the inventory, so it cannot be read.")
        try:
            credentials = self._credentials.find(device.credentials)
        except (SettingsError, DocumentError) as error:
            raise DialogueError("login_failed", f"No login was tried on {device.name}: {error}") from None
        held = self._history.hold(device, credentials)
        if held is not None:
            raise DialogueError(*held)
        try:
            sock = socket.create_connection((device.host, device.port), timeout=self._deadlines.connect)
        except OSError as error:
            raise DialogueError(*of_connection(device, error)) from None
        # Without it the small packets of the key exchange wait for each other: 80 ms and more per login.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        keys = self._known_hosts.keys(device.host, device.port)
        banner_s, login_s = self._deadlines.banner, self._deadlines.login
        connection = connection_to(device, credentials, keys, sock, banner_s=banner_s, login_s=login_s)
        connected = time.monotonic()
        try:
            connection.establish_connection()
        except (paramiko.SSHException, EOFError, OSError) as error:  # netmiko's own descend from the first
            seen = connection.seen()
            connection.disconnect()
            failed = of_login(device, error, seen, self._known_hosts)
            if failed is None:
                failed = self._history.refused(device, credentials, time.monotonic() - connected)
            raise DialogueError(*failed) from None
        self._history.accepted(credentials)
        return connection

    def _converse(self, device: Device, platform: Platform, connection: Connection, started: float) -> Session:
        end = started + self._deadlines.session
        dialogue = Dialogue(_ChannelWire(connection.remote_conn), name=device.name, prompt=platform.prompt)
        first, *others = platform.preamble
        try:
            login = (connection.username, connection.password) if platform.name == "cisco_wlc" else None
            dialogue.begin(first, min(end, time.monotonic() + self._deadlines.banner), login)
            secret = connection.secret
            if secret and not dialogue.privileged:
                dialogue.enable(secret, min(end, time.monotonic() + self._deadlines.login))
            for line in others:
                dialogue.ask(line, min(end, time.monotonic() + self._deadlines.command))
        except DialogueError:
            connection.disconnect()
            raise
        return _SshSession(device, platform, dialogue, connection, self._deadlines.command, end)


class _SshSession:
    """An open login. After the first answer that is not whole, nothing more is sent or believed."""

    def __init__(
        self,
        device: Device,
        platform: Platform,
        dialogue: Dialogue,
        connection: Connection,
        command_s: float,
        end: float,
    ) -> None:
        self._device = device
        self._platform = platform
        self._dialogue = dialogue
        self._connection = connection
        self._command_s = command_s
        self._end = end
        self._over: tuple[Failure, str] | None = None

    @property
    def prompt(self) -> str:
        """As the device showed it after its preamble."""
        return self._dialogue.prompt.strip()

    def run(self, command: Command) -> Reply:
        """Send the command and wait for its whole answer, redacted and free of terminal controls.

        Raises TypeError for what no platform made and KeyError for a command of another platform: those are bugs.
        """
        if type(command) is not Command:
            raise TypeError("Only a Command that a platform made is sent to a device.")
        self._platform.form_of(command)
        started = time.monotonic()
        if self._over is None and started >= self._end:
            self._stop("timeout", f"The session with {self._device.name} has used up its time.")
        if self._over is not None:
            failure, reason = self._over
            return Reply(text=None, at=datetime.now(UTC), took_s=0.0, failure=failure, reason=reason)
        try:
            raw = self._dialogue.ask(command.line, min(self._end, started + self._command_s))
        except DialogueError as error:
            took_s, reason = time.monotonic() - started, redact(error.reason)
            self._stop(error.failure, f"The session with {self._device.name} ended early: {reason}")
            return Reply(text=None, at=datetime.now(UTC), took_s=took_s, failure=error.failure, reason=reason)
        text = redact(printable(raw))
        return Reply(text=text, at=datetime.now(UTC), took_s=time.monotonic() - started)

    def _stop(self, failure: Failure, reason: str) -> None:
        self._over = (failure, reason)
        self._connection.disconnect()


def prompt_of(session: Session) -> str | None:
    """The prompt that was learnt from the device; None for a session that is none of ours."""
    return session.prompt if isinstance(session, _SshSession) else None


class _ChannelWire:
    """An SSH channel as a Wire: waits for data instead of looking for it at intervals."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def send(self, text: str) -> None:
        self._channel.sendall(text.encode())

    def receive(self, timeout_s: float) -> str | None:
        until = time.monotonic() + timeout_s
        while True:  # until a whole character is there
            self._channel.settimeout(max(until - time.monotonic(), 0.001))
            data = self._channel.recv(65_536)  # raises TimeoutError
            text = self._decoder.decode(data)
            if not data:
                return None
            if text:
                return text

    def waiting(self) -> bool:
        return bool(self._channel.recv_ready())
