"""The way to real devices: SSH through netmiko, which is imported here and nowhere else, and only when it is needed.

netmiko brings the login of each platform and paramiko's transport. Its own session preparation, prompt search and
command methods are not used: they sleep, send blank lines of their own and take whatever stands before a prompt
(Dialogue says what is believed instead).
"""

from __future__ import annotations

import codecs
import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bot.devices.algorithms import disabled
from bot.devices.clean import printable
from bot.devices.credentials import Credentials, CredentialSource
from bot.devices.dialogue import Dialogue, DialogueError
from bot.devices.failures import Handshake, of_connection, of_login
from bot.devices.hostkeys import HostKey, KnownHosts
from bot.devices.logins import LoginHistory
from bot.devices.redaction import redact
from bot.errors import SettingsError
from bot.model import Device, Failure
from bot.ports import NoSession, Reply, Session
from parsers.document import DocumentError
from parsers.platform import Command, Platform, load_platform

# At DEBUG netmiko logs every byte it reads. paramiko logs each failed login with a traceback, also those that are
# told here in a sentence.
logging.getLogger("netmiko").setLevel(logging.WARNING)
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


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
        connection: _Connection | None = None
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

    def _log_in(self, device: Device) -> _Connection:
        import paramiko

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
        connection = _connection(device, credentials, keys, sock, self._deadlines)
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

    def _converse(self, device: Device, platform: Platform, connection: _Connection, started: float) -> Session:
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
        connection: _Connection,
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


class _Connection(Protocol):
    """The part of a netmiko connection that is used."""

    remote_conn: Any  # paramiko.Channel
    username: str
    password: str
    secret: str

    def establish_connection(self) -> None: ...

    def disconnect(self) -> None: ...

    def seen(self) -> Handshake: ...


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


def _connection(
    device: Device,
    credentials: Credentials,
    keys: tuple[HostKey, ...],
    sock: socket.socket,
    deadlines: Deadlines,
) -> _Connection:
    connection: _Connection = _login_class(device.platform)(
        keys,
        host=device.host,
        port=device.port,
        username=credentials.username,
        password=credentials.password,
        secret=credentials.secret or "",
        device_type=device.platform,
        sock=sock,
        ssh_strict=True,
        use_keys=False,
        allow_agent=False,
        disabled_algorithms=disabled(device.ssh_profile),
        conn_timeout=deadlines.banner,
        banner_timeout=deadlines.banner,
        auth_timeout=deadlines.login,
        auto_connect=False,
    )
    return connection


@lru_cache(maxsize=64)
def _login_class(platform: str) -> type[Any]:
    """netmiko's class of the platform, with our host keys and transport and without its session preparation."""
    import paramiko
    from netmiko.ssh_dispatcher import CLASS_MAPPER

    class Transport(paramiko.Transport):
        """Notes what the device offers and says, so that a failed login can be told in a sentence."""

        offers: tuple[str, ...] = ()
        said: tuple[str, ...] = ()

        def _really_parse_kex_init(self, m: Any, ignore_first_byte: bool = False) -> Any:
            parsed = super()._really_parse_kex_init(m, ignore_first_byte)  # type: ignore[misc]
            if not ignore_first_byte:  # else it is our own offer, read back
                kinds = ("kex_algo_list", "server_key_algo_list", "server_encrypt_algo_list", "server_mac_algo_list")
                self.offers = tuple(name for kind in kinds for name in parsed[kind])
            return parsed

        def _log(self, level: int, msg: Any, *args: Any) -> None:
            if isinstance(msg, str) and msg.startswith("Banner: "):
                self.said = (*self.said[-9:], msg.removeprefix("Banner: "))
            super()._log(level, msg, *args)  # type: ignore[misc]

        def auth_interactive(self, username: str, handler: Any, submethods: str = "") -> list[str]:
            """The password, where the device asks for it: paramiko would request the service a second time."""
            login = self.auth_handler
            if login is None:
                return super().auth_interactive(username, handler, submethods)
            answered = threading.Event()
            login.auth_event, login.auth_method, login.username = answered, "keyboard-interactive", username
            login.interactive_handler, login.submethods = handler, submethods
            accepted = paramiko.Message()
            accepted.add_string("ssh-userauth")
            accepted.rewind()
            login._parse_service_accept(accepted)  # type: ignore[attr-defined]
            return list(login.wait_for_response(answered))

    class Login(CLASS_MAPPER[platform]):  # type: ignore[misc]
        def __init__(self, keys: tuple[HostKey, ...], **options: Any) -> None:
            self._keys = keys
            self._transports: list[Transport] = []
            super().__init__(**options)

        def _build_ssh_client(self) -> paramiko.SSHClient:
            """Only this device's keys: reading a file of thousands takes longer than the whole login."""
            client = super()._build_ssh_client()
            for key in self._keys:
                entry = paramiko.hostkeys.HostKeyEntry.from_line(f"x {key.kind} {key.blob}")
                if entry is not None and entry.key is not None:
                    name = self.host if self.port == 22 else f"[{self.host}]:{self.port}"
                    client.get_host_keys().add(name, key.kind, entry.key)
            assert isinstance(client, paramiko.SSHClient)
            return client

        def _connect_params_dict(self) -> dict[str, Any]:
            return {**super()._connect_params_dict(), "transport_factory": self._transport}

        def _transport(self, *arguments: Any, **options: Any) -> Transport:
            transport = Transport(*arguments, **options)
            # Ask for the kind of key that is enrolled: a device that has several would else show another one.
            enrolled = {key.kind for key in self._keys}
            enrolled |= {"rsa-sha2-512", "rsa-sha2-256"} if "ssh-rsa" in enrolled else set()
            options_of = transport.get_security_options()
            options_of.key_types = sorted(options_of.key_types, key=lambda kind: kind not in enrolled)
            self._transports.append(transport)
            return transport

        def seen(self) -> Handshake:
            if not self._transports:
                return Handshake()
            transport = self._transports[-1]
            shown = None
            with contextlib.suppress(paramiko.SSHException):
                key = transport.get_remote_server_key()
                shown = HostKey(kind=key.get_name(), blob=key.get_base64())
            return Handshake(
                offers=transport.offers,
                banner=transport.said,
                key=shown,
                authenticating=transport.auth_handler is not None,
                authenticated=transport.auth_handler is not None and transport.auth_handler.authenticated,
            )

        def special_login_handler(self, delay_factor: float = 1.0) -> None:
            """netmiko's reads the first prompt away; Dialogue.begin answers a controller that asks again."""

        def cleanup(self, command: str = "") -> None:
            """netmiko would look for the configuration mode and say exit: bytes that are not on the allow-list."""

    return Login
