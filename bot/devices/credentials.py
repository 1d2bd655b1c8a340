"""Credential sets by name: from the environment, a secrets directory or a file; never in the inventory, never shown."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.errors import SettingsError
from parsers.document import load_document

_PREFIX = "FIRSTLINE_CREDENTIALS_"
_PARTS = ("username", "password", "secret")


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """A user of the devices. `secret` is for `enable`; None where the user is privileged or need not be."""

    username: str
    password: str = field(repr=False)
    secret: str | None = field(default=None, repr=False)


class CredentialSource(Protocol):
    """Where credential sets come from."""

    def find(self, name: str) -> Credentials:
        """The set of that name. Raises SettingsError that says where it looked."""


@dataclass(frozen=True, kw_only=True)
class CredentialSets:
    """The places that are looked at, in this order; the first that has any part of a set has to have all of it.

    environment  FIRSTLINE_CREDENTIALS_<SET>_USERNAME, _PASSWORD and optionally _SECRET
    directory    <directory>/<set>/username, password and optionally secret, as container secrets are mounted
    file         YAML, one mapping per set with the same three keys; not readable by others
    """

    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    directory: Path | None = None
    file: Path | None = None

    def find(self, name: str) -> Credentials:
        """The set of that name. Raises SettingsError that says where it looked."""
        looked: list[str] = []
        for where, parts in (self._environment(name), self._directory(name), self._file(name)):
            if where is None:
                continue
            looked.append(where)
            if not parts:
                continue
            missing = [part for part in ("username", "password") if not parts.get(part)]
            if missing:
                raise SettingsError(
                    f"Credential set '{name}' in {where} has no {' and no '.join(missing)}. Add it there."
                )
            return Credentials(
                username=parts["username"], password=parts["password"], secret=parts.get("secret") or None
            )
        raise SettingsError(
            f"There is no credential set '{name}'. Looked in {', then in '.join(looked)}. Add it to one of them."
        )

    def _environment(self, name: str) -> tuple[str | None, dict[str, str]]:
        stem = _PREFIX + re.sub(r"[^A-Z0-9]", "_", name.upper()) + "_"
        found = {
            part: self.environment[stem + part.upper()] for part in _PARTS if stem + part.upper() in self.environment
        }
        return f"the environment ({stem}USERNAME, {stem}PASSWORD)", found

    def _directory(self, name: str) -> tuple[str | None, dict[str, str]]:
        if self.directory is None:
            return None, {}
        if not re.fullmatch(r"[\w][\w.-]*", name):
            raise SettingsError(f"'{name}' cannot be the name of a credential set. Use letters, digits, '-' and '_'.")
        folder = self.directory / name
        return str(folder), {part: _read(folder / part) for part in _PARTS if (folder / part).is_file()}

    def _file(self, name: str) -> tuple[str | None, dict[str, str]]:
        if self.file is None or not self.file.is_file():
            return (None if self.file is None else f"{self.file} (not there)"), {}
        if self.file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise SettingsError(f"{self.file} holds passwords and everyone on this machine can read it: chmod 600 it.")
        sets = load_document(self.file)
        if name not in sets:
            return str(self.file), {}
        chosen = sets[name]
        chosen.only(*_PARTS)
        return str(self.file), {part: chosen[part].text() for part in _PARTS if part in chosen}


def _read(file: Path) -> str:
    """The first line: an editor leaves a newline at the end, and that is no part of a password."""
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{file} cannot be read as text. Check its rights and its content.") from None
