"""An inventory that names another make: the device is read as what it is, and the answer says that it is wrong."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import captured_app
from bot.desk.document import answer_document
from bot.desk.recognise import looks_foreign
from bot.model import Answer, Device, Observation

AT = datetime(2026, 11, 17, 8, 42, 13, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "tests" / "scenarios"
VERSIONS = {
    "bpduguard-iosxe": ("cisco_xe", "cisco_xe/samples/version/crashed-an-hour-ago.txt", "show_version"),
    "bpduguard-nxos": ("cisco_nxos", "cisco_nxos/samples/version/restarted-by-a-fault.txt", "show_version"),
    "linkflap-eos": ("arista_eos", "arista_eos/samples/version/access-switch.txt", "show_version"),
    "bpdu-junos": ("juniper_junos", "juniper_junos/samples/version/stack-of-two.txt", "show_version"),
    "loop-protect-aoscx": ("aruba_aoscx", "aruba_aoscx/samples/version/up-for-weeks.txt", "show_system"),
    "bpdu-procurve": ("hp_procurve", "hp_procurve/samples/version/member-of-a-stack.txt", "show_system"),
}
WRONG = {
    "cisco_xe": "juniper_junos",
    "cisco_nxos": "arista_eos",
    "juniper_junos": "cisco_ios",
    "arista_eos": "cisco_xe",
}


def asked(folder: Path, platform: str) -> Answer:
    """The scenario's question, where the inventory names this platform."""
    inventory = folder / "inventory.yaml"
    known = inventory.read_text()
    for name in ("cisco_xe", "cisco_nxos", "arista_eos", "juniper_junos", "aruba_aoscx", "hp_procurve"):
        known = known.replace(name, platform)
    inventory.write_text(known)
    text = (folder / "scenario.yaml").read_text().splitlines()[0].removeprefix("request: ").strip('"')
    return captured_app(folder).ask(text, channel="cli")


@pytest.fixture(params=VERSIONS)
def scenario(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    platform, version, file = VERSIONS[request.param]
    folder = tmp_path / "seen"
    shutil.copytree(SCENARIOS / request.param, folder)
    device = next(entry for entry in folder.iterdir() if entry.is_dir())
    shutil.copy(ROOT / "parsers" / version, device / f"{file}.txt")
    return folder, platform


def test_a_device_of_another_make_is_recognised_and_read_as_what_it_is(scenario: tuple[Path, str]) -> None:
    folder, platform = scenario
    wrong = WRONG.get(platform, "hp_procurve" if platform == "aruba_aoscx" else "aruba_aoscx")
    right = (folder / "scenario.yaml").read_text().split("root_cause: ")[1].split("\n")[0]
    answer = asked(folder, wrong)
    assert answer.diagnosis
    assert answer.diagnosis.root_cause == right
    told = answer.diagnosis.findings[-1]
    assert (told.code, told.severity) == ("INVENTORY_WRONG", "info")
    assert wrong in told.summary["en"]
    assert platform in told.summary["sv"]
    assert told.evidence[0].lines[0] in "".join(f.read_text() for f in folder.glob("*/show_*.txt"))
    assert "INVENTORY_WRONG" in str(answer_document(answer))


def test_a_device_that_cannot_be_recognised_is_told_as_before(scenario: tuple[Path, str]) -> None:
    folder, platform = scenario
    for file in [*folder.glob("*/show_version.txt"), *folder.glob("*/show_system.txt")]:
        file.unlink()
    answer = asked(folder, WRONG.get(platform, "cisco_wlc"))
    assert answer.diagnosis is None or answer.diagnosis.outcome == "unknown"
    assert answer.diagnosis is None or "INVENTORY_WRONG" not in {one.code for one in answer.diagnosis.findings}


def test_a_device_that_is_what_the_inventory_says_is_not_asked_for_its_version(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "healthy-eos", tmp_path / "seen")
    answer = asked(tmp_path / "seen", "arista_eos")
    assert answer.diagnosis
    assert answer.diagnosis.outcome == "cleared"
    assert [one.code for one in answer.diagnosis.findings] == ["NO_FAULT"]


def test_what_the_platform_does_not_have_and_a_silent_device_do_not_look_foreign() -> None:
    device = Device(name="sw-1", platform="cisco_xe")

    def seen(command: str, failure: str | None) -> Observation:
        return Observation(
            device="sw-1", read="port", place="target", parameters=(), command=command, at=AT, failure=failure,  # type: ignore[arg-type]
        )  # fmt: skip

    assert not looks_foreign(device, [seen("", "unsupported"), seen("", "unreachable")])
    assert not looks_foreign(device, [seen("show a", None), seen("show b", "unsupported"), seen("show c", "denied")])
    assert not looks_foreign(device, [seen("show a", "denied"), seen("show b", "timeout")])
    assert looks_foreign(device, [seen("show a", "unsupported"), seen("show b", "parse_failed"), seen("show c", None)])
