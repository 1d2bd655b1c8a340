"""The `teams:` part of the configuration: what it takes, and how a mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.teams import TeamsSettings, read_settings
from bot.settings import Reference, load_settings
from parsers.document import DocumentError

TENANT = "11111111-2222-3333-4444-555555555555"
BOT = f"  app_id: AAAAAAAA-2222-3333-4444-555555555555\n  secret: env:TEAMS\n  tenants: [{TENANT}]\n"


def read(tmp_path: Path, text: str) -> TeamsSettings:
    file = tmp_path / "firstline.yaml"
    file.write_text(f"teams:\n{text}")
    node = load_settings(file, None).teams
    assert node is not None
    return read_settings(node)


def test_a_bot_needs_its_id_its_secret_and_who_may_ask(tmp_path: Path) -> None:
    settings = read(tmp_path, BOT)
    assert settings.bot is not None
    assert settings.bot.app_id == "aaaaaaaa-2222-3333-4444-555555555555"
    assert settings.bot.secret == Reference(kind="env", place="TEAMS")
    assert (settings.tenants, settings.service_hosts) == ((TENANT,), ("smba.trafficmanager.net",))
    assert not settings.playground
    assert settings.groups == ()
    assert read(tmp_path, f"{BOT}  groups: [{TENANT.upper()}]\n").groups == (TENANT,)


def test_a_webhook_alone_is_enough(tmp_path: Path) -> None:
    settings = read(tmp_path, f"  webhook: file:w\n  tenants: [{TENANT}]\n")
    assert settings.bot is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"  tenants: [{TENANT}]\n", "neither a bot nor a webhook"),
        (f"  app_id: {TENANT}\n  tenants: [{TENANT}]\n", "app_id and secret together"),
        ("  webhook: env:W\n", "no organisation"),
        ("  webhook: env:W\n  tenants: []\n", "no organisation"),
        (BOT.replace("env:TEAMS", "hunter2"), "by reference only"),
        ("  webhook: env:W\n  tenants: [region.example]\n", "is no id"),
        (f"{BOT}  service_hosts: ['https://x/']\n", "is no host name"),
        (f"{BOT}  groups: [servicedesk]\n", "is no id"),
        (f"{BOT}  groups: [{', '.join([TENANT] * 21)}]\n", "more than 20 groups"),
        (f"{BOT}  language: fr\n", "fr"),
        (f"{BOT}  playground: true\n", "playground"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        read(tmp_path, text)
    assert "firstline.yaml" in str(caught.value)
    assert "hunter2" not in str(caught.value)
