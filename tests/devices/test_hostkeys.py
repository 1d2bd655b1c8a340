"""Host keys are learnt by enrolling and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.devices.hostkeys import HostKey, KnownHosts, enrol, entry_name
from bot.errors import SettingsError

if TYPE_CHECKING:
    from tests.devices.conftest import Reader, Switch


def test_an_enrolled_device_can_be_logged_in_to(start: Callable[..., Switch], make_switch: Any, reader: Reader) -> None:
    switch = start(make_switch())
    lines = enrol(switch.device(), reader.known_hosts)
    assert switch.key.get_fingerprint() in " ".join(lines)
    with reader.open(switch):
        pass
    assert reader.known_hosts.read_text().startswith(f"[127.0.0.1]:{switch.port} ssh-ed25519 ")
    assert "already enrolled" in enrol(switch.device(), reader.known_hosts)[0]


def test_another_key_is_enrolled_only_when_replacing_is_said(
    start: Callable[..., Switch], make_switch: Any, reader: Reader, make_rsa: Any
) -> None:
    switch = start(make_switch())
    other = HostKey(kind="ssh-rsa", blob=make_rsa.export_public_key().decode().split()[1])
    name = entry_name("127.0.0.1", switch.port)
    reader.known_hosts.write_text(f"10.0.0.1 ssh-ed25519 AAAA\n{name} {other.kind} {other.blob}\n")
    with pytest.raises(SettingsError, match="another host key") as raised:
        enrol(switch.device(), reader.known_hosts)
    assert other.fingerprint in str(raised.value)
    enrol(switch.device(), reader.known_hosts, replace=True)
    assert KnownHosts(reader.known_hosts).keys("127.0.0.1", switch.port) != (other,)
    assert "10.0.0.1 ssh-ed25519 AAAA" in reader.known_hosts.read_text()


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_an_old_device_is_enrolled_with_the_legacy_profile(
    start: Callable[..., Switch], make_switch: Any, reader: Reader, make_rsa: Any
) -> None:
    switch = start(make_switch(legacy=True, key=make_rsa))
    with pytest.raises(SettingsError, match="ssh_profile: legacy"):
        enrol(switch.device(), reader.known_hosts)
    assert not reader.known_hosts.exists()
    lines = enrol(switch.device(ssh_profile="legacy"), reader.known_hosts)
    assert make_rsa.get_fingerprint() in " ".join(lines)


def test_openssh_files_are_understood_hashed_names_too(tmp_path: Path) -> None:
    # The hashed entry is of the name 10.20.3.17, salted with twenty times the letter s.
    import base64
    import hashlib
    import hmac

    salt = b"s" * 20
    digest = hmac.new(salt, b"10.20.3.17", hashlib.sha1).digest()
    hashed = f"|1|{base64.b64encode(salt).decode()}|{base64.b64encode(digest).decode()}"
    file = tmp_path / "known_hosts"
    file.write_text(
        f"# comment\n\n{hashed} ssh-ed25519 AAAA\nsw-1,10.20.3.18 ssh-rsa BBBB\n"
        "@revoked 10.20.3.19 ssh-rsa CCCC\nbroken\n"
    )
    known = KnownHosts(file)
    assert known.keys("10.20.3.17", 22) == (HostKey(kind="ssh-ed25519", blob="AAAA"),)
    assert known.keys("10.20.3.18", 22) == (HostKey(kind="ssh-rsa", blob="BBBB"),)
    assert known.keys("10.20.3.18", 2222) == ()
    assert known.keys("10.20.3.19", 22) == ()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    known = KnownHosts(tmp_path / "known_hosts")
    assert known.keys("10.1.1.1", 22) == ()
    known.path.write_text("10.1.1.1 ssh-rsa BBBB\n")
    assert len(known.keys("10.1.1.1", 22)) == 1
