"""A folder of captured outputs: an inventory, a folder per device, a file per command."""

from __future__ import annotations

import re
import threading
from collections import Counter
from pathlib import Path

from bot.captures.cut import INVALID, cut, names_interfaces
from bot.captures.names import canonical, file_names, selectors
from bot.errors import SettingsError

STATES = ("unreachable", "refused", "login-failed", "silent")
_CLOCK = re.compile(r"\d\d?:\d\d:\d\d")
# Of Cisco, Arista and AOS-CX; of ProCurve and AireOS; of Junos. All are looked for: the inventory may be wrong.
_ASKS_THE_TIME = ("show clock", "show time", "show system uptime")


class CapturedSession:
    """What one device of the folder answers. Samples are counted per command over the life of the folder object."""

    def __init__(self, folder: CapturesFolder, device: str) -> None:
        self._folder = folder
        self._device = device

    def answer(self, command: str) -> str:
        """What the device printed for the command: its file, a part of a broader one, else "invalid input"."""
        return self._folder.answer(self._device, command)


class CapturesFolder:
    """The captured outputs under one directory. Raises SettingsError where the directory is none. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = Path(path)
        if not self._path.is_dir():
            raise SettingsError(
                f"There is no folder {self._path}. Give the folder that holds inventory.yaml and one folder per device."
            )
        self._folders = {entry.name.casefold(): entry for entry in self._path.iterdir() if entry.is_dir()}
        self._files: dict[str, dict[str, Path]] = {}
        self._calls: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    @property
    def inventory_path(self) -> Path:
        """Where the inventory of the folder stands. Raises SettingsError where there is none."""
        path = self._path / "inventory.yaml"
        if not path.is_file():
            raise SettingsError(
                f"{self._path} has no inventory.yaml. Write one with the name and platform of each captured device."
            )
        return path

    def devices(self) -> list[str]:
        """The names of the devices that have a folder here, hidden folders aside."""
        return sorted(entry.name for entry in self._folders.values() if not entry.name.startswith((".", "_")))

    def state(self, device: str) -> tuple[str, str] | None:
        """What stood in the way of a login (one of STATES) and its words; None where the device answered.

        A device without a folder was not captured: it is unreachable here, and the words say so.
        """
        folder = self._folders.get(device.casefold())
        if folder is None:
            return "unreachable", f"There are no captures of {device} in {self._path}."
        file = folder / "_state"
        if not file.is_file():
            return None
        kind, words = [*_read(file).split(maxsplit=1), "", ""][:2]
        if kind not in STATES:
            raise SettingsError(f"{file} begins with '{kind}'. Begin it with one of: {', '.join(STATES)}.")
        return kind, words.strip() or f"The captures say {kind}, without further words."

    def session(self, device: str) -> CapturedSession:
        """The device's answers. Ask `state` first: what could not be logged in to has none."""
        return CapturedSession(self, device)

    def now(self, device: str) -> str | None:
        """The captured `show clock` or its like, without counting it as a call; None where the device told no time."""
        texts = (self._file(device.casefold(), command, 1) for command in _ASKS_THE_TIME)
        return next((text for text in texts if text is not None and _CLOCK.search(text)), None)

    def captured_at(self) -> float:
        """When the newest file here was written (seconds since 1970, UTC): the time of captures without any clock."""
        files = [file for name in self._folders for file in self._index(name).values()]
        files += [file for file in (self._path / "inventory.yaml",) if file.is_file()]
        return max((file.stat().st_mtime for file in files), default=0.0)

    def answer(self, device: str, command: str) -> str:
        """As CapturedSession.answer; the n-th call of a command gets the n-th sample, or the last there is."""
        device, command = device.casefold(), canonical(command)
        with self._lock:
            self._calls[device, command.casefold()] += 1
            call = self._calls[device, command.casefold()]
        text = self._find(device, command, call)
        if text is None:
            default = self._index(device).get("_default.txt")
            text = _read(default) if default is not None else INVALID
        return text

    def _find(self, device: str, command: str, call: int) -> str | None:
        text = self._file(device, command, call)
        if text is not None:
            return text
        for selector in selectors(command):
            for broader in selector.broader:
                whole = self._find(device, broader, call)
                if whole is None:
                    continue
                if selector.kind == "interface" and self._lacks(device, selector.value):
                    return INVALID
                return cut(whole, selector)
        return None

    def _file(self, device: str, command: str, call: int) -> str | None:
        """The file of exactly this command: of the highest sample up to the call."""
        files = self._index(device)
        for name in file_names(command):
            if not name or name.startswith("_"):  # _state and _default are not commands
                continue
            for sample in range(min(call, 99), 0, -1):
                file = files.get(f"{name}.{sample}.txt") or (files.get(f"{name}.txt") if sample == 1 else None)
                if file is not None:
                    return _read(file)
        return None

    def _lacks(self, device: str, interface: str) -> bool:
        """Whether the device's own list of all interfaces is here and does not name this one."""
        for command in ("show interfaces", "show interface"):
            text = self._file(device, command, 1)
            known = {name.casefold() for name in names_interfaces(text)} if text else set()
            if known:
                return interface.casefold() not in known
        return False

    def _index(self, device: str) -> dict[str, Path]:
        """The device's files by lower-case name: IOS does not mind the case of a command."""
        files = self._files.get(device)
        if files is None:
            folder = self._folders.get(device)
            files = {} if folder is None else {file.name.lower(): file for file in folder.iterdir() if file.is_file()}
            self._files[device] = files
        return files


def _read(file: Path) -> str:
    """The text of a file; a byte that is no UTF-8 is shown as a replacement character, as devices print all sorts."""
    try:
        return file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError as error:
        raise SettingsError(f"{file} cannot be read ({error.strerror}). Check its rights.") from None
