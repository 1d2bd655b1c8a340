"""Finding the port: by everything a caller can read out, asking only the devices on the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk.locate import Locator
from bot.desk.locate.located import Located
from bot.desk.reading import reading
from bot.model import Answer, Understood
from tests.hospital import Hospital, hospital

WARD, PRINTER = "sw-kar-a2-03", "GigabitEthernet1/0/14"
CLINIC = "sw-tor-b1-01"
GATEWAY = "dsw-kar-01"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with hospital(tmp_path_factory.mktemp("locate")) as one:
        yield one


@pytest.fixture
def house(running: Hospital) -> Iterator[Hospital]:
    """The hospital, healthy again after each test."""
    yield running
    running.lab.heal()


def colons(dotted: str) -> str:
    bare = dotted.replace(".", "")
    return ":".join(bare[at : at + 2] for at in range(0, 12, 2))


def where(house: Hospital, text: str) -> Answer:
    """Ask only for the place: nothing else is read then."""
    return house.ask(text)


def place(answer: Answer) -> tuple[str | None, str | None]:
    return answer.target.device, answer.target.interface


# --- what the inventory knows needs no device ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "found", "by"),
    [
        (f"{WARD} Gi1/0/14", (WARD, PRINTER), "named"),
        (f"{WARD} gigabitethernet 1/0/14", (WARD, PRINTER), "named"),
        (f"{WARD} port 14", (WARD, PRINTER), "named"),
        ("uttag A2-114-2", (WARD, PRINTER), "jack"),
        ("uttag B-17", (CLINIC, "GigabitEthernet1/0/17"), "jack"),
        ("Avd 12", (WARD, PRINTER), "the only jack of the room"),
    ],
)
def test_what_the_inventory_knows_is_found_without_a_login(
    house: Hospital, said: str, found: tuple[str, str], by: str
) -> None:
    answer = where(house, f"var sitter {said}?")
    assert place(answer) == found
    assert answer.target.located_by == by
    assert house.logins() == {}


def test_a_bare_number_is_looked_up_in_the_switchs_own_list_of_ports(house: Hospital) -> None:
    """The uplinks that the inventory knows are Gi0/1 and Gi0/2; the access ports of this old switch are Fa0/1 to 24."""
    answer = where(house, "var sitter port 6 på sw-lun-b1-09?")
    assert place(answer) == ("sw-lun-b1-09", "FastEthernet0/6")
    assert house.logins() == {"sw-lun-b1-09": 1}


def test_a_number_that_the_switch_has_no_port_for_is_said_to_be_so(house: Hospital) -> None:
    answer = house.ask("inget nät på sw-lun-b1-09 port 77")
    assert answer.question is not None
    assert (answer.question.code, answer.question.about) == ("TARGET_NOT_FOUND", "interface")
    assert "ingen port 77" in answer.question.text["sv"]


def test_a_room_with_several_jacks_is_a_question_with_its_jacks_as_choices(house: Hospital) -> None:
    answer = house.ask("inget nät i Rum 214")
    assert answer.question is not None
    assert (answer.question.code, answer.question.about) == ("TARGET_AMBIGUOUS", "which_of")
    assert [choice.split()[0] for choice in answer.question.choices] == ["B-17", "B-18"]
    assert house.logins() == {}


def test_bad_video_in_a_room_means_the_jack_of_its_video_equipment(house: Hospital) -> None:
    assert place(house.ask("videon hackar i Rum 214")) == (CLINIC, "GigabitEthernet1/0/17")


# --- what only the network knows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["dotted", "colons", "dashes", "bare"])
def test_a_mac_in_any_spelling_is_followed_from_the_gateway_through_the_port_channel(
    house: Hospital, spelling: str
) -> None:
    dotted = house.endpoint(WARD, PRINTER).mac
    spelt = {
        "dotted": dotted,
        "colons": colons(dotted).upper(),
        "dashes": colons(dotted).replace(":", "-"),
        "bare": dotted.replace(".", ""),
    }[spelling]
    answer = where(house, f"var sitter {spelt}?")
    assert place(answer) == (WARD, PRINTER)
    assert answer.target.located_by == f"MAC table, from {GATEWAY}"
    assert answer.target.located_at is not None
    assert house.logins() == {GATEWAY: 1, WARD: 1}
    assert any("etherchannel" in line for line in house.heard()[GATEWAY]), "heard on a bundle: its members are asked"


def test_without_known_cabling_the_neighbours_of_a_port_channels_members_tell_the_way(house: Hospital) -> None:
    desk = house.app.desk
    unlinked = replace(house.app, desk=replace(desk, inventory=replace(desk.inventory, links=())))
    blind = Hospital(lab=house.lab, data=house.data, app=unlinked)
    answer = blind.ask(f"var sitter {house.endpoint(WARD, PRINTER).mac}?")
    assert place(answer) == (WARD, PRINTER)
    assert blind.logins() == {GATEWAY: 1, WARD: 1}
    assert any(line.startswith("show cdp neighbors") for line in blind.heard()[GATEWAY])


def test_an_address_is_asked_of_the_gateway_and_its_mac_is_followed(house: Hospital) -> None:
    address = house.endpoint(WARD, PRINTER).ip
    answer = where(house, f"var sitter {address}?")
    assert place(answer) == (WARD, PRINTER)
    assert answer.target.located_by == f"address {address}, ARP on {GATEWAY}"
    assert house.logins() == {GATEWAY: 1, WARD: 1}


def test_a_host_name_is_looked_up_in_the_table_of_names(house: Hospital) -> None:
    answer = where(house, "var sitter PRN-KAR-106?")
    assert place(answer) == (WARD, PRINTER)
    assert answer.target.located_by == f"host PRN-KAR-106, ARP on {GATEWAY}"


def locate(house: Hospital, facts: Understood) -> Located:
    with reading(house.app.desk.transport) as reader:
        return Locator(house.app.desk.inventory, reader, house.app.desk.resolver).locate(facts)


def test_a_computer_is_found_by_its_802_1x_session_where_the_switch_tells_names(house: Hospital) -> None:
    """IOS prints no names in its list of sessions, so there the port is asked for."""
    user = str(house.endpoint(CLINIC, "GigabitEthernet1/0/5").user)
    located = locate(house, Understood(user=user.removeprefix("host/").partition(".")[0], device=CLINIC))
    assert located.question is not None
    assert located.question.about == "interface"


def test_a_label_that_only_a_port_description_knows_is_found_on_the_named_switch(house: Hospital) -> None:
    located = locate(house, Understood(host="A2-114-2", device=WARD))
    assert (located.target.device, located.target.interface) == (WARD, PRINTER)
    assert located.target.located_by == "port description"


# --- not found, ambiguous, not told ----------------------------------------------------------------------------------


def test_a_mac_that_no_gateway_hears_is_asked_back_and_no_access_switch_is_logged_in_to(house: Hospital) -> None:
    answer = house.ask("dead.beef.0001 har inget nät")
    assert answer.question is not None
    assert answer.question.code == "TARGET_NOT_FOUND"
    assert "dead.beef.0001" in answer.question.text["sv"]
    assert set(house.logins()) == set(house.region.gateways.values())


def test_a_device_without_a_port_is_a_question_about_the_port(house: Hospital) -> None:
    answer = house.ask(f"inget nät på {WARD}")
    assert answer.question is not None
    assert (answer.question.about, answer.question.code) == ("interface", "TARGET_AMBIGUOUS")


def test_a_switch_that_hears_the_mac_and_cannot_be_asked_is_the_answer_not_a_device_that_is_off(
    house: Hospital,
) -> None:
    house.lab.inject("refused", WARD)
    answer = house.ask(f"{house.endpoint(WARD, PRINTER).mac} har inget nät")
    assert answer.question is None
    assert answer.diagnosis is not None
    assert (answer.target.device, answer.diagnosis.root_cause) == (WARD, "DEVICE_UNREACHABLE")
    assert set(house.logins()) <= {GATEWAY}, "the way was known: no other gateway is asked"


def test_a_gateway_that_cannot_be_asked_is_never_taken_for_a_device_that_is_not_heard(house: Hospital) -> None:
    house.lab.inject("refused", GATEWAY)
    for said in (house.endpoint(WARD, PRINTER).mac, str(house.endpoint(WARD, PRINTER).ip)):
        answer = house.ask(f"{said} har inget nät")
        assert answer.question is None
        assert answer.diagnosis is not None
        assert (answer.target.device, answer.diagnosis.outcome) == (GATEWAY, "unknown")


def test_a_gateway_whose_answer_cannot_be_read_is_named_in_the_question(house: Hospital) -> None:
    house.lab.inject("authorization-failed", GATEWAY)
    for said in (house.endpoint(WARD, PRINTER).mac, str(house.endpoint(WARD, PRINTER).ip)):
        answer = house.ask(f"{said} har inget nät")
        assert answer.question is not None
        assert answer.question.text["sv"].startswith(f"{GATEWAY} gav inget läsbart svar")
