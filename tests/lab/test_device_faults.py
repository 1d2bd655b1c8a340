"""Devices that are out of reach, refuse, keep silent, drop or garble."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import asyncssh
import pytest

from bot.lab import Lab, server

from .conftest import MODERN, Talk, converse

SWITCH = "sw-kar-b2-01"


def _login(lab: Lab) -> str:
    return asyncio.run(converse(lab, SWITCH, ["terminal length 0\n", "show interfaces\n"], MODERN))


def test_an_unreachable_device_swallows_connection_attempts_and_comes_back(lab: Lab) -> None:
    port = lab.port(SWITCH)
    lab.inject("unreachable", SWITCH)
    with pytest.raises(TimeoutError):
        socket.create_connection(("127.0.0.1", port), timeout=0.3)
    lab.heal(SWITCH)
    assert lab.port(SWITCH) == port
    assert f"{SWITCH}#" in _login(lab)


def test_a_refusing_device_refuses_the_connection(lab: Lab) -> None:
    lab.inject("refused", SWITCH)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", lab.port(SWITCH)), timeout=5)


def test_a_spare_unit_shows_a_key_that_nobody_enrolled_until_the_first_one_is_back(lab: Lab) -> None:
    lab.inject("other-key", SWITCH)
    with pytest.raises(asyncssh.HostKeyNotVerifiable):
        _login(lab)
    lab.heal(SWITCH)
    assert f"{SWITCH}#" in _login(lab)


def test_old_software_shares_no_key_exchange_with_a_modern_client_until_it_is_exchanged(lab: Lab) -> None:
    lab.inject("old-ssh", SWITCH)
    with pytest.raises(asyncssh.KeyExchangeFailed):
        _login(lab)
    lab.heal(SWITCH)
    assert f"{SWITCH}#" in _login(lab)


@pytest.mark.parametrize("fault", ["login-failed", "aaa-overloaded"])
def test_a_login_may_be_refused_with_the_right_password(lab: Lab, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OVERLOADED_S", 0.01)
    lab.inject(fault, SWITCH)
    with pytest.raises(asyncssh.PermissionDenied):
        _login(lab)


def test_without_a_free_line_the_connection_is_closed_before_a_word(lab: Lab) -> None:
    lab.inject("no-free-line", SWITCH)
    with (
        socket.create_connection(("127.0.0.1", lab.port(SWITCH)), timeout=5) as connection,
        contextlib.suppress(ConnectionResetError),  # closed as well, only less politely
    ):
        assert connection.recv(100) == b""


def test_a_silent_device_lets_in_and_never_prints_a_prompt(lab: Lab) -> None:
    lab.inject("silent", SWITCH)

    async def wait() -> None:
        async with asyncssh.connect(
            "127.0.0.1",
            lab.port(SWITCH),
            username=lab.username,
            password=lab.password,
            known_hosts=str(lab.known_hosts_path),
            config=None,
            client_keys=None,
        ) as connection:
            process = await connection.create_process(term_type="vt100")
            process.stdin.write("show clock\n")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(process.stdout.read(1), 0.3)

    asyncio.run(wait())


def test_a_dropping_device_hangs_up_in_the_middle_of_an_output(lab: Lab) -> None:
    whole = _login(lab)
    lab.inject("dropping", SWITCH)
    cut = _login(lab)
    assert "GigabitEthernet1/0/1 is" in cut
    assert "Port-channel1 is" in whole
    assert "Port-channel1 is" not in cut
    assert not cut.endswith("#")


def test_a_garbling_device_mixes_noise_into_its_output(lab: Lab) -> None:
    lab.inject("garbling", SWITCH)
    assert "%SYS-3-CPUHOG" in _login(lab)


def test_where_nothing_is_authorised_every_command_says_so(lab: Lab, talk: Talk) -> None:
    lab.inject("authorization-failed", SWITCH)
    assert talk(SWITCH, "show clock").count("% Authorization failed.") == 2  # paging could not be switched off either
