"""The folder of a running service: held by one process at a time, named for good, and found by those who hand over.

service.lock    held while a service runs
process         the name of this installation, for what it holds in a shared database
service.json    where the running service is found: address, port, token; readable by its owner only
"""

from __future__ import annotations

import fcntl
import json
import os
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.errors import SettingsError


@dataclass(frozen=True, kw_only=True)
class RunningService:
    """How a program on the same machine reaches the service. Whoever can read the file may ask."""

    url: str  # http://127.0.0.1:8642
    token: str  # for the Authorization header: Bearer
    pid: int


class DataFolder:
    """A data folder held by this process, from `DataFolder(path)` until `release`."""

    def __init__(self, folder: Path) -> None:
        """Raises SettingsError where another service holds it, or it cannot be written."""
        self.folder = folder
        self._lock = _hold(folder)
        self.process = self._named()

    def announce(self, running: RunningService) -> None:
        """Tell others on this machine where the service is."""
        path = self.folder / "service.json"
        unfinished = path.with_suffix(".tmp")
        unfinished.unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(vars(running), file)
        unfinished.replace(path)

    def release(self) -> None:
        """Let go; another service may take the folder."""
        (self.folder / "service.json").unlink(missing_ok=True)
        self._lock.close()

    def _named(self) -> str:
        path = self.folder / "process"
        if not path.exists():
            path.write_text(uuid.uuid4().hex + "\n", encoding="ascii")
        return path.read_text(encoding="ascii").strip()


def running_service(folder: Path) -> RunningService | None:
    """The service that runs on this data folder now; None where there is none, or its file is not for us to read."""
    try:
        told = json.loads((folder / "service.json").read_text(encoding="utf-8"))
        running = RunningService(url=str(told["url"]), token=str(told["token"]), pid=int(told["pid"]))
        with (folder / "service.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return running
    except (OSError, ValueError, KeyError):
        return None
    return None  # nobody holds the lock: the file is left over from a process that was killed


def _hold(folder: Path) -> TextIO:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "service.lock").open("a+", encoding="ascii")
    except OSError as error:
        raise SettingsError(
            f"the data folder {folder} cannot be used ({error.strerror}). Check --data, or data: in the configuration."
        ) from error
    if not _locked(lock):
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise SettingsError(
            f"another firstline service (process {holder}) uses the data folder {folder}. "
            "Stop that one, or give this one another --data."
        )
    lock.seek(0)
    lock.truncate()
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _locked(lock: TextIO) -> bool:
    """Tried for a second: somebody may just be looking whether the folder is held."""
    for _ in range(10):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return True
    return False
