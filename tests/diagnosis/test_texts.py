"""Sentences: values in the spelling of the language, from the very rows that made a rule true; and their proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.diagnosis.evidence import evidence_of
from bot.diagnosis.expressions import Expression
from bot.diagnosis.remarks import not_checked
from bot.diagnosis.scene import Scene
from bot.diagnosis.schema import Schema
from bot.diagnosis.texts import Phrase, Sentence
from bot.model import Case, Device, Failure, Language, Observation, Target, Understood
from parsers.parse import Row
from parsers.reads import READS
from parsers.records import Clock, ErrDisabled, InterfaceRecord, LogEntry, MacEntry, PortStatus, Record
from parsers.values import DeviceTime

PORT = "GigabitEthernet1/0/14"
AT = datetime(2026, 11, 17, 11, tzinfo=UTC)
NOON = DeviceTime(year=2026, month=11, day=17, hour=12)
CASE = Case(
    request="r",
    investigation="wired-port",
    target=Target(device="sw-kar-a2-03", interface=PORT),
    understood=Understood(),
    device=Device(name="sw-kar-a2-03", platform="cisco_xe"),
)
SCHEMA = Schema(facts=frozenset({"linked", "fast"}), limits=frozenset({"wait_s"}), phrases=frozenset({"again"}))
FACTS = {
    "linked": Expression.parse('port.status == "connected"', SCHEMA),
    "fast": Expression.parse("increase(interface.crc)", SCHEMA),
}


def seen(read: str, *records: Record, failure: Failure | None = None, raw: str = "") -> Observation:
    takes = READS[read].takes
    return Observation(
        device=CASE.device.name, read=read, parameters=(("interface", PORT),) if "interface" in takes else (),
        command=f"show {read}", at=AT, failure=failure, raw=raw,
        rows=tuple(Row(record=record, lines={"mac": (number,)}) for number, record in enumerate(records)),
    )  # fmt: skip


SCENE = Scene.of(
    CASE,
    [
        seen("clock", Clock(time=NOON)),
        seen("port", PortStatus(interface=PORT, status="connected", vlan=1120, duplex=None)),
        seen("errdisabled"),
        seen("interface", InterfaceRecord(interface=PORT, crc=1300, input_packets=8295450)),
        seen("mac", MacEntry(mac="30:05:5c:27:67:3e", vlan=1120, interface=PORT)),
        seen(
            "log",
            LogEntry(mnemonic="UPDOWN", text="first", time=DeviceTime(month=11, day=17, hour=9, minute=4)),
            LogEntry(mnemonic="UPDOWN", text="last", time=DeviceTime(month=11, day=16, hour=9, minute=4)),
            LogEntry(mnemonic="OTHER", text="other", time=NOON),
        ),
    ],
)


TRUE = 'port.status == "connected"'


def said(template: str, language: Language = "en", when: str = TRUE, scene: Scene = SCENE) -> str:
    proof = Expression.parse(when, SCHEMA).proof(scene, FACTS, {})
    phrases = {
        "again": Phrase(
            when=Expression.parse(when, SCHEMA),
            says=dict.fromkeys(("en", "sv"), Sentence("yes {port}")),
            otherwise=dict.fromkeys(("en", "sv"), Sentence("no")),
            unknown=dict.fromkeys(("en", "sv"), Sentence("who knows")),
        )
    }
    return Sentence.parse(template, SCHEMA).fill(language, scene, FACTS, {"wait_s": 300}, proof, phrases)


@pytest.mark.parametrize(
    ("template", "english", "swedish"),
    [
        ("{interface.crc}", "1,300", "1\u00a0300"),
        ("{interface.input_packets}", "8,295,450", "8\u00a0295\u00a0450"),
        ("{port.vlan}", "1120", "1120"),  # the number of a VLAN is a name, not a quantity
        ("{port.duplex}", "unknown", "okänt"),
        ("{errdisabled.reason}", "none", "inget"),
        ("{switchport.access_vlan}", "unknown", "okänt"),  # never asked
        ("{linked}", "yes", "ja"),
        ("{fast}", "unknown", "okänt"),
        ("{limits.wait_s}", "300", "300"),
        ("{port} {device}", "Gi1/0/14 sw-kar-a2-03", "Gi1/0/14 sw-kar-a2-03"),
        ("{place}", "port Gi1/0/14", "port Gi1/0/14"),
    ],
)
def test_a_value_is_spelt_as_the_language_spells_it(template: str, english: str, swedish: str) -> None:
    assert (said(template), said(template, "sv")) == (english, swedish)


def test_a_mac_is_written_as_the_switch_writes_it() -> None:
    assert said("{mac.mac}", when="any(mac.vlan == 1120)") == "3005.5c27.673e"


def test_a_rows_field_comes_from_the_last_row_that_made_the_rule_true() -> None:
    assert said("{log.text}", when='any(log.mnemonic == "UPDOWN")') == "last"


@pytest.mark.parametrize(
    ("when", "english", "swedish"),
    [
        ('any(log.text == "first")', "09:04", "09:04"),
        ('any(log.text == "last")', "16 Nov, 09:04", "16 nov 09:04"),
    ],
)
def test_a_time_of_another_day_has_its_date(when: str, english: str, swedish: str) -> None:
    assert (said("{log.time}", when=when), said("{log.time}", "sv", when=when)) == (english, swedish)


def test_the_jack_is_named_where_it_is_known() -> None:
    scene = replace(SCENE, case=replace(CASE, understood=Understood(jack="A2-114-2")))
    assert (said("{place}", scene=scene), said("{place}", "sv", scene=scene)) == ("jack A2-114-2", "uttag A2-114-2")


@pytest.mark.parametrize(
    ("when", "words"),
    [(TRUE, "yes Gi1/0/14"), ('port.status == "disabled"', "no"), ("poe.watts > 1", "who knows")],
)
def test_a_phrase_has_words_for_true_false_and_unknown(when: str, words: str) -> None:
    assert said("{again}", when=when) == words


def test_no_field_of_an_answer_is_taken_for_a_name_to_fill_in() -> None:
    scene = Scene.of(CASE, [seen("errdisabled", ErrDisabled(interface=PORT, reason="{device} {limits.x}"))])
    assert said("{errdisabled.reason}", scene=scene) == "{device} {limits.x}"


# --- proof -----------------------------------------------------------------------------------------------------------


def test_proof_shows_the_very_lines_and_unknown_values_prove_nothing() -> None:
    raw = "30:05 on Gi1/0/14\nanother line\n"
    scene = Scene.of(CASE, [seen("mac", MacEntry(mac="30:05:5c:27:67:3e", vlan=None), raw=raw)])
    proof = Expression.parse('any(mac.mac == "30:05:5c:27:67:3e" or mac.vlan == 1)', SCHEMA).proof(scene, {}, {})
    assert [(one.field, one.lines) for one in evidence_of(proof)] == [("mac", ("30:05 on Gi1/0/14",))]


def test_that_something_is_not_listed_is_proof_where_there_is_no_other() -> None:
    nothing = Expression.parse("absent(errdisabled)", SCHEMA).proof(SCENE, {}, {})
    assert [(one.value, one.lines) for one in evidence_of(nothing)] == [("not listed", ())]


@pytest.mark.parametrize(
    ("failure", "because"),
    [
        ("unreachable", "unreachable"), ("dropped", "unreachable"), ("denied", "parse_failed"),
        ("parse_failed", "parse_failed"), ("unsupported", "unsupported"), ("timeout", "timeout"),
    ],
)  # fmt: skip
def test_what_was_not_checked_says_why(failure: Failure, because: str) -> None:
    scene = Scene.of(CASE, [seen("poe", failure=failure), seen("errdisabled")])
    words = {"poe": {"en": "the power", "sv": "strömmen"}}
    missing = not_checked([scene], words)  # type: ignore[arg-type]
    assert [(one.what["sv"], one.because, one.command) for one in missing] == [("strömmen", because, "show poe")]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("It is {port.status}[ at {port.duplex} duplex].", "It is connected."),
        ("It is {port.status}[, turned off for {errdisabled.reason}].", "It is connected."),
        ("It is {port.status}[ in VLAN {port.vlan}].", "It is connected in VLAN 1120."),
        ("[At {port.duplex} duplex. ][In VLAN {port.vlan}.] {again}", "In VLAN 1120. yes Gi1/0/14"),
    ],
)
def test_a_part_with_a_value_that_is_not_known_is_left_out(template: str, words: str) -> None:
    assert said(template) == words
