"""From a wish to read to an observation: each command once, each failure told, nothing sent that no platform wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.reading import Reader, platform_of, reading
from bot.model import Device, ReadRequest
from bot.ports import NoSession
from tests.hospital import Hospital, hospital

XE, OLD, CORE = "sw-kar-a2-03", "sw-lun-b1-09", "dsw-kar-01"
PORT = "GigabitEthernet1/0/14"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("reading")) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    running.mark()
    yield running
    running.lab.heal()


@pytest.fixture
def reader(house: Hospital) -> Iterator[Reader]:
    with reading(house.app.desk.transport) as one:
        yield one


def device(house: Hospital, name: str) -> Device:
    found = house.app.desk.inventory.device(name)
    assert found is not None
    return found


def request(read: str, sample: int = 1, after_s: float = 0.0, **parameters: str) -> ReadRequest:
    return ReadRequest(
        device=XE, read=read, parameters=tuple(parameters.items()), sample=sample, after_s=after_s
    )  # fmt: skip


def test_a_batch_is_read_in_one_login_and_gives_one_observation_per_request(house: Hospital, reader: Reader) -> None:
    batch = [request("clock"), request("port", interface=PORT), request("vlans")]
    taken = reader.read([(device(house, XE), batch)])
    assert [one.read for one in taken] == ["clock", "port", "vlans"]
    assert all(one.failure is None and one.rows and one.raw for one in taken)
    assert house.logins() == {XE: 1}


def test_the_same_command_is_sent_once_per_sample(house: Hospital, reader: Reader) -> None:
    batch = [request("port", interface=PORT), request("port", interface=PORT), request("port", 2, interface=PORT)]
    taken = reader.read([(device(house, XE), batch)])
    sent = Counter(house.heard()[XE])
    assert sent[taken[0].command] == 2


def test_every_row_names_lines_that_stand_in_the_raw_answer(house: Hospital, reader: Reader) -> None:
    batch = [request("log"), request("vlans"), request("interface", interface=PORT)]
    for one in reader.read([(device(house, XE), batch)]):
        lines = one.raw.splitlines()
        numbers = [number for row in one.rows for places in row.lines.values() for number in places]
        assert numbers
        assert max(numbers) < len(lines)


def test_an_old_switch_is_asked_in_its_own_words_after_it_did_not_know_the_newer(
    house: Hospital, reader: Reader
) -> None:
    platform = platform_of(device(house, OLD))
    assert platform is not None
    port = "FastEthernet0/6"
    lines = [command.line for command in platform.commands("auth_session", {"interface": port})]
    asked = replace(request("auth_session", interface=port), device=OLD)
    [observation] = reader.read([(device(house, OLD), [asked])])
    sent = [line for line in house.heard()[OLD] if line.startswith("show")]
    assert len(sent) > 1
    assert sent == lines[: len(sent)], "in the order of the platform"
    assert (observation.command, observation.failure) == (sent[-1], None)


def test_a_device_that_is_not_let_in_to_is_tried_once_and_every_read_says_why(house: Hospital, reader: Reader) -> None:
    house.lab.inject("login-failed", XE)
    taken = reader.read([(device(house, XE), [request("clock"), request("port", interface=PORT)])])
    assert [one.failure for one in taken] == ["login_failed", "login_failed"]
    assert all("refused the user name or password" in (one.reason or "") for one in taken)


def test_a_platform_that_cannot_be_read_yet_is_not_logged_in_to(house: Hospital, reader: Reader) -> None:
    unknown = replace(device(house, XE), platform="paloalto_panos")
    observation = reader.one(unknown, "clock")
    assert (observation.failure, observation.rows) == ("unsupported", ())
    assert house.logins() == {}


@pytest.mark.parametrize(
    ("read", "parameters"),
    [
        ("port", {"interface": "Gi1/0/14; reload"}),
        ("port", {"interface": "Gi1/0/14\nreload"}),
        ("port", {"interface": "Gi1/0/14 | redirect flash:x"}),
        ("port", {"interface": ""}),
        ("port", {}),
        ("mac_lookup", {"mac": "3005.5c27.673e | include"}),
        ("arp_lookup", {"address": "10.0.0.1\rreload"}),
        ("arp_lookup", {"address": "10.21.120.999"}),
    ],
)
def test_what_is_no_port_mac_or_address_is_never_sent_and_never_raises(
    house: Hospital, reader: Reader, read: str, parameters: dict[str, str]
) -> None:
    observation = reader.one(device(house, XE), read, **parameters)
    assert (observation.failure, observation.command) == ("parse_failed", "")
    assert house.heard() == {}


def test_the_time_between_two_samples_passes_once_for_a_batch(house: Hospital, reader: Reader) -> None:
    before = house.region.clock.now()
    batch = [request("interface", 2, 15.0, interface=PORT), request("port", 2, 15.0, interface=PORT)]
    reader.read([(device(house, XE), batch)])
    assert 15.0 <= house.region.clock.now() - before < 30.0


def test_each_observation_is_handed_on_as_it_is_taken(house: Hospital, reader: Reader) -> None:
    told: list[str] = []
    reader.read([(device(house, XE), [request("clock"), request("vlans")])], lambda one: told.append(one.read))
    assert told == ["clock", "vlans"]


def test_independent_devices_are_read_at_the_same_time_and_their_answers_come_in_the_order_of_asking(
    house: Hospital, reader: Reader
) -> None:
    asked = [(device(house, name), [replace(request("clock"), device=name)]) for name in (CORE, OLD)]
    taken = reader.read(asked)
    assert [(one.device, one.failure) for one in taken] == [(CORE, None), (OLD, None)]
    assert house.logins() == {CORE: 1, OLD: 1}


def test_no_session_is_held_while_another_device_is_waited_for(house: Hospital, reader: Reader) -> None:
    """Two requests that held one and waited for the other's would wait for ever."""
    reader.one(device(house, CORE), "clock")
    reader.one(device(house, OLD), "clock")
    with house.app.desk.transport.session(device(house, CORE)) as free:
        assert not isinstance(free, NoSession), "it was given back"
