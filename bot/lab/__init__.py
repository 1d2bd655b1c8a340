"""The simulated hospital network over real SSH on loopback: start it, break it, heal it, read what reached it.

More than eight modules, because a network is many things. The nouns: topology, wireless, hardware, names, clock. Who
builds: hospital, growth, building, endpoints, rooms, airspace. What is computed when somebody asks: state, onair,
counters, logbook, and render/ for each family of commands. What breaks: faults/. How it is served: machine, server,
session, captured, hostkeys, files, control.
"""

from __future__ import annotations

import asyncio
import resource
import threading
import warnings
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from bot.errors import RequestError, SettingsError
from bot.lab import faults, files, hospital
from bot.lab.captured import captured_machines
from bot.lab.clock import LabClock
from bot.lab.control import Control
from bot.lab.faults import ActiveFault, Faults
from bot.lab.hostkeys import HostKeys
from bot.lab.machine import Machine, SimulatedSwitch
from bot.lab.server import DeviceServer
from bot.lab.session import Pace
from bot.lab.topology import Region

__all__ = ["REGION_SIZE", "ActiveFault", "Lab", "serve_forever"]
REGION_SIZE = hospital.DEFAULT
_T = TypeVar("_T")
_NAMED = 25  # devices that an error names at most
STORY_S = 20.0  # a fault begins this long ago unless told otherwise, so that the log has its whole story at once


class Lab:
    """A network of SSH servers with an event loop in a thread of its own.

    Build one with `Lab.hospital` or `Lab.captures`, then `start()` and `stop()`, or use it as a context manager.
    Files in `data_dir` after the start: inventory.yaml, known_hosts, credentials.yaml, hosts, control.json.
    """

    def __init__(
        self,
        machines: list[Machine],
        data_dir: Path,
        *,
        pace: Pace,
        record: bool,
        write: Callable[[Path, dict[str, int]], None],
        region: Region | None = None,
    ) -> None:
        self.data_dir = data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        self.region = region
        self._login = files.login(data_dir)
        self._write = write
        self._faults = None if region is None else Faults(region)
        keys = HostKeys(data_dir / "hostkeys.json")
        self._servers = {
            machine.name: DeviceServer(
                machine=machine,
                key=keys.of(machine.name, legacy=machine.legacy_ssh),
                login=self._login,
                pace=pace,
                record=record,
            )
            for machine in machines
        }
        keys.save()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._control: Control | None = None

    @classmethod
    def hospital(
        cls,
        data_dir: Path,
        *,
        size: int = hospital.SMALL,
        rtt_s: float = 0.0,
        command_s: float = 0.0,
        record: bool = False,
        time_factor: float = 1.0,
        clock: LabClock | None = None,
    ) -> Lab:
        """The simulated region with `size` devices that answer (20, or 24 to 4000); access points come on top of them.

        From 24 devices on it has a core, clinics, a wireless controller, access points and clients on the air.
        Delays in real seconds; `time_factor` simulated seconds pass per real one.
        """
        region = hospital.build(clock or LabClock(factor=time_factor), size=size)
        return cls(
            [SimulatedSwitch(region, switch) for switch in region.switches.values()],
            data_dir,
            pace=Pace(rtt_s=rtt_s, command_s=command_s),
            record=record,
            write=lambda directory, ports: files.write_region(directory, region, ports),
            region=region,
        )

    @classmethod
    def captures(
        cls, folder: Path, data_dir: Path, *, rtt_s: float = 0.0, command_s: float = 0.0, record: bool = False
    ) -> Lab:
        """A captures folder over SSH: each device of its inventory that has captures or a state."""
        return cls(
            captured_machines(folder),
            data_dir,
            pace=Pace(rtt_s=rtt_s, command_s=command_s),
            record=record,
            write=lambda directory, ports: files.write_captured_inventory(folder, directory, ports),
        )

    # -- life ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens all ports and writes the files; returns when every device answers."""
        _make_room(len(self._servers))
        if any(server.machine.legacy_ssh for server in self._servers.values()):
            # Old IOS has no newer key exchange; that it is old is the point, and nobody needs to be told each time.
            warnings.filterwarnings("ignore", message="Diffie-Hellman over finite fields")
        loop = self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=loop.run_forever, name="lab", daemon=True)
        self._thread.start()
        self._do(self._open())

    async def _open(self) -> None:
        remembered = files.remembered_ports(self.data_dir)
        for name, server in self._servers.items():
            await server.start(remembered.get(name, 0))
        servers = list(self._servers.values())
        files.write_servers(self.data_dir, servers)
        self._write(self.data_dir, {name: server.port for name, server in self._servers.items()})
        self._control = Control(self, self.data_dir)
        await self._control.start()

    def stop(self) -> None:
        """Closes all sessions and ports."""
        if self._loop is None or self._thread is None:
            return
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    async def _close(self) -> None:
        if self._control is not None:
            await self._control.stop()
        for server in self._servers.values():
            await server.stop()
        # Connections say goodbye in tasks of their own; a loop stopped before they end complains.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=1.0)

    def _do(self, work: Coroutine[None, None, _T]) -> _T:
        if self._loop is None:
            work.close()
            raise RequestError("The lab does not run. Start it first.")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def __enter__(self) -> Lab:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    # -- what a client needs -----------------------------------------------------------------------

    @property
    def inventory_path(self) -> Path:
        return self.data_dir / "inventory.yaml"

    @property
    def known_hosts_path(self) -> Path:
        return self.data_dir / "known_hosts"

    @property
    def credentials_path(self) -> Path:
        return self.data_dir / "credentials.yaml"

    @property
    def hosts_path(self) -> Path:
        return self.data_dir / "hosts"

    @property
    def username(self) -> str:
        return self._login.username

    @property
    def password(self) -> str:
        return self._login.password

    @property
    def enable_password(self) -> str:
        return self._login.enable

    @property
    def devices(self) -> list[str]:
        return list(self._servers)

    def port(self, device: str) -> int:
        """The TCP port of a device on 127.0.0.1."""
        return self._server(device).port

    def received(self, device: str) -> bytes:
        """Every byte that clients have typed at a device, where the lab was started with `record`."""
        return bytes(self._server(device).received)

    def _server(self, device: str) -> DeviceServer:
        if device not in self._servers:
            some = list(self._servers)[:_NAMED]
            more = f" and {len(self._servers) - len(some)} more" if len(some) < len(self._servers) else ""
            raise RequestError(f"The lab has no device {device}. It has: {', '.join(some)}{more}.")
        return self._servers[device]

    # -- trouble -----------------------------------------------------------------------------------

    def inject(self, fault: str, device: str, interface: str | None = None, *, ago_s: float = STORY_S) -> ActiveFault:
        """Breaks something, as of `ago_s` simulated seconds ago; raises RequestError where it cannot be.

        `device` is a switch, a controller or an access point; `interface` a port, or on a controller the name of an
        access point, the MAC of a client or the name of a WLAN.
        """
        return self._do(self.inject_in_loop(fault, device, interface, ago_s=ago_s))

    def heal(self, device: str | None = None, interface: str | None = None) -> list[ActiveFault]:
        """Puts right what was injected on a port, a device, or (no device named) everywhere; returns what was."""
        return self._do(self.heal_in_loop(device, interface))

    def active(self) -> list[ActiveFault]:
        """What is broken just now."""
        return [] if self._faults is None else self._faults.active()

    @staticmethod
    def faults() -> dict[str, str]:
        """Each fault that can be injected, with a line about it."""
        return {name: fault.about for name, fault in faults.FAULTS.items()}

    async def inject_in_loop(
        self, fault: str, device: str, interface: str | None = None, *, ago_s: float = STORY_S
    ) -> ActiveFault:
        """`inject` for callers inside the lab's own loop."""
        self._must_know(device)
        done = self._working_faults().inject(fault, device, interface, ago_s=ago_s)
        await self._settle()
        return done

    async def heal_in_loop(self, device: str | None = None, interface: str | None = None) -> list[ActiveFault]:
        """`heal` for callers inside the lab's own loop."""
        if device is not None:
            self._must_know(device)
        healed = self._working_faults().heal(device, interface)
        await self._settle()
        return healed

    async def _settle(self) -> None:
        """A cut fibre puts others out of reach too, so everybody looks."""
        for server in self._servers.values():
            await server.settle()

    def _must_know(self, device: str) -> None:
        if self.region is None or device not in self.region.air.aps:
            self._server(device)

    def _working_faults(self) -> Faults:
        if self._faults is None:
            raise RequestError("This lab plays captures; nothing can be broken or healed in it.")
        return self._faults


def _make_room(devices: int) -> None:
    """A port per device and a session on some: more open files than a login shell is usually given."""
    needed = 2 * devices + 256
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    if needed > hard != resource.RLIM_INFINITY:
        raise SettingsError(
            f"{devices} devices need {needed} open files, and this system allows {hard}. "
            "Start a smaller region, or raise the limit (ulimit -Hn)."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def serve_forever(lab: Lab, ready: Callable[[Lab], None] = lambda lab: None) -> None:
    """Runs a lab until the process is interrupted; `ready` is called once it serves."""
    with lab:
        ready(lab)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return
