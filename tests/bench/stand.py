"""The service under load, as it is in a hospital: `firstline serve`, the lab and Slack, each a process of its own.

Whoever puts the load on it is another process again: in the measured one it would fight for the same interpreter.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.slack import SECRET

ROOT = Path(__file__).parents[2]
TOKEN = "bench"
BELL = "sw-bench-01"  # a device whose door is ours
CHECKS = "hundred"  # a schedule of so many ports
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Stand:
    """Everything that is up."""

    url: str
    pid: int  # of the service
    data: Path  # its data folder
    bell: Bell
    ports: list[str]  # "sw-kar-a1-01 Gi1/0/7": one of each access switch, then the next of each

    def memory_mb(self) -> float:
        """Resident, now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu_s(self) -> float:
        """What the process has used of a core since it began."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


class Bell:
    """Listens where a device would: notes when somebody comes to log in, and lets nobody in."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self._rung: list[float] = []
        self._changed = threading.Condition()
        threading.Thread(target=self._wait, name="bell", daemon=True).start()

    def after(self, began: float, patience_s: float = 30.0) -> float:
        """Seconds from `began` (time.perf_counter) to the first one who came since."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._rung and self._rung[-1] > began, patience_s), "nobody came"
            return next(at for at in self._rung if at > began) - began

    def _wait(self) -> None:
        while True:
            caller, _ = self._door.accept()
            at = time.perf_counter()
            caller.close()
            with self._changed:
                self._rung.append(at)
                self._changed.notify_all()


@contextmanager
def stand(folder: Path) -> Iterator[Stand]:
    """All of it up, until the block ends."""
    with ExitStack() as ends:
        lab = ["-m", "bot", "lab", "--data", str(folder / "lab"), "--rtt", "0.02", "--command-delay", "0.05"]
        ends.enter_context(_process(lab, "devices answer"))
        slack, api = ends.enter_context(_process(["-m", "tests.bench.slack"], "http"))
        del slack
        bell = Bell()
        names = [row["name"] for row in _inventory(folder) if row["role"] == "access" and row["platform"] == "cisco_xe"]
        ports = [f"{name} Gi1/0/{number}" for number in range(1, 25) for name in names]
        config = _configured(folder, api.strip(), bell, ports[:100])
        service, told = ends.enter_context(_process(["-m", "bot", "serve", "--config", config, "--port", "0"], "http"))
        url = told[told.index("http") :].strip()
        yield Stand(url=url, pid=service.pid, data=folder / "data", bell=bell, ports=ports)


def _inventory(folder: Path) -> list[dict[str, str]]:
    import yaml

    with (folder / "lab" / "inventory.yaml").open(encoding="utf-8") as file:
        rows: list[dict[str, str]] = yaml.load(file, Loader=yaml.CSafeLoader)["devices"]
    return rows


def _configured(folder: Path, api: str, bell: Bell, checked: list[str]) -> str:
    """A configuration as an operator writes it; the host keys are those of the lab. The checks run when told to."""
    devices = [*_inventory(folder), {"name": BELL, "host": "127.0.0.1", "port": bell.port, "platform": "cisco_xe",
               "role": "access", "site": "karlstad", "credentials": "default"}]  # fmt: skip
    (folder / "inventory.yaml").write_text(json.dumps({"devices": devices}), encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "known_hosts").write_bytes((folder / "lab" / "known_hosts").read_bytes())
    slack = {"mode": "http", "bot_token": "env:BENCH_BOT", "signing_secret": "env:BENCH_SECRET", "api": api}
    said = {
        "inventory": "inventory.yaml", "secrets": "lab/credentials.yaml", "hosts": "lab/hosts", "data": "data",
        "api_token": "env:BENCH_TOKEN", "slack": slack,
        "schedules": {CHECKS: {"cron": "0 3 29 2 *", "targets": {"ports": checked}}},
    }  # fmt: skip
    (folder / "firstline.yaml").write_text(json.dumps(said), encoding="utf-8")
    return str(folder / "firstline.yaml")


@contextmanager
def _process(arguments: list[str], sign: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that is ready once it has printed a line with the sign; and this line."""
    told = {"BENCH_BOT": "xoxb-test", "BENCH_SECRET": SECRET, "BENCH_TOKEN": TOKEN}
    with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **told}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
    ) as made:  # fmt: skip
        assert made.stdout
        try:
            line = next((line for line in made.stdout if sign in line), None)
            if line is None:
                errors.seek(0)
                raise RuntimeError(f"{' '.join(arguments)} ended before it was ready: {errors.read()}")
            yield made, line
        finally:
            made.send_signal(signal.SIGTERM)
            made.stdin and made.stdin.close()
            try:
                made.wait(30)
            except subprocess.TimeoutExpired:
                made.kill()
