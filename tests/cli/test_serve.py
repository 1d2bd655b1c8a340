"""`firstline serve`: under which names the console is reached, and in which order the house is shut."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.app import App
from bot.cli.own_names import console_names, others_can_reach, own_names
from bot.cli.serve import listen, serving
from bot.jobs import running_service
from bot.settings import load_settings
from bot.store.look import look_at
from parsers.document import DocumentError
from tests.fakes.slack import FakeSlack
from tests.jobs.parts import until
from tests.jobs.ward import SWITCHES, CountingTransport, desk, question


@pytest.mark.parametrize(("address", "hosts", "answered"), [
    ("127.0.0.1", None, {"localhost", "127.0.0.1", "::1"}),
    ("127.0.0.1", ["firstline.example.org"], {"localhost", "127.0.0.1", "::1", "firstline.example.org"}),
    ("0.0.0.0", ["firstline.example.org"], {"localhost", "127.0.0.1", "::1", "firstline.example.org"}),
    ("0.0.0.0", None, set(own_names())),
    ("10.20.3.4", None, set(own_names())),
])  # fmt: skip
def test_the_console_has_the_names_of_the_configuration_else_this_machines_own(
    address: str, hosts: Sequence[str] | None, answered: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert set(console_names(address, hosts)) == answered
    told = [one.getMessage() for one in caplog.records]
    assert len(told) == (hosts is None and address != "127.0.0.1")
    assert all("console: hosts" in one for one in told)


def test_a_console_that_is_open_to_the_network_answers_to_no_name_of_others(tmp_path: Path) -> None:
    app = App(desk=desk(tmp_path))
    with serving(app, data=tmp_path / "data", listener=listen("0.0.0.0", 0)) as url:
        for name, status in (("localhost", 200), (f"{socket.gethostname()}:8642", 200), ("evil.example", 421)):
            assert httpx.get(f"{url}/sign-in", headers={"host": name}).status_code == status, name
        assert httpx.get(f"{url}/recent").headers["location"] == "/sign-in?next=/recent"
        token = running_service(tmp_path / "data")
        assert token
        program = {"host": "any.example", "authorization": f"Bearer {token.token}"}
        assert httpx.get(f"{url}/api/v1/requests/r-0", headers=program).status_code == 404


@pytest.mark.parametrize(("address", "hosts", "reached"), [
    ("127.0.0.1", None, False), ("::1", ["localhost"], False), ("127.0.0.1", ["firstline.example.org"], True),
    ("0.0.0.0", None, True), ("10.20.3.4", ["localhost"], True),
])  # fmt: skip
def test_people_have_to_sign_in_where_another_machine_can_reach_the_console(
    address: str, hosts: Sequence[str] | None, reached: bool
) -> None:
    assert others_can_reach(address, hosts) == reached


def test_how_people_reach_the_console_and_sign_in_is_read_from_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "firstline.yaml").write_text(
        "data: d\nconsole:\n  hosts: [ok.example]\n  sign_in: true\n"
        "  oidc: {issuer: 'https://login.example/it', client_id: firstline, client_secret: env:OIDC, groups: roles}\n"
        "  phones:\n    - {who: Nätjouren, number: '1200'}\n"
    )
    console = load_settings(tmp_path / "firstline.yaml", None).console
    assert console.sign_in
    assert console.oidc
    assert (console.oidc.issuer, console.oidc.groups) == ("https://login.example/it", "roles")
    assert [one.number for one in console.phones] == ["1200"]


@pytest.mark.parametrize("issuer", ["http://login.example", "login.example", "https://login.example/?x=1"])
def test_a_provider_without_a_certificate_is_refused(issuer: str, tmp_path: Path) -> None:
    (tmp_path / "firstline.yaml").write_text(
        f"data: d\nconsole:\n  oidc: {{issuer: '{issuer}', client_id: firstline}}\n"
    )
    with pytest.raises(DocumentError, match="https://"):
        load_settings(tmp_path / "firstline.yaml", None)


def test_this_machine_knows_what_it_is_called() -> None:
    names = own_names()
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["https://x", "a b", "x/y", ""])
def test_a_host_that_is_none_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "firstline.yaml").write_text(f"data: d\nconsole:\n  hosts: [ok.example, '{name}']\n")
    with pytest.raises(DocumentError, match=r"firstline\.yaml:3: .* is no host name"):
        load_settings(tmp_path / "firstline.yaml", None)


def test_the_address_for_links_in_chats_is_a_web_address(tmp_path: Path) -> None:
    file = tmp_path / "firstline.yaml"
    file.write_text("data: d\nconsole: {address: 'https://firstline.example/'}\n")
    assert load_settings(file, None).console.address == "https://firstline.example"
    file.write_text("data: d\nconsole:\n  address: firstline\n")
    with pytest.raises(DocumentError, match=r"firstline\.yaml:3: .* is no web address"):
        load_settings(file, None)


def test_what_is_being_read_when_the_service_ends_is_still_answered_in_the_chat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.channels.slack import read_settings
    from parsers.document import parse_document

    slack = FakeSlack()
    monkeypatch.setenv("BOT", "xoxb-test")
    monkeypatch.setenv("APP", "xapp-test")
    text = f"{{bot_token: env:BOT, app_token: env:APP, api: '{slack.api}'}}"
    settings = replace(read_settings(parse_document(text, "firstline.yaml")), beat_s=0.5, pace_s=0.1)
    made = desk(tmp_path)
    slow = CountingTransport(made.transport, takes_s=2.0)
    app = App(desk=replace(made, transport=slow))
    try:
        with serving(app, data=tmp_path / "data", listener=listen("127.0.0.1", 0), slack=settings):
            until(lambda: slack.opened)
            slack.command(question(SWITCHES[0]))
            until(lambda: slow.sessions)
        assert "recheck" in slack.messages[-1].buttons()
        assert look_at(f"sqlite:///{tmp_path / 'data' / 'firstline.db'}").waiting == {}, "the reply waits for a restart"
    finally:
        slack.close()
