"""Why a login did not come about: from what the libraries raise to one kind of failure and a sentence."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from bot.devices.algorithms import is_old
from bot.devices.clean import printable
from bot.devices.hostkeys import HostKey, KnownHosts, changed, unknown
from bot.model import Device, Failure

# paramiko tells these two as if the password had been refused
_UNANSWERED = re.compile("Authentication timeout|transport shut down")


@dataclass(frozen=True, kw_only=True)
class Handshake:
    """What the device showed of itself before the login failed."""

    offers: Sequence[str] = ()  # its algorithms, all kinds together
    banner: Sequence[str] = ()  # what it said before its SSH version
    key: HostKey | None = None
    authenticating: bool = False  # the password was on its way
    authenticated: bool = False  # and was taken


def of_connection(device: Device, error: OSError) -> tuple[Failure, str]:
    """No TCP connection: what the network said."""
    where = f"{device.name} ({device.host}:{device.port})"
    if isinstance(error, ConnectionRefusedError):
        return "refused", (
            f"{where} refuses the connection: it is up, but SSH is off, an access list refuses this server, or all its "
            "lines are taken."
        )
    if isinstance(error, socket.gaierror):
        return "unreachable", f"{where}: nobody knows the address of this name. Correct 'host:' or the name service."
    if isinstance(error, ConnectionResetError):
        return "no_line", f"{where} closed the connection at once, as it does when all its lines are taken."
    if isinstance(error, TimeoutError) or error.errno == errno.ETIMEDOUT:
        return "unreachable", f"{where} did not answer in time."
    return "unreachable", f"{where} cannot be reached: {error.strerror or error}."


def of_login(device: Device, error: Exception, seen: Handshake, known: KnownHosts) -> tuple[Failure, str] | None:
    """No SSH session; None where the device refused the credentials, which LoginHistory judges."""
    import paramiko

    chain = _chain(error)
    for cause in chain:
        if isinstance(cause, paramiko.BadHostKeyException):
            shown = HostKey(kind=cause.key.get_name(), blob=cause.key.get_base64()).fingerprint
            expected = HostKey(kind=cause.expected_key.get_name(), blob=cause.expected_key.get_base64()).fingerprint
            return "host_key", changed(device, expected, shown)
        if "not found in known_hosts" in str(cause):
            return "host_key", unknown(device, known, seen.key.fingerprint if seen.key else None)
        if isinstance(cause, paramiko.ssh_exception.IncompatiblePeer):
            return "algorithm", _no_common_algorithm(device, str(cause), seen.offers)
        # With keyboard-interactive among them the password was asked for, given and refused.
        if isinstance(cause, paramiko.BadAuthenticationType) and "keyboard-interactive" not in cause.allowed_types:
            allowed = ", ".join(cause.allowed_types)
            return "login_failed", f"{device.name} takes no passwords, only {allowed}. Allow passwords for this user."
    words = " ".join(str(cause) for cause in chain)
    if any(isinstance(cause, paramiko.AuthenticationException) for cause in chain) and not _UNANSWERED.search(words):
        return None
    return _of_silence(device, chain, words, seen)


def _of_silence(device: Device, chain: Sequence[BaseException], words: str, seen: Handshake) -> tuple[Failure, str]:
    timed_out = "imeout" in words or "timed out" in words or any(isinstance(cause, TimeoutError) for cause in chain)
    if seen.authenticated:
        if timed_out:
            return "silent", f"{device.name} took the login and then opened no session."
        return (
            "no_line",
            f"{device.name} took the login and opened no session, as it does when all its lines are taken.",
        )
    if seen.authenticating:
        if timed_out:
            return "aaa_overloaded", (
                f"{device.name} took the password and did not answer in time: its AAA server is slow or gone. This "
                "says nothing about the password."
            )
        return "silent", f"{device.name} closed the connection during the login without answering the password."
    said = "; ".join(printable(line).strip() for line in seen.banner if line.strip())
    if said and not timed_out:
        return "no_line", f"{device.name} closed the connection before the login: '{said}'."
    if timed_out:
        return "silent", f"{device.name} takes the connection and then says nothing that SSH understands."
    return "no_line", f"{device.name} closed the connection before the login, as it does when all its lines are taken."


def _no_common_algorithm(device: Device, words: str, offers: Sequence[str]) -> str:
    old = [name for name in dict.fromkeys(offers) if is_old(name)]
    told = printable(", ".join(dict.fromkeys(offers)))[:600]
    sentence = f"{device.name} and this server have no common SSH algorithm ({words}). It offers: {told or 'nothing'}."
    if device.ssh_profile == "legacy":
        return f"{sentence} Even 'ssh_profile: legacy' does not reach it: a newer software on it would."
    if old:
        return f"{sentence} It is an old one: set 'ssh_profile: legacy' for it in the inventory."
    return f"{sentence} 'ssh_profile: legacy' may reach it."


def _chain(error: BaseException | None) -> Sequence[BaseException]:
    """The error and what it was raised from: netmiko wraps all of them in one kind."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
