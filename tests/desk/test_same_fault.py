"""One fault, one ticket: a cable from both ends, servers from every switch; and two where nobody can know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.same_fault import far_end, fault_key
from bot.diagnosis.cases import play
from bot.model import Answer, Device, Diagnosis, Inventory, Link, LinkEnd, Observation
from parsers.parse import Row
from parsers.records import AaaServer, Neighbor
from parsers.records.vocabulary import Record
from tests.desk.answers import AT, DEVICE, answer, finding
from tests.diagnosis.plays import baselines, shipped, shipped_cases

ABOVE = LinkEnd(device="dsw-kar-01", interface="TwentyFiveGigE1/0/7")
BELOW = LinkEnd(device=DEVICE, interface="TenGigabitEthernet1/1/1")
DEVICES = (
    Device(name=ABOVE.device, platform="cisco_xe", role="distribution", site="kar"),
    Device(name=BELOW.device, platform="cisco_xe", role="access", site="kar"),
)
CABLED = Inventory(devices=DEVICES, links=(Link(a=ABOVE, b=BELOW),))
UNCABLED = Inventory(devices=DEVICES)


def of_one(code: str, at: LinkEnd | str) -> Diagnosis:
    device, port = (at, None) if isinstance(at, str) else (at.device, at.interface)
    found = finding(code, component=port)
    proof = tuple(replace(piece, device=device, command="show it") for piece in found.evidence)
    found = replace(found, device=device, evidence=proof)
    return Diagnosis(outcome="proven", root_cause=code, severity="critical", findings=(found,), script=found.script)


def read(device: str, name: str, *rows: Record) -> Observation:
    return Observation(
        device=device, read=name, command="show it", at=AT, rows=tuple(Row(record=one, lines={}) for one in rows)
    )


def asked(diagnosis: Diagnosis, inventory: Inventory, *seen: Observation) -> Answer:
    return replace(answer(diagnosis, observations=seen), far_end=far_end(diagnosis, seen, inventory))


@pytest.mark.parametrize("code", ["UPLINK_DOWN", "UPLINK_FLAPPING", "UDLD_UNIDIRECTIONAL", "DUPLEX_MISMATCH"])
def test_a_cable_is_one_fault_from_both_of_its_ends(code: str) -> None:
    ends = {fault_key(asked(of_one(code, end), CABLED)) for end in (ABOVE, BELOW)}
    assert len(ends) == 1


def test_a_neighbour_that_was_read_tells_the_other_end_too() -> None:
    heard = read(
        ABOVE.device, "cdp", Neighbor(interface=ABOVE.interface, device=f"{DEVICE}.net", device_interface="Te1/1/1")
    )
    above = asked(of_one("UPLINK_FLAPPING", ABOVE), UNCABLED, heard)
    assert above.far_end == BELOW
    assert fault_key(above) == fault_key(asked(of_one("UPLINK_FLAPPING", BELOW), CABLED))


def test_where_the_other_end_is_not_known_each_end_is_a_fault_of_its_own() -> None:
    """A cable that is cut has no neighbours; without the inventory's cabling nobody can know."""
    keys = {fault_key(asked(of_one("UPLINK_DOWN", end), UNCABLED)) for end in (ABOVE, BELOW)}
    assert keys == {f"UPLINK_DOWN {end.device} {end.interface}" for end in (ABOVE, BELOW)}


def test_two_cables_between_the_same_two_switches_are_two_faults() -> None:
    second = Link(
        a=LinkEnd(device=ABOVE.device, interface="TwentyFiveGigE1/0/8"),
        b=LinkEnd(device=DEVICE, interface="TenGigabitEthernet1/1/2"),
    )
    both = replace(CABLED, links=(*CABLED.links, second))
    assert fault_key(asked(of_one("UPLINK_DOWN", BELOW), both)) != fault_key(
        asked(of_one("UPLINK_DOWN", second.b), both)
    )


def test_what_is_wrong_at_one_port_alone_stays_that_ports_fault() -> None:
    keys = {fault_key(asked(of_one("ERRDISABLED_UDLD", end), CABLED)) for end in (ABOVE, BELOW)}
    assert len(keys) == 2


def dead(*hosts: str | None, up: str | None = None) -> list[AaaServer]:
    return [AaaServer(host=host, state="dead") for host in hosts] + ([AaaServer(host=up, state="up")] if up else [])


def outage(device: str, *servers: AaaServer, code: str = "RADIUS_UNREACHABLE") -> str:
    return fault_key(asked(of_one(code, device), UNCABLED, read(device, "aaa_servers", *servers)))


def test_sign_in_servers_that_do_not_answer_are_one_fault_whichever_device_asks_them() -> None:
    first = outage("sw-1", *dead("10.40.8.21", "10.40.8.22"))
    assert first == outage("wlc-1", *dead("10.40.8.22", "10.40.8.21")) == "RADIUS_UNREACHABLE 10.40.8.21 10.40.8.22"
    one = outage("sw-1", *dead("10.40.8.21", up="10.40.8.22"), code="RADIUS_SERVER_DEAD")
    assert one == outage("sw-2", *dead("10.40.8.21"), code="RADIUS_SERVER_DEAD") != first


def test_where_nobody_tells_which_servers_each_device_has_its_own_ticket() -> None:
    assert outage("sw-1", *dead("10.40.8.21", None)) == "RADIUS_UNREACHABLE sw-1"
    assert fault_key(asked(of_one("RADIUS_UNREACHABLE", "sw-2"), UNCABLED)) == "RADIUS_UNREACHABLE sw-2"


def test_an_access_point_without_power_is_the_fault_of_its_switch_port_whoever_asked_about_which() -> None:
    """What its own investigation finds at the switch has the switch port's own name, not the controller's."""
    found = {"POE_DENIED", "POE_FAULTY", "POE_ADMIN_OFF"}
    for document, case in shipped_cases():
        codes = case["finds"].texts()
        if document["investigation"].text() == "access-point" and codes and codes[0] in found:
            root = play(shipped(), document, case, baselines()).diagnosis.findings[0]
            assert (root.device, root.component) == ("sw-case-switch", "GigabitEthernet1/0/9")
            found.discard(root.code)
    assert not found
