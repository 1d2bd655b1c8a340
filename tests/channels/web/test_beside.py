"""What stands beside the card: the chain never claims more than was read, and places are suggested by their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from bot.channels.web.suggest import suggester
from bot.channels.web.view import Node, beside
from bot.desk.card import card
from bot.model import Answer, Device, Diagnosis, Inventory, Jack, Room
from tests.desk.answers import AT, DEVICE, PORT, answer, cleared, finding, likely, observation, proven, unknown


def chain(diagnosis: Diagnosis | None, shown: Answer | None = None) -> list[tuple[str, bool]]:
    made = shown or answer(diagnosis)
    return [(node.shade, node.solid) for node in nodes(made)]


def nodes(shown: Answer) -> tuple[Node, ...]:
    return beside(shown, card(shown, UTC), "sv", UTC).chain


def test_a_proven_fault_breaks_the_chain_and_hides_what_is_behind_it() -> None:
    assert chain(proven()) == [("unknown", False), ("none", False), ("fault", False), ("cleared", False)]


def test_a_likely_fault_is_told_as_likely() -> None:
    assert chain(likely())[2] == ("likely", False)


def test_only_a_cleared_network_is_drawn_whole_and_a_jack_is_never_read() -> None:
    assert chain(cleared()) == [("cleared", True), ("none", True), ("cleared", True), ("cleared", False)]


def test_what_could_not_be_told_is_never_drawn_as_healthy() -> None:
    assert chain(unknown())[2] == ("unknown", False)


def test_a_device_that_lets_nobody_in_is_unknown() -> None:
    shut = replace(observation(), failure="unreachable")
    assert chain(None, answer(unknown(), observations=(shut,)))[3] == ("unknown", False)


def test_a_fault_of_the_switch_is_shown_at_the_switch() -> None:
    found = finding("HIGH_CPU", component=None)
    diagnosis = replace(proven(), root_cause="HIGH_CPU", findings=(found,))
    assert [shade for shade, _ in chain(diagnosis)] == ["none", "none", "none", "fault"]


def test_there_is_no_way_through_a_port_that_does_not_exist() -> None:
    diagnosis = replace(proven(), root_cause="TARGET_NOT_FOUND", findings=(finding("TARGET_NOT_FOUND"),))
    assert chain(diagnosis) == []


def test_a_replay_does_not_claim_that_the_question_came_after_its_answer() -> None:
    asked_later = answer(proven(), at=AT + timedelta(days=5))
    moments = beside(asked_later, card(asked_later, UTC), "sv", UTC).moments
    assert [one.text for one in moments] == [f"Första svaret från {DEVICE}"]


JACKS = (
    Jack(jack="A2-114-1", device=DEVICE, interface="GigabitEthernet1/0/13"),
    Jack(jack="A2-114-2", device=DEVICE, interface=PORT, used_by="skrivare"),
)
INVENTORY = Inventory(
    devices=(
        Device(name=DEVICE, platform="cisco_xe", site="Karlstad"),
        Device(name="ap-kar-1", platform="cisco_ap", role="ap"),
    ),
    rooms=(Room(name="Rum 214", site="Torsby", jacks=JACKS),),
    hosts={"prn-kar-364": "10.0.0.1"},
)


def names(text: str) -> list[str]:
    return [one.name for one in suggester(INVENTORY)(text)]


def test_a_jack_is_suggested_with_what_is_behind_it() -> None:
    first, second = suggester(INVENTORY)("skrivaren har inget nät, a2-114")
    assert (first.name, second.name) == ("A2-114-1", "A2-114-2")
    assert second.text == "skrivaren har inget nät, A2-114-2"
    assert second.place == f"Rum 214, Torsby, skrivare → {DEVICE} Gi1/0/14"


def test_rooms_hosts_and_access_points_are_suggested_too() -> None:
    assert names("dåligt wifi i rum 21") == ["Rum 214"]
    assert names("prn-kar") == ["prn-kar-364"]
    assert suggester(INVENTORY)("ap-kar")[0].sign == "ap"


def test_ordinary_words_and_a_name_that_stands_there_already_suggest_nothing() -> None:
    assert names("skrivaren på avdelningen har inget nät") == []
    assert names("inget nät A2-114-2") == []
