"""From a wish to read to an Observation: the platform's command, the device's answer, the parser's verdict.

One Reader serves one request. It sends a command that several reads need only once per sample, and never raises for
what a device does. Independent devices are read at the same time. A session is kept between batches, for the second
sample, but never while another device is waited for: two requests that did so could wait for each other for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from bot.model import Device, Failure, Observation, ReadRequest
from bot.ports import NoSession, Reply, Session, Transport
from parsers.parse import Parsed, parse
from parsers.platform import Command, Platform, load_platform, platforms

Batch = tuple[Device, Sequence[ReadRequest]]
_AT_ONCE: Final = 8  # devices that one request reads at the same time
OnRead = Callable[[Observation], None]
Turn = Callable[[], AbstractContextManager[None]]  # computing is done inside of one; waiting for devices is not


@dataclass
class Spent:
    """Seconds that went into waiting for devices and into parsing."""

    device_s: float = 0.0
    parse_s: float = 0.0


@dataclass
class Reader:
    """Reads devices for one request. Use as `with reading(transport) as reader`."""

    transport: Transport
    turn: Turn = nullcontext
    spent: Spent = field(default_factory=Spent)
    seen: list[Observation] = field(default_factory=list)
    _kept: dict[str, tuple[ExitStack, Session]] = field(default_factory=dict)
    _refused: dict[str, NoSession] = field(default_factory=dict)  # not tried again by this request
    _replies: dict[tuple[str, str, int], Reply] = field(default_factory=dict)  # (device, command line, sample)

    def read(self, batches: Sequence[Batch], on_read: OnRead | None = None) -> list[Observation]:
        """Carry out the requests of each device. What could not be read comes back as an Observation that says why."""
        wait = max((request.after_s for _, requests in batches for request in requests), default=0.0)
        alone = batches[0][0].name if len(batches) == 1 else None
        self.release(except_for=alone)
        if wait:
            self.transport.wait(wait)
        if alone:
            device, requests = batches[0]
            taken = self._on_one(device, requests, on_read)
        else:
            with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="read") as pool:
                parts = pool.map(lambda batch: self._on_one(batch[0], batch[1], on_read), batches)
                taken = [one for part in parts for one in part]
            self.release()
        self.seen += taken
        return taken

    def _on_one(self, device: Device, requests: Sequence[ReadRequest], on_read: OnRead | None) -> list[Observation]:
        platform = platform_of(device)
        taken = []
        for request in requests:
            observation = self._one(device, platform, request)
            taken.append(observation)
            if on_read:
                on_read(observation)
        return taken

    def one(self, device: Device, read: str, **parameters: str) -> Observation:
        """A single read, for locating."""
        request = ReadRequest(device=device.name, read=read, parameters=tuple(parameters.items()))
        return self.read([(device, [request])])[0]

    def ask(self, device: Device, command: Command) -> Reply | None:
        """The device's raw answer to one command; None where there is no session with it."""
        session = self._session(device)
        return None if isinstance(session, NoSession) else self._send(device, session, command, 1)

    def forget(self, device: Device) -> None:
        """Log out, and keep no answer and no failed login: it is to be asked as another platform."""
        self._refused.pop(device.name, None)
        if device.name in self._kept:
            self._kept.pop(device.name)[0].close()
        self._replies = {key: reply for key, reply in self._replies.items() if key[0] != device.name}
        self.seen = [one for one in self.seen if one.device != device.name]

    def _one(self, device: Device, platform: Platform | None, request: ReadRequest) -> Observation:
        if platform is None:
            reason = f"{device.platform} is not a platform that I can read yet"
            return _nothing(request, "unsupported", reason, datetime.now(UTC))
        try:
            commands = platform.commands(request.read, dict(request.parameters))
        except ValueError as error:  # what a person or another device called a port or an address cannot be sent
            return _nothing(request, "parse_failed", f"it cannot be asked: {error}", self._now(device))
        session = self._session(device)
        if isinstance(session, NoSession):
            return _nothing(request, session.failure, session.reason, session.at or self._now(device))
        if not commands:
            return _nothing(request, "unsupported", f"{platform.name} has no such command", self._now(device))
        for command in commands[:-1]:
            reply = self._send(device, session, command, request.sample)
            refusal = platform.refusal(reply.text) if reply.text is not None else None
            if refusal is None or refusal.kind != "unsupported":
                return self._judged(platform, request, command, reply)
        return self._judged(platform, request, commands[-1], self._send(device, session, commands[-1], request.sample))

    def _send(self, device: Device, session: Session, command: Command, sample: int) -> Reply:
        key = (device.name, command.line, sample)
        if key not in self._replies:
            self._replies[key] = session.run(command)
            self.spent.device_s += self._replies[key].took_s
        return self._replies[key]

    def _session(self, device: Device) -> Session | NoSession:
        if device.name in self._kept:
            return self._kept[device.name][1]
        if device.name not in self._refused:
            started, stack = time.monotonic(), ExitStack()
            session = stack.enter_context(self.transport.session(device))
            self.spent.device_s += time.monotonic() - started
            if not isinstance(session, NoSession):
                self._kept[device.name] = (stack, session)
                return session
            stack.close()
            self._refused[device.name] = session
        return self._refused[device.name]

    def release(self, except_for: str | None = None) -> None:
        """Log out of the devices that are not needed for now."""
        for name in [name for name in self._kept if name != except_for]:
            self._kept.pop(name)[0].close()

    def _judged(self, platform: Platform, request: ReadRequest, command: Command, reply: Reply) -> Observation:
        if reply.text is None:
            return _nothing(request, reply.failure or "dropped", reply.reason or "no answer", reply.at, command.line)
        form = platform.form_of(command)
        with self.turn():
            started = time.monotonic()
            parsed = parse(platform, request.read, reply.text, dict(request.parameters), form)
            self.spent.parse_s += time.monotonic() - started
        return Observation(
            device=request.device,
            read=request.read,
            place=request.place,
            parameters=request.parameters,
            sample=request.sample,
            command=command.line,
            at=reply.at,
            rows=parsed.rows,
            raw=reply.text,
            failure=_failure(parsed),
            reason=parsed.reason,
        )

    def _now(self, device: Device) -> datetime:
        """The time of an observation without an answer: that of the device's last answer, else now."""
        told = [reply.at for (name, _, _), reply in self._replies.items() if name == device.name]
        return max(told, default=datetime.now(UTC))


@contextmanager
def reading(transport: Transport, turn: Turn = nullcontext) -> Iterator[Reader]:
    """A Reader whose sessions are closed on leaving."""
    reader = Reader(transport=transport, turn=turn)
    try:
        yield reader
    finally:
        reader.release()


def platform_of(device: Device) -> Platform | None:
    """The device's platform, or None where there is no folder for it in parsers/."""
    return load_platform(device.platform) if device.platform in platforms() else None


def _failure(parsed: Parsed) -> Failure | None:
    if parsed.status != "unreadable":
        return None
    return parsed.refusal or "parse_failed"


def _nothing(request: ReadRequest, failure: Failure, reason: str, at: datetime, command: str = "") -> Observation:
    return Observation(
        device=request.device,
        read=request.read,
        place=request.place,
        parameters=request.parameters,
        sample=request.sample,
        command=command,
        at=at,
        failure=failure,
        reason=reason,
    )
