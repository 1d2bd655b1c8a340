"""netmiko's login of each platform, with our host keys and transport and without its session preparation.

Imported only when a device is logged in to: netmiko takes a second and more to load.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from functools import lru_cache
from typing import Any, Protocol

import paramiko
from netmiko.ssh_dispatcher import CLASS_MAPPER

from bot.devices.algorithms import disabled
from bot.devices.credentials import Credentials
from bot.devices.failures import Handshake
from bot.devices.hostkeys import HostKey
from bot.model import Device

# At DEBUG netmiko logs every byte it reads. paramiko logs each failed login with a traceback, also those that are
# told elsewhere in a sentence.
logging.getLogger("netmiko").setLevel(logging.WARNING)
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


class Connection(Protocol):
    """The part of a netmiko connection that is used."""

    remote_conn: Any  # paramiko.Channel
    username: str
    password: str
    secret: str

    def establish_connection(self) -> None: ...

    def disconnect(self) -> None: ...

    def seen(self) -> Handshake: ...


def connection_to(
    device: Device,
    credentials: Credentials,
    keys: tuple[HostKey, ...],
    sock: socket.socket,
    *,
    banner_s: float,
    login_s: float,
) -> Connection:
    """Over a socket that is connected; nothing is sent before `establish_connection`."""
    connection: Connection = _login_class(device.platform)(
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
        conn_timeout=banner_s,
        banner_timeout=banner_s,
        auth_timeout=login_s,
        auto_connect=False,
    )
    return connection


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


@lru_cache(maxsize=64)
def _login_class(platform: str) -> type[Any]:
    """netmiko's class of the platform, as ours."""

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
