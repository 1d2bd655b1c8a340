"""One running lab for all tests of this folder, and a real SSH client to talk to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator

import asyncssh
import pytest

from bot.lab import Lab
from bot.lab.clock import LabClock

Talk = Callable[..., str]
LEGACY: dict[str, object] = {
    "kex_algs": ["diffie-hellman-group14-sha1"],
    "encryption_algs": ["aes128-cbc"],
    "mac_algs": ["hmac-sha1"],
    "server_host_key_algs": ["ssh-rsa"],
}
MODERN: dict[str, object] = {"kex_algs": ["curve25519-sha256"], "server_host_key_algs": ["ssh-ed25519"]}


@pytest.fixture(scope="session")
def lab_clock() -> LabClock:
    return LabClock()


@pytest.fixture(scope="session")
def running_lab(tmp_path_factory: pytest.TempPathFactory, lab_clock: LabClock) -> Iterator[Lab]:
    with Lab.hospital(tmp_path_factory.mktemp("lab"), record=True, clock=lab_clock) as lab:
        yield lab


@pytest.fixture
def lab(running_lab: Lab) -> Iterator[Lab]:
    """The lab, healthy again after each test."""
    yield running_lab
    running_lab.heal()


async def converse(lab: Lab, device: str, typed: list[str], options: dict[str, object]) -> str:
    """Logs in, types each piece after the device has come to rest, returns all that was printed."""
    connection = await asyncssh.connect(
        "127.0.0.1",
        lab.port(device),
        username=lab.username,
        password=lab.password,
        known_hosts=str(lab.known_hosts_path),
        config=None,
        client_keys=None,
        **options,
    )
    rest = re.compile(rf"(^|[\r\n\b]){re.escape(device)}[>#]\s?$|--More-- $|Password: $")
    async with connection:
        process = await connection.create_process(term_type="vt100", encoding="utf-8", errors="replace")
        seen = await _until(process, rest)
        for piece in typed:
            process.stdin.write(piece)
            seen += await _until(process, rest)
    return seen


async def _until(process: asyncssh.SSHClientProcess[str], rest: re.Pattern[str]) -> str:
    seen = ""
    while not rest.search(seen):
        piece = await asyncio.wait_for(process.stdout.read(65_536), 10)
        if not piece:
            break  # the device has hung up
        seen += piece
    return seen


@pytest.fixture
def talk(lab: Lab) -> Talk:
    """talk("sw-kar-a2-03", "show clock", ...): what the device printed, paging switched off first."""

    def one(device: str, *commands: str) -> str:
        typed = [f"{command}\n" for command in ("terminal length 0", *commands)]
        return asyncio.run(converse(lab, device, typed, MODERN)).replace("\r\n", "\n")

    return one
