"""A login on a lab device behaves like one on a switch."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncssh
import pytest

from bot.lab import Lab

from .conftest import LEGACY, MODERN, Talk, converse

SWITCH = "sw-kar-a2-03"


def test_the_prompt_is_the_name_and_a_hash_and_the_command_is_echoed(lab: Lab) -> None:
    seen = asyncio.run(converse(lab, SWITCH, ["show clock\n"], MODERN))
    assert seen.startswith(f"\r\n{SWITCH}#show clock\r\n")
    assert seen.endswith(f"\r\n{SWITCH}#")


def test_long_output_stops_at_the_pager_until_a_space(lab: Lab) -> None:
    first = asyncio.run(converse(lab, SWITCH, ["show interfaces status\n"], MODERN))
    assert first.endswith(" --More-- ")
    assert first.count("\r\n") == 2 + 23  # login, echo, and a screen of 24 rows less the pager's
    whole = asyncio.run(converse(lab, SWITCH, ["show interfaces status\n", " "], MODERN))
    assert "Po1 " in whole
    assert whole.endswith(f"{SWITCH}#")


def test_q_at_the_pager_leaves_the_rest_out(lab: Lab) -> None:
    seen = asyncio.run(converse(lab, SWITCH, ["show interfaces status\n", "q"], MODERN))
    assert "Po1 " not in seen
    assert seen.endswith(f"{SWITCH}#")


def test_a_wrong_word_gets_a_caret_under_it(talk: Talk) -> None:
    lines = talk(SWITCH, "show foo bar").split("\n")
    at = next(i for i, line in enumerate(lines) if line.endswith("show foo bar"))
    assert lines[at + 1].index("^") == lines[at].index("foo")
    assert lines[at + 2] == "% Invalid input detected at '^' marker."


def test_an_interface_that_does_not_exist_is_invalid_input(talk: Talk) -> None:
    assert "% Invalid input detected" in talk(SWITCH, "show interfaces GigabitEthernet2/0/33 status")


@pytest.mark.parametrize("typed", ["Gi1/0/14", "gigabitethernet1/0/14", "gi 1/0/14"])
def test_an_interface_may_be_spelt_short_or_long(talk: Talk, typed: str) -> None:
    assert "Gi1/0/14     Uttag A2-114-2     connected" in talk(SWITCH, f"show interfaces {typed} status")


def test_a_wrong_password_is_refused(lab: Lab) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        asyncio.run(_connect(lab, "wrong"))


async def _connect(lab: Lab, password: str) -> None:
    await asyncssh.connect(
        "127.0.0.1",
        lab.port(SWITCH),
        username=lab.username,
        password=password,
        known_hosts=str(lab.known_hosts_path),
        config=None,
        client_keys=None,
    )


def test_privilege_1_has_no_running_config_and_enable_does_not_help(lab: Lab, talk: Talk) -> None:
    lab.inject("privilege-1", SWITCH)
    seen = talk(SWITCH, "show running-config interface Gi1/0/14")
    assert f"{SWITCH}>show" in seen
    assert "% Invalid input detected" in seen
    refused = asyncio.run(converse(lab, SWITCH, ["enable\n", f"{lab.enable_password}\n"], MODERN))
    assert f"{SWITCH}#" not in refused


def test_disable_and_enable_change_the_prompt_and_the_password_is_not_echoed(lab: Lab) -> None:
    seen = asyncio.run(converse(lab, SWITCH, ["disable\n", "enable\n", f"{lab.enable_password}\n"], MODERN))
    assert f"{SWITCH}>enable\r\nPassword: " in seen
    assert seen.endswith(f"{SWITCH}#")
    assert lab.enable_password not in seen


@pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields")
def test_an_old_switch_speaks_only_sha1_and_cbc(lab: Lab) -> None:
    assert "sw-lun-b1-09#show clock" in asyncio.run(converse(lab, "sw-lun-b1-09", ["show clock\n"], LEGACY))
    with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
        asyncio.run(converse(lab, "sw-lun-b1-09", ["show clock\n"], MODERN))


def test_every_byte_that_reaches_a_device_is_recorded(lab: Lab, talk: Talk) -> None:
    before = len(lab.received("sw-kar-d2-01"))
    talk("sw-kar-d2-01", "show clock")
    assert lab.received("sw-kar-d2-01")[before:] == b"terminal length 0\nshow clock\n"


def test_twenty_devices_answer_at_once_each_as_itself(lab: Lab) -> None:
    modern = [name for name in lab.devices if name not in ("sw-lun-b1-09", "sw-tor-c1-01")]
    assert len(lab.devices) == 20

    async def everybody() -> list[str]:
        return await asyncio.gather(*(converse(lab, name, ["show version | i uptime\n"], MODERN) for name in modern))

    for name, seen in zip(modern, asyncio.run(everybody()), strict=True):
        assert f"{name} uptime is" in seen


def test_with_delays_typed_ahead_commands_are_answered_in_order(tmp_path: Path) -> None:
    with Lab.hospital(tmp_path, rtt_s=0.02, command_s=0.01) as slow:
        piece = "".join(
            f"{command}\n" for command in ("terminal length 0", "show clock", "show ntp status", "show foo")
        )
        seen = asyncio.run(_all_at_once(slow, piece))
    found = [seen.index(words) for words in ("show clock\r\n", " CE", "Clock is synchronized", "% Invalid input")]
    assert found == sorted(found)


async def _all_at_once(lab: Lab, typed: str) -> str:
    connection = await _hold(lab, SWITCH)
    process = await connection.create_process(term_type="vt100")
    process.stdin.write(typed + "exit\n")
    seen: str = await process.stdout.read()
    connection.close()
    return seen


def test_more_sessions_than_lines_are_turned_away(lab: Lab) -> None:
    async def crowd() -> None:
        held = [await _hold(lab) for _ in range(16)]
        try:
            with pytest.raises((asyncssh.ConnectionLost, ConnectionResetError)):
                await _hold(lab)
        finally:
            for connection in held:
                connection.abort()

    asyncio.run(crowd())


async def _hold(lab: Lab, device: str = "sw-kar-e2-01") -> asyncssh.SSHClientConnection:
    return await asyncssh.connect(
        "127.0.0.1",
        lab.port(device),
        username=lab.username,
        password=lab.password,
        known_hosts=str(lab.known_hosts_path),
        config=None,
        client_keys=None,
    )
