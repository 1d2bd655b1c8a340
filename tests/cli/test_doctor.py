"""`firstline doctor`: looks at everything, stops at nothing, says how to mend what is wrong, has manners."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import main
from bot.cli.doctor import files
from bot.cli.doctor.checkup import Checkup, Line, examined
from bot.cli.doctor.devices import instant_of
from bot.cli.doctor.setup import read_setup
from bot.errors import SettingsError
from bot.jobs import RunningService
from bot.jobs.data_folder import DataFolder
from bot.store import open_store
from bot.store.look import look_at
from bot.store.migrations import VERSIONS
from parsers.values import DeviceTime
from tests.fakes.slack import FakeSlack
from tests.hospital import Hospital, Leaping, hospital
from tests.store.databases import DATABASES, Fresh, fresh

__all__ = ["fresh"]

Told = list[dict[str, str | None]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("house")) as made:
        made.config()
        yield made


def doctor(capsys: pytest.CaptureFixture[str], config: Path, *said: str) -> tuple[int, Told]:
    """The status, and every line."""
    status = main(["doctor", "--json", "--config", str(config), *said])
    out, err = capsys.readouterr()
    assert err == ""
    document = json.loads(out)
    assert document["ok"] == (status == 0)
    told: Told = document["checks"]
    return status, told


def lines(told: Told, about: str) -> list[tuple[str | None, str]]:
    return [(line["mark"], f"{line['said']} {line['do'] or ''}") for line in told if line["about"] == about]


def written(folder: Path, text: str) -> Path:
    file = folder / "firstline.yaml"
    file.write_text(text)
    return file


def test_with_nothing_at_all_it_says_how_to_begin_and_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FIRSTLINE_CONFIG", raising=False)
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert "firstline demo" in out
    assert "deploy/firstline.example.yaml" in " ".join(out.split())
    assert "✖" not in out
    assert (err, list(tmp_path.iterdir())) == ("", [])


def test_a_healthy_hospital_is_healthy_with_one_login_per_site_and_nothing_but_the_clock_read(
    capsys: pytest.CaptureFixture[str], house: Hospital
) -> None:
    house.mark()
    status, told = doctor(capsys, house.data / "firstline.yaml")
    assert (status, [line for line in told if line["mark"] in {"bad", "warn"}]) == (0, [])
    sites = {device.site for device in house.app.desk.inventory.devices}
    heard = house.heard()
    assert len(heard) == len(sites) == sum(house.logins().values())
    assert {line for sent in heard.values() for line in sent if line.startswith("show")} == {"show clock"}
    for name in heard:
        assert f"prompt {name}#" in lines(told, name)[0][1]


def test_a_wrong_password_is_tried_once_in_the_whole_network(
    capsys: pytest.CaptureFixture[str], house: Hospital, tmp_path: Path
) -> None:
    text = house.lab.credentials_path.read_text()
    secrets = tmp_path / "credentials.yaml"
    secrets.write_text(re.sub(r'"password": "[^"]*"', '"password": "hunter2"', text))
    secrets.chmod(0o600)
    lab = house.lab
    config = written(
        tmp_path, f"inventory: {lab.inventory_path}\nsecrets: {secrets}\nhosts: {lab.hosts_path}\ndata: {house.data}\n"
    )
    status, told = doctor(capsys, config)
    bad = [line for line in told if line["mark"] == "bad"]
    assert (status, len(bad)) == (1, 1)
    assert "refused the user name or password of the credential set 'default'" in str(bad[0]["said"])
    assert lines(told, "logins")[0][0] == "warn"
    assert "accounts lock" in lines(told, "logins")[0][1]
    assert "hunter2" not in json.dumps(told)


def test_a_named_device_is_logged_in_to_and_a_misspelt_one_is_told(
    capsys: pytest.CaptureFixture[str], house: Hospital
) -> None:
    house.mark()
    status, told = doctor(
        capsys, house.data / "firstline.yaml", "--devices", "sw-kar-a2-03", "sw-kar-a2-30", "sw-kar-a2-03"
    )
    assert status == 1
    assert lines(told, "sw-kar-a2-30") == [
        ("bad", "the inventory has no device of this name Did you mean sw-kar-a2-03?")
    ]
    assert dict(house.logins()) == {"sw-kar-a2-03": 1}


def test_a_site_that_cannot_be_reached_is_told_as_a_site(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTLINE_CREDENTIALS_DEFAULT_USERNAME", "reader")
    monkeypatch.setenv("FIRSTLINE_CREDENTIALS_DEFAULT_PASSWORD", "hunter2")
    devices = [
        {"name": f"sw-{number}", "platform": "cisco_xe", "host": "127.0.0.1", "port": number, "site": "torsby"}
        for number in (1, 2)
    ]
    (tmp_path / "inventory.yaml").write_text(json.dumps({"devices": devices}))
    _, told = doctor(capsys, written(tmp_path, "inventory: inventory.yaml\ndata: data\n"))
    assert lines(told, "torsby")[0][0] == "bad"
    assert "none of sw-1, sw-2 can be reached" in lines(told, "torsby")[0][1]
    assert "the firewall from here" in lines(told, "torsby")[0][1]


def test_a_clock_that_is_off_by_more_than_two_minutes_is_a_warning(
    capsys: pytest.CaptureFixture[str], house: Hospital
) -> None:
    transport = house.app.desk.transport
    assert isinstance(transport, Leaping)
    transport.clock.advance(600)
    status, told = doctor(capsys, house.data / "firstline.yaml", "--devices", "sw-kar-a2-03")
    assert (status, lines(told, "sw-kar-a2-03")[0][0]) == (0, "warn")
    assert "10 minutes from ours" in lines(told, "sw-kar-a2-03")[0][1]


def test_every_mistake_of_the_configuration_is_told_with_its_line_and_the_rest_is_looked_at(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "inventory.yaml").write_text("devices:\n  - {name: sw, platform: cisco_xe, host: 10.0.0.1}\n")
    config = written(
        tmp_path,
        """\
inventory: inventory.yaml
inventry: x
zone: Europe/Karlstad
limits: {quality.clear_errrs: 5}
slack: {bot_token: env:NOT_THERE}
tickets: {system: rtt}
console: {hosts: ["https://x"]}
data: data
""",
    )
    status, told = doctor(capsys, config, "--no-devices")
    assert status == 1
    configuration = [said for _, said in lines(told, "configuration")]
    for number, word in ((2, "Did you mean inventory?"), (3, "no time zone"), (7, "is no host name")):
        assert any(f"firstline.yaml:{number}: " in said and word in said for said in configuration), word
    assert "Did you mean quality.clear_errors?" in lines(told, "limits")[0][1]
    assert "firstline.yaml:5: slack in mode socket needs app_token" in lines(told, "Slack")[0][1]
    assert "Did you mean rt?" in lines(told, "tickets")[0][1]
    assert lines(told, "inventory")[0][0] == "ok"
    assert "There is no credential set 'default'" in lines(told, "set default")[0][1]
    assert "firstline hosts enrol sw" in lines(told, "host keys")[0][1]


def test_secrets_that_everyone_can_read_are_bad_and_shown_nowhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "secrets" / "default"
    folder.mkdir(parents=True)
    (folder / "username").write_text("reader")
    (folder / "password").write_text("hunter2")
    (folder / "password").chmod(0o644)
    folder.chmod(0o755)
    (tmp_path / "secrets").chmod(0o755)
    (tmp_path / "inventory.yaml").write_text("devices:\n  - {name: sw, platform: cisco_xe, host: 127.0.0.1, port: 1}\n")
    config = written(tmp_path, "inventory: inventory.yaml\nsecrets: secrets\ndata: data\n")
    _, told = doctor(capsys, config, "--no-devices")
    assert lines(told, "secrets")[0][0] == "bad"
    assert "chmod -R o-rwx" in lines(told, "secrets")[0][1]
    assert "hunter2" not in json.dumps(told)
    (tmp_path / "secrets").chmod(0o700)
    _, told = doctor(capsys, config, "--no-devices")
    assert [mark for mark, _ in lines(told, "secrets")] == ["ok"]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    made = FakeSlack()
    yield made
    made.close()


@pytest.mark.parametrize(("tokens", "told"), [
    ({"BOT": "xoxb-test", "APP": "xapp-test"}, [("ok", "the bot is U0BOT in T1"), ("ok", "opens a socket")]),
    ({"BOT": "xapp-test", "APP": "xoxb-test"}, [("bad", "swapped"), ("bad", "swapped")]),
    ({"BOT": "xoxb-old", "APP": "xapp-old"}, [("bad", "(invalid_auth)"), ("bad", "connections:write")]),
    ({"BOT": "xoxp-me", "APP": "hello"}, [("bad", "a user token"), ("bad", "no token of Slack's")]),
    ({"APP": "xapp-test"}, [("bad", "is not there"), ("ok", "opens a socket")]),
])  # fmt: skip
def test_slack_is_asked_about_each_token_and_no_token_is_told(
    tokens: Mapping[str, str], told: list[tuple[str, str]], slack: FakeSlack, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, token in tokens.items():
        monkeypatch.setenv(name, token)
    config = written(tmp_path, f"slack: {{bot_token: env:BOT, app_token: env:APP, api: '{slack.api}'}}\ndata: data\n")
    _, found = doctor(capsys, config)
    seen = lines(found, "Slack")
    assert [mark for mark, _ in seen] == [mark for mark, _ in told]
    for (_, said), (_, word) in zip(seen, told, strict=True):
        assert word in said
    assert not [token for token in tokens.values() if token in json.dumps(found)]
    assert slack.opened == 0


def test_outside_systems_that_do_not_answer_are_bad_and_stop_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "xoxb-1")
    monkeypatch.setenv("APP", "xapp-1")
    config = written(
        tmp_path,
        """\
slack: {bot_token: env:TOKEN, app_token: env:APP, api: "http://127.0.0.1:1/api"}
tickets: {system: rt, url: "http://127.0.0.1:1", queue: LAN, token: env:TOKEN}
database: env:DATABASE
api_token: env:TOKEN
data: data
""",
    )
    monkeypatch.setenv("DATABASE", "postgresql://reader:hunter2@127.0.0.1:1/firstline")
    status, told = doctor(capsys, config)
    assert status == 1
    for about, word in (("Slack", "firewall"), ("tickets", "RT at"), ("database", "cannot be read")):
        assert lines(told, about)[0][0] == "bad", about
        assert word in lines(told, about)[0][1], about
    assert lines(told, "API token")[0] == (
        "warn", "shorter than 16 characters Make a longer one, for instance with: openssl rand -hex 24"
    )  # fmt: skip
    assert "hunter2" not in json.dumps(told)


def test_a_service_that_holds_the_folder_and_does_not_answer_is_bad(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.announce(RunningService(url="http://127.0.0.1:1", token="t", pid=4711))
    status, told = doctor(capsys, written(tmp_path, "data: data\n"))
    folder.release()
    assert (status, lines(told, "service")[0][0]) == (1, "bad")
    assert "process 4711, does not answer" in lines(told, "service")[0][1]


@pytest.mark.parametrize("fresh", DATABASES, indirect=True)
def test_a_database_is_looked_at_and_left_as_it_is(fresh: Fresh, tmp_path: Path) -> None:
    url = fresh.url or f"sqlite:///{tmp_path / 'x.db'}"
    if fresh.url is None:
        sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE other (a)").connection.close()
    assert look_at(url).version is None
    assert look_at(url).version is None, "the first look made tables"
    open_store(url).close()
    seen = look_at(url)
    assert (seen.version, seen.unanswered, dict(seen.waiting)) == (len(VERSIONS), 0, {})


def test_a_newer_database_and_a_broken_one_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    config = written(tmp_path, "data: .\n")
    open_store(f"sqlite:///{tmp_path / 'firstline.db'}").close()
    with sqlite3.connect(tmp_path / "firstline.db") as connection:
        connection.execute("UPDATE firstline_version SET version = 99")
    connection.close()
    _, told = doctor(capsys, config)
    assert lines(told, "database")[0][0] == "bad"
    assert "A newer firstline wrote it" in lines(told, "database")[0][1]
    (tmp_path / "firstline.db").write_text("this is no database, but long enough to be looked at as one\n" * 20)
    for left in tmp_path.glob("firstline.db-*"):
        left.unlink()
    _, told = doctor(capsys, config)
    assert lines(told, "database")[0][0] == "bad"
    assert "cannot be read" in lines(told, "database")[0][1]


def test_a_check_that_throws_or_hangs_is_a_line_and_the_others_go_on() -> None:
    hangs = threading.Event()

    def fine() -> Iterator[Line]:
        yield Line(about="fine", mark="ok", said="well")

    def refuses() -> Iterator[Line]:
        yield Line(about="refuses", mark="ok", said="the first half")
        raise SettingsError("what is wrong. What to do.")

    def breaks() -> Iterator[Line]:
        raise KeyError("a secret word")
        yield

    def waits() -> Iterator[Line]:
        hangs.wait(30)
        yield Line(about="waits", mark="ok", said="too late")

    looks = {"waits": waits, "refuses": refuses, "breaks": breaks, "fine": fine}
    found = list(examined([Checkup(about=about, look=look, longest_s=0.3) for about, look in looks.items()]))
    hangs.set()
    assert [(line.about, line.mark) for line in found] == [
        ("waits", "bad"), ("refuses", "ok"), ("refuses", "bad"), ("breaks", "bad"), ("fine", "ok")
    ]  # fmt: skip
    assert found[2].said == "what is wrong. What to do."
    assert "KeyError at test_doctor.py:" in found[3].said
    assert "secret word" not in found[3].said


@pytest.mark.parametrize(("zone", "meant"), [
    ("UTC", 12), ("CET", 11), ("CEST", 10), (None, 11), ("MSK", None),
])  # fmt: skip
def test_a_clock_is_compared_only_where_its_zone_is_known(zone: str | None, meant: int | None) -> None:
    time = DeviceTime(year=2026, month=11, day=22, hour=12, zone=zone)
    expected = None if meant is None else datetime(2026, 11, 22, meant, tzinfo=UTC)
    assert instant_of(time, ZoneInfo("Europe/Stockholm")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "inventory: inventory.yaml",
        "inventory: inventory.yaml\nsecrets: nowhere\nlimits: {link.flapz: 2}\nschedules: {rooms: {cron: x}}",
        "inventry: x\nhosts: nix",
        "zone: Europe/Stockholm",
    ],
)
def test_what_the_console_shows_of_a_check_up_is_there_in_swedish_too(tmp_path: Path, text: str) -> None:
    device = "{name: sw-1, platform: cisco_xe, host: 192.0.2.1}, {name: sw-2, platform: nix}"
    (tmp_path / "inventory.yaml").write_text(f"devices: [{device}]\nrooms: []\n")
    setup = read_setup(written(tmp_path, text), tmp_path / "data")
    told = [*setup.found, *examined(files.checkups(setup))]
    assert told
    for line in told:
        assert line.swedish, line
        assert line.swedish.about
        assert (line.do is None) == (line.swedish.do is None), line
