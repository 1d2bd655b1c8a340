"""Host keys of devices: always checked, learnt only by an explicit enrolment; a changed key is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from bot.devices.algorithms import disabled
from bot.errors import SettingsError
from bot.model import Device

_CONNECT_S = 10.0
_writing = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class HostKey:
    """A public key as a line of known_hosts has it."""

    kind: str  # ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa
    blob: str  # base64

    @property
    def fingerprint(self) -> str:
        """As OpenSSH and the device's own console show it: SHA256:..."""
        digest = hashlib.sha256(base64.b64decode(self.blob)).digest()
        return f"{self.kind} SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def entry_name(host: str, port: int) -> str:
    """How known_hosts names a device: `10.20.3.17` on port 22, else `[10.20.3.17]:2222`."""
    return host if port == 22 else f"[{host}]:{port}"


class KnownHosts:
    """A known_hosts file in OpenSSH's form, read again when it changes. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._entries: dict[str, tuple[HostKey, ...]] = {}
        self._hashed: tuple[tuple[str, HostKey], ...] = ()

    def exists(self) -> bool:
        return self.path.is_file()

    def keys(self, host: str, port: int) -> tuple[HostKey, ...]:
        """The keys enrolled for a device; empty where it was never enrolled or the file is missing."""
        name = entry_name(host, port)
        with self._lock:
            self._load()
            hashed = tuple(key for pattern, key in self._hashed if _hashes_to(pattern, name))
            return self._entries.get(name, ()) + hashed

    def _load(self) -> None:
        try:
            status = self.path.stat()
        except OSError:
            self._stamp, self._entries, self._hashed = None, {}, ()
            return
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp == self._stamp:
            return
        entries: dict[str, tuple[HostKey, ...]] = {}
        hashed: list[tuple[str, HostKey]] = []
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            # Markers (@revoked, @cert-authority) and patterns (*.reg.lan) vouch for no key here.
            if len(words) < 3 or line.lstrip().startswith(("#", "@")) or not _is_base64(words[2]):
                continue
            key = HostKey(kind=words[1], blob=words[2])
            for name in words[0].split(","):
                if name.startswith("|1|"):
                    hashed.append((name, key))
                else:
                    entries[name] = (*entries.get(name, ()), key)
        self._stamp, self._entries, self._hashed = stamp, entries, tuple(hashed)


def enrol(device: Device, known_hosts: Path, *, replace: bool = False) -> tuple[str, ...]:
    """Fetch the device's key, add it to the file, and give the lines for a person to compare with the console.

    The key is taken on trust at this moment: that is what enrolling means. Raises SettingsError where the device
    cannot be asked, or shows another key than the enrolled one and `replace` was not said.
    """
    if device.host is None:
        raise SettingsError(f"{device.name} has no host in the inventory, so its key cannot be fetched. Add 'host:'.")
    shown = _fetch(device.host, device)
    with _writing:
        known = KnownHosts(known_hosts).keys(device.host, device.port)
        if shown in known:
            return (f"{device.name}: already enrolled", f"  {shown.fingerprint}")
        if known and not replace:
            raise SettingsError(changed(device, known[0].fingerprint, shown.fingerprint))
        _write(known_hosts, entry_name(device.host, device.port), shown)
    lines = [f"{device.name} ({entry_name(device.host, device.port)}): enrolled", f"  {shown.fingerprint}"]
    return (*lines, *(f"  in place of {key.fingerprint}" for key in known))


def changed(device: Device, enrolled: str, shown: str) -> str:
    """The sentence about a device that shows another key than the enrolled one."""
    return (
        f"{device.name} shows another host key than the enrolled one. Enrolled: {enrolled}. Shown: {shown}. If the "
        f"device was replaced or its key made anew, run 'firstline hosts enrol {device.name} --replace'; if not, "
        "somebody may be in between."
    )


def unknown(device: Device, known_hosts: KnownHosts, shown: str | None) -> str:
    """The sentence about a device that nobody enrolled; a missing file is told apart."""
    if not known_hosts.exists():
        what = f"There is no file of host keys at {known_hosts.path}, so no device can be trusted yet."
    else:
        what = f"{device.name} is not among the enrolled host keys in {known_hosts.path}."
    seen = f" It shows {shown}." if shown else ""
    return f"{what}{seen} Compare with its console and run 'firstline hosts enrol {device.name}'."


def _fetch(host: str, device: Device) -> HostKey:
    import paramiko

    try:
        with socket.create_connection((host, device.port), timeout=_CONNECT_S) as connection:
            transport = paramiko.Transport(connection, disabled_algorithms=disabled(device.ssh_profile))
            try:
                transport.start_client(timeout=_CONNECT_S)
                key = transport.get_remote_server_key()
            finally:
                transport.close()
    except (OSError, EOFError, paramiko.SSHException) as error:
        words = str(error) or type(error).__name__
        legacy = " Old devices need 'ssh_profile: legacy'." if isinstance(error, paramiko.SSHException) else ""
        raise SettingsError(
            f"The key of {device.name} ({host}:{device.port}) could not be fetched: {words}.{legacy}"
        ) from None
    return HostKey(kind=key.get_name(), blob=key.get_base64())


def _write(path: Path, name: str, key: HostKey) -> None:
    """Write the file anew with the entry in place of older ones of the device, and swap it in as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    old = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in old if line.split()[:1] != [name]]
    fresh = path.with_name(path.name + ".new")
    fresh.write_text("\n".join([*kept, f"{name} {key.kind} {key.blob}"]) + "\n", encoding="utf-8")
    fresh.chmod(0o600)
    fresh.replace(path)


def _hashes_to(pattern: str, name: str) -> bool:
    """Whether an entry of OpenSSH's hashed form, |1|salt|hash, is for this name."""
    parts = pattern.split("|")
    if len(parts) != 4 or not (_is_base64(parts[2]) and _is_base64(parts[3])):
        return False
    made = hmac.new(base64.b64decode(parts[2]), name.encode(), hashlib.sha1).digest()
    return hmac.compare_digest(made, base64.b64decode(parts[3]))


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True
