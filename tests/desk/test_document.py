"""The JSON document: every key of the contract is there, with its type, in every kind of answer."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from bot.desk.document import answer_document
from bot.model import Answer, TicketRef, Understood
from tests.desk.answers import answer, cleared, likely, not_found, proven, unknown

TICKET = TicketRef(system="builtin", key="INC-12", url=None, action="created")
ANSWERS = {
    "proven": answer(proven(), ticket=TICKET),
    "likely": answer(likely(), language="en"),
    "cleared": answer(cleared()),
    "unknown": answer(unknown(), language="en"),
    "question": answer(question=not_found()),
    "change": answer(intent="change"),
    "help": answer(intent="help"),
    "nothing read": answer(observations=(), understood=Understood()),
}

# A leaf is the types that it may have; a list holds the shape of its members; a dict names every key there is.
TEXT = {"en": str, "sv": str}
NAME = (str, type(None))
EVIDENCE = [{"device": str, "command": str, "field": str, "value": str, "lines": [str], "at": str}]
SHAPE: dict[str, object] = {
    "request": {"id": str, "text": str, "language": str, "requester": str, "channel": str, "at": str},
    "intent": str,
    "target": dict.fromkeys(
        ("device", "interface", "endpoint", "ap", "room", "wlan", "client", "located_by", "located_at"), NAME
    ),
    "understood": {
        **dict.fromkeys(
            ("device", "interface", "mac", "ip", "host", "room", "jack", "ap", "client", "wlan", "site", "symptom",
             "since", "changed"), NAME,
        ),
        "wanted_vlan": (int, type(None)),
    },
    "question": (type(None), {"about": str, "text": TEXT, "choices": [str]}),
    "outcome": str,
    "root_cause": NAME,
    "severity": str,
    "headline": TEXT,
    "script": (type(None), {"say": TEXT, "ask": TEXT, "do": [TEXT], "owner": (type(None), TEXT)}),
    "guard": str,
    "findings": [{
        "code": str, "severity": str, "confidence": str, "device": str, "component": NAME, "summary": TEXT,
        "evidence": EVIDENCE, "advice": [TEXT], "escalate_to": NAME, "caused_by": NAME,
    }],
    "checks": [{"name": str, "passed": (bool, type(None)), "text": TEXT, "evidence": EVIDENCE}],
    "ruled_out": [{"code": str, "because": str, "evidence": EVIDENCE}],
    "not_checked": [{"what": str, "because": str, "detail": NAME, "command": NAME}],
    "would_change": [TEXT],
    "ticket": (type(None), {"system": str, "key": str, "url": NAME, "action": str}),
    "timings": {"total_s": float, "device_s": float, "parse_s": float},
}  # fmt: skip


def mismatches(value: object, shape: object, where: str = "") -> list[str]:
    """Where the value is not of the shape, as sentences."""
    if isinstance(shape, tuple):
        tries = [mismatches(value, one, where) for one in shape]
        return [] if [] in tries else [f"{where}: {value!r} fits none of {shape}"]
    if isinstance(shape, Mapping):
        if not isinstance(value, dict) or set(value) != set(shape):
            return [f"{where}: {value!r} has not the keys {sorted(shape)}"]
        return [found for key in shape for found in mismatches(value[key], shape[key], f"{where}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: {value!r} is no list"]
        return [found for at, one in enumerate(value) for found in mismatches(one, shape[0], f"{where}[{at}]")]
    assert isinstance(shape, type)
    return [] if type(value) is shape else [f"{where}: {value!r} is no {shape.__name__}"]


def document(answer: Answer) -> dict[str, object]:
    through: dict[str, object] = json.loads(json.dumps(answer_document(answer)))
    return through


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_key_is_there_with_its_type(kind: str) -> None:
    assert mismatches(document(ANSWERS[kind]), SHAPE) == []


def test_a_question_back_is_unknown_with_its_code_and_no_findings() -> None:
    shown = document(ANSWERS["question"])
    assert (shown["root_cause"], shown["outcome"], shown["severity"]) == ("TARGET_NOT_FOUND", "unknown", "unknown")
    assert shown["findings"] == []
    question = shown["question"]
    assert isinstance(question, dict)
    assert question["choices"] == ["sw-kar-a2-03", "sw-kar-a3-01"]
    assert set(question["text"]) == {"sv", "en"}


def test_the_root_cause_comes_first_whatever_order_the_findings_came_in() -> None:
    diagnosis = proven()
    turned = type(diagnosis)(
        outcome="proven", root_cause="ERRDISABLED_BPDUGUARD", severity="critical",
        findings=tuple(reversed(diagnosis.findings)),
    )  # fmt: skip
    findings = document(answer(turned))["findings"]
    assert isinstance(findings, list)
    assert [one["code"] for one in findings] == ["ERRDISABLED_BPDUGUARD", "NTP_UNSYNCHRONISED", "PORT_NOTCONNECT"]


@pytest.mark.parametrize(("language", "because"), [("sv", "Porten är påslagen"), ("en", "The port is switched on")])
def test_ruled_out_speaks_the_language_of_the_request(language: str, because: str) -> None:
    shown = document(answer(proven(), language="sv" if language == "sv" else "en"))
    ruled_out = shown["ruled_out"]
    assert isinstance(ruled_out, list)
    assert ruled_out[0]["because"].startswith(because)


def test_raw_output_and_names_of_people_stay_out_except_the_requester() -> None:
    shown = json.dumps(document(ANSWERS["question"]), ensure_ascii=False)
    assert "err-disabled bpduguard" not in shown
    assert "karin.berg" not in shown


def test_points_in_time_are_utc_to_the_second() -> None:
    request = document(ANSWERS["proven"])["request"]
    assert isinstance(request, dict)
    assert request["at"] == "2026-11-17T09:42:12Z"


def test_nothing_diagnosed_has_no_root_cause_and_is_never_healthy() -> None:
    for kind in ("change", "help"):
        shown = document(ANSWERS[kind])
        assert (shown["root_cause"], shown["outcome"]) == (None, "unknown")
    assert document(ANSWERS["nothing read"])["root_cause"] == "CAUSE_UNKNOWN"
