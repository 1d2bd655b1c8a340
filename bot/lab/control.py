"""The handle on a running lab from another terminal: JSON lines over a loopback socket, one request a line."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from pathlib import Path
from typing import Protocol, TypedDict

from bot.errors import BotError, RequestError, SettingsError
from bot.lab.faults import ActiveFault
from bot.lab.files import private

_ADDRESS = "127.0.0.1"
_FILE = "control.json"


class Fault(TypedDict):
    """A fault as it goes over the socket; `since` in simulated seconds since 1970."""

    fault: str
    device: str
    interface: str | None
    since: float


class Answer(TypedDict, total=False):
    """The answer to one request: `ok` always, `error` where it is false."""

    ok: bool
    error: str
    faults: list[Fault]
    known: dict[str, str]
    devices: dict[str, int]


class _Controlled(Protocol):
    @property
    def devices(self) -> list[str]: ...
    def port(self, device: str) -> int: ...
    def active(self) -> list[ActiveFault]: ...
    def faults(self) -> dict[str, str]: ...
    async def inject_in_loop(self, fault: str, device: str, interface: str | None = None) -> ActiveFault: ...
    async def heal_in_loop(self, device: str | None = None, interface: str | None = None) -> list[ActiveFault]: ...


def _plain(fault: ActiveFault) -> Fault:
    return {"fault": fault.fault, "device": fault.device, "interface": fault.interface, "since": fault.since}


class Control:
    """The listening side; its address and a secret word stand in control.json, readable by the owner only."""

    def __init__(self, lab: _Controlled, data_dir: Path) -> None:
        self._lab = lab
        self._path = data_dir / _FILE
        self._word = secrets.token_urlsafe(16)
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, _ADDRESS, 0)
        port = self._server.sockets[0].getsockname()[1]
        private(self._path, json.dumps({"port": port, "word": self._word}))

    async def stop(self) -> None:
        self._path.unlink(missing_ok=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(line)).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.LimitOverrunError, ValueError):
            pass  # whoever asked has gone, or sent what is no line of JSON
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> Answer:
        try:
            asked = json.loads(line)
            if not isinstance(asked, dict) or not secrets.compare_digest(str(asked.get("word")), self._word):
                return {"ok": False, "error": "Wrong word: read it from control.json of the running lab."}
            return await self._obey(asked)
        except BotError as error:
            return {"ok": False, "error": str(error)}
        except json.JSONDecodeError:
            return {"ok": False, "error": "That is not a line of JSON."}

    async def _obey(self, asked: dict[str, str | None]) -> Answer:
        verb = asked.get("do")
        device, interface = asked.get("device"), asked.get("interface")
        if verb == "inject":
            done = await self._lab.inject_in_loop(asked.get("fault") or "", device or "", interface)
            return {"ok": True, "faults": [_plain(done)]}
        if verb == "heal":
            return {"ok": True, "faults": [_plain(one) for one in await self._lab.heal_in_loop(device, interface)]}
        if verb == "list":
            return {"ok": True, "known": self._lab.faults()}
        if verb == "status":
            ports = {name: self._lab.port(name) for name in self._lab.devices}
            return {"ok": True, "devices": ports, "faults": [_plain(one) for one in self._lab.active()]}
        raise RequestError(f"The lab does not know {verb!r}. It knows inject, heal, list and status.")


def ask(data_dir: Path, do: str, **words: str | None) -> Answer:
    """Sends one request to the lab that runs on `data_dir`; raises where none runs or it refuses."""
    path = data_dir / _FILE
    if not path.exists():
        raise SettingsError(f"No lab runs on {data_dir}. Start one with `firstline lab` or `firstline demo`.")
    known = json.loads(path.read_text())
    try:
        with socket.create_connection((_ADDRESS, known["port"]), timeout=10) as connection:
            connection.sendall(json.dumps({"word": known["word"], "do": do, **words}).encode() + b"\n")
            reply = connection.makefile().readline()
    except OSError as error:
        raise SettingsError(f"The lab of {data_dir} does not answer ({error}). Start it again.") from error
    answer: Answer = json.loads(reply)
    if not answer["ok"]:
        raise RequestError(answer["error"])
    return answer
