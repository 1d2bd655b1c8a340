"""What is installed is whole: the wheel, put elsewhere and run from another directory, answers from captures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_carries_runbooks_templates_and_texts(tmp_path: Path) -> None:
    wheels, there, elsewhere = tmp_path / "wheels", tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(there), str(wheel)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(there), "PYTHONWARNINGS": "error::ResourceWarning"}
    where = subprocess.run(
        [sys.executable, "-c", "import bot, parsers, bot.desk.library as l; print(bot.__file__); print(l.__file__)"],
        cwd=elsewhere, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert all(line.startswith(str(there)) for line in where.stdout.splitlines())
    captures = ROOT / "tests" / "scenarios" / "bpduguard-iosxe"
    answered = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "Gi1/0/14 på sw-kar-a2-03 är död", "--captures", str(captures), "--json"],
        cwd=elsewhere, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(answered.stdout)["root_cause"] == "ERRDISABLED_BPDUGUARD"


def test_a_replay_imports_no_chat_sdk_no_database_and_no_ssh() -> None:
    code = (
        "import sys; from pathlib import Path; from bot.app import captured_app; "
        f"captured_app(Path({str(ROOT / 'tests' / 'scenarios' / 'bpduguard-iosxe')!r}))"
        ".ask('Gi1/0/14 på sw-kar-a2-03', channel='cli'); "
        "heavy = ('slack_bolt', 'netmiko', 'paramiko', 'asyncssh', 'sqlalchemy', 'dbos', 'starlette'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"
