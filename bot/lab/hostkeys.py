"""SSH host keys of the lab's devices: made once, kept in the data directory, so that they can be enrolled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import asyncssh

_SHARED_RSA = "*legacy*"  # one RSA key for all old devices: making one takes as long as 200 of the others


class HostKeys:
    """Keys by device name, read from and written to one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        self._shared: asyncssh.SSHKey | None = None  # reading an RSA key takes as long as making 100 of the others

    def of(self, device: str, *, legacy: bool) -> asyncssh.SSHKey:
        """The private key of a device: RSA for old ones, which know nothing else."""
        if legacy:
            if self._shared is None:
                self._shared = self._key(_SHARED_RSA, lambda: asyncssh.generate_private_key("ssh-rsa", key_size=2048))
            return self._shared
        return self._key(device, lambda: asyncssh.generate_private_key("ssh-ed25519"))

    def _key(self, name: str, make: Callable[[], asyncssh.SSHKey]) -> asyncssh.SSHKey:
        if name in self._keys:
            return asyncssh.import_private_key(self._keys[name])
        key = make()
        self._keys[name] = key.export_private_key().decode()
        return key

    def save(self) -> None:
        """Writes the keys for the owner only."""
        self._path.touch(mode=0o600)
        self._path.write_text(json.dumps(self._keys))


def known_hosts_line(address: str, port: int, key: asyncssh.SSHKey) -> str:
    """`[127.0.0.1]:40001 ssh-ed25519 AAAA...`"""
    algorithm, blob = key.export_public_key().decode().split()[:2]
    return f"[{address}]:{port} {algorithm} {blob}\n"
