"""A list of ports that lacks what the switch names elsewhere is not whole: what does not stand in it is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from bot.diagnosis.expressions import Expression
from bot.diagnosis.remarks import not_checked
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import Schema
from bot.diagnosis.truths import UNKNOWN
from bot.model import Case, Device, Observation, Role, Spot, Target, Understood
from parsers.parse import Row
from parsers.reads import READS
from parsers.records import LogEntry, MacEntry, Neighbor, PortChannel, PortStatus, Record, StackMember

AT = datetime(2026, 11, 17, 8, 42, tzinfo=UTC)
HERE, UP = "GigabitEthernet1/0/1", "TenGigabitEthernet1/1/1"
LISTED = [PortStatus(interface=HERE, status="connected"), PortStatus(interface=UP, status="connected")]
SCHEMA = Schema(facts=frozenset(), limits=frozenset())


def seen(read: str, records: Sequence[Record]) -> Observation:
    return Observation(
        device="sw", read=read, command=f"show {read}", at=AT, rows=tuple(Row(record=one) for one in records)
    )


def scene(*told: Observation, platform: str = "cisco_xe", role: Role = "access", uplink: str | None = None) -> Scene:
    device = Device(name="sw", platform=platform, role=role)
    case = Case(
        request="r", investigation="device", target=Target(device="sw"), understood=Understood(), device=device,
        places={"own_uplink": Spot(device=device, interface=uplink)} if uplink else {},
    )  # fmt: skip
    return Scene.of(case, [seen("ports", LISTED), *told])


def value(source: str, at: Scene) -> object:
    return Expression.parse(source, SCHEMA).value(at, {}, {})


ELSEWHERE = [
    pytest.param(seen("log", [LogEntry(interfaces=("TenGigabitEthernet1/1/2",))]), id="log"),
    pytest.param(seen("port_channels", [PortChannel(interface="TenGigabitEthernet1/1/2")]), id="bundle"),
    pytest.param(seen("cdp_all", [Neighbor(interface="GigabitEthernet1/0/24")]), id="neighbour"),
    pytest.param(seen("mac", [MacEntry(interface="GigabitEthernet1/0/24")]), id="address"),
]


@pytest.mark.parametrize("told", ELSEWHERE)
def test_a_socket_that_only_another_answer_names_makes_what_is_missing_unknown(told: Observation) -> None:
    at = scene(told)
    assert value('any(ports.status == "notconnect")', at) is UNKNOWN
    assert value("count(ports)", at) is UNKNOWN
    assert value('kinds(ports.status, ports.status == "connected")', at) is UNKNOWN


def test_what_stands_in_a_list_that_is_not_whole_is_true_all_the_same() -> None:
    at = scene(seen("log", [LogEntry(interfaces=("TenGigabitEthernet1/1/2",))]))
    assert value('any(ports.status == "connected")', at) is True


def test_an_uplink_that_the_cabling_tells_and_the_list_lacks_makes_it_not_whole() -> None:
    assert value("count(ports)", scene(uplink="TenGigabitEthernet1/1/2")) is UNKNOWN
    assert value("count(ports)", scene(uplink=UP)) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Vlan110",
        "Port-channel1",
        "GigabitEthernet0/0",
        "Loopback0",
        "AppGigabitEthernet1/0/1",
        "TenGigabitEthernet1/1/1.20",
    ],
)
def test_what_is_no_socket_need_not_stand_in_the_list(name: str) -> None:
    assert value("count(ports)", scene(seen("log", [LogEntry(interfaces=(name,))]))) == 2


def test_a_far_end_that_a_message_names_second_is_none_of_the_switchs_own() -> None:
    message = LogEntry(interfaces=(UP, "GigabitEthernet1/0/48"), mnemonic="NATIVE_VLAN_MISMATCH")
    assert value("count(ports)", scene(seen("log", [message]))) == 2


def test_the_log_may_speak_of_a_member_that_has_left_the_stack() -> None:
    old = seen("log", [LogEntry(interfaces=("GigabitEthernet3/0/7",))])
    assert value("count(ports)", scene(old, seen("stack", [StackMember(member="1", state="ready")]))) == 2
    both = [StackMember(member="1", state="ready"), StackMember(member="3", state="ready")]
    assert value("count(ports)", scene(old, seen("stack", both))) is UNKNOWN


@pytest.mark.parametrize(("platform", "role"), [("juniper_junos", "access"), ("cisco_xe", "router")])
def test_a_list_that_never_holds_every_socket_is_not_judged(platform: str, role: Role) -> None:
    told = seen("log", [LogEntry(interfaces=("GigabitEthernet0/0/2",))])
    assert value("count(ports)", scene(told, platform=platform, role=role)) == 2


def test_that_a_list_is_not_whole_is_told_under_not_checked_with_the_socket() -> None:
    at = scene(seen("log", [LogEntry(interfaces=("TenGigabitEthernet1/1/2",))]))
    words = {name: {"en": name, "sv": name} for name in READS}
    (told,) = not_checked([at, at], words)  # type: ignore[arg-type]
    assert (told.because, told.command) == ("parse_failed", "show ports")
    assert "TenGigabitEthernet1/1/2" in (told.detail or "")
