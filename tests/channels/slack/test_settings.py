"""Slack's part of the configuration, and what is loaded when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.channels.slack import SlackSettings, read_settings
from bot.errors import SettingsError
from bot.settings import Reference
from parsers.document import DocumentError, parse_document

ROOT = Path(__file__).parents[3]
SOCKET = "bot_token: env:SLACK_BOT\napp_token: file:slack/app\n"


def test_socket_mode_is_the_default_and_files_stand_beside_the_configuration() -> None:
    settings = read_settings(parse_document(SOCKET, "/etc/firstline/firstline.yaml"))
    assert settings == SlackSettings(
        bot_token=Reference(kind="env", place="SLACK_BOT"),
        app_token=Reference(kind="file", place="/etc/firstline/slack/app"),
    )


def test_http_mode_needs_the_signing_secret() -> None:
    settings = read_settings(
        parse_document(
            "mode: http\nbot_token: env:B\nsigning_secret: env:S\nlanguage: en\ncommand: /diag\nprogress: text\n",
            "f.yaml",
        )
    )
    assert (settings.mode, settings.language, settings.command) == ("http", "en", "/diag")
    assert settings.progress == "text"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bot_token: env:B\n", "needs app_token"),
        ("mode: http\nbot_token: env:B\n", "needs signing_secret"),
        ("app_token: env:B\n", "'bot_token' is missing"),
        (SOCKET + "bot_tokn: env:B\n", "Did you mean bot_token?"),
        (SOCKET + "mode: sockets\n", "Did you mean socket?"),
        (SOCKET + "command: diag\n", "is no slash command"),
        (SOCKET + "progress: plans\n", "Did you mean plan?"),
        (SOCKET + "api: slack.com\n", "is no web address"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(text: str, said: str) -> None:
    with pytest.raises(DocumentError) as told:
        read_settings(parse_document(text, "firstline.yaml"))
    assert said in str(told.value)


def test_a_token_in_the_file_itself_is_refused_and_not_repeated() -> None:
    with pytest.raises(DocumentError) as told:
        read_settings(parse_document("bot_token: xoxb-123-secret\napp_token: env:A\n", "firstline.yaml"))
    assert "by reference" in str(told.value)
    assert "123-secret" not in str(told.value)


def test_a_secret_is_read_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    reference = Reference(kind="file", place=str(file))
    with pytest.raises(SettingsError, match="is not there"):
        reference.read()
    file.write_text("xoxb-1\n", encoding="utf-8")
    assert reference.read() == "xoxb-1"
    monkeypatch.setenv("SLACK_BOT", "xoxb-2")
    assert Reference(kind="env", place="SLACK_BOT").read() == "xoxb-2"


def test_the_channel_loads_neither_bolt_nor_aiohttp_before_it_is_started() -> None:
    script = (
        "import sys, bot.channels.slack as s; from bot.settings import Reference\n"
        "r = Reference(kind='env', place='X')\n"
        "s.SlackChannel(None, s.SlackSettings(bot_token=r, app_token=r), sentence=None, suggest=None)\n"
        "assert not {'slack_bolt', 'slack_sdk', 'aiohttp'} & set(sys.modules), sorted(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)


def test_the_manifest_asks_for_what_the_bot_uses_and_no_more() -> None:
    manifest = yaml.safe_load((ROOT / "deploy/slack/manifest.yaml").read_text(encoding="utf-8"))
    assert manifest["features"]["slash_commands"][0]["command"] == SlackSettings.command
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == ["app_mention", "app_home_opened", "message.im"]
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {
        "commands", "chat:write", "app_mentions:read", "im:history", "usergroups:read",
    }  # fmt: skip
