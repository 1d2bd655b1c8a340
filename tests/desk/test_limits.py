"""A site's own limits: everywhere, or for some devices and ports, checked against what runbooks have."""

from __future__ import annotations

import pytest

from bot.desk.limits import SiteLimits, read_limits
from bot.model import Device
from parsers.document import DocumentError, parse_document
from tests.diagnosis.plays import shipped

CONFIG = """\
limits: {quality.clear_errors: 5}
limits_for:
  - {roles: [core], limits: {quality.clear_errors: 1}}
  - {tags: [hospital], sites: [karlstad], limits: {link.flaps: 9}}
  - {devices: [SW-1], ports: [Gi1/0/14], limits: {link.flaps: 20}}
"""
ACCESS = Device(name="sw-1", platform="cisco_xe", role="access", site="karlstad")
CORE = Device(name="core-1", platform="cisco_xe", role="core", site="torsby")


def read(text: str) -> SiteLimits:
    node = parse_document(text, "firstline.yaml")
    return read_limits(node.get("limits"), node.get("limits_for"), shipped())


@pytest.mark.parametrize(
    ("device", "port", "tags", "held"),
    [
        (ACCESS, None, (), {"quality.clear_errors": 5}),
        (CORE, None, (), {"quality.clear_errors": 1}),
        (ACCESS, None, ("hospital",), {"quality.clear_errors": 5, "link.flaps": 9}),
        (CORE, None, ("hospital",), {"quality.clear_errors": 1}),  # another site
        (ACCESS, "GigabitEthernet1/0/14", ("hospital",), {"quality.clear_errors": 5, "link.flaps": 20}),
        (ACCESS, "GigabitEthernet1/0/15", (), {"quality.clear_errors": 5}),
    ],
)
def test_what_fits_all_that_is_said_holds_and_later_lines_win(
    device: Device, port: str | None, tags: tuple[str, ...], held: dict[str, float]
) -> None:
    assert read(CONFIG).at(device, port, tags) == held


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("quality.clear_errors: 5", "quality.clear_errrs: 5", "Did you mean quality.clear_errors?"),
        ("link.flaps: 9", "link.flap: 9", "firstline.yaml:4: no runbook has the limit 'link.flap'"),
        ("quality.clear_errors: 5", "quality.clear_errors: many", "firstline.yaml:1"),
        ("roles: [core], ", "", "Add roles, sites, tags, devices or ports."),
        ("roles: [core]", "role: [core]", "unknown key 'role'"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_remedy(right: str, wrong: str, told: str) -> None:
    assert right in CONFIG
    with pytest.raises(DocumentError) as caught:
        read(CONFIG.replace(right, wrong))
    assert told in str(caught.value)
