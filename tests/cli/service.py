"""A service in a process of its own for the tests of `firstline ask`: the captured ward, as slow as it is told to be.

python -m tests.cli.service FOLDER SECONDS
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.app import App
from bot.cli.serve import listen, serve
from bot.jobs import running_service
from bot.tickets.builtin import BuiltinTickets
from tests.jobs.ward import CountingTransport, desk

ROOT = Path(__file__).parents[2]


@contextmanager
def service(folder: Path, *, takes_s: float = 0.0) -> Iterator[subprocess.Popen[str]]:
    """The service of folder/data, up and found; killed at the end."""
    said = [sys.executable, "-m", "tests.cli.service", str(folder), str(takes_s)]
    with subprocess.Popen(said, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        try:
            while (found := running_service(folder / "data")) is None or found.pid != process.pid:
                assert process.poll() is None, process.stderr and process.stderr.read()
                assert time.monotonic() < until, "no service came up"
                time.sleep(0.1)
            yield process
        finally:
            process.kill()


def main(folder: Path, takes_s: float) -> int:
    made = desk(folder)
    assert isinstance(made.transport, CountingTransport)
    made = replace(made, transport=CountingTransport(made.transport, folder / "sessions.log", takes_s))
    app = App(desk=made, tickets=BuiltinTickets(folder / "tickets"))
    return serve(app, data=folder / "data", listener=listen("127.0.0.1", 0), told=partial(print, flush=True))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
