"""The SSH algorithms that a device may use: modern ones only, or the old ones too where its group says so.

paramiko 4 offers SHA-1 key exchange, ssh-rsa signatures, CBC and SHA-1 or MD5 checksums by default. Here they are
switched off, and only `ssh_profile: legacy` of a device leaves them on, for IOS that knows nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Profile = Literal["default", "legacy"]

# The keys are paramiko's. A name that paramiko does not know does no harm.
_OLD: Mapping[str, Sequence[str]] = {
    "kex": ("diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1"),
    "keys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "pubkeys": ("ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss"),
    "ciphers": ("aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc", "blowfish-cbc"),
    "macs": ("hmac-sha1", "hmac-sha1-96", "hmac-md5", "hmac-md5-96"),
}


def disabled(profile: Profile) -> dict[str, list[str]]:
    """What to pass as paramiko's and netmiko's `disabled_algorithms`."""
    return {kind: list(names) for kind, names in _OLD.items()} if profile == "default" else {}


def is_old(name: str) -> bool:
    """Whether only the legacy profile speaks this algorithm."""
    return any(name in names for names in _OLD.values())
