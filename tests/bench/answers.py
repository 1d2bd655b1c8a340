"""How fast one answer is: from the login to the first verdict, and a whole process that answers from captures."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.app import App, live_app
from bot.lab import Lab
from bot.model import Language, Progress
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
RTT_S, COMMAND_S = 0.020, 0.150
QUESTIONS = (
    ("bpduguard", "sw-kar-a2-03", "Gi1/0/14"),
    ("dot1x-failed", "sw-tor-b1-01", "Gi1/0/7"),
    ("notconnect", "sw-kar-b2-01", "Gi1/0/5"),
    ("bpduguard", "sw-tor-c1-01", "Fa0/6"),  # old IOS with the legacy algorithms
)


def first_verdicts(runs: int) -> None:
    """A port of a lab device with 20 ms round trip and 150 ms per command, against the device's own time."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with Lab.hospital(data / "lab", rtt_s=RTT_S, command_s=COMMAND_S) as lab:
            settings = Settings(data=data, inventory=lab.inventory_path, secrets=lab.credentials_path)
            settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
            app = live_app(settings)
            app.ask("Gi1/0/1 sw-kar-a1-01", channel="bench", ticket=False)  # imports netmiko, compiles templates
            head = "first verdict, login included (goal: 1.6)"
            print(f"{head:44}{'commands':>10}{'device s':>10}{'seconds':>10}{'ratio':>8}")
            for fault, device, port in QUESTIONS:
                lab.inject(fault, device, port)
                _first_verdict(app, f"{fault} on {device} {port}", f"{port} på {device} har inget nät", runs)
                lab.heal(device)


def _first_verdict(app: App, name: str, text: str, runs: int) -> None:
    seconds, commands = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        at: list[tuple[float, int]] = []
        read = 0

        def note(progress: Progress, _: Language) -> None:
            nonlocal read
            read = max(read, progress.done)
            if progress.state in {"first_verdict", "done"}:
                at.append((time.perf_counter() - started, read))  # noqa: B023  (called inside this turn of the loop)

        app.ask(text, channel="bench", on_progress=note, ticket=False)
        seconds.append(at[0][0])
        commands = at[0][1]
    own = commands * (RTT_S + COMMAND_S)
    took = statistics.median(seconds)
    print(f"{name:44}{commands:>10}{own:>10.2f}{took:>10.2f}{took / own:>8.2f}")


def replay(runs: int) -> None:
    """`firstline ask --captures`, a whole process from start to exit, against an empty Python."""
    folder = ROOT / "tests" / "scenarios" / "bpduguard-iosxe"
    ask = [sys.executable, "-m", "bot", "ask", "Gi1/0/14 på sw-kar-a2-03", "--captures", str(folder), "--json"]
    empty = [sys.executable, "-c", "pass"]
    print(f"\n{'a whole process (goal: 1.5 s)':44}{'median s':>10}{'of empty Python':>18}")
    base = _wall(empty, runs)
    for name, command in (("python -c pass", empty), ("firstline ask --captures", ask)):
        took = _wall(command, runs)
        print(f"{name:44}{took:>10.2f}{took / base:>18.0f}")


def _wall(command: list[str], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
