"""Which platform a `show version` is of: one, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import DocumentError
from parsers.platform import load_platform, platforms, recognised

PARSERS = Path(__file__).parents[2] / "parsers"
VERSIONS = sorted(PARSERS.glob("*/samples/version/*.txt"))


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: f"{path.parts[-4]}/{path.stem}")
def test_a_show_version_is_its_own_platforms_alone(path: Path) -> None:
    text = path.read_bytes().decode()
    told = recognised(text)
    assert told is not None
    name, line = told
    assert name == path.parts[-4]
    assert line in text


def test_every_platform_can_be_recognised() -> None:
    assert all(load_platform(name).definition.recognise for name in platforms())


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("Cisco IOS Software, IOS-XE Software, Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 3.6.5E",
         "cisco_xe"),
        ("Cisco IOS Software [Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.4, RELEASE SOFTWARE",
         "cisco_xe"),
        ("Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)",
         "cisco_ios"),
        ("Cisco IOS Software, C2700 Software (AP3G2-K9W8-M), Version 15.3(3)JK, RELEASE SOFTWARE (fc1)", "cisco_ap"),
        (" Image stamp:    /ws/swbuildm/rel/code/build/lakes(swbuildm)\n                 YA.16.11.0018", "hp_procurve"),
        ("% Invalid input detected at '^' marker.", None),
        ("", None),
        ("uptime is 4 weeks", None),
    ],
)  # fmt: skip
def test_one_line_may_be_enough(text: str, platform: str | None) -> None:
    told = recognised(text)
    assert (told and told[0]) == platform


def test_a_pattern_that_fits_any_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "platform.yaml").write_text("extends: cisco_ios\nrecognise: ['.*']\n")
    with pytest.raises(DocumentError, match="fits an empty text"):
        load_platform("mine", tmp_path)


def test_a_platform_of_ones_own_is_not_taken_for_the_one_that_it_extends(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "platform.yaml").write_text("extends: cisco_ios\n")
    assert load_platform("mine", tmp_path).definition.recognise is None
