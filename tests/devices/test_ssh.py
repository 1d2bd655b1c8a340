"""Reading a switch over real SSH: what is believed, what is sent, and each way to get no answer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import pytest

from bot.devices.credentials import Credentials, CredentialSets
from parsers.platform import load_platform
from parsers.reads import READS

if TYPE_CHECKING:
    from tests.devices.conftest import Reader, Switch

XE = load_platform("cisco_xe")
CLOCK = XE.commands("clock", {})[0]
VERSION = XE.commands("version", {})[0]
LOG = XE.commands("log", {})[0]
ANSWERS = {
    "show clock": "09:42:13.412 CET Tue Nov 17 2026\n",
    "show version": "Cisco IOS XE Software, Version 17.09.04\n\nuptime is 3 weeks\n",
    "show logging": "".join(f"line {number} of the log\n" for number in range(1, 101)),
}
VALUES = {
    "interface": "GigabitEthernet1/0/14", "mac": "00:1b:a9:1d:33:ec", "address": "10.20.3.17", "vlan": "110",
    "ap": "AP-KAR-A2-1", "wlan": "17", "profile": "STAFF",
}  # fmt: skip
PREAMBLE = b"terminal length 0\nterminal width 511\n"

Trusting = Callable[..., "Switch"]


def test_an_answer_is_the_body_without_echo_and_prompt(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS)
    with reader.open(switch) as session:
        replies = [session.run(command) for command in (CLOCK, VERSION, LOG)]
    assert [reply.text for reply in replies] == [ANSWERS[c.line] for c in (CLOCK, VERSION, LOG)]
    assert [reply.failure for reply in replies] == [None, None, None]
    assert bytes(switch.received) == PREAMBLE + b"show clock\nshow version\nshow logging\n"


def test_a_refusal_of_a_command_is_an_answer_like_any_other(trusting: Trusting, reader: Reader) -> None:
    with reader.open(trusting()) as session:
        reply = session.run(CLOCK)
    assert reply.text == "       ^\n% Invalid input detected at '^' marker.\n\n"


def test_a_banner_with_prompt_like_lines_is_passed_over(trusting: Trusting, reader: Reader) -> None:
    banner = "\r\n*****\r\nRegion#\r\nsw-other>\r\nAuthorised users only#\r\n####\r\n"
    with reader.open(trusting(answers=ANSWERS, banner=banner)) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]


def test_pages_are_turned_where_paging_cannot_be_switched_off(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS, page=24, keeps_paging=True)
    with reader.open(switch) as session:
        assert session.run(LOG).text == ANSWERS["show logging"]
    assert bytes(switch.received) == PREAMBLE + b"show logging\n" + b" " * 4


def test_an_unprivileged_login_is_raised_with_the_enable_secret(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS, privileged=False)
    with reader.open(switch) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]
    sent = ["terminal length 0", "enable", "uppl@st", "terminal width 511", "show clock", ""]
    assert switch.received.decode().split("\n") == sent


def test_without_an_enable_secret_the_login_stays_unprivileged(trusting: Trusting, reader: Reader) -> None:
    reader.credentials = Credentials(username=reader.credentials.username, password=reader.credentials.password)
    switch = trusting(answers=ANSWERS, privileged=False)
    with reader.open(switch) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]
    assert b"enable" not in switch.received


def test_a_refused_enable_secret_is_sent_once_and_reading_goes_on_unprivileged(
    trusting: Trusting, reader: Reader
) -> None:
    switch = trusting(answers=ANSWERS, privileged=False, secret="another")
    with reader.open(switch) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]
    assert switch.received.count(b"uppl@st") == 1


def test_a_slow_answer_is_waited_for(trusting: Trusting, reader: Reader) -> None:
    with reader.open(trusting(answers=ANSWERS, command_s=0.2)) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]


def test_an_answer_past_its_deadline_ends_the_session(trusting: Trusting, reader: Reader) -> None:
    reader.deadlines = type(reader.deadlines)(command=0.4)
    switch = trusting(answers=ANSWERS)
    with reader.open(switch) as session:
        switch.command_s = 5.0
        late, next_one = session.run(CLOCK), session.run(VERSION)
    assert (late.text, late.failure) == (None, "timeout")
    assert (next_one.text, next_one.failure) == (None, "timeout")
    assert b"show version" not in switch.received


def test_a_connection_lost_in_an_answer_gives_no_part_of_it(trusting: Trusting, reader: Reader) -> None:
    with reader.open(trusting(answers=ANSWERS, drops_in="show version")) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]
        lost, after = session.run(VERSION), session.run(CLOCK)
    assert (lost.text, lost.failure) == (None, "dropped")
    assert (after.text, after.failure) == (None, "dropped")


def test_an_answer_that_does_not_begin_with_its_echo_is_not_believed(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS, garbles="show version")
    with reader.open(switch) as session:
        garbled, after = session.run(VERSION), session.run(CLOCK)
    assert (garbled.text, garbled.failure) == (None, "dropped")
    assert (after.text, after.failure) == (None, "dropped")
    assert b"show clock" not in switch.received


def test_what_a_terminal_would_act_on_is_taken_out_and_secrets_too(trusting: Trusting, reader: Reader) -> None:
    told = "\x1b[31mred\x1b[0m \x07bell\nsnmp-server community hemlig RO\nåäö\n"
    with reader.open(trusting(answers={"show clock": told})) as session:
        assert session.run(CLOCK).text == "red bell\nsnmp-server community <removed> RO\nåäö\n"


def test_a_wrong_password_is_tried_exactly_once(trusting: Trusting, reader: Reader) -> None:
    reader.credentials = Credentials(username="firstline", password="fel")
    switch = trusting()
    first, again = reader.refusal(switch.device()), reader.refusal(switch.device())
    assert (first.failure, again.failure) == ("login_failed", "login_failed")
    assert "'default'" in first.reason
    assert "not tried again" in again.reason
    assert switch.passwords == ["fel"]


def test_a_device_that_asks_for_the_password_gets_it_once(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS, asks_for_password=True)
    with reader.open(switch) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]
    reader.credentials = Credentials(username="firstline", password="fel")
    reader.forget()
    first, again = reader.refusal(switch.device()), reader.refusal(switch.device())
    assert (first.failure, again.failure) == ("login_failed", "login_failed")
    assert "not tried again" in again.reason
    assert switch.passwords[1:] == ["fel"]


def test_a_missing_credential_set_is_told_and_nothing_is_tried(trusting: Trusting, reader: Reader) -> None:
    switch = trusting()
    reader.sets = CredentialSets()
    refusal = reader.refusal(switch.device(credentials="sjukhus"))
    assert refusal.failure == "login_failed"
    assert "no credential set 'sjukhus'" in refusal.reason
    assert switch.connections == []


def test_a_password_that_is_never_answered_is_the_aaa_servers_fault(trusting: Trusting, reader: Reader) -> None:
    reader.deadlines = type(reader.deadlines)(login=0.3)
    assert reader.refusal(trusting(auth_s=5.0).device()).failure == "aaa_overloaded"


# The switch of the test is asyncssh, whose cryptography warns of what old devices need.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_an_old_device_needs_the_legacy_profile_and_is_told_so(
    trusting: Trusting, reader: Reader, make_rsa: Any
) -> None:
    switch = trusting(answers=ANSWERS, legacy=True, key=make_rsa)
    refusal = reader.refusal(switch.device())
    assert refusal.failure == "algorithm"
    assert "diffie-hellman-group14-sha1" in refusal.reason
    assert "ssh_profile: legacy" in refusal.reason
    with reader.open(switch, ssh_profile="legacy") as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]


def test_an_rsa_key_is_checked_without_sha_1(trusting: Trusting, reader: Reader, make_rsa: Any) -> None:
    with reader.open(trusting(answers=ANSWERS, key=make_rsa)) as session:
        assert session.run(CLOCK).text == ANSWERS["show clock"]


def test_an_unknown_host_key_is_refused_before_the_password(start: Trusting, make_switch: Any, reader: Reader) -> None:
    switch = start(make_switch())
    missing = reader.refusal(switch.device())
    reader.known_hosts.write_text("# empty\n")
    unknown = reader.refusal(switch.device())
    assert (missing.failure, unknown.failure) == ("host_key", "host_key")
    assert "no file of host keys" in missing.reason
    assert "not among the enrolled" in unknown.reason
    assert all("firstline hosts enrol sw-test-01" in told.reason for told in (missing, unknown))
    assert switch.passwords == []


def test_a_changed_host_key_is_refused_with_both_fingerprints(
    trusting: Trusting, reader: Reader, make_rsa: Any
) -> None:
    switch = trusting()
    enrolled = switch.key.get_fingerprint()
    switch.key = make_rsa
    reader.trust(switch)
    refusal = reader.refusal(switch.device())
    assert refusal.failure == "host_key"
    assert enrolled in refusal.reason
    assert make_rsa.get_fingerprint() in refusal.reason
    assert switch.passwords == []


def test_a_closed_port_is_refused(reader: Reader, make_switch: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert reader.refusal(make_switch(port=port).device()).failure == "refused"


def test_an_address_without_a_device_is_unreachable(reader: Reader, make_switch: Any) -> None:
    # No TCP goes to everyone; what a free address answers depends on the machine's routes.
    assert reader.refusal(make_switch(port=22).device(host="255.255.255.255")).failure == "unreachable"
    assert reader.refusal(make_switch().device(host=None)).failure == "unreachable"


@pytest.mark.parametrize("word", ["switch.invalid"])
def test_a_name_that_nobody_knows_is_unreachable(reader: Reader, make_switch: Any, word: str) -> None:
    refusal = reader.refusal(make_switch(port=22).device(host=word))
    assert refusal.failure == "unreachable"
    assert word in refusal.reason


def test_a_port_that_says_nothing_is_silent(
    reader: Reader, make_switch: Any, plain_port: Callable[[bytes | None], AbstractContextManager[int]]
) -> None:
    reader.deadlines = type(reader.deadlines)(banner=0.3)
    with plain_port(None) as port:
        assert reader.refusal(make_switch(port=port).device()).failure == "silent"


@pytest.mark.parametrize("words", [b"", b"% All VTY lines are busy\r\n"])
def test_a_connection_closed_before_ssh_means_no_free_line(
    reader: Reader, make_switch: Any, plain_port: Callable[[bytes | None], AbstractContextManager[int]], words: bytes
) -> None:
    with plain_port(words) as port:
        refusal = reader.refusal(make_switch(port=port).device())
    assert refusal.failure == "no_line"
    assert words.decode().strip() in refusal.reason


def test_a_login_without_a_session_means_no_free_line(trusting: Trusting, reader: Reader) -> None:
    assert reader.refusal(trusting(takes_sessions=False).device()).failure == "no_line"


def test_a_session_closed_with_words_about_lines_means_no_free_line(trusting: Trusting, reader: Reader) -> None:
    refusal = reader.refusal(trusting(closes_with="\r\n% Maximum number of sessions reached\r\n").device())
    assert refusal.failure == "no_line"
    assert "Maximum number of sessions" in refusal.reason


def test_a_shell_that_shows_no_prompt_is_silent(trusting: Trusting, reader: Reader) -> None:
    reader.deadlines = type(reader.deadlines)(banner=0.3)
    assert reader.refusal(trusting(speaks=False).device()).failure == "silent"


def test_a_login_has_one_session_and_closes_it(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS)
    with reader.open(switch) as session:
        session.run(CLOCK)
    with reader.open(switch) as session:
        session.run(CLOCK)
    assert (switch.sessions, switch.most_open) == (2, 1)


def test_every_command_of_the_platform_and_nothing_else_reaches_the_wire(trusting: Trusting, reader: Reader) -> None:
    switch = trusting(answers=ANSWERS)
    commands = [
        command
        for form in XE.allow_list()
        for command in XE.commands(form.read, {name: VALUES[name] for name in VALUES if name in READS[form.read].takes})
    ]
    with reader.open(switch) as session:
        for command in commands:
            assert session.run(command).failure is None
    lines = switch.received.decode().splitlines()
    assert lines == [*XE.preamble, *(command.line for command in commands)]
    assert all(line.startswith("show ") for line in lines[2:])


def test_what_no_platform_made_is_not_sent(trusting: Trusting, reader: Reader) -> None:
    class Forged:
        line, platform, read, parameters = "reload", "cisco_xe", "clock", ()

    altered = XE.commands("clock", {})[0]
    object.__setattr__(altered, "line", "show clock\nreload")
    switch = trusting(answers=ANSWERS)
    with reader.open(switch) as session:
        with pytest.raises(TypeError):
            session.run(Forged())  # type: ignore[arg-type]
        with pytest.raises(KeyError):
            session.run(altered)
    assert bytes(switch.received) == PREAMBLE
