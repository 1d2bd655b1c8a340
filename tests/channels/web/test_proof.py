"""Which lines of an output are marked, folded and named as proof."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.web.proof import Fold, Line, exhibits
from bot.model import Answer, Observation
from tests.desk.answers import RAW, answer, evidence, finding, observation, proven, unknown


def with_raw(raw: str) -> Answer:
    return answer(proven(), observations=(replace(observation(), raw=raw),))


def marked(shown: Answer) -> list[Line]:
    return [part for part in exhibits(shown)[0].parts if isinstance(part, Line) and part.decisive]


def test_the_value_is_marked_inside_its_line() -> None:
    raw = f"Port      Name   Status       Reason\n{RAW}\nGi1/0/15  x  err-disabled loopback\n"
    (hit,) = marked(with_raw(raw))
    assert hit.number == 2
    assert (hit.before + hit.marked + hit.after, hit.marked) == (RAW, "bpduguard")


def test_a_value_inside_a_longer_word_is_not_marked() -> None:
    line = "Gi1/0/14 err-disabled xbpduguardx"
    found = finding(proof=(evidence(lines=(line,)),))
    shown = answer(replace(proven(), findings=(found,)), observations=(replace(observation(), raw=line),))
    (hit,) = marked(shown)
    assert (hit.before, hit.marked) == (line, "")


def test_a_long_output_keeps_its_head_and_what_stands_round_the_decisive_line() -> None:
    lines = [f"line {number}" for number in range(1, 101)]
    lines[59] = RAW
    (first, *_) = exhibits(with_raw("\n".join(lines)))
    shown = [part.number if isinstance(part, Line) else f"+{part.count}" for part in first.parts]
    assert shown == [1, 2, "+55", 58, 59, 60, 61, 62, "+38"]
    assert first.folded == 93


def test_nothing_is_folded_where_the_whole_is_asked_for() -> None:
    lines = [f"line {number}" for number in range(1, 101)] + [RAW]
    (first, *_) = exhibits(with_raw("\n".join(lines)), whole=True)
    assert len(first.parts) == 101
    assert not any(isinstance(part, Fold) for part in first.parts)


def test_the_lines_that_prove_are_shown_even_where_the_output_is_gone() -> None:
    (first, *_) = exhibits(answer(replace(proven(), findings=(finding(),)), observations=()))
    assert [part.marked for part in first.parts if isinstance(part, Line)] == ["bpduguard"]


def test_a_device_that_lets_nobody_in_is_told_once_with_its_reason() -> None:
    failed: list[Observation] = [
        replace(observation(read), failure="unreachable", reason="no answer within 10 s", raw="", command="")
        for read in ("clock", "interface", "log")
    ]
    shown = answer(replace(unknown(), checks=()), observations=tuple(failed))
    reasons = [one.reason for one in exhibits(shown)]
    assert reasons == ["no answer within 10 s"]


def test_what_identifies_a_row_is_named_after_what_decides() -> None:
    proof = (evidence("interface", "GigabitEthernet1/0/14"), evidence("reason", "bpduguard"))
    shown = answer(replace(proven(), findings=(finding(proof=proof),)))
    assert [field for field, _ in exhibits(shown)[0].entries] == ["orsak", "port"]


def test_a_cleared_network_is_proven_by_its_checks_a_fault_by_its_finding_alone() -> None:
    checked = evidence("state", "connected", command="show interfaces")
    checks = (replace(proven().checks[0], evidence=(checked,)),)
    fault = answer(replace(proven(), checks=checks), observations=())
    healthy = answer(replace(proven(), outcome="cleared", checks=checks), observations=())
    assert "show interfaces" not in [one.command for one in exhibits(fault)]
    assert "show interfaces" in [one.command for one in exhibits(healthy)]
