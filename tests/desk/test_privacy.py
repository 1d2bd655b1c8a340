"""What a public channel shows: no address, user or computer of anybody survives masking, in whatever spelling."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.card import CheckLine, DiagnosisCard, Proof, TicketLine, masked, texts_of
from bot.desk.card import card
from bot.desk.escalate import should_escalate, ticket_body
from bot.desk.privacy import in_public, with_personal
from bot.desk.progress import progress_sentence
from bot.model import Answer, Language, Progress, Target, Understood
from parsers.parse import Row
from parsers.records import AuthSession, Neighbor
from tests.desk.answers import answer as answer_of
from tests.desk.answers import observation, proven
from tests.desk.test_rendered import BOTH, SCENARIOS, card_of
from tests.some import one_in

MAC = "d46d6d11223f"
ANSWER = answer_of(proven())


def spellings(digits: str) -> list[str]:
    """Every way in which devices and people write the address of a network card."""
    made = []
    for size, between in ((2, ":"), (2, "-"), (4, "."), (4, "-"), (4, ":"), (6, "-"), (6, ":"), (12, "")):
        parts = [digits[at : at + size] for at in range(0, 12, size)]
        made.append(between.join(parts))
    ids = ["01" + digits]
    made += [".".join(one[at : at + 4] for at in range(0, 14, 4)) for one in ids]
    made += [":".join(one[at : at + 2] for at in range(0, 14, 2)) for one in ids]
    return [*made, *(one.upper() for one in made), f"SEP{digits.upper()}"]


def bare(text: str) -> str:
    return re.sub(r"[.:-]", "", text).casefold()


def everywhere(text: str) -> DiagnosisCard:
    """A card with this in every one of its texts."""
    shown = card(ANSWER)
    lists = ("do", "also", "choices", "not_checked", "ruled_out", "ruled_out_more", "would_change")
    plain = dict.fromkeys(("headline", "hit", "say", "ask", "guard", "owner", "exactly", "found", "choose"), text)
    return replace(
        shown,
        **dict.fromkeys(lists, (text,)),  # type: ignore[arg-type]
        **plain,  # type: ignore[arg-type]
        proof=(Proof(device=text, command=text, field=text, value=text, at="09:00", lines=(text, f" {text},"))),  # type: ignore[arg-type]
        checks=(CheckLine(text=text, passed=None),),
        ticket=TicketLine(key="INC-1", text=text),
    )


@pytest.mark.parametrize("spelt", spellings(MAC))
def test_an_address_is_hidden_in_every_text_and_spelling_and_keeps_its_maker(spelt: str) -> None:
    hidden = masked(with_personal(everywhere(f"klienten {spelt} på porten"), ANSWER))
    assert hidden.personal == ()
    for text in texts_of(hidden):
        assert MAC not in bare(text), text
        if "klienten" in text:
            assert "d46d6d" in bare(text), text
            assert "•" in text, text


@pytest.mark.parametrize("seed", range(20))
def test_no_address_that_may_exist_survives(seed: int) -> None:
    chance = random.Random(seed)
    digits = f"{chance.getrandbits(48):012x}"
    address = ".".join(str(chance.randint(1, 223)) for _ in range(4))
    said = " ".join([*spellings(digits), address, f"{address}/24", f"({address})", f"{address}."])
    for text in texts_of(masked(with_personal(everywhere(said), ANSWER))):
        assert digits not in bare(text)
        assert address not in text or address.startswith("127."), text


def test_a_line_that_a_check_tells_in_a_channel_holds_no_whole_address() -> None:
    told = in_public("Nytt: sw-kar-a2-03 Gi1/0/14. Klienten d46d.6d11.223f har 10.20.30.40")
    assert told == "Nytt: sw-kar-a2-03 Gi1/0/14. Klienten d46d.6d••.•••• har 10.20.•.•"
    assert in_public("Nytt: Rum 214") == "Nytt: Rum 214"


def test_what_is_told_while_an_answer_is_in_the_making_holds_no_whole_address() -> None:
    found = Progress(state="found", target=Target(device="wlc-1", client="d4:6d:6d:11:22:3f"))
    assert progress_sentence(found, "sv") == "Hittade det: d4:6d:6d:••:••:•• (wlc-1)."


def test_digits_alone_are_an_address_where_they_were_told_as_one() -> None:
    shown = with_personal(everywhere("001122334455 och 00:11:22:33:44:55"), ANSWER)
    assert not any("334455" in bare(text) for text in texts_of(masked(shown)))


@pytest.mark.parametrize(
    "innocent",
    [
        "Gi1/0/14", "TenGigabitEthernet1/1/1", "version 8.10.185.0", "17.09.04a", "255.255.255.0", "09:12:03",
        "2026-11-22T09:12:03Z", "0A14030200000F12ABCD12FF", "INC-12", "123456789012", "1/0/14", "FCW2233G0AB",
    ],
)  # fmt: skip
def test_what_is_no_address_stays(innocent: str) -> None:
    assert with_personal(everywhere(f"x {innocent} y"), ANSWER).personal == ()


@pytest.mark.parametrize(
    ("told", "line", "hidden"),
    [
        ("REGION\\anna.svensson", "User-Name: REGION\\anna.svensson", "anna.svensson"),
        ("anna.svensson@region.example", "sessionen för Anna.Svensson är avvisad", "Anna.Svensson"),
        ("host/PC-4711.region.example", "datorn PC-4711 och pc-4711.region.example", "4711"),
        ("PC-4711$", "datorn PC-4711 finns", "4711"),
        ("a", "User-Name: bo.ek", "bo.ek"),
    ],
)
def test_a_user_or_computer_that_a_device_told_keeps_its_first_letter(told: str, line: str, hidden: str) -> None:
    read = replace(observation("auth_sessions"), rows=(Row(record=AuthSession(user=told), lines={}),))
    answer = replace(ANSWER, observations=(read,))
    for text in texts_of(masked(with_personal(everywhere(line), answer))):
        assert hidden not in text, text


def test_a_name_is_hidden_as_a_whole_word_only() -> None:
    answer = replace(ANSWER, understood=Understood(user="anna"))
    texts = list(texts_of(masked(with_personal(everywhere("anna har en annan dator"), answer))))
    assert "a••• har en annan dator" in texts


@pytest.mark.parametrize(("capability", "stays"), [("Phone", False), ("Switch", True)])
def test_a_telephone_is_somebodys_and_a_neighbour_switch_is_not(capability: str, stays: bool) -> None:
    neighbour = Neighbor(protocol="cdp", device="tel-anna", capabilities=(capability,))
    read = replace(observation("cdp"), rows=(Row(record=neighbour, lines={}),))
    shown = with_personal(everywhere("granne tel-anna"), replace(ANSWER, observations=(read,)))
    assert any("tel-anna" in text for text in texts_of(masked(shown))) is stays


# --- every answer that there is ---------------------------------------------------------------------------------------


@cache
def harvested(folder: Path) -> frozenset[tuple[str, str]]:
    """(kind, value) of everything personal in the outputs of a scenario, found without the product's help."""
    found: set[tuple[str, str]] = set()
    for file in folder.rglob("*.txt"):
        whole = file.read_text(encoding="utf-8", errors="replace")
        pair = r"\b(?:[0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}\b|\b(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}\b"
        found |= {("mac", bare(address)) for address in re.findall(pair, whole)}
        found |= {("user", user) for user in re.findall(r"User-?[Nn]ame\s*[:.]+\s*([\w.@\\/-]{3,})", whole)}
        found |= {("address", host) for host in re.findall(r"\b10\.\d{1,3}\.\d{1,3}\.\d{1,3}\b", whole)}
    return frozenset(found)


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("folder", one_in(3, SCENARIOS, name=lambda folder: str(folder.name)))
def test_no_personal_value_of_a_scenario_survives_masking(folder: Path, language: Language) -> None:
    answer, shown = card_of(folder, language)
    own = {one.device for one in answer.observations} | {answer.target.ap}
    whole = "\n".join(texts_of(masked(shown)))
    stripped = bare(whole)
    for kind, value in harvested(folder):
        if kind == "mac":
            assert value not in stripped
        elif value not in own and value in whole:
            assert not re.search(rf"(?<![\w.]){re.escape(value)}(?!\w|\.\d)", whole), value


@pytest.mark.patient
def test_some_scenario_has_something_to_hide() -> None:
    hiding = [folder for folder in SCENARIOS if card_of(folder, "sv")[1].personal]
    assert len(hiding) > 10


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: str(folder.name))
def test_a_ticket_names_no_person(folder: Path) -> None:
    answer: Answer = replace(
        card_of(folder, "sv")[0], request=replace(card_of(folder, "sv")[0].request, requester="slack:T01:alva.lind")
    )
    if should_escalate(answer):
        body = ticket_body(answer)
        assert "alva.lind" not in body
        for kind, value in harvested(folder):
            if kind == "user" and not re.fullmatch(r"[0-9a-fA-F.:-]{12,17}", value):
                assert value not in body
