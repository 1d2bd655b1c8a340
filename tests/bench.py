"""`make bench`: speed as ratios, side by side; nothing here passes or fails.

1. From the login to the first verdict for a port of a lab device with 20 ms round trip and 150 ms per command,
   against the device's own time for the commands that were run. Goal: at most 1.6.
2. `firstline ask --captures`, a whole process from start to exit. Goal: under 1.5 s on two cores.
"""

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

ROOT = Path(__file__).parents[1]
RTT_S, COMMAND_S, RUNS = 0.020, 0.150, 5
QUESTIONS = (
    ("bpduguard", "sw-kar-a2-03", "Gi1/0/14"),
    ("dot1x-failed", "sw-tor-b1-01", "Gi1/0/7"),
    ("notconnect", "sw-kar-b2-01", "Gi1/0/5"),
    ("bpduguard", "sw-tor-c1-01", "Fa0/6"),  # old IOS with the legacy algorithms
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with Lab.hospital(data / "lab", rtt_s=RTT_S, command_s=COMMAND_S) as lab:
            settings = Settings(data=data, inventory=lab.inventory_path, secrets=lab.credentials_path)
            settings.known_hosts.write_bytes(lab.known_hosts_path.read_bytes())
            app = live_app(settings)
            app.ask("Gi1/0/1 sw-kar-a1-01", channel="bench", ticket=False)  # imports netmiko, compiles templates
            print(f"{'first verdict, login included':44}{'commands':>10}{'device s':>10}{'seconds':>10}{'ratio':>8}")
            for fault, device, port in QUESTIONS:
                lab.inject(fault, device, port)
                _first_verdict(app, f"{fault} on {device} {port}", f"{port} på {device} har inget nät")
                lab.heal(device)
    _replay()
    return 0


def _first_verdict(app: App, name: str, text: str) -> None:
    seconds, commands = [], 0
    for _ in range(RUNS):
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


def _replay() -> None:
    folder = ROOT / "tests" / "scenarios" / "bpduguard-iosxe"
    ask = [sys.executable, "-m", "bot", "ask", "Gi1/0/14 på sw-kar-a2-03", "--captures", str(folder), "--json"]
    empty = [sys.executable, "-c", "pass"]
    print(f"\n{'a whole process':44}{'median s':>10}{'of empty Python':>18}")
    base = _wall(empty)
    for name, command in (("python -c pass", empty), ("firstline ask --captures", ask)):
        took = _wall(command)
        print(f"{name:44}{took:>10.2f}{took / base:>18.0f}")


def _wall(command: list[str]) -> float:
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
