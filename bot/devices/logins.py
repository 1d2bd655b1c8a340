"""Remembers how logins went: a wrong password is not tried again, and an overloaded AAA server is not taken for one.

What can be told apart honestly, and how:
- A refusal that took long (`SLOW_S`) came after the device waited for a server: IOS itself answers within three
  seconds, while each silent TACACS+ or RADIUS server costs it five or more.
- A credential set that was accepted within the last hour and is now refused by several devices within a minute points
  at the server behind them, or at a password changed just now; the sentence says both.
- Any other refusal is a wrong user name or password, and is not tried again for `HOLD_S`: accounts lock.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.devices.credentials import Credentials
from bot.model import Device, Failure

SLOW_S = 8.0
HOLD_S = 300.0  # after a refusal
OVERLOAD_HOLD_S = 30.0  # after one that says nothing about the password: the server needs the pause
BURST_S = 60.0
BURST_DEVICES = 3
REMEMBERED_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class _Refusal:
    at: float
    failure: Failure


@dataclass(kw_only=True)
class _Account:
    """What is known of one user and password: which devices refused it, and when it was last accepted."""

    refusals: dict[str, _Refusal] = field(default_factory=dict)
    accepted: float | None = None


class LoginHistory:
    """Shared by all sessions of a process. `clock` gives seconds that only grow. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accounts: dict[str, _Account] = {}
        self._lock = threading.Lock()

    def hold(self, device: Device, credentials: Credentials) -> tuple[Failure, str] | None:
        """Why a login must not be tried now, and in words; None where it may."""
        with self._lock:
            account, now = self._account(credentials), self._clock()
            held = {
                name: refusal
                for name, refusal in account.refusals.items()
                if now - refusal.at < (HOLD_S if refusal.failure == "login_failed" else OVERLOAD_HOLD_S)
            }
        own = held.get(device.name)
        if own is not None:
            return own.failure, (
                f"{device.name} refused the credential set '{device.credentials}' {now - own.at:.0f} s ago. It is not "
                "tried again for some minutes: accounts lock."
            )
        if len(held) >= BURST_DEVICES:
            last = max(held.values(), key=lambda refusal: refusal.at)
            return last.failure, (
                f"{len(held)} devices have just refused the credential set '{device.credentials}', so it is not tried "
                f"on {device.name} either for some minutes: accounts lock."
            )
        return None

    def accepted(self, credentials: Credentials) -> None:
        """A device let these credentials in: earlier refusals were not about the password alone."""
        with self._lock:
            account = self._account(credentials)
            account.accepted = self._clock()
            account.refusals.clear()

    def refused(self, device: Device, credentials: Credentials, took_s: float) -> tuple[Failure, str]:
        """What a refusal means, and in words."""
        with self._lock:
            account, now = self._account(credentials), self._clock()
            burst = {name for name, refusal in account.refusals.items() if now - refusal.at < BURST_S} | {device.name}
            failure, words = _meaning(
                device, took_s, len(burst), None if account.accepted is None else now - account.accepted
            )
            account.refusals[device.name] = _Refusal(at=now, failure=failure)
        return failure, words

    def _account(self, credentials: Credentials) -> _Account:
        # A changed password is another account: it may be tried at once.
        name = hashlib.sha256(f"{credentials.username}\0{credentials.password}".encode()).hexdigest()
        return self._accounts.setdefault(name, _Account())


def _meaning(device: Device, took_s: float, burst: int, accepted_ago_s: float | None) -> tuple[Failure, str]:
    if took_s >= SLOW_S:
        return "aaa_overloaded", (
            f"{device.name} refused the login only after {took_s:.0f} s: it waited for its AAA server, which is slow "
            "or gone. This says nothing about the password."
        )
    if burst >= BURST_DEVICES and accepted_ago_s is not None and accepted_ago_s < REMEMBERED_S:
        return "aaa_overloaded", (
            f"{burst} devices refused within a minute what was accepted {accepted_ago_s / 60:.0f} minutes ago: the AAA "
            "server is in trouble, or the password was changed just now."
        )
    return "login_failed", (
        f"{device.name} refused the user name or password of the credential set '{device.credentials}'. Correct it. "
        "It was tried once and is not tried again for some minutes: accounts lock."
    )
