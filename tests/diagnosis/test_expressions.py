"""Conditions: three truths, proof that follows the value, and mistakes told in sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.diagnosis.expressions import Expression
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import Schema
from bot.diagnosis.truths import UNKNOWN
from bot.model import Case, Device, Failure, Observation, Target, Understood
from parsers.parse import Row
from parsers.records import ArpInspection, Clock, InterfaceRecord, LogEntry, PortStatus, Record
from parsers.values import DeviceTime

PORT = "GigabitEthernet1/0/14"
AT = datetime(2026, 11, 17, 8, 42, tzinfo=UTC)
CASE = Case(
    request="r",
    investigation="wired-port",
    target=Target(device="sw", interface=PORT),
    understood=Understood(),
    device=Device(name="sw", platform="cisco_xe"),
)
NOON = DeviceTime(year=2026, month=11, day=17, hour=12)
MORNING = DeviceTime(month=11, day=17, hour=11, minute=30)


def seen(read: str, *records: Record, failure: Failure | None = None, sample: int = 1) -> Observation:
    needs_port = read in {"port", "interface", "errdisabled", "auth_session"}
    return Observation(
        device="sw",
        read=read,
        parameters=(("interface", PORT),) if needs_port else (),
        sample=sample,
        at=AT + timedelta(seconds=15 * (sample - 1)),
        rows=tuple(Row(record=record) for record in records),
        failure=failure,
    )


SCENE = Scene.of(
    CASE,
    [
        seen("clock", Clock(time=NOON, synchronised=True)),
        seen("port", PortStatus(interface=PORT, status="connected", duplex=None)),
        seen("errdisabled"),
        seen("interface", InterfaceRecord(crc=10, late_collisions=5, runts=7)),
        seen("interface", InterfaceRecord(crc=25, late_collisions=5, runts=3), sample=2),
        seen("log", LogEntry(mnemonic="UPDOWN", time=MORNING, interfaces=(PORT,)), LogEntry(mnemonic=None)),
        seen("vlans", failure="parse_failed"),
        seen("dai", ArpInspection(vlan=10, dropped=4), ArpInspection(vlan=20, dropped=9)),
        seen("dai", ArpInspection(vlan=20, dropped=15), ArpInspection(vlan=30, dropped=7), sample=2),
        seen("auth_session", failure="unsupported"),
    ],
)
SCHEMA = Schema(facts=frozenset({"linked"}), limits=frozenset({"recent_s"}))
FACTS = {"linked": Expression.parse('port.status == "connected"', SCHEMA)}


def value(source: str) -> object:
    return Expression.parse(source, SCHEMA).value(SCENE, FACTS, {"recent_s": 3600})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('port.status == "connected"', True),
        ('port.duplex == "half"', UNKNOWN),  # a field that the device did not tell
        ('not port.duplex == "half"', UNKNOWN),
        ('port.duplex == "half" or linked', True),  # one truth decides an `or`
        ('port.duplex == "half" and not linked', False),  # one falsehood decides an `and`
        ('errdisabled.reason == "bpduguard"', False),  # read, and there is no such record
        ('errdisabled.reason != "bpduguard"', True),
        ("absent(errdisabled)", True),
        ("any(dai.vlan == 20 and increase(dai.dropped) == 6)", True),  # the row with the same key, wherever it stands
        ("any(dai.vlan == 20 and increase(dai.dropped) > 6)", False),
        ("any(dai.vlan == 30 and increase(dai.dropped) > 0)", UNKNOWN),  # it was not there the first time
        ("any(dai.vlan == 20 and per_minute(dai.dropped) == 24)", True),
        ("absent(port)", False),
        ("absent(switchport)", UNKNOWN),  # never asked
        ("any(vlans.id == 110)", UNKNOWN),  # asked and unreadable
        ("count(vlans)", UNKNOWN),
        ("count(log)", 2),
        ("unread(vlans)", True),
        ("unread(port)", False),
        ("unread(errdisabled)", False),  # read, and there is nothing
        ("unread(switchport)", UNKNOWN),  # never asked
        ("unsupported(vlans)", False),  # unreadable for another reason
        ("unsupported(auth_session)", True),
        ("unread(auth_session)", True),
        ("unsupported(port)", False),
        ("unsupported(switchport)", UNKNOWN),
        ("unread(vlans) or any(vlans.id == 110)", True),  # how a rule speaks all the same
        ('any(log.mnemonic == "UPDOWN")', True),
        ('any(log.mnemonic == "ERR_DISABLE")', UNKNOWN),  # one row does not tell its mnemonic
        ("increase(interface.crc)", 15),
        ("increase(interface.late_collisions) > 0", False),
        ("increase(interface.runts) > 0", UNKNOWN),  # went backwards: cleared between the samples
        ("increase(interface.collisions) > 0", UNKNOWN),
        ("per_minute(interface.crc)", 60.0),
        ("any(interface_name in log.interfaces and age(log.time) < limits.recent_s)", True),
        ('port.status in ["connected", "inactive"]', True),
        ("interface.crc / 0 > 1", UNKNOWN),
        ("kinds(log.interfaces, log.time != 0)", 1),
        ('kinds(log.interfaces, log.mnemonic == "ERR_DISABLE")', 0),  # a row that cannot be told is not counted
        ("kinds(vlans.id, vlans.id > 0)", UNKNOWN),
        ("member == \"1\"", True),
    ],
)  # fmt: skip
def test_a_condition_is_true_false_or_unknown(source: str, expected: object) -> None:
    assert value(source) is expected if expected is UNKNOWN else value(source) == expected


def test_a_stamp_without_a_year_is_dated_by_the_devices_own_clock() -> None:
    case = Scene.of(CASE, [seen("clock", Clock(time=DeviceTime(year=2026, month=1, day=1, hour=1)))])
    assert case.age_s(DeviceTime(month=12, day=31, hour=23)) == 2 * 3600


def test_without_a_clock_the_age_of_a_log_line_is_unknown() -> None:
    assert Scene.of(CASE, []).age_s(MORNING) is None


def test_only_what_decides_is_proof() -> None:
    linked = Expression.parse('port.status == "connected" or errdisabled.reason == "udld"', SCHEMA)
    proof = linked.proof(SCENE, FACTS, {})
    assert [(one.observation.read, one.field) for one in proof] == [("port", "status")]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('port.duplx == "half"', "Did you mean duplex?"),
        ('port.duplex == "hafl"', "is never a value of port.duplex: full, half, auto"),
        ('prt.status == "x"', "Did you mean port?"),
        ("log.mnemonic == 'X'", "has many rows; write any(...)"),
        ("any(port.status == 'connected')", "exactly one many-rowed read"),
        ("kinds(log.macs)", "kinds() takes a field and a condition"),
        ("kinds(mac.mac, log.severity == 1)", "kinds() takes a field and a condition"),
        ("any(log.mnemonic == 'X' and mac.vlan == 1)", "exactly one many-rowed read"),
        ("linkd", "Did you mean linked?"),
        ("limits.recnt_s > 1", "Did you mean recent_s?"),
        ("1 < port.vlan < 3", "join two with `and`"),
        ("port.status is None", "not a condition here"),
        ("__import__('os').system('true')", "not known in conditions"),
        ("port.status.__class__", "not known in conditions"),
        ("[x for x in log]", "not known in conditions"),
        ("'a' * 10**9", "not known in conditions"),
        ("open('x')", "there is no open()"),
        ("unread(port.status)", "unread(...) takes a read such as port"),
        ("unsupported(linked)", "unsupported(...) takes a read such as port"),
        ("port.status ==", "is not a condition"),
        ("(" * 5000, "is not a condition"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(source: str, told: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        Expression.parse(source, SCHEMA)
    assert told.replace("a condition here", "") in str(caught.value) or "`is` is not a comparison" in str(caught.value)


@pytest.mark.parametrize("hostile", ["port.status and port.__init__", "lambda: 1", "f'{port}'", "port[0]", "(yield)"])
def test_nothing_outside_the_grammar_is_accepted(hostile: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Expression.parse(hostile, SCHEMA)
